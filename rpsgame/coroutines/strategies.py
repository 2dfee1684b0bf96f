"""The players of the house: coroutines that choose what to throw."""

from __future__ import annotations

from collections.abc import Callable, Generator
from random import Random
from typing import TypeAlias

from .toolbox import advance_generator_once

Strategy: TypeAlias = Generator[str | None, str | None, None]


@advance_generator_once
def random(rng: Random) -> Strategy:
    """coroutine that throws at random: never beaten in the long run, and never fun

    yields: 'r', 'p' or 's': the throw for the next game

    accepts to .send(): the opponent's throw in the last game, None before the first
    """
    yield None
    while True:
        yield rng.choice("rps")


STRATEGIES: dict[str, Callable[[Random], Strategy]] = {"random": random}

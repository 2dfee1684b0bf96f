"""What does not come to an end."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from rpsgame import advance_generator_once
from rpsgame.coroutines.games import Game
from rpsgame.strategies import Setting, Strategy, StrategyCoroutine

from .wrong_games import Sound


class Loops(Sound):
    """A game that never answers a wrong key."""

    def refuse(self, player: int, key: str) -> Any:
        while True:
            pass


@advance_generator_once
def clings(setting: Setting) -> StrategyCoroutine:
    """Go on throwing when the opponent has left."""
    yield None
    while True:
        with suppress(GeneratorExit):
            yield setting.throws[0]


LOOPS = Game("loops", Loops, {"a": "ant", "b": "bee"})  # type: ignore[arg-type]
CLINGS = Strategy("clings", clings)

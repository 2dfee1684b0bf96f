"""A strategy that throws at random: never beaten in the long run of a game whose throws are alike, and never fun."""

from __future__ import annotations

from ..coroutines.toolbox import advance_generator_once
from .contract import Setting, Strategy, StrategyCoroutine

DRAWN = 96  # bits of the throws that are drawn at once, since one number costs as much as another


@advance_generator_once
def random(setting: Setting) -> StrategyCoroutine:
    """coroutine that throws at random

    yields: the key of the throw for the next game

    accepts to .send(): whatever it is told
    """
    throws, number = setting.throws, len(setting.throws)
    at_once = DRAWN // number.bit_length()
    yield None
    while True:
        drawn = setting.chance.randrange(number**at_once)
        for _ in range(at_once):
            drawn, throw = divmod(drawn, number)
            yield throws[throw]


RANDOM = Strategy("random", random)

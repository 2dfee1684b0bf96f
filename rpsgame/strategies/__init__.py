"""The players of the house: coroutines that choose what to throw."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import TypeAlias

from ..coroutines.toolbox import advance_generator_once
from .chance import Chance
from .reader import THROWS, Mind, Trust
from .remarks import Habits

DRAWN = 40  # throws that are drawn at once, since one number costs as much as another

Strategy: TypeAlias = Generator[str | None, str | None, str | None]
StrategyFactory: TypeAlias = Callable[[Chance], Strategy]


class MatchOver(Exception):
    """The match is over, thrown into a strategy; one that has nothing to say need not catch it."""


@advance_generator_once
def random(chance: Chance) -> Strategy:
    """coroutine that throws at random: never beaten in the long run, and never fun

    yields: 'r', 'p' or 's': the throw for the next game

    accepts to .send(): the opponent's throw in the last game, None before the first
    """
    yield None
    while True:
        drawn = chance.randrange(3**DRAWN)
        for _ in range(DRAWN):
            drawn, throw = divmod(drawn, 3)
            yield THROWS[throw]


@advance_generator_once
def reader(chance: Chance) -> Strategy:
    """coroutine that reads its opponent, and throws at random as far as that does not win

    yields: 'r', 'p' or 's': the throw for the next game

    accepts to .send(): the opponent's throw in the last game, None before the first

    accepts to .throw(): MatchOver: it ends, and returns a line for the opponent, or None
    """
    mind, trust, habits = Mind(), Trust(), Habits()
    try:
        yield None
        while True:
            pick = mind.pick()
            house = pick if chance.random() * trust.stake < trust.won else chance.randrange(3)
            last = yield THROWS[house]
            assert last, "the opponent's throw, after the first game"
            guest = THROWS.index(last)
            trust.learn(pick, guest)
            mind.learn(house, guest)
            habits.learn(house, guest)
    except MatchOver:
        return habits.remark()


def last_word(strategy: Strategy, last: str) -> str | None:
    """Tell a strategy the opponent's last throw, and that the match is over; return its line for the opponent."""
    strategy.send(last)
    try:
        strategy.throw(MatchOver())
    except StopIteration as end:
        return str(end.value) if end.value else None
    except MatchOver:
        pass
    return None


STRATEGIES: dict[str, StrategyFactory] = {"random": random, "reader": reader}
DEFAULT = "reader"

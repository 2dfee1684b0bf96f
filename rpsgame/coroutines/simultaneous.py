"""The referee of every game in which both throw at once, and the two throws alone decide who wins."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from .toolbox import advance_generator_once

if TYPE_CHECKING:
    from .game import GameCoroutine, Outcome


@advance_generator_once
def simultaneous(throws: Collection[str], winner: Callable[[str, str], int | None]) -> GameCoroutine:
    """coroutine that referees a game of simultaneous throws

    A player may change their mind until the other has thrown.

    :param throws: the keys
    :param winner: who wins by a throw of player 0 and one of player 1: 0, 1, or None for nobody

    yields: as rock_paper_scissors()

    accepts to .send(): (player, key): player is 0 or 1
    """
    keys = frozenset(throws)  # for "" is in every string
    result: Outcome | str | None = None
    while True:
        chosen = ["", ""]
        while "" in chosen:
            player, key = yield result
            if key in keys:
                chosen[player] = key
                result = None
            else:
                result = "invalid key"

        choice0, choice1 = chosen
        won = winner(choice0, choice1)
        result = ("tie" if won is None else "win", won, choice0, choice1)


def circle(throws: str) -> Callable[[str, str], int | None]:
    """Return who wins where each throw of an odd number beats the one before it, the third before it, and so on."""

    def winner(choice0: str, choice1: str) -> int | None:
        steps = (throws.index(choice0) - throws.index(choice1)) % len(throws)
        return None if steps == 0 else 1 - steps % 2

    return winner

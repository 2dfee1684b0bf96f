"""How people play rock-paper-scissors, known before a guest has thrown at all.

In fifteen throws nobody learns much, so what people do is there before (Wang, Xu and Zhou 2014, "Social cycling and
conditional responses in the Rock-Paper-Scissors game"); the figures are from half of the people that Brockbank and Vul
recorded, benchmarks/people-throws.txt.
"""

from __future__ import annotations

from array import array
from operator import add

from .circle import Odds, odds, turned

FIRST: Odds = (0.90, 1.35, 0.75)  # what people throw first: rock, paper, scissors
NEXT = [  # how they move on (stay, up, down the circle), in shares; a row for what they did before, and then
    [(0.42, 0.28, 0.30), (0.32, 0.29, 0.39), (0.61, 0.21, 0.18)],  # had stayed: after a tie, a loss, a win
    [(0.27, 0.42, 0.31), (0.19, 0.46, 0.35), (0.28, 0.45, 0.27)],  # had moved up
    [(0.24, 0.34, 0.42), (0.20, 0.32, 0.48), (0.30, 0.28, 0.42)],  # had moved down
]
WEIGHT = 12  # throws of this guest that weigh as much as what is known of all

KNOWN = [
    WEIGHT * share for rows in NEXT for shares in rows for share in shares
]  # as if so many moves had been counted


class People:
    """How people play, corrected by how this guest plays."""

    __slots__ = ("_last", "_moves", "_situation")

    def __init__(self) -> None:
        self._moves = array("I", [0]) * len(KNOWN)  # of this guest, in the order of KNOWN
        self._last: int | None = None
        self._situation = 0  # where the moves of the situation begin: the last move, and a tie, a loss or a win

    def __len__(self) -> int:
        return 1

    def predict(self, *_: int) -> list[Odds]:
        """Return the odds of what the guest throws next."""
        if self._last is None:
            return [FIRST]
        here = slice(self._situation, self._situation + 3)
        return [turned(odds(list(map(add, KNOWN[here], self._moves[here]))), self._last)]

    def learn(self, house: int, guest: int) -> None:
        """Hear what was thrown in a game."""
        move = 0
        if self._last is not None:
            move = (guest - self._last) % 3
            self._moves[self._situation + move] += 1
        self._last, self._situation = guest, 9 * move + 3 * ((house - guest) % 3)

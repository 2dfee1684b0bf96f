"""How people play rock-paper-scissors, known before a guest has thrown at all.

In fifteen throws nobody learns much, so what people do is there before (Wang, Xu and Zhou 2014, "Social cycling and
conditional responses in the Rock-Paper-Scissors game"); the figures are from half of the people that Brockbank and Vul
recorded, benchmarks/people-throws.txt.
"""

from __future__ import annotations

from .circle import Odds, odds, turned

FIRST: Odds = (0.90, 1.35, 0.75)  # what people throw first: rock, paper, scissors
NEXT = [  # how they move on (stay, up, down the circle), in shares; a row for what they did before, and then
    [(0.42, 0.28, 0.30), (0.32, 0.29, 0.39), (0.61, 0.21, 0.18)],  # had stayed: after a tie, a loss, a win
    [(0.27, 0.42, 0.31), (0.19, 0.46, 0.35), (0.28, 0.45, 0.27)],  # had moved up
    [(0.24, 0.34, 0.42), (0.20, 0.32, 0.48), (0.30, 0.28, 0.42)],  # had moved down
]
WEIGHT = 12  # throws of this guest that weigh as much as what is known of all


class People:
    """How people play, corrected by how this guest plays."""

    __slots__ = ("last", "moves", "situation")

    def __init__(self) -> None:
        self.moves: dict[tuple[int, int], list[float]] = {}  # of this guest and of people, by situation
        self.last: int | None = None
        self.situation = (0, 0)  # the last move, and 0 for a tie, 1 for a loss, 2 for a win of the guest's

    def predict(self) -> Odds:
        """Return the odds of what the guest throws next."""
        if self.last is None:
            return FIRST
        return turned(odds(self.known()), self.last)

    def known(self) -> list[float]:
        move, result = self.situation
        return self.moves.get(self.situation) or [WEIGHT * share for share in NEXT[move][result]]

    def learn(self, house: int, guest: int) -> None:
        """Hear what was thrown in a game."""
        move = 0
        if self.last is not None:
            move = (guest - self.last) % 3
            self.moves[self.situation] = known = self.known()
            known[move] += 1
        self.last, self.situation = guest, (move, (house - guest) % 3)

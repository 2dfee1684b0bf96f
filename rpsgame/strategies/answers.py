"""How a guest answers the throw that the house seems to prefer: some think one step further than their opponent."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import cache

from .automata import fading
from .circle import Odds, turned
from .places import Context, Places

MOST = 100.0  # answers that the odds are the mean of, and a new one has its share in that
SLIP = 0.01  # the odds of an answer that is never given


class Answers:
    """Expects, in each context, the guest's usual answer to what the house has thrown most in the same place.

    An answer is a number of places up the circle. The odds of a context's are the same in all its places.
    """

    __slots__ = ("_number", "_odds", "_preferred", "_states", "_throws")

    def __init__(self, throws: int, contexts: Sequence[Context]) -> None:
        self._throws = throws
        self._preferred = Places(fading(throws), contexts)
        self._odds: list[Odds] = [(1.0,) * throws] * len(self._preferred)
        self._number = array("d", [1.0]) * len(self._preferred)  # of the answers that the odds are the mean of
        self._states: list[int] = []

    def __len__(self) -> int:
        return len(self._odds)

    def predict(self, house: int, guest: int) -> list[Odds]:
        """Return what each context expects of the guest's next throw, after these last throws."""
        likeliest, chance = fading(self._throws).likeliest, (1.0,) * self._throws
        self._states = states = self._preferred.look(house, guest)
        return [
            turned(odds, likeliest[state]) if state else chance for odds, state in zip(self._odds, states, strict=True)
        ]

    def learn(self, house: int, guest: int) -> None:
        """Hear what was thrown in the game that was predicted."""
        throws, likeliest, odds, number = self._throws, fading(self._throws).likeliest, self._odds, self._number
        for context, state in enumerate(self._states):
            if state:
                number[context] = total = min(number[context] + 1, MOST)
                given = answered(throws)[(guest - likeliest[state]) % throws]
                odds[context] = tuple(
                    [old + (new - old) / total for old, new in zip(odds[context], given, strict=True)]
                )
        self._preferred.add(house)


@cache
def answered(throws: int) -> list[Odds]:
    """Return for each answer the odds if nothing else is ever given."""
    most = throws - SLIP * (throws - 1)
    return [tuple([most if one == answer else SLIP for one in range(throws)]) for answer in range(throws)]

"""What was thrown in all places of some contexts, as an automaton sees it.

A context looks at a few of the last throws, and has a place for each past that these can be. A crowd's memory must be
small, and Python's garbage collector looks through all that is new: so a place is two bytes of an array.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import cache
from typing import TypeAlias

from .automata import Automaton
from .circle import Odds

Context: TypeAlias = tuple[int, int]  # how many of the house's and of the guest's last throws it looks at

MOST_PLACES = 3**6  # of a context: one that has more, on a circle of five, is left out


class Places:
    """The states of an automaton in all places of some contexts."""

    __slots__ = ("_automaton", "_contexts", "_here", "_states")

    def __init__(self, automaton: Automaton, contexts: Sequence[Context]) -> None:
        self._automaton = automaton
        self._contexts, places = laid_out(len(automaton.after[0]), contexts)
        self._states = array("H", [0]) * places
        self._here: list[int] = []

    def __len__(self) -> int:
        return len(self._contexts)

    def look(self, house: int, guest: int) -> list[int]:
        """Go where the last throws lead, each player's as one number; return each context's state there."""
        states = self._states
        self._here = here = [
            first + house % house_pasts * guest_pasts + guest % guest_pasts
            for first, house_pasts, guest_pasts in self._contexts
        ]
        return [states[place] for place in here]

    def add(self, throw: int) -> None:
        """Hear what was thrown there."""
        states, after = self._states, self._automaton.after
        for place in self._here:
            states[place] = after[states[place]][throw]


class Seen(Places):
    """Expects that the guest throws what an automaton makes of their throws in the same places."""

    __slots__ = ()

    def predict(self, house: int, guest: int) -> list[Odds]:
        """Return what each context expects of the guest's next throw, after these last throws."""
        odds = self._automaton.odds
        return [odds[state] for state in self.look(house, guest)]

    def learn(self, house: int, guest: int) -> None:
        """Hear what was thrown in the game that was predicted."""
        self.add(guest)


@cache
def laid_out(throws: int, contexts: Sequence[Context]) -> tuple[list[tuple[int, int, int]], int]:
    """Return each context's first place, and how many pasts of each player it tells apart; and how many places."""
    found, places = [], 0
    for house, guest in contexts:
        if throws ** (house + guest) <= MOST_PLACES:
            found.append((places, throws**house, throws**guest))
            places += throws ** (house + guest)
    return found, places

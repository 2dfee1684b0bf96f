"""Guests of the house without a server: it plays them as a table lets it, and has one purse for all of one place."""

from __future__ import annotations

import json
from collections.abc import Iterator
from inspect import getgeneratorlocals
from itertools import count
from typing import Any, NamedTuple, Protocol

from rpsgame.coroutines.games import ROCK_PAPER_SCISSORS
from rpsgame.coroutines.house import House
from rpsgame.memory import HouseMemory
from rpsgame.strategies import DEFAULT, STRATEGIES, Ask
from rpsgame.strategies.circle import outcome

THROWS = "rps"  # a circle: each beats the one before it; a throw is its place there
BEST_OF = 9
ENDLESS = 1_000_000_001  # games of a match that never ends


class Place:
    """What all guests of one server share: the house's memory, and the seeds of their matches.

    :param number: which place it is; another number is other chance
    """

    def __init__(self, number: int) -> None:
        self.memory = HouseMemory(STRATEGIES[DEFAULT])
        self.seeds: Iterator[bytes] = (b"%d %d" % (number, match) for match in count())


class Known(NamedTuple):
    """What the house thinks: the pick, and the share of throws that are the pick and not a random throw."""

    pick: int
    share: float


class Visit:
    """A guest who plays one match after another, as soon as there is a place for them.

    :param learnt: what the house has learnt of them in another visit, as `learnt` returns it
    :ivar played: the guest's keys in this match
    :ivar needed: the games that the house and the guest still need to win it
    :ivar over: whether it is over
    """

    def __init__(self, place: Place, best_of: int = BEST_OF, learnt: str = "null") -> None:
        self._house = House(STRATEGIES[DEFAULT], ROCK_PAPER_SCISSORS, best_of)
        self._place, self._best_of = place, best_of
        self.begin(learnt)

    def begin(self, learnt: str = "null") -> None:
        """Begin the next match; the house has chosen its throw before the guest has."""
        self.played, self.over = "", False
        self.needed = [self._best_of // 2 + 1] * 2
        self._house.begin(next(self._place.seeds), json.loads(learnt))
        self._choose(None)

    def throw(self, mine: int) -> int:
        """The guest throws; return what the house had chosen."""
        theirs = self._chosen
        self.played += THROWS[mine]
        result = outcome(theirs, mine)
        if result:
            self.needed[result < 0] -= 1
        if 0 in self.needed:
            asked, _ = self._house.hear_last_word(THROWS[mine])
            if asked:
                self._remember("ask", asked.what)
            self._end(played=True)
        else:
            self._choose(THROWS[mine])
        return theirs

    def leave(self) -> None:
        """Leave in the middle of a match, and the house."""
        self._end(played=False)

    def learnt(self) -> str:
        """Return what the house keeps of a guest with a name, in JSON."""
        return json.dumps(next(kept for _, _, kept in self._house.learnt()))

    def known(self) -> Known:
        """Look into the house's head, as far as a guest can who runs its code: it draws its chance in secret."""
        assert self._house._strategy, "a match is on"
        mind = getgeneratorlocals(self._house._strategy)
        return Known(mind["pick"], mind["share"])

    def purses(self) -> dict[str, float]:
        """Look into the house's purses."""
        held: dict[str, float] = self._place.memory.save()
        return held

    def _choose(self, told: Any) -> None:
        said = self._house.play(told)
        while isinstance(said, Ask):
            said = self._house.play(self._remember("ask", said.what))
        self._chosen = THROWS.index(said)

    def _remember(self, word: str, what: Any) -> Any:
        return self._place.memory.send(word, self, what)

    def _end(self, played: bool) -> None:
        self.over = True
        self._house.end()
        self._remember("over", played)


class Guest(Protocol):
    """Who plays the house."""

    def throw(self, visit: Visit) -> int:
        """Return the next throw."""

    def see(self, house: int, mine: int) -> None:
        """See both throws of a game."""


def play(visit: Visit, guest: Guest) -> bool:
    """Let a guest play a match to its end; return whether the guest has won."""
    while not visit.over:
        take_turn(visit, guest)
    return visit.needed[1] == 0


def take_turn(visit: Visit, guest: Guest) -> int:
    """Let a guest throw once; return what that is to the house: 1 for a win, 0 for a tie, -1 for a loss."""
    mine = guest.throw(visit)
    house = visit.throw(mine)
    guest.see(house, mine)
    return outcome(house, mine)

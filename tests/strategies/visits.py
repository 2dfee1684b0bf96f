"""Guests who visit a strategy of the house, without a table."""

from __future__ import annotations

from collections.abc import Callable

from rpsgame.coroutines.games import ROCK_PAPER_SCISSORS
from rpsgame.coroutines.house import House
from rpsgame.strategies import Ask, Memory, Strategy
from rpsgame.strategies.circle import outcome

KEYS = "rps"


class Visit:
    """A guest's visit: as many matches as they like, of which all chance comes from *seed*.

    :ivar house: the throws of the house in this match
    :ivar guest: the guest's
    :ivar score: the games that the house has won in this visit, less those that it has lost
    """

    def __init__(self, strategy: Strategy, seed: bytes = b"seed", best_of: int = 9999, memory: Memory | None = None):
        self._player = House(strategy, ROCK_PAPER_SCISSORS, best_of)
        self._memory = memory or (strategy.memory(None) if strategy.memory else None)
        self._seed, self._matches, self.score = seed, 0, 0
        self.begin()

    def begin(self) -> None:
        """Begin a match; the house throws."""
        self._player.begin(b"%b %d" % (self._seed, self._matches))
        self._matches += 1
        self.house, self.guest = "", ""
        self._hear(None)

    def throw(self, key: str) -> int:
        """Throw; return what the game was to the guest, 1, 0 or -1. Then the house throws."""
        self.guest += key
        result = outcome(KEYS.index(key), KEYS.index(self.house[-1]))
        self.score -= result
        self._hear(key)
        return result

    def end(self, key: str) -> str | None:
        """Throw for the last time in this match; return the house's remark."""
        self.guest += key
        asked, remark = self._player.hear_last_word(key)
        if asked and self._memory:
            self._memory.send(("ask", self, asked.what))
            self._memory.send(("over", self, True))
        return remark

    def _hear(self, told: object) -> None:
        said = self._player.play(told)
        while isinstance(said, Ask):
            assert self._memory, "a strategy that asks has a memory"
            said = self._player.play(self._memory.send(("ask", self, said.what)))
        self.house += said


def play(strategy: Strategy, guest: Callable[[str, str], str], games: int) -> int:
    """Return the games that the house wins less those it loses; *guest* is given the past throws of both."""
    visit = Visit(strategy)
    for _ in range(games):
        visit.throw(guest(visit.house[:-1], visit.guest))
    return visit.score

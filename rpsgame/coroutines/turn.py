"""A turn: whose throw is missing in the game that is on, and how long it may take."""

from __future__ import annotations

from collections.abc import Collection, Generator
from math import ceil

from . import facts
from .countdown import countdown_generator
from .facts import Fact
from .match import Command

NOBODY = None, None  # has thrown
ALOUD = 5  # seconds: the last of a player's time is counted, as in the article


class Turn:
    """The throws that are in, the clock for those that are not, and what both players are told of that.

    :param keys: of the throws, as they stand in a prompt
    :param timeout: the whole seconds that a player has for a throw
    :param timed: the players who have no more than that
    :ivar quiet: the seconds of a game before the count begins
    """

    __slots__ = ("_after", "_clock", "_countdown", "_keys", "_said", "_thrown", "_timed", "_timeout", "quiet")

    def __init__(self, keys: str, timeout: int, timed: Collection[int]) -> None:
        self._keys, self._timeout, self._timed = keys, timeout, timed
        self.quiet = max(timeout - ALOUD, 0)
        self._clock: tuple[Command, ...] = (("clock", None, self.quiet),) if timed else ()

    def begin(self) -> tuple[Command, ...]:
        """A game begins, and the clock with it: all who are timed are late."""
        self._thrown: tuple[str | None, str | None] = NOBODY
        self._wind_clock()
        return self._clock

    def begin_clock(self) -> tuple[Command, ...]:
        """Let the time begin anew for those who are late, if they are timed."""
        self._wind_clock()
        return self._clock if self.late() else ()

    def _wind_clock(self) -> None:
        self._countdown: Generator[float, None, None] | None = None
        self._after = self._timeout - self.quiet  # seconds that are left when the clock has rung

    def left(self, seconds: float | None) -> int | None:
        """Return the whole seconds that are left for a throw, *seconds* before the clock rings; None: it does not."""
        return None if seconds is None else ceil(seconds) + self._after

    def throw(self, player: int, word: str) -> list[Command]:
        """Tell the one what they throw, and the other that it is their turn; the clock stands when nobody is late."""
        first, other = self._thrown[player] is None, self._thrown[1 - player]
        self._thrown = (other, word) if player else (word, other)
        said: list[Command] = [("tell", player, facts.YouThrow(word, 1 - player))]
        if first:
            said.append(("tell", 1 - player, facts.OtherHasThrown(player, self._keys)))
            if not self.late():
                said.append(("clock", None, None))
        return said

    def late(self) -> list[int]:
        """Return the players whose throw the clock waits for."""
        return [player for player in self._timed if self._thrown[player] is None]

    def count_down(self) -> list[Command]:
        """Count on, aloud, for those who are late; return nothing where their time is over."""
        self._said: list[Command] = []
        if self._countdown is None:
            self._countdown = countdown_generator(self._count, self.quiet, self._timeout - self.quiet)
            next(self._countdown)
        seconds = next(self._countdown, None)
        return [] if seconds is None else [*self._said, ("clock", None, seconds)]

    def _count(self, n: int) -> None:
        """Count aloud for those who are late, and tell the other how long that will take."""
        for player in self.late():
            self._after = n - 1
            if n == self._timeout - self.quiet:
                self._said.append(("tell", player, facts.ThrowPlease()))
            self._said.append(("tell", player, facts.Count(n)))
            if self._thrown[1 - player] or 1 - player not in self._timed:
                self._said.append(("tell", 1 - player, facts.TimeLeft(player, n)))

    def whose(self, player: int) -> Fact | None:
        """Return what a player knows of throws that are in; None where that is nothing."""
        thrown, other = self._thrown[player], 1 - player
        if thrown:
            return facts.YouThrow(thrown, other)
        return facts.OtherHasThrown(other, self._keys) if self._thrown[other] else None

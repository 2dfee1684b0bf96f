"""Which seats are in this process, noted where all processes of the house read it: many in one go."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from time import time
from typing import NamedTuple

from twisted.internet.defer import Deferred
from twisted.internet.interfaces import IReactorTime
from twisted.logger import Logger
from twisted.python.failure import Failure

from ..coroutines.names import skeleton
from ..store.records import Records, RecordsAway

SOON = 0.1  # seconds that a note waits for others: shorter than it takes to come again
LATER = 5.0  # seconds after which it is tried again, where the records are away


class Here(NamedTuple):
    """This process.

    :param process: its name, which it has again after a restart
    :param endpoint: where the others reach it, as Twisted's clientFromString reads it
    """

    process: str
    endpoint: str


def written(known: str) -> str:
    """Return how a code or a name stands in the records: what looks alike is one name, and a code cannot be read."""
    if known.isdecimal():
        return f"code {sha256(known.encode()).hexdigest()}"
    return f"name {skeleton(known)}"


class SeatNotes:
    """The notes of this process.

    :param records: where all processes read them
    :param here: this process
    :param clock: by which they wait
    :param wall_clock: returns the seconds since 1970
    """

    log = Logger()

    def __init__(
        self, records: Records, here: Here, clock: IReactorTime, wall_clock: Callable[[], float] = time
    ) -> None:
        self._records, self._here, self._clock, self._wall_clock = records, here, clock, wall_clock
        self._news: dict[str, bool] = {}  # what has changed: whether the seat is here
        self._begins = True  # and what stands there is of the run before
        self._due = False
        self._closed = False
        self._write_after(0)

    def note(self, known: str, here: bool) -> None:
        """Note whether the seat of a code or a name is here."""
        if not self._closed:
            self._news[written(known)] = here
            self._write_after(SOON)

    def close(self) -> None:
        """The process stops: what is noted stays, since its matches may go on when it is back."""
        self._closed = True
        self._news.clear()

    def _write_after(self, seconds: float) -> None:
        if not self._due:
            self._due = True
            self._clock.callLater(seconds, self._begin)

    def _begin(self) -> None:
        Deferred.fromCoroutine(self._write()).addErrback(self._failed)

    def _failed(self, failure: Failure) -> None:
        self.log.failure("A fault of the notes of seats", failure)

    async def _write(self) -> None:
        news, self._news = self._news, {}
        try:
            await self._write_all(news)
        except RecordsAway:
            self._news = news | self._news
            self._due = False
            self._write_after(LATER)
            return
        self._due = False
        if self._news:
            self._write_after(SOON)

    async def _write_all(self, news: dict[str, bool]) -> None:
        taken = [seat for seat, here in news.items() if here]
        if taken or self._begins:
            await self._records.set_seats(taken, *self._here, self._wall_clock(), self._begins)
            self._begins = False
        left = [seat for seat, here in news.items() if not here]
        if left:
            await self._records.drop_seats(self._here.process, left)

"""Results that wait to be written: a batch at a time, and again and again while the records are away."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import Any

from twisted.internet.defer import Deferred, inlineCallbacks
from twisted.internet.interfaces import IDelayedCall, IReactorTime
from twisted.logger import Logger
from twisted.python.failure import Failure

from . import periods
from .entries import RecordsAway, Result
from .results import prune, write
from .session import Session, in_a_line
from .threads import Worker

SOON = 0.1  # seconds until a result is written, so that those of a busy house share a transaction
AGAIN = 2.0  # seconds until it is tried again while the records are away
AT_ONCE = 500  # results of a transaction: it takes some 10 ms
MOST = 50_000  # results that may wait, of some 500 bytes each: hours of a busy house


class Waiting:
    """Takes results, and has a worker write them.

    :ivar lost: how many came when too many waited
    """

    log = Logger()

    def __init__(self, clock: IReactorTime, worker: Worker) -> None:
        self._clock, self._worker = clock, worker
        self._results: list[Result] = []
        self._call: IDelayedCall | None = None
        self._writing: Deferred[None] | None = None
        self._away = self._full = self._closed = False
        self._day = 0  # whose results were written last
        self.lost = 0

    def __len__(self) -> int:
        return len(self._results)

    def add(self, result: Result) -> None:
        """Take a result; it is written soon."""
        if self._closed or len(self._results) >= MOST:
            self._lose()
            return
        self._results.append(result)
        if self._call is None and self._writing is None:
            self._call = self._clock.callLater(SOON, self._write)

    @inlineCallbacks
    def close(self) -> Generator[Deferred[Any], Any, None]:
        """Write all that waits; what cannot be written now is not written."""
        self._closed = True
        if self._call is not None:
            self._call.cancel()
            self._call = None
        if self._writing is not None:
            yield self._writing
        left = len(self._results) + 1
        while 0 < len(self._results) < left:
            left = len(self._results)
            yield self._write()
        if self._results:
            self.log.error("{count} results are in the journal only.", count=len(self._results))

    def _write(self) -> Deferred[None]:
        """Write a batch; fire when that is over, however it went."""
        self._call = None
        over = self._writing = Deferred()
        batch = self._results[:AT_ONCE]
        writing = self._worker(write_all, batch)
        writing.addCallbacks(self._written, self._failed, callbackArgs=(batch,)).addCallback(self._over)
        return over

    def _over(self, wait: float) -> None:
        over, self._writing = self._writing, None
        if self._results and not self._closed:
            self._call = self._clock.callLater(wait, self._write)
        assert over
        over.callback(None)

    def _written(self, refused: list[str], batch: list[Result]) -> float:
        """Go on after a batch was written; return after how many seconds."""
        del self._results[: len(batch)]
        for why in refused:
            self.log.error("A result cannot be written, and is left out: {why}", why=why)
        if self._away:
            self._away = self._full = False
            self.log.info("The records are back. {count} results wait.", count=len(self._results))
        day = periods.day(batch[-1].ended)
        if day > self._day:
            self._day = day
            self._worker(Session.change, prune, batch[-1].ended).addErrback(lambda failure: None)  # tomorrow, then
        return 0 if len(self._results) >= AT_ONCE else SOON

    def _failed(self, failure: Failure) -> float:
        """Go on while the records are away; return after how many seconds."""
        if not self._away:
            self._away = True
            self.log.error(
                "The records are away; play goes on, and results wait: {why}", why=failure.getErrorMessage()
            )
        return AGAIN

    def _lose(self) -> None:
        self.lost += 1
        if not self._full:
            self._full = True
            why = "the records are closed" if self._closed else f"{MOST} wait for the records"
            self.log.error("Results are in the journal only from now on, since {why}.", why=why)


def write_all(session: Session, results: Sequence[Result]) -> list[str]:
    """Write results; return what was wrong with those that never can be written, which hold up no others.

    :raise RecordsAway: nothing is written
    """
    try:
        session.change(write, results)
        return []
    except RecordsAway:
        raise
    except Exception as problem:  # whatever the database's module says of values
        if len(results) == 1:
            return [f"{results[0]}: {in_a_line(problem)}"]
    return [why for result in results for why in write_all(session, [result])]

"""Results that only the journal may have are told to the records again: the server was killed before it wrote them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, TypeAlias

from twisted.application.service import Service
from twisted.internet.defer import Deferred
from twisted.internet.interfaces import IDelayedCall
from twisted.logger import Logger
from twisted.python.failure import Failure

from .endings import results, runs_after
from .journal import FOLDER
from .records import Records, RecordsAway
from .records.contract import Result
from .state import State

NAME = "told.json"  # the last run of which the records have heard all, for each game
AT_ONCE = 500  # results of a transaction: it takes some 10 ms
AGAIN = 2.0  # seconds until it is tried again while the records are away

Aside: TypeAlias = Callable[[Callable[[], Any]], Deferred[Any]]


class Retelling(Service):
    """Reads the runs before this one when the doors are open, and tells the records what they say, each run once.

    The records count once what they hear twice.

    :param reactor: Twisted's
    :param aside: calls what it is given in a thread, such as ``deferToThread``
    :param state: where the journal is, and where it is noted which runs have been told
    :param run: which is on
    :param game: what is played, and what the records are of
    """

    log = Logger()

    def __init__(self, reactor: Any, aside: Aside, state: State, run: str, game: str, records: Records) -> None:
        self._reactor, self._aside, self._state, self._game, self._records = reactor, aside, state, game, records
        self._run, self._count = run, 0
        self._call: IDelayedCall | None = None

    def startService(self) -> None:
        super().startService()
        self._reactor.callWhenRunning(self._begin)

    def stopService(self) -> None:
        super().stopService()
        if self._call:
            self._call.cancel()
            self._call = None

    def _begin(self) -> None:
        self._last = self._read().get(self._game, "")
        self._results = self._all()
        self._go_on()

    def _all(self) -> Iterator[Result]:
        """Yield all results that there are; it runs in a thread."""
        for paths in runs_after(self._state.path / FOLDER, self._last, self._run):
            on: dict[int, list[Any]] = {}
            for path in paths:
                if not self.running:
                    return
                yield from results(path, self._game, on)
            self._last = paths[0].name.rpartition("-")[0]

    def _go_on(self) -> None:
        reading = self._aside(lambda: [*islice(self._results, AT_ONCE)])
        reading.addCallback(self._tell).addErrback(lambda failure: self.log.failure("A fault of the journal", failure))

    def _tell(self, batch: list[Result]) -> None:
        self._call = None
        if not self.running:
            return
        if not batch:
            self._end()
            return
        telling = self._records.retell(batch)
        telling.addCallbacks(self._told, self._failed, callbackArgs=(batch,), errbackArgs=(batch,))

    def _told(self, refused: list[str], batch: list[Result]) -> None:
        for why in refused:
            self.log.error("A result of the journal cannot be written, and is left out: {why}", why=why)
        self._count += len(batch)
        self._go_on()

    def _failed(self, failure: Failure, batch: list[Result]) -> None:
        """The records are away, of which there is a line in the log already; or there is a fault."""
        if not failure.check(RecordsAway):
            self.log.failure("A fault of the records", failure)
        elif self.running:
            self._call = self._reactor.callLater(AGAIN, self._tell, batch)

    def _end(self) -> None:
        told = self._read()
        if self._last != told.get(self._game, ""):
            try:
                self._state.write(NAME, json.dumps({**told, self._game: self._last}).encode())
            except OSError as problem:
                self.log.warn("The journal will be read again at the next start: {why}", why=str(problem))
        if self._count:
            self.log.info("Results of before in the journal: the records have {count}, each once", count=self._count)

    def _read(self) -> dict[str, str]:
        try:
            told = json.loads(self._state.read(NAME) or b"{}")
        except (OSError, ValueError):
            return {}
        return {str(game): str(run) for game, run in told.items()} if isinstance(told, dict) else {}

"""The records while the server runs: they are opened at its start, and closed when all matches are over."""

from __future__ import annotations

from typing import Any

from twisted.application.service import Service
from twisted.internet.defer import Deferred
from twisted.logger import Logger
from twisted.python.failure import Failure

from .records import Records, RecordsAway


class Keeper(Service):
    """Opens and closes the records. Where that cannot be done, play goes on without them.

    :param reactor: Twisted's
    :param records: which are given to the hall too
    :param where: they are, as the log may show it
    """

    log = Logger()

    def __init__(self, reactor: Any, records: Records, where: str) -> None:
        self._reactor, self._records, self._where = reactor, records, where

    def startService(self) -> None:
        super().startService()
        self._reactor.callWhenRunning(self._open)  # or its threads would outlive a server that cannot begin

    def _open(self) -> None:
        self._records.open().addErrback(self._failed)

    def stopService(self) -> Deferred[None]:
        super().stopService()
        return self._records.close()

    def _failed(self, failure: Failure) -> None:
        if failure.check(RecordsAway):
            line = "No names and no results are kept, --records {where}: {why}"
            self.log.error(line, where=self._where, why=failure.getErrorMessage())
        else:
            self.log.failure("A fault of the records", failure)

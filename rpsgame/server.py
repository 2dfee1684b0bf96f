"""The services: doors that open and close with the reactor."""

from __future__ import annotations

import gc
import signal
from collections.abc import Callable, Iterable
from typing import Any

from twisted.application.service import MultiService, Service
from twisted.internet.defer import Deferred, gatherResults
from twisted.internet.interfaces import IListeningPort, IStreamServerEndpoint
from twisted.logger import Logger
from twisted.python.failure import Failure

from .doors.addresses import ways_in
from .doors.telnet import TelnetFactory
from .hall import Hall

COLLECTION = (10_000, 5, 20)  # of garbage, see gc.set_threshold: a crowd must not be looked through at every few keys


class Listener(Service):
    """Listens on an endpoint while it runs.

    :param description: the endpoint's string, for people
    :param report: told in one line why it cannot listen, before the program ends for it (SystemExit, status 1)
    :param option: the option that chose the endpoint
    """

    log = Logger()

    def __init__(
        self,
        endpoint: IStreamServerEndpoint,
        description: str,
        factory: TelnetFactory,
        report: Callable[[str], object],
        option: str = "--listen",
    ) -> None:
        self._option = option
        self._endpoint = endpoint
        self._description = description
        self._factory = factory
        self._report = report
        self._port: IListeningPort | None = None

    def ways_in(self) -> list[str]:
        """Return the commands by which guests come in here."""
        return ways_in(self._port.getHost()) if self._port else []

    def privilegedStartService(self) -> None:
        super().privilegedStartService()
        failures: list[Failure] = []
        self._endpoint.listen(self._factory).addCallbacks(self._listening, failures.append)
        if failures:
            why = failures[0].getErrorMessage().rstrip(".")
            problem = f"cannot listen on {self._description}: {why}. Choose another with {self._option}."
            self.log.error("{problem}", problem=problem)
            self._report(problem)
            raise SystemExit(1)

    def startService(self) -> None:
        super().startService()
        if self._port is None:  # twist starts services without privileges
            self.privilegedStartService()

    def stopService(self) -> Deferred[Any] | None:
        super().stopService()
        return self._port.stopListening() if self._port else None

    def _listening(self, port: IListeningPort) -> None:
        self._port = port


class Server(MultiService):
    """All the doors of one hall. When it stops, matches may end, everybody is told, and every connection is closed.

    :param reactor: Twisted's
    :param drain: the seconds that the matches which are on may take to end; a second signal ends them at once
    """

    log = Logger()

    def __init__(self, reactor: Any, hall: Hall, factories: Iterable[TelnetFactory], drain: float = 0) -> None:
        super().__init__()
        self._reactor = reactor
        self._hall = hall
        self._factories = factories
        self._drain = drain

    def startService(self) -> None:
        gc.set_threshold(*COLLECTION)
        signal.signal(signal.SIGUSR1, lambda signum, frame: self._reactor.callFromThread(self._log_status))
        super().startService()

    def stopService(self) -> Deferred[Any]:
        if not self._drain:
            return self._close()
        for signum in (signal.SIGINT, signal.SIGTERM):  # before anybody hears of the first signal
            signal.signal(signum, lambda signum, frame: self._reactor.callFromThread(lambda: drained.cancel()))
        drained = self._hall.drain().addTimeout(self._drain, self._reactor)
        return drained.addBoth(lambda ignored: self._close())

    def _close(self) -> Deferred[Any]:
        try:
            self._hall.close()
        except Exception:  # the doors close and the terminal is given back all the same
            self.log.failure("Not everybody could be told")
            return gatherResults([super().stopService()])
        return gatherResults([super().stopService(), *(factory.all_closed() for factory in self._factories)])

    def _log_status(self) -> None:
        self.log.info("{status}", status=self._hall.status())

"""The services: doors that open and close with the reactor."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, ExitStack
from typing import Any

from twisted.application.internet import StreamServerEndpointService
from twisted.application.service import MultiService, Service
from twisted.internet.defer import CancelledError, Deferred, DeferredList, TimeoutError, maybeDeferred, succeed
from twisted.internet.interfaces import IListeningPort, IStreamServerEndpoint
from twisted.logger import Logger
from twisted.python.failure import Failure
from zope.interface import implementer

from .doors.stream import DoorFactory
from .endpoints import Trouble, kind_of, why_not
from .hall import Hall
from .process import rare_collections, signals_call
from .twisted_private import stopping_again


@implementer(IStreamServerEndpoint)
class Watched:
    """An endpoint that knows, and logs, what has become of listening there.

    :param description: the endpoint's string, for people
    :param option: the option that chose it
    """

    log = Logger()

    def __init__(self, endpoint: IStreamServerEndpoint, description: str, option: str) -> None:
        self._endpoint = endpoint
        self._description = description
        self._option = option
        self.port: IListeningPort | None = None
        self.trouble: Trouble | None = None

    def listen(self, factory: Any) -> Deferred[Any]:
        """Listen, now or later; the Deferred fires with None where that cannot be."""
        return self._endpoint.listen(factory).addCallbacks(self._listening, self._failed)

    def _listening(self, port: IListeningPort) -> IListeningPort:
        self.port = port
        return port

    def _failed(self, failure: Failure) -> None:
        if not failure.check(CancelledError):  # by stopService
            self.trouble = Trouble(self._description, why_not(failure.value), self._option)
            self.log.error("{line}", line=self.trouble.line())


class Listener(StreamServerEndpointService):
    """Listens on an endpoint while it runs.

    :param description: the endpoint's string, for people
    :param report: told why it cannot listen, before the program ends for it (SystemExit, status 1)
    :param option: the option that chose the endpoint
    """

    def __init__(
        self,
        endpoint: IStreamServerEndpoint,
        description: str,
        factory: DoorFactory[Any],
        report: Callable[[Trouble], object],
        option: str = "--listen",
    ) -> None:
        self._watched = Watched(endpoint, description, option)
        super().__init__(self._watched, factory)
        self._kind = kind_of(description)
        self._report = report

    def join_commands(self) -> list[str]:
        """Return the commands by which guests come in here."""
        return self.factory.join_commands(self._kind, self._watched.port.getHost()) if self._watched.port else []

    def privilegedStartService(self) -> None:
        super().privilegedStartService()
        if self._watched.trouble:
            self._report(self._watched.trouble)
            raise SystemExit(1)


class Server(MultiService):
    """All the doors of one hall. When it stops, matches may end, everybody is told, and every connection is closed.

    :param reactor: Twisted's
    :param drain: the seconds that the matches which are on may take to end; a second signal ends them at once
    :param hang_up: called at SIGHUP; None leaves that signal alone
    :param during: contexts that hold while it runs, until the last connection has closed
    """

    log = Logger()

    def __init__(
        self,
        reactor: Any,
        hall: Hall,
        factories: Iterable[DoorFactory[Any]],
        *,
        drain: float = 0,
        hang_up: Callable[[], object] | None = None,
        during: Iterable[AbstractContextManager[Any]] = (),
    ) -> None:
        super().__init__()
        self._reactor = reactor
        self._hall = hall
        self._factories = factories
        self._drain = drain
        self._hang_up = hang_up
        self._during = during
        self._drained: Deferred[None] = succeed(None)
        self._put_back = ExitStack()

    def startService(self) -> None:
        actions: dict[int, Callable[[], object]] = {signal.SIGUSR1: self._log_status}
        if self._hang_up:
            actions[signal.SIGHUP] = self._hang_up
        for context in (
            rare_collections(),
            signals_call(self._reactor, actions),
            stopping_again(self._reactor, self._end_matches),
            *self._during,
        ):
            self._put_back.enter_context(context)
        self._hall.keeping.begin()
        super().startService()

    def stopService(self) -> Deferred[Any]:
        if self._drain:
            self._drained = self._hall.drain(self._drain).addTimeout(self._drain, self._reactor)
            self._drained.addErrback(lambda failure: failure.trap(TimeoutError, CancelledError))
            self._drained.addErrback(self._log_failure)
        closed = self._drained.addCallback(lambda drained: self._close()).addErrback(self._log_failure)
        return closed.addCallback(lambda closed: self._put_back.close())

    def _end_matches(self) -> None:
        """Wait for no match any more: somebody who has said that the server is to stop has said so again."""
        if not self._drained.called:
            self._drained.cancel()

    def _close(self) -> Deferred[Any]:
        closed = []
        try:
            self._hall.close()
            closed = [factory.all_closed() for factory in self._factories]
        except Exception:  # the doors close and the terminal is given back all the same
            self.log.failure("Not everybody could be told")
        Service.stopService(self)  # and not MultiService's, which loses what the services complain of
        services = [maybeDeferred(service.stopService) for service in reversed(list(self))]
        return DeferredList([*services, *closed], consumeErrors=True).addCallback(self._log_failures)

    def _log_failures(self, results: Iterable[tuple[bool, Any]]) -> None:
        for success, result in results:
            if not success:
                self._log_failure(result)

    def _log_failure(self, failure: Failure) -> None:
        self.log.failure("The server does not stop as it should", failure)

    def _log_status(self) -> None:
        self.log.info("{status}", status=self._hall.status())

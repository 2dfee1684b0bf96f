"""The services, with a reactor that opens nothing."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from twisted.application.service import Service
from twisted.internet.address import IPv4Address
from twisted.internet.defer import Deferred, fail
from twisted.internet.endpoints import TCP4ServerEndpoint
from twisted.internet.error import CannotListenError, ConnectionDone, ReactorNotRunning
from twisted.internet.testing import MemoryReactorClock, StringTransport
from twisted.logger import ILogObserver, LogEvent, Logger, formatEvent
from twisted.python.failure import Failure
from twisted.trial.unittest import SynchronousTestCase
from zope.interface import implementer

from rpsgame.doors.telnet import TelnetFactory
from rpsgame.endpoints import Trouble
from rpsgame.process import COLLECTION
from rpsgame.server import Listener, Server, Watched

from .room import Room


class Reactor(MemoryReactorClock):
    """A reactor that stops once, and calls at once what a signal's handler asks for."""

    def callFromThread(self, callable, *args, **kwargs):  # type: ignore[no-untyped-def]
        callable(*args, **kwargs)

    def stop(self) -> None:
        if self.hasStopped:
            raise ReactorNotRunning
        super().stop()


class ServerTests(SynchronousTestCase):
    """One hall with one way in."""

    def setUp(self) -> None:
        self.events: list[LogEvent] = []
        observer = Logger(observer=implementer(ILogObserver)(lambda event: self.events.append(event)))
        self.patch(Server, "log", observer)
        self.patch(Watched, "log", observer)
        self.reactor: Any = Reactor()
        self.room = Room()
        self.factory = TelnetFactory(self.room.hall, self.room.clock)
        self.reports: list[Trouble] = []
        self.server = Server(self.reactor, self.room.hall, [self.factory])
        self.listener = self.listen_on(TCP4ServerEndpoint(self.reactor, 12333))

    def listen_on(self, endpoint: Any) -> Listener:
        """Have the server listen on one endpoint more."""
        listener = Listener(endpoint, "tcp:12333", self.factory, self.reports.append)
        listener.setServiceParent(self.server)
        return listener

    def start(self) -> None:
        """Start the server, which changes the process until it is stopped."""
        for signum in (signal.SIGHUP, signal.SIGUSR1):
            self.addCleanup(signal.signal, signum, signal.getsignal(signum))
        self.addCleanup(gc.set_threshold, *gc.get_threshold())
        self.server.startService()

    def test_twistd_starts_it(self) -> None:
        """The port is opened with privileges, once, and the host is told where."""
        self.assertEqual(self.listener.join_commands(), [])
        self.server.privilegedStartService()
        self.start()
        self.assertEqual([port for port, *_ in self.reactor.tcpServers], [12333])
        self.assertEqual(self.listener.join_commands()[-1], "telnet localhost 12333")

    def test_a_crowd_is_not_looked_through_for_garbage(self) -> None:
        """The service makes collections rarer than Python does by itself."""
        self.start()
        self.assertEqual(gc.get_threshold(), COLLECTION)

    def test_twist_starts_it(self) -> None:
        """The port is opened where nobody asks for privileges, too."""
        self.start()
        self.assertEqual([port for port, *_ in self.reactor.tcpServers], [12333])

    def test_a_port_that_is_taken(self) -> None:
        """A port that is taken is one line that says so, and the end of the program with status 1."""

        def taken(*args: object, **kwargs: object) -> None:
            raise CannotListenError("", 12333, OSError(98, "Address already in use"))

        self.patch(self.reactor, "listenTCP", taken)
        self.assertEqual(self.assertRaises(SystemExit, self.server.privilegedStartService).code, 1)
        self.assertEqual(
            [trouble.line() for trouble in self.reports],
            ["cannot listen on tcp:12333: Address already in use. Choose another with --listen."],
        )

    def test_port_taken_later(self) -> None:
        """An endpoint that fails when the server runs already is logged in a line, and the others go on."""
        listening: Deferred[Any] = Deferred()
        self.listen_on(Endpoint(listening))
        self.start()
        listening.errback(CannotListenError("", 12333, OSError(98, "Address already in use")))
        self.assertEqual((self.reports, self.flushLoggedErrors()), ([], []))
        self.assertEqual(
            self.logged(), ["cannot listen on tcp:12333: Address already in use. Choose another with --listen."]
        )
        self.successResultOf(self.server.stopService())

    def test_not_yet_listening(self) -> None:
        """An endpoint that still tries when the server stops is given up, and nothing is logged."""
        self.listen_on(Endpoint(Deferred()))
        self.start()
        self.successResultOf(self.server.stopService())
        self.assertEqual(self.logged(), [])

    def test_it_stops_when_the_last_door_has_closed(self) -> None:
        """Guests are told, and the server has stopped when the last of their connections has."""
        self.start()
        doors, transports = [], []
        for _ in range(2):
            doors.append(self.factory.buildProtocol(None))
            transports.append(StringTransport(peerAddress=IPv4Address("TCP", "192.0.2.1", 1)))
            doors[-1].makeConnection(transports[-1])
        stopped = self.server.stopService()
        for door, transport in zip(doors, transports, strict=True):
            self.assertTrue(transport.value().endswith(b"The server is stopping. Good-bye.\r\n"))
            self.assertTrue(transport.disconnecting)
            self.assertNoResult(stopped)
            door.connectionLost(Failure(ConnectionDone()))
        self.successResultOf(stopped)

    def test_it_stops_at_once_where_nobody_is(self) -> None:
        """Without guests there is nothing to wait for."""
        self.start()
        self.successResultOf(self.server.stopService())

    def test_all_is_put_back(self) -> None:
        """When it has stopped, signals, garbage and whatever else held while it ran are as they were before."""
        held: list[str] = []

        @contextmanager
        def context() -> Iterator[None]:
            held.append("begins")
            yield
            held.append("ends")

        self.server = Server(self.reactor, self.room.hall, [], hang_up=lambda: None, during=[context()])
        before = self.changed()
        self.start()
        self.assertTrue(all(one != other for one, other in zip(before, self.changed(), strict=True)))
        self.assertEqual(held, ["begins"])
        self.successResultOf(self.server.stopService())
        self.assertEqual((self.changed(), held), (before, ["begins", "ends"]))

    def changed(self) -> tuple[object, ...]:
        """Return what a running server changes."""
        return (
            gc.get_threshold(),
            signal.getsignal(signal.SIGUSR1),
            signal.getsignal(signal.SIGHUP),
            self.reactor.stop,
        )

    def test_signals(self) -> None:
        """SIGUSR1 logs how things stand, and SIGHUP does what it was given to do."""
        hung_up: list[str] = []
        self.server = Server(self.reactor, self.room.hall, [], hang_up=lambda: hung_up.append("hung up"))
        self.start()
        os.kill(os.getpid(), signal.SIGUSR1)
        os.kill(os.getpid(), signal.SIGHUP)
        self.assertEqual(self.logged(), ["people: 0, matches: 0, waiting: 0"])
        self.assertEqual(hung_up, ["hung up"])

    def test_told_again_to_stop(self) -> None:
        """To stop a server that stops already does no harm, whether or not it waits for matches."""
        for drain in (0, 600):
            self.reactor = Reactor()
            self.server = Server(self.reactor, self.room.hall, [self.factory], drain=drain)
            self.start()
            door = self.factory.buildProtocol(None)
            door.makeConnection(StringTransport(peerAddress=IPv4Address("TCP", "192.0.2.1", 1)))
            self.reactor.stop()
            stopped = self.server.stopService()
            self.reactor.stop()
            self.assertNoResult(stopped)
            door.connectionLost(Failure(ConnectionDone()))
            self.successResultOf(stopped)

    def test_matches_may_end(self) -> None:
        """It stops when the last match has ended, or the time for that is over, or somebody says it again."""
        for end in (
            lambda drained: drained.callback(None),
            lambda drained: self.reactor.advance(600),
            lambda drained: self.reactor.stop(),
        ):
            self.reactor = Reactor()
            drained: Deferred[None] = Deferred()
            self.patch(self.room.hall, "drain", lambda *seconds, drained=drained: drained)
            self.server = Server(self.reactor, self.room.hall, [self.factory], drain=600)
            self.start()
            self.reactor.stop()
            stopped = self.server.stopService()
            self.assertNoResult(stopped)
            end(drained)
            self.successResultOf(stopped)
            self.assertEqual(self.logged(), [])

    def test_fault_while_matches_end(self) -> None:
        """A fault while it waits for matches is logged, and it stops all the same."""
        self.patch(self.room.hall, "drain", lambda *seconds: fail(ValueError("broken")))
        self.server = Server(self.reactor, self.room.hall, [self.factory], drain=600)
        self.start()
        self.successResultOf(self.server.stopService())
        self.assertEqual(len(self.events), 1)

    def test_fault_of_a_service(self) -> None:
        """A service that does not stop as it should is logged, and keeps nobody waiting."""

        class Broken(Service):
            def stopService(self) -> None:
                raise ValueError("broken")

        Broken().setServiceParent(self.server)
        self.start()
        self.successResultOf(self.server.stopService())
        self.assertEqual(len(self.events), 1)

    def logged(self) -> list[str]:
        """Return what the server has logged."""
        return [formatEvent(event) for event in self.events]


class Endpoint:
    """An endpoint that listens when it likes to."""

    def __init__(self, listening: Deferred[Any]) -> None:
        self._listening = listening

    def listen(self, factory: object) -> Deferred[Any]:
        return self._listening

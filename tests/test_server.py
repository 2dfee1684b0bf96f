"""The services, with a reactor that opens nothing."""

from __future__ import annotations

import gc

from twisted.internet.address import IPv4Address
from twisted.internet.endpoints import TCP4ServerEndpoint
from twisted.internet.error import CannotListenError, ConnectionDone
from twisted.internet.testing import MemoryReactorClock, StringTransport
from twisted.python.failure import Failure
from twisted.trial.unittest import SynchronousTestCase

from rpsgame.doors.telnet import TelnetFactory
from rpsgame.server import COLLECTION, Listener, Server

from .room import Room


class ServerTests(SynchronousTestCase):
    """One hall with one way in."""

    def setUp(self) -> None:
        self.reactor = MemoryReactorClock()
        self.room = Room()
        self.factory = TelnetFactory(self.room.hall, self.room.clock)
        self.reports: list[str] = []
        endpoint = TCP4ServerEndpoint(self.reactor, 12333)
        self.listener = Listener(endpoint, "tcp:12333", self.factory, self.reports.append)
        self.server = Server(self.reactor, self.room.hall, [self.factory])
        self.listener.setServiceParent(self.server)

    def test_twistd_starts_it(self) -> None:
        """The port is opened with privileges, once, and the host is told where."""
        self.assertEqual(self.listener.ways_in(), [])
        self.server.privilegedStartService()
        self.server.startService()
        self.assertEqual([port for port, *_ in self.reactor.tcpServers], [12333])
        self.assertEqual(self.listener.ways_in()[-1], "telnet localhost 12333")

    def test_a_crowd_is_not_looked_through_for_garbage(self) -> None:
        """The service makes collections rarer than Python does by itself."""
        self.addCleanup(gc.set_threshold, *gc.get_threshold())
        gc.set_threshold(700, 10, 10)
        self.server.startService()
        self.assertEqual(gc.get_threshold(), COLLECTION)

    def test_twist_starts_it(self) -> None:
        """The port is opened where nobody asks for privileges, too."""
        self.server.startService()
        self.assertEqual([port for port, *_ in self.reactor.tcpServers], [12333])

    def test_a_port_that_is_taken(self) -> None:
        """A port that is taken is one line that says so, and the end of the program with status 1."""

        def taken(*args: object, **kwargs: object) -> None:
            raise CannotListenError("", 12333, OSError(98, "Address already in use"))

        self.patch(self.reactor, "listenTCP", taken)
        self.assertEqual(self.assertRaises(SystemExit, self.server.privilegedStartService).code, 1)
        self.assertEqual(
            self.reports,
            [
                "cannot listen on tcp:12333: Couldn't listen on any:12333: [Errno 98] Address already in use. "
                "Choose another with --listen."
            ],
        )

    def test_it_stops_when_the_last_door_has_closed(self) -> None:
        """Guests are told, and the server has stopped when the last of their connections has."""
        self.server.startService()
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
        self.server.startService()
        self.successResultOf(self.server.stopService())

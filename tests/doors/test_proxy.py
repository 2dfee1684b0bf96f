"""Guests behind a proxy, whose address comes in a header."""

from __future__ import annotations

from typing import Any, cast

from twisted.internet.address import IPv4Address
from twisted.internet.endpoints import TCP4ServerEndpoint
from twisted.internet.error import ConnectionAborted, ConnectionDone
from twisted.internet.testing import MemoryReactorClock, StringTransport
from twisted.logger import formatEvent
from twisted.python.failure import Failure
from twisted.trial.unittest import SynchronousTestCase

from rpsgame.doors.proxy import ProxiedEndpoint, ProxiedFactory, server_endpoint
from rpsgame.doors.telnet import TelnetFactory
from rpsgame.doors.throttle import MAX_ARRIVAL
from rpsgame.hall.chronicle import LINES, MINUTE

from ..room import logged
from .hall import HELP, DoorsHall

HEADER = b"PROXY TCP4 192.0.2.7 192.0.2.80 4711 80\r\n"
PROXY = IPv4Address("TCP", "192.0.2.80", 80)


class ProxyTests(SynchronousTestCase):
    """A telnet door behind a ``haproxy:`` endpoint."""

    def setUp(self) -> None:
        self.hall = DoorsHall()
        self.doors = TelnetFactory(cast(Any, self.hall), self.hall.clock)
        self.factory = ProxiedFactory(self.doors, self.hall.clock)
        self.events = logged(self)
        self.connect()

    def connect(self) -> None:
        self.transport = StringTransport(peerAddress=PROXY)
        self.connection = self.factory.buildProtocol(PROXY)
        self.connection.makeConnection(self.transport)

    def test_nobody_is_in_before(self) -> None:
        """The guest goes in when the header is complete, under the address in it, and without a key pressed."""
        self.connection.dataReceived(HEADER[:20])
        self.assertEqual(self.hall.came, [])
        self.connection.dataReceived(HEADER[20:])
        self.assertEqual(self.hall.came, [("guest", "192.0.2.7:4711", "192.0.2.7")])
        self.hall.clock.advance(MAX_ARRIVAL)
        self.assertFalse(self.transport.disconnected)

    def test_a_key_in_the_same_read(self) -> None:
        """A key that comes with the header is the guest's, and so is all that comes after it."""
        self.connection.dataReceived(HEADER + b"r")
        self.connection.dataReceived(b"?")
        self.hall.clock.advance(0)
        self.assertEqual(self.hall.pressed, "r?")
        self.assertTrue(self.transport.value().endswith(f"{HELP}\r\n".encode()))

    def test_a_proxy_that_does_not_know(self) -> None:
        """A guest whose address the proxy does not tell comes in at once, and counts for no address."""
        self.connection.dataReceived(b"PROXY UNKNOWN\r\n")
        self.assertEqual(self.hall.came, [("guest", "behind 192.0.2.80:80", "")])

    def test_what_is_no_header(self) -> None:
        """Other bytes cost the connection and one line of log, which shows none of them, and no traceback."""
        for header in (
            b"GET / HTTP/1.1\r\n",
            b"PROXY TCP6 notanip ::1 1 2\r\n",
            b"PROXY TCP4 \x1b[31m\n 1.1.1.1 1 2\r\n",
        ):
            self.events.clear()
            self.connect()
            self.connection.dataReceived(header)
            self.assertTrue(self.transport.disconnected)
            self.connection.connectionLost(Failure(ConnectionAborted()))
            (event,) = self.events
            line = formatEvent(event)
            self.assertTrue(line.startswith("192.0.2.80:80 is cut off, for its PROXY header: "), line)
            self.assertTrue(line.isprintable())
        self.assertEqual((self.hall.came, self.flushLoggedErrors()), ([], []))

    def test_a_flood_of_what_is_no_header(self) -> None:
        """A thousand such connections of one address are some lines of log, and then a sum."""
        self.connection.connectionLost(Failure(ConnectionDone()))
        for _ in range(1000):
            self.connect()
            self.connection.dataReceived(b"GET / HTTP/1.1\r\n")
            self.connection.connectionLost(Failure(ConnectionAborted()))
        self.hall.clock.advance(MINUTE)
        self.assertEqual(len(self.events), LINES + 1)
        self.assertEqual(formatEvent(self.events[-1]), f"cut off: {1000 - LINES} more from 192.0.2.80")

    def test_a_header_that_never_comes(self) -> None:
        """A connection on which no header comes is cut off, with one line of log."""
        self.connection.dataReceived(b"PROXY ")
        self.hall.clock.advance(MAX_ARRIVAL)
        self.assertTrue(self.transport.disconnected)
        self.connection.connectionLost(Failure(ConnectionAborted()))
        self.assertEqual((len(self.events), self.hall.came), (1, []))

    def test_a_hangup_before_the_header(self) -> None:
        """A proxy that hangs up before the header was never here, and nothing waits for it."""
        self.connection.connectionLost(Failure(ConnectionDone()))
        self.assertEqual((self.hall.came, self.events, self.hall.clock.getDelayedCalls()), ([], [], []))

    def test_all_are_counted(self) -> None:
        """Each connection is kept by its factory while it is open, and the door of each guest by the doors'."""
        self.connection.dataReceived(HEADER)
        closed = self.doors.all_closed()
        self.connect()
        self.assertEqual(len(self.factory.protocols), 2)
        self.connection.connectionLost(Failure(ConnectionDone()))
        self.assertNoResult(closed)
        (guest,) = self.factory.protocols
        guest.connectionLost(Failure(ConnectionDone()))
        self.successResultOf(closed)
        self.assertEqual((self.factory.protocols, self.hall.left), ({}, ["hung up"]))


class EndpointTests(SynchronousTestCase):
    """What ``--listen`` makes."""

    def test_haproxy(self) -> None:
        """``haproxy:`` before an endpoint listens for proxies, and any other endpoint is Twisted's."""
        reactor = MemoryReactorClock()
        proxied = server_endpoint(reactor, "haproxy:tcp:12334:interface=127.0.0.1")
        proxied.listen(TelnetFactory(cast(Any, DoorsHall()), reactor))
        ((port, factory, _, interface),) = reactor.tcpServers
        self.assertEqual((port, interface), (12334, "127.0.0.1"))
        self.assertIsInstance(factory, ProxiedFactory)
        self.assertIsInstance(proxied, ProxiedEndpoint)
        self.assertIsInstance(server_endpoint(reactor, "tcp:12333"), TCP4ServerEndpoint)

"""What the kernel is asked for, on sockets that were really accepted."""

from __future__ import annotations

import socket
from typing import Any, cast

from twisted.internet.protocol import Factory, Protocol
from twisted.internet.tcp import Server
from twisted.internet.testing import MemoryReactorClock, StringTransport
from twisted.protocols.policies import WrappingFactory
from twisted.trial.unittest import SynchronousTestCase

from rpsgame.doors.tcp import RECEIVE_BUFFER, SEND_BUFFER, TCP_OPTIONS, set_tcp_options, socket_beneath
from rpsgame.doors.throttle import MAX_STALL, READ_SIZE, Throttle
from rpsgame.hall.tally import Tally


class KernelTests(SynchronousTestCase):
    """The server's side of a connection, bare and beneath a layer."""

    def setUp(self) -> None:
        self.reactor = MemoryReactorClock()
        with socket.create_server(("127.0.0.1", 0)) as server:
            client = socket.create_connection(server.getsockname())
            self.socket, address = server.accept()
        self.addCleanup(client.close)
        self.addCleanup(self.socket.close)
        self.protocol = Protocol()
        self.connection = Server(self.socket, self.protocol, address, cast(Any, None), 0, self.reactor)
        layers = WrappingFactory(Factory.forProtocol(Protocol))
        self.layer = layers.buildProtocol(None)
        self.layer.makeConnection(self.connection)

    def test_what_is_beneath(self) -> None:
        """A connection is found beneath all layers, and nothing where there is none."""
        self.assertIs(socket_beneath(self.connection), self.connection)
        self.assertIs(socket_beneath(self.layer), self.connection)
        self.assertIsNone(socket_beneath(StringTransport()))

    def test_options(self) -> None:
        """The buffers are small, the dead are found, and answers go out at once."""
        set_tcp_options(self.layer)
        found = {name: self.socket.getsockopt(socket.IPPROTO_TCP, getattr(socket, name)) for name in TCP_OPTIONS}
        self.assertEqual(found, TCP_OPTIONS)
        self.assertTrue(self.socket.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        for name in (socket.SO_KEEPALIVE, socket.SO_OOBINLINE):
            self.assertTrue(self.socket.getsockopt(socket.SOL_SOCKET, name))
        self.assertEqual(self.socket.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF), 2 * SEND_BUFFER)
        self.assertEqual(self.socket.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF), 2 * RECEIVE_BUFFER)

    def test_the_dead_are_gone_within_two_minutes(self) -> None:
        """Keepalive gives up when data does, and both, one after the other, take less than two minutes."""
        keepalive = TCP_OPTIONS["TCP_KEEPIDLE"] + TCP_OPTIONS["TCP_KEEPCNT"] * TCP_OPTIONS["TCP_KEEPINTVL"]
        self.assertEqual(keepalive * 1000, TCP_OPTIONS["TCP_USER_TIMEOUT"])
        self.assertLess(2 * keepalive, 120)
        self.assertGreater(keepalive, MAX_STALL)  # a guest who reads nothing is not taken for dead

    def test_reads_are_small(self) -> None:
        """So many bytes are read at a time from the socket itself, whatever layer the throttle is told of."""
        Throttle(self.layer, self.reactor, len, Tally())
        self.assertEqual(self.connection.bufferSize, READ_SIZE)
        self.assertNotIn("bufferSize", vars(self.layer))

"""Visitors who come by ssh to a real server, on real sockets."""

from __future__ import annotations

import select
import socket
from collections.abc import Callable
from contextlib import suppress

from twisted.internet.error import ConnectionDone
from twisted.internet.testing import StringTransport
from twisted.python.failure import Failure

from tests.doors.ssh_client import Visitor

from .terminals import LIMIT


class SocketVisitor(Visitor):
    """One whose bytes go through a socket.

    :param port: where the server listens
    :param source: where they come from
    """

    def __init__(self, port: int, source: str = "127.0.0.1") -> None:
        super().__init__()
        self.socket = socket.socket()
        self.socket.settimeout(LIMIT)
        self.socket.bind((source, 0))
        try:
            self.socket.connect(("127.0.0.1", port))
            self.ended = False
        except ConnectionError:  # the server can be so quick to refuse it
            self.ended = True
        self._out = StringTransport()

    def connect(self) -> None:
        self.client.makeConnection(self._out)

    def talk(self, done: Callable[[], bool] | None = None) -> None:
        """Send what there is to send, and read until it is *done*, or there is nothing to read."""
        self._send()
        while not self.ended and (select.select([self.socket], [], [], 0)[0] or (done and not done())):
            self._read()
            self._send()

    def send_bytes(self, data: bytes) -> None:
        self._out.write(data)
        self._send()

    def expect_end(self) -> None:
        """Read until the server closes the connection."""
        self._send()
        while not self.ended:
            self._read()

    def hang_up(self) -> None:
        """Leave without a word."""
        self.socket.close()
        if self.client.connected:
            self.client.connectionLost(Failure(ConnectionDone()))

    def _send(self) -> None:
        data = self._out.value()
        self._out.clear()
        with suppress(ConnectionError):  # what has come before the end is still to be read
            self.socket.sendall(data)

    def _read(self) -> None:
        try:
            data = self.socket.recv(4096)
        except ConnectionError:
            data = b""
        if not data:
            self.ended = True
        elif self.client.connected:
            self.client.dataReceived(data)

"""A telnet client in a test."""

from __future__ import annotations

from typing import Any, cast

from twisted.internet.address import IPv4Address
from twisted.internet.error import ConnectionDone
from twisted.internet.interfaces import ISSLTransport
from twisted.internet.testing import StringTransport
from twisted.python.failure import Failure
from zope.interface import directlyProvides

from rpsgame.doors.screen import AUTO
from rpsgame.doors.telnet import TelnetFactory

from .hall import DoorsHall


class Client:
    """A telnet client: what it sends, and what it is sent.

    :param for_host: whether it comes by the host's door
    :param tls: whether it must shake hands first
    :param screen: the screen that everybody gets
    """

    def __init__(self, hall: DoorsHall, for_host: bool = False, tls: bool = False, screen: str = AUTO) -> None:
        self.factory = TelnetFactory(cast(Any, hall), hall.clock, for_host, screen)
        self.clock = hall.clock
        self.transport = StringTransport(peerAddress=IPv4Address("TCP", "192.0.2.1", 4711))
        if tls:
            directlyProvides(self.transport, ISSLTransport)
        self.door = self.factory.buildProtocol(None)
        self.door.makeConnection(self.transport)
        self.clock.advance(0)

    def send(self, *chunks: bytes) -> bytes:
        """Send *chunks*; return what came back."""
        self.transport.clear()
        for chunk in chunks:
            self.door.dataReceived(chunk)
        self.clock.advance(0)
        return bytes(self.transport.value())

    def hang_up(self, why: type[Exception] = ConnectionDone) -> None:
        self.door.connectionLost(Failure(why()))
        self.clock.advance(0)

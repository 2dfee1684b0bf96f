"""A browser in a test: a connection, the request by which a WebSocket begins, and the frames of a client."""

from __future__ import annotations

import json
from typing import Any, cast

from twisted.internet.address import IPv4Address
from twisted.internet.error import ConnectionDone
from twisted.internet.interfaces import IAddress
from twisted.internet.testing import StringTransport
from twisted.python.failure import Failure
from wsproto.connection import Connection, ConnectionType
from wsproto.events import CloseConnection, Event, Ping, TextMessage

from rpsgame.coroutines.facts import Fact
from rpsgame.doors.web import WebFactory

from .hall import DoorsHall

HEADERS = {
    "Host": "play.example.org",
    "Upgrade": "websocket",
    "Connection": "Upgrade",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Version": "13",
    "Origin": "https://play.example.org",
}
ANYWHERE = IPv4Address("TCP", "192.0.2.1", 4711)


def handshake(method: str = "GET", version: str = "HTTP/1.1", path: str = "/play", **changed: str | None) -> bytes:
    """Return the request for a WebSocket; a header that is None is left out, and "_" in a name is "-"."""
    headers: dict[str, str | None] = {**HEADERS, **{name.replace("_", "-"): value for name, value in changed.items()}}
    lines = [f"{name}: {value}\r\n" for name, value in headers.items() if value is not None]
    return f"{method} {path} {version}\r\n{''.join(lines)}\r\n".encode("latin-1")


class Browser:
    """A connection to a web server.

    :ivar events: what it has been told, since it was last looked at
    :ivar closed: the closing codes that it has been sent
    """

    def __init__(self, hall: DoorsHall, factory: WebFactory | None = None, address: IAddress = ANYWHERE) -> None:
        self.factory = factory or WebFactory(cast(Any, hall), hall.clock)
        self.clock = hall.clock
        self.transport = StringTransport(peerAddress=address)
        self.connection = self.factory.buildProtocol(address)
        self.frames = Connection(ConnectionType.CLIENT)
        self.events: list[dict[str, Any]] = []
        self.pings = 0
        self.closed: list[int] = []
        if self.connection:
            self.connection.makeConnection(self.transport)

    @property
    def protocol(self) -> Any:
        """What has the connection now."""
        return getattr(self.transport, "protocol", None) or self.connection

    def ask(self, request: bytes) -> bytes:
        """Send a request; return what was answered."""
        self.transport.clear()
        self.connection.dataReceived(request)
        return bytes(self.transport.value())

    def enter(self, **headers: Any) -> None:
        """Begin a WebSocket."""
        answer = self.ask(handshake(**headers))
        head, _, frames = answer.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 101 "), answer
        self.transport.clear()
        self.transport.write(frames)
        self.read()

    def send(self, *events: Event) -> None:
        """Send frames, all at once, and read what comes back."""
        self.send_bytes(b"".join(self.frames.send(event) for event in events))

    def send_bytes(self, *chunks: bytes) -> None:
        for chunk in chunks:
            self.protocol.dataReceived(chunk)
        self.read()

    def say(self, **message: str | bool) -> None:
        self.send(TextMessage(json.dumps(message)))

    def told(self, *told: Fact) -> None:
        """Let the hall tell the only guest facts."""
        (door,) = cast(Any, self.factory)._hall.doors.values()
        door.write(told)
        self.read()

    def read(self) -> None:
        """Read what has come."""
        self.clock.advance(0)
        data = self.transport.value()
        self.transport.clear()
        if data:
            self.frames.receive_data(data)
        for event in self.frames.events():
            if isinstance(event, TextMessage):
                assert event.message_finished, "an event comes in a frame of its own"
                self.events.append(json.loads(event.data))
            elif isinstance(event, CloseConnection):
                self.closed.append(event.code)
            elif isinstance(event, Ping):
                self.pings += 1

    def take(self) -> list[str]:
        """Return the names of the events, and forget them."""
        names = [event["event"] for event in self.events]
        self.events.clear()
        return names

    def hang_up(self, why: type[Exception] = ConnectionDone) -> None:
        protocol = self.protocol
        vars(self.transport)["protocol"] = None  # as a transport does that has closed
        protocol.connectionLost(Failure(why()))
        self.clock.advance(0)

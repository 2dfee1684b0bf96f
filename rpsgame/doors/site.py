"""The web server beneath the page, with limits that Twisted's has not: no bodies; one request a connection, in time.

As seen in Twisted 26.10, a body of any size goes to a temporary file, whatever its path; each request is logged; and a
client that asks and never reads makes answers without limit.
"""

from __future__ import annotations

from collections import Counter
from io import BytesIO
from typing import Any

from twisted.internet.interfaces import IAddress, IDelayedCall, IReactorTime
from twisted.internet.protocol import Protocol, connectionDone
from twisted.protocols.policies import ProtocolWrapper
from twisted.python.failure import Failure
from twisted.web.http import HTTPChannel
from twisted.web.resource import IResource
from twisted.web.server import Request, Site

from .addresses import describe_peer
from .tcp import set_tcp_options
from .throttle import LINGER

MAX_REQUEST = 20  # seconds from the connection to the end of its one answer, or to the WebSocket
MAX_ARRIVING = (
    24  # connections of one address that are no guests: a browser opens 6, and a household has some browsers
)
NO_BODIES = b"HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
HEADERS = {
    b"content-security-policy": b"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    b"img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"server": b"rpsgame",
}


class Ask(Request):
    """A request, which has no body."""

    def gotLength(self, length: int | None) -> None:
        """Refuse a body before it comes; None is one whose length is not said."""
        self.content = BytesIO()
        if length != 0:
            channel: Any = self.channel
            channel.refuse_body()

    def render(self, resrc: IResource) -> None:
        for name, value in HEADERS.items():
            self.setHeader(name, value)
        super().render(resrc)


class Channel(HTTPChannel):
    """A connection: one request and its answer, or a guest's WebSocket from then on.

    :ivar site: the web server
    """

    site: GameSite
    transport: Any
    requestFactory = Ask
    _guest: Protocol | None = None
    _refused = False

    def connectionMade(self) -> None:
        set_tcp_options(self.transport)
        super().connectionMade()
        self._address = self.site.arrivals.came(self.transport.getPeer())
        self._late: IDelayedCall | None = self.callLater(MAX_REQUEST, self.transport.abortConnection)

    def connectionLost(self, reason: Failure = connectionDone) -> None:
        self._arrived()
        super().connectionLost(reason)

    def checkPersistence(self, request: Request, version: bytes) -> bool:
        """Serve one request, and no more."""
        request.responseHeaders.setRawHeaders(b"connection", [b"close"])
        return False

    def refuse_body(self) -> None:
        """Say that nobody wants to hear it, and close."""
        self._refused = True
        self.transport.write(NO_BODIES)
        self.loseConnection()
        if self._late:
            self._late.reset(LINGER)

    def give_away(self, door: Protocol) -> Any:
        """Let *door* be the protocol of this connection from now on, and return the transport.

        Nothing is left of the request, and of this; that is 4 KiB less than Twisted's own way.
        """
        self._arrived()
        self._guest = door
        self.requests.clear()
        self.transport.unregisterProducer()
        if isinstance(self.transport, ProtocolWrapper):
            self.transport.wrappedProtocol = door
        else:
            self.transport.protocol = door
        return self.transport

    def rawDataReceived(self, data: bytes) -> None:
        """Take what has come in one segment with a request, after its end."""
        if self._guest:
            self._guest.dataReceived(data)
        elif not self._refused:
            super().rawDataReceived(data)

    def _arrived(self) -> None:
        """Count no more as a connection that is no guest."""
        if self._late:
            if self._late.active():
                self._late.cancel()
            self._late = None
            self.site.arrivals.gone(self._address)


class Arrivals:
    """The connections that are no guests, by what counts as one address."""

    def __init__(self) -> None:
        self._open: Counter[str] = Counter()

    def has_room(self, address: str) -> bool:
        return not address or self._open[address] < MAX_ARRIVING

    def came(self, peer: IAddress) -> str:
        """Count a connection in; return what counts as its address."""
        address = describe_peer(peer)[1]
        self._open[address] += 1
        return address

    def gone(self, address: str) -> None:
        """Count a connection out."""
        self._open[address] -= 1
        if not self._open[address]:
            del self._open[address]


class GameSite(Site):
    """A web server that speaks HTTP/1.1, which WebSockets need, and keeps no log of its own."""

    noisy = False
    protocol = Channel  # type: ignore[assignment]  # without Twisted's own layer above it, which chooses HTTP/2

    def __init__(self, root: IResource, clock: IReactorTime) -> None:
        super().__init__(root, requestFactory=Ask, timeout=None, reactor=clock, parsePOSTFormSubmission=False)
        self.arrivals = Arrivals()

    def acceptableProtocols(self) -> list[bytes]:
        return [b"http/1.1"]

    def startFactory(self) -> None:
        """Open no log, and tell no time for one each second."""

    def stopFactory(self) -> None:
        """There is nothing to close."""

    def log(self, request: Any) -> None:
        """Log nothing."""

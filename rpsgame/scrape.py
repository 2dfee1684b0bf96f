"""Where Prometheus asks for the metrics: one page, rendered in the reactor, and no harm from other requests.

prometheus_client's own MetricsResource renders in a thread, which would read the hall while it changes.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from twisted.internet.defer import Deferred, succeed
from twisted.internet.interfaces import IAddress
from twisted.protocols.policies import ProtocolWrapper, WrappingFactory
from twisted.web.http import NOT_ALLOWED, NOT_FOUND
from twisted.web.resource import Resource
from twisted.web.server import Request, Site

from .hall import Hall
from .metrics import registry_of

MAX_SCRAPERS = 16  # connections: Prometheus has one, and a person who looks a few
TIMEOUT = 10  # seconds that a request may take to come, and its answer to go


class Page(Resource):
    """The metrics of a hall, and nothing beside them."""

    isLeaf = True

    def __init__(self, hall: Hall) -> None:
        super().__init__()
        self._registry = registry_of(hall)

    def render(self, request: Request) -> bytes:
        """Return the metrics as they are now. HEAD too is answered here: Resource's own way logs a line for each."""
        request.setHeader(b"Content-Type", CONTENT_TYPE_PLAIN_0_0_4.encode())
        if request.path != b"/metrics":
            request.setResponseCode(NOT_FOUND)
            body = b"Here is /metrics, and nothing else.\n"
        elif request.method not in (b"GET", b"HEAD"):
            request.setResponseCode(NOT_ALLOWED)
            request.setHeader(b"Allow", b"GET, HEAD")
            body = b"It can be read, and nothing else.\n"
        else:
            body = generate_latest(self._registry)
        if request.method == b"HEAD":
            request.setHeader(b"Content-Length", str(len(body)).encode())
            return b""
        return body


class OnlyRequest(Request):
    """The one request of a connection, without a body.

    twisted.web would keep a body of any size in a file, for any page, before it answers. And requests that are sent
    all at once would keep the reactor busy for as long as there are any: 20,000 did for half a minute.
    """

    def gotLength(self, length: int | None) -> None:
        self.content = BytesIO()
        self.channel.persistent = 0
        self.setHeader(b"Connection", b"close")
        if length != 0:
            transport: Any = self.channel.transport
            transport.abortConnection()


class Pages(Site):
    """The one page, and no log of who asks for it."""

    noisy = False

    def __init__(self, hall: Hall, reactor: Any) -> None:
        super().__init__(Page(hall), OnlyRequest, timeout=TIMEOUT, reactor=reactor)

    def startFactory(self) -> None:
        """There is no log to open, and no clock to keep for it."""

    def stopFactory(self) -> None:
        """Nor to close."""

    def log(self, request: Any) -> None:
        """Log nothing."""


class MetricsFactory(WrappingFactory[ProtocolWrapper]):
    """Lets a few ask at once, and nobody wait for them when the server stops."""

    noisy = False

    def __init__(self, hall: Hall, reactor: Any) -> None:
        super().__init__(Pages(hall, reactor))

    def buildProtocol(self, addr: IAddress | None) -> Any:
        """Return what speaks HTTP; None where too many do."""
        return super().buildProtocol(addr) if len(self.protocols) < MAX_SCRAPERS else None

    def join_commands(self, kind: str, listening: IAddress) -> list[str]:
        """No guest comes in here."""
        return []

    def all_closed(self) -> Deferred[None]:
        """Cut everybody off."""
        for scraper in list(self.protocols):
            scraper.abortConnection()
        return succeed(None)

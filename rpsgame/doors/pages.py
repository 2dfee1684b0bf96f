"""What the web server has: the page, whether it plays, and the way in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import sha256
from http import HTTPStatus
from importlib.resources import files
from os.path import splitext

from twisted.web.http import CACHED
from twisted.web.resource import Resource
from twisted.web.server import Request
from twisted.web.websocket import WebSocketProtocol, WebSocketResource, WebSocketServerFactory

from . import handshake

INDEX = "index.html"
# Where there are standings, the page links to them; in another tab, for a match may be on in this one.
LINK = b'  <p><a href="standings" target="_blank" rel="noopener">Standings</a></p>\n'
KINDS = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}


class Answer(Resource):
    """Something that is got, and nothing else."""

    isLeaf = True

    def render(self, request: Request) -> bytes | int:
        """Answer GET and HEAD."""
        if request.method not in (b"GET", b"HEAD"):
            return refusal(request, HTTPStatus.METHOD_NOT_ALLOWED)
        return whole(request, self.body(request))

    def body(self, request: Request) -> bytes:
        """Return what is got."""
        raise NotImplementedError


class File(Answer):
    """A file of the page, which browsers keep, and ask for again only where it has changed."""

    def __init__(self, name: str, content: bytes) -> None:
        super().__init__()
        self._content = content
        self._kind = KINDS[splitext(name)[1]].encode()
        self._tag = b'"%s"' % sha256(self._content).hexdigest()[:16].encode()

    def body(self, request: Request) -> bytes:
        request.setHeader(b"content-type", self._kind)
        request.setHeader(b"cache-control", b"no-cache")  # which is to say: ask each time
        return b"" if request.setETag(self._tag) is CACHED else self._content


class Health(Answer):
    """Whether matches can begin here, for what watches a server or shares guests out among several."""

    def __init__(self, plays: Callable[[], bool]) -> None:
        super().__init__()
        self._plays = plays

    def body(self, request: Request) -> bytes:
        """Return "ok", or say with 503 that the server drains."""
        request.setHeader(b"content-type", b"text/plain; charset=utf-8")
        request.setHeader(b"cache-control", b"no-store")
        if self._plays():
            return b"ok\n"
        request.setResponseCode(HTTPStatus.SERVICE_UNAVAILABLE)
        return b"draining\n"


class WayIn(Resource):
    """Where a WebSocket begins."""

    isLeaf = True

    def __init__(
        self, doors: WebSocketServerFactory[WebSocketProtocol], refused: Callable[[Request, str], object]
    ) -> None:
        super().__init__()
        self._socket = WebSocketResource(doors)
        self._refused = refused

    def render(self, request: Request) -> bytes | int:
        """Let a WebSocket begin, or say what is wrong with the request for it."""
        status = handshake.fault(request)
        if status is None:
            handshake.strip(request.requestHeaders)
            return self._socket.render_GET(request)
        if status == HTTPStatus.UPGRADE_REQUIRED:
            request.setHeader(b"upgrade", b"websocket")
            request.setHeader(b"sec-websocket-version", handshake.VERSION)
        self._refused(request, status.phrase)
        return refusal(request, status)


class Root(Resource):
    """All that there is.

    :param plays: returns whether matches can begin
    :param standings: what there is of them, by its path; nothing where nobody has a name
    """

    def __init__(self, plays: Callable[[], bool], way_in: WayIn, standings: Mapping[bytes, Resource]) -> None:
        super().__init__()
        for file in (files("rpsgame") / "page").iterdir():
            path, content = "" if file.name == INDEX else file.name, file.read_bytes()
            self.putChild(path.encode(), File(file.name, content if standings else content.replace(LINK, b"")))
        for child, resource in standings.items():
            self.putChild(child, resource)
        self.putChild(b"healthz", Health(plays))
        self.putChild(b"play", way_in)

    def getChildWithDefault(self, path: bytes, request: Request) -> Resource:
        """Return what is at *path*; there is nothing below it."""
        return Nothing() if request.postpath else super().getChildWithDefault(path, request)

    def getChild(self, path: bytes, request: Request) -> Resource:
        return Nothing()


class Nothing(Resource):
    """What is not there."""

    isLeaf = True

    def render(self, request: Request) -> bytes:
        return refusal(request, HTTPStatus.NOT_FOUND)


def refusal(request: Request, status: HTTPStatus) -> bytes:
    """Return the body of an answer that says no, in the words of HTTP."""
    request.setResponseCode(status, status.phrase.encode())
    request.setHeader(b"content-type", b"text/plain; charset=utf-8")
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        request.setHeader(b"allow", b"GET")
    return whole(request, f"{status.phrase}\n".encode())


def whole(request: Request, body: bytes) -> bytes:
    """Return the body of an answer, which HEAD does not want."""
    request.setHeader(b"content-length", b"%d" % len(body))
    return b"" if request.method == b"HEAD" else body

"""What a request must have to become a WebSocket: looked at before Twisted does, which trusts it.

In Twisted 26.10 with wsproto 1.3, HEAD, HTTP/1.0 and an empty key are answered by 101, and a subprotocol that is not
ASCII, or a Host that is none, by a traceback.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from http import HTTPStatus

from twisted.web.http_headers import Headers
from twisted.web.server import Request

KEY = re.compile(rb"[A-Za-z0-9+/]{21}[AQgw]==")  # RFC 6455, section 4.1: 16 bytes, in base64
ORIGIN = re.compile(rb"(https?)://([^/@\s]+)", re.ASCII)
DEFAULT_PORTS = {b"http": b":80", b"https": b":443"}
VERSION = b"13"


def fault(request: Request) -> HTTPStatus | None:
    """Return the HTTP status that says what is wrong with a handshake, None where nothing is."""
    if request.method != b"GET":
        return HTTPStatus.METHOD_NOT_ALLOWED
    headers = request.requestHeaders
    if request.clientproto != b"HTTP/1.1" or b"websocket" not in _tokens(headers, b"upgrade"):
        return HTTPStatus.UPGRADE_REQUIRED
    if headers.getRawHeaders(b"sec-websocket-version") != [VERSION]:
        return HTTPStatus.UPGRADE_REQUIRED
    key, host = headers.getRawHeaders(b"sec-websocket-key", ()), headers.getRawHeaders(b"host", ())
    if (
        b"upgrade" not in _tokens(headers, b"connection")
        or len(key) != 1
        or not KEY.fullmatch(key[0])
        or len(host) != 1
    ):
        return HTTPStatus.BAD_REQUEST
    return None if is_ours(headers.getRawHeaders(b"origin", ()), host[0]) else HTTPStatus.FORBIDDEN


def is_ours(origins: Sequence[bytes], host: bytes) -> bool:
    """Whether a page that a browser names as the origin is ours; a program names none."""
    if not origins:
        return True
    origin = ORIGIN.fullmatch(origins[0].lower())
    if not origin or len(origins) > 1:
        return False
    scheme, place = origin.groups()
    port = DEFAULT_PORTS[scheme]
    return bool(place.removesuffix(port) == host.lower().removesuffix(port))


def strip(headers: Headers) -> None:
    """Leave what a handshake needs: subprotocols and extensions are none that we speak, and the host is looked at."""
    key = headers.getRawHeaders(b"sec-websocket-key", ())
    for name, _ in list(headers.getAllRawHeaders()):
        headers.removeHeader(name)
    for name, value in (
        (b"host", b"localhost"),
        (b"upgrade", b"websocket"),
        (b"connection", b"upgrade"),
        (b"sec-websocket-version", VERSION),
        (b"sec-websocket-key", key[0]),
    ):
        headers.addRawHeader(name, value)


def _tokens(headers: Headers, name: bytes) -> set[bytes]:
    """Return the words of a header that is a list of them."""
    return {token.strip().lower() for value in headers.getRawHeaders(name, ()) for token in value.split(b",")}

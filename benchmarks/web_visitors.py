"""Guests who come by the web: the load generator's, by WebSocket."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from load import PATIENCE, Crowd

HANDSHAKE = (
    b"GET /play HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    b"User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0\r\n"
    b"Accept-Encoding: gzip, deflate, br, zstd\r\nAccept-Language: en-US,en;q=0.9\r\nCache-Control: no-cache\r\n"
    b"Origin: http://127.0.0.1\r\nSec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n"
)
ASKED = b'"event":"game"'  # in the events that ask for a throw


class Browsers(Crowd):
    """Guests who play by WebSocket: each throw is a message, masked by nothing."""

    def _connect(self, number: int) -> int:
        fd = super()._connect(number)
        self.sockets[fd].send(HANDSHAKE)
        return fd

    def press(self, fd: int) -> None:
        """Throw."""
        message = b'{"throw":"%s"}' % next(self.keys)
        with suppress(OSError, KeyError):
            self.sockets[fd].send(bytes((0x81, 0x80 | len(message), 0, 0, 0, 0)) + message)

    def hear(self, seconds: float = PATIENCE) -> Iterator[tuple[int, bytes]]:
        """Hear events, and yield what asks for a throw as telnet has it."""
        for fd, data in super().hear(seconds):
            yield fd, b"?\r\n" if ASKED in data else data

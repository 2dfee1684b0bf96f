"""A page in a test, on a bare socket: an HTTP request, and the frames of a WebSocket."""

from __future__ import annotations

import json
import os
import socket
import struct
from base64 import b64encode
from typing import Any

from .terminals import LIMIT

GET = "GET {path} HTTP/1.1\r\nHost: play.example.org\r\n{headers}\r\n"
UPGRADE = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n"
TEXT, CLOSE, PING, PONG = 1, 8, 9, 10
FINAL = 0x80
NO_CODE = 1005  # RFC 6455, section 7.1.5


def frame(opcode: int, payload: bytes, final: bool = True) -> bytes:
    """Return a frame as a client sends it, masked by nothing."""
    head = bytes([opcode | FINAL * final])
    length = len(payload)
    if length < 126:
        return head + bytes([FINAL | length]) + bytes(4) + payload
    if length < 1 << 16:
        return head + struct.pack("!BH", FINAL | 126, length) + bytes(4) + payload
    return head + struct.pack("!BQ", FINAL | 127, length) + bytes(4) + payload


class Page:
    """A connection to a web server.

    :param connection: a socket, which may have a proxy's header or TLS on it already
    """

    def __init__(self, connection: socket.socket) -> None:
        connection.settimeout(LIMIT)
        self.socket = connection
        self._data = b""
        self.code: int | None = None

    def get(self, path: str, *headers: str) -> str:
        """Return what is at a path, its headers too; the connection has ended then."""
        self.socket.sendall(GET.format(path=path, headers="".join(f"{header}\r\n" for header in headers)).encode())
        return self.rest()

    def rest(self) -> str:
        """Return all that comes until the connection ends."""
        data = self._data
        while more := self._receive():
            data += more
        return data.decode("latin-1")

    def enter(self, *headers: str, path: str = "/play") -> None:
        """Begin a WebSocket."""
        key = UPGRADE.format(key=b64encode(os.urandom(16)).decode())
        more = "".join(f"{header}\r\n" for header in headers)
        self.socket.sendall(GET.format(path=path, headers=key + more).encode())
        while b"\r\n\r\n" not in self._data:
            more_data = self._receive()
            assert more_data, f"it ended after {self._data!r}"
            self._data += more_data
        head, _, self._data = self._data.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 101 "), head

    def say(self, **message: str | bool) -> None:
        self.say_text(json.dumps(message))

    def say_text(self, text: str) -> None:
        self.socket.sendall(frame(TEXT, text.encode()))

    def expect(self, **fields: Any) -> dict[str, Any]:
        """Read events until one has these fields; return it."""
        while True:
            event = self.event()
            assert event is not None, f"it ended before {fields} came, with {self.code}"
            if fields.items() <= event.items():
                return event

    def expect_end(self) -> int | None:
        """Read until the connection ends; return the closing code, None where there was none."""
        while self.event() is not None:
            pass
        return self.code

    def event(self) -> dict[str, Any] | None:
        """Return the next event, None at the end; a ping is answered, and so is the closing frame."""
        while True:
            opcode, payload = self._frame()
            if opcode is None:
                return None
            if opcode == TEXT:
                event: dict[str, Any] = json.loads(payload)
                return event
            self._answer(opcode, payload)

    def texts(self) -> list[str] | None:
        """Return the texts of what there is to read, and of the frame that was cut by its end; None at the end."""
        texts: list[str] = []
        while True:
            opcode, payload = self._frame()
            if opcode is None:
                return texts or None
            if opcode == TEXT:
                texts.append(payload.decode())
            else:
                self._answer(opcode, payload)
            if not self._data:
                return texts

    def _answer(self, opcode: int, payload: bytes) -> None:
        if opcode == PING:
            self.socket.sendall(frame(PONG, payload))
        elif opcode == CLOSE:
            self.code = int.from_bytes(payload[:2], "big") or NO_CODE
            self._answer_close()

    def _answer_close(self) -> None:
        try:
            self.socket.sendall(frame(CLOSE, b""))
        except OSError:
            """It has closed already."""

    def _frame(self) -> tuple[int | None, bytes]:
        """Return the next frame's opcode and payload."""
        head = self._take(2)
        if not head:
            return None, b""
        length = head[1]
        if length > 125:
            length = int.from_bytes(self._take(2 if length == 126 else 8), "big")
        return head[0] & 15, self._take(length)

    def _take(self, size: int) -> bytes:
        while len(self._data) < size:
            more = self._receive()
            if not more:
                return b""
            self._data += more
        data, self._data = self._data[:size], self._data[size:]
        return data

    def _receive(self) -> bytes:
        try:
            return self.socket.recv(65536)
        except ConnectionResetError:
            return b""

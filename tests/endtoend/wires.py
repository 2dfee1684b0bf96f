"""How a player's lines come through each kind of door, on a socket that a crowd can wait for."""

from __future__ import annotations

import re
import socket
from collections.abc import Sequence
from contextlib import suppress

from .pages import Page
from .ssh import SocketVisitor
from .terminals import LIMIT

NEGOTIATION = re.compile(rb"\xff[\xfb-\xfe].")  # of telnet's options, which are not answered here


class Wire:
    """A line to a telnet door, or to one for programs.

    :param port: where the server listens
    :param source: where they come from
    :raise ConnectionError: where it does not
    """

    end = ""  # of what is said

    def __init__(self, port: int, source: str) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), LIMIT, (source, 0))
        self._data = b""

    def say(self, what: str) -> None:
        """Say something; nobody need be there who hears it."""
        with suppress(ConnectionError):
            self.send(what + self.end)

    def send(self, text: str) -> None:
        self.socket.sendall(text.encode())

    def lines(self) -> Sequence[str] | None:
        """Return the lines that have come; None: it has ended."""
        try:
            data = self.socket.recv(65536)
        except ConnectionError:
            data = b""
        return self.split(data) if data else None

    def split(self, data: bytes) -> Sequence[str]:
        """Return the lines that are whole with this data."""
        *lines, self._data = NEGOTIATION.sub(b"", self._data + data).split(b"\n")
        return [line.decode("latin-1").rstrip("\r") for line in lines]

    def hang_up(self) -> None:
        self.socket.close()


class JsonWire(Wire):
    """A line to the door for programs."""

    end = "\n"


class WebWire(Wire):
    """A WebSocket."""

    def __init__(self, port: int, source: str) -> None:
        super().__init__(port, source)
        self._page = Page(self.socket)
        try:
            self._page.enter()
        except AssertionError as problem:
            raise ConnectionError(str(problem)) from None

    def send(self, text: str) -> None:
        self._page.say_text(text)

    def lines(self) -> Sequence[str] | None:
        return self._page.texts()


class SshWire(Wire):
    """A session of ssh, on plain lines."""

    def __init__(self, port: int, source: str) -> None:
        self._visitor = SocketVisitor(port, source)
        self.socket = self._visitor.socket
        self._data = b""
        try:
            self._visitor.begin(b"plain")
        except AssertionError as problem:
            raise ConnectionError(str(problem)) from None

    def send(self, text: str) -> None:
        self._visitor.press(text.encode())  # and what comes meanwhile is read

    def lines(self) -> Sequence[str] | None:
        self._visitor.talk()
        lines = self.split(self._visitor.text())
        return None if self._visitor.ended and not lines else lines

    def hang_up(self) -> None:
        self._visitor.hang_up()


WIRES = {"telnet": Wire, "json": JsonWire, "web": WebWire, "ssh": SshWire}

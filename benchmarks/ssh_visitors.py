"""Guests who come by ssh, many of them, for doors.py: conch's client, as small as it can be, on a selector."""

from __future__ import annotations

import selectors
import socket
import time
from itertools import cycle
from random import Random
from struct import pack
from typing import Any

from load import PATIENCE, Problem
from twisted.conch.ssh.common import NS
from twisted.conch.ssh.transport import SSHClientTransport
from twisted.internet.defer import Deferred, succeed
from twisted.internet.protocol import Factory

WINDOW = 2**31 - 1
FACTORY = Factory()
SERVICE_ACCEPT, USERAUTH_SUCCESS, OPEN_CONFIRMATION, DATA, CHANNEL_SUCCESS = 6, 52, 91, 94, 99


class Silence:
    """A logger that says nothing."""

    def _hear(self, *what: object, **fields: object) -> None:
        """Forget it."""

    debug = info = warn = error = failure = _hear


class Client(SSHClientTransport):
    """A client that goes all the way to a shell by itself, and counts what it is sent there.

    :ivar answers: the packets of text that have come
    """

    _log: Any = Silence()

    def __init__(self) -> None:
        self.factory = FACTORY
        self.answers = 0
        self.playing = False

    def verifyHostKey(self, hostKey: bytes, fingerprint: bytes) -> Deferred[bool]:
        return succeed(True)

    def connectionSecure(self) -> None:
        self.sendPacket(5, NS(b"ssh-userauth"))

    def dispatchMessage(self, messageNum: int, payload: bytes) -> None:
        if messageNum == DATA:
            self.answers += 1
        elif messageNum == SERVICE_ACCEPT:
            self.sendPacket(50, NS(b"anna") + NS(b"ssh-connection") + NS(b"none"))
        elif messageNum == USERAUTH_SUCCESS:
            self.sendPacket(90, NS(b"session") + pack("!3L", 0, WINDOW, 32768))
        elif messageNum == OPEN_CONFIRMATION:
            self.sendPacket(98, bytes(4) + NS(b"shell") + b"\1")
        elif messageNum == CHANNEL_SUCCESS:
            self.playing = True
        elif messageNum < 50 and messageNum != 7:
            super().dispatchMessage(messageNum, payload)

    def press(self, key: bytes) -> None:
        """Send a key."""
        self.sendPacket(DATA, bytes(4) + NS(key))


class Wire:
    """What a client takes for a transport: a socket, to which all is sent at once."""

    def __init__(self, port: int, source: str) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), PATIENCE, (source, 0))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def write(self, data: bytes) -> None:
        self.socket.sendall(data)

    def loseConnection(self) -> None:
        self.socket.close()


class SSHCrowd:
    """Guests who have a shell.

    :param port: where the server listens
    :param guests: how many come
    """

    def __init__(self, port: int, guests: int) -> None:
        self._selector = selectors.DefaultSelector()
        self._keys = cycle(Random(1).choices((b"r", b"p", b"s"), k=99_991))
        self.clients: list[tuple[Client, Any]] = []
        for n in range(guests):
            wire, client = Wire(port, f"127.0.{n // 200 + 1}.{n % 200 + 1}"), Client()
            client.makeConnection(wire)
            self._selector.register(wire.socket, selectors.EVENT_READ, client)
            self.clients.append((client, wire))
            while not client.playing:
                self._hear()
        while not all(client.answers for client, _ in self.clients):
            self._hear()

    def play(self, seconds: float) -> float:
        """Let each guest press the next key when the answer to the last has come; return the answers a second."""
        answered = 0
        for client, _ in self.clients:
            client.press(next(self._keys))
        start = time.perf_counter()
        while time.perf_counter() < start + seconds:
            for client in self._hear(0.1):
                answered += 1
                client.press(next(self._keys))
        return answered / (time.perf_counter() - start)

    def close(self) -> None:
        """Hang up, all of them."""
        for _, wire in self.clients:
            wire.socket.close()
        self._selector.close()

    def _hear(self, wait: float = PATIENCE) -> list[Client]:
        """Wait for what comes; return those who have been told something."""
        told = []
        ready = self._selector.select(wait)
        if not ready and wait == PATIENCE:
            raise Problem("The server has answered nobody.")
        for key, _ in ready:
            client, before = key.data, key.data.answers
            connection: Any = key.fileobj
            data = connection.recv(16384)
            if not data:
                raise Problem("The server has cut somebody off.")
            client.dataReceived(data)
            if client.answers > before:
                told.append(client)
        return told

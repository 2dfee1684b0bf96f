"""An ssh client that can send anything at any time: conch's key exchange, and messages as the test spells them."""

from __future__ import annotations

from collections.abc import Callable
from struct import pack
from typing import Any, cast

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from twisted.conch.ssh.common import NS
from twisted.conch.ssh.keys import Key
from twisted.conch.ssh.transport import SSHClientTransport
from twisted.internet.address import IPv4Address
from twisted.internet.defer import Deferred, succeed
from twisted.internet.error import ConnectionAborted, ConnectionDone
from twisted.internet.interfaces import IAddress
from twisted.internet.protocol import Factory
from twisted.internet.task import Clock
from twisted.internet.testing import StringTransport
from twisted.python.failure import Failure

from rpsgame.conch_private import SILENCE
from rpsgame.doors.screen import AUTO
from rpsgame.doors.ssh import SSHFactory
from rpsgame.doors.throttle import LINGER, READ_SIZE

from .hall import DoorsHall

HOST_KEY = Key(Ed25519PrivateKey.generate())
VERSION = b"SSH-2.0-test\r\n"
LARGE = 2**31 - 1  # bytes of a window, or of a packet
SERVICE_REQUEST, SERVICE_ACCEPT, EXT_INFO, NEWKEYS = 5, 6, 7, 21
USERAUTH_REQUEST, USERAUTH_FAILURE, USERAUTH_SUCCESS, USERAUTH_PK_OK = 50, 51, 52, 60
GLOBAL_REQUEST, REQUEST_FAILURE = 80, 82
CHANNEL_OPEN, OPEN_CONFIRMATION, OPEN_FAILURE, WINDOW_ADJUST, DATA, EXTENDED_DATA = 90, 91, 92, 93, 94, 95
EOF, CLOSE, CHANNEL_REQUEST, SUCCESS, FAILURE = 96, 97, 98, 99, 100


def clear_packet(message: int, payload: bytes = b"") -> bytes:
    """Return a packet as it stands on the wire before there are keys."""
    padding = 8 - (6 + len(payload)) % 8
    padding += 8 * (padding < 4)
    return pack("!LBB", 2 + len(payload) + padding, padding, message) + payload + bytes(padding)


class Client(SSHClientTransport):
    """Conch's client beneath the services.

    :ivar heard: the messages that are a service's, with what they hold
    :ivar secure: whether the keys are in use
    """

    _log = SILENCE

    def __init__(self) -> None:
        self.factory = Factory()
        self.heard: list[tuple[int, bytes]] = []
        self.secure = False

    def verifyHostKey(self, hostKey: bytes, fingerprint: bytes) -> Deferred[bool]:
        return succeed(True)

    def connectionSecure(self) -> None:
        self.secure = True

    def dispatchMessage(self, messageNum: int, payload: bytes) -> None:
        if messageNum >= 50 or messageNum in (SERVICE_ACCEPT, EXT_INFO):
            self.heard.append((messageNum, payload))
        else:
            super().dispatchMessage(messageNum, payload)


class Visitor:
    """Somebody who comes by ssh, step by step; a subclass carries the bytes."""

    def __init__(self) -> None:
        self.client = Client()

    # What a subclass does

    def talk(self, done: Callable[[], bool] | None = None) -> None:
        """Send what there is to send, and hear what there is to hear, at least until it is *done*."""
        raise NotImplementedError

    def send_bytes(self, data: bytes) -> None:
        """Send bytes past the client."""
        raise NotImplementedError

    def connect(self) -> None:
        """Let the client begin, which until then has been no more than a connection."""
        raise NotImplementedError

    # What it has from here

    def send(self, message: int, payload: bytes = b"") -> None:
        """Send a message."""
        self.client.sendPacket(message, payload)
        self.talk()

    def hears(self, message: int) -> bytes:
        """Return what the next message of this kind holds; all before it are forgotten."""
        self.talk(lambda: any(kind == message for kind, _ in self.client.heard))
        while self.client.heard:
            kind, payload = self.client.heard.pop(0)
            if kind == message:
                return payload
        raise AssertionError(f"message {message} has not come")

    def text(self, wanted: bytes = b"") -> bytes:
        """Return what the session has been sent since the last time, as soon as *wanted* is in it."""
        self.talk(lambda: wanted in self._text())
        text = self._text()
        self.client.heard = [(kind, payload) for kind, payload in self.client.heard if kind != DATA]
        return text

    def exchange(self) -> None:
        """Exchange keys."""
        self.connect()
        self.talk(lambda: self.client.secure)
        assert self.client.secure

    def authenticate(self, method: bytes = b"none", more: bytes = b"", user: bytes = b"anna") -> None:
        """Ask to be let in."""
        self.send(USERAUTH_REQUEST, NS(user) + NS(b"ssh-connection") + NS(method) + more)

    def serve(self) -> None:
        """Exchange keys, and ask for the service that authenticates."""
        self.exchange()
        self.send(SERVICE_REQUEST, NS(b"ssh-userauth"))
        self.hears(SERVICE_ACCEPT)

    def log_in(self) -> None:
        """Come in, with no session yet."""
        self.serve()
        self.authenticate()
        self.hears(USERAUTH_SUCCESS)

    def open(self, window: int = LARGE, longest: int = 32768, kind: bytes = b"session") -> None:
        """Ask for a channel."""
        self.send(CHANNEL_OPEN, NS(kind) + pack("!3L", 0, window, longest))

    def request(self, kind: bytes, data: bytes = b"", reply: bool = True) -> None:
        """Ask for something in the session."""
        self.send(CHANNEL_REQUEST, bytes(4) + NS(kind) + bytes([reply]) + data)

    def ask_pty(self, term: bytes = b"xterm-256color", columns: int = 100, lines: int = 30) -> None:
        """Say that there is a terminal."""
        self.request(b"pty-req", NS(term) + pack("!4L", columns, lines, 0, 0) + NS(b"\0"), reply=False)

    def begin(self, command: bytes = b"", window: int = LARGE) -> None:
        """Come in, and open a session with a shell, or with a command."""
        self.log_in()
        self.open(window)
        self.hears(OPEN_CONFIRMATION)
        self.start(command)

    def start(self, command: bytes = b"") -> None:
        """Ask for a shell, or for a command."""
        self.request(b"exec", NS(command)) if command else self.request(b"shell")
        self.hears(SUCCESS)

    def press(self, keys: bytes) -> None:
        """Send what was typed."""
        self.send(DATA, bytes(4) + NS(keys))

    def _text(self) -> bytes:
        return b"".join(payload[8:] for kind, payload in self.client.heard if kind == DATA)


class MemoryVisitor(Visitor):
    """One whose bytes never leave the process, before a hall that keeps what it is told.

    :param hall: where they go in
    :param screen: the screen that everybody gets
    :param peer: where they come from
    :param factory: makes the door, where it is to know other visitors as well
    """

    def __init__(
        self, hall: Any = None, screen: str = AUTO, peer: IAddress | None = None, factory: Any = None
    ) -> None:
        super().__init__()
        self.hall = hall or DoorsHall()
        self.clock: Clock = self.hall.clock
        self.factory = factory or SSHFactory(cast(Any, self.hall), self.clock, HOST_KEY, screen)
        self.door: Any = self.factory.buildProtocol(None)
        self.server_side = StringTransport(peerAddress=peer or IPv4Address("TCP", "192.0.2.1", 4711))
        self.client_side = StringTransport()
        self.lost = False
        self.door.makeConnection(self.server_side)

    def connect(self) -> None:
        self.client.makeConnection(self.client_side)

    def talk(self, done: Callable[[], bool] | None = None) -> None:
        """Carry bytes to and fro until nobody has any more to say."""
        moved = True
        while moved:
            self.clock.advance(0)
            moved = self._carry(self.client_side, self.door) | self._carry(self.server_side, self.client)

    def send_bytes(self, data: bytes) -> None:
        self.client_side.write(data)
        self.talk()

    @property
    def cut_off(self) -> bool:
        """Whether the server has cut the connection off."""
        return self.server_side.disconnected

    @property
    def closed(self) -> bool:
        """Whether the server has closed it, in whatever way, when it has waited for the client to do so."""
        self.clock.advance(LINGER)
        return self.server_side.disconnected or self.server_side.disconnecting

    def end(self) -> None:
        """Let the connection be lost, by the server if it was the server's wish."""
        if not self.lost:
            self.lost = True
            self.door.connectionLost(Failure(ConnectionAborted() if self.cut_off else ConnectionDone()))
            self.clock.advance(0)

    def _carry(self, source: StringTransport, target: Any) -> bool:
        if target is self.client and not self.client.connected:
            return False
        data = source.value()
        source.clear()
        for first in range(0, len(data), READ_SIZE):
            if target is self.client or not self.cut_off:
                target.dataReceived(data[first : first + READ_SIZE])
        return bool(data)

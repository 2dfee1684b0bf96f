"""An ssh session, which is a terminal or a pipe. It is the transport of a door, which takes it for a connection."""

from __future__ import annotations

from collections.abc import Callable
from struct import Struct
from typing import TYPE_CHECKING, Any

from twisted.conch.ssh.connection import EXTENDED_DATA_STDERR
from twisted.internet.interfaces import IPushProducer
from twisted.internet.protocol import connectionDone
from twisted.logger import Logger

from ..conch_private import QuietChannel
from ..coroutines.facts import NoCommand
from ..coroutines.interview import NAME, believed
from .own_terminal import LOCALE, shows_utf8
from .ssh_packets import Nonsense, string
from .stream import StreamDoor

if TYPE_CHECKING:
    from .ssh_connection import GuestConnection

WINDOW = 4096  # bytes that a client may send before they are taken: more than a person types
LONGEST_LOCALE = 64  # characters of a variable such as LANG
SIZE = Struct("!4L")
SUCCESS, NOT_FOUND = 0, 127  # the exit status, as a shell's


class Session(QuietChannel):
    """A session, which is the transport of a door once its client has said what it wants.

    :ivar reads: whether the client may send
    :ivar pty: whether it has a terminal there
    :ivar term: what that is called, '' where that is unknown
    :ivar size: its columns and lines, None where they are unknown
    """

    log = Logger()
    name = b"session"
    conn: GuestConnection
    door: StreamDoor | None = None
    reads = True
    pty = False
    term = ""
    size: tuple[int, int] | None = None
    _producer: IPushProducer | None = None
    _full = False
    _status = SUCCESS

    def __init__(self, *channel: Any) -> None:
        super().__init__(*channel)
        self._locale: dict[str, str] = {}

    @property
    def utf8(self) -> bool:
        """Whether the client's locale says that its terminal shows UTF-8."""
        return shows_utf8(self._locale)

    # What its client asks for

    def requestReceived(self, requestType: bytes, data: bytes) -> bool:
        """Do what is asked for, or return False; conch would keep an exception to itself until it is garbage."""
        do = REQUESTS.get(requestType)
        try:
            return do is not None and do(self, data)
        except Nonsense as nonsense:
            self.conn.transport.cut_off(str(nonsense))
        except Exception:
            self.log.failure("A request of ssh fails")
            self.abortConnection()
        return False

    def ask_pty(self, data: bytes) -> bool:
        """There is a terminal (RFC 4254, section 6.2)."""
        if self.door:
            return False
        name, rest = string(data)
        self.pty = True
        self.term = name.decode() if NAME.fullmatch(name) else ""
        self._see_size(rest)
        string(rest[SIZE.size :])
        return True

    def ask_size(self, data: bytes) -> bool:
        """Its window has another size (RFC 4254, section 6.7)."""
        self._see_size(data)
        if self.door:
            self.conn.transport.factory.resized(self)
        return True

    def ask_variable(self, data: bytes) -> bool:
        """A variable of its environment (RFC 4254, section 6.4), of which those of the locale are of use."""
        name, rest = string(data)
        value, _ = string(rest)
        if name.decode("latin-1") not in LOCALE or len(value) > LONGEST_LOCALE:
            return False
        self._locale[name.decode()] = value.decode("latin-1")
        return True

    def ask_shell(self, data: bytes) -> bool:
        """Whoever is there wants to play."""
        return self._enter("")

    def ask_command(self, data: bytes) -> bool:
        """The same, with the name of a screen; no other command is run, and that is said."""
        return self._enter(string(data)[0].decode("latin-1"))

    def _enter(self, screen: str) -> bool:
        transport = self.conn.transport
        if self.door or self.closing or self._status != SUCCESS:
            return False
        self.door = transport.factory.session_door(self, screen)
        if self.door:
            transport.entered()
            self.door.key = transport.key
            self.door.makeConnection(self)
        else:
            self._status = NOT_FOUND
            transport.clock.callLater(0, self._send_away)  # when the request has been answered
        return True

    def _send_away(self) -> None:
        self.writeExtended(EXTENDED_DATA_STDERR, f"{NoCommand()}\r\n".encode())
        self.loseConnection()

    def _see_size(self, data: bytes) -> None:
        if len(data) < SIZE.size:
            raise Nonsense("cut a packet short")
        columns, lines, _, _ = SIZE.unpack_from(data)
        self.size = believed(columns, lines)

    # What its client sends, and takes

    def dataReceived(self, data: bytes) -> None:
        if self.door:
            try:
                self.door.dataReceived(data)
            except Exception:
                self.log.failure("A door of ssh fails")
                self.abortConnection()

    def eofReceived(self) -> None:
        """The client sends no more, as where its input is a file."""
        if self.door:
            self.door.ended()

    def stopWriting(self) -> None:
        """Not all could be sent."""
        self._full = True
        if self._producer:
            self._producer.pauseProducing()

    def addWindowBytes(self, data: int) -> None:
        """The client takes more. It has caught up when it has taken all, however little it takes at a time."""
        super().addWindowBytes(data)
        if self._full and not self.buf:
            self._full = False
            if self._producer:
                self._producer.resumeProducing()

    def closeReceived(self) -> None:
        """The client has closed it, and takes nothing more."""
        self.buf, self.extBuf = b"", []
        self.loseConnection()

    def closed(self) -> None:
        """Both sides have closed it, or the connection has been lost."""
        door, self.door = self.door, None
        self._producer = None  # or else it and the session would keep each other
        transport = self.conn.transport
        if door:
            door.connectionLost(transport.why or connectionDone)
            door.transport = None
        transport.session_closed()

    # What its door asks of a transport

    def registerProducer(self, producer: IPushProducer, streaming: bool) -> None:
        self._producer = producer

    def unregisterProducer(self) -> None:
        self._producer = None

    def pauseProducing(self) -> None:
        """Let the client send no more than it may already.

        The connection is read all the same: what would make the client's window larger comes by it as well.
        """
        self.reads = False

    def resumeProducing(self) -> None:
        self.reads = True
        taken = self.localWindowSize - self.localWindowLeft
        if taken > self.localWindowSize // 2:
            self.conn.adjustWindow(self, taken)

    def loseConnection(self) -> None:
        """Say that it is over, when all has been sent: how it has ended, that no more comes, and that it is closed."""
        self.closing = 1
        if not self.buf and not self.extBuf and not self.localClosed:
            self.conn.sendRequest(self, b"exit-status", self._status.to_bytes(4, "big"))
            self.conn.sendEOF(self)
            self.conn.sendClose(self)

    def abortConnection(self) -> None:
        """Cut the connection off."""
        self.conn.transport.cut_off("was cut off")

    def getPeer(self) -> Any:
        return self.conn.transport.getPeer()


REQUESTS: dict[bytes, Callable[[Session, bytes], bool]] = {
    b"pty-req": Session.ask_pty,
    b"window-change": Session.ask_size,
    b"env": Session.ask_variable,
    b"shell": Session.ask_shell,
    b"exec": Session.ask_command,
}

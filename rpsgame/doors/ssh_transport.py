"""An ssh connection beneath its services: conch's, with the safe algorithms alone, and with limits.

Conch raises exceptions of many kinds at packets that make no sense, accepts some at the wrong time, and waits for
others without an end. Here whatever makes no sense costs the connection, and one line of the log.
"""

from __future__ import annotations

from collections.abc import Callable
from struct import Struct
from typing import TYPE_CHECKING, Any

from twisted.conch.ssh.transport import (
    DISCONNECT_KEY_EXCHANGE_FAILED,
    DISCONNECT_PROTOCOL_VERSION_NOT_SUPPORTED,
    MSG_DEBUG,
    MSG_KEXDH_INIT,
    MSG_KEXINIT,
    MSG_NEWKEYS,
)
from twisted.internet.interfaces import IAddress, IDelayedCall, IReactorTime
from twisted.internet.protocol import connectionDone
from twisted.python.failure import Failure

from ..conch_private import QuietTransport
from .arrivals import Arrival
from .ssh_algorithms import CIPHERS, COMPRESSIONS, EXCHANGES, HOST_KEYS, MACS, SIGNATURES
from .ssh_packets import Nonsense
from .stream import CutOff
from .tcp import set_tcp_options
from .throttle import LINGER, Throttle

if TYPE_CHECKING:
    from .ssh import SSHFactory

MAX_LOGIN = 20  # seconds from the connection to the session
HANDSHAKE = 16384  # bytes that may come at once: key exchange and login have some 5,000, with several RSA keys 10,000
LONGEST_VERSION = 255  # bytes of a client's first line (RFC 4253, section 4.2)
LONGEST_PACKET = 35000  # bytes (RFC 4253, section 6.1); conch takes a million
MAX_EXCHANGE = 20  # seconds that a further key exchange may take
MOST_BLOCKED = 100  # packets that wait for its end; conch keeps any number
LENGTH = Struct("!L")
EXCHANGE = {MSG_KEXINIT: MSG_KEXDH_INIT, MSG_KEXDH_INIT: MSG_NEWKEYS, MSG_NEWKEYS: MSG_KEXINIT}  # what follows on what
BROKEN = "broke the ssh protocol"
REASONS = {  # for which conch disconnects, in our words: its own may hold the client's
    DISCONNECT_KEY_EXCHANGE_FAILED: "has no algorithm or key that we take",
    DISCONNECT_PROTOCOL_VERSION_NOT_SUPPORTED: "spoke another version of ssh",
}
# With these in slots, the dictionary of conch's attributes is half as large
OURS = "_arrival", "_closed", "_ending", "_exchange", "_keyed", "_next", "_throttle", "_wire", "clock", "key", "why"


class GuestTransport(QuietTransport):
    """One client's connection.

    :param factory: makes its services
    :param clock: what the limits in time wait on
    :param closed: called when the connection has closed
    :ivar key: the fingerprint of the key by which the person is known, '' where there is none
    :ivar why: why the connection has closed, for the hall
    """

    __slots__ = (*OURS, "avatar", "factory", "logoutFunction")

    ourVersionString = b"SSH-2.0-rpsgame"
    supportedKeyExchanges = EXCHANGES
    supportedPublicKeys = HOST_KEYS
    supportedCiphers = CIPHERS
    supportedMACs = MACS
    supportedCompressions = COMPRESSIONS

    factory: SSHFactory  # type: ignore[assignment]
    transport: Any

    def __init__(self, factory: SSHFactory, clock: IReactorTime, closed: Callable[[], object]) -> None:
        self.factory = factory
        self.clock = clock
        self.key = ""
        self.why: Failure | None = None
        self._closed = closed
        self._arrival: Arrival | None = None
        self._exchange: IDelayedCall | None = None
        self._ending: IDelayedCall | None = None
        self._keyed = False  # whether keys have been exchanged
        self._next = MSG_KEXINIT  # of the messages of a key exchange, the one that may come

    # What its services may ask of it

    def entered(self) -> None:
        """The person is in: the time to log in is over, and the hall knows them."""
        if self._arrival:
            self._arrival.over()
            self._arrival = None

    def session_closed(self) -> None:
        """Let the client close the connection, which they all do then; plink takes it ill if it is closed first."""
        self._ending = self.clock.callLater(LINGER, self._throttle.close)

    def cut_off(self, why: str) -> None:
        """Cut the connection off; *why* is for the log, in which it stands once."""
        if not self._throttle.open:
            return
        if self._arrival:
            self._arrival.cut_off(why)
        else:
            self.why = Failure(CutOff(why))
            self.abortConnection()

    def abortConnection(self) -> None:
        """Cut the connection off without a word; nothing that comes by it is heard any more."""
        self._throttle.open = False
        self.buf = b""
        self._wire.abortConnection()

    def getPeer(self) -> IAddress:
        """Return where the client comes from."""
        peer: IAddress = self._wire.getPeer()
        return peer

    # What the wire tells

    def connectionMade(self) -> None:
        self._wire: Any = self.transport
        set_tcp_options(self._wire)
        self._throttle = Throttle(self._wire, self.clock, self._take, self.factory.on_wire, HANDSHAKE)
        self.transport = self._throttle  # conch only writes to it
        self._arrival = self.factory.arrivals.begin(self, MAX_LOGIN)
        if self._arrival:
            super().connectionMade()

    def dataReceived(self, data: bytes) -> None:
        self._throttle.read(data)

    def connectionLost(self, reason: Failure = connectionDone) -> None:  # type: ignore[override]
        self._closed()
        if self._throttle.gave_up:
            self.why = Failure(CutOff("read nothing"))
        self.why = self.why or reason
        super().connectionLost(reason)
        self.service = None
        self._throttle.closed()
        self.entered()
        for call in (self._exchange, self._ending):
            if call and call.active():
                call.cancel()

    def _take(self, data: bytes) -> None:
        try:
            if not self.gotVersion:
                self._check_version(self.buf + data)
            super().dataReceived(data)
            if self._exchange and self.blocked > MOST_BLOCKED:
                raise Nonsense("ended no key exchange")
        except Nonsense as nonsense:
            self.cut_off(str(nonsense))
        except Exception:  # conch raises what it stumbles over
            self.cut_off(BROKEN)

    def _check_version(self, begun: bytes) -> None:
        """Look whether a client has sent the beginning of its first line; conch looks for it among others."""
        end = begun.find(b"\n")
        if not begun.startswith(b"SSH-"[: len(begun)]):
            raise Nonsense("spoke another protocol")
        if end >= LONGEST_VERSION or (end < 0 and len(begun) >= LONGEST_VERSION):
            raise Nonsense("sent no end of its first line")

    # What conch asks of a subclass, or does otherwise

    def getPacket(self) -> bytes | None:
        """Return the next packet, None where it is not whole."""
        if not self.buf:
            return None
        packet: bytes | None = super().getPacket()
        if not packet and (packet == b"" or LENGTH.unpack_from(getattr(self, "first", bytes(4)))[0] > LONGEST_PACKET):
            raise Nonsense(BROKEN)
        return packet

    def dispatchMessage(self, messageNum: int, payload: bytes) -> None:
        """Take a message, where it may come: conch would take those of an exchange in any order."""
        if 20 <= messageNum < 50:
            if messageNum != self._next:
                raise Nonsense("broke the order of a key exchange")
            if not (messageNum == MSG_KEXDH_INIT and self.ignoreNextPacket):
                self._next = EXCHANGE[messageNum]
            if messageNum == MSG_KEXINIT and self._keyed:
                self._exchange = self.clock.callLater(MAX_EXCHANGE, self.cut_off, "ended no key exchange")
        elif messageNum > MSG_DEBUG and not self._keyed:
            raise Nonsense("skipped the key exchange")
        super().dispatchMessage(messageNum, payload)

    def exchanged(self) -> None:
        """A key exchange has ended; what was said in it would take up memory."""
        self._keyed = True
        self.ourKexInitPayload = self.otherKexInitPayload = b""
        self.ecPub = None
        if self._exchange:
            self._exchange.cancel()
            self._exchange = None

    def sendExtInfo(self, extensions: list[tuple[bytes, bytes]]) -> None:
        """Say what keys people may have; conch would say what key we have."""
        super().sendExtInfo([(b"server-sig-algs", b",".join(SIGNATURES))])

    def sendDisconnect(self, reason: int, desc: bytes) -> None:
        """Conch cannot go on."""
        self.cut_off(REASONS.get(reason, BROKEN))

    def ssh_DISCONNECT(self, packet: bytes) -> None:
        """The client says good-bye, which every client does, and conch takes for an error."""
        self.why = connectionDone
        self._throttle.close()

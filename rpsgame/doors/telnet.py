"""The telnet door: single keys where the client can, lines where it cannot, and no harm from other protocols."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from twisted.conch.telnet import AYT, BRK, DO, DONT, ECHO, IAC, IP, SB, SGA, WILL, WONT, OptionRefused
from twisted.internet.defer import Deferred
from twisted.internet.error import ConnectionAborted, ConnectionClosed, ConnectionDone, ConnectionLost
from twisted.internet.interfaces import IAddress, IDelayedCall, IHandshakeListener, IReactorTime, ISSLTransport
from twisted.internet.protocol import ServerFactory, connectionDone
from twisted.python.compat import iterbytes
from twisted.python.failure import Failure
from zope.interface import implementer

from ..coroutines.facts import NoTelnet, TooManyKeys, WrongProtocol
from ..coroutines.keys import key_reader
from ..coroutines.telnet import telnet_filter
from ..hall import Hall
from ..twisted_private import Negotiator
from .addresses import describe_peer
from .tcp import set_tcp_options
from .throttle import LINGER, MAX_ARRIVAL, Throttle

TYPE_AHEAD = 32  # keys of one read: a guest who pastes more does not mean to play them all

OFFERED = (ECHO, SGA)  # single keys, which most clients give for this offer and no other
OFFER = b"".join(IAC + WILL + option for option in OFFERED)
IAC_BYTE = ord(IAC)  # bytes look for a number faster than for bytes
NEGOTIATION = (SB, WILL, WONT, DO, DONT)
EOF, SUSP, ABORT = b"\xec", b"\xed", b"\xee"  # RFC 1184, unknown to conch
KEY_OF_COMMAND = {IP: b"\x03", EOF: b"\x04", SUSP: b"\x1a", BRK: b"\x1c", ABORT: b"\x1c", AYT: b"?"}
OTHER_PROTOCOL = re.compile(rb"[A-Z]+ \S+ HTTP/|\x16\x03|SSH-")  # HTTP, TLS and ssh clients begin so


@implementer(IHandshakeListener)
class TelnetDoor(Negotiator):
    """One guest's connection: conch negotiates, `telnet_filter` tells what was typed, `key_reader` makes keys of it.

    :param hall: where the guest goes in
    :param clock: what the limits in time wait on
    :param closed: called when the connection has closed
    :param for_host: whether the person who comes in here is the host
    """

    transport: Any

    def __init__(self, hall: Hall, clock: IReactorTime, closed: Callable[[], object], for_host: bool = False) -> None:
        super().__init__()
        self._hall = hall
        self._for_host = for_host
        self._clock = clock
        self._closed = closed
        self._keep = telnet_filter()
        self._keys = key_reader()
        self._late: IDelayedCall | None = None
        self._guest = ""  # the hall's name for the person who is in by this door
        self._heard = False
        self._command = False  # the last byte was an IAC, which conch has not been told yet
        self._replies = b""

    # What the hall wants of a door

    def write(self, lines: Sequence[str]) -> None:
        """Send what conch has replied, and *lines*, in one write."""
        data = self._replies + "\r\n".join([*lines, ""]).encode()
        if data:
            self._replies = b""
            self._throttle.write(data)

    def close(self) -> None:
        """Close the connection when all has been sent, or soon all the same."""
        self._guest = ""
        self._throttle.close()

    def abort(self) -> None:
        """Cut the connection off at once."""
        self._guest = ""
        self.transport.abortConnection()

    # What the transport tells

    def connectionMade(self) -> None:
        set_tcp_options(self.transport)
        self._throttle = Throttle(self.transport, self._clock, self._take)
        if ISSLTransport.providedBy(self.transport):  # it connects us before it has shaken hands
            self._late = self._clock.callLater(MAX_ARRIVAL, self.abort)
        else:
            self._enter()

    def handshakeCompleted(self) -> None:
        if self._late:
            self._late.cancel()
            self._late = None
            self._enter()

    def dataReceived(self, data: bytes) -> None:
        self._throttle.read(data)

    def connectionLost(self, reason: Failure = connectionDone) -> None:
        self._closed()
        super().connectionLost(connectionDone)  # those who wait for an option need not know why
        self._throttle.closed()
        if self._late and self._late.active():
            self._late.cancel()
        if self._guest:
            self._hall.leave(self._guest, self._why(reason))

    # What conch asks of a subclass

    def getOptionState(self, option: bytes) -> Any:
        """Return how an option stands: as after `will`, if offered, which needs no memory until the client answers."""
        unheard_of = option not in self.options
        state = super().getOptionState(option)
        if unheard_of and option in OFFERED:
            state.us.negotiating = True
            state.us.onResult = Deferred().addErrback(Failure.trap, OptionRefused, ConnectionClosed)
        return state

    def enableLocal(self, option: bytes) -> bool:
        return option in OFFERED

    def disableLocal(self, option: bytes) -> None:
        """The client wants its own echo or lines back, and has them."""

    def negotiate(self, data: list[bytes]) -> None:
        """No subnegotiation is asked for, and conch's own stumbles over an empty one."""

    def reply(self, data: bytes) -> None:
        """Keep what conch replies, so that it goes out in one write with what the guest is told for the same bytes."""
        self._replies += data

    def overlong(self) -> None:
        self._hall.dismiss(self._guest, NoTelnet(), "sent no telnet")

    def _enter(self) -> None:
        peer, address = describe_peer(self.transport.getPeer())
        if self._for_host:
            self._guest = self._hall.host(self, peer)
        else:
            self._guest = self._hall.enter(self, peer, address)
        self.reply(OFFER)
        self._clock.callLater(0, self.write, ())  # after the hall's own call, which greets the guest

    def _take(self, data: bytes) -> None:
        if not self._heard:
            self._heard = True
            if OTHER_PROTOCOL.match(data):
                self._hall.dismiss(self._guest, WrongProtocol(), "spoke another protocol")
                return
        if self.state != "data" or self._command or IAC_BYTE in data:
            data = b"".join(self._typed(data))
        keys = self._keys.send(data)
        if keys:
            self._hall.press(self._guest, keys[:TYPE_AHEAD])
            if len(keys) > TYPE_AHEAD:
                self._hall.tell(self._guest, TooManyKeys(len(keys) - TYPE_AHEAD))
        if self._replies:
            self._clock.callLater(0, self.write, ())

    def _typed(self, data: bytes) -> Iterator[bytes]:
        """Let conch have what is telnet's, and yield what was typed, or what a command says was typed.

        Conch raises at commands that it does not know (twisted#5381), so it is fed negotiations only.
        """
        for byte in iterbytes(data):
            if self._keep.send(byte):
                self._command = False
                yield byte
            elif self._command:
                self._command = False
                if byte in NEGOTIATION:
                    super().dataReceived(IAC + byte)
                elif byte in KEY_OF_COMMAND:
                    yield KEY_OF_COMMAND[byte]
            elif self.state == "data":
                self._command = True
            else:
                super().dataReceived(byte)

    def _why(self, reason: Failure) -> str:
        if self._throttle.gave_up:
            return "read nothing"
        if reason.check(ConnectionAborted) or not reason.check(ConnectionDone, ConnectionLost):
            return "was cut off"
        return "hung up"


class TelnetFactory(ServerFactory):
    """Makes a door for each guest, and knows when all of them have closed."""

    noisy = False

    def __init__(self, hall: Hall, clock: IReactorTime, for_host: bool = False) -> None:
        self._hall = hall
        self._clock = clock
        self._for_host = for_host
        self._open = 0
        self._waiting: Deferred[None] | None = None

    def buildProtocol(self, addr: IAddress | None) -> TelnetDoor:
        self._open += 1
        return TelnetDoor(self._hall, self._clock, self._closed, self._for_host)

    def all_closed(self) -> Deferred[None]:
        """Return a Deferred that fires when no door is open any more, or soon all the same."""
        self._waiting = Deferred()
        if not self._open:
            self._waiting.callback(None)
        return self._waiting.addTimeout(2 * LINGER, self._clock, lambda result, seconds: None)

    def _closed(self) -> None:
        self._open -= 1
        if self._waiting and not self._waiting.called and not self._open:
            self._waiting.callback(None)

"""The telnet door: single keys where the client can, lines where it cannot, and no harm from what is no telnet."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from twisted.conch.telnet import AYT, BRK, DO, DONT, ECHO, IAC, IP, SB, SGA, WILL, WONT, Telnet
from twisted.internet.defer import Deferred
from twisted.internet.interfaces import IAddress, IDelayedCall, IReactorTime
from twisted.internet.protocol import ServerFactory, connectionDone
from twisted.protocols.haproxy._wrapper import HAProxyProtocolWrapper  # what haproxy: endpoints make
from twisted.python.compat import iterbytes
from twisted.python.failure import Failure

from ..coroutines.keys import key_reader
from ..coroutines.telnet import telnet_filter
from ..guest import Guest
from ..hall import Hall
from .addresses import whence
from .flow import BURST, LINGER, Flow
from .tcp import prepare

TYPE_AHEAD = 32  # keys of one read: who pastes more does not mean to play them all
MAX_SUBNEGOTIATION = 1024  # bytes; the longest that a client sends unasked has 55 (inetutils: its special characters)
PROXY_LOOK, PROXY_LOOKS = 0.125, 16  # seconds between looks for a PROXY header, and how often: it is sent at once

OFFERED = (ECHO, SGA)  # single keys, which most clients give for this offer and no other
OFFER = b"".join(IAC + WILL + option for option in OFFERED)
IAC_BYTE = ord(IAC)  # bytes look for a number faster than for bytes
NEGOTIATION = (SB, WILL, WONT, DO, DONT)
EOF, SUSP, ABORT = b"\xec", b"\xed", b"\xee"  # RFC 1184, unknown to conch
KEY_OF_COMMAND = {IP: b"\x03", EOF: b"\x04", SUSP: b"\x1a", BRK: b"\x1c", ABORT: b"\x1c", AYT: b"?"}
OTHER_PROTOCOL = re.compile(rb"[A-Z]+ \S+ HTTP/|\x16\x03|SSH-")  # HTTP, TLS and ssh clients begin so


class TelnetDoor(Telnet):
    """One guest's connection: conch negotiates, `telnet_filter` tells what was typed, `key_reader` makes keys of it.

    :param hall: where the guest goes in
    :param clock: what the limits in time wait on
    :param closed: called when the connection has closed
    :param for_host: whether who comes in here is the host
    """

    transport: Any
    _MAX_SUBNEGOTIATION_LENGTH = MAX_SUBNEGOTIATION

    def __init__(self, hall: Hall, clock: IReactorTime, closed: Callable[[], object], for_host: bool = False) -> None:
        super().__init__()
        self._hall = hall
        self._for_host = for_host
        self._clock = clock
        self._closed = closed
        self._keep = telnet_filter()
        self._keys = key_reader()
        self._arrival: IDelayedCall | None = None
        self._guest: Guest | None = None
        self._heard = False
        self._command = False  # the last byte was an IAC, not yet told to conch
        self._replies = b""

    # What the hall wants of a door

    def write(self, lines: Sequence[str]) -> None:
        """Send what conch has replied, and lines, to the guest."""
        data = self._replies + "\r\n".join([*lines, ""]).encode()
        if data:
            self._replies = b""
            self._flow.write(data)

    def close(self) -> None:
        """Close the connection when all has been sent, or soon all the same."""
        self._guest = None
        self._flow.close()

    # What the round wants of who speaks

    def take(self, data: bytes) -> None:
        """Do what was read, unless the guest has gone meanwhile, or is to go."""
        if not self._flow.open:
            return
        if not self._heard:
            self._heard = True
            if self._arrival:
                self._arrival.cancel()
                self._arrive()
            if OTHER_PROTOCOL.match(data) and self._guest:
                self._hall.dismiss(self._guest, "This is a game for telnet clients. Good-bye.")
        if self.state != "data" or self._command or IAC_BYTE in data:
            data = b"".join(self._typed(data))
        keys = self._keys.send(data)
        if self._guest and keys:
            self._hall.press(self._guest, keys[:TYPE_AHEAD])
            if len(keys) > TYPE_AHEAD:
                self._hall.tell(self._guest, f"Too many keys at once; the last {len(keys) - TYPE_AHEAD} were dropped.")
        if self._replies:
            self._clock.callLater(0, self.write, ())

    def abort(self) -> None:
        """Cut the connection off at once."""
        self.transport.abortConnection()

    # What the transport tells

    def connectionMade(self) -> None:
        prepare(self.transport)
        self._flow = Flow(self.transport, self._clock)
        self._write(OFFER)
        self._arrive(PROXY_LOOKS)
        self._clock.callLater(0, self.write, ())

    def dataReceived(self, data: bytes) -> None:
        if len(data) > BURST:
            self._flow.brake(len(data))
        self._hall.round.hear(self, data)

    def connectionLost(self, reason: Failure = connectionDone) -> None:
        self._closed()
        super().connectionLost(reason)
        self._flow.closed()
        if self._arrival:
            self._arrival.cancel()
        if self._guest:
            self._hall.leave(self._guest, reason.getErrorMessage())

    # What conch asks of a subclass

    def getOptionState(self, option: bytes) -> Any:
        """Return how an option stands: as after `will`, if offered, which needs no memory until the client answers."""
        unheard_of = option not in self.options
        state = super().getOptionState(option)
        if unheard_of and option in OFFERED:
            state.us.negotiating = True
            state.us.onResult = Deferred().addErrback(lambda refused: None)
        return state

    def enableLocal(self, option: bytes) -> bool:
        return option in OFFERED

    def disableLocal(self, option: bytes) -> None:
        """The client wants its own echo or lines back, and has them."""

    def negotiate(self, data: list[bytes]) -> None:
        """No subnegotiation is asked for, and conch's own stumbles over an empty one."""

    def _arrive(self, looks: int = 0) -> None:
        """Go in when it is known whence the guest comes: behind a PROXY header that is soon, but not at once."""
        behind_proxy = isinstance(self.transport, HAProxyProtocolWrapper)
        peer = self.transport.getPeer()
        unknown = behind_proxy and peer == self.transport.transport.getPeer()
        if unknown and looks:
            self._arrival = self._clock.callLater(PROXY_LOOK, self._arrive, looks - 1)
            return
        self._arrival = None
        name, address = whence(peer)
        if self._for_host:
            self._guest = self._hall.host(self, name)
        else:
            self._guest = self._hall.enter(self, name, "" if unknown else address)

    def _write(self, data: bytes) -> None:
        """Keep what conch replies, so that it goes out in one write with what the guest is told for the same bytes."""
        self._replies += data

    def _subnegotiationLengthExceeded(self) -> None:
        if self._guest:
            self._hall.dismiss(self._guest, "That is no telnet. Good-bye.")

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
        return self._waiting.addTimeout(2 * LINGER, self._clock).addErrback(lambda late: None)

    def _closed(self) -> None:
        self._open -= 1
        if self._waiting and not self._waiting.called and not self._open:
            self._waiting.callback(None)

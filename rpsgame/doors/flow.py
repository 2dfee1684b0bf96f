"""How much a guest may send, and leave unread: what keeps one guest from slowing or filling the house."""

from __future__ import annotations

from typing import Any

from twisted.internet.interfaces import IDelayedCall, IPushProducer, IReactorTime
from twisted.internet.tcp import Connection
from twisted.protocols.policies import ProtocolWrapper
from zope.interface import implementer

READ_SIZE = 4096  # bytes of one read: what taking it in may cost before other guests have their turn
BURST = 256  # bytes of one read that need no brake: a line, a client's negotiation
READ_RATE = 4096  # bytes per second: more than a person types or pastes, less than a flood
MAX_STALL = 30  # seconds that a guest may read nothing while something waits for them
MAX_UNSENT = 65536  # bytes that may wait for them meanwhile; a whole match is some 3,000
LINGER = 1  # seconds that a good-bye may take to go out


@implementer(IPushProducer)
class Flow:
    """The flow of bytes through one transport.

    It is a producer of its own transport: while the guest does not read, nothing is read from them (or else one who
    asks for ever and never reads makes answers for ever), and after a while they are cut off.

    :param transport: a connected stream transport, Twisted's or one that behaves like it
    :param clock: what the limits in time wait on
    :ivar open: whether it has been neither closed nor lost
    """

    __slots__ = ("_brake", "_clock", "_linger", "_may_pause", "_socket", "_stall", "_transport", "_unsent", "open")

    def __init__(self, transport: Any, clock: IReactorTime) -> None:
        transport.bufferSize = READ_SIZE
        transport.registerProducer(self, True)
        self._transport = transport
        self._clock = clock
        # where no layer such as TLS is in between, and nothing waits to be sent
        self._socket = transport.getHandle() if isinstance(transport, Connection) else None
        self._may_pause = not isinstance(transport, ProtocolWrapper)  # TLS pauses us until it has read the handshake
        self.open = True
        self._unsent = 0
        self._stall: IDelayedCall | None = None
        self._brake: IDelayedCall | None = None
        self._linger: IDelayedCall | None = None

    def brake(self, size: int) -> None:
        """Read no further until *size* bytes could have been typed."""
        if self._brake is None:
            self._transport.pauseProducing()
            self._brake = self._clock.callLater(size / READ_RATE, self._release)

    def write(self, data: bytes) -> None:
        """Send *data*, or cut the guest off where too much waits already; when the transport has closed, drop it.

        It goes to the socket at once, and not in the reactor's next round, until once the socket does not take it all.
        """
        if self._socket:
            try:
                sent = self._socket.send(data)
            except OSError:  # the transport will meet it by itself
                sent = 0
            if sent == len(data):
                return
            self._socket = None
            data = data[sent:]
        if not self.open:
            return
        if self._stall:
            self._unsent += len(data)
            if self._unsent > MAX_UNSENT:
                self._transport.abortConnection()
                return
        self._transport.write(data)

    def close(self) -> None:
        """Close the transport when all has been sent, or when the guest does not read it in time."""
        if self.open:
            self.open = False
            self._transport.unregisterProducer()
            self._transport.loseConnection()
            self._linger = self._clock.callLater(LINGER, self._transport.abortConnection)

    def closed(self) -> None:
        """The transport has closed: nothing is waited for any more."""
        self.open = False
        self._socket = None
        for call in (self._stall, self._brake, self._linger):
            if call and call.active():
                call.cancel()

    def pauseProducing(self) -> None:
        """More is unsent than the transport takes: the guest does not read."""
        if self._stall is None:
            self._unsent = 0
            if self._may_pause:
                self._transport.pauseProducing()
            self._stall = self._clock.callLater(MAX_STALL, self._transport.abortConnection)

    def resumeProducing(self) -> None:
        """All has been sent: the guest reads."""
        if self._stall:
            self._stall.cancel()
            self._stall = None
        if self._brake is None:
            self._transport.resumeProducing()

    def stopProducing(self) -> None:
        """The transport has closed; `closed` is called as well."""

    def _release(self) -> None:
        self._brake = None
        if self._stall is None:
            self._transport.resumeProducing()

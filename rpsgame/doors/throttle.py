"""How much a guest may send, and leave unread: the limits that keep one guest from slowing or filling the house."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from twisted.internet.interfaces import IDelayedCall, IPushProducer, IReactorTime
from zope.interface import implementer

from ..hall.tally import Tally
from ..twisted_private import report_unsent
from .tcp import socket_beneath

READ_SIZE = 1024  # bytes handed on at a time: what they cost (5 ms, if all are negotiations) is what others wait
READ_RATE = 4096  # bytes per second: more than a person types or pastes, less than a flood
BURST = 256  # bytes that may come at once before the rate is looked at: a line, a client's negotiation
MAX_STALL = 30  # seconds that a guest may read nothing while something waits for them
MAX_UNSENT = 65536  # bytes that may wait for them meanwhile; a whole match is some 3,000
LINGER = 1  # seconds that a good-bye may take to go out
MAX_ARRIVAL = 10  # seconds that a TLS handshake or a PROXY header may take to come


@implementer(IPushProducer)
class Throttle:
    """What one guest may ask of a transport.

    It is a producer of its own transport: while the guest does not read, nothing is read from them (or else one who
    asks for ever and never reads makes answers for ever), and after a while they are cut off.

    :param transport: a connected stream transport, Twisted's or one that behaves like it
    :param clock: what the limits in time wait on
    :param take: called with what was read, READ_SIZE bytes at most
    :param tally: counts the bytes
    :param burst: bytes that may come at once before the rate is looked at
    :ivar open: whether it has been neither closed nor lost
    :ivar gave_up: whether the guest was cut off because they read nothing
    """

    __slots__ = (
        "_allowance",
        "_brake",
        "_burst",
        "_clock",
        "_linger",
        "_refilled",
        "_socket",
        "_stall",
        "_take",
        "_tally",
        "_transport",
        "_unread",
        "_unsent",
        "gave_up",
        "open",
    )

    def __init__(
        self,
        transport: Any,
        clock: IReactorTime,
        take: Callable[[bytes], object],
        tally: Tally,
        burst: int = BURST,
    ) -> None:
        self._transport = transport
        self._clock = clock
        self._take = take
        self._tally = tally
        self._socket: Any = None  # where no layer is between
        connection = socket_beneath(transport)
        if connection:
            connection.bufferSize = READ_SIZE
            report_unsent(connection)
            if connection is transport:
                self._socket = connection.getHandle()
        self.open = True
        self.gave_up = False
        self._burst = burst
        self._allowance = burst  # bytes that may still be read before the clock is looked at
        self._refilled = 0.0  # when that was last looked at, in the clock's seconds
        self._unread = b""  # bytes that are not handed on yet: a TLS record has up to 16 KiB
        self._unsent = 0
        self._stall: IDelayedCall | None = None
        self._brake: IDelayedCall | None = None
        self._linger: IDelayedCall | None = None
        transport.registerProducer(self, True)

    @property
    def takes(self) -> bool:
        """Whether the guest has read all that was sent, as far as is known."""
        return self._stall is None

    def read(self, data: bytes) -> None:
        """Hand on *data*, which was read, as far as the rate allows, and the rest later; once closed, drop it."""
        size = len(data)
        self._tally.bytes_in += size
        if not self.open:
            return
        if size > READ_SIZE or self._unread or self._held():
            self._unread += data
            self._hand_on()
            return
        self._allowance -= size
        if self._allowance < 0:
            self._refill()
        self._take(data)

    def write(self, data: bytes) -> None:
        """Send *data*, or cut the guest off where too much waits already; once closed, drop it.

        It goes to the socket at once, and not in the reactor's next round, unless something waits there already.
        """
        if not self.open:
            return
        size = len(data)
        self._tally.bytes_out += size
        if self._socket and not self._stall:
            try:
                sent = self._socket.send(data)
            except OSError:  # the transport will meet it by itself
                sent = 0
            if sent == size:
                return
            data = data[sent:]
        if self._stall:
            self._unsent += len(data)
            if self._unsent > MAX_UNSENT:
                self._give_up()
                return
        self._transport.write(data)

    def close(self) -> None:
        """Close the transport when all has been sent, or when the guest does not read it in time."""
        if self.open:
            self.stop()
            self.hang_up()

    def stop(self) -> None:
        """Take nothing more, and send nothing more than was written before."""
        self.open = False
        if self._brake:
            self._brake.cancel()
        self._transport.unregisterProducer()

    def hang_up(self) -> None:
        """Close the transport, after it was stopped."""
        self._transport.loseConnection()
        self._linger = self._clock.callLater(LINGER, self._transport.abortConnection)

    def closed(self) -> None:
        """The transport has closed: nothing is waited for any more."""
        self.open = False
        del self._take  # or else a door and its throttle would keep each other
        self._transport = self._socket = None  # which may take up far more than a door that somebody remembers
        for call in (self._stall, self._brake, self._linger):
            if call and call.active():
                call.cancel()

    # What the transport tells its producer

    def pauseProducing(self) -> None:
        """Not all could be sent: from here on the guest's time to read runs."""
        if self._stall is None:
            self._unsent = 0
            self._transport.pauseProducing()
            self._stall = self._clock.callLater(MAX_STALL, self._give_up)

    def resumeProducing(self) -> None:
        """All has been sent: the guest reads."""
        if self._stall:
            self._stall.cancel()
            self._stall = None
        self._go_on()

    def stopProducing(self) -> None:
        """The transport has closed; `closed` is called as well."""

    # What becomes of it

    def _held(self) -> bool:
        """Whether nothing is to be read now: the guest has sent too fast, or does not read."""
        return self._brake is not None or self._stall is not None

    def _hand_on(self) -> None:
        while self._unread and self.open and not self._held():
            data, self._unread = self._unread[:READ_SIZE], self._unread[READ_SIZE:]
            self._allowance -= len(data)
            if self._allowance < 0:
                self._refill()
            self._take(data)

    def _refill(self) -> None:
        """Allow what could have been typed since; where that is too little, read no further for a while."""
        now = self._clock.seconds()
        self._allowance = min(self._allowance + int((now - self._refilled) * READ_RATE), self._burst)
        self._refilled = now
        if self._allowance < 0:
            self._transport.pauseProducing()
            self._brake = self._clock.callLater(-self._allowance / READ_RATE, self._release)

    def _release(self) -> None:
        self._brake = None
        self._go_on()

    def _go_on(self) -> None:
        self._hand_on()
        if self.open and not self._held():
            self._transport.resumeProducing()

    def _give_up(self) -> None:
        self.gave_up = True
        self._transport.abortConnection()

"""The operator's door: a line in, lines out, for a person or a shell script."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from twisted.internet.defer import Deferred
from twisted.internet.interfaces import IDelayedCall, IHalfCloseableProtocol, IPushProducer, IReactorTime
from twisted.internet.protocol import connectionDone
from twisted.protocols.basic import LineReceiver
from twisted.python.failure import Failure
from zope.interface import implementer

from ..coroutines.control import LONGEST_LINE, OTHER_PROTOCOL, TOO_LONG
from ..hall import Hall
from ..screens import SCREENS
from .screen import AUTO
from .stream import DoorFactory
from .tcp import set_tcp_options, socket_beneath
from .throttle import LINGER, READ_SIZE

MAX_PAUSE = 600  # seconds that an answer may wait to be read: a long one is read in a pager, page by page
NO_OPERATOR = re.compile(rb"[A-Z]+ \S+ HTTP/|SSH-")  # a page in a browser on this machine can reach a port of it, too


@implementer(IHalfCloseableProtocol, IPushProducer)
class ControlDoor(LineReceiver):
    """One operator's connection. A line is heard when the last has been answered, and the answer has been taken.

    Thus nobody else waits for an operator who says much at once, and what is kept for one who does not read is an
    answer. One who has said all, and has closed that half of the connection, still hears all answers.

    :param hall: what the operator rules
    :param clock: what the limits in time wait on
    :param closed: called when the connection has closed
    """

    transport: Any
    delimiter = b"\n"
    MAX_LENGTH = LONGEST_LINE

    def __init__(self, hall: Hall, clock: IReactorTime, closed: Callable[[], object]) -> None:
        self._hall = hall
        self._clock = clock
        self._closed = closed
        self._operator = hall.office.operator((AUTO, *SCREENS))
        self._open = True
        self._answering = False
        self._full = False  # whether an answer waits to be read
        self._has_said_all = False
        self._late: IDelayedCall | None = None

    def close(self, linger: float = LINGER) -> None:
        """Close the connection when all has been sent, or after so many seconds."""
        if self._open:
            self._open = False
            self.transport.unregisterProducer()
            self.transport.loseConnection()
            self._cut_off_after(linger)

    # What the transport tells

    def connectionMade(self) -> None:
        set_tcp_options(self.transport)
        connection = socket_beneath(self.transport)
        if connection:
            connection.bufferSize = READ_SIZE
        self.transport.registerProducer(self, True)

    def dataReceived(self, data: bytes) -> None:
        if self._open:
            super().dataReceived(data)

    def lineReceived(self, line: bytes) -> None:
        if NO_OPERATOR.match(line):
            self._refuse(OTHER_PROTOCOL)
            return
        self._answering = True
        self._hold()
        self._hall.batch.add(self._answer, line)

    def lineLengthExceeded(self, line: bytes) -> None:
        self._refuse(TOO_LONG)

    def readConnectionLost(self) -> None:
        self._has_said_all = True
        self._go_on()

    def writeConnectionLost(self) -> None:
        self.close()

    def connectionLost(self, reason: Failure = connectionDone) -> None:
        self._open = False
        self._cut_off_after(None)
        self._closed()

    def pauseProducing(self) -> None:
        """Not all of an answer could be sent."""
        self._full = True
        self._hold()
        self._cut_off_after(MAX_PAUSE)

    def resumeProducing(self) -> None:
        """All of it has been sent."""
        self._full = False
        self._cut_off_after(None)
        self._go_on()

    # What follows

    def _answer(self, line: bytes) -> None:
        """Let the hall hear a line, and write what it answers; the next is heard in another round of the reactor."""
        answer = "".join(f"{said}\n" for said in self._operator.hear(line))
        if self._open:
            self.transport.write(answer.encode())
            self._clock.callLater(0, self._answered)

    def _answered(self) -> None:
        self._answering = False
        self._go_on()

    def _hold(self) -> None:
        self.paused = True
        if not self._has_said_all:
            self.transport.pauseProducing()

    def _go_on(self) -> None:
        """Hear the next line, of those that have come or will come; a last one may have no end."""
        if self._answering or self._full or not self._open:
            return
        self.paused = False
        self.dataReceived(b"")
        if self.paused or not self._open:
            return
        if not self._has_said_all:
            self.transport.resumeProducing()
            return
        last = self.clearLineBuffer()
        if last:
            self.lineReceived(last)
        else:
            self.close(MAX_PAUSE)

    def _refuse(self, why: str) -> None:
        self.clearLineBuffer()
        self.transport.write(f"{why}\n".encode())
        self.close()

    def _cut_off_after(self, seconds: float | None) -> None:
        """Cut the connection off after so long; None is never."""
        if self._late and self._late.active():
            self._late.cancel()
        self._late = None if seconds is None else self._clock.callLater(seconds, self.transport.abortConnection)


class ControlFactory(DoorFactory[Any]):
    """Makes a door for each operator; when the server ends, it closes them."""

    def __init__(self, hall: Hall, clock: IReactorTime) -> None:
        super().__init__(hall, clock)
        self._doors: set[ControlDoor] = set()

    def door(self, closed: Callable[[], object]) -> ControlDoor:
        """Return a new door, which is known until it has closed."""

        def forget() -> None:
            self._doors.discard(door)
            closed()

        door = ControlDoor(self._hall, self._clock, forget)
        self._doors.add(door)
        return door

    def all_closed(self) -> Deferred[None]:
        """Close all doors; return a Deferred that fires when that is done, or soon all the same."""
        for door in list(self._doors):
            door.close()
        return super().all_closed()

"""What all doors do that guests come to by a connection, whatever is spoken there: who is let in, limited, let go."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from twisted.internet.defer import Deferred
from twisted.internet.error import ConnectionAborted, ConnectionDone, ConnectionLost
from twisted.internet.interfaces import IAddress, IHandshakeListener, IReactorTime, ISSLTransport
from twisted.internet.protocol import Protocol, ServerFactory, connectionDone
from twisted.python.failure import Failure
from zope.interface import implementer

from ..coroutines.facts import Fact, WrongProtocol
from ..hall import Hall
from ..screens.view import View
from .addresses import describe_peer
from .arrivals import Arrival, Arrivals
from .passable import PassableDoor
from .tcp import set_tcp_options
from .throttle import LINGER, MAX_ARRIVAL, Throttle

EOF = "\x04"  # Ctrl-D, which leaves
OTHER_PROTOCOL = re.compile(rb"[A-Z]+ \S+ HTTP/|\x16\x03|SSH-")  # HTTP, TLS and ssh clients begin so


class CutOff(Exception):
    """Why a connection was lost that we have cut off, in words for the log."""


@implementer(IHandshakeListener)
class StreamDoor(PassableDoor, Protocol):
    """One guest's connection.

    :param hall: where the guest goes in
    :param clock: what the limits in time wait on
    :param closed: called when the connection has closed
    :param for_host: whether the person who comes in here is the host
    :ivar key: the fingerprint of the key by which they are known, '' where there is none
    :ivar named: whether they have said that they will prove a name at once
    """

    factory: DoorFactory[Any]
    transport: Any
    kind: str  # what the door is called where people are counted
    key = ""
    named = False
    wrong_protocol: Fact = WrongProtocol()  # what somebody is told who speaks another protocol

    def __init__(self, hall: Hall, clock: IReactorTime, closed: Callable[[], object], for_host: bool = False) -> None:
        self._hall = hall
        self._clock = clock
        self._closed = closed
        self._for_host = for_host
        self._person = ""  # the hall's name for who is in by this door
        self._arrival: Arrival | None = None
        self._heard = False

    # What a subclass does

    def write(self, facts: Sequence[Fact]) -> None:
        """Send facts."""
        raise NotImplementedError

    def take(self, data: bytes) -> None:
        """Take what the guest has sent."""
        raise NotImplementedError

    @property
    def view(self) -> View:
        """What the guest has been told."""
        raise NotImplementedError

    def become(self, name: str, view: View) -> None:
        """Let the guest be *name* from now on, who has been told what *view* holds."""
        raise NotImplementedError

    # What it has from here

    def rename(self, name: str) -> None:
        """Let the guest be *name* from now on."""
        self._person = name

    def enter(self) -> None:
        """Let the person in."""
        peer, address = describe_peer(self.transport.getPeer())
        if self.key:
            peer = f"{peer}, key {self.key}"
        if self._for_host:
            self._person = self._hall.host(self, peer)
        else:
            self._person = self._hall.enter(self, peer, address, self.key, self.named)

    def gone(self) -> None:
        """The person has gone, or is to go."""
        self._person = ""

    def close(self) -> None:
        """Close the connection when all has been sent, or soon all the same."""
        self.gone()
        self._throttle.close()

    def abort(self) -> None:
        """Cut the connection off at once."""
        self.gone()
        self.transport.abortConnection()

    def ended(self) -> None:
        """They will send no more, and so they leave when they have been told what follows from what they have sent."""
        if self.onward:
            self.onward.write(EOF.encode())
        else:
            self._hall.press(self._person, EOF)

    # What the transport tells

    def connectionMade(self) -> None:
        set_tcp_options(self.transport)
        self._hall.tally.connections[self.kind] += 1
        self._throttle = Throttle(self.transport, self._clock, self._take, self._hall.tally)
        if ISSLTransport.providedBy(self.transport):  # it connects us before it has shaken hands
            self._arrival = self.factory.arrivals.begin(self.transport, MAX_ARRIVAL)
        else:
            self.enter()

    def handshakeCompleted(self) -> None:
        if self._arrival:
            self._arrival.over()
            self._arrival = None
            self.enter()

    def dataReceived(self, data: bytes) -> None:
        self._throttle.read(data)

    def connectionLost(self, reason: Failure = connectionDone) -> None:
        self._hall.tally.closed[self.kind] += 1
        self._closed()
        super().connectionLost(connectionDone)  # those who wait for an answer of telnet's need not know why
        self._throttle.closed()
        self.let_go()
        if self._arrival:
            self._arrival.over()
        if self._person:
            ours = self._throttle.gave_up or reason.check(CutOff)
            self._hall.leave(self._person, self._why(reason), self, keeps=not ours)
            self.gone()

    def _take(self, data: bytes) -> None:
        first, self._heard = not self._heard, True
        if first and OTHER_PROTOCOL.match(data):
            self._hall.dismiss(self._person, self.wrong_protocol, "spoke another protocol")
        else:
            self.take(data)

    def _why(self, reason: Failure) -> str:
        if self._throttle.gave_up:
            return "read nothing"
        if reason.check(CutOff):
            return str(reason.value)
        if reason.check(ConnectionAborted) or not reason.check(ConnectionDone, ConnectionLost):
            return "was cut off"
        return "hung up"


D = TypeVar("D", bound=Protocol)


class DoorFactory(ServerFactory, Generic[D]):
    """Makes a door for each guest, and knows when all of them have closed.

    :ivar arrivals: those who are not in yet
    """

    noisy = False

    def __init__(self, hall: Hall, clock: IReactorTime) -> None:
        self._hall = hall
        self._clock = clock
        self.arrivals = Arrivals(clock, hall.max_guests, hall.max_per_address, hall.office.banned)
        self._open = 0
        self._waiting: Deferred[None] | None = None

    def door(self, closed: Callable[[], object]) -> D:
        """Return a new door; *closed* is to be called when its connection has closed."""
        raise NotImplementedError

    def join_commands(self, kind: str, listening: IAddress) -> list[str]:
        """Return the commands by which guests come in at *listening*, best first; *kind* is the endpoint's."""
        return []

    def buildProtocol(self, addr: IAddress | None) -> D:
        self._open += 1
        door = self.door(self._closed)
        door.factory = self
        return door

    def stopFactory(self) -> None:
        self.arrivals.chronicle.close()

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

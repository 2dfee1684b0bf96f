"""The door for guests whom another process of the house passes on: they type there, and have their seat here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from twisted.internet.defer import Deferred
from twisted.internet.interfaces import IAddress, IListeningPort, IProtocolFactory, IReactorTime

from ..coroutines.interview import believed
from ..coroutines.passing import HERE, ORDER, OVER, Order, read_order
from ..coroutines.proxy import BadHeader, Found
from ..hall import Hall
from ..screens import SCREENS
from ..screens.form import Form
from ..screens.view import View
from .addresses import describe_peer
from .bots import BotDoor
from .connection import Connection
from .keyboard import KeyboardDoor
from .proxy import ProxiedConnection, ProxiedEndpoint, ProxiedFactory
from .stream import DoorFactory, StreamDoor

DOORS = {"telnet", "ssh", "json", "web"}  # kinds of those by which guests come to the other process


class PassedEndpoint(ProxiedEndpoint):
    """An endpoint to which other processes connect, each time for one guest; nobody else may reach it."""

    def listen(self, protocolFactory: IProtocolFactory) -> Deferred[IListeningPort]:
        return self._endpoint.listen(PassedConnections(protocolFactory, self._clock))


class PassedConnections(ProxiedFactory):
    """Keeps the connections of other processes."""

    def buildProtocol(self, addr: IAddress | None) -> ProxiedConnection:
        return PassedConnection(self)


class PassedConnection(ProxiedConnection):
    """A connection for one guest."""

    def door(self, peer: IAddress, found: Found) -> Any:
        """Return the door for the guest of whom the header tells.

        :raise BadHeader: it tells of none, or of a door or a screen that nobody has here
        """
        order = read_order(found.values.get(ORDER, b""))
        if order.door not in DOORS or order.screen not in (*SCREENS, "json"):
            raise BadHeader("its order has an unknown door or screen")
        factory: Any = self.factory.wrappedFactory
        return factory.door_for(order)


class Passed(StreamDoor):
    """What the doors have in common that other processes connect to.

    :ivar order_of: what is known of the guest
    """

    order_of: Order
    _here = False

    def enter(self) -> None:
        peer, address = describe_peer(self.transport.getPeer())
        self._person = self._hall.bring(self, f"{peer}, passed on", address, self.order_of.known)

    def become(self, name: str, view: View) -> None:
        """The guest has their seat."""
        self._here = True
        self._throttle.write(HERE)
        super().become(name, view)

    def write(self, facts: Any) -> None:
        """Tell the guest facts; those who have no seat here stay where they are, and are told nothing."""
        if self._here:
            super().write(facts)

    def close(self) -> None:
        """The guest has been told good-bye, or never was here."""
        self._throttle.write(OVER)
        super().close()

    def lost_there(self) -> None:
        """They were passed on once more, to a process that is lost: the first one takes them in."""
        self.abort()


class PassedPerson(Passed, KeyboardDoor):
    """Somebody who reads a screen: UTF-8 whose lines end by a line feed."""

    def __init__(self, hall: Hall, clock: IReactorTime, closed: Callable[[], object], order: Order) -> None:
        width, height = believed(order.width, order.height) or Form()[:2]
        form = Form(width, height, order.utf8)
        KeyboardDoor.__init__(self, hall, clock, closed, screen=order.screen, form=form)
        self.order_of, self.kind, self.key = order, order.door, order.key

    def show(self, text: str) -> None:
        self._throttle.write(text.encode())

    def connection(self) -> Connection:
        order = self.order_of
        size, names = (order.width, order.height), tuple(filter(None, [order.terminal]))
        return Connection(order.door, names, size, order.single_keys, order.utf8, None, order.key)


class PassedProgram(Passed, BotDoor):
    """A program, or the page, which reads events, an object a line."""

    def __init__(self, hall: Hall, clock: IReactorTime, closed: Callable[[], object], order: Order) -> None:
        BotDoor.__init__(self, hall, clock, closed)
        self._display.tell((), clock.seconds())  # the hello, which the other process has said
        self.order_of, self.kind, self.key = order, order.door, order.key


class PassedFactory(DoorFactory[Passed]):
    """Makes a door for each guest."""

    def door_for(self, order: Order) -> Passed:
        """Return the door for a guest of whom the other process says this."""
        self._open += 1
        make = PassedProgram if order.screen == "json" else PassedPerson
        door = make(self._hall, self._clock, self._closed, order)
        door.factory = self
        return door

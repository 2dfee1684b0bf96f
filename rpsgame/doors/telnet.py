"""The telnet door: single keys where the client can, lines where it cannot, and no harm from other protocols."""

from __future__ import annotations

from collections.abc import Callable

from twisted.internet.interfaces import IAddress, IReactorTime, ISSLTransport

from ..coroutines.facts import NoTelnet
from ..coroutines.interview import UTF8
from ..hall import Hall
from ..screens.form import Form
from .connection import Connection
from .join import join_commands
from .keyboard import KeyboardDoor
from .negotiation import IAC_BYTE, OFFER, Negotiation
from .screen import AUTO
from .stream import DoorFactory


class TelnetDoor(KeyboardDoor, Negotiation):
    """One guest's connection: what they typed is told from what is telnet's.

    :param hall: where the guest goes in
    :param clock: what the limits in time wait on
    :param closed: called when the connection has closed
    :param for_host: whether the person who comes in here is the host
    :param screen: the screen that everybody gets, or AUTO
    """

    kind = "telnet"

    def __init__(
        self,
        hall: Hall,
        clock: IReactorTime,
        closed: Callable[[], object],
        for_host: bool = False,
        screen: str = AUTO,
    ) -> None:
        Negotiation.__init__(self, clock)
        KeyboardDoor.__init__(self, hall, clock, closed, for_host, screen)

    # What it does with a screen

    def show(self, text: str) -> None:
        """Send what conch has replied, and *text*, in one write."""
        data = self.replies + text.replace("\n", "\r\n").encode()
        if data:
            self.replies = b""
            self._throttle.write(data)

    def connection(self) -> Connection:
        door = "telnet over TLS" if ISSLTransport.providedBy(self.transport) else "telnet"
        client = self.client
        return Connection(door, client.names, client.size, client.single_keys, client.has(UTF8), self.delay)

    # What conch and the interview have found

    def learned(self) -> None:
        width, height = self.client.size or Form()[:2]
        self.found(self.client.screen, Form(width, height, self.client.has(UTF8)))

    def overlong(self) -> None:
        self._hall.dismiss(self._person, NoTelnet(), "sent no telnet")

    def enter(self) -> None:
        """Let the person in, and offer single keys before the greeting."""
        super().enter()
        self.reply(OFFER)
        self._clock.callLater(0, self.show, "")  # after the hall's own call, which greets the guest

    def take(self, data: bytes) -> None:
        """Take the keys that a guest has typed."""
        if IAC_BYTE in data or self._command or self.state != "data":
            data = b"".join(self.typed(data))
        super().take(data)
        if self.replies:
            self._clock.callLater(0, self.show, "")


class TelnetFactory(DoorFactory[TelnetDoor]):
    """Makes a door for each guest."""

    def __init__(self, hall: Hall, clock: IReactorTime, for_host: bool = False, screen: str = AUTO) -> None:
        super().__init__(hall, clock)
        self._for_host = for_host
        self._screen = screen

    def door(self, closed: Callable[[], object]) -> TelnetDoor:
        return TelnetDoor(self._hall, self._clock, closed, self._for_host, self._hall.office.screen or self._screen)

    def join_commands(self, kind: str, listening: IAddress) -> list[str]:
        return join_commands(kind, listening)

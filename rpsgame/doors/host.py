"""The host's door: keys from their terminal, and facts to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from twisted.internet.defer import Deferred
from twisted.internet.interfaces import IPushProducer
from twisted.internet.protocol import Protocol, connectionDone
from twisted.python.failure import Failure
from zope.interface import implementer

from ..coroutines.facts import Fact, LinesLost
from ..coroutines.keys import HELP, key_reader
from ..hall import Hall
from .connection import Connection
from .own_terminal import OwnTerminal
from .screen import AUTO, PLAIN, ScreenDoor


@implementer(IPushProducer)
class ConsoleDoor(ScreenDoor, Protocol):
    """The host's keys and lines.

    It is a producer of its own terminal: StandardIO keeps 64 KiB for a terminal that takes nothing (Ctrl-S, a window
    that hangs), and further lines are lost to the host. The game goes on, and the host may come back to it.

    :param hall: where the host goes in
    :param notices: lines that the host is told at the start
    :param leave: called when the host wants to leave
    :param terminal: what is known of the terminal
    :param screen: the screen that everybody gets, or AUTO
    """

    kind = "console"

    def __init__(
        self,
        hall: Hall,
        notices: Sequence[Fact],
        leave: Callable[[], object],
        terminal: OwnTerminal,
        screen: str = AUTO,
    ) -> None:
        super().__init__(hall, terminal.screen if screen == AUTO else screen, terminal.form())
        self.lost: Deferred[None] = Deferred()
        self._notices = notices
        self._leave = leave
        self._own_terminal = terminal
        self._keys = key_reader()
        self._full = False
        self._lost_lines = 0

    def write(self, facts: Sequence[Fact]) -> None:
        """Show facts to the host."""
        if self._full:
            self._lost_lines += len(facts)
        self.show(self._display.tell(facts, self._hall.batch.now))
        self.go_on()

    def show(self, text: str) -> None:
        assert self.transport is not None
        if text and not self._full:
            self.transport.write(text.encode())

    def takes(self) -> bool:
        return not self._full

    def connection(self) -> Connection:
        terminal = self._own_terminal
        return Connection(
            "the console", (terminal.name,) * bool(terminal.name), terminal.size(), True, terminal.utf8, 0
        )

    def resized(self) -> None:
        """The terminal has another size."""
        self.found(self._own_terminal.screen, self._own_terminal.form())

    def look(self) -> None:
        """Show the host how things stand: what the terminal showed may be lost."""
        if self._display.screen == PLAIN:
            self.press(HELP)
        else:
            self.redraw()

    def rename(self, name: str) -> None:
        """A host has no name."""

    def close(self) -> None:
        """The host leaves, and the server with them."""
        self._leave()

    def abort(self) -> None:
        """The same: a server whose host can neither see nor press anything is of no use."""
        self._leave()

    def connectionMade(self) -> None:
        self.transport.registerProducer(self, True)  # type: ignore[union-attr]
        self._person = self._hall.host(self, "", self._notices, closes=True)

    def dataReceived(self, data: bytes) -> None:
        keys = self._keys.send(data)
        if keys:
            self.press(keys)

    def connectionLost(self, reason: Failure = connectionDone) -> None:
        self._hall.leave(self._person, "the terminal has gone", self)
        self.gone()
        self.lost.callback(None)

    def pauseProducing(self) -> None:
        """The terminal takes nothing, and enough waits for it."""
        self._full = True

    def resumeProducing(self) -> None:
        """The terminal has taken all that waited."""
        self._full = False
        if self._lost_lines:
            self._hall.tell(self._person, LinesLost(self._lost_lines))
            self._lost_lines = 0
            self.look()

    def stopProducing(self) -> None:
        """The terminal has gone; connectionLost is called as well."""

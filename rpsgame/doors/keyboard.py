"""A guest who types at a connection, whatever carries it: keys of their bytes, and a screen."""

from __future__ import annotations

from codecs import getincrementaldecoder
from collections.abc import Callable, Sequence
from typing import Any

from twisted.internet.interfaces import IReactorTime

from ..coroutines.facts import Fact, ScreenKey, TooManyKeys
from ..coroutines.keys import key_reader
from ..coroutines.passing import Order
from ..hall import Hall
from ..screens.form import Form
from .screen import AUTO, ScreenDoor
from .stream import StreamDoor

TYPE_AHEAD = 32  # keys of one read: a guest who pastes more does not mean to play them all
LINE_AHEAD = 64  # the same where a name is typed: the key for it, a name and its key, with their Enters, are 39


class KeyboardDoor(ScreenDoor, StreamDoor):
    """One guest's connection: `key_reader` makes keys of what they have typed.

    :param hall: where the guest goes in
    :param clock: what the limits in time wait on
    :param closed: called when the connection has closed
    :param for_host: whether the person who comes in here is the host
    :param screen: what it is at first, and stays unless they change it; AUTO: plain, and then what is found out
    :param form: what the terminal shows at first
    """

    def __init__(
        self,
        hall: Hall,
        clock: IReactorTime,
        closed: Callable[[], object],
        for_host: bool = False,
        screen: str = AUTO,
        form: Form = Form(),  # noqa: B008 (it is constant)
    ) -> None:
        ScreenDoor.__init__(self, hall, screen, form, hall.registry.keeps and not for_host)
        StreamDoor.__init__(self, hall, clock, closed, for_host)
        self._keys = key_reader(capitals=True)

    def write(self, facts: Sequence[Fact]) -> None:
        """Send *facts*, in one write."""
        self.show(self._display.tell(facts, self._hall.batch.now))
        if self._alarm:
            self.go_on()

    def takes(self) -> bool:
        return self._throttle.takes

    def enter(self) -> None:
        """Let the person in, and say before all else how the screen is changed."""
        super().enter()
        if self._own.view:
            self._hall.announce(self._person, ScreenKey(self._own.view))
        self.go_on()

    def take(self, data: bytes) -> None:
        """Take the keys that a guest has typed."""
        if self.onward:
            self.onward.write(data)
            return
        keys = self._keys.send(data)
        if keys:
            most = LINE_AHEAD if len(keys) > TYPE_AHEAD and self.types(keys) else TYPE_AHEAD
            self.press(keys[:most])
            if len(keys) > most:
                self._hall.tell(self._person, TooManyKeys(len(keys) - most))

    def order(self, known: str) -> Order:
        """Return the same, with what is known of the guest's terminal."""
        connection, form = self.connection(), self._display.form
        return Order(
            *(known, self.kind, self._display.screen, form.width, form.height, form.utf8),
            single_keys=connection.single_keys,
            terminal=" ".join(connection.names[:1]),
            key=self.key,
        )

    def pass_on(self, onward: Any) -> None:
        self.show(self._display.leave())
        self._text = getincrementaldecoder("utf-8")("replace")
        super().pass_on(onward)

    def relay(self, data: bytes) -> None:
        self.show(self._text.decode(data))

"""The screen of a door: facts as the person sees them, and the two keys that are the door's own."""

from __future__ import annotations

import re
from functools import cache
from itertools import count
from typing import NamedTuple

from twisted.logger import Logger
from twisted.python.failure import Failure

from ..alarm import Alarm
from ..coroutines.facts import DoorKeys
from ..coroutines.keys import HELP
from ..coroutines.other_keys import other_keys
from ..hall import Hall
from ..screens import SCREENS
from ..screens.display import Display
from ..screens.form import Form
from .connection import Connection

AUTO, PLAIN = "auto", SCREENS[0]
SPREAD = 0.618  # seconds, modulo 1, between the clocks of two screens, so that those of a crowd do not move at once
_doors = count()


class OwnKeys(NamedTuple):
    """The keys at which a door does something itself.

    :param view: the key for the next screen, '' where throws take all that it could be
    :param connection: the key that shows the connection, or ''
    :param all: these, and the one for help, which the hall answers then
    :param parts: finds the next of them, with an Enter that ends its line; or else the keys before it
    """

    view: str
    connection: str
    all: frozenset[str]
    parts: re.Pattern[str]


@cache
def own_keys(throws: tuple[str, ...]) -> OwnKeys:
    """Return a door's own keys, beside those of a game."""
    others = other_keys(throws)
    own = frozenset(filter(None, (others.view, others.connection, HELP)))
    keys = re.escape("".join(sorted(own)))
    return OwnKeys(others.view, others.connection, own, re.compile(rf"([{keys}])\n?|([^{keys}]+)"))


class DoorsDisplay(Display):
    """What somebody sees who has come by a door: the fault of a screen is logged, and costs them that screen."""

    __slots__ = ()
    log = Logger()

    def failed(self, fault: Exception) -> None:
        line = "The screen {screen} has failed; somebody goes on with plain lines"
        self.log.failure(line, Failure(fault), screen=self.screen)


class ScreenDoor:
    """A door with a person's screen, which is found out, or chosen by an option, or by the person.

    :param hall: where the person goes in
    :param screen: what it is at first, and stays unless they change it; AUTO: plain, and then what is found out
    :param form: what the terminal shows at first
    """

    _alarm: Alarm | None = None  # for what moves while nothing happens
    _later = 0.0  # seconds after which it moves later than it could

    def __init__(self, hall: Hall, screen: str = AUTO, form: Form = Form()) -> None:  # noqa: B008 (it is constant)
        self._hall = hall
        self._person = ""  # the hall's name for who is in by this door
        self._own = own_keys(tuple(hall.game.throws))
        self._chosen = screen != AUTO
        self._display = DoorsDisplay(hall.game, screen if self._chosen else PLAIN, form)

    # What a subclass does

    def show(self, text: str) -> None:
        """Send *text*, whose lines end by a newline."""
        raise NotImplementedError

    def takes(self) -> bool:
        """Return whether all that was sent has been taken."""
        raise NotImplementedError

    def connection(self) -> Connection:
        """Return what is known of the connection."""
        raise NotImplementedError

    # What it has from here

    def press(self, keys: str) -> None:
        """Hand on the keys that the person has pressed, and do what the door's own are for."""
        if self._own.all.isdisjoint(keys):
            self._hall.press(self._person, keys)
            return
        for own, others in self._own.parts.findall(keys):
            if own == HELP:  # the hall's answer ends with what is asked of them
                self._hall.tell(self._person, DoorKeys(self._own.view, self._own.connection))
                self._hall.press(self._person, HELP)
            elif own == self._own.view:
                self._hall.batch.add(self._next_view)
            elif own:
                for fact in self.connection().facts(self._display.screen):
                    self._hall.tell(self._person, fact)
            else:
                self._hall.press(self._person, others)

    def found(self, screen: str, form: Form) -> None:
        """It is known which screen is right, where nobody has chosen one, and what form it has."""
        self._hall.batch.add(self._adapt, screen, form)

    def redraw(self) -> None:
        """Show what is going on, for the terminal may have lost it."""
        self._hall.batch.add(self._change)

    def gone(self) -> None:
        """The person has gone, or is to go: nothing moves any more."""
        self._person = ""
        self._stop()

    def go_on(self) -> None:
        """Let the screen move when there is something new, other than by what is told."""
        if self._display.screen == PLAIN or not self._person:
            self._stop()
            return
        if self._alarm is None:
            self._alarm = Alarm(self._hall.batch, self._move)
            self._later = next(_doors) * SPREAD % 1
        seconds = self._display.next_time(self._hall.batch.now)
        self._alarm.set(None if seconds is None else seconds + self._later)

    def _adapt(self, screen: str, form: Form) -> None:
        if form != self._display.form:
            self.show(self._display.resize(form, self._hall.batch.now))
        if not self._chosen and screen != self._display.screen:
            self.show(self._display.change(screen, self._hall.batch.now))
        self.go_on()

    def _next_view(self) -> None:
        self._chosen = True
        self._change(SCREENS[(SCREENS.index(self._display.screen) + 1) % len(SCREENS)])

    def _change(self, screen: str = "") -> None:
        self.show(self._display.change(screen or self._display.screen, self._hall.batch.now))
        self.go_on()

    def _move(self) -> None:
        """Show how time has passed, to somebody who reads; others would only have more to read later."""
        if self._alarm and self._alarm.rings() and self.takes():
            self.show(self._display.time(self._hall.batch.now))
            self.go_on()

    def _stop(self) -> None:
        if self._alarm:
            self._alarm.set(None)
            self._alarm = None

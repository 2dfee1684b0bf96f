"""The screen of a door: facts as the person sees them, and the two keys that are the door's own."""

from __future__ import annotations

from itertools import count

from ..coroutines.codes import DIGITS
from ..coroutines.facts import CodeHas, DoorKeys, HowItStands, NameKey, StandingsKey
from ..coroutines.keys import ENTER, HELP, small
from ..hall import Hall
from ..hall.alarm import Alarm
from ..screens import SCREENS
from ..screens.form import Form
from ..screens.view import View
from .codes import TypedCodes
from .connection import Connection
from .display import DoorsDisplay
from .names import TypedName
from .own_keys import own_keys

AUTO, PLAIN = "auto", SCREENS[0]
SPREAD = 0.618  # seconds, modulo 1, between the clocks of two screens, so that those of a crowd do not move at once
_doors = count()


class ScreenDoor:
    """A door with a person's screen, which is found out, or chosen by an option, or by the person.

    :param hall: where the person goes in
    :param screen: what it is at first, and stays unless they change it; AUTO: plain, and then what is found out
    :param form: what the terminal shows at first
    :param names: whether the person may have a name
    """

    _alarm: Alarm | None = None  # for what moves while nothing happens
    _later = 0.0  # seconds after which it moves later than it could
    _codes: TypedCodes | None = None  # from the first key of a code on
    _name: TypedName | None = None  # from the first key for a name on

    def __init__(
        self,
        hall: Hall,
        screen: str = AUTO,
        form: Form = Form(),  # noqa: B008 (it is constant)
        names: bool = False,
    ) -> None:
        self._hall = hall
        self._person = ""  # the hall's name for who is in by this door
        self._own = own_keys(tuple(hall.game.throws), hall.takes_codes, names, hall.registry.keeps)
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

    @property
    def view(self) -> View:
        """What the person has been told."""
        return self._display.view

    def become(self, name: str, view: View) -> None:
        """The person is *name* from now on, who has been told what *view* holds: say how it stands, after all else."""
        self._person = name
        self._display.become(view)
        self._hall.tell(name, HowItStands())
        self.go_on()

    def press(self, keys: str) -> None:
        """Hand on the keys that the person has pressed, and do what the door's own are for.

        :param keys: with a capital where one was pressed, which only a name has
        """
        if self.types(keys) and self._press_name(keys):
            return
        keys = small(keys)
        if self._codes is None and self._own.all.isdisjoint(keys):
            self._hall.press(self._person, keys)
        elif self._codes is None and self._own.code.isdisjoint(keys):
            self._press(keys)
        else:
            self._codes = self._codes or TypedCodes(self._own.mark)
            self._read_codes(self._codes, keys)

    def types(self, keys: str) -> bool:
        """Return whether keys may be for a name."""
        own = self._own.name
        return bool(own and (self._name or self.view.typing or own in keys.lower()))

    def _press_name(self, keys: str) -> bool:
        """Take keys that are for a name, and hand on those before the one that begins it; return whether any are."""
        name = self._name = self._name or TypedName(self._hall, self.press)
        if name.hold(keys):
            return True
        if self.view.typing:
            shown = name.type(self._person, keys)
            if self.connection().single_keys:
                self.show(shown)
            return True
        place = keys.lower().find(self._own.name)
        if place < 0:
            self._name = None
            return False
        if place:
            self._name = None  # for the keys before
            self.press(keys[:place])
            self._name = name
        name.begin(self._person, keys[place + 1 :].removeprefix(ENTER))
        return True

    def _read_codes(self, codes: TypedCodes, keys: str) -> None:
        """Hand on the codes among keys, whose order is kept; say once of each how long it is, if it comes in parts."""
        known = codes.begun
        for word, what in codes.parts(keys):
            if word == "keys":
                known = False
                self._press(what)
            elif word == "code":
                known = False
                self._hall.come_back(self._person, what)
            else:
                self._hall.types(self._person)
        if codes.begun and not known:
            self._hall.tell(self._person, CodeHas(DIGITS))
        if codes.over:
            self._codes = None

    def _press(self, keys: str) -> None:
        """Hand on keys among which there is no code."""
        for own, others in self._own.parts.findall(keys):
            if own == HELP:
                self._help()
            elif own == self._own.view:
                self._hall.batch.add(self._next_view)
            elif own and own == self._own.standings:
                self._hall.registry.board.show(self._person, self._own.name)
            elif own:
                for fact in self.connection().facts(self._display.screen):
                    self._hall.tell(self._person, fact)
            else:
                self._hall.press(self._person, others)

    def _help(self) -> None:
        """Name the door's own keys; the hall's answer ends with what is asked of them."""
        own = self._own
        keys = NameKey(own.name) if own.name else None, StandingsKey(own.standings) if own.standings else None
        for fact in filter(None, (DoorKeys(own.view, own.connection), *keys, self.view.code)):
            self._hall.tell(self._person, fact)
        self._hall.press(self._person, HELP)

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
        if not self._person:  # they have gone, or go on in another process
            return
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

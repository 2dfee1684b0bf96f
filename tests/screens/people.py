"""People in a hall with a clock that stands still, each before a screen of their own, and terminals to look at."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import pyte
from twisted.internet.interfaces import IDelayedCall
from twisted.internet.task import Clock

from rpsgame.coroutines.facts import Fact
from rpsgame.coroutines.games import ROCK_PAPER_SCISSORS, Game
from rpsgame.hall import Hall
from rpsgame.screens.display import Display
from rpsgame.screens.form import Form

from ..room import Person, Room


class Viewer(Person):
    """Somebody in the hall, and what is written to their terminal."""

    def __init__(self, hall: Hall, clock: Clock, display: Display) -> None:
        super().__init__(hall, clock)
        self.display = display
        self.batches: list[tuple[float, list[Fact]]] = []
        self.written: list[str] = []
        self._redraws: IDelayedCall | None = None

    def write(self, lines: Sequence[Fact]) -> None:
        super().write(lines)
        self.batches.append((self.clock.seconds(), list(lines)))
        self._show(self.display.tell(lines, self.clock.seconds()))

    def change(self, screen: str) -> None:
        self._show(self.display.change(screen, self.clock.seconds()))

    def resize(self, form: Form) -> None:
        self._show(self.display.resize(form, self.clock.seconds()))

    def hear(self) -> str:
        """Return what was written since it was last asked for."""
        text = "".join(self.written)
        self.written.clear()
        return text

    def _show(self, text: str) -> None:
        self.written.append(text)
        if self._redraws and self._redraws.active():
            self._redraws.cancel()
        seconds = self.display.next_time(self.clock.seconds())
        if seconds is not None:
            self._redraws = self.clock.callLater(seconds, self._time)

    def _time(self) -> None:
        self._show(self.display.time(self.clock.seconds()))


class Theatre(Room):
    """A hall where everybody has a screen."""

    def __init__(self, game: Game = ROCK_PAPER_SCISSORS, **options: Any) -> None:
        super().__init__(game, **{"open_house": True, **options})
        self.game = game

    def sees(self, screen: str, form: Form = Form()) -> Viewer:  # noqa: B008 (it is constant)
        """Let in a guest with a screen."""
        guest = self.enter("", person=partial(Viewer, display=Display(self.game, screen, form)))
        assert isinstance(guest, Viewer)
        return guest

    def hosts(self, screen: str, form: Form = Form()) -> Viewer:  # noqa: B008 (it is constant)
        """Let in a host with a screen."""
        host = self.host(person=partial(Viewer, display=Display(self.game, screen, form)))
        assert isinstance(host, Viewer)
        return host

    def wait(self, seconds: int) -> None:
        """Let the clock move on, second by second."""
        for _ in range(seconds):
            self.clock.advance(1)


class Terminal:
    """A terminal, as pyte emulates one."""

    def __init__(self, form: Form) -> None:
        self.screen = pyte.Screen(form.width, form.height)
        self._stream = pyte.ByteStream(self.screen)

    def show(self, text: str) -> Terminal:
        """Take in text, whose lines a door ends by CR LF."""
        self.feed(text.replace("\n", "\r\n").encode())
        return self

    def feed(self, data: bytes) -> None:
        """Take in bytes, which may end anywhere."""
        self._stream.feed(data)

    def lines(self) -> list[str]:
        """Return what is visible, without the empty lines at the end."""
        lines = [line.rstrip() for line in self.screen.display]
        while lines and not lines[-1]:
            del lines[-1]
        return lines


def visible(text: str, form: Form) -> str:
    """Return what stands in a terminal, which scrolls nothing away, after *text*."""
    return "\n".join(Terminal(form._replace(height=400)).show(text).lines())

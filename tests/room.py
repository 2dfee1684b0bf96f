"""A hall with a clock that stands still, and people whose screens can be read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain
from typing import Any, TypeAlias

from twisted.internet.task import Clock
from twisted.logger import ILogObserver, LogEvent, LogLevel, formatEvent, globalLogPublisher
from twisted.trial.unittest import SynchronousTestCase
from zope.interface import implementer

from rpsgame.coroutines.facts import Fact
from rpsgame.coroutines.games import ROCK_PAPER_SCISSORS, Game
from rpsgame.hall import Hall
from rpsgame.screens.view import View


def logged(test: SynchronousTestCase, debug: bool = False) -> list[LogEvent]:
    """Return the list of the events that rpsgame logs from now on: those for debugging, or all others."""
    events: list[LogEvent] = []

    @implementer(ILogObserver)
    def note(event: LogEvent) -> None:
        if event["log_namespace"].startswith("rpsgame.") and (event["log_level"] is LogLevel.debug) is debug:
            events.append(event)

    globalLogPublisher.addObserver(note)
    test.addCleanup(globalLogPublisher.removeObserver, note)
    return events


def lines_of(events: list[LogEvent]) -> list[str]:
    """Return what stands in the log for *events*."""
    return [formatEvent(event) for event in events]


class Person:
    """Somebody in the hall, as a door of it sees them."""

    def __init__(self, hall: Hall, clock: Clock) -> None:
        self.hall = hall
        self.clock = clock
        self.name = ""
        self.writes: list[list[Fact]] = []
        self.closed = False
        self.view = View(hall.game)

    def write(self, lines: Sequence[Fact]) -> None:
        assert not self.closed, f"written behind the closed door: {lines!r}"
        self.writes.append(list(lines))
        self.view.see_all(lines, self.clock.seconds())

    def close(self) -> None:
        assert not self.closed, "a door is closed once"
        self.closed = True

    def abort(self) -> None:
        self.closed = True

    def become(self, name: str, view: View) -> None:
        self.name, self.view = name, view

    def rename(self, name: str) -> None:
        self.name = name

    def press(self, keys: str) -> None:
        self.hall.press(self.name, keys)
        self.clock.advance(0)

    def type_code(self, code: str) -> None:
        """Type a code, as a door reads it."""
        self.hall.come_back(self.name, code)
        self.clock.advance(0)

    def hang_up(self) -> None:
        self.hall.leave(self.name, "hung up", self)
        self.clock.advance(0)

    def read(self) -> list[Fact]:
        """Return the facts since the last read; those without a line are for programs."""
        self.clock.advance(0)
        lines = list(filter(None, chain(*self.writes)))
        self.writes.clear()
        return lines


PersonFactory: TypeAlias = Callable[[Hall, Clock], Person]


class Room:
    """One hall; all that it waits for is `clock`."""

    def __init__(self, game: Game = ROCK_PAPER_SCISSORS, clock: Clock | None = None, **options: Any) -> None:
        self.clock = clock or Clock()
        self.hall = Hall(self.clock, game, **options)

    def host(self, peer: str = "", closes: bool = False, person: PersonFactory = Person) -> Person:
        """Let the host in; *closes* is whether the house closes when they leave."""
        host = person(self.hall, self.clock)
        host.name = self.hall.host(host, peer, closes=closes)
        self.clock.advance(0)
        return host

    def enter(self, peer: str, address: str = "", person: PersonFactory = Person) -> Person:
        """Let a guest in."""
        guest = person(self.hall, self.clock)
        guest.name = self.hall.enter(guest, peer, address)
        self.clock.advance(0)
        return guest

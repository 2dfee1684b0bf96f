"""A hall with a clock that stands still, and people whose screens can be read."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any

from twisted.internet.task import Clock
from twisted.logger import ILogObserver, LogEvent, Logger
from twisted.trial.unittest import SynchronousTestCase
from zope.interface import implementer

from rpsgame.coroutines.games import ROCK_PAPER_SCISSORS
from rpsgame.guest import Guest
from rpsgame.hall import Hall


def logged(test: SynchronousTestCase) -> list[LogEvent]:
    """Return the list of the events that the hall logs from now on."""
    events: list[LogEvent] = []
    note = implementer(ILogObserver)(lambda event: events.append(event))
    test.patch(Hall, "log", Logger(observer=note))
    return events


class Person:
    """Somebody in the hall, as a door of it sees them."""

    def __init__(self, hall: Hall, clock: Clock) -> None:
        self.hall = hall
        self.clock = clock
        self.guest: Guest | None = None
        self.writes: list[list[str]] = []
        self.closed = False

    def write(self, lines: Sequence[str]) -> None:
        assert not self.closed, f"written behind the closed door: {lines!r}"
        self.writes.append(list(lines))

    def close(self) -> None:
        self.closed = True

    def press(self, keys: str) -> None:
        assert self.guest
        self.hall.press(self.guest, keys)
        self.clock.advance(0)

    def hang_up(self) -> None:
        assert self.guest
        self.hall.leave(self.guest, "hung up")
        self.clock.advance(0)

    def read(self) -> list[str]:
        """Return the lines since the last read."""
        self.clock.advance(0)
        lines = list(chain(*self.writes))
        self.writes.clear()
        return lines


class Room:
    """One hall; all that it waits for is `clock`."""

    def __init__(self, **options: Any) -> None:
        self.clock = Clock()
        self.hall = Hall(self.clock, ROCK_PAPER_SCISSORS, **options)

    def host(self) -> Person:
        person = Person(self.hall, self.clock)
        person.guest = self.hall.host(person, "the console")
        self.clock.advance(0)
        return person

    def enter(self, name: str, address: str = "") -> Person:
        person = Person(self.hall, self.clock)
        person.guest = self.hall.enter(person, name, address)
        self.clock.advance(0)
        return person

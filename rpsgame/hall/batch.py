"""A batch: all that happens in a round of the reactor. Everybody is read, then it is decided, then everybody is told.

Work of a kind in one go costs less than all of it for one guest after another. And nothing happens inside something
else: what follows from an act is an act of its own, and waits its turn.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from functools import partial, wraps
from time import perf_counter
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from twisted.internet.interfaces import IReactorTime
from twisted.logger import Logger

from ..coroutines.facts import Fact
from ..screens.view import View
from .tally import QUICK, Tally


class Door(Protocol):
    """What the hall wants of the door that somebody came through."""

    @property
    def view(self) -> View:
        """What they have been told."""

    def become(self, name: str, view: View, /) -> None:
        """Let whoever came in by this door be *name* from now on, who has been told what *view* holds: show that."""

    def rename(self, name: str, /) -> None:
        """Let whoever came in by this door be *name* from now on, and nothing else change."""

    def write(self, lines: Sequence[Fact], /) -> None:
        """Send facts, each with the end that a line has there; the list is the hall's.

        Facts without a line are for programs.
        """

    def close(self) -> None:
        """Close the door behind them, when all that was written has gone out."""

    def abort(self) -> None:
        """Cut them off at once."""


class Person:
    """Somebody who is told things: their id, their door, and the facts that wait for the end of the batch."""

    __slots__ = ("door", "facts", "name")

    def __init__(self, name: str, door: Door) -> None:
        self.name = name
        self.door = door
        self.facts: list[Fact] = []


class Batch:
    """Acts in the order in which they came, and then one write for each person who was told something.

    :param clock: what tells the end of the reactor's round, by a call that is due at once
    :param lose: called with somebody whose door has failed
    :param settled: called when a batch is over
    :param tally: where it is counted how long batches take
    :param heard: called when everybody was heard, before anybody is told
    :ivar now: when the batch began, in the clock's seconds
    """

    log = Logger()

    def __init__(
        self,
        clock: IReactorTime,
        lose: Callable[[Person], object],
        settled: Callable[[], object],
        tally: Tally | None = None,
        heard: Callable[[], object] | None = None,
    ) -> None:
        self.clock = clock
        self.tally = tally or Tally()
        self.now = clock.seconds()
        self._lose = lose
        self._settled = settled
        self._heard = heard
        self._acts: deque[tuple[Callable[..., object], tuple[Any, ...]]] = deque()
        self._going: list[Person] = []
        self._due = False
        self._began = 0.0
        self.told: list[Person] = []

    def add(self, act: Callable[..., object], *what: Any) -> None:
        """Let *act* be called with what comes after it, when it is its turn."""
        if not self._due:
            self._due = True
            self._began = perf_counter()
            self.clock.callLater(0, self.run)
        self._acts.append((act, what))

    def add_next(self, act: Callable[..., object], *what: Any) -> None:
        """Let *act* be called with what comes after it, before all others; it is called from within a batch."""
        self._acts.appendleft((act, what))

    def tell(self, person: Person, fact: Fact) -> None:
        """Tell *person* a fact at the end of the batch."""
        if not person.facts:
            self.told.append(person)
        person.facts.append(fact)

    def dismiss(self, person: Person) -> None:
        """Close the door behind *person* when they have been told all."""
        self._going.append(person)

    def run(self) -> None:
        """Do all that has come, and tell everybody."""
        self.now = self.clock.seconds()
        while self._acts or self.told or self._going:
            while self._acts:
                act, what = self._acts.popleft()
                try:
                    act(*what)
                except Exception:
                    self.log.failure("A fault of the hall; whatever else has come goes on")
            if self._heard:
                self._heard()
            for person in self.told:
                try:
                    person.door.write(person.facts)
                except Exception:
                    self._going = [other for other in self._going if other is not person]
                    self._fail(person)
                person.facts.clear()
            self.told.clear()
            for person in self._going:
                try:
                    person.door.close()
                except Exception:
                    self._fail(person)
            self._going.clear()
        if self._due:
            self._due = False
            self._count(perf_counter() - self._began)
        self._settled()

    def _count(self, seconds: float) -> None:
        """Count that it has taken so long to answer."""
        self.tally.answering += seconds
        if seconds < QUICK:
            self.tally.quick += 1
        else:
            self.tally.answer(seconds)

    def _fail(self, person: Person) -> None:
        """A fault of a door costs one connection."""
        self.log.failure("The door of {person} has failed", person=str(person))
        self._lose(person)


P = ParamSpec("P")


class HasBatch(Protocol):
    """What has a batch in which its acts wait their turn."""

    batch: Batch


H = TypeVar("H", bound=HasBatch)


def in_turn(method: Callable[Concatenate[H, P], None]) -> Callable[Concatenate[H, P], None]:
    """Decorate a method so that what it does waits its turn in the batch."""

    @wraps(method)
    def wait(self: H, /, *args: P.args, **kwargs: P.kwargs) -> None:
        self.batch.add(partial(method, self, *args, **kwargs))

    return wait

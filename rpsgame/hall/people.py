"""People, as the hall knows them: by their door, and by where they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from .alarm import Alarm
from .batch import Batch, Door, Person
from .tally import OTHER

if TYPE_CHECKING:
    from .seating import Seating


def kind_of(door: Door) -> str:
    """Return by what kind of door somebody has come."""
    return getattr(door, "kind", OTHER)


class Guest(Person):
    """Somebody who is in.

    :param name: their id
    :param peer: where they came from, for the log
    :param address: what counts as one address, '' where nothing does
    :param came: when they came, in the clock's seconds
    :ivar table: where they play, as player 0 or 1
    :ivar own: the tables that stay theirs between matches, by who they are there: player 0, the host, or player 1,
        whom the house plays
    :ivar learnt: what the house has learnt of them, as its memory packs it
    :ivar found: whom the records know by their key, and what the house has learnt of these
    :ivar watched: the table that they watch
    :ivar alarm: rings when they have waited
    """

    __slots__ = ("address", "alarm", "came", "found", "learnt", "own", "peer", "player", "table", "watched")

    def __init__(self, name: str, door: Door, peer: str, address: str, came: float) -> None:
        super().__init__(name, door)
        self.peer, self.address, self.came = peer, address, came
        self.table: Seating | None = None
        self.own: list[Seating | None] = [None, None]
        self.learnt: bytes | None = None
        self.found: tuple[int, bytes | None] | None = None
        self.watched: Seating | None = None
        self.player = 1
        self.alarm: Alarm | None = None

    def __str__(self) -> str:
        return f"{self.name} ({self.peer})" if self.peer else self.name

    def wait(self, seconds: float | None, batch: Batch, waited: Callable[[Guest], None]) -> None:
        """Call *waited* with this, in a batch, after so many seconds; None is never."""
        if self.alarm is None:
            self.alarm = Alarm(batch, waited, self)
        self.alarm.set(seconds)

    def stop_waiting(self) -> None:
        """Wait for nothing, and watch nothing."""
        if self.watched:
            self.watched.hide_from(self)
        if self.alarm:
            self.alarm.set(None)
            self.alarm = None

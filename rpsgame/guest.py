"""A person who came through a door, and how they are told things."""

from __future__ import annotations

from collections import defaultdict
from typing import Protocol

from twisted.internet.interfaces import IDelayedCall, IReactorTime


class Door(Protocol):
    """What a guest needs of the door they came through."""

    def write(self, text: str) -> None:
        """Send *text*, whose lines end in ``\\n``."""

    def close(self) -> None:
        """Close the door behind the guest, when all that was written has gone out."""


class Seats(Protocol):
    """What a guest who plays or watches needs of a table."""

    watchers: set[Guest]

    def key(self, player: int, key: str) -> None:
        """Player 0 or 1 has pressed *key*, one character."""

    def leave(self, player: int) -> None:
        """Player 0 or 1 has gone."""

    def close(self) -> None:
        """Stop the clock; nobody plays here any more."""


class Guest:
    """A person: their door, where they are, and what they wait for.

    :param name: who they are to the host and in the log: whence they came
    :param alias: who they are to strangers
    :param address: what is counted as one address, '' where none is
    """

    __slots__ = ("address", "alias", "door", "name", "player", "table", "wait", "watched")

    def __init__(self, door: Door, name: str, alias: str, address: str = "") -> None:
        self.door = door
        self.name = name
        self.alias = alias
        self.address = address
        self.table: Seats | None = None
        self.player = 1
        self.watched: Seats | None = None
        self.wait: IDelayedCall | None = None


class Outbox:
    """What people are told, kept until the reactor has heard everybody who has something to say.

    Then each of them gets all of it in one write: an event costs one write a seat, and a crowd's keys are taken in one
    after another, and answered one after another, which costs less than each in its turn.

    :param clock: what tells the end of the reactor's round, by a call that is due at once
    """

    def __init__(self, clock: IReactorTime) -> None:
        self._clock = clock
        self._lines: defaultdict[Guest, list[str]] = defaultdict(list)
        self._dismissed: list[Guest] = []

    def tell(self, guest: Guest, line: str) -> None:
        """Say *line* to *guest* at the end of the round."""
        if not self._lines:
            self._clock.callLater(0, self.flush)
        self._lines[guest].append(line)

    def dismiss(self, guest: Guest) -> None:
        """Close the door behind *guest* when they have been told all."""
        if not self._lines:
            self._clock.callLater(0, self.flush)
        self._dismissed.append(guest)

    def flush(self) -> None:
        """Write to each guest what they have been told since the last flush."""
        told, self._lines = self._lines, defaultdict(list)
        dismissed, self._dismissed = self._dismissed, []
        for guest, lines in told.items():
            lines.append("")
            guest.door.write("\n".join(lines))
        for guest in dismissed:
            guest.door.close()

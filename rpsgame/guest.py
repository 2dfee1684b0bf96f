"""A person who came through a door, and how they are told things."""

from __future__ import annotations

from typing import Protocol

from twisted.internet.interfaces import IDelayedCall


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
    """What one event makes people hear, gathered so that it goes out in one write to each."""

    def __init__(self) -> None:
        self._lines: dict[Guest, list[str]] = {}
        self._dismissed: list[Guest] = []

    def tell(self, guest: Guest, line: str) -> None:
        """Say *line* to *guest* at the next flush."""
        if guest in self._lines:
            self._lines[guest].append(line)
        else:
            self._lines[guest] = [line]

    def dismiss(self, guest: Guest) -> None:
        """Close the door behind *guest* at the next flush, when they have been told the rest."""
        self._dismissed.append(guest)

    def flush(self) -> None:
        """Write to each guest what they were told since the last flush."""
        told, self._lines = self._lines, {}
        for guest, lines in told.items():
            lines.append("")
            guest.door.write("\n".join(lines))
        if self._dismissed:
            dismissed, self._dismissed = self._dismissed, []
            for guest in dismissed:
                guest.door.close()

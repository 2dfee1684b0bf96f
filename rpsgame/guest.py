"""A person who came through a door, and how they are told things."""

from __future__ import annotations

from typing import Protocol


class Door(Protocol):
    """What a guest needs of the door they came through."""

    def write(self, text: str) -> None:
        """Send *text*, whose lines end in ``\\n``."""

    def close(self) -> None:
        """Close the door behind the guest, when all that was written has gone out."""


class Seats(Protocol):
    """What a guest who plays needs of the table they sit at."""

    def key(self, player: int, key: str) -> None:
        """Player 0 or 1 has pressed *key*, one character."""

    def leave(self, player: int) -> None:
        """Player 0 or 1 has gone."""


class Guest:
    """A person: their name, their door and, while they play, their seat."""

    __slots__ = ("door", "name", "player", "table")

    def __init__(self, name: str, door: Door) -> None:
        self.name = name
        self.door = door
        self.table: Seats | None = None
        self.player = 1


class Outbox:
    """What one event makes people hear, gathered so that it goes out in one write to each."""

    def __init__(self) -> None:
        self._lines: dict[Guest, list[str]] = {}
        self._dismissed: list[Guest] = []

    def tell(self, guest: Guest, *lines: str) -> None:
        """Say *lines* to *guest* at the next flush."""
        self._lines.setdefault(guest, []).extend(lines)

    def dismiss(self, guest: Guest) -> None:
        """Close the door behind *guest* at the next flush, when they have been told the rest."""
        self._dismissed.append(guest)

    def flush(self) -> None:
        """Write to each guest what they were told since the last flush."""
        told, self._lines = self._lines, {}
        dismissed, self._dismissed = self._dismissed, []
        for guest, lines in told.items():
            guest.door.write("\n".join(lines) + "\n")
        for guest in dismissed:
            guest.door.close()

"""A person who came through a door, and how they are told things."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from twisted.internet.interfaces import IDelayedCall


class Door(Protocol):
    """What a guest needs of the door they came through."""

    def write(self, lines: Sequence[str]) -> None:
        """Send *lines*, each with the end that a line has there."""

    def close(self) -> None:
        """Close the door behind the guest, when all that was written has gone out."""


class Seats(Protocol):
    """What a guest who plays or watches needs of a table."""

    watchers: list[Guest]

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

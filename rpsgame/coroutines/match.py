"""What is told of a match: when two are seated, when it begins, and when it is over."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple, TypeAlias

Command: TypeAlias = tuple[str, Any, Any]

HOUSE = "the house"  # who is player 0 where no person is


class Seat(NamedTuple):
    """How two are seated: who player 0 is, and which of both hear nothing of what the other says.

    Player 0 is 'host', the host; 'guests', a guest as player 1 is; 'house', the house; 'practice', the house against
    the host, who is not timed there either. The codes are those by which both come back, '' where there is none.
    """

    kind: str
    muted: Collection[int] = ()
    codes: tuple[str, str] = ("", "")


class Start(NamedTuple):
    """Who plays a match: what both are called, the seed of all chance in it, and who hears nothing of the other."""

    names: tuple[str, str]
    seed: bytes
    muted: Collection[int] = ()


class Ending(NamedTuple):
    """How a match went, who had left it or was late, the games that each had won, and who hears nothing of the other.

    It went like this: 'played', 'left', 'timed out', 'cut off' or 'fault'.
    """

    how: str
    gone: Collection[int]
    wins: tuple[int, int]
    muted: Collection[int] = ()

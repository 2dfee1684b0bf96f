"""What is told of a match: when two are seated, when it begins, and when it is over."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple, TypeAlias

Command: TypeAlias = tuple[str, Any, Any]

LOSES = {"left", "timed out"}  # the endings by which a match is lost, by the one who has gone
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
    """Who plays a match: what both are called, the seed of all chance in it, and who hears nothing of the other.

    Kept is what the house's strategy has kept of player 1 in another visit, made of what JSON knows; None: nothing, or
    what it has kept of the last match at this table is newer.
    """

    names: tuple[str, str]
    seed: bytes
    muted: Collection[int] = ()
    kept: Any = None


class Ending(NamedTuple):
    """How a match went, who had left it or was late, the games that each had won, and who hears nothing of the other.

    It went like this: 'played', 'left', 'timed out', 'cut off' or 'fault'.
    """

    how: str
    gone: Collection[int]
    wins: tuple[int, int]
    muted: Collection[int] = ()


def winner_of(ending: Ending) -> int | None:
    """Return who has won a match, 0 or 1: also where the other has left or was timed out; None: nobody has."""
    if ending.how == "played":
        return int(ending.wins[1] > ending.wins[0])
    if ending.how in LOSES and len(ending.gone) == 1:
        (loser,) = ending.gone
        return 1 - loser
    return None

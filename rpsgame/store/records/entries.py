"""What the records are made of, and what goes wrong with them."""

from __future__ import annotations

from typing import NamedTuple

HOUSE = 0  # the house's id


class NameTaken(Exception):
    """Somebody has this name, or one that looks like it, or an operator lets nobody have it."""


class RecordsAway(Exception):
    """The records cannot be had now: why, in a line. It may be tried again later."""


class Person(NamedTuple):
    """Somebody with a name.

    :param id: never that of anybody else, not even after they were forgotten
    :param name: as they write it; '' for HOUSE, and where an operator has taken it away, until they choose another
    """

    id: int
    name: str


class Result(NamedTuple):
    """A match that was played to its end. Its first three fields say which; it counts once, however often it is told.

    :param run: of the server, by the id that its journal gives it
    :param table: the number of the table there
    :param nth: which of the matches of that table
    :param ended: when, in seconds since 1970
    :param players: the ids of players 0 and 1; HOUSE is the house, None somebody without a name
    :param wins: the games that each has won
    :param winner: 0 or 1
    :param apart: whether they came from different addresses, so that it may count for ratings and standings
    """

    run: str
    table: int
    nth: int
    ended: float
    players: tuple[int | None, int | None]
    wins: tuple[int, int]
    winner: int
    apart: bool

    def between(self, one: int | None, other: int | None) -> Result:
        """Return the same result of two players by other ids, since somebody was forgotten."""
        return Result(*self[:4], (one, other), *self[5:])


class Tally(NamedTuple):
    """Matches won and lost."""

    won: int
    lost: int


class Standing(NamedTuple):
    """A line of the standings.

    :param place: 1 is the first; those who are equal share a place
    :param person: whose it is
    :param rating: by now; None for somebody who has not played a match that is rated
    :param deviation: how unsure the rating is by now
    :param tally: the matches of the period that count for ratings
    """

    place: int
    person: Person
    rating: float | None
    deviation: float | None
    tally: Tally


class LastMatch(NamedTuple):
    """A match as one of its players sees it.

    :param ended: when, in seconds since 1970
    :param opponent: HOUSE has the id of the house; None is somebody without a name, or who was forgotten
    :param wins: the games that this player has won
    :param losses: those that the opponent has won
    :param won: whether this player has won the match
    """

    ended: float
    opponent: Person | None
    wins: int
    losses: int
    won: bool


class SeatPlace(NamedTuple):
    """In which process somebody has their seat.

    :param process: its name
    :param endpoint: where it takes over guests of other processes
    :param since: when this was said last
    """

    process: str
    endpoint: str
    since: float

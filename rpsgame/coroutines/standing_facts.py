"""What is told of standings: who is the best, and where whoever reads stands. facts.py has all the others."""

from __future__ import annotations

from typing import NamedTuple

from .fact import Fact

BEST = 3  # who are named where there is one line for all


class Line(NamedTuple):
    """Where somebody stands in a period.

    :param place: 1 is the first; those who are equal share a place
    :param name: '' where an operator has taken it away
    :param rating: None for somebody who has none
    :param won: the matches of the period that they have won, of those that count
    :param lost: those that they have lost
    """

    place: int
    name: str
    rating: int | None
    won: int
    lost: int


class Ranks(NamedTuple):
    """The standings of a period, the same for everybody.

    :param period: 'ever', 'month' or 'today'
    :param lines: the first, best first: for ever by rating, else by the matches won
    :param house: the matches that the house has won and lost
    """

    period: str
    lines: tuple[Line, ...]
    house: tuple[int, int]


class Versus(NamedTuple):
    """The matches that the reader has won and lost against somebody."""

    name: str
    won: int
    lost: int


class Played(NamedTuple):
    """A match of the reader's.

    :param ended: when, in seconds since 1970
    :param opponent: '' is somebody without a name
    :param wins: the games that the reader has won
    :param losses: those that the opponent has won
    :param won: whether the reader has won the match
    """

    ended: int
    opponent: str
    wins: int
    losses: int
    won: bool


class Own(NamedTuple):
    """What is known of somebody with a name.

    :param name: '' where an operator has taken it away
    :param lines: where they stand, in each of the periods
    :param rating: as far as it is known
    :param missing: the matches that are missing, more or less, to a rating that counts; 0: none
    :param versus: their record against whom they play, or have played last, and against the house
    :param last: their last matches, the latest first
    """

    name: str
    lines: tuple[Line | None, ...]
    rating: int | None
    missing: int
    versus: tuple[Versus, ...]
    last: tuple[Played, ...]


def in_a_line(ranks: tuple[Ranks, ...], own: Own | None, name_key: str) -> str:
    """Return the best in one line."""
    best = [f"{line.place} {line.name}" for each in ranks[:1] for line in each.lines[:BEST]]
    return f"Standings: {', '.join(best) or 'nobody yet'}."


# fmt: off
class Standings(Fact, line=in_a_line):
    ranks: tuple[Ranks, ...]
    own: Own | None
    name_key: str
class StandingsAway(Fact, line="The standings cannot be looked up at the moment. Please try again later."): ...
class StandingsKey(Fact, line="{key} shows the standings."):
    key: str

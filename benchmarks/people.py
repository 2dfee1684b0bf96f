"""People at the house, as they were recorded: alone, or with others among them who have come to learn the house."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import NamedTuple

from visits import THROWS, Guest, Place, Visit, play

RECORDED = Path(__file__).with_name("people-throws.txt")
FEW = 3  # matches that a person of a crowd plays


def records() -> list[list[int]]:
    """Return the throws of those whom the strategy never saw, the odd lines; a throw that is missing is left out."""
    lines = [line.split() for line in RECORDED.read_text().splitlines() if not line.startswith("#")]
    whole = [throws.replace("-", "") for throws, *more in lines if len(more) == 2]
    return [[THROWS.index(key) for key in throws] for throws in whole[1::2]]


def stay(place: Place, record: list[int], *, most: int = 0, fresh: bool = False, named: bool = False) -> list[bool]:
    """Let a person play; return whether the house has won each match. What the record cuts off is none.

    :param most: the matches that the person stays for, 0 for as many as there are
    :param fresh: whether they are another guest in each match
    :param named: whether they come again for each match, and the house knows them by their name
    """
    visit, won = Visit(place), list[bool]()
    for mine in record:
        visit.throw(mine)
        if visit.over:
            won.append(visit.needed[0] == 0)
            if len(won) == most:
                return won
            if fresh or named:
                visit = Visit(place, learnt=visit.learnt()) if named else Visit(place)
            else:
                visit.begin()
    visit.leave()
    return won


class Mixed(NamedTuple):
    """The matches of a crowd: which the guests won who are no people, and which the house won of the people."""

    guests: list[bool]
    people: list[bool]


def mix(place: Place, guest: Guest, share: float, matches: int, chance: Random) -> Mixed:
    """Let a guest play this share of so many matches, each as somebody new, and people play the others."""
    known, found = records(), Mixed([], [])
    visits_of_guest = share / (share + (1 - share) / FEW)
    while len(found.guests) + len(found.people) < matches:
        if chance.random() < visits_of_guest:
            found.guests.append(play(Visit(place), guest))
        else:
            found.people.extend(stay(place, chance.choice(known), most=FEW))
    return found

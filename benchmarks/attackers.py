"""Guests who have come to learn the house by heart: one remembers what it answered, the others run its code."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from random import Random

from visits import THROWS, Guest, Place, Visit, play, take_turn

from rpsgame.strategies.purse import BEGINNING, FURTHEST, PART_FULL, PART_MOST, score_name, worth


class Memoriser:
    """Remembers what the house answered to each beginning of a match that was ever played; tries others at times."""

    TRIES = 0.1  # of the throws

    def __init__(self, number: int) -> None:
        self.rng = Random(number)
        self.answers: dict[str, list[int]] = {}

    def throw(self, visit: Visit) -> int:
        self.answer = self.answers.setdefault(visit.played, [0, 0, 0])
        if self.rng.random() < self.TRIES:
            return self.rng.randrange(3)
        rock, paper, scissors = self.answer
        gains = [scissors - paper, rock - scissors, paper - rock]
        return self.rng.choice([throw for throw in range(3) if gains[throw] == max(gains)])

    def see(self, house: int, mine: int) -> None:
        self.answer[house] += 1


class Knower:
    """Knows the pick and how far it is trusted, and beats it.

    :param number: of their chance
    :param blind: their first throws in a match that are random, so that it may begin in any way
    """

    def __init__(self, number: int, blind: int = 0) -> None:
        self.rng, self.blind = Random(number), blind

    def throw(self, visit: Visit) -> int:
        if len(visit.played) < self.blind:
            return self.rng.randrange(3)
        return (visit.known().pick + (1 if self.takes(visit) else -1)) % 3

    def takes(self, visit: Visit) -> bool:
        """Return whether to beat the pick, and not to lose to it."""
        return True

    def see(self, house: int, mine: int) -> None:
        """A knower has nothing to learn."""


class Patient(Knower):
    """Lets the picks win while they are hardly trusted, and beats them when they are."""

    OPENS, SHUTS = 0.1, 0.02  # share of throws

    taking = True

    def takes(self, visit: Visit) -> bool:
        self.taking = visit.known().share > (self.SHUTS if self.taking else self.OPENS)
        return self.taking


class Trader(Knower):
    """Lets the picks win where that costs little, and beats them where that wins much: when a match is close."""

    DEAR = 0.08  # matches, which a throw wins or costs

    def takes(self, visit: Visit) -> bool:
        return visit.known().share * worth(*visit.needed) > self.DEAR


class Shopper(Knower):
    """Begins each match where the house's purse is fullest, and beats the picks."""

    RICH = 0.5  # share of throws that is worth taking at once

    def throw(self, visit: Visit) -> int:
        pick, share = visit.known()
        best = (pick + 1) % 3
        if len(visit.played) >= BEGINNING or share >= self.RICH:
            return best
        purses = visit.purses()

        def richest(beginning: str) -> float:
            if len(beginning) == BEGINNING:
                return purses.get(beginning, PART_MOST)
            return max(richest(beginning + key) for key in THROWS)

        return max(range(3), key=lambda throw: (richest(visit.played + THROWS[throw]), throw == best))


class Climber(Knower):
    """Beats the picks while the house's purse for their score is rich, and else lets them win where the next is."""

    RICH = 0.5  # of a full purse

    def throw(self, visit: Visit) -> int:
        if not visit.played:
            self.score = 0  # of the picks in this match
        return super().throw(visit)

    def takes(self, visit: Visit) -> bool:
        higher = visit.purses().get(score_name(self.score + 1), PART_MOST) / PART_FULL
        takes = visit.known().share >= self.RICH or self.score >= FURTHEST or higher < self.RICH
        self.score += -1 if takes else 1
        return takes


MakeGuest = Callable[[int], Guest]

ATTACKERS: dict[str, MakeGuest] = {
    "memoriser": Memoriser,
    "knower": Knower,
    "blind for two": partial(Knower, blind=2),
    "blind for three": partial(Knower, blind=3),
    "patient": Patient,
    "trader": Trader,
    "shopper": Shopper,
    "climber": Climber,
}


def afresh(place: Place, guest: Guest, matches: int) -> list[bool]:
    """Let a guest play, each match as somebody new; return whether they have won each."""
    return [play(Visit(place), guest) for _ in range(matches)]


def in_one_visit(place: Place, guest: Guest, matches: int) -> list[bool]:
    """Let a guest play so many matches and stay; return whether they have won each."""
    visit, won = Visit(place), list[bool]()
    for _ in range(matches):
        won.append(play(visit, guest))
        visit.begin()
    return won


def by_name(place: Place, guest: Guest, matches: int) -> list[bool]:
    """Let a guest play whom the house knows by name, a visit a match; return whether they have won each."""
    visit, won = Visit(place), list[bool]()
    for _ in range(matches):
        won.append(play(visit, guest))
        visit = Visit(place, learnt=visit.learnt())
    return won


def at_once(place: Place, guests: list[Guest]) -> list[bool]:
    """Let all play a match at the same time, throw by throw; return whether they have won."""
    visits = [Visit(place) for _ in guests]
    while not all(visit.over for visit in visits):
        for visit, guest in zip(visits, guests, strict=True):
            if not visit.over:
                take_turn(visit, guest)
    return [visit.needed[1] == 0 for visit in visits]

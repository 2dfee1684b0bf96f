"""The strategy of the house, against people, programs, and guests who have come to learn it by heart.

    python benchmarks/strategies.py [--places 10] [--matches 20] [--duels 100] [--throws 50000] [--json FILE]

A place is a server of its own, whose house has one purse for all its guests. People are the recorded throws in
people-throws.txt: from the even lines (counted from 0) the strategy has what it knows of people; the odd lines, which
it never saw, are played here. The programs are OpenSpiel's 43 and some of our own. With them a match has 1,000 throws,
and its score is games won less games lost. All chance is seeded; the error is the standard error of the mean.
"""

from __future__ import annotations

import math
import time
import tracemalloc
from collections.abc import Callable, Sequence
from functools import partial
from random import Random
from statistics import fmean, median, variance

from attackers import ATTACKERS, Knower, MakeGuest, Memoriser, Patient, afresh, at_once, by_name, in_one_visit
from load import Report, arguments
from people import mix, records, stay
from programs import MATCH, NAMES, OURS, Bot, Unseen
from visits import ENDLESS, Place, Visit, take_turn

from rpsgame.strategies import DEFAULT

BRIEF = 20  # throws, which few best-of-nines exceed
MATCHES, LEARNT = 240, 40  # an attacker's, and how many of the first do not count
HUNDRED = 100  # attackers at once
CROWD = 1500  # matches of people and an attacker together
SHARES = (0.1, 0.2, 0.3)  # of them that are the attacker's, of which the first sixth does not count


def main(places: int, matches: int, duels: int, throws: int, json: str | None) -> None:
    """Measure, and say it."""
    report = Report(f"The strategy {DEFAULT!r}: best-of-nines, and then scores of {MATCH} throws")
    say_costs(report, throws)
    say_people(report, places)
    say_attackers(report, places)
    for guest in (Knower, Patient):
        say(report, f"{guest.__name__}, an endless match", scores(guest, duels), "at least -30")
    for choose in OURS:
        say(report, choose.__name__, scores(partial(Unseen, choose), matches))
    for name in ("greenberg", "iocainebot"):
        say(report, f"{name}, {duels} matches", scores(partial(Bot, name), duels), "at least 0")
    say_bots(report, matches)
    report.save(json)


# Means and their errors


def squared_error(values: Sequence[float]) -> float:
    """Return the square of the standard error of the mean."""
    return variance(values) / len(values) if len(values) > 1 else math.nan


def mean_and_error(values: Sequence[float]) -> str:
    return f"{fmean(values):.1f} ± {math.sqrt(squared_error(values)):.1f}"


def say(report: Report, what: str, points: Sequence[float], goal: str = "") -> None:
    report.row(what, mean_and_error(points), goal)


# What a throw costs


def say_costs(report: Report, throws: int) -> None:
    """Say the time of a throw, the strategy's and the purse's, and what a guest takes in memory."""
    for number, times, goal in ((BRIEF, 100, "at most 60 µs"), (MATCH, 5, "at most 150 µs")):
        each = sorted(timed(number, times) for _ in range(9))
        figure = f"{median(each):.0f} ({each[0]:.0f} to {each[-1]:.0f}) µs"
        report.row(f"CPU a throw, over {number} throws", figure, goal)
    place, chance = Place(0), Random(0)
    visit_at_random(place, BRIEF, chance)  # what guests share is there, when the next comes
    tracemalloc.start()
    visit, thrown = Visit(place), 0
    for number, goal in ((BRIEF, "at most 10 KiB"), (throws // 2, ""), (throws, "the same")):
        throw_at_random(visit, number - thrown, chance)
        thrown = number
        report.row(f"memory after {number} throws", f"{tracemalloc.get_traced_memory()[0] / 1024:.1f} KiB", goal)
    tracemalloc.stop()


def timed(throws: int, times: int) -> float:
    """Return the microseconds of CPU that a throw takes, over so many visits of so many throws."""
    place, chance = Place(1), Random(1)
    start = time.process_time()
    for _ in range(times):
        visit_at_random(place, throws, chance)
    return 1e6 * (time.process_time() - start) / throws / times


def visit_at_random(place: Place, throws: int, chance: Random) -> None:
    visit = Visit(place)
    throw_at_random(visit, throws, chance)
    visit.leave()


def throw_at_random(visit: Visit, throws: int, chance: Random) -> None:
    for _ in range(throws):
        visit.throw(int(3 * chance.random()))
        if visit.over:
            visit.begin()


# Best-of-nines


def say_people(report: Report, places: int) -> None:
    """Let all people play, one after another, at each place."""
    known = records()
    for how in ("", "new each time", "known by name"):
        first: list[list[bool]] = [[] for _ in known]
        every: list[list[bool]] = [[] for _ in known]
        for number in range(places):
            place, order = Place(number), list(range(len(known)))
            Random(number).shuffle(order)
            for person in order:
                won = stay(place, known[person], fresh=how == "new each time", named=how == "known by name")
                first[person] += won[:1]
                every[person] += won
        goals, how = ("", "") if how else ("at least 66 %", "at least 71 %"), how and f", {how}"
        report.row(f"won of people's first matches{how}", by_person(first), goals[0])
        report.row(f"won of all people's matches{how}", by_person(every), goals[1])


def by_person(found: list[list[bool]]) -> str:
    """Return the share of all matches that are won; its error is that of the persons, who differ."""
    number = sum(map(len, found))
    share = sum(map(sum, found)) / number
    error = math.sqrt(sum((sum(won) - share * len(won)) ** 2 for won in found)) / number
    return f"{100 * share:.1f} ± {100 * error:.1f} %"


def say_attackers(report: Report, places: int) -> None:
    """Say what those win who have come to learn the house: alone, a hundred at once, and among people."""
    for who, make in ATTACKERS.items():
        remembers = make is Memoriser
        alone = [
            [fmean(visits(Place(one), make(one), MATCHES)[LEARNT:]) for one in range(places)]
            for visits in (afresh, in_one_visit, by_name)
        ]
        report.row(
            f"{who}: new each time / in a visit / by name", in_a_row(alone), f"at most {58 if remembers else 60} %"
        )
        if not remembers:
            crowds = [[make(HUNDRED * one + n) for n in range(HUNDRED)] for one in range(places)]
            together = [fmean(at_once(Place(one), guests)) for one, guests in enumerate(crowds)]
            report.row(f"{who}: {HUNDRED} at once", in_a_row([together]), "at most 75 %")
        say_crowd(report, who, make, places, "at most 75 %" if remembers else "")


def say_crowd(report: Report, who: str, make: MakeGuest, places: int, goal: str) -> None:
    """Say what a guest wins who plays some of the matches among people, and what the house wins of the people."""
    theirs, ours = [], []
    for share in SHARES:
        found = [mix(Place(one), make(one), share, CROWD, Random(one)) for one in range(places)]
        theirs.append([fmean(one.guests[len(one.guests) // 6 :]) for one in found])
        ours.append([fmean(one.people) for one in found])
    report.row(f"{who}: {' / '.join(f'{100 * share:.0f}' for share in SHARES)} % of a crowd", in_a_row(theirs), goal)
    report.row("won of people meanwhile", in_a_row(ours))


def in_a_row(found: list[list[float]]) -> str:
    """Return the mean shares, and the greatest of their errors."""
    most = max(math.sqrt(squared_error(values)) for values in found)
    return f"{' / '.join(f'{100 * fmean(values):.1f}' for values in found)} ± {100 * most:.1f} %"


# Scores


def scores(make: Callable[[int], Bot | Unseen | Knower], number: int) -> list[int]:
    """Return the house's score in each of so many matches, each at a place of its own."""
    found = []
    for one in range(1, number + 1):
        visit, guest = Visit(Place(one), ENDLESS), make(one)
        found.append(sum(take_turn(visit, guest) for _ in range(MATCH)))
    return found


def say_bots(report: Report, number: int) -> None:
    """Play OpenSpiel's, print each, and report the mean over all and the least."""
    found = {name: scores(partial(Bot, name), number) for name in NAMES}
    ranked = sorted(found, key=lambda name: fmean(found[name]))
    for name in ranked:
        print(f"    {name:42} {mean_and_error(found[name]):>24}")
    mean = fmean(fmean(points) for points in found.values())
    error = math.sqrt(sum(squared_error(points) for points in found.values())) / len(found)
    report.row(f"mean over the {len(found)}", f"{mean:.1f} ± {error:.1f}", "at least 305 ± 1.5")
    report.row("the least of them", f"{fmean(found[ranked[0]]):.1f}, {ranked[0]}", "at least -15")
    report.found["bars"] = {name: round(fmean(found[name]), 1) for name in reversed(ranked)}


if __name__ == "__main__":
    main(
        **vars(
            arguments(
                __doc__,
                places=(10, "of people and attackers"),
                matches=(20, "against each program"),
                duels=(100, "against greenberg, iocainebot and the clairvoyants"),
                throws=(50_000, "of the guest whose memory is measured"),
            )
        )
    )

"""The strategy of the house, against programs, people and players who know its code.

    python benchmarks/strategies.py [--matches 20] [--duels 100] [--seeds 5] [--throws 50000] [--json FILE]

The programs are OpenSpiel's 43, nearly all from the RoShamBo Programming Competitions, and some of our own that the
strategy was never fitted to. A match has 1,000 throws, as in the competitions; its score is games won less games lost.
The clairvoyants run the house's own code on what it sees, and lack its random numbers only. People are the recorded
throws in people-throws.txt, each record cut into best-of-nines: from the even lines (counted from 0) the strategy has
what it knows of people; the odd lines, which it never saw, are played here. All chance is seeded.
"""

from __future__ import annotations

import ctypes
import math
import time
import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from random import Random
from statistics import fmean, variance
from typing import Any, Protocol

import pyspiel  # type: ignore[import-not-found, unused-ignore]
from load import Report, arguments

from rpsgame.strategies import DEFAULT, STRATEGIES, Strategy
from rpsgame.strategies.chance import Chance
from rpsgame.strategies.reader import THROWS, Mind, Trust, outcome

PEOPLE = Path(__file__).with_name("people-throws.txt")
MATCH = 1000  # throws
NEEDED = 5  # wins in a best-of-nine
BRIEF = 20  # throws, which few best-of-nines exceed


class Opponent(Protocol):
    """A player who throws, as a number, and then sees both throws."""

    def throw(self) -> int: ...

    def see(self, house: int, mine: int) -> None: ...


class Bot:
    """One of OpenSpiel's, in either seat by turns. Asked for fewer throws than 1,000, greenberg corrupts the heap."""

    def __init__(self, name: str, seed: int) -> None:
        ctypes.CDLL(None).srandom(seed)  # the bots draw from libc's random()
        self.seat = seed % 2
        self.bot: Any = pyspiel.make_roshambo_bot(self.seat, name, MATCH)
        rounds = f"repeated_game(stage_game=matrix_rps(),num_repetitions={MATCH})"
        self.state: Any = pyspiel.load_game(rounds).new_initial_state()

    def throw(self) -> int:
        return int(self.bot.step(self.state))

    def see(self, house: int, mine: int) -> None:
        self.state.apply_actions([mine, house] if self.seat == 0 else [house, mine])


class Clairvoyant:
    """Always beats the reader's pick."""

    def __init__(self, seed: int) -> None:
        self.mind, self.trust = Mind(), Trust()

    def throw(self) -> int:
        self.pick = self.mind.pick()
        return (self.pick + 1) % 3

    def see(self, house: int, mine: int) -> None:
        self.trust.learn(self.pick, mine)
        self.mind.learn(house, mine)


class PatientClairvoyant(Clairvoyant):
    """Lets the picks win while they are hardly trusted, and beats them when they are."""

    OPENS, SHUTS = 2.0, 0.5

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.taking = True

    def throw(self) -> int:
        self.taking = self.trust.won > (self.SHUTS if self.taking else self.OPENS)
        self.pick = self.mind.pick()
        return (self.pick + (1 if self.taking else 2)) % 3


class Unseen:
    """A program of our own; *choose* is given the chance, the house's throws and its own."""

    def __init__(self, choose: Callable[[Random, list[int], list[int]], int], seed: int) -> None:
        self.choose, self.rng = choose, Random(seed)
        self.house: list[int] = []
        self.mine: list[int] = []

    def throw(self) -> int:
        return self.choose(self.rng, self.house, self.mine)

    def see(self, house: int, mine: int) -> None:
        self.house.append(house)
        self.mine.append(mine)


def win_stay_lose_shift(rng: Random, house: list[int], mine: list[int]) -> int:
    if not mine or rng.random() < 0.2:
        return rng.randrange(3)
    return mine[-1] if outcome(mine[-1], house[-1]) > 0 else (mine[-1] + 1) % 3


def beats_the_favourite(rng: Random, house: list[int], mine: list[int]) -> int:
    lately = house[-15:] or [rng.randrange(3)]
    return (max(range(3), key=lately.count) + 1) % 3


def noisy_tune(rng: Random, house: list[int], mine: list[int]) -> int:
    tune = (0, 1, 1, 2, 0, 2, 1)
    return tune[len(mine) % len(tune)] if rng.random() < 0.75 else rng.randrange(3)


def turncoat(rng: Random, house: list[int], mine: list[int]) -> int:
    if not mine or rng.random() < 0.1:
        return rng.randrange(3)
    return (house[-1] + len(mine) // 80) % 3


def bigram_reader(rng: Random, house: list[int], mine: list[int]) -> int:
    pairs = zip(house, mine, strict=True)
    followed = [after for before, after in zip(pairs, house[1:], strict=False) if before == (house[-1], mine[-1])]
    return (max(range(3), key=followed[-20:].count) + 1) % 3 if followed else rng.randrange(3)


def never_thrice(rng: Random, house: list[int], mine: list[int]) -> int:
    return rng.choice([throw for throw in range(3) if mine[-2:] != [throw, throw]])


def avoids_its_last(rng: Random, house: list[int], mine: list[int]) -> int:
    return rng.choice([throw for throw in range(3) if mine[-1:] != [throw]])


OURS = (win_stay_lose_shift, beats_the_favourite, noisy_tune, turncoat, bigram_reader, never_thrice, avoids_its_last)


def main(matches: int, duels: int, seeds: int, throws: int, json: str | None) -> None:
    """Measure, and say it."""
    report = Report(f"The strategy {DEFAULT!r}: games won less games lost, of {MATCH} throws a match")
    say_costs(report, throws)
    for adversary in (Clairvoyant, PatientClairvoyant):
        say(report, adversary.__name__, scores(adversary, duels), "at least -30")
    say_people(report, seeds)
    for choose in OURS:
        say(report, choose.__name__, scores(partial(Unseen, choose), matches))
    for name in ("greenberg", "iocainebot"):
        say(report, f"{name}, {duels} matches", scores(partial(Bot, name), duels), "at least 0")
    say_bots(report, matches)
    report.save(json)


def chance_of(seed: int) -> Chance:
    """Return the chance of the house in the match, or in the matches, of a number."""
    return Chance(seed.to_bytes(8, "big"))


def play(strategy: Strategy, opponent: Opponent) -> Iterator[int]:
    """Yield what each throw of a match is to the house: 1, 0 or -1."""
    last = None
    for _ in range(MATCH):
        house, mine = THROWS.index(strategy.send(last) or ""), opponent.throw()
        opponent.see(house, mine)
        last = THROWS[mine]
        yield outcome(house, mine)


def scores(opponent: Callable[[int], Opponent], number: int) -> list[int]:
    """Return the house's score in each of so many matches."""
    return [sum(play(STRATEGIES[DEFAULT](chance_of(seed)), opponent(seed))) for seed in range(1, number + 1)]


def say(report: Report, what: str, points: list[int], goal: str = "") -> None:
    """Say the mean of some matches, and its standard error."""
    report.row(what, mean_and_error(points), goal)


def mean_and_error(points: list[int]) -> str:
    return f"{fmean(points):.1f} ± {math.sqrt(squared_error(points)):.1f}"


def squared_error(points: list[int]) -> float:
    """Return the square of the standard error of the mean."""
    return variance(points) / len(points) if len(points) > 1 else math.nan


def say_bots(report: Report, number: int) -> None:
    """Play OpenSpiel's, print each, and report the mean over all and the least."""
    found = {name: scores(partial(Bot, name), number) for name in pyspiel.roshambo_bot_names()}
    ranked = sorted(found, key=lambda name: fmean(found[name]))
    for name in ranked:
        print(f"    {name:42} {mean_and_error(found[name]):>24}")
    mean = fmean(fmean(points) for points in found.values())
    error = math.sqrt(sum(squared_error(points) for points in found.values())) / len(found)
    report.row(f"mean over the {len(found)}", f"{mean:.1f} ± {error:.1f}", "at least 305 ± 1.5")
    report.row("the least of them", f"{fmean(found[ranked[0]]):.1f}, {ranked[0]}", "at least -15")
    report.found["bars"] = {name: round(fmean(found[name]), 1) for name in reversed(ranked)}


def best_of_nines(chance: Chance, throws: Iterable[str]) -> Iterator[bool]:
    """Yield whether the house wins, one match after another; the last one, which the record cuts off, is none."""
    strategy, last, wins = STRATEGIES[DEFAULT](chance), None, {1: 0, 0: 0, -1: 0}
    for guest in throws:
        wins[outcome(THROWS.index(strategy.send(last) or ""), THROWS.index(guest))] += 1
        last = guest
        if NEEDED in (wins[1], wins[-1]):
            yield wins[1] == NEEDED
            strategy, last, wins = STRATEGIES[DEFAULT](chance), None, {1: 0, 0: 0, -1: 0}


def say_people(report: Report, seeds: int) -> None:
    """Play the odd lines of the file, so many times with other chance; a throw that is missing is left out."""
    lines = [line for line in PEOPLE.read_text().splitlines() if not line.startswith("#")]
    records = [line.split()[0].replace("-", "") for line in lines if len(line.split()) == 3]
    first, every = list[bool](), list[bool]()
    for person, record in enumerate(records[1::2]):
        for seed in range(seeds):
            won = list(best_of_nines(chance_of(1000 * person + seed), iter(record)))
            first += won[:1]
            every += won
    report.row("best-of-nines won against people", f"{fmean(every):.1%} of {len(every)}", "at least 65 %")
    report.row("best-of-nines won, a person's first", f"{fmean(first):.1%} of {len(first)}", "")


def say_costs(report: Report, throws: int) -> None:
    """Say the time of a throw, and what a match holds in memory after few throws and after many."""
    each = sorted(timed(MATCH) for _ in range(9))
    figure = f"{each[4]:.3f} ({each[0]:.3f} to {each[-1]:.3f}) ms"
    report.row("CPU a throw, 9 matches", figure, "at most 0.25 ms")
    for number, goal in ((BRIEF, ""), (throws // 2, ""), (throws, "the same")):
        tracemalloc.start()
        strategy = idle(number)
        report.row(f"memory after {number} throws", f"{tracemalloc.get_traced_memory()[0] / 1024:.0f} KiB", goal)
        tracemalloc.stop()
        strategy.close()


def timed(throws: int) -> float:
    """Return the milliseconds of CPU that a throw takes."""
    start = time.process_time()
    idle(throws)
    return 1000 * (time.process_time() - start) / throws


def idle(throws: int) -> Strategy:
    """Return a strategy after so many throws against chance."""
    strategy, chance, last = STRATEGIES[DEFAULT](chance_of(1)), Random(2), None
    for _ in range(throws):
        strategy.send(last)
        last = chance.choice(THROWS)
    return strategy


if __name__ == "__main__":
    main(
        **vars(
            arguments(
                __doc__,
                matches=(20, "against each program"),
                duels=(100, "against greenberg, iocainebot and the clairvoyants"),
                seeds=(5, "times each person's record is played"),
                throws=(50_000, "in the match whose memory is measured"),
            )
        )
    )

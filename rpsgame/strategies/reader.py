"""What a guest will throw next, and whether to believe it: a mind that reads, and the trust in it.

Each context looks at the last few throws, and at what followed the same throws before. It makes predictions of several
kinds, among them how the guest answers the throw that the house seems to prefer: so it reads second-guessers, as did
Iocaine Powder, which won the first RoShamBo Programming Competition (Egnor 1999). The mind blends all by how well they
foretold, lately and all along: the weighted majority of Littlestone and Warmuth (1994), with likelihoods that fade.

In fifteen throws nobody learns much, so what people do is there before (Wang, Xu and Zhou 2014, "Social cycling and
conditional responses in the Rock-Paper-Scissors game"); the figures are from half of the people that Brockbank and Vul
recorded, benchmarks/people-throws.txt. A player who reads this file knows every pick of the mind, but not when the
trust lets the house throw at random instead, which it does as far as the picks do not win.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log
from typing import TypeAlias

from ..coroutines.toolbox import advance_generator_once
from .contract import LastWord, MatchOver, Outcomes, Setting, Strategy, StrategyCoroutine

Counts: TypeAlias = tuple[float, ...]  # of rock, paper and scissors, or their odds

THROWS = "rps"  # a circle: each throw beats the one before it; in what follows, a throw is its place there

# How many of the house's and of the guest's last throws a context looks at.
LENGTHS = [(0, n) for n in range(6)] + [(n, 0) for n in range(1, 6)] + [(n, n) for n in range(1, 5)]
SPAN = 3**5  # that many different pasts of one player are told apart
MOST_ROWS = 250  # of a context, for a match without end; the row that was not used for longest is forgotten

NEVER: Counts = (0.0, 0.0, 0.0)
ONCE: tuple[Counts, ...] = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))

# Counts fade by these factors when they are added to.
SHORT_FADE, LONG_FADE = 0.6, 0.9  # the guest's throws in a row: some soon change their minds
HOUSE_FADE = 0.9  # the house's
NEW_FADE, OLD_FADE = 0.95, 0.99  # the guest's answers to the house's likeliest throw: lately, and over the match
DOUBT = 0.3  # added to each count, so that nothing seen once is certain
RARER, SLIP = 0.3, 0.02  # a guest who evens out: the odds of a throw for one use more, and the least odds of any throw

# A predictor's score: over some ten throws, what works now, and over some five hundred, what has worked all along.
LATELY_FADE, LATELY_WEIGHT = 0.9, 0.8
STEADY_FADE, STEADY_WEIGHT = 0.998, 0.2

PEOPLE_FIRST: Counts = (0.30, 0.45, 0.25)  # what people throw first
PEOPLE_NEXT = [  # how they move on (stay, up, down the circle); a row for what they did before, and then
    [(0.42, 0.28, 0.30), (0.32, 0.29, 0.39), (0.61, 0.21, 0.18)],  # had stayed: after a tie, a loss, a win
    [(0.27, 0.42, 0.31), (0.19, 0.46, 0.35), (0.28, 0.45, 0.27)],  # had moved up
    [(0.24, 0.34, 0.42), (0.20, 0.32, 0.48), (0.30, 0.28, 0.42)],  # had moved down
]
PEOPLE_WEIGHT = 12  # throws of this guest that weigh as much as what is known of all
PEOPLE_HEAD_START = 12.0  # of its score lately: a short match is over before much else is learnt

# What the trust can lose, and the least edge worth a risk: a player who knows every pick takes less than 30 of 1,000
# throws.
FIRST_STAKE, LAST_STAKE, STAKE_GROWTH, LEAST_EDGE = 20.0, 80.0, 1 / 16, 1 / 64


class Past:
    """The last throws of both players, each as one number in base three."""

    def __init__(self) -> None:
        self.house = self.guest = self.throws = 0

    def add(self, house: int, guest: int) -> None:
        self.house = (self.house * 3 + house) % SPAN
        self.guest = (self.guest * 3 + guest) % SPAN
        self.throws += 1


class Row:
    """What each threw where the last throws were the same; *ever* is the guest's without fading."""

    __slots__ = ("ever", "house", "long", "short")

    def __init__(self) -> None:
        self.house = self.short = self.long = self.ever = NEVER


class Context:
    """One way to look at the past: its rows, and how the guest answers what the house threw most in them."""

    __slots__ = ("guest_span", "house_span", "likeliest", "new", "old", "row", "rows")
    PREDICTORS = 5

    def __init__(self, house_length: int, guest_length: int) -> None:
        self.house_span, self.guest_span = 3**house_length, 3**guest_length
        self.rows: dict[int, Row] = {}
        self.new = self.old = NEVER

    def predict(self, past: Past) -> list[Counts]:
        key = past.house % self.house_span * self.guest_span + past.guest % self.guest_span
        self.row = row = self.rows.pop(key) if key in self.rows else Row()
        self.rows[key] = row  # the row that was used last is last
        if len(self.rows) > MOST_ROWS:
            del self.rows[next(iter(self.rows))]
        self.likeliest = likeliest = row.house.index(max(row.house))
        new, old = (NEVER, NEVER) if row.house is NEVER else (self.new, self.old)
        return [evening_out(row.ever), odds(row.short), odds(row.long), odds(new, likeliest), odds(old, likeliest)]

    def learn(self, house: int, guest: int) -> None:
        row = self.row
        if row.house is not NEVER:
            answer = (guest - self.likeliest) % 3
            self.new, self.old = add(self.new, answer, NEW_FADE), add(self.old, answer, OLD_FADE)
        row.house = add(row.house, house, HOUSE_FADE)
        row.short, row.long = add(row.short, guest, SHORT_FADE), add(row.long, guest, LONG_FADE)
        row.ever = add(row.ever, guest, 1)


class People:
    """How people play, known before this guest has thrown at all, and corrected by how this guest plays."""

    def __init__(self) -> None:
        self.rows: dict[tuple[int, int], Counts] = {}

    def predict(self, past: Past) -> list[Counts]:
        self.start = past.guest % 3
        move = (self.start - past.guest // 3) % 3 if past.throws > 1 else 0
        self.situation = move, (past.house - self.start) % 3
        return [odds(self.known(), self.start) if past.throws else PEOPLE_FIRST]

    def known(self) -> Counts:
        move, result = self.situation
        return self.rows.get(self.situation) or tuple(PEOPLE_WEIGHT * share for share in PEOPLE_NEXT[move][result])

    def learn(self, house: int, guest: int) -> None:
        self.rows[self.situation] = add(self.known(), (guest - self.start) % 3, 1)


class Mind:
    """Blends all predictions, each with the weight exp(its scores); a score is a log likelihood that fades."""

    def __init__(self) -> None:
        self.past = Past()
        self.sources: list[Context | People] = [People(), *(Context(*lengths) for lengths in LENGTHS)]
        others = len(LENGTHS) * Context.PREDICTORS
        self.lately = [PEOPLE_HEAD_START] + [0.0] * others
        self.steady = [0.0] * (1 + others)

    def pick(self) -> int:
        """Return the throw that wins most against what the guest is expected to throw."""
        self.predictions = [odds for source in self.sources for odds in source.predict(self.past)]
        both = zip(self.lately, self.steady, strict=True)
        scores = [LATELY_WEIGHT * now + STEADY_WEIGHT * long for now, long in both]
        best = max(scores)
        weights = [exp(score - best) for score in scores]
        columns = zip(*self.predictions, strict=True)
        rock, paper, scissors = (sum(map(float.__mul__, weights, column)) for column in columns)
        gains = [scissors - paper, rock - scissors, paper - rock]
        return gains.index(max(gains))

    def learn(self, house: int, guest: int) -> None:
        """Hear what was thrown in the game that the last pick was for."""
        found = [log(odds[guest]) for odds in self.predictions]
        self.lately = [LATELY_FADE * score + new for score, new in zip(self.lately, found, strict=True)]
        self.steady = [STEADY_FADE * score + new for score, new in zip(self.steady, found, strict=True)]
        for source in self.sources:
            source.learn(house, guest)
        self.past.add(house, guest)


class Trust:
    """What the picks would have won lately, out of a stake: the share of throws that trusts them.

    A player who knows every pick gains this share as it falls, but pays nearly as much for each rise.
    """

    def __init__(self) -> None:
        self.won = self.stake = FIRST_STAKE

    def learn(self, pick: int, guest: int) -> None:
        self.stake = min(self.stake + STAKE_GROWTH, LAST_STAKE)
        self.won = min(max(self.won + outcome(pick, guest) - LEAST_EDGE, 0.0), self.stake)


def outcome(mine: int, theirs: int) -> int:
    """Return 1 for a win, 0 for a tie, -1 for a loss."""
    return (mine - theirs + 1) % 3 - 1


def add(counts: Counts, throw: int, fade: float) -> Counts:
    """Return the counts with one more; most rows are seen once, and share theirs."""
    if counts is NEVER:
        return ONCE[throw]
    rock, paper, scissors = counts
    return rock * fade + (throw == 0), paper * fade + (throw == 1), scissors * fade + (throw == 2)


def odds(counts: Counts, start: int = 0) -> Counts:
    """Return the odds of rock, paper and scissors; the counts run round the circle from *start*."""
    low, middle, high = counts
    total = low + middle + high + 3 * DOUBT
    shares = ((low + DOUBT) / total, (middle + DOUBT) / total, (high + DOUBT) / total)
    return shares[-start:] + shares[:-start] if start else shares


def evening_out(counts: Counts) -> Counts:
    """Return the odds for one who prefers what was used least."""
    least, (rock, paper, scissors) = min(counts), counts
    rock, paper, scissors = RARER ** (rock - least), RARER ** (paper - least), RARER ** (scissors - least)
    scale = (1 - 3 * SLIP) / (rock + paper + scissors)
    return SLIP + scale * rock, SLIP + scale * paper, SLIP + scale * scissors


@advance_generator_once
def reader(setting: Setting) -> StrategyCoroutine:
    """coroutine that reads its opponent, and throws at random as far as that does not win

    yields: the key of the throw for the next game

    accepts to .send(): the opponent's throw in the last game, None before the first

    accepts to .throw(): MatchOver: it ends, and returns its LastWord
    """
    from .remarks import Habits

    throws, chance = setting.throws, setting.chance
    mind, trust = setting.kept or (Mind(), Trust())
    habits = Habits()
    try:
        yield None
        while True:
            pick = mind.pick()
            house = pick if chance.random() * trust.stake < trust.won else chance.randrange(3)
            guest = throws.index((yield throws[house]))
            trust.learn(pick, guest)
            mind.learn(house, guest)
            habits.learn(house, guest)
    except MatchOver:
        return LastWord(habits.remark(), (mind, trust))


def is_circle(throws: Sequence[str], outcomes: Outcomes | None) -> bool:
    """Return whether each throw beats the one before it."""
    return outcomes is not None and [list(row) for row in outcomes] == [[0, -1, 1], [1, 0, -1], [-1, 1, 0]]


READER = Strategy("reader", reader, is_circle)

"""What a guest will throw next, from what both have thrown: a mind that reads.

Each context looks at the last few throws, and at what followed the same throws before. It makes three predictions, one
of them how the guest answers the throw that the house seems to prefer: so it reads second-guessers, as did Iocaine
Powder, which won the first RoShamBo Programming Competition (Egnor 1999). The mind blends all by how well they
foretold, lately and all along: the weighted majority of Littlestone and Warmuth (1994), with likelihoods that fade.

A player who reads this file knows every pick of the mind.
"""

from __future__ import annotations

from array import array
from itertools import chain
from math import exp, log
from operator import mul

from .circle import Odds, odds, outcomes, turned
from .places import Own, Seen, nothing
from .prior import People

# How many of the house's and of the guest's last throws a context looks at. Two contexts, beside what is known of
# people, read people's matches as well as all do.
EARLY = [(0, 1), (1, 1)]
LATE = [(0, 0), (1, 0), (0, 2), (2, 0), (0, 3), (2, 1), (3, 0), (0, 4), (2, 2), (0, 5), (3, 3)]
JOIN = 32  # games after which the late ones join
LONGEST = 5  # of the lengths
MOST_ROWS = 3**6  # of a context: one that has more, on a circle of five, is left out

ANSWERS_FADE = 0.99  # of the guest's answers to the house's likeliest throw, when they are added to

# A predictor's score: over some ten throws, what works now, and over some five hundred, what has worked all along.
LATELY_FADE, LATELY_WEIGHT = 0.9, 0.8
STEADY_FADE, STEADY_WEIGHT = 0.998, 0.2
REMEMBERED = 128  # games, the last, by which a mind is made again, in 6 ms; of more, people gain nothing
PEOPLE_HEAD_START = 14.0  # of its score lately: a short match is over before much else is learnt


class Panel:
    """Some contexts, perhaps with what is known of people: what they saw, what they foretell, and how well they did.

    A score is a log likelihood that fades, relative to that of chance: so whoever joins late starts level.
    """

    def __init__(self, throws: int, lengths: list[tuple[int, int]], people: list[People]) -> None:
        self.throws, self.people = throws, people
        self.contexts: list[tuple[int, int, int]] = []  # the first row, and how many pasts of each player there are
        rows = 0
        for house, guest in lengths:
            if throws ** (house + guest) <= MOST_ROWS:
                self.contexts.append((rows, throws**house, throws**guest))
                rows += throws ** (house + guest)
        self.rows: list[Seen | Own] = [nothing(throws)] * rows
        self.answers = [array("d", [0] * throws) for _ in self.contexts]
        self.lately = array("d", [PEOPLE_HEAD_START] * len(people) + [0] * (3 * len(self.contexts)))
        self.steady = array("d", [0] * len(self.lately))
        self.house = self.guest = 0  # the last throws, each as one number
        self.predictions = array("d")  # one after another, all odds in a row
        self.used: list[tuple[int, int | None]] = []  # the rows, and what the house threw most there

    def predict(self) -> list[Odds]:
        """Return what each predictor expects of the guest."""
        house, guest = self.house, self.guest
        found = [source.predict() for source in self.people]
        chance = (1.0,) * self.throws
        self.used.clear()
        for (first, span, guest_span), answers in zip(self.contexts, self.answers, strict=True):
            row = first + house % span * guest_span + guest % guest_span
            seen = self.rows[row]
            likeliest = seen.likeliest
            self.used.append((row, likeliest))
            found += seen.foretell()
            found.append(chance if likeliest is None else turned(odds(answers), likeliest))
        self.predictions = array("d", chain.from_iterable(found))
        return found

    def scores(self) -> list[float]:
        """Return how well each predictor did."""
        both = zip(self.lately, self.steady, strict=True)
        return [LATELY_WEIGHT * now + STEADY_WEIGHT * long for now, long in both]

    def learn(self, house: int, guest: int) -> None:
        """Hear what was thrown in the game that was predicted last."""
        found = list(map(log, self.predictions[guest :: self.throws]))
        self.lately = array("d", [LATELY_FADE * score + new for score, new in zip(self.lately, found, strict=True)])
        self.steady = array("d", [STEADY_FADE * score + new for score, new in zip(self.steady, found, strict=True)])
        for source in self.people:
            source.learn(house, guest)
        for (row, likeliest), answers in zip(self.used, self.answers, strict=True):
            self.rows[row] = self.rows[row].then(house, guest)
            if likeliest is not None:
                for throw, count in enumerate(answers):
                    answers[throw] = ANSWERS_FADE * count
                answers[(guest - likeliest) % self.throws] += 1
        self.house = (self.house * self.throws + house) % self.throws**LONGEST
        self.guest = (self.guest * self.throws + guest) % self.throws**LONGEST


class Mind:
    """Blends all predictions, each with the weight exp(its score).

    :param throws: how many throws are on the game's circle, 3 or 5
    """

    def __init__(self, throws: int = 3) -> None:
        self.throws = throws
        self.panels = [Panel(throws, EARLY, [People()] if throws == 3 else [])]
        self.games = bytearray()  # the last, which both have thrown

    def pick(self) -> int:
        """Return the throw that wins most against what the guest is expected to throw."""
        predictions = [odds for panel in self.panels for odds in panel.predict()]
        scores = [score for panel in self.panels for score in panel.scores()]
        best = max(scores)
        weights = [exp(score - best) for score in scores]
        expected = [sum(map(mul, weights, column)) for column in zip(*predictions, strict=True)]
        gains = [sum(map(mul, row, expected)) for row in outcomes(self.throws)]
        return gains.index(max(gains))

    def learn(self, house: int, guest: int) -> None:
        """Hear what was thrown in the game that the last pick was for."""
        for panel in self.panels:
            panel.learn(house, guest)
        self.games.append(house * self.throws + guest)
        if len(self.panels) == 1 and len(self.games) == JOIN:
            self.join()
        del self.games[:-REMEMBERED]

    def join(self) -> None:
        """Let the late contexts hear all games, after which they are as if they had been there."""
        late = Panel(self.throws, LATE, [])
        for game in self.games:
            late.predict()
            late.learn(*divmod(game, self.throws))
        self.panels.append(late)

    def hear(self, games: bytes) -> None:
        """Hear games that were played before, such as *games* of another mind."""
        for game in games:
            house, guest = divmod(game, self.throws)
            if house >= self.throws:
                raise ValueError(f"{game} is no game of {self.throws} throws")
            for panel in self.panels:
                panel.predict()
            self.learn(house, guest)

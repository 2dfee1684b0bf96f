"""Predictions, blended by how well those who make them have foretold, lately and all along.

It is the weighted majority of Littlestone and Warmuth (1994), with likelihoods that fade.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence, Sized
from math import exp, fsum, log
from operator import mul
from typing import Protocol

from .circle import Odds

# A score: by what works now, and what has worked all along.
LATELY_FADE, LATELY_WEIGHT = 0.9, 0.8
STEADY_FADE, STEADY_WEIGHT = 0.998, 0.2

LONGEST = 5  # throws of a player that are remembered one by one


class Predictor(Sized, Protocol):
    """One who expects something of the guest, in one way or several, of which the length is the number."""

    def predict(self, house: int, guest: int) -> list[Odds]:
        """Return the odds of the guest's next throw, after the last throws of both, each player's as one number."""

    def learn(self, house: int, guest: int) -> None:
        """Hear what was thrown in the game that was predicted."""


class Blend:
    """What several predictors expect, each weighed by exp(its score).

    A score is a log likelihood that fades, relative to that of chance: so one that joins late starts level.

    :param throws: how many there are
    :param head_start: what the first prediction's score begins with
    :ivar predictors: who is in it
    :ivar lately: the score of each prediction over some ten throws
    :ivar steady: the same over some five hundred
    """

    __slots__ = ("_guest", "_house", "_predictions", "_throws", "lately", "predictors", "steady")

    def __init__(self, throws: int, predictors: Sequence[Predictor], head_start: float = 0.0) -> None:
        self._throws, self.predictors = throws, list(predictors)
        self.lately = array("d", [0.0]) * sum(map(len, predictors))
        self.steady = self.lately[:]
        self.lately[0] = head_start
        self._predictions: list[Odds] = []
        self._house = self._guest = 0

    def expect(self) -> list[float]:
        """Return how likely each throw of the guest's is, by any scale."""
        self._predictions = found = [
            odds for predictor in self.predictors for odds in predictor.predict(self._house, self._guest)
        ]
        scores = self.scores()
        best = max(scores)
        weights = [exp(score - best) for score in scores]
        return [fsum(map(mul, weights, column)) for column in zip(*found, strict=True)]

    def scores(self) -> list[float]:
        """Return how well each prediction did so far."""
        both = zip(self.lately, self.steady, strict=True)
        return [LATELY_WEIGHT * now + STEADY_WEIGHT * long for now, long in both]

    def learn(self, house: int, guest: int) -> None:
        """Hear what was thrown in the game that was expected."""
        found = [log(odds[guest]) for odds in self._predictions]
        self.lately = array("d", [LATELY_FADE * score + new for score, new in zip(self.lately, found, strict=True)])
        self.steady = array("d", [STEADY_FADE * score + new for score, new in zip(self.steady, found, strict=True)])
        for predictor in self.predictors:
            predictor.learn(house, guest)
        self._house = (self._house * self._throws + house) % self._throws**LONGEST
        self._guest = (self._guest * self._throws + guest) % self._throws**LONGEST

    def join(self, other: Blend) -> None:
        """Take in all predictors of another blend, which has heard the same."""
        self.predictors += other.predictors
        self.lately += other.lately
        self.steady += other.steady

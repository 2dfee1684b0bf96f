"""Glicko-2 ratings, after every match: how well somebody plays, and how sure that is.

Mark Glickman, "Example of the Glicko-2 system" (2013), step by step. As lichess does, each match is rated at
once, with the fraction of a rating period since the one before: a rating grows less sure by the days, not by matches.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, exp, log, pi, sqrt
from typing import NamedTuple

START, SCALE = 1500.0, 173.7178  # the middle of all ratings; what one unit of the paper's own scale is
LEAST, MOST = 45.0, 500.0  # of a deviation: it is never quite sure, nor less sure than of somebody new
PROVISIONAL = 110.0  # a deviation above this says that too little is known
VOLATILITY = 0.09  # of somebody new
TAU = 0.75  # how fast a volatility changes, as at lichess
PERIODS_A_DAY = 0.21436  # so a deviation of 60 becomes 110 within a year
DAY = 24 * 3600.0
EQUAL = 0.22  # what a match between equals says, on the paper's scale: a quarter, less what is not sure of the other
NEAR = 1e-6  # of the volatility's logarithm


class Rating(NamedTuple):
    """How well somebody plays.

    :param rating: 1500 is the middle
    :param deviation: how unsure that is: the rating is within two of them, 19 times of 20
    :param volatility: how much the rating is expected to change
    :param rated: when it was made, in seconds since 1970
    """

    rating: float = START
    deviation: float = MOST
    volatility: float = VOLATILITY
    rated: float = 0.0


def periods(rating: Rating, now: float) -> float:
    """Return the rating periods, with their fraction, since a rating was made; none where the clock was set back."""
    return max(0.0, now - rating.rated) / DAY * PERIODS_A_DAY


def at(rating: Rating, now: float) -> Rating:
    """Return a rating as it is by now: with less certainty."""
    deviation = SCALE * sqrt((rating.deviation / SCALE) ** 2 + rating.volatility**2 * periods(rating, now))
    return Rating(rating.rating, min(deviation, MOST), rating.volatility, rating.rated)


def settled_until(rating: Rating) -> float | None:
    """Return until when a rating is not provisional, if nothing is played; None: it is provisional already."""
    if rating.deviation > PROVISIONAL:
        return None
    room = (PROVISIONAL**2 - rating.deviation**2) / SCALE**2
    return rating.rated + room / rating.volatility**2 / PERIODS_A_DAY * DAY


def matches_missing(deviation: float) -> int:
    """Return about how many matches against equals make a rating with this deviation one that is not provisional."""
    missing = (SCALE / PROVISIONAL) ** 2 - (SCALE / min(deviation, MOST)) ** 2
    return max(ceil(missing / EQUAL), 0)


def after_match(winner: Rating, loser: Rating, now: float) -> tuple[Rating, Rating]:
    """Return the ratings of both after a match."""
    return (
        after(winner, [(at(loser, now), 1.0)], now, periods(winner, now)),
        after(loser, [(at(winner, now), 0.0)], now, periods(loser, now)),
    )


def after(
    rating: Rating, games: Sequence[tuple[Rating, float]], now: float, elapsed: float = 1.0, tau: float = TAU
) -> Rating:
    """Return a rating after some games.

    :param games: the rating of each opponent, with the score: 1 for a win, 0 for a loss
    :param now: when they were over
    :param elapsed: the periods since the rating was made; in the paper it is always one
    """
    mu, phi = (rating.rating - START) / SCALE, rating.deviation / SCALE
    information = surprise = 0.0
    for other, score in games:
        weight = 1 / sqrt(1 + 3 * (other.deviation / SCALE / pi) ** 2)
        expected = 1 / (1 + exp(-weight * (mu - (other.rating - START) / SCALE)))
        information += weight**2 * expected * (1 - expected)
        surprise += weight * (score - expected)
    volatility = _volatility(rating.volatility, phi, 1 / information, surprise / information, tau)
    before = phi**2 + volatility**2 * elapsed
    new = 1 / sqrt(1 / before + information)
    deviation = min(max(new * SCALE, LEAST), MOST)
    return Rating(START + SCALE * (mu + new**2 * surprise), deviation, volatility, now)


def _volatility(sigma: float, phi: float, variance: float, delta: float, tau: float) -> float:
    """Return the new volatility: step 5 of the paper, by the Illinois method.

    :param variance: of the rating, by the games alone
    :param delta: how far the rating moves, by the games alone
    """

    def f(x: float) -> float:
        spread = phi**2 + variance + exp(x)
        return exp(x) * (delta**2 - spread) / (2 * spread**2) - (x - start) / tau**2

    start = low = log(sigma**2)
    if delta**2 > phi**2 + variance:
        high = log(delta**2 - phi**2 - variance)
    else:
        high = start - tau
        while f(high) < 0:
            high -= tau
    at_low, at_high = f(low), f(high)
    while abs(high - low) > NEAR:
        middle = low + (low - high) * at_low / (at_high - at_low)
        at_middle = f(middle)
        if at_middle * at_high <= 0:
            low, at_low = high, at_high
        else:
            at_low /= 2
        high, at_high = middle, at_middle
    return exp(low / 2)

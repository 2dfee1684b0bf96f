"""Ratings: the paper's example, and what holds of all."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some
from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines.glicko import (
    DAY,
    LEAST,
    MOST,
    PERIODS_A_DAY,
    PROVISIONAL,
    Rating,
    after,
    after_match,
    at,
    settled_until,
)

YEAR = 365 * DAY
ratings = some.builds(
    Rating, some.floats(0, 4000), some.floats(LEAST, MOST), some.floats(0.03, 0.2), some.floats(0, 2e9)
)


class PaperTests(SynchronousTestCase):
    """Glickman's example."""

    def test_example(self) -> None:
        """A player of 1500 who wins against 1400 and loses to 1550 and 1700 comes out as the paper says."""
        games = [(Rating(1400, 30), 1.0), (Rating(1550, 100), 0.0), (Rating(1700, 300), 0.0)]
        rating = after(Rating(1500, 200, 0.06), games, 0.0, tau=0.5)
        self.assertAlmostEqual(rating.rating, 1464.05, 2)  # the paper rounds its steps, to 1464.06
        self.assertAlmostEqual(rating.deviation, 151.52, 2)
        self.assertAlmostEqual(rating.volatility, 0.059996, 6)


class MatchTests(SynchronousTestCase):
    """Ratings from match to match."""

    def test_first_match(self) -> None:
        """Two who are new part by as much as each other, and more is known of both."""
        winner, loser = after_match(Rating(), Rating(), 1000.0)
        self.assertAlmostEqual(winner.rating - 1500, 1500 - loser.rating)
        self.assertGreater(winner.rating, 1600)
        self.assertLess(winner.deviation, MOST)
        self.assertEqual(winner.rated, 1000.0)

    def test_away(self) -> None:
        """A rating grows less sure with the days, up to that of somebody new; the rating itself stays."""
        rating = Rating(1700, 60, 0.06, 0)
        by_then = [at(rating, days * DAY).deviation for days in (0, 100, 1000, 1e7)]
        self.assertEqual(by_then, sorted(by_then))
        self.assertEqual((round(by_then[0]), by_then[-1]), (60, MOST))
        self.assertEqual(at(rating, YEAR).rating, 1700)

    def test_periods(self) -> None:
        """A day is the fraction of a period that lichess has."""
        day = at(Rating(1500, 60, 0.09, 0), DAY).deviation
        self.assertAlmostEqual(day, 173.7178 * ((60 / 173.7178) ** 2 + 0.09**2 * PERIODS_A_DAY) ** 0.5)

    def test_settled(self) -> None:
        """A rating is provisional from the moment on that was said."""
        rating = Rating(1500, 60, 0.09, 1e9)
        until = settled_until(rating)
        assert until is not None
        self.assertAlmostEqual(at(rating, until).deviation, PROVISIONAL)
        self.assertIsNone(settled_until(Rating()))

    def test_sure(self) -> None:
        """A player who plays on is known better and better, within a bound."""
        rating, now = Rating(), 0.0
        for match in range(400):
            now += 600
            rating = (
                after_match(rating, Rating(rated=now), now)[0] if match % 2 else after_match(Rating(), rating, now)[1]
            )
        self.assertEqual(rating.deviation, LEAST)

    def test_clock_set_back(self) -> None:
        """A clock that was set back makes nobody surer than they were."""
        rating = Rating(1500, 60, 0.09, 1e9)
        self.assertAlmostEqual(at(rating, 0).deviation, 60)

    @given(ratings, ratings, some.floats(0, 3e9))
    def test_any_two(self, one: Rating, other: Rating, now: float) -> None:
        """Whoever they are: the winner's rating does not fall, the loser's does not rise, and both stay in bounds."""
        winner, loser = after_match(one, other, now)
        self.assertGreaterEqual(winner.rating, one.rating)
        self.assertLessEqual(loser.rating, other.rating)
        for rating in (winner, loser):
            self.assertTrue(LEAST <= rating.deviation <= MOST)
            self.assertTrue(0.001 < rating.volatility < 1)

"""How far the picks are trusted against one guest."""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from rpsgame.strategies.trust import DEAREST, FIRST_STAKE, LAST_STAKE, STAKE_GROWTH, Trust

LONG = round((LAST_STAKE - FIRST_STAKE) / STAKE_GROWTH)  # games until the stake has grown
CHEAP = 1e-6  # matches, which a game of a long match is worth


def after(*outcomes: int) -> Trust:
    """Return the trust after picks that would have been worth so much."""
    trust = Trust()
    for outcome in outcomes:
        trust.learn(outcome)
    return trust


class TrustTests(SynchronousTestCase):
    """What is lent, and what the guest's record adds to it."""

    def test_a_new_guest(self) -> None:
        """Of a guest who is not known, as much is risked as is lent."""
        for lent in (0.0, 0.02, 0.5, 1.0):
            self.assertAlmostEqual(Trust().share(lent, CHEAP), lent)

    def test_losses(self) -> None:
        """Picks that lose are trusted less, and at last not at all; one that wins then is hardly trusted."""
        self.assertLess(after(*[-1] * 5).share(1.0, CHEAP), 0.8)
        self.assertEqual(after(*[-1] * 25).share(1.0, CHEAP), 0.0)
        self.assertLess(after(*[-1] * 25, 1).share(1.0, CHEAP), 0.06)

    def test_wins(self) -> None:
        """In a long match, picks that win are trusted though little is lent, and never more than fully."""
        self.assertGreater(after(*[1] * LONG).share(0.02, CHEAP), (LAST_STAKE - FIRST_STAKE) / LAST_STAKE)
        self.assertEqual(after(*[1] * LONG).share(1.0, CHEAP), 1.0)

    def test_ties(self) -> None:
        """Picks that win nothing are trusted less and less: chance would do as well."""
        self.assertLess(after(*[0] * LONG).share(1.0, CHEAP), 0.1)

    def test_dear_games(self) -> None:
        """However well the picks did, little is bet on a dear game where little is lent, and no less on a stranger."""
        known, stranger = after(*[1] * LONG), Trust()
        for lent in (0.02, 0.3, 1.0):
            for price in (0.03, 0.137, DEAREST):
                self.assertLessEqual(known.share(lent, price) * price, lent * DEAREST + 1e-12)
                self.assertAlmostEqual(stranger.share(lent, price), lent)
        self.assertGreater(known.share(0.02, 0.03), 10 * known.share(0.02, DEAREST))

    def test_nothing_at_stake(self) -> None:
        """A game that can hardly change the match may be worth nothing at all."""
        self.assertAlmostEqual(Trust().share(0.02, 0.0), 0.02)

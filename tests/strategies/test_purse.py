"""The purse of the house: what goes in, how far it trusts, and what comes out."""

from __future__ import annotations

import json
from math import comb
from typing import Any

from twisted.trial.unittest import SynchronousTestCase

from rpsgame.strategies.purse import BEGINNING, BEGINNING_MOST, FULL, LEAST_SHARE, MOST, purse, worth


class PurseTests(SynchronousTestCase):
    """Matches that ask, and are over."""

    def setUp(self) -> None:
        self.purse = purse()

    def ask(self, match: str, won: float = 0.0, throw: str | None = None) -> float:
        """Return the answer to a match."""
        return float(self.purse.send(("ask", match, (won, throw))))

    def over(self, match: str, played: bool = True) -> None:
        """End a match."""
        self.assertIsNone(self.purse.send(("over", match, played)))

    def holds(self) -> dict[str, Any]:
        """Return what the purses hold."""
        held: dict[str, Any] = self.purse.send(("save", None, None))
        return held

    def lose(self, *amounts: float) -> None:
        """Lose so much, each time in a match of its own that begins with another throw."""
        for match, amount in enumerate(amounts):
            self.ask(f"lost {match}", 0.0, "rps"[match % 3])
            self.ask(f"lost {match}", -amount, "r")
            self.over(f"lost {match}")

    def test_full(self) -> None:
        """A full purse trusts fully."""
        self.assertEqual(self.ask("a match"), 1.0)

    def test_losses(self) -> None:
        """What the picks lose in any match lowers the trust in every other, at once."""
        self.lose(1.0, 1.0, 1.0)
        self.assertAlmostEqual(self.ask("new"), (MOST - 3) / FULL)
        self.ask("old", 0.0, "r")
        self.ask("old", -0.5, "r")
        self.assertAlmostEqual(self.ask("new"), (MOST - 3.5) / FULL)

    def test_empty(self) -> None:
        """An empty purse still risks a little; it owes nothing, and is filled by what the picks win."""
        self.lose(*[2.0] * 6)
        self.assertEqual(self.ask("new"), LEAST_SHARE)
        self.ask("new", 0.4)
        self.assertAlmostEqual(self.ask("other"), 0.4 / FULL)

    def test_no_more_than_full(self) -> None:
        """However much the picks win, there is no more to lose than a full purse holds."""
        for _ in range(100):
            self.ask("won", 1.0)
        self.assertEqual(self.holds(), {"all": MOST, "": BEGINNING_MOST})

    def test_beginnings(self) -> None:
        """A guest who takes much is trusted against less by those who begin with the same throws, and by no others."""
        for throw in "rrr":
            self.ask("taker", 0.0, throw)
        self.ask("taker", -BEGINNING_MOST + 0.2, "p")
        same = [self.ask("same", 0.0, throw) for throw in "rrrss"]
        self.assertEqual(same[:2], [1.0, 1.0])
        self.assertEqual(same[2:], [same[2]] * 3)
        self.assertLess(same[2], 0.2)
        self.assertEqual([self.ask("other", 0.0, throw) for throw in "rrpss"], [1.0] * 5)

    def test_how_many(self) -> None:
        """There are purses for the first throws of a match, and no more."""
        for first in "rps":
            for second in "rps":
                for third in "rps":
                    for throw in (first, second, third, "r", "p", "s"):
                        self.ask(first + second + third, 0.1, throw)
        self.assertEqual(len(self.holds()), 1 + sum(3**length for length in range(BEGINNING + 1)))

    def test_left(self) -> None:
        """A guest who leaves in mid-match takes back what they had put in, and leaves what they had taken."""
        self.lose(1.0, 1.0, 1.0)
        before = self.holds()
        for played in (False, True):
            self.ask("match", 0.0, "r")
            self.ask("match", 0.7, "p")
            self.ask("match", -0.2, "p")
            self.over("match", played)
            after = self.holds()
            self.assertAlmostEqual(after["all"] - before["all"], 0.5 if played else 0.0)
        self.ask("match", -0.7)
        self.over("match", False)
        self.assertAlmostEqual(self.holds()["all"], after["all"] - 0.7)

    def test_left_when_full(self) -> None:
        """What did not fit into a full purse is not taken back out of it."""
        self.ask("match", 0.7)
        self.over("match", False)
        self.assertEqual(self.holds()["all"], MOST)

    def test_saved(self) -> None:
        """What the purses hold can be saved as JSON, and given back at another start."""
        self.lose(1.0, 1.5)
        saved = json.loads(json.dumps(self.holds()))
        before = self.ask("new")
        self.purse = purse(saved)
        self.assertEqual((self.ask("new"), self.holds()), (before, saved))

    def test_over_before_it_asked(self) -> None:
        """A match that ends before it has asked changes nothing."""
        before = self.holds()
        self.over("match", False)
        self.assertEqual(self.holds(), before)


class WorthTests(SynchronousTestCase):
    """What a game is worth."""

    def test_exact(self) -> None:
        """It is half of the difference that the game makes to the odds of a match between equals."""

        def odds(needed: int, other_needs: int) -> float:
            games = needed + other_needs - 1
            return sum(comb(games, wins) for wins in range(needed, games + 1)) / 2.0**games

        for needed in range(1, 6):
            for other in range(1, 6):
                won = odds(needed - 1, other) if needed > 1 else 1.0
                lost = odds(needed, other - 1) if other > 1 else 0.0
                self.assertAlmostEqual(worth(needed, other), (won - lost) / 2)

    def test_endless(self) -> None:
        """A game of a match without end is worth next to nothing, and something still."""
        self.assertTrue(0 < worth(5_000_000_000, 5_000_000_000) < 1e-5)

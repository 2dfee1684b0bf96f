"""The purse of the house: what goes in, how far it trusts, and what comes out."""

from __future__ import annotations

import json
from math import comb
from typing import Any

from twisted.trial.unittest import SynchronousTestCase

from rpsgame.strategies.purse import (
    BEGINNING,
    FULL,
    FURTHEST,
    LEAST_SHARE,
    MOST,
    PART_FULL,
    PART_MOST,
    purse,
    worth,
)


class PurseTests(SynchronousTestCase):
    """Matches that ask, and are over."""

    def setUp(self) -> None:
        self.purse = purse()

    def ask(self, match: str, won: float = 0.0, throw: str | None = None, price: float = 0.0) -> float:
        """Return the answer to a match."""
        return float(self.purse.send(("ask", match, (won, throw, price))))

    def over(self, match: str, played: bool = True) -> None:
        """End a match."""
        self.assertIsNone(self.purse.send(("over", match, played)))

    def holds(self) -> dict[str, Any]:
        """Return what the purses hold."""
        held: dict[str, Any] = self.purse.send(("save", None, None))
        return held

    def lose(self, *amounts: float) -> None:
        """Lose so much, each time from another purse of those for beginnings and scores."""
        for match, amount in enumerate(amounts):
            name = f"lost {match}"
            for _ in range(match + 1):
                self.ask(name, 1e-9)
            self.ask(name, 0.0, "rps"[match % 3])
            self.ask(name, 0.0, "rps"[match // 3])
            self.ask(name, -amount, "r")
            self.over(name)

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
        self.lose(*[2.0] * 4)
        self.assertEqual(self.ask("new"), LEAST_SHARE)
        self.ask("new", 0.4)
        self.assertAlmostEqual(self.ask("other"), 0.4 / FULL)

    def test_no_more_than_full(self) -> None:
        """However much the picks win, there is no more to lose than a full purse holds."""
        for _ in range(100):
            self.ask("won", 1.0)
        self.assertEqual(
            self.holds(), {"all": MOST, "": PART_MOST} | {f"+{n}": PART_MOST for n in range(FURTHEST + 1)}
        )

    def test_beginnings(self) -> None:
        """A guest who takes much is trusted against less by those who begin with the same throws, and by no others."""
        for throw in "rr":
            self.ask("taker", 0.0, throw)
        self.ask("taker", -PART_MOST + 0.2, "p")
        for match in ("same", "other"):
            self.ask(match, 1e-9)
        same = [self.ask("same", 0.0, throw) for throw in "rrpp"]
        self.assertEqual(same[:1], [1.0])
        self.assertEqual(same[1:], [same[1]] * 3)
        self.assertAlmostEqual(same[1], 0.2 / PART_FULL)
        self.assertEqual([self.ask("other", 0.0, throw) for throw in "rprr"], [1.0] * 4)

    def test_scores(self) -> None:
        """Where the picks lose again and again in one match, they are trusted less at the same score in any other."""
        for amount in (0.01, 0.01, PART_MOST - 0.1):
            self.ask("taker", -amount, "r")
        shares = [self.ask("other", won, "p") for won in (0.0, -0.01, 0.0, -0.01, 0.01, -0.01)]
        self.assertEqual((shares[:3], shares[4]), ([1.0] * 3, 1.0))
        self.assertAlmostEqual(shares[3], 0.1 / PART_FULL)
        self.assertAlmostEqual(shares[5], 0.11 / PART_FULL)

    def test_how_many(self) -> None:
        """There are purses for the first throws of a match and for scores of the picks, and no more."""
        for first in "rps":
            for second in "rps":
                for won in (0.01, -0.01):
                    for throw in (first, second, *"rpsrpsrps"):
                        self.ask(f"{first}{second}{won}", won, throw)
        beginnings = sum(3**length for length in range(BEGINNING + 1))
        self.assertEqual(len(self.holds()), 1 + beginnings + 2 * FURTHEST + 1)

    def test_many_at_once(self) -> None:
        """What is bet on throws that are still to be thrown is paid for: together they lose no more than there was."""
        lost = [self.ask(f"match {number}", price=0.137) * 0.137 for number in range(200)]
        floor = 200 * LEAST_SHARE * 0.137
        self.assertLess(sum(lost), MOST + floor)
        self.assertGreater(sum(lost), MOST - 1)
        self.assertEqual(self.ask("late"), LEAST_SHARE)

    def test_not_bet_any_more(self) -> None:
        """A bet ends with the throw, whatever it brings, and with a match that is left."""
        for number in range(200):
            self.ask(f"match {number}", price=0.137)
        for number in range(100):
            self.ask(f"match {number}")
        for number in range(100, 200):
            self.over(f"match {number}", played=False)
        self.assertAlmostEqual(self.ask("late"), 1.0)

    def test_many_people(self) -> None:
        """Where the picks win in many matches at once, the purse holds what they bet as well, while they bet it."""
        matches = [f"match {number}" for number in range(200)]
        for game in range(60):
            for number, match in enumerate(matches):
                self.ask(match, (0.05, 0.05, -0.02)[(number + game) % 3], price=0.137)
        answers = [self.ask(match, 0.0, price=0.137) for match in matches]
        self.assertGreater(min(answers), 0.9)
        self.assertGreater(self.holds()["all"], 0.137 * 200)
        for match in matches:
            self.over(match)
        self.ask("late", 0.05)
        self.assertAlmostEqual(self.holds()["all"], MOST)

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

    def test_over(self) -> None:
        """In a match that is over, nothing is at stake any more."""
        self.assertEqual((worth(0, 3), worth(3, 0)), (0.0, 0.0))

    def test_endless(self) -> None:
        """A game of a match without end is worth next to nothing, and something still."""
        self.assertTrue(0 < worth(5_000_000_000, 5_000_000_000) < 1e-5)

"""What the house says after a match."""

from __future__ import annotations

from random import Random

from twisted.trial.unittest import SynchronousTestCase

from rpsgame.strategies.circle import outcome
from rpsgame.strategies.remarks import Habits, sentence, strength


def remark(games: str) -> str | None:
    """Return what is said after these games; each is the house's throw and the guest's, such as 'rp'."""
    habits = Habits(["rock", "paper", "scissors"])
    for game in games.split():
        house, guest = map("rps".index, game)
        habits.learn(outcome(guest, house), guest)
    return habits.remark()


class RemarkTests(SynchronousTestCase):
    """Games in, a line out."""

    def test_one_throw(self) -> None:
        """A guest who throws the same again and again hears of that."""
        self.assertEqual(remark("rp sp pp rp sp"), "You threw paper all 5 times.")

    def test_most(self) -> None:
        """So does a guest who nearly does."""
        self.assertEqual(remark("rr rr rp rr rs rr rr"), "You threw rock 5 times of 7.")

    def test_after_a_loss(self) -> None:
        """A habit after a loss is told where it is the strongest."""
        games = "rs sp rp ps pr sp rp ps ps pp sr"
        self.assertEqual(remark(games), "After a loss you threw paper all 4 times.")

    def test_after_a_win(self) -> None:
        """So is one after a win."""
        games = "sr rs rp pr pr rp rr ps sr pr pp"
        self.assertEqual(remark(games), "After a win you threw rock 4 times of 5.")

    def test_after_a_throw(self) -> None:
        """So is one after a throw of the guest's own."""
        games = "ss rr pr pr rs rr ps sr sp rs sr"
        self.assertEqual(remark(games), "After scissors you threw rock all 4 times.")

    def test_too_short(self) -> None:
        """Two games show nothing."""
        self.assertIsNone(remark(""))
        self.assertIsNone(remark("rr rr"))

    def test_nothing_to_see(self) -> None:
        """Nor do games in which each throw came as often as the others."""
        self.assertIsNone(remark("rr rp rs"))

    def test_most_matches(self) -> None:
        """After nearly all matches of some length there is something to say, and what it says is so."""
        chance = Random(1)
        matches = (" ".join("".join(chance.choices("rps", k=2)) for _ in range(12)) for _ in range(200))
        said = [line for line in map(remark, matches) if line]
        self.assertGreater(len(said), 180)
        self.assertFalse([line for line in said if " 1 times" in line or " 0 times" in line])

    def test_no_match_is_too_long(self) -> None:
        """A hundred thousand games fit."""
        self.assertGreater(strength(50_000, 100_000), strength(40_000, 100_000))

    def test_strength(self) -> None:
        """More of the same is stronger, as chance explains it less; throws as frequent as chance have none."""
        self.assertLess(strength(2, 3), strength(3, 3))
        self.assertLess(strength(3, 3), strength(6, 6))
        self.assertLess(strength(3, 3), strength(8, 9))
        self.assertAlmostEqual(strength(3, 9), 0)

    def test_words(self) -> None:
        """The grammar is right with and without a situation."""
        self.assertEqual(sentence("after a loss", "paper", 6, 9), "After a loss you threw paper 6 times of 9.")
        self.assertEqual(sentence("", "rock", 4, 4), "You threw rock all 4 times.")

"""The reader: which guests it beats, and which do not beat it."""

from __future__ import annotations

from random import Random

from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines.games import LIZARD_SPOCK, ROCK_PAPER_SCISSORS
from rpsgame.coroutines.house import House
from rpsgame.strategies import Ask
from rpsgame.strategies.circle import outcome
from rpsgame.strategies.mind import Mind
from rpsgame.strategies.purse import LEAST_SHARE, purse, worth
from rpsgame.strategies.reader import READER, is_circle
from rpsgame.strategies.trust import DEAREST, Trust

from .visits import KEYS, Visit, play

BEATS = dict(zip("rps", "psr", strict=True))


class ReaderTests(SynchronousTestCase):
    """Guests with habits, and without."""

    def test_habits(self) -> None:
        """A guest who repeats one throw or a tune, or copies a throw, loses most games."""
        self.assertGreater(play(READER, lambda house, mine: "r", 100), 80)
        self.assertGreater(play(READER, lambda house, mine: "rrps"[len(mine) % 4], 100), 55)
        self.assertGreater(play(READER, lambda house, mine: house[-1] if house else "r", 100), 70)
        self.assertGreater(play(READER, lambda house, mine: BEATS[house[-1]] if house else "r", 100), 70)

    def test_win_stay_lose_shift(self) -> None:
        """So does a guest who keeps a throw that wins, and takes the next when it does not."""

        def guest(house: str, mine: str) -> str:
            if not mine:
                return "p"
            return mine[-1] if mine[-1] == BEATS[house[-1]] else BEATS[mine[-1]]

        self.assertGreater(play(READER, guest, 100), 60)

    def test_tired_of_a_habit(self) -> None:
        """A guest who changes their tune is read again."""
        self.assertGreater(play(READER, lambda house, mine: "rp"[len(mine) // 50 % 2], 300), 200)

    def test_chance(self) -> None:
        """Against chance nothing is won, nor lost."""
        chance = Random(3)
        self.assertLess(abs(play(READER, lambda house, mine: chance.choice("rps"), 1000)), 80)

    def test_clairvoyant(self) -> None:
        """A guest who runs the same code, and lacks the chance alone, takes little in a thousand throws."""
        visit, mind = Visit(READER), Mind(3, 10**9)
        for _ in range(1000):
            guest = (mind.pick() + 1) % 3
            house = KEYS.index(visit.house[-1])
            visit.throw(KEYS[guest])
            mind.learn(house, guest)
        self.assertGreater(visit.score, -80)  # one match; chance alone is 26 either way

    def test_five_throws(self) -> None:
        """It plays rock-paper-scissors-lizard-spock as well, and reads habits there."""
        keys = tuple(LIZARD_SPOCK.throws)
        self.assertTrue(is_circle(keys, LIZARD_SPOCK.outcomes))
        house, thrown, told = House(READER, LIZARD_SPOCK, 9999), "", None
        house.begin(b"seed")
        for _ in range(100):
            self.assertIsInstance(house.play(told), Ask)
            thrown += str(house.play(1.0))
            told = "s"
        beaters = {keys[throw] for throw in range(5) if outcome(throw, keys.index("s"), 5) == 1}
        self.assertEqual(set(thrown[50:]) - beaters, set())

    def test_an_empty_purse(self) -> None:
        """Where all guests together have emptied the purse, a guest who can be read is hardly read at first."""
        visits = [Visit(READER, memory=purse({"all": held})) for held in (0.0, 6.0)]
        for visit in visits:
            for _ in range(20):
                visit.throw("r")
        self.assertLess(visits[0].score, visits[1].score - 8)
        self.assertLess(LEAST_SHARE, 0.1)

    def test_dear_games(self) -> None:
        """Of a guest whose picks have won much, little is bet in a short match still, where the purse is empty."""
        trust = Trust()
        for _ in range(1000):
            trust.learn(1)
        house, needed, bets = House(READER, ROCK_PAPER_SCISSORS, 9), [5, 5], []
        house.begin(b"seed", READER.save((Mind(3, 5), trust)))
        asked = house.play(None)
        while min(needed) > 1:
            assert isinstance(asked, Ask)
            self.assertEqual(asked.what[2], worth(*needed))
            result = outcome(KEYS.index(str(house.play(LEAST_SHARE))), KEYS.index("r"))
            if result:
                needed[result < 0] -= 1
            asked = house.play("r")
            assert isinstance(asked, Ask)
            bets.append(abs(asked.what[0]))
        self.assertGreater(max(bets), 0.0)
        self.assertLessEqual(max(bets), LEAST_SHARE * DEAREST + 1e-12)

    def test_the_second_match(self) -> None:
        """What the reader has learnt of a guest in one match it knows in the next."""
        visit = Visit(READER)
        for throw in "rrpsrrpsrrpsrrps" * 3:
            visit.throw(throw)
        visit.end("r")
        visit.begin()
        visit.score = 0
        for throw in "rpsrrpsrr":
            visit.throw(throw)
        self.assertGreater(visit.score, 6)

    def test_last_word(self) -> None:
        """Its last word counts the last game too, and is of one match; after a short one it says nothing."""
        visit = Visit(READER)
        for throw in "ssss":
            visit.throw(throw)
        self.assertEqual(visit.end("s"), "You threw scissors all 5 times.")
        visit.begin()
        visit.throw("r")
        self.assertIsNone(visit.end("p"))

    def test_circles(self) -> None:
        """It plays three throws or five that beat each other round a circle, and nothing else."""
        self.assertTrue(is_circle("rps", ROCK_PAPER_SCISSORS.outcomes))
        self.assertFalse(is_circle("rps", None))
        self.assertFalse(is_circle("rps", ((0, 1, -1), (-1, 0, 1), (1, -1, 0))))
        self.assertFalse(is_circle("12", ((1, -1), (-1, 1))))

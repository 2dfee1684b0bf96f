"""The players of the house."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable
from random import Random

from twisted.trial.unittest import SynchronousTestCase

from rpsgame import advance_generator_once
from rpsgame.strategies import DEFAULT, STRATEGIES, MatchOver, Strategy, last_word, random, reader
from rpsgame.strategies.chance import Chance
from rpsgame.strategies.reader import LENGTHS, MOST_ROWS, THROWS, Context, Mind, Trust, outcome

BEATS = dict(zip("rps", "psr", strict=True))
SEED = b"seed"


def play(guest: Callable[[list[str], list[str]], str], games: int) -> int:
    """Return the games that the reader wins less those it loses; *guest* is given the throws of both."""
    house, theirs, mine, score = reader(Chance(SEED)), list[str](), list[str](), 0
    for _ in range(games):
        throw = guest(theirs, mine)
        theirs.append(house.send(mine[-1] if mine else None) or "")
        mine.append(throw)
        score += outcome(THROWS.index(theirs[-1]), THROWS.index(throw))
    return score


def match(strategy: Strategy, throws: Iterable[str]) -> str | None:
    """Play these throws against a strategy, and return what it says at the end."""
    last = None
    for throw in throws:
        strategy.send(last)
        last = throw
    assert last
    return last_word(strategy, last)


class StrategyTests(SynchronousTestCase):
    """What every strategy keeps to."""

    def test_protocol(self) -> None:
        """A strategy throws r, p or s, whatever it is told, and throws the same again with the same chance."""
        told = [None, *Random(1).choices("rps", k=200)]
        for make in STRATEGIES.values():
            first, second = make(Chance(SEED)), make(Chance(SEED))
            throws = [first.send(throw) for throw in told]
            self.assertLessEqual(set(throws), set("rps"))
            self.assertEqual([second.send(throw) for throw in told], throws)

    def test_another_chance(self) -> None:
        """With another chance a strategy throws otherwise, against a guest who cannot be read."""
        told = [None, *Random(1).choices("rps", k=50)]
        for make in STRATEGIES.values():
            first, second = make(Chance(b"one")), make(Chance(b"two"))
            self.assertNotEqual([first.send(throw) for throw in told], [second.send(throw) for throw in told])

    def test_default(self) -> None:
        """The default is one of them."""
        self.assertIn(DEFAULT, STRATEGIES)

    def test_random(self) -> None:
        """Random throws each throw about as often as the others."""
        house = STRATEGIES["random"](Chance(SEED))
        throws = [house.send("r") for _ in range(3000)]
        for throw in "rps":
            self.assertTrue(900 < throws.count(throw) < 1100)


class MatchOverTests(SynchronousTestCase):
    """How a strategy is told that the match is over."""

    def test_reader_says_what_it_saw(self) -> None:
        """The reader's last word counts the last game too."""
        self.assertEqual(match(reader(Chance(SEED)), "sssss"), "You threw scissors all 5 times.")

    def test_nothing_to_say(self) -> None:
        """After a match too short for a habit the reader says nothing, nor does it before the first throw."""
        self.assertIsNone(match(reader(Chance(SEED)), "rp"))
        with self.assertRaises(StopIteration) as ended:
            reader(Chance(SEED)).throw(MatchOver())
        self.assertIsNone(ended.exception.value)

    def test_random_says_nothing(self) -> None:
        """A strategy that does not know the exception says nothing."""
        self.assertIsNone(match(random(Chance(SEED)), "sssss"))

    def test_plays_on(self) -> None:
        """What a strategy throws after the end is not what it says."""

        @advance_generator_once
        def stubborn() -> Strategy:
            yield None
            while True:
                with contextlib.suppress(MatchOver):
                    yield "r"

        self.assertIsNone(match(stubborn(), "sssss"))


class ReaderTests(SynchronousTestCase):
    """Which guests the reader beats, and what it remembers."""

    def test_habits(self) -> None:
        """A guest who repeats one throw or a tune, or copies a throw, loses most games."""
        self.assertGreater(play(lambda house, mine: "r", 100), 80)
        self.assertGreater(play(lambda house, mine: "rrps"[len(mine) % 4], 100), 60)
        self.assertGreater(play(lambda house, mine: house[-1] if house else "r", 100), 70)
        self.assertGreater(play(lambda house, mine: BEATS[house[-1]] if house else "r", 100), 70)

    def test_win_stay_lose_shift(self) -> None:
        """So does a guest who keeps a throw that wins, and takes the next when it does not."""

        def guest(house: list[str], mine: list[str]) -> str:
            if not mine:
                return "p"
            return mine[-1] if mine[-1] == BEATS[house[-1]] else BEATS[mine[-1]]

        self.assertGreater(play(guest, 100), 60)

    def test_tired_of_a_habit(self) -> None:
        """A guest who changes their tune is read again."""
        self.assertGreater(play(lambda house, mine: "rp"[len(mine) // 50 % 2], 300), 200)

    def test_chance(self) -> None:
        """Against chance nothing is won, nor lost."""
        chance = Random(3)
        self.assertLess(abs(play(lambda house, mine: chance.choice("rps"), 1000)), 80)

    def test_clairvoyant(self) -> None:
        """A guest who runs the same code, and lacks the chance alone, takes little."""
        mind, trust = Mind(), Trust()
        house, last, score = reader(Chance(SEED)), None, 0
        for _ in range(1000):
            pick = mind.pick()
            guest = (pick + 1) % 3
            theirs = THROWS.index(house.send(last) or "")
            trust.learn(pick, guest)
            mind.learn(theirs, guest)
            last, score = THROWS[guest], score + outcome(theirs, guest)
        self.assertGreater(score, -80)  # one match; chance alone is 26 either way

    def test_memory(self) -> None:
        """However long the match, a context keeps so many rows; it forgets what it has not used for longest."""
        mind, chance = Mind(), Random(3)
        for _ in range(2500):
            mind.pick()
            mind.learn(chance.randrange(3), chance.randrange(3))
        contexts = [source for source in mind.sources if isinstance(source, Context)]
        self.assertEqual(
            [len(context.rows) for context in contexts],
            [min(3 ** (house + guest), MOST_ROWS) for house, guest in LENGTHS],
        )
        for context in contexts:
            self.assertIs(list(context.rows.values())[-1], context.row)

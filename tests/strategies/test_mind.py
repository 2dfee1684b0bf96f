"""The mind: which habits it reads, what it knows before, and that it stays small."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Callable
from random import Random

from twisted.trial.unittest import SynchronousTestCase

from rpsgame.strategies.circle import outcome
from rpsgame.strategies.mind import JOIN_LONG, JOIN_SHORT, LONG, REMEMBERED, Mind
from rpsgame.strategies.prior import NEXT, People

ROCK, PAPER, SCISSORS = range(3)

Game = tuple[int, int]  # the house's throw and the guest's


SHORT = 5  # games that win a best-of-nine


def play(guest: Callable[[list[int], list[int]], int], games: int, throws: int = 3, needed: int = LONG) -> int:
    """Return the games that the picks win less those they lose; *guest* is given the throws of both."""
    mind, house, mine, score = Mind(throws, needed), list[int](), list[int](), 0
    for _ in range(games):
        pick, throw = mind.pick(), guest(house, mine)
        mind.learn(pick, throw)
        house.append(pick)
        mine.append(throw)
        score += outcome(pick, throw, throws)
    return score


def games_of_chance(seed: int, number: int, throws: int = 3) -> list[Game]:
    """Return games in which both throw at random."""
    chance = Random(seed)
    return [(chance.randrange(throws), chance.randrange(throws)) for _ in range(number)]


def picks(mind: Mind, games: list[Game]) -> list[int]:
    """Return the picks of a mind for each of these games."""
    found = []
    for house, guest in games:
        found.append(mind.pick())
        mind.learn(house, guest)
    return found


class HabitTests(SynchronousTestCase):
    """Guests, and how the picks do against them."""

    def test_repeats(self) -> None:
        """A guest who repeats one throw loses nearly all games, whichever throw it is."""
        for throw in range(3):
            self.assertGreater(play(lambda house, mine, throw=throw: throw, 100), 85)  # type: ignore[misc]

    def test_tunes(self) -> None:
        """A guest who repeats a tune loses most games, and is read again after a change of tune."""
        self.assertGreater(play(lambda house, mine: (ROCK, ROCK, PAPER, SCISSORS)[len(mine) % 4], 100), 60)
        self.assertGreater(play(lambda house, mine: (ROCK, PAPER)[len(mine) // 50 % 2], 300), 230)

    def test_copies(self) -> None:
        """So does one who copies the house's last throw, or beats it, or loses to it."""
        for move in range(3):
            copy = lambda house, mine, move=move: (house[-1] + move) % 3 if house else ROCK  # noqa: E731
            self.assertGreater(play(copy, 100), 70)

    def test_second_guesses(self) -> None:
        """So does one who beats what the house, at random, threw most lately after the guest's last throw."""
        chance, mind, score = Random(0), Mind(3, LONG), 0
        house, mine = list[int](), list[int]()
        for _ in range(1500):
            pick = mind.pick()
            followed = [after for before, after in zip(mine, house[1:], strict=False) if before == mine[-1]]
            house.append(chance.randrange(3))
            mine.append((max(range(3), key=followed[-4:].count) + 1) % 3)
            mind.learn(house[-1], mine[-1])
            score += outcome(pick, mine[-1])
        self.assertGreater(score, 750)

    def test_evens_out(self) -> None:
        """A guest who takes care to throw each throw as often as the others loses more than they win."""
        chance = Random(1)

        def guest(house: list[int], mine: list[int]) -> int:
            least = min(mine.count(throw) for throw in range(3))
            return chance.choice([throw for throw in range(3) if mine.count(throw) == least])

        self.assertGreater(play(guest, 300), 120)

    def test_chance(self) -> None:
        """Against chance nothing is won, nor lost."""
        chance = Random(3)
        self.assertLess(abs(play(lambda house, mine: chance.randrange(3), 1000)), 80)

    def test_five_throws(self) -> None:
        """On a circle of five, too, one who repeats a throw or a tune, or copies, loses most games."""
        self.assertGreater(play(lambda house, mine: 4, 100, 5), 85)
        self.assertGreater(play(lambda house, mine: (0, 3, 4)[len(mine) % 3], 100, 5), 60)
        self.assertGreater(play(lambda house, mine: (house[-1] + 1) % 5 if house else 0, 200, 5), 100)

    def test_wins_most(self) -> None:
        """Of the throws that beat what is likeliest, the pick is the one that beats the next likeliest too."""
        mind = Mind(5, LONG)
        chance = Random(1)
        for _ in range(300):
            mind.pick()
            mind.learn(chance.randrange(5), chance.choice([0, 0, 2]))
        self.assertEqual(mind.pick(), 3)


class PeopleTests(SynchronousTestCase):
    """What is known before the guest has thrown."""

    def test_first(self) -> None:
        """People throw paper first, and so the house throws scissors."""
        self.assertEqual(Mind(3, SHORT).pick(), SCISSORS)

    def test_moves(self) -> None:
        """Whatever the guest has thrown, people's moves are counted from there."""
        for throw in range(3):
            people = People()
            people.learn((throw + 1) % 3, throw)  # a loss
            (odds,) = people.predict()
            moves = [odds[(throw + move) % 3] for move in range(3)]
            self.assertEqual(sorted(range(3), key=moves.__getitem__), sorted(range(3), key=NEXT[0][1].__getitem__))
            self.assertAlmostEqual(sum(odds), 3)

    def test_corrected(self) -> None:
        """A guest who always goes on otherwise than people is known for it."""
        people = People()
        for game in range(40):
            people.learn(game % 3, game % 3)  # ties, and up: people who moved up seldom tie and move down
        self.assertEqual(max(range(3), key=people.predict()[0].__getitem__), 40 % 3)
        self.assertGreater(max(people.predict()[0]), 2)

    def test_of_three_only(self) -> None:
        """On a circle of five nothing is known before."""
        self.assertEqual(len(set(Mind(5, SHORT).blend.expect())), 1)


class JoinTests(SynchronousTestCase):
    """The predictors that join later."""

    def test_as_if_there(self) -> None:
        """When they have joined, a mind is as one in which they had been from the start."""
        for throws in (3, 5):
            games = games_of_chance(1, 100, throws)
            joined, whole = Mind(throws, LONG), Mind(throws, LONG)
            whole._let_join()
            self.assertEqual(picks(joined, games)[JOIN_LONG:], picks(whole, games)[JOIN_LONG:])
            self.assertEqual(joined.blend.scores(), whole.blend.scores())

    def test_when(self) -> None:
        """Short matches do without them for long, and a long one has them soon."""
        for needed, after in ((SHORT, JOIN_SHORT), (LONG - 1, JOIN_SHORT), (LONG, JOIN_LONG)):
            mind = Mind(3, needed)
            picks(mind, games_of_chance(1, after - 1))
            self.assertEqual(len(mind.blend.scores()), 2)
            picks(mind, games_of_chance(2, 1))
            self.assertEqual(len(mind.blend.scores()), 24)

    def test_short_matches(self) -> None:
        """A guest who plays many short matches is read as well as in a long one, after some of them."""
        tune = (ROCK, ROCK, ROCK, ROCK, ROCK, PAPER, SCISSORS)
        repeats = lambda house, mine: tune[len(mine) % 7]  # noqa: E731
        self.assertGreater(play(repeats, 400, needed=SHORT) - play(repeats, 200, needed=SHORT), 190)


class SizeTests(SynchronousTestCase):
    """What a mind holds."""

    def test_bounded(self) -> None:
        """However long the visit, a mind takes no more, and it remembers the last games."""
        for throws, most in ((3, 12_000), (5, 15_000)):
            picks(Mind(throws, LONG), games_of_chance(1, 100, throws))  # what all guests share is there
            for games, needed, bound in ((100, SHORT, 4000), (1000, LONG, most), (4000, LONG, most)):
                played = games_of_chance(1, games, throws)
                tracemalloc.start()
                mind = Mind(throws, needed)
                for house, guest in played:
                    mind.pick()
                    mind.learn(house, guest)
                gc.collect()
                self.assertLess(tracemalloc.get_traced_memory()[0], bound)
                tracemalloc.stop()
            self.assertEqual(len(mind.games), REMEMBERED)

    def test_same_again(self) -> None:
        """The same past leads to the same picks, whoever came in between."""
        games = games_of_chance(1, 100)
        first = picks(Mind(3, LONG), games)
        for seed in range(5):
            picks(Mind(3, LONG), games_of_chance(seed, 50))
        self.assertEqual(picks(Mind(3, LONG), games), first)

    def test_no_game(self) -> None:
        """What is no game of so many throws is not heard."""
        self.assertRaises(ValueError, Mind(3, SHORT).hear, bytes([9]))


class OutcomeTests(SynchronousTestCase):
    """Who wins on a circle."""

    def test_three(self) -> None:
        """Paper beats rock, scissors beat paper, rock beats scissors."""
        for throw in range(3):
            self.assertEqual(outcome((throw + 1) % 3, throw), 1)
            self.assertEqual(outcome(throw, (throw + 1) % 3), -1)
            self.assertEqual(outcome(throw, throw), 0)

    def test_five(self) -> None:
        """Round the circle rock, paper, scissors, Spock, lizard, a throw beats two others and loses to two."""
        beaten = {(winner, loser) for winner in range(5) for loser in range(5) if outcome(winner, loser, 5) == 1}
        rock, paper, scissors, spock, lizard = range(5)
        told = {(scissors, paper), (paper, rock), (rock, lizard), (lizard, spock), (spock, scissors)}
        told |= {(scissors, lizard), (lizard, paper), (paper, spock), (spock, rock), (rock, scissors)}
        self.assertEqual(beaten, told)
        self.assertEqual({outcome(loser, winner, 5) for winner, loser in beaten}, {-1})

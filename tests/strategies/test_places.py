"""Where the last throws lead, and what is seen there."""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from rpsgame.strategies.answers import MOST, Answers
from rpsgame.strategies.automata import fading
from rpsgame.strategies.places import MOST_PLACES, Places, Seen, laid_out

ROCK, PAPER, SCISSORS = range(3)


class PlacesTests(SynchronousTestCase):
    """Contexts, and their places."""

    def test_places_are_apart(self) -> None:
        """Each past of each context has a place of its own."""
        contexts = ((0, 0), (1, 0), (0, 1), (1, 1), (2, 0))
        places = Places(fading(3), contexts)
        found = set()
        for house in range(9):
            for guest in range(9):
                places.look(house, guest)
                found.update(places._here)
        self.assertEqual(found, {*range(1 + 3 + 3 + 9 + 9)})

    def test_last_throws(self) -> None:
        """A context looks at so many of the last throws, and at no others."""
        seen = Seen(fading(3), ((1, 0), (0, 1)))
        seen.predict(PAPER, ROCK)
        seen.learn(ROCK, SCISSORS)
        here, there = seen.predict(3 * SCISSORS + PAPER, 3 * SCISSORS + PAPER)
        self.assertEqual(here.index(max(here)), SCISSORS)  # after paper of the house
        self.assertEqual(there, (1, 1, 1))  # after paper of the guest nothing was seen

    def test_no_large_contexts(self) -> None:
        """A context with too many places for the circle is left out."""
        for throws, number in ((3, 2), (5, 1)):
            found, _ = laid_out(throws, ((3, 3), (1, 1)))
            self.assertEqual(len(found), number)
            self.assertLessEqual(max(house * guest for _, house, guest in found), MOST_PLACES)


class AnswersTests(SynchronousTestCase):
    """How a guest answers what the house throws most."""

    def test_answers(self) -> None:
        """One who beats what the house has thrown most in a place is expected to do so in another place too."""
        answers = Answers(3, ((0, 1),))
        for house in (ROCK, ROCK, PAPER, ROCK, ROCK):
            answers.predict(0, ROCK)
            answers.learn(house, PAPER)
        answers.predict(0, PAPER)
        answers.learn(SCISSORS, SCISSORS)  # what the house throws most there
        (odds,) = answers.predict(0, PAPER)
        self.assertEqual(odds.index(max(odds)), ROCK)  # which beats scissors

    def test_nothing_seen(self) -> None:
        """Where the house has not thrown yet, nothing is expected, and nothing learnt."""
        answers = Answers(3, ((0, 1),))
        self.assertEqual(answers.predict(0, ROCK), [(1, 1, 1)])
        answers.learn(ROCK, PAPER)
        answers.predict(0, ROCK)
        self.assertEqual(answers._odds, [(1, 1, 1)])

    def test_many(self) -> None:
        """However long a guest gives one answer, another is possible, and they are known for it in time."""
        answers = Answers(3, ((0, 0),))
        for answer in (PAPER, SCISSORS):
            for _ in range(5 * int(MOST)):
                answers.predict(0, 0)
                answers.learn(ROCK, answer)
            (odds,) = answers.predict(0, 0)
            self.assertAlmostEqual(sum(odds), 3)
            self.assertGreater(min(odds), 0.005)
            self.assertGreater(odds[answer], 2.9)

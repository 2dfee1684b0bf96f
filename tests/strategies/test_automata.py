"""What is seen in a place, as a number."""

from __future__ import annotations

from math import sqrt
from random import Random
from statistics import fmean

from twisted.trial.unittest import SynchronousTestCase

from rpsgame.strategies.automata import FADE, Automaton, evening_out, fading
from rpsgame.strategies.circle import odds

ROCK, PAPER, SCISSORS = range(3)
MOST_STATES = 2**16  # that two bytes can tell apart


def seen(automaton: Automaton, *throws: int) -> int:
    """Return the state after these throws."""
    state = 0
    for throw in throws:
        state = automaton.after[state][throw]
    return state


class AutomatonTests(SynchronousTestCase):
    """The states, and where they lead."""

    def test_size(self) -> None:
        """There are few states, from each of which every throw leads to one of them."""
        for throws in (3, 5):
            for automaton in (fading(throws), evening_out(throws)):
                states = range(len(automaton.odds))
                self.assertLess(len(states), MOST_STATES)
                self.assertEqual([len(after) for after in automaton.after], [throws for _ in states])
                self.assertEqual({state for after in automaton.after for state in after} | {0}, {*states})

    def test_nothing(self) -> None:
        """Before anything is seen, no throw is likelier than another."""
        for throws in (3, 5):
            for automaton in (fading(throws), evening_out(throws)):
                for chance in automaton.odds[0]:
                    self.assertAlmostEqual(chance, 1)

    def test_odds(self) -> None:
        """The odds of all throws are as many as the throws, and none is nothing."""
        for throws in (3, 5):
            for automaton in (fading(throws), evening_out(throws)):
                for chances in automaton.odds:
                    self.assertAlmostEqual(sum(chances), throws)
                    self.assertGreater(min(chances), 0)

    def test_lately(self) -> None:
        """What was seen lately is expected, and what has not been seen for long is not any more."""
        automaton = fading(3)
        self.assertEqual(automaton.likeliest[seen(automaton, ROCK, PAPER, PAPER)], PAPER)
        changed = seen(automaton, *[ROCK] * 50, *[PAPER] * 20)
        self.assertEqual(automaton.likeliest[changed], PAPER)
        self.assertLess(automaton.odds[changed][ROCK], 0.6)

    def test_as_if_counted(self) -> None:
        """Whole parts foretell what fading counts foretell, on average, whatever is seen."""
        chance, automaton = Random(1), fading(3)
        for shares in ((1, 1, 1), (6, 3, 1), (20, 1, 1)):
            state, counts, errors = 0, [0.0, 0.0, 0.0], list[float]()
            for throw in chance.choices(range(3), shares, k=3000):
                state = automaton.after[state][throw]
                counts = [FADE * count + (throw == one) for one, count in enumerate(counts)]
                errors += [found - exact for found, exact in zip(automaton.odds[state], odds(counts), strict=True)]
            self.assertLess(sqrt(fmean(error**2 for error in errors)), 0.1)

    def test_evening_out(self) -> None:
        """What was used least is expected, however long ago the others were."""
        automaton = evening_out(3)
        odds = automaton.odds[seen(automaton, ROCK, PAPER, ROCK, SCISSORS, PAPER)]
        self.assertEqual(odds.index(max(odds)), SCISSORS)
        self.assertEqual(seen(automaton, ROCK, PAPER, SCISSORS), 0)

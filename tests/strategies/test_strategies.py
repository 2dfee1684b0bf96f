"""The players of the house: what all keep to, and how they are told of a match's end."""

from __future__ import annotations

import contextlib
from random import Random

from twisted.trial.unittest import SynchronousTestCase

from rpsgame import advance_generator_once
from rpsgame.strategies import DEFAULT, STRATEGIES, LastWord, MatchOver, Setting, Strategy, StrategyCoroutine
from rpsgame.strategies.at_random import RANDOM

from .visits import Visit


def throws(strategy: Strategy, told: str, seed: bytes = b"seed") -> str:
    """Return what a strategy throws when it is told these throws."""
    visit = Visit(strategy, seed)
    for throw in told:
        visit.throw(throw)
    return visit.house


class StrategyTests(SynchronousTestCase):
    """What every strategy keeps to."""

    def test_protocol(self) -> None:
        """A strategy throws r, p or s, whatever it is told, and throws the same again with the same chance."""
        told = "".join(Random(1).choices("rps", k=200))
        for strategy in STRATEGIES.values():
            thrown = throws(strategy, told)
            self.assertLessEqual(set(thrown), set("rps"))
            self.assertEqual(throws(strategy, told), thrown)

    def test_another_chance(self) -> None:
        """With another chance a strategy throws otherwise, against a guest who cannot be read."""
        told = "".join(Random(1).choices("rps", k=100))
        for strategy in STRATEGIES.values():
            self.assertNotEqual(throws(strategy, told, b"one"), throws(strategy, told, b"two"))

    def test_names(self) -> None:
        """Each is known by its name, and the default is one of them."""
        self.assertEqual([strategy.name for strategy in STRATEGIES.values()], list(STRATEGIES))
        self.assertIn(DEFAULT, STRATEGIES)

    def test_random(self) -> None:
        """Random throws each throw about as often as the others."""
        house = throws(RANDOM, "r" * 3000)
        for throw in "rps":
            self.assertTrue(900 < house.count(throw) < 1100)


class MatchOverTests(SynchronousTestCase):
    """How a strategy is told that the match is over."""

    def test_random_says_nothing(self) -> None:
        """A strategy that does not know the exception says nothing, and keeps nothing."""
        self.assertIsNone(Visit(RANDOM).end("s"))

    def test_plays_on(self) -> None:
        """What a strategy throws after the end is not what it says."""

        @advance_generator_once
        def stubborn(setting: Setting) -> StrategyCoroutine:
            yield None
            while True:
                with contextlib.suppress(MatchOver):
                    yield "r"

        self.assertIsNone(Visit(Strategy("stubborn", stubborn)).end("s"))

    def test_kept(self) -> None:
        """What a strategy keeps at a match's end is there when the guest's next match begins."""
        begun: list[object] = []

        @advance_generator_once
        def counting(setting: Setting) -> StrategyCoroutine:
            begun.append(setting.kept)
            try:
                yield None
                while True:
                    yield "r"
            except MatchOver:
                return LastWord("Well played.", (setting.kept or 0) + 1)

        visit = Visit(Strategy("counting", counting))
        for _ in range(2):
            self.assertEqual(visit.end("s"), "Well played.")
            visit.begin()
        self.assertEqual(begun, [None, 1, 2])

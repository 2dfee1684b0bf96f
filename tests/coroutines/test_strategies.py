"""The players of the house."""

from __future__ import annotations

from random import Random

from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines.strategies import STRATEGIES


class StrategyTests(SynchronousTestCase):
    """What every strategy keeps to."""

    def test_protocol(self) -> None:
        """A strategy throws r, p or s, whatever it is told, and throws the same again with the same chance."""
        told = [None, *Random(1).choices("rps", k=200)]
        for make in STRATEGIES.values():
            first, second = make(Random(7)), make(Random(7))
            throws = [first.send(throw) for throw in told]
            self.assertLessEqual(set(throws), set("rps"))
            self.assertEqual([second.send(throw) for throw in told], throws)

    def test_random(self) -> None:
        """Random throws each throw about as often as the others."""
        house = STRATEGIES["random"](Random(7))
        throws = [house.send("r") for _ in range(3000)]
        for throw in "rps":
            self.assertTrue(900 < throws.count(throw) < 1100)

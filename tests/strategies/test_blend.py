"""Which predictor is believed how far."""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from rpsgame.strategies.blend import Blend
from rpsgame.strategies.circle import Odds

ROCK, PAPER, SCISSORS = range(3)


class Always:
    """One who expects a throw, whatever happens, and notes the last throws."""

    def __init__(self, throw: int) -> None:
        self.odds: Odds = tuple([2.0 if one == throw else 0.5 for one in range(3)])
        self.pasts: list[tuple[int, int]] = []

    def __len__(self) -> int:
        return 1

    def predict(self, house: int, guest: int) -> list[Odds]:
        self.pasts.append((house, guest))
        return [self.odds]

    def learn(self, house: int, guest: int) -> None:
        """Learn nothing."""


class BlendTests(SynchronousTestCase):
    """Predictors, and how far they are believed."""

    def play(self, blend: Blend, *guest: int) -> int:
        """Let the guest throw; return what is expected then."""
        for throw in guest:
            blend.expect()
            blend.learn(ROCK, throw)
        expected = blend.expect()
        return expected.index(max(expected))

    def test_who_was_right(self) -> None:
        """The predictor that foretold best is believed, and soon another that does so lately."""
        blend = Blend(3, [Always(PAPER), Always(SCISSORS)])
        self.assertEqual(self.play(blend, PAPER, PAPER), PAPER)
        self.assertEqual(self.play(blend, *[PAPER] * 30, *[SCISSORS] * 20), SCISSORS)

    def test_head_start(self) -> None:
        """The first is believed for a while though others foretell better."""
        blend = Blend(3, [Always(PAPER), Always(SCISSORS)], head_start=14.0)
        self.assertEqual(self.play(blend, *[SCISSORS] * 3), PAPER)
        self.assertEqual(self.play(blend, *[SCISSORS] * 20), SCISSORS)

    def test_last_throws(self) -> None:
        """The last five throws of each player are told as one number."""
        always = Always(PAPER)
        self.play(Blend(3, [always]), PAPER, SCISSORS, *[ROCK] * 5)
        self.assertEqual([guest for _, guest in always.pasts], [0, 1, 5, 15, 45, 135, 162, 0])

    def test_join(self) -> None:
        """A predictor that joins keeps its score."""
        one, other = Blend(3, [Always(PAPER)]), Blend(3, [Always(SCISSORS)])
        for blend in (one, other):
            self.play(blend, *[SCISSORS] * 5)
        scores = one.scores() + other.scores()
        one.join(other)
        self.assertEqual(one.scores(), scores)
        self.assertEqual(self.play(one), SCISSORS)

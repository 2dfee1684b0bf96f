"""The game and the strategy keep all the rules of rpsgame."""

from __future__ import annotations

from odds_and_evens.game import GAME
from odds_and_evens.strategy import TALLY
from twisted.trial.unittest import SynchronousTestCase

from rpsgame.testing import GameTests, StrategyTests


class OddsAndEvensTests(GameTests, SynchronousTestCase):
    """Odds and evens."""

    game = GAME


class TallyTests(StrategyTests, SynchronousTestCase):
    """The house's player."""

    strategy = TALLY
    game = GAME

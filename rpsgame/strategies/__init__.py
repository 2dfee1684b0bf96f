"""The players of the house: coroutines that choose what to throw."""

from __future__ import annotations

from .at_random import RANDOM
from .chance import Chance
from .contract import MOST_KEPT, Ask, LastWord, MatchOver, Memory, Setting, Strategy, StrategyCoroutine
from .matrix import MATRIX
from .reader import READER

__all__ = ["MOST_KEPT", "Ask", "Chance", "LastWord", "MatchOver", "Memory", "Setting", "Strategy", "StrategyCoroutine"]

STRATEGIES = {strategy.name: strategy for strategy in (READER, MATRIX, RANDOM)}
DEFAULT = "reader"

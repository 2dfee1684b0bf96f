"""What the house remembers of all its guests at once: drives the coroutine of its strategy that does so."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from twisted.logger import Logger

from .coroutines.toolbox import advance_generator_once
from .strategies import Memory, Strategy


@advance_generator_once
def nothing(saved: Any) -> Memory:
    """coroutine that remembers nothing"""
    while True:
        yield None


class HouseMemory:
    """The memory of a strategy; a fault of it costs what was remembered, and no match.

    :param strategy: whose it is; None, or one that remembers nothing of all guests, needs none
    :param saved: what `save` had returned before, None at the first start
    """

    log = Logger()

    def __init__(self, strategy: Strategy | None, saved: Any = None) -> None:
        self._make = strategy.memory if strategy and strategy.memory else nothing
        self._remembering = self._make(saved)

    def send(self, word: str, match: Hashable = None, what: Any = None) -> Any:
        """Tell the coroutine that something is asked, or over, in a match; return its answer."""
        try:
            return self._remembering.send((word, match, what))
        except Exception:
            self.log.failure("The house's memory begins anew, after a fault")
            self._remembering = self._make(None)
            return None

    def save(self) -> Any:
        """Return what the memory has to know at another start, made of what JSON knows."""
        return self.send("save")

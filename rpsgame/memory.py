"""What the house remembers: of all guests at once, by a coroutine of its strategy; in bytes, of one with a name."""

from __future__ import annotations

import json
from collections.abc import Hashable
from typing import Any

from twisted.logger import Logger

from .coroutines.raised import FAULTS
from .coroutines.toolbox import advance_generator_once
from .strategies import MOST_KEPT, Memory, Strategy


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
        self._whose = [strategy.name, strategy.version] if strategy else None
        self._complained = False

    def send(self, word: str, match: Hashable = None, what: Any = None) -> Any:
        """Tell the coroutine that something is asked, or over, in a match; return its answer."""
        try:
            return self._remembering.send((word, match, what))
        except FAULTS:
            self.log.failure("The house's memory begins anew, after a fault")
            self._remembering = self._make(None)
            return None

    def save(self) -> Any:
        """Return what the memory has to know at another start, made of what JSON knows."""
        return self.send("save")

    def pack(self, kept: Any) -> bytes | None:
        """Return what the strategy keeps of a guest, for another visit; None where it is no JSON, or too large."""
        try:
            data = json.dumps([self._whose, kept], separators=(",", ":"), allow_nan=False).encode()
            why = f"it has {len(data)} bytes, and {MOST_KEPT} is the limit" if len(data) > MOST_KEPT else ""
        except (TypeError, ValueError, RecursionError) as problem:
            data, why = b"", str(problem)
        if why and not self._complained:
            self._complained = True
            self.log.warn("What the house learns of guests is not kept for their next visit: {why}", why=why)
        return None if why else data

    def unpack(self, data: bytes | None) -> Any:
        """Return what was packed, or None: where there is nothing, or another strategy, or version, has kept it."""
        if not data or len(data) > MOST_KEPT:
            return None
        try:
            whose, kept = json.loads(data)
        except (TypeError, ValueError, RecursionError):
            return None
        return kept if whose == self._whose else None

"""Pings, so that proxies keep a WebSocket open on which nothing moves, and so that the dead are found behind them."""

from __future__ import annotations

from itertools import cycle
from typing import Protocol

from twisted.internet.interfaces import IDelayedCall, IReactorTime

PING = 20  # seconds from one to the next: some proxies close after half a minute


class Pinged(Protocol):
    """What is pinged."""

    def ping(self) -> None:
        """Send a ping, or find that the last one was not answered."""


class Pings:
    """Everybody's pings, those of a part of them each second, by one call for all.

    :param clock: tells when a second is over
    """

    def __init__(self, clock: IReactorTime) -> None:
        self._clock = clock
        self._rounds: list[set[Pinged]] = [set() for _ in range(PING)]
        self._turns = cycle(self._rounds)
        self._round = next(self._turns)
        self._next: IDelayedCall | None = None

    def join(self, pinged: Pinged) -> None:
        """Ping somebody every PING seconds from now on."""
        self._round.add(pinged)
        if self._next is None:
            self._next = self._clock.callLater(1, self._ping)

    def leave(self, pinged: Pinged) -> None:
        """Ping somebody no more, if they were."""
        for pinging in self._rounds:
            pinging.discard(pinged)
        if self._next and not any(self._rounds):
            self._next.cancel()
            self._next = None

    def _ping(self) -> None:
        self._next = self._clock.callLater(1, self._ping)
        self._round = next(self._turns)
        for pinged in list(self._round):
            pinged.ping()

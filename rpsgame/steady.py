"""A clock for what waits: no step of the system's clock moves it, and while the process stands still, so does it."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from .twisted_private import seconds_by

BEAT = 0.25  # seconds between two looks at most, while the process runs
STANDSTILL = (
    0.5  # seconds that nobody has looked: it was stopped (SIGSTOP, Ctrl-Z, a debugger), or far too busy to play
)


class SteadyClock:
    """As a context: the time of a reactor, which goes on from where it was; after it the reactor has its own again.

    A reactor's time is the system's, which somebody may set. And when a process that was stopped goes on, the reactor
    runs what has become due before it reads what people have sent in time. So a time in which the clock was not asked
    for long does not count: calls that were pending are still as far away as they were.

    :param reactor: Twisted's; calls that are pending at the beginning or the end keep their time
    :param monotonic: tells seconds that only ever grow
    """

    def __init__(self, reactor: Any, monotonic: Callable[[], float] | None = None) -> None:
        self._reactor = reactor
        self._monotonic = monotonic or time.monotonic
        self._put_back = ExitStack()
        self._looked = self._ahead = 0.0

    def seconds(self) -> float:
        """Return the time, in seconds."""
        now = self._monotonic()
        if now - self._looked > STANDSTILL:
            self._ahead += self._looked - now
        self._looked = now
        return now + self._ahead

    def __enter__(self) -> None:
        self._looked = self._monotonic()
        self._ahead = self._reactor.seconds() - self._looked
        self._put_back.enter_context(seconds_by(self._reactor, self.seconds))
        self._beat()

    def __exit__(self, *exc_info: object) -> None:
        self._next.cancel()
        steady = self.seconds()
        self._put_back.close()
        for call in self._reactor.getDelayedCalls():
            call.delay(self._reactor.seconds() - steady)

    def _beat(self) -> None:
        self._next = self._reactor.callLater(BEAT, self._beat)

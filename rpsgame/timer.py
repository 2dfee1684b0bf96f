"""The clock of a table: it waits where the countdown says so."""

from __future__ import annotations

from collections.abc import Callable, Generator

from twisted.internet.interfaces import IDelayedCall, IReactorTime

from .coroutines.countdown import countdown_generator

ALOUD = 5  # seconds: the last of a player's time is counted, as in the article


class Timer:
    """The time that players have for a throw; it stands until it is started.

    :param clock: what it waits on
    :param timeout: the whole seconds that they have
    :param count: called with n when n seconds are left, for each of the last
    :param late: called when the time is over
    :ivar aloud: how many of the seconds are counted
    """

    __slots__ = ("_call", "_clock", "_count", "_countdown", "_late", "_quiet", "_since", "_timeout", "aloud")

    def __init__(
        self, clock: IReactorTime, timeout: int, count: Callable[[int], object], late: Callable[[], object]
    ) -> None:
        self._clock = clock
        self._timeout = timeout
        self.aloud = min(ALOUD, timeout)
        self._count = count
        self._late = late
        self._countdown: Generator[float, None, None]
        self._call: IDelayedCall | None = None
        self._since = 0.0
        self._quiet = 0.0  # seconds that pass before the count, 0 when it has begun

    def start(self) -> None:
        """Give them the whole time, from now on."""
        self._since = self._clock.seconds()
        if self._call and self._quiet:
            return
        self.stop()
        self._countdown = countdown_generator(self._count, self._timeout - self.aloud, self.aloud)
        self._quiet = next(self._countdown)
        self._call = self._clock.callLater(self._quiet, self._tick)

    def stop(self) -> None:
        """Stand still."""
        if self._call:
            self._call.cancel()
            self._call = None

    def _tick(self) -> None:
        self._call = None
        left = self._since + self._quiet - self._clock.seconds()
        if self._quiet and left > 0:  # it has been started again
            self._call = self._clock.callLater(left, self._tick)
            return
        self._quiet = 0
        seconds = next(self._countdown, None)
        if seconds is None:
            self._late()
        else:
            self._call = self._clock.callLater(seconds, self._tick)

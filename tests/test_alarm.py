"""The alarm of a table, or of a guest who waits."""

from __future__ import annotations

from typing import Any

from twisted.internet.task import Clock
from twisted.trial.unittest import SynchronousTestCase

from rpsgame.hall.alarm import Alarm
from rpsgame.hall.batch import Batch


class CountingClock(Clock):
    """A clock that counts how often somebody has waited for it."""

    waits = 0

    def callLater(self, delay: float, callable: Any, *args: Any, **kwargs: Any) -> Any:
        self.waits += delay > 0  # a batch waits for no time to pass
        return super().callLater(delay, callable, *args, **kwargs)


class AlarmTests(SynchronousTestCase):
    """When it rings, and when it does not."""

    def setUp(self) -> None:
        self.clock = CountingClock()
        self.batch = Batch(self.clock, lambda guest: None, lambda: None)
        self.rung: list[float] = []
        self.alarm = Alarm(self.batch, self.ring, "the alarm")

    def ring(self, what: str) -> None:
        if self.alarm.rings():
            self.rung.append(self.clock.seconds())
            self.assertEqual(what, "the alarm")

    def set(self, seconds: float | None) -> None:
        """Set the alarm, as all is done: in a batch."""
        self.batch.add(self.alarm.set, seconds)
        self.batch.run()

    def advance(self, seconds: float) -> None:
        """Let time pass, and the batch end in which it rings."""
        self.clock.advance(seconds)
        self.clock.advance(0)

    def test_it_rings_once(self) -> None:
        """It rings when its time has come, once, and then waits for nothing."""
        self.set(7)
        self.advance(6.5)
        self.assertEqual(self.rung, [])
        self.advance(0.5)
        self.advance(100)
        self.assertEqual(self.rung, [7])
        self.assertEqual(self.clock.getDelayedCalls(), [])

    def test_it_can_ring_at_once(self) -> None:
        """No time at all is a time as well."""
        self.set(0)
        self.advance(0)
        self.assertEqual(self.rung, [0])

    def test_later_is_cheap(self) -> None:
        """Set later, however often, it waits on as it did; it rings once, at the last time that was set."""
        for _ in range(100):
            self.set(25)
            self.advance(0.125)
        self.assertEqual(self.clock.waits, 1)
        self.advance(24.5)
        self.assertEqual(self.rung, [])
        self.advance(0.375)
        self.assertEqual(self.rung, [99 * 0.125 + 25])
        self.assertEqual(self.clock.waits, 2)
        self.assertEqual(self.clock.getDelayedCalls(), [])

    def test_earlier(self) -> None:
        """Set earlier, it rings then, and not when it was to ring before."""
        self.set(25)
        self.set(5)
        self.advance(5)
        self.assertEqual(self.rung, [5])
        self.assertEqual(self.clock.getDelayedCalls(), [])

    def test_never(self) -> None:
        """Set to never it does not ring, waits for nothing, and can be set again."""
        self.set(None)
        self.set(25)
        self.set(None)
        self.advance(0)
        self.assertEqual(self.clock.getDelayedCalls(), [])
        self.advance(25)
        self.set(1)
        self.advance(1)
        self.assertEqual(self.rung, [26])

    def test_in_time(self) -> None:
        """Whatever sets it again in the batch in which it was about to ring has come in time."""
        for seconds, rings in ((None, []), (3, [16])):
            self.clock.callLater(5, self.batch.add, self.alarm.set, seconds)
            self.set(5)
            self.advance(5)
            self.assertEqual(self.rung, [])
            self.advance(3)
            self.assertEqual(self.rung, rings)

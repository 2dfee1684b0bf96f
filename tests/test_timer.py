"""The clock of a table."""

from __future__ import annotations

from twisted.internet.task import Clock
from twisted.trial.unittest import SynchronousTestCase

from rpsgame.timer import Timer


class TimerTests(SynchronousTestCase):
    """What is counted, and when the time is over."""

    def setUp(self) -> None:
        self.clock = Clock()
        self.heard: list[int | str] = []
        self.timer = Timer(self.clock, 7, self.heard.append, lambda: self.heard.append("late"))

    def test_the_last_seconds_are_counted(self) -> None:
        """After two quiet seconds of seven the other five are counted, and then the time is over."""
        self.timer.start()
        self.clock.pump([1] * 7)
        self.assertEqual(self.heard, [5, 4, 3, 2, 1, "late"])
        self.assertEqual(self.clock.getDelayedCalls(), [])

    def test_started_again(self) -> None:
        """Started again, before or while it counts, it gives the whole time, and the old one is forgotten."""
        self.timer.start()
        self.clock.advance(1)
        self.timer.start()
        self.clock.pump([1, 1])
        self.assertEqual(self.heard, [5])
        self.timer.start()
        self.clock.advance(1)
        self.assertEqual(self.heard, [5])
        self.clock.advance(1)
        self.assertEqual(self.heard, [5, 5])
        self.assertEqual(len(self.clock.getDelayedCalls()), 1)

    def test_stopped(self) -> None:
        """Stopped it stands still, and waits for nothing."""
        self.timer.start()
        self.timer.stop()
        self.assertEqual(self.clock.getDelayedCalls(), [])
        self.timer.start()
        self.clock.pump([2, 1])
        self.assertEqual(self.heard, [5, 4])

"""The clock of what waits, with a reactor whose time, and a process whose time, are the test's."""

from __future__ import annotations

from twisted.internet.task import Clock
from twisted.trial.unittest import SynchronousTestCase

from rpsgame.steady import BEAT, STANDSTILL, SteadyClock


class System(Clock):
    """A reactor on a system whose clock can be set, and on which processes can be stopped."""

    def __init__(self) -> None:
        super().__init__()
        self.rightNow = 1_000_000.0
        self.monotonic = 50.0

    def seconds(self) -> float:
        return self.rightNow

    def pass_time(self, seconds: float) -> None:
        """Let the process run for a while, with a reactor that wakes up when something is due."""
        end = self.monotonic + seconds
        while self.monotonic < end:
            self.monotonic += BEAT
            self.look()

    def stand_still(self, seconds: float) -> None:
        """Stop the process for a while, and then let it look at what is due."""
        self.monotonic += seconds
        self.look()

    def look(self) -> None:
        """Run what is due, by what the reactor says the time is."""
        now = self.seconds()
        while self.calls and self.calls[0].getTime() <= now:
            call = self.calls.pop(0)
            call.called = 1
            call.func(*call.args, **call.kw)


class SteadyClockTests(SynchronousTestCase):
    """Something waits for two seconds."""

    def setUp(self) -> None:
        self.system = System()
        self.clock = SteadyClock(self.system, lambda: self.system.monotonic)
        self.rung: list[str] = []

    def wait(self) -> None:
        """Begin to wait for it."""
        self.system.callLater(2, self.rung.append, "late")

    def test_time_passes(self) -> None:
        """As long as the process runs the time passes, and calls are made when they are due and no sooner."""
        with self.clock:
            self.wait()
            self.system.pass_time(1.75)
            self.assertEqual(self.rung, [])
            self.system.pass_time(0.25)
            self.assertEqual(self.rung, ["late"])

    def test_clock_set(self) -> None:
        """A step of the system's clock, forward or back, moves nothing that waits."""
        with self.clock:
            self.wait()
            self.system.rightNow += 3600
            self.system.pass_time(1.75)
            self.assertEqual(self.rung, [])
            self.system.rightNow -= 7200
            self.system.pass_time(0.25)
            self.assertEqual(self.rung, ["late"])

    def test_stopped(self) -> None:
        """The time in which the process was stopped does not count, however often it was."""
        with self.clock:
            self.wait()
            for _ in range(3):
                self.system.pass_time(0.5)
                self.system.stand_still(3600)
            self.system.pass_time(0.25)
            self.assertEqual(self.rung, [])
            self.system.pass_time(0.25)
            self.assertEqual(self.rung, ["late"])

    def test_somewhat_late(self) -> None:
        """A look that comes somewhat late, on a busy machine, is no standstill: all the time counts."""
        with self.clock:
            self.wait()
            for _ in range(4):
                self.system.stand_still(STANDSTILL)
            self.assertEqual(self.rung, ["late"])

    def test_pending_at_the_beginning(self) -> None:
        """A call that was waiting before waits as long as it was to."""
        self.wait()
        with self.clock:
            self.assertEqual(self.system.seconds(), 1_000_000)
            self.system.pass_time(1.75)
            self.assertEqual(self.rung, [])
            self.system.pass_time(0.25)
            self.assertEqual(self.rung, ["late"])

    def test_pending_at_the_end(self) -> None:
        """A call that is pending at the end waits as long as it was to, by the reactor's clock, set meanwhile."""
        for step in (3600, -3600):
            with self.clock:
                self.wait()
                self.system.pass_time(1)
                self.system.rightNow += step
            self.assertEqual(self.system.seconds(), self.system.rightNow)
            (call,) = self.system.getDelayedCalls()  # and no beat
            self.assertEqual(call.getTime() - self.system.seconds(), 1)
            call.cancel()

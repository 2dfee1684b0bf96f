"""A server that is stopped and goes on, and a system whose clock is set."""

from __future__ import annotations

import signal
import sys

from twisted.trial.unittest import SynchronousTestCase

from .terminals import Place

LEAPING = """
import signal
import time

leaps = {signal.SIGCONT: 0, signal.SIGUSR2: 0}
steady, system = time.monotonic, time.time
time.monotonic = lambda: steady() + leaps[signal.SIGCONT]
time.time = lambda: system() + leaps[signal.SIGUSR2]

def leap(signum, frame):
    leaps[signum] += 3600

for signum in leaps:
    signal.signal(signum, leap)

from twisted.scripts.twistd import run
run()
"""


class SteadyTests(SynchronousTestCase):
    """Two guests who have ten minutes to throw; an hour passes when the server goes on, or the clock is set by one."""

    def setUp(self) -> None:
        self.place = Place(self.addCleanup)
        self.place.daemon("--house", "none", "--timeout", "600", program=[sys.executable, "-c", LEAPING])
        self.first, self.second = self.place.call(), self.place.call()
        for guest in (self.first, self.second):
            guest.expect("Your throw (r/p/s)?")

    def assertPlayGoesOn(self) -> None:
        """Assert that a throw counts which was sent already, and that nobody has been told to hurry."""
        self.first.expect("You throw rock.")
        self.second.expect("Player 0 has thrown.")
        self.second.send("s")
        for guest in (self.first, self.second):
            guest.expect("Wins: 1 - 0")
            guest.expect("Your throw (r/p/s)?")
            self.assertNotIn("timed out", guest.text)

    def test_stopped(self) -> None:
        """The hour in which the server was stopped does not count, and throws that came meanwhile do."""
        self.place.signal_server(signal.SIGSTOP)
        self.first.send("r")
        self.place.signal_server(signal.SIGCONT)
        self.assertPlayGoesOn()

    def test_clock_set(self) -> None:
        """When the clock is set an hour forward nobody has to hurry."""
        self.place.signal_server(signal.SIGUSR2)
        self.first.send("r")
        self.assertPlayGoesOn()

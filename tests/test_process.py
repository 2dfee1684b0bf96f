"""The changes that are made to the process, and put back."""

from __future__ import annotations

import gc
import os
import signal

from twisted.internet.testing import MemoryReactor
from twisted.trial.unittest import SynchronousTestCase

from rpsgame.process import COLLECTION, ignore_hang_ups, rare_collections, signals_call


class Reactor(MemoryReactor):
    """A reactor that calls at once what a signal's handler asks for."""

    def callFromThread(self, callable, *args, **kwargs):  # type: ignore[no-untyped-def]
        callable(*args, **kwargs)


class ProcessTests(SynchronousTestCase):
    """Within the context it is so, and after it as before."""

    def test_collections(self) -> None:
        """Garbage is collected less often, so that a crowd is not looked through at every few keys."""
        before = gc.get_threshold()
        with rare_collections():
            self.assertEqual(gc.get_threshold(), COLLECTION)
        self.assertEqual(gc.get_threshold(), before)

    def test_signals(self) -> None:
        """A signal has the reactor call what is to be done, and is then again whose it was."""
        before = signal.getsignal(signal.SIGUSR1)
        done: list[str] = []
        with signals_call(Reactor(), {signal.SIGUSR1: lambda: done.append("done")}):
            os.kill(os.getpid(), signal.SIGUSR1)
            self.assertEqual(done, ["done"])
        self.assertIs(signal.getsignal(signal.SIGUSR1), before)

    def test_hang_ups(self) -> None:
        """A SIGHUP that is to be ignored stays ignored at the end: the shell's comes after the kernel's."""
        self.addCleanup(signal.signal, signal.SIGHUP, signal.getsignal(signal.SIGHUP))
        with signals_call(Reactor(), {signal.SIGHUP: ignore_hang_ups}):
            os.kill(os.getpid(), signal.SIGHUP)
        os.kill(os.getpid(), signal.SIGHUP)
        self.assertIs(signal.getsignal(signal.SIGHUP), signal.SIG_IGN)

"""The console: the host's terminal, a key at a time, and as it was when the game is over."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from typing import Any

from twisted.application.service import Service
from twisted.internet.defer import Deferred, TimeoutError
from twisted.internet.error import ReactorNotRunning
from twisted.internet.stdio import StandardIO
from twisted.logger import Logger
from twisted.python.failure import Failure

from ..coroutines.facts import Fact
from ..hall import Hall
from ..process import ignore_hang_ups
from ..terminal import SingleKeys
from ..twisted_private import cut_off
from .host import ConsoleDoor
from .own_terminal import OwnTerminal
from .screen import AUTO

LINGER = 1  # seconds that a terminal stopped by Ctrl-S may hold up the end
LOOK_AGAIN = 0.5  # seconds: bash's fg sends no SIGCONT to a job that runs in the background, so it looks for itself


class Console(Service):
    """Opens the terminal when the reactor runs, and gives it back as it was, however the game ends.

    The terminal is opened anew: StandardIO makes its descriptors non-blocking, and so would make those that the user's
    shell shares (twisted#3442).

    :param reactor: Twisted's
    :param tty: the terminal's device, as os.ttyname() gives it
    :param hall: where the host goes in
    :param notices: returns the lines that the host is told at the start
    :param screen: the screen that everybody gets, or AUTO
    """

    log = Logger()

    def __init__(
        self, reactor: Any, tty: str, hall: Hall, notices: Callable[[], Sequence[Fact]], screen: str = AUTO
    ) -> None:
        self._reactor = reactor
        self._tty = tty
        self._hall = hall
        self._notices = notices
        self._screen = screen
        self._given_back = ExitStack()

    def startService(self) -> None:
        super().startService()
        self._reactor.callWhenRunning(self._open)

    def stopService(self) -> Deferred[None] | None:
        super().stopService()
        if not hasattr(self, "_stdio"):
            self._given_back.close()
            return None
        self._stdio.unregisterProducer()
        self._stdio.loseConnection()
        lost = self._door.lost.addTimeout(LINGER, self._reactor).addErrback(self._cut_off)
        return lost.addCallback(lambda lost: self._given_back.close())

    def _open(self) -> None:
        try:
            self._take()
        except Exception:
            self.log.failure("The console does not open")
            self._end()

    def _take(self) -> None:
        self._fd, out_fd = (os.open(self._tty, os.O_RDWR | os.O_NOCTTY) for _ in range(2))
        self._given_back.callback(os.close, self._fd)
        self._given_back.callback(os.close, out_fd)
        self._single_keys = SingleKeys(self._fd)
        self._given_back.callback(self._leave)
        self._single_keys.enter()
        self._handle(signal.SIGQUIT, self._on_end)
        self._handle(signal.SIGTSTP, self._on_suspend)
        self._handle(signal.SIGCONT, self._on_resume)
        self._handle(signal.SIGWINCH, self._on_resize)
        terminal = OwnTerminal(self._fd, os.environ)
        self._door = ConsoleDoor(self._hall, self._notices(), self._end, terminal, self._screen)
        self._door.lost.addCallback(self._terminal_lost)
        self._stdio = StandardIO(self._door, self._fd, out_fd, self._reactor)  # type: ignore[call-arg]

    def _handle(self, signum: signal.Signals, handler: Callable[[int, Any], None]) -> None:
        self._given_back.callback(signal.signal, signum, signal.signal(signum, handler))

    def _leave(self) -> None:
        if self._in_foreground():
            self._single_keys.leave()

    def _in_foreground(self) -> bool:
        """Whether the terminal is ours: one who sets another's is stopped (SIGTTOU)."""
        with suppress(OSError):  # the terminal has gone
            return os.tcgetpgrp(self._fd) == os.getpgrp()
        return False

    def _cut_off(self, failure: Failure) -> None:
        failure.trap(TimeoutError)
        cut_off(self._stdio)

    def _terminal_lost(self, lost: None) -> None:
        if self.running:
            ignore_hang_ups()
            self._end()

    def _end(self) -> None:
        with suppress(ReactorNotRunning):  # it stops already
            self._reactor.stop()

    def _on_end(self, signum: int, frame: Any) -> None:
        self._reactor.callFromThread(self._end)

    def _on_resize(self, signum: int, frame: Any) -> None:
        self._reactor.callFromThread(self._door.resized)

    def _on_suspend(self, signum: int, frame: Any) -> None:
        """Give the terminal back and stop, as Ctrl-Z would have without us."""
        self._stdio.pauseProducing()  # reading in the background would stop the server, or end the console
        self._single_keys.leave()
        signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGTSTP)

    def _on_resume(self, signum: int, frame: Any) -> None:
        self._reactor.callFromThread(self._resume)

    def _resume(self) -> None:
        """Take the terminal again and show the keys, as soon as we are in the foreground."""
        if self.running and not self._in_foreground():
            self._reactor.callLater(LOOK_AGAIN, self._resume)
        elif self.running:
            signal.signal(signal.SIGTSTP, self._on_suspend)
            self._single_keys.enter()
            self._stdio.resumeProducing()
            self._door.resized()  # SIGWINCH is for those in the foreground
            self._door.look()

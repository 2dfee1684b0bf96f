"""systemd is told how it goes (sd_notify(3), Type=notify): ready, how many are here, alive, stopping."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, MutableMapping
from contextlib import AbstractContextManager, suppress
from typing import Any

from twisted.internet.interfaces import IDelayedCall

BEAT = 5.0  # seconds after which it is said again how things stand: often enough for people who look
PATIENCE = 4 * BEAT  # seconds that systemd is asked to wait, at every beat while the server stops


class Notifier(AbstractContextManager[None]):
    """As a context: while it holds, systemd hears of the server. Without $NOTIFY_SOCKET nothing is done.

    Nothing is waited for: a message that cannot be sent at once is dropped.

    :param reactor: Twisted's; when it runs, all listeners listen
    :param status: returns a line that says how things stand
    :param environ: whose $NOTIFY_SOCKET, $WATCHDOG_USEC and $WATCHDOG_PID are taken out, so that no other process
        that is started from here speaks for us
    """

    def __init__(
        self, reactor: Any, status: Callable[[], str], environ: MutableMapping[str, str] = os.environ
    ) -> None:
        self._reactor = reactor
        self._status = status
        self._environ = environ
        self._said = ""
        self._quiet_until = 0.0
        self._stopping = False
        self._next: IDelayedCall | None = None

    def __enter__(self) -> None:
        path, usec, pid = (self._environ.pop(name, "") for name in ("NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"))
        if not path.startswith(("/", "@")):
            return
        self._path = path.replace("@", "\0", 1) if path[0] == "@" else path
        mine = pid in ("", str(os.getpid()))
        self._watchdog = int(usec) / 1e6 if mine and usec.isdecimal() else 0.0
        self._every = min(BEAT, self._watchdog / 2) if self._watchdog else BEAT
        self._reactor.callWhenRunning(self._ready)

    def __exit__(self, *exc_info: object) -> None:
        if self._next:
            self._next.cancel()
            self._next = None

    def _ready(self) -> None:
        self._reactor.addSystemEventTrigger("before", "shutdown", self._stop)
        self._beat("READY=1")

    def _stop(self) -> None:
        """Called when the server is about to stop, before it does anything for that."""
        self._stopping = True
        if self._next:
            self._next.cancel()
            self._beat("STOPPING=1")

    def _beat(self, *news: str) -> None:
        """Tell *news* and what is due, and go on."""
        lines = [*news]
        if self._watchdog:
            lines.append("WATCHDOG=1")
        if self._stopping:
            lines.append(f"EXTEND_TIMEOUT_USEC={PATIENCE * 1e6:.0f}")
        lines += self._news_of_status()
        if lines:
            self._send("\n".join(lines))
        self._next = self._reactor.callLater(self._every, self._beat)

    def _news_of_status(self) -> list[str]:
        now, status = self._reactor.seconds(), self._status()
        if status == self._said or now < self._quiet_until:
            return []
        self._said, self._quiet_until = status, now + BEAT
        return [f"STATUS={status}"]

    def _send(self, message: str) -> None:
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK) as sender:
            sender.sendto(message.encode(), self._path)

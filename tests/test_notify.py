"""What systemd is told, on a real datagram socket, by a reactor whose time stands still."""

from __future__ import annotations

import os
import socket
from tempfile import TemporaryDirectory
from typing import Any

from twisted.internet.testing import MemoryReactorClock
from twisted.trial.unittest import SynchronousTestCase

from rpsgame.notify import BEAT, PATIENCE, Notifier

EXTEND = f"EXTEND_TIMEOUT_USEC={int(PATIENCE * 1_000_000)}"


class NotifierTests(SynchronousTestCase):
    """The messages, and when they come."""

    def setUp(self) -> None:
        directory = TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.path = os.path.join(directory.name, "notify")
        self.systemd = self.listen(self.path)
        self.reactor: Any = MemoryReactorClock()
        self.status = "people: 0"
        self.environ = {"NOTIFY_SOCKET": self.path, "HOME": "/"}
        self.notifier = Notifier(self.reactor, lambda: self.status, self.environ)

    def listen(self, path: str) -> socket.socket:
        """Return a socket that is read as systemd reads its own."""
        listening = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.addCleanup(listening.close)
        listening.bind(path)
        listening.setblocking(False)
        return listening

    def heard(self, listening: socket.socket | None = None) -> list[list[str]]:
        """Return the messages since the last time, each by its lines."""
        messages = []
        while True:
            try:
                messages.append((listening or self.systemd).recv(4096).decode().split("\n"))
            except BlockingIOError:
                return messages

    def run_reactor(self) -> None:
        """Let the reactor begin to run."""
        for hook, args, kwargs in self.reactor.whenRunningHooks:
            hook(*args, **kwargs)

    def stop_reactor(self) -> None:
        """Let the reactor do what comes first when it is to stop."""
        for trigger, args, kwargs in self.reactor.triggers["before"]["shutdown"]:
            trigger(*args, **kwargs)

    def test_ready_when_it_runs(self) -> None:
        """It is ready when the reactor runs, and not before: by then all listeners listen, or the server has ended."""
        with self.notifier:
            self.assertEqual(self.heard(), [])
            self.run_reactor()
            self.assertEqual(self.heard(), [["READY=1", "STATUS=people: 0"]])

    def test_status_when_it_has_changed(self) -> None:
        """Every few seconds it is said how things stand, where that has changed."""
        with self.notifier:
            self.run_reactor()
            self.heard()
            self.status = "people: 1"
            self.reactor.advance(BEAT - 1)
            self.assertEqual(self.heard(), [])
            self.status = "people: 2"
            self.reactor.advance(1)
            self.assertEqual(self.heard(), [["STATUS=people: 2"]])
            self.reactor.pump([BEAT] * 3)
            self.assertEqual(self.heard(), [])

    def test_stopping(self) -> None:
        """It says at once that it stops, and asks at every beat for more time, until it has stopped."""
        with self.notifier:
            self.run_reactor()
            self.heard()
            self.stop_reactor()
            self.assertEqual(self.heard(), [["STOPPING=1", EXTEND]])
            self.reactor.pump([BEAT, BEAT])
            self.assertEqual(self.heard(), [[EXTEND], [EXTEND]])
        self.reactor.advance(BEAT)
        self.assertEqual(self.heard(), [])
        self.assertEqual(self.reactor.getDelayedCalls(), [])

    def test_watchdog(self) -> None:
        """The watchdog hears of it twice in its time, also while the server stops; the status comes no more often."""
        self.environ["WATCHDOG_USEC"] = "4000000"
        with self.notifier:
            self.run_reactor()
            self.assertEqual(self.heard(), [["READY=1", "WATCHDOG=1", "STATUS=people: 0"]])
            self.status = "people: 1"
            self.reactor.pump([2, 2])
            self.assertEqual(self.heard(), [["WATCHDOG=1"]] * 2)
            self.reactor.advance(2)
            self.assertEqual(self.heard(), [["WATCHDOG=1", "STATUS=people: 1"]])
            self.stop_reactor()
            self.assertEqual(self.heard(), [["STOPPING=1", "WATCHDOG=1", EXTEND]])

    def test_watchdog_of_another(self) -> None:
        """A watchdog that waits for another process, or for no number of microseconds, is told nothing."""
        for environ in ({"WATCHDOG_USEC": "4000000", "WATCHDOG_PID": "1"}, {"WATCHDOG_USEC": "soon"}):
            self.environ.update(NOTIFY_SOCKET=self.path, **environ)
            with self.notifier:
                self.run_reactor()
                self.assertNotIn("WATCHDOG=1", self.heard()[0])

    def test_watchdog_of_ours(self) -> None:
        """One that names our process is told."""
        self.environ.update(WATCHDOG_USEC="4000000", WATCHDOG_PID=str(os.getpid()))
        with self.notifier:
            self.run_reactor()
            self.assertIn("WATCHDOG=1", self.heard()[0])

    def test_environment(self) -> None:
        """What systemd has said is taken out of the environment: no program that is started later speaks for us."""
        self.environ.update(WATCHDOG_USEC="4000000", WATCHDOG_PID="1")
        with self.notifier:
            self.assertEqual(self.environ, {"HOME": "/"})

    def test_nobody_asked(self) -> None:
        """Without $NOTIFY_SOCKET, or with one of a kind that we do not know, nothing is done at all."""
        for path in ({}, {"NOTIFY_SOCKET": ""}, {"NOTIFY_SOCKET": "vsock:2:1234"}):
            with Notifier(self.reactor, lambda: self.status, path):
                self.assertEqual(self.reactor.whenRunningHooks, [])

    def test_abstract_socket(self) -> None:
        """A name that begins with @ is in the abstract namespace."""
        name = f"rpsgame-test-{os.getpid()}"
        abstract = self.listen(f"\0{name}")
        self.environ["NOTIFY_SOCKET"] = f"@{name}"
        with self.notifier:
            self.run_reactor()
            self.assertEqual(self.heard(abstract), [["READY=1", "STATUS=people: 0"]])

    def test_nobody_reads(self) -> None:
        """What cannot be sent at once is dropped, and the server goes on."""
        with self.notifier:
            self.run_reactor()
            for people in range(1000):
                self.status = f"people: {people}"
                self.reactor.advance(BEAT)
            self.assertLess(len(self.heard()), 1000)
            self.systemd.close()
            self.status = "people: none"
            self.reactor.advance(BEAT)

    def test_no_such_socket(self) -> None:
        """A path that is too long, or where nobody is, costs nothing."""
        for path in ("/" + "x" * 200, self.path + "-not"):
            self.environ["NOTIFY_SOCKET"] = path
            with self.notifier:
                self.run_reactor()

    def test_a_server_that_never_ran(self) -> None:
        """Where the reactor has not begun to run there is nothing to end."""
        with self.notifier:
            pass
        self.assertEqual(self.reactor.getDelayedCalls(), [])

"""The host's door, at a terminal whose other end the test holds."""

from __future__ import annotations

import os
import pty
import select
import signal
from typing import Any

from twisted.internet.interfaces import IPushProducer
from twisted.internet.selectreactor import SelectReactor
from twisted.trial.unittest import SynchronousTestCase
from zope.interface.verify import verifyObject

from rpsgame.coroutines.facts import LinesLost, Remark
from rpsgame.doors.console import Console, ConsoleDoor
from rpsgame.twisted_private import cut_off


class Hall:
    """A hall that notes what the host presses."""

    def __init__(self) -> None:
        self.pressed: list[str] = []

    def host(self, door: object, peer: str, notices: object = (), **how: object) -> str:
        return "the host"

    def press(self, host: object, keys: str) -> None:
        self.pressed.append(keys)

    def leave(self, host: object, why: str) -> None:
        self.pressed.append("left")


class Terminal:
    """What StandardIO is to a door: it keeps what is written, and says when that is too much."""

    def __init__(self) -> None:
        self.written: list[bytes] = []
        self.producer: Any = None

    def registerProducer(self, producer: object, streaming: bool) -> None:
        self.producer = producer

    def write(self, data: bytes) -> None:
        self.written.append(data)


class ConsoleDoorTests(SynchronousTestCase):
    """A host at a terminal."""

    def setUp(self) -> None:
        self.hall = Hall()
        self.left: list[str] = []
        self.terminal: Any = Terminal()
        hall: Any = self.hall
        self.door = ConsoleDoor(hall, [], lambda: self.left.append("left"))
        self.door.makeConnection(self.terminal)

    def test_written(self) -> None:
        """Lines come to the terminal in one write."""
        self.door.write([Remark("a"), Remark("b")])
        self.assertEqual(self.terminal.written, [b"a\nb\n"])

    def test_terminal_takes_nothing(self) -> None:
        """While the terminal takes nothing lines are lost; then the host is told how many, and how things stand."""
        verifyObject(IPushProducer, self.door)
        self.door.write([Remark("a")])
        self.terminal.producer.pauseProducing()
        for _ in range(1000):
            self.door.write([Remark("b"), Remark("c")])
        self.assertEqual(self.terminal.written, [b"a\n"])
        self.terminal.producer.resumeProducing()
        self.assertEqual(self.terminal.written, [b"a\n", f"{LinesLost(2000)}\n".encode()])
        self.assertEqual(self.hall.pressed, ["?"])
        self.door.write([Remark("d")])
        self.assertEqual(self.terminal.written[2:], [b"d\n"])

    def test_full_and_nothing_lost(self) -> None:
        """Where nothing was to be said meanwhile, the host is told nothing."""
        self.terminal.producer.pauseProducing()
        self.terminal.producer.resumeProducing()
        self.assertEqual((self.terminal.written, self.hall.pressed), ([], []))

    def test_closed(self) -> None:
        """A door that is closed, or cut off because something is wrong with it, is the host leaving."""
        self.door.close()
        self.door.abort()
        self.assertEqual(self.left, ["left", "left"])


class ConsoleTests(SynchronousTestCase):
    """A real terminal, StandardIO, and a reactor that the test turns."""

    def setUp(self) -> None:
        self.keyboard, screen = pty.openpty()
        self.addCleanup(os.close, screen)
        self.addCleanup(signal.signal, signal.SIGHUP, signal.getsignal(signal.SIGHUP))
        self.reactor: Any = SelectReactor()
        self.addCleanup(lambda: [reader.connectionLost(None) for reader in self.reactor._internalReaders])
        self.patch(self.reactor, "callWhenRunning", lambda callable: callable())
        self.stops: list[str] = []
        self.patch(self.reactor, "stop", lambda: self.stops.append("stop"))
        hall: Any = Hall()
        self.console = Console(self.reactor, os.ttyname(screen), hall, list)
        self.console.startService()

    def fill(self) -> int:
        """Say more than the terminal takes; return how many bytes of it are kept."""
        for _ in range(10_000):
            self.console._door.write([Remark("x" * 99)])
            self.reactor.doIteration(0)
        stdio: Any = self.console._stdio
        kept: int = len(stdio._writer.dataBuffer) + stdio._writer._tempDataLen
        return kept

    def test_bound(self) -> None:
        """The output that waits for a terminal which takes nothing is bounded, however much is said."""
        self.addCleanup(os.close, self.keyboard)
        self.assertLess(self.fill(), 70_000)
        self.console.stopService()
        cut_off(self.console._stdio)

    def test_full_at_the_end(self) -> None:
        """A terminal that takes all that waited, when the server stops, is given back without waiting any longer."""
        self.addCleanup(os.close, self.keyboard)
        self.console._door.write([Remark("x" * 99_999)])
        stopped: Any = self.console.stopService()
        for _ in range(1000):
            while select.select([self.keyboard], [], [], 0)[0]:
                os.read(self.keyboard, 65536)
            self.reactor.doIteration(0)
        self.successResultOf(stopped)

    def test_terminal_gone(self) -> None:
        """A terminal that goes ends the server, which no SIGHUP of the shell's is to kill meanwhile."""
        os.close(self.keyboard)
        self.reactor.doIteration(0)
        self.assertEqual(self.stops, ["stop"])
        self.assertIs(signal.getsignal(signal.SIGHUP), signal.SIG_IGN)
        self.successResultOf(self.console.stopService())  # type: ignore[arg-type]

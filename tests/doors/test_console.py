"""The host's door, at a terminal whose other end the test holds."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
from collections.abc import Mapping
from typing import Any

from twisted.internet.interfaces import IPushProducer
from twisted.internet.selectreactor import SelectReactor
from twisted.trial.unittest import SynchronousTestCase
from zope.interface.verify import verifyObject

from rpsgame.coroutines.facts import DoorKeys, LinesLost, Remark
from rpsgame.doors import screen
from rpsgame.doors.console import Console
from rpsgame.doors.host import ConsoleDoor
from rpsgame.doors.own_terminal import OwnTerminal
from rpsgame.screens.form import Form
from rpsgame.twisted_private import cut_off

from .display import DoorsDisplay
from .hall import DoorsHall


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

    environ: Mapping[str, str] = {"TERM": "dumb", "LANG": "C"}

    def setUp(self) -> None:
        self.patch(screen, "DoorsDisplay", DoorsDisplay)
        self.hall = DoorsHall()
        self.left: list[str] = []
        self.terminal: Any = Terminal()
        hall: Any = self.hall
        self.size = (80, 24)
        self.patch(os, "get_terminal_size", lambda fd: self.size)
        self.door = ConsoleDoor(hall, [], lambda: self.left.append("left"), OwnTerminal(0, self.environ))
        self.door.makeConnection(self.terminal)
        self.hall.clock.advance(0)
        self.terminal.written.clear()

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
        self.assertEqual((self.hall.told, self.hall.pressed), ([LinesLost(2000), DoorKeys("v", "i")], "?"))
        self.door.write([Remark("d")])
        self.assertEqual(self.terminal.written[1:], [b"d\n"])

    def test_full_and_nothing_lost(self) -> None:
        """Where nothing was to be said meanwhile, the host is told nothing."""
        self.terminal.producer.pauseProducing()
        self.terminal.producer.resumeProducing()
        self.assertEqual((self.terminal.written, self.hall.pressed), ([], ""))

    def test_closed(self) -> None:
        """A door that is closed, or cut off because something is wrong with it, is the host leaving."""
        self.door.close()
        self.door.abort()
        self.assertEqual(self.left, ["left", "left"])


class ColourDoorTests(ConsoleDoorTests):
    """A host at a terminal that shows colours."""

    environ: Mapping[str, str] = {"TERM": "xterm-256color", "LANG": "de_DE.UTF-8"}

    def test_terminal_takes_nothing(self) -> None:
        """When the terminal goes on after it took nothing, the screen is drawn again; nothing moves meanwhile."""
        self.terminal.producer.pauseProducing()
        self.door.write([Remark("b")])
        self.hall.clock.advance(60)
        self.terminal.producer.resumeProducing()
        self.hall.clock.advance(0)
        self.assertEqual(self.hall.told, [LinesLost(1)])
        self.assertEqual(self.terminal.written, [b"[colour at 60]\n"])

    def test_resized(self) -> None:
        """The screen follows the size of the window."""
        self.size = (40, 12)
        self.door.resized()
        self.hall.clock.advance(0)
        self.assertEqual(self.terminal.written, [b"[40x12 UTF-8 at 0]\n"])

    def test_keys(self) -> None:
        """The host goes through the screens, and is shown how the server sees the terminal."""
        self.door.dataReceived(b"rvpi")
        self.hall.clock.advance(0)
        self.assertEqual(self.hall.pressed, "rp")
        self.assertEqual(self.terminal.written, [b"[spoken at 0]\n"])
        self.assertEqual(
            self.hall.told,
            [
                "You have come by the console, and see the screen called colour.",
                "Your terminal is xterm-256color.",
                "It is 80 characters wide and 24 lines high.",
                "Your keys come at once.",
                "It shows UTF-8.",
                "An answer takes 0 milliseconds.",
            ],
        )


class OwnTerminalTests(SynchronousTestCase):
    """What is known of the terminal that the server runs at."""

    def test_screen(self) -> None:
        """Colour is for a terminal with a name, unless it is one without, or somebody wants none."""
        for environ, wanted in (
            ({}, "plain"),
            ({"TERM": "dumb"}, "plain"),
            ({"TERM": "unknown"}, "plain"),
            ({"TERM": "tmux-256color"}, "colour"),
            ({"TERM": "xterm", "NO_COLOR": ""}, "colour"),
            ({"TERM": "xterm", "NO_COLOR": "1"}, "plain"),
        ):
            self.assertEqual(OwnTerminal(0, environ).screen, wanted, environ)

    def test_utf8(self) -> None:
        """The first that is set of LC_ALL, LC_CTYPE and LANG says whether it shows UTF-8."""
        for environ, utf8 in (
            ({}, False),
            ({"LANG": "en_GB.utf8"}, True),
            ({"LANG": "en_GB.ISO-8859-1"}, False),
            ({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, True),
            ({"LANG": "C.UTF-8", "LC_CTYPE": "", "LC_ALL": "C"}, False),
            ({"LANG": "uz_UZ.UTF-8@cyrillic"}, True),
        ):
            self.assertEqual(OwnTerminal(0, environ).utf8, utf8, environ)

    def test_size(self) -> None:
        """Its size is asked for anew each time; one that it does not know is unknown, as is that of no terminal."""
        ours, screen = pty.openpty()
        terminal = OwnTerminal(screen, {})
        self.assertEqual((terminal.size(), terminal.form()), (None, Form(80, 24)))
        fcntl.ioctl(screen, termios.TIOCSWINSZ, struct.pack("HHHH", 12, 40, 0, 0))
        self.assertEqual((terminal.size(), terminal.form()), ((40, 12), Form(40, 12)))
        os.close(ours)
        os.close(screen)
        self.assertIsNone(terminal.size())


class ConsoleTests(SynchronousTestCase):
    """A real terminal, StandardIO, and a reactor that the test turns."""

    def setUp(self) -> None:
        self.keyboard, screen = pty.openpty()
        self.addCleanup(os.close, screen)
        self.before = signal.getsignal(signal.SIGWINCH)
        self.addCleanup(signal.signal, signal.SIGHUP, signal.getsignal(signal.SIGHUP))
        self.reactor: Any = SelectReactor()
        self.addCleanup(lambda: [reader.connectionLost(None) for reader in self.reactor._internalReaders])
        self.patch(self.reactor, "callWhenRunning", lambda callable: callable())
        self.stops: list[str] = []
        self.patch(self.reactor, "stop", lambda: self.stops.append("stop"))
        hall: Any = DoorsHall()
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

    def test_window(self) -> None:
        """The screen follows the size of the window, as long as the console is open; then SIGWINCH is as it was."""
        self.addCleanup(os.close, self.keyboard)
        found: list[Form] = []
        self.patch(self.console._door, "found", lambda screen, form: found.append(form))
        fcntl.ioctl(self.keyboard, termios.TIOCSWINSZ, struct.pack("HHHH", 12, 40, 0, 0))
        os.kill(os.getpid(), signal.SIGWINCH)
        self.reactor.runUntilCurrent()
        self.assertEqual([form[:2] for form in found], [(40, 12)])
        stopped: Any = self.console.stopService()
        for _ in range(1000):
            self.reactor.doIteration(0)
        self.successResultOf(stopped)
        self.assertIs(signal.getsignal(signal.SIGWINCH), self.before)

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

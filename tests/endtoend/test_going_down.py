"""Going down, and being asked to more than once; and a signal that asks a daemon for something else."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from twisted.trial.unittest import SynchronousTestCase

from .terminals import CTRL_Q, CTRL_S, LOCAL, TWISTD, Place

STOPPING = "The server is stopping. Good-bye.\r\n"
OPEN_HOUSE = (*LOCAL, "--host", "none", "--drain", "0")
RELUCTANT = """
import signal
from rpsgame.doors.telnet import TelnetFactory
from twisted.internet.defer import Deferred
from twisted.scripts.twistd import run

closed = Deferred()

def close(signum, frame):
    from twisted.internet import reactor
    reactor.callFromThread(closed.callback, None)

signal.signal(signal.SIGUSR2, close)
TelnetFactory.all_closed = lambda self: closed  # as with a guest who reads nothing, but for as long as the test likes
run()
"""


class SecondSignalTests(SynchronousTestCase):
    """A server that has been told to stop, and cannot yet, since a guest reads nothing."""

    def setUp(self) -> None:
        self.place = Place(self.addCleanup)

    def test_open_house(self) -> None:
        """SIGTERM and SIGINT, again and again, change nothing, and leave no traceback."""
        server = self.place.terminal(sys.executable, "-c", RELUCTANT, "-n", "rpsgame", *OPEN_HOUSE)
        server.expect("TelnetFactory starting on ")
        guest = self.place.call(int(server.expect("\r\n")))
        guest.expect("You play the house in 3 seconds")
        for signum in (signal.SIGTERM, signal.SIGTERM, signal.SIGINT, signal.SIGTERM):
            self.place.signal_server(signum)
            server.expect(f"Received {signum.name}, shutting down.")
        guest.expect(STOPPING)
        self.place.signal_server(signal.SIGUSR2)
        server.expect("Server Shut Down.")
        server.expect_exit()
        self.assertNotIn("Traceback", server.text)

    def test_console(self) -> None:
        """A host who has pressed q, and then the system stops the server: the same."""
        host, port = self.place.host(program=[sys.executable, "-c", RELUCTANT, "-n"])
        self.place.call(port).expect("You are player 1.")
        host.expect("Player connected")
        host.send("qq")
        host.expect("Good-bye.")
        for _ in range(2):
            self.place.signal_server(signal.SIGTERM)
        self.place.signal_server(signal.SIGUSR2)
        host.expect_exit()
        self.assertTrue(host.is_as_before())
        self.assertIn("Server Shut Down.", self.place.log)
        self.assertNotIn("Traceback", self.place.log)

    def test_stopped_terminal(self) -> None:
        """A terminal that takes nothing any more is given back without a traceback."""
        host, port = self.place.host()
        guest = self.place.call(port)
        host.expect("Player connected")
        host.send(CTRL_S)
        guest.send("r")
        guest.expect("You throw rock.")
        self.place.stop_server()
        guest.expect_end()
        host.send(CTRL_Q)
        host.expect_exit()
        self.assertTrue(host.is_as_before())
        self.assertNotIn("Traceback", self.place.log)


class UnreadTests(SynchronousTestCase):
    """A host whose terminal shows nothing any more."""

    def test_unread(self) -> None:
        """The game goes on; what the host cannot be shown is lost, and when they can be they are told so."""
        place = Place(self.addCleanup)
        host, port = place.host()
        guest = place.call(port)
        guest.expect("Your throw (r/p/s)?")
        host.send("r")
        guest.expect("Player 0 has thrown.")
        for _ in range(3):  # more than is kept, twice
            host.send("?" * 1000)
            guest.send("?")
            guest.expect("Keys: ")
        host.expect("Lines lost, since the terminal took none: ")
        host.expect("Keys: ")
        guest.send("s")
        host.expect("Wins: 1 - 0")


class HangUpTests(SynchronousTestCase):
    """SIGHUP."""

    def setUp(self) -> None:
        self.place = Place(self.addCleanup)

    def test_foreground(self) -> None:
        """An open house in the foreground tells everybody and ends in good order."""
        server = self.place.terminal(*TWISTD, "-n", "rpsgame", *OPEN_HOUSE)
        server.expect("TelnetFactory starting on ")
        guest = self.place.call(int(server.expect("\r\n")))
        guest.expect("You play the house in 3 seconds")
        self.place.signal_server(signal.SIGHUP)
        guest.expect(STOPPING)
        guest.expect_end()
        server.expect("Server Shut Down.")
        self.assertEqual(server.expect_exit(), 0)

    def test_matches_may_end(self) -> None:
        """As at SIGTERM, a match that is on may end."""
        server = self.place.terminal(*TWISTD, "-n", "rpsgame", *LOCAL, "--host", "none", "--house-after", "0")
        server.expect("TelnetFactory starting on ")
        guest = self.place.call(int(server.expect("\r\n")))
        guest.expect("Your throw (r/p/s)?")
        self.place.signal_server(signal.SIGHUP)
        guest.expect("this match is the last")
        guest.send("q")
        guest.expect_end()
        server.expect("Server Shut Down.")

    def test_daemon(self) -> None:
        """A daemon whose log has been moved opens it anew, and play goes on."""
        self.place.daemon("--house", "none", "--drain", "0")
        first, second = self.place.call(), self.place.call()
        first.expect("Your throw (r/p/s)?")
        second.expect("Your throw (r/p/s)?")
        log, moved = (Path(self.place.cwd, name) for name in ("twistd.log", "twistd.log-1"))
        os.rename(log, moved)
        self.place.signal_server(signal.SIGHUP)
        first.send("r")
        first.expect("You throw rock.")
        second.send("s")
        second.expect("Wins: 1 - 0")
        self.place.stop_server()
        self.assertIn("starting on", moved.read_text())
        self.assertNotIn("Server Shut Down.", moved.read_text())
        self.assertIn("The log is opened anew.\n", log.read_text())
        self.assertIn("Server Shut Down.", log.read_text())

    def test_log_has_grown(self) -> None:
        """A log that has grown is moved to a name with the date, and no old one is touched, as thousands may be."""
        self.place.daemon("--house", "none", "--drain", "0")
        log, old = (Path(self.place.cwd, name) for name in ("twistd.log", "twistd.log.1"))
        old.write_text("old")
        guest = self.place.call()
        guest.expect("press Enter after it.")
        with log.open("a") as grown:
            grown.write("x" * 1_000_000)
        self.place.signal_server(signal.SIGHUP)  # the server sees how long it is, and moves it at the next line
        guest.send("?")
        guest.expect("press Enter after it.")
        self.place.stop_server()
        (moved,) = Path(self.place.cwd).glob("twistd.log.????-??-??_??-??-??")
        self.assertGreater(moved.stat().st_size, 1_000_000)
        self.assertEqual(old.read_text(), "old")
        self.assertIn("Server Shut Down.", log.read_text())

"""The host's console, as a person at a terminal has it."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence

from twisted.trial.unittest import SynchronousTestCase

from .terminals import CTRL_C, CTRL_Q, CTRL_S, CTRL_Z, LOCAL, TWISTD, Place, Terminal, taken_port, way_in

BASH = ("bash", "--norc", "--noediting", "-i")  # its fg sends no SIGCONT to a job that runs
DASH = ("dash", "-i")  # it leaves the terminal's settings to its jobs
BROKEN = """
from rpsgame.doors.console import ConsoleDoor
from rpsgame.hall import Hall
from twisted.scripts.twistd import run

def broken(self, *args):
    raise RuntimeError("broken")

{} = broken
run()
"""


class MatchTests(SynchronousTestCase):
    """A match between the host and a guest."""

    def setUp(self) -> None:
        self.place = Place(self.addCleanup)

    def test_match(self) -> None:
        """Both see whose throw is missing, what was thrown and who has won; never what only one has thrown."""
        host, port = self.place.host("--best-of", "3")
        host.expect("Waiting for a guest.")
        guest = self.place.call(port)
        host.expect("Player connected: 127.0.0.1:")
        host.expect("Your throw (r/p/s)?")
        guest.expect("You are player 1.")

        guest.expect("Your throw (r/p/s)?")
        guest.send("s")
        guest.expect("You throw scissors. Waiting for player 0.")
        self.assertNotIn("scissors", host.expect("Player 1 has thrown. Your throw (r/p/s)?"))
        host.send("r")
        host.expect("Player 0: r, Player 1: s\r\nPlayer 0 wins!\r\nWins: 1 - 0\r\nOverall: 100.00%\r\n")
        self.assertNotIn("rock", guest.expect("Player 0: r, Player 1: s\r\nPlayer 0 wins!\r\nWins: 1 - 0\r\n"))

        host.send("p")
        host.expect("You throw paper. Waiting for player 1.")
        guest.expect("Player 0 has thrown. Your throw (r/p/s)?")
        guest.send("r")
        host.expect("Wins: 2 - 0")
        host.expect("You have won the match, 2 - 0.")
        guest.expect("You have lost the match, 0 - 2.")
        guest.expect_end()
        host.expect("Waiting for a guest.")

    def test_timeout(self) -> None:
        """The host sees how long the guest has; a guest who does not throw is told so, and gone."""
        host, port = self.place.host("--timeout", "1")
        guest = self.place.call(port)
        guest.expect("Your throw, please; you are timed out in\r\n1\r\n")
        host.expect("Player 1 has 1 left.")
        guest.expect("Timed out. Good-bye\r\n")
        guest.expect_end()
        host.expect("Waiting for a guest.")

    def test_log(self) -> None:
        """The log goes to a file, whose name is told; no line of it lands on the game."""
        host, port = self.place.host()
        host.expect(f"The log goes to {self.place.cwd}/twistd.log\r\n")
        self.place.call(port).send("x")
        host.expect("Player connected")
        host.send("x")
        host.expect("Invalid key")
        host.send("q")
        host.expect_exit()
        self.assertNotRegex(host.text, r"\[-\]|#(info|warn|error)|\d{4}-\d\d-\d\d")
        self.assertIn("Server Shut Down.", self.place.log)


class EndTests(SynchronousTestCase):
    """However the game ends, the terminal is as it was, and its descriptor blocks."""

    def setUp(self) -> None:
        self.place = Place(self.addCleanup)

    def started(self) -> Terminal:
        """Start a host's console, which has taken the terminal."""
        host, _ = self.place.host()
        host.expect("Waiting for a guest.")
        self.assertFalse(host.is_as_before())
        return host

    def assertGivenBack(self, host: Terminal) -> None:
        """Assert that *host* is a terminal to go on working at."""
        self.assertTrue(host.is_as_before())
        self.assertTrue(host.blocks())

    def test_ctrl_c(self) -> None:
        """Ctrl-C ends the server, and gives the terminal back."""
        host = self.started()
        host.send(CTRL_C)
        host.expect_exit()
        self.assertGivenBack(host)

    def test_q(self) -> None:
        """The key q ends the server with status 0, and gives the terminal back."""
        host = self.started()
        host.send("q")
        host.expect("Good-bye.")
        self.assertEqual(host.expect_exit(), 0)
        self.assertGivenBack(host)

    def test_sigterm(self) -> None:
        """SIGTERM ends the server, and gives the terminal back."""
        self.end_by(signal.SIGTERM)

    def test_sighup(self) -> None:
        """SIGHUP ends the server, and gives the terminal back."""
        self.end_by(signal.SIGHUP)

    def test_sigquit(self) -> None:
        """SIGQUIT ends the server, and gives the terminal back."""
        self.end_by(signal.SIGQUIT)

    def end_by(self, signum: signal.Signals) -> None:
        """Assert that the terminal is given back after a signal, and the guest told."""
        host, port = self.place.host()
        guest = self.place.call(port)
        host.expect("Player connected")
        os.kill(self.place.pid, signum)
        host.expect_exit()
        self.assertGivenBack(host)
        guest.expect("The server is stopping. Good-bye.")
        guest.expect_end()

    def test_sigkill(self) -> None:
        """After SIGKILL, which nobody can handle, the terminal's descriptor still blocks."""
        host = self.started()
        os.kill(self.place.pid, signal.SIGKILL)
        self.assertEqual(host.expect_exit(), 128 + signal.SIGKILL)
        self.assertTrue(host.blocks())

    def test_taken_port(self) -> None:
        """A port that is taken is one clear line, status 1, and no change of the terminal."""
        with taken_port() as port:
            host = self.place.terminal(*TWISTD, "-n", "rpsgame", "--listen", f"tcp:{port}:interface=127.0.0.1")
            status = host.expect_exit()
        self.assertEqual(status, 1)
        self.assertRegex(
            host.text, rf"^rpsgame: cannot listen on tcp:{port}[^\r]*\. Choose another with --listen\.\r\n"
        )
        self.assertNotIn("Traceback", host.text + self.place.log)
        self.assertGivenBack(host)

    def test_exception_at_a_key(self) -> None:
        """An exception in our own code ends the server, tells the guest, and gives the terminal back."""
        host, port = self.place.host(program=[sys.executable, "-c", BROKEN.format("ConsoleDoor.press"), "-n"])
        guest = self.place.call(port)
        host.expect("Player connected")
        host.send("r")
        host.expect_exit()
        self.assertGivenBack(host)
        guest.expect("Opponent disconnected.")
        guest.expect_end()
        self.assertIn("RuntimeError: broken", self.place.log)

    def test_exception_at_the_start(self) -> None:
        """An exception when the console opens ends the server, and gives the terminal back."""
        script = BROKEN.format("ConsoleDoor.connectionMade")
        host = self.place.terminal(sys.executable, "-c", script, "-n", "rpsgame", *LOCAL)
        host.expect_exit()
        self.assertGivenBack(host)
        self.assertIn("RuntimeError: broken", self.place.log)

    def test_exception_at_the_end(self) -> None:
        """An exception when the server stops is logged, closes the connections, and gives the terminal back."""
        host, port = self.place.host(program=[sys.executable, "-c", BROKEN.format("Hall.close"), "-n"])
        guest = self.place.call(port)
        host.expect("Player connected")
        host.send(CTRL_C)
        host.expect_exit()
        guest.expect_end()
        self.assertGivenBack(host)
        self.assertIn("RuntimeError: broken", self.place.log)

    def test_ctrl_s(self) -> None:
        """A terminal that Ctrl-S has stopped does not hold up the end."""
        host, port = self.place.host()
        guest = self.place.call(port)
        host.expect("Player connected")
        host.send(CTRL_S)
        guest.send("r")
        guest.expect("You throw rock.")
        self.place.stop_server()
        guest.expect_end()
        host.send(CTRL_Q)  # for the shell, which has something to say
        host.expect_exit()
        self.assertGivenBack(host)

    def test_terminal_gone(self) -> None:
        """When the terminal's window is closed the server ends in good order, and tells the guest."""
        shell = self.place.shell(*BASH)
        shell.send(" ".join([*TWISTD, "-n", "rpsgame", *LOCAL]) + "\n")
        guest = self.place.call(way_in(shell))
        guest.expect("Welcome to the game")
        shell.hang_up()
        guest.expect_end()
        self.place.expect_all_gone()
        self.assertNotIn("Traceback", self.place.log)
        self.assertIn("Server Shut Down.", self.place.log)


class SuspendTests(SynchronousTestCase):
    """Ctrl-Z, as bash has it."""

    command: Sequence[str] = BASH

    def setUp(self) -> None:
        self.place = Place(self.addCleanup)
        self.shell = self.place.shell(*self.command)
        self.shell.expect("shell> ")
        self.shell.send(" ".join([*TWISTD, "-n", "rpsgame", *LOCAL]) + "\n")
        self.port = way_in(self.shell)
        self.shell.expect("Waiting for a guest.")

    def suspend(self) -> None:
        """Press Ctrl-Z, and have the shell and its terminal back."""
        self.shell.send(CTRL_Z)
        self.shell.expect("Stopped")
        self.shell.expect("shell> ")
        self.assertTrue(self.shell.is_as_before())
        self.assertTrue(self.shell.blocks())

    def foreground(self) -> None:
        """Bring the game back, which shows the keys and takes one alone again."""
        self.shell.send("fg\n")
        self.shell.expect("Keys: r rock, p paper, s scissors;")
        self.shell.send("?")
        self.shell.expect("Keys: r rock, p paper, s scissors;")

    def test_twice(self) -> None:
        """After Ctrl-Z and fg, twice, a key still plays, and the end gives the terminal back."""
        self.suspend()
        self.foreground()
        self.suspend()
        self.foreground()
        guest = self.place.call(self.port)
        self.shell.expect("Player connected")
        self.shell.send("r")
        self.shell.expect("You throw rock.")
        guest.expect("Player 0 has thrown.")
        self.shell.send("q")
        self.shell.expect("shell> ")
        self.assertTrue(self.shell.is_as_before())
        self.assertTrue(self.shell.blocks())

    def test_guest_meanwhile(self) -> None:
        """Who comes while the host is suspended is welcomed after fg."""
        self.suspend()
        guest = self.place.call(self.port)
        guest.send("r")
        self.foreground()
        guest.expect("You throw rock.")

    def test_background(self) -> None:
        """In the background the server goes on for its guests and leaves the terminal alone, until fg."""
        self.suspend()
        self.shell.send("bg\n")
        self.shell.expect("shell> ")
        guest = self.place.call(self.port)
        guest.expect("Welcome to the game")
        guest.send("r")
        guest.expect("You throw rock.")
        fifo = os.path.join(self.place.cwd, "fifo")
        os.mkfifo(fifo)
        self.shell.send("read x < fifo\necho a $((40 + 2)) b\n")  # the second line waits for the shell alone
        guest.send("?")  # which a server that has read from the terminal, and was stopped for it, does not answer
        guest.expect("Keys: ")
        with open(fifo, "w") as busy:
            busy.write("\n")
        self.shell.expect("a 42 b")
        self.assertTrue(self.shell.is_as_before())
        self.foreground()
        self.shell.send("p")
        guest.expect("Player 0: p, Player 1: r")
        self.shell.send("q")
        guest.expect("Opponent disconnected.")
        guest.expect_end()

    def test_end_in_background(self) -> None:
        """SIGTERM ends a server in the background, which leaves the terminal to the shell."""
        self.suspend()
        self.shell.send("bg\n")
        self.shell.expect("shell> ")
        guest = self.place.call(self.port)
        guest.expect("Welcome to the game")
        self.place.stop_server()
        guest.expect("The server is stopping. Good-bye.")
        guest.expect_end()
        self.assertTrue(self.shell.is_as_before())


class DashSuspendTests(SuspendTests):
    """Ctrl-Z, as dash has it, which does not mend a terminal that a job has left as it should not."""

    command = DASH

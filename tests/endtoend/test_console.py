"""The host's console, as a person at a terminal has it."""

from __future__ import annotations

import os
import signal
import sys

from twisted.trial.unittest import SynchronousTestCase

from .terminals import CTRL_C, CTRL_Q, CTRL_S, LOCAL, TWISTD, Place, Terminal, taken_port

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
        """Both see whose throw is missing, the throws and who has won; never a throw that is alone."""
        host, port = self.place.host("--best-of", "3")
        host.expect("Waiting for a guest.")
        guest = self.place.call(port)
        host.expect("Player connected: guest 1\r\n")
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
        guest.expect("You have lost the match, 2 - 0.")
        guest.expect_end()
        host.expect("Waiting for a guest.")

    def test_timeout(self) -> None:
        """The host sees how long the guest has; a guest who does not throw is told so, and gone."""
        host, port = self.place.host("--timeout", "1")
        guest = self.place.call(port)
        guest.expect("Your throw, please; you are timed out in\r\n1\r\n")
        host.expect("Player 1 has 1 second left.")
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
        host.expect("Press q again to close the house.\r\n")
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

    def test_q_twice(self) -> None:
        """While a guest is in, q asks once; then a guest who waits hears one line, and the terminal is given back."""
        host, port = self.place.host()
        player = self.place.call(port)
        host.expect("Player connected: guest 1\r\n")
        waiting = self.place.call(port)
        host.expect("1 guest waits in the line.\r\n")
        player.expect("Your throw (r/p/s)?\r\n")
        waiting.expect("You are number 1 in the line.\r\n")
        host.send("q")
        host.expect("Press q again to close the house.\r\n")
        host.send("q")
        host.expect("Good-bye.\r\n")
        self.assertEqual(host.expect_exit(), 0)
        self.assertGivenBack(host)
        closes = "The host closes the house. Good-bye.\r\n"
        self.assertEqual(waiting.expect_end(), closes)
        ends = "Opponent disconnected.\r\nThe match ends 0 - 0: the host has left.\r\n"
        self.assertEqual(player.expect_end(), ends + closes)

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
        """When the terminal is gone the server ends in good order, and tells the guest."""
        host, port = self.place.host()
        guest = self.place.call(port)
        host.expect("Player connected")
        host.hang_up()
        guest.expect_end()
        self.place.expect_all_gone()
        self.assertNotIn("Traceback", self.place.log)
        self.assertIn("Server Shut Down.", self.place.log)

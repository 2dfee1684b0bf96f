"""The host's console, as a person at a terminal has it."""

from __future__ import annotations

import os
import signal
import sys

from twisted.trial.unittest import SynchronousTestCase

from rpsgame.screens.form import Form

from ..screens import people as screens
from .terminals import CTRL_C, CTRL_Q, CTRL_S, CTRL_Z, LOCAL, OPEN, TWISTD, Place, Terminal, taken_port

WIDE, NARROW = Form(80, 24), Form(40, 12)

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


class ColourTests(SynchronousTestCase):
    """The console of a host whose terminal has colours, shows UTF-8, and changes its size."""

    def setUp(self) -> None:
        self.place = Place(self.addCleanup)

    def seen(self, host: Terminal, form: Form) -> list[str]:
        """Return what can be seen in a terminal of the host's size."""
        terminal = screens.Terminal(form)
        terminal.feed(host.text.encode("latin-1"))
        return terminal.lines()

    def test_window(self) -> None:
        """The board is drawn in colour and in UTF-8, and follows the size of the window."""
        environ = {"TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
        host = self.place.terminal(*TWISTD, "-n", "rpsgame", *self.place.local, **environ)
        host.expect(OPEN)
        guest = self.place.call()
        host.expect("Game 1")
        guest.send("s")
        host.expect("Guest 1 has thrown.")
        self.assertTrue(host.gets("your throw "))
        rule = "── Game 1 ───────────────────────────────────────────────────── against guest 1"
        self.assertIn(rule, self.seen(host, WIDE))
        host.expect("your throw ")
        host.resize(NARROW.width, NARROW.height)
        host.expect("\x1b[K")
        host.send("r")
        host.expect("Game 2")
        host.expect("your throw ")
        board = [
            "── Game 2 ───────────── against guest 1",
            "  You ●○○○○  1   Them ○○○○○  0",
            "  first to 5",
            "  you  r",
            "  them s",
            "       +",
            "  Your throw:   r rock   p paper",
            "  s scissors",
        ]
        self.assertEqual(self.seen(host, NARROW)[-len(board) - 1 : -1], board)

    def test_suspended(self) -> None:
        """After Ctrl-Z and fg the board is drawn again, in the size that the window has by then."""
        host = self.place.shell("sh", "-i")
        host.expect("shell> ")
        host.send(" ".join(["TERM=xterm LC_ALL=C.UTF-8", *TWISTD, "-n", "rpsgame", *self.place.local]) + "\n")
        host.expect(OPEN)
        guest = self.place.call()
        guest.send("s")
        host.expect("Guest 1 has thrown.")
        host.expect("your throw ")
        host.send(CTRL_Z)
        host.expect("shell> ")
        self.assertTrue(host.is_as_before())
        host.resize(NARROW.width, NARROW.height)
        host.send("fg\n")
        host.expect("Guest 1 has thrown.")
        host.expect("your throw ")
        self.assertEqual(
            self.seen(host, NARROW)[-7:],
            [
                "── Game 1 ───────────── against guest 1",
                "  You ○○○○○  0   Them ○○○○○  0",
                "  first to 5",
                "  Your throw:   r rock   p paper",
                "  s scissors",
                "  Guest 1 has thrown.",
                "  your throw",
            ],
        )
        host.send("r")
        host.expect("Rock beats scissors: ")
        host.send("qq")
        host.expect("shell> ")
        self.assertTrue(host.is_as_before())
        self.assertTrue(host.blocks())


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

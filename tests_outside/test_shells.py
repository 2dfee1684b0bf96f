"""The host's console under shells that people use: Ctrl-Z, bg and fg, and a window that is closed."""

from __future__ import annotations

import os
from collections.abc import Sequence

from twisted.trial.unittest import SynchronousTestCase

from tests.endtoend.terminals import CTRL_Z, OPEN, TWISTD, Place

BASH = ("bash", "--norc", "--noediting", "-i")  # its fg sends no SIGCONT to a job that runs
DASH = ("dash", "-i")  # it leaves the terminal's settings to its jobs


class WindowTests(SynchronousTestCase):
    """A terminal that is closed."""

    def setUp(self) -> None:
        self.place = Place(self.addCleanup)

    def test_terminal_gone(self) -> None:
        """When the terminal's window is closed the server ends in good order, and tells the guest."""
        shell = self.place.shell(*BASH)
        shell.send(" ".join([*TWISTD, "-n", "rpsgame", *self.place.local]) + "\n")
        shell.expect(OPEN)
        guest = self.place.call()
        guest.expect("Welcome to the game")
        shell.hang_up()
        guest.expect_end()
        self.place.expect_all_gone()
        self.assertNotIn("Traceback", self.place.log)
        self.assertIn("Server Shut Down.", self.place.log)

    def test_terminal_of_an_open_house_gone(self) -> None:
        """Without a console too everybody is told, however often the hang-up is said, and it ends in good order."""
        shell = self.place.shell(*BASH)
        shell.send(" ".join([*TWISTD, "-n", "rpsgame", *self.place.local, "--host", "none"]) + "\n")
        shell.expect("TelnetFactory starting on ")
        guest = self.place.call()
        guest.expect("You play the house in 3 seconds")
        shell.hang_up()
        guest.expect("The server is stopping. Good-bye.\r\n")
        guest.expect_end()
        self.place.expect_all_gone()
        self.assertEqual(os.listdir(self.place.cwd), ["rpsgame-state"])  # no account of a crash


class SuspendTests(SynchronousTestCase):
    """Ctrl-Z, as bash has it."""

    command: Sequence[str] = BASH

    def setUp(self) -> None:
        self.place = Place(self.addCleanup)
        self.shell = self.place.shell(*self.command)
        self.shell.expect("shell> ")
        self.shell.send(" ".join([*TWISTD, "-n", "rpsgame", *self.place.local]) + "\n")
        self.shell.expect(OPEN)
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
        guest = self.place.call()
        self.shell.expect("Player connected")
        self.shell.send("r")
        self.shell.expect("You throw rock.")
        guest.expect("Player 0 has thrown.")
        self.shell.send("qq")
        self.shell.expect("shell> ")
        self.assertTrue(self.shell.is_as_before())
        self.assertTrue(self.shell.blocks())

    def test_guest_meanwhile(self) -> None:
        """A guest who comes while the host is suspended is welcomed after fg."""
        self.suspend()
        guest = self.place.call()
        guest.send("r")
        self.foreground()
        guest.expect("You throw rock.")

    def test_background(self) -> None:
        """In the background the server goes on for its guests and leaves the terminal alone, until fg."""
        self.suspend()
        self.shell.send("bg\n")
        self.shell.expect("shell> ")
        guest = self.place.call()
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
        self.shell.send("qq")
        guest.expect("Opponent disconnected.")
        guest.expect_end()

    def test_end_in_background(self) -> None:
        """SIGTERM ends a server in the background, which leaves the terminal to the shell."""
        self.suspend()
        self.shell.send("bg\n")
        self.shell.expect("shell> ")
        guest = self.place.call()
        guest.expect("Welcome to the game")
        self.place.stop_server()
        guest.expect("The server is stopping. Good-bye.")
        guest.expect_end()
        self.assertTrue(self.shell.is_as_before())


class DashSuspendTests(SuspendTests):
    """Ctrl-Z, as dash has it, which does not mend a terminal that a job has left as it should not."""

    command = DASH

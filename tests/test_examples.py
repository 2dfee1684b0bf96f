"""The examples that are one file, each run as it says and played by guests on real sockets."""

from __future__ import annotations

import ast
import sys

from twisted.trial.unittest import SynchronousTestCase

from .endtoend.terminals import CHECKOUT, CTRL_C, TWISTD, Caller, Place, Reservation, Terminal

EXAMPLES = CHECKOUT / "examples"


class ExampleTests(SynchronousTestCase):
    """A program from examples/, at a terminal of its own."""

    def setUp(self) -> None:
        self.place = Place(self.addCleanup)
        self.door = Reservation()
        self.addCleanup(self.door.close)

    def guests(self) -> tuple[Caller, Caller]:
        """Come as two guests, who are seated with each other."""
        first = self.place.call(self.door.port)
        first.expect("You play ")
        return first, self.place.call(self.door.port)

    def stop(self, program: Terminal, *guests: Caller) -> None:
        """End the program by Ctrl-C, and see that the guests are told."""
        program.send(CTRL_C)
        for guest in guests:
            guest.expect("Good-bye.\r\n")
            guest.expect_end()
        program.expect_exit()
        self.assertNotIn("Traceback", program.text)

    def test_tac(self) -> None:
        """Two guests play at the application that twistd runs, and are told when it stops."""
        command = f'RPSGAME_LISTEN={self.door.endpoint} exec "$@"'
        program = self.place.terminal("sh", "-c", command, "sh", *TWISTD, "-ny", str(EXAMPLES / "rpsgame.tac"))
        program.expect("TelnetFactory starting on ")
        first, second = self.guests()
        first.expect("Your throw (r/p/s)?")
        first.send("r")
        first.expect("You throw rock.")
        second.send("s")
        for guest in (first, second):
            guest.expect("Player 0: r, Player 1: s\r\nPlayer 0 wins!\r\nWins: 1 - 0\r\n")
        first.send("q")
        first.expect_end()
        second.expect("Opponent disconnected.\r\n")
        self.stop(program, second)

    def test_bot(self) -> None:
        """A program plays its matches by JSON, says how they went, and ends."""
        self.place.daemon("--bots", self.door.endpoint, "--house-after", "0", "--best-of", "3")
        bot = sys.executable, str(EXAMPLES / "bot.py"), "127.0.0.1", str(self.door.port)
        ended = self.place.run(*bot, "4")
        self.assertEqual((ended.returncode, ended.stderr), (0, ""))
        self.assertEqual(ended.stdout.count("Against the house:\n"), 4)
        self.assertRegex(ended.stdout, r"  [rps] against [rps]: (you|they|nobody)\n")
        self.assertRegex(ended.stdout, r"  (2 - [01]|[01] - 2), played\.\nGood-bye\.\n[0-4] of 4 matches won\.\n\Z")

    def test_bots_are_short(self) -> None:
        """A program that plays is less than 60 lines of the standard library."""
        program = (EXAMPLES / "bot.py").read_text()
        self.assertLess(len(program.splitlines()), 60)
        imported = {node.names[0].name for node in ast.walk(ast.parse(program)) if isinstance(node, ast.Import)}
        self.assertLessEqual(imported, sys.stdlib_module_names)

"""The examples that are one file, each run as it says and played by guests on real sockets."""

from __future__ import annotations

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

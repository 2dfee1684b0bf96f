"""Coming back to a server that was stopped in the middle of matches, with ``--drain 0``: nobody loses theirs."""

from __future__ import annotations

import json
import re

from twisted.trial.unittest import SynchronousTestCase

from rpsgame.screens.form import Form
from tests.screens.people import Terminal

from .terminals import Caller, Place, Reservation
from .wires import NEGOTIATION

PROMPT = "Your throw (r/p/s)?\r\n"
KEPT = "Your match goes on when the server is back: type {} then.\r\nThe server is stopping. Good-bye.\r\n"
DUELS = ("--drain", "0", "--house", "none", "--best-of", "5")
ALONE = ("--drain", "0", "--house", "random", "--house-after", "0", "--best-of", "99")


def board(guest: Caller) -> str:
    """Return the score and the throws that a guest sees on a terminal, from the last game's line on."""
    terminal = Terminal(Form())
    terminal.feed(NEGOTIATION.sub(b"", guest.text.encode("latin-1")))
    text = "\n".join(terminal.lines())
    return text[text.rindex("-- Game") :].partition("Your throw:")[0]


class StopTests(SynchronousTestCase):
    """SIGTERM, and another start."""

    def setUp(self) -> None:
        self.place = Place(self.addCleanup)

    def code(self, guest: Caller) -> str:
        """Return the code that a guest was told."""
        (code,) = re.findall(r"type (\d{8}) when you come again", guest.text)
        return str(code)

    def duel(self, *options: str) -> tuple[Caller, Caller]:
        """Let two play, the first of whom wins a game and has thrown in the next."""
        self.place.daemon(*DUELS, *options)
        first, second = self.place.call(), self.place.call()
        for guest in (first, second):
            guest.expect(PROMPT)
        first.send("r")
        second.expect("Player 0 has thrown.")
        second.send("s")
        first.expect("Wins: 1 - 0\r\n" + PROMPT)
        first.send("p")
        second.expect("Wins: 1 - 0\r\n" + PROMPT + "Player 0 has thrown.")
        return first, second

    def come_back(self, code: str, says: str) -> Caller:
        """Come as somebody new, and type a code."""
        guest = self.place.call()
        guest.expect("You are guest ")
        guest.send(code)
        guest.expect(says)
        return guest

    def test_duel(self) -> None:
        """Two who are told their codes and good-bye go on where they were; what one has thrown is thrown."""
        first, second = self.duel()
        self.place.stop_server()
        for guest in (first, second):
            self.assertTrue(guest.expect_end().endswith(KEPT.format(self.code(guest))), guest.text)
        self.place.daemon(*DUELS)
        second = self.come_back(self.code(second), "The match waits 120 seconds for player 0.\r\n")
        second.expect("Wins: 1 - 0\r\nPlayer 0 has thrown. Your throw (r/p/s)?")
        first = self.come_back(self.code(first), "You are guest 1 again.\r\n")
        first.expect("Wins: 1 - 0\r\nYou throw paper.")
        second.expect("Player 0 is back.")
        second.send("r")
        for guest in (first, second):
            guest.expect("Player 0: p, Player 1: r\r\nPlayer 0 wins!\r\nWins: 2 - 0\r\n")

    def test_another_door(self) -> None:
        """A person who has come by telnet goes on as a program, and is told how it stands."""
        door = Reservation()
        self.addCleanup(door.close)
        bots = ("--bots", door.endpoint)
        first, second = self.duel(*bots)
        self.place.stop_server()
        first.expect_end()
        self.place.daemon(*DUELS, *bots)
        program = self.place.call(door.port)
        program.expect('{"event":"waiting"')
        program.send(json.dumps({"code": self.code(first)}) + "\n")
        program.expect('{"event":"state",')
        state = json.loads('{"event":"state",' + program.expect("\n"))
        told = [state[field] for field in ("phase", "you", "player", "games", "wins", "thrown")]
        self.assertEqual(told, ["playing", "guest 1", 0, [["r", "s", "you"]], [1, 0], "p"])
        program.expect(f'"code":"{self.code(first)}"')
        second = self.come_back(self.code(second), "Player 0 has thrown.")
        second.send("r")
        program.expect('"winner":"you","wins":[2,0]')

    def test_house_in_colour(self) -> None:
        """A guest of the house sees on the colour screen what was on it when the server was stopped."""
        self.place.daemon(*ALONE, "--screen", "colour")
        guest = self.place.call()
        guest.expect("your throw")
        for throw in ("rock", "paper", "scissors"):
            guest.send(throw[0])
            guest.expect("Your throw:")
        self.place.stop_server()
        self.assertIn("The server is stopping. Good-bye.", guest.expect_end())
        self.place.daemon(*ALONE, "--screen", "colour")
        again = self.place.call()
        again.expect("Your throw:")
        again.send(self.code(guest))
        again.expect("You are guest 1 again.")
        again.expect("Your throw:")
        self.assertIn("-- Game 4 --", board(guest))
        self.assertEqual(board(again), board(guest))

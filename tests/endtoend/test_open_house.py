"""The open house: strangers who play each other, the house and a host who drops in, and how it ends."""

from __future__ import annotations

import os
import re
import select
import signal
import socket
import stat
import sys

from twisted.trial.unittest import SynchronousTestCase

from .terminals import LIMIT, LOCAL, TWISTD, Caller, Place, Reservation, Screen

PROMPT = "Your throw (r/p/s)?"
BEGINS = "You have 30 seconds for each throw.\r\n" + PROMPT
HINT = "Press n for a name that stays yours.\r\n"  # once a visit
ANOTHER = "Another match? Press any key, or q to leave."
ALONE = "You play the next guest who comes"
ENTER_STARTS = "Enter starts at once"
STOPPING = "The server is stopping. Good-bye.\r\n"
LAST = "The server is stopping: this match is the last. It has "
DOOR_KEYS = "v changes the screen, i shows your connection.\r\n"
DOOR_KEYS += "n gives you a name that stays yours, or changes it.\r\n"
DOOR_KEYS += "t shows the standings.\r\n"
OFFER = "\xff\xfb\x01\xff\xfb\x03"  # IAC WILL ECHO, IAC WILL SGA: before the first word
NOT_SOON = ("--house-after", "600")  # the house plays only who asks for it
HOST = ("--host", "unix:host.sock:mode=600")
IMPATIENT = """
from rpsgame.coroutines import visit
from rpsgame.doors import throttle
from twisted.scripts.twistd import run

visit.TIME_TO_READ = 0
visit.REST = throttle.MAX_STALL = 0.5
run()
"""
READ_AT_ONCE = """
from rpsgame.coroutines import visit
from twisted.scripts.twistd import run

visit.TIME_TO_READ = 0
run()
"""


def program(script: str) -> list[str]:
    """Return the command of a twistd that a script has prepared."""
    return [sys.executable, "-c", script]


YOUR_CODE = r"If you lose the line, type \d{8} when you come again\.\r\n"


class OpenHouseTestCase(SynchronousTestCase):
    """A daemon and its guests."""

    def setUp(self) -> None:
        self.place = Place(self.addCleanup)

    def duel(self) -> tuple[Caller, Caller]:
        """Come as two guests, who are seated with each other."""
        first = self.place.call()
        first.expect("You play ")
        second = self.place.call()
        first.expect(PROMPT)
        second.expect(PROMPT)
        return first, second

    def play(self, first: Screen, second: Screen) -> None:
        """Play a game, which the first wins."""
        first.send("r")
        first.expect("You throw rock. Waiting for player ")
        second.send("s")
        first.expect("Wins: ")
        second.expect("Wins: ")

    def want_another(self, guest: Screen) -> None:
        """Want another match; what is answered between the question and the key shows that the question was read."""
        guest.expect(ANOTHER)
        guest.send("?")
        guest.expect(ANOTHER)
        guest.send(" ")

    def play_the_house(self, guest: Screen) -> str:
        """Play the house, from the first prompt to the end of the match, and return what was said."""
        said = ""
        while "match, " not in said:
            if said.endswith(PROMPT + "\r\n"):
                guest.send("r")
            said += guest.expect("\r\n")
        return said

    def assertEndsWell(self) -> None:
        """Assert that the server ends by itself, in good order."""
        self.place.expect_all_gone()
        self.assertIn("Server Shut Down.", self.place.log)
        self.assertNotIn("Traceback", self.place.log)


class DuelTests(OpenHouseTestCase):
    """Two guests, in the order in which they came."""

    def test_match(self) -> None:
        """Two guests play a match, then another, and the one who is left is next."""
        self.place.daemon("--house", "none", "--best-of", "3", program=program(READ_AT_ONCE))
        first = self.place.call()
        first.expect("You are guest 1.\r\n")
        first.expect(ALONE)
        second = self.place.call()
        second.expect("You are guest 2.\r\n")
        first.expect("You are player 0.\r\nPlayer connected: guest 2\r\n" + BEGINS)
        second.expect("Welcome to the game\r\nYou are player 1. Player 0 is guest 1.\r\n" + BEGINS)

        first.send("r")
        first.expect("You throw rock. Waiting for player 1.")
        self.assertEqual(second.expect("thrown."), "\r\nPlayer 0 has thrown.")
        second.send("s")
        for client in (first, second):
            client.expect("Player 0: r, Player 1: s\r\nPlayer 0 wins!\r\nWins: 1 - 0\r\n")
            client.expect(PROMPT)
        second.send("p")
        second.expect("You throw paper. Waiting for player 0.")
        first.expect("Player 1 has thrown. " + PROMPT)
        first.send("p")
        second.expect("Nobody wins. " + PROMPT)
        first.expect("Nobody wins. " + PROMPT)
        self.play(first, second)
        first.expect("Thank you for playing!\r\nYou have won the match, 2 - 0.\r\n")
        second.expect("Thank you for playing!\r\nYou have lost the match, 2 - 0.\r\n")

        self.want_another(second)
        second.expect("You play again when guest 1 wants it too.")
        self.want_another(first)
        first.expect("You are player 1. Player 0 is guest 2.\r\n" + BEGINS)
        second.expect("You are player 0.\r\nPlayer connected: guest 1\r\n" + BEGINS)
        self.play(first, second)
        first.send("q")
        first.expect("Good-bye.\r\n")
        first.expect_end()
        second.expect("Opponent disconnected.\r\nThe match ends 0 - 1: guest 1 has left.\r\n" + ALONE)
        self.place.call().expect("You are player 1. Player 0 is guest 2.\r\n" + BEGINS)

    def test_late(self) -> None:
        """A guest who does not throw in time is told and must leave; the other is told, stays and is next."""
        self.place.daemon("--house", "none", "--timeout", "3")
        first, second = self.duel()
        second.send("r")
        first.expect("Your throw, please; you are timed out in\r\n3\r\n")
        first.expect("2\r\n1\r\nTimed out. Good-bye\r\n")
        first.expect_end()
        second.expect(
            "Player 0 has 1 second left.\r\nOpponent timed out.\r\nThe match ends 0 - 0: guest 1 was timed out.\r\n"
            + ALONE
        )
        self.place.call().expect(PROMPT)
        second.expect(
            "You are player 0.\r\nPlayer connected: guest 3\r\nYou have 3 seconds for each throw.\r\n" + PROMPT
        )

    def test_both_late(self) -> None:
        """Where neither throws, both are told and let go."""
        self.place.daemon("--house", "none", "--timeout", "1")
        for guest in self.duel():
            guest.expect("Timed out. Good-bye\r\n")
            guest.expect_end()

    def test_silence(self) -> None:
        """A guest who says nothing to the offer of another match is told good-bye."""
        self.place.daemon("--house", "none", "--best-of", "1", program=program(IMPATIENT))
        first, second = self.duel()
        self.play(first, second)
        for guest in (first, second):
            guest.expect(ANOTHER + "\r\nGood-bye.\r\n")
            guest.expect_end()

    def test_no_more(self) -> None:
        """The key q is no to another match, and leaves the other the choice."""
        self.place.daemon("--house", "none", "--best-of", "1", program=program(READ_AT_ONCE))
        first, second = self.duel()
        self.play(first, second)
        first.expect(ANOTHER)
        first.send("q")
        first.expect("Good-bye.\r\n")
        first.expect_end()
        self.want_another(second)
        self.assertEqual(second.expect(ALONE), "\r\n" + ALONE)

    def test_many(self) -> None:
        """A guest who comes while two play is seated with the next who comes, and no table hears another."""
        self.place.daemon("--house", "none")
        first, second = self.duel()
        third, fourth = self.duel()
        self.play(first, second)
        self.play(fourth, third)
        first.expect(PROMPT)
        third.expect(PROMPT)
        self.assertIn("Player 0: r, Player 1: s", first.text)
        self.assertIn("Player 0: s, Player 1: r", third.text)
        self.assertNotIn("Player 0: s", first.text + second.text)
        self.assertNotIn("Player 0: r", third.text + fourth.text)


class HouseTests(OpenHouseTestCase):
    """A guest who is alone."""

    def test_enter(self) -> None:
        """Enter starts the match with the house at once, and the house plays it to its end, and another."""
        self.place.daemon("--house", "random", *NOT_SOON, program=program(READ_AT_ONCE))
        guest = self.place.call()
        guest.expect("You play the house in 600 seconds, unless another guest comes.\r\n" + ENTER_STARTS)
        guest.send("\r")
        guest.expect("You are player 1. Player 0 is the house.")
        said = self.play_the_house(guest)
        self.assertRegex(said, r"Thank you for playing!\r\nYou have (won|lost) the match, \d - \d\.\r\n")
        self.want_another(guest)
        guest.expect(ENTER_STARTS)
        guest.send("\r")
        guest.expect("You are player 1. Player 0 is the house.\r\n" + BEGINS)
        guest.send("q")
        guest.expect("Good-bye.\r\n")
        guest.expect_end()

    def test_alone(self) -> None:
        """After a while the house plays without being asked."""
        self.place.daemon("--house", "random", "--house-after", "1")
        guest = self.place.call()
        guest.expect("You play the house in 1 second, unless another guest comes.")
        guest.expect("You are player 1. Player 0 is the house.\r\n" + BEGINS)

    def test_at_once(self) -> None:
        """Where the house waits for nobody, every guest plays it at once."""
        self.place.daemon("--house", "random", "--house-after", "0")
        for _ in range(3):
            self.place.call().expect("You are player 1. Player 0 is the house.\r\n" + BEGINS)

    def test_late(self) -> None:
        """A guest who does not throw in time must leave the house's table too."""
        self.place.daemon("--house", "random", "--house-after", "0", "--timeout", "1")
        guest = self.place.call()
        guest.expect("Your throw, please; you are timed out in\r\n1\r\nTimed out. Good-bye\r\n")
        guest.expect_end()

    def test_another_guest(self) -> None:
        """If another guest comes, the match with the house is played out; then the two play, if the first wants it."""
        self.place.daemon("--house", "random", *NOT_SOON, program=program(READ_AT_ONCE))
        first = self.place.call()
        first.expect(ENTER_STARTS)
        first.send("\r\n")
        first.expect("Player 0 is the house.")
        second = self.place.call()
        second.expect(ENTER_STARTS)
        self.play_the_house(first)
        self.want_another(first)
        second.expect("You are player 0.\r\nPlayer connected: guest 1\r\n" + BEGINS)
        first.expect("You are player 1. Player 0 is guest 2.\r\n" + BEGINS)

    def test_none(self) -> None:
        """Without a house a guest who is alone waits for another, and Enter is harmless."""
        self.place.daemon("--house", "none", "--house-after", "0")
        guest = self.place.call()
        guest.expect(ALONE + ".\r\n")
        guest.send("\r\n?")
        self.assertEqual(guest.expect("Keys:"), f"{DOOR_KEYS}Keys:")


class WatchTests(OpenHouseTestCase):
    """Guests who watch while they wait."""

    def test_watch(self) -> None:
        """A guest who watches sees the throws when both are in, none before, and plays as soon as they want."""
        self.place.daemon("--house", "random", *NOT_SOON)
        first, second = self.duel()
        watcher = self.place.call()
        watcher.expect(ENTER_STARTS)
        watcher.send("w")
        watches = (
            "You watch guest 1 against guest 2.\r\nWins: 0 - 0\r\nGames left: 5 to 9.\r\nEnter plays the house.\r\n"
        )
        watcher.expect("\r\n" + watches)
        first.send("r")
        first.expect("You throw rock.")
        watcher.send("r?")
        watcher.expect(f"Your turn comes; q leaves.\r\n{DOOR_KEYS}Keys: ")
        watcher.expect("press Enter after it.\r\nPaper beats rock. Scissors beat paper. Rock beats scissors.\r\n")
        watcher.expect("You play the next guest who comes; w watches a match meanwhile.\r\n" + watches)
        second.send("s")
        result = "Player 0: r, Player 1: s\r\nPlayer 0 wins!\r\nWins: 1 - 0\r\n"
        self.assertEqual(watcher.expect("Wins: 1 - 0\r\n"), result)
        watcher.send("\r")
        watcher.expect("You are player 1. Player 0 is the house.\r\n" + BEGINS)
        self.play(first, second)
        watcher.send("?")
        self.assertRegex(watcher.expect("Keys:"), rf"\A\r\n{re.escape(DOOR_KEYS)}{YOUR_CODE}Keys:\Z")

    def test_no_match(self) -> None:
        """Where there is nothing to watch, that is said."""
        self.place.daemon("--house", "none")
        guest = self.place.call()
        guest.expect(ALONE)
        guest.send("w")
        guest.expect("No match is on.")

    def test_seated(self) -> None:
        """A guest who watches is seated when another guest comes, and sees no more of the match."""
        self.place.daemon("--house", "none")
        first, second = self.duel()
        watcher = self.place.call()
        watcher.expect(ALONE)
        watcher.send("w")
        watcher.expect("You watch guest 1 against guest 2.\r\n")
        self.place.call()
        watcher.expect("You are player 0.\r\nPlayer connected: guest 4\r\n" + BEGINS)
        self.play(first, second)
        watcher.send("?")
        self.assertRegex(watcher.expect("Keys:"), rf"\A\r\n{re.escape(DOOR_KEYS)}{YOUR_CODE}Keys:\Z")

    def test_next(self) -> None:
        """A second w shows the next match that is on, says whose and how it stands, and no more of the first."""
        self.place.daemon("--house", "none")
        first, second = self.duel()
        third, fourth = self.duel()
        self.play(fourth, third)
        watcher = self.place.call()
        watcher.expect(ALONE + "; w watches a match meanwhile.\r\n")
        watcher.send("w")
        watcher.expect("You watch guest 1 against guest 2.\r\nWins: 0 - 0\r\nGames left: 5 to 9.\r\n")
        watcher.send("w")
        shown = "You watch guest 3 against guest 4.\r\nWins: 0 - 1\r\nGames left: 4 to 8.\r\n"
        self.assertEqual(watcher.expect("Games left: 4 to 8.\r\n"), shown)
        self.play(first, second)
        self.play(third, fourth)
        seen = "Player 0: r, Player 1: s\r\nPlayer 0 wins!\r\nWins: 1 - 1\r\n"
        self.assertEqual(watcher.expect("Wins: 1 - 1\r\n"), seen)
        watcher.send("w")
        watcher.expect("You watch guest 1 against guest 2.\r\nWins: 1 - 0\r\n")

    def test_only_match(self) -> None:
        """Where no other match is on, a second w says so, and the first is watched on."""
        self.place.daemon("--house", "none")
        first, second = self.duel()
        watcher = self.place.call()
        watcher.expect(ALONE)
        watcher.send("w")
        watcher.expect("Games left: 5 to 9.\r\n")
        watcher.send("w")
        self.assertEqual(watcher.expect("\r\n"), "No other match is on.\r\n")
        first.send("q")
        self.assertEqual(watcher.expect("left.\r\n"), "The match ends 0 - 0: guest 1 has left.\r\n")
        second.expect("You are player 1. Player 0 is guest 3.\r\n")

    def test_end(self) -> None:
        """A guest who watches to the end plays with somebody who wants another match, once the other has left."""
        self.place.daemon("--house", "none", "--best-of", "1", program=program(READ_AT_ONCE))
        first, second = self.duel()
        watcher = self.place.call()
        watcher.expect(ALONE)
        watcher.send("w")
        watcher.expect("You watch guest 1 against guest 2.\r\nWins: 0 - 0\r\nGames left: 1.\r\n")
        self.play(first, second)
        watcher.expect("Wins: 1 - 0\r\nThe match ends 1 - 0: guest 1 has won.\r\n")
        self.assertNotIn("Thank you", watcher.text)
        first.expect(ANOTHER)
        first.send("q")
        first.expect_end()
        self.want_another(second)
        second.expect("You are player 1. Player 0 is guest 3.\r\n" + BEGINS)
        watcher.expect(PROMPT)


class HostTests(OpenHouseTestCase):
    """A host who attaches to a daemon by a door of their own."""

    def attach(self) -> Screen:
        """Come as the host, without a terminal."""
        host = socket.socket(socket.AF_UNIX)
        self.addCleanup(host.close)
        host.connect(os.path.join(self.place.cwd, "host.sock"))
        return Screen(host.fileno())

    def test_evening(self) -> None:
        """The host sits down as player 0 with who waits, plays a key at a time, leaves, and the open house goes on."""
        self.place.daemon(*HOST, "--house", "random", *NOT_SOON)
        mode = os.stat(os.path.join(self.place.cwd, "host.sock")).st_mode
        self.assertEqual((stat.S_ISSOCK(mode), stat.S_IMODE(mode)), (True, 0o600))
        guest = self.place.call()
        guest.expect(ENTER_STARTS)
        host = self.attach()
        host.expect("You are player 0.\r\n")
        host.expect("Player connected: guest 1\r\n")
        host.expect(PROMPT)
        guest.expect("You are player 1. Player 0 is the host.\r\n" + BEGINS)
        host.send("p")
        host.expect("You throw paper. Waiting for player 1.")
        guest.expect("Player 0 has thrown.")
        guest.send("r")
        host.expect("Wins: 1 - 0")
        other = self.place.call()
        other.expect("The table is busy. Watch the match while you wait.\r\nYou watch the host against guest 1.\r\n")
        other.expect("Wins: 1 - 0\r\nGames left: 4 to 8.\r\nYou are number 1 in the line.\r\n")
        host.expect("1 guest waits in the line.")

        host.send("q")
        host.expect("Press q again to leave.\r\n")
        host.send("q")
        host.expect("Good-bye.\r\n")
        host.expect_end()
        other.expect("The host has left.\r\n")
        guest.expect("Opponent disconnected.\r\n")
        guest.expect(PROMPT)
        other.expect(PROMPT)
        self.play(other, guest)

    def test_matches(self) -> None:
        """At the host's table a guest leaves after a match, and the next sits down."""
        self.place.daemon(*HOST, "--house", "none", "--best-of", "1")
        host = self.attach()
        host.expect("Waiting for a guest.\r\n")
        first = self.place.call()
        host.expect(PROMPT)
        second = self.place.call()
        host.expect("1 guest waits in the line.")
        self.play(host, first)
        first.expect("You have lost the match, 1 - 0.\r\n")
        first.expect_end()
        host.expect("You have won the match, 1 - 0.\r\n")
        host.expect("Player connected: guest 2\r\n")
        self.play(host, second)
        second.expect_end()
        host.expect("Waiting for a guest.\r\n")

    def test_duel_goes_on(self) -> None:
        """A host who comes while guests play each other waits for the next, and ends no match."""
        self.place.daemon(*HOST, "--house", "none", "--best-of", "3")
        first, second = self.duel()
        host = self.attach()
        host.expect("Waiting for a guest.\r\n")
        self.play(first, second)
        third = self.place.call()
        third.expect("You are player 1. Player 0 is the host.\r\n" + BEGINS)
        host.expect(PROMPT)
        self.play(first, second)
        first.expect("You have won the match, 2 - 0.\r\n" + HINT + ANOTHER)

    def test_second_host(self) -> None:
        """A second host is refused in one line, and comes in when the first has left."""
        self.place.daemon(*HOST, "--house", "none")
        host = self.attach()
        host.expect("Waiting for a guest.")
        second = self.attach()
        self.assertEqual(second.expect_end(), OFFER + "There is a host already. Please come again later.\r\n")
        guest = self.place.call()
        guest.expect(PROMPT)
        host.expect(PROMPT)
        host.send("\x03")
        host.expect("Good-bye.\r\n")
        host.expect_end()
        guest.expect("Opponent disconnected.\r\nThe match ends 0 - 0: the host has left.\r\n" + ALONE)
        self.attach().expect(PROMPT)
        guest.expect("You are player 1. Player 0 is the host.\r\n" + BEGINS)

    def test_tcp(self) -> None:
        """The host's door may be a port."""
        door = Reservation()
        self.addCleanup(door.close)
        self.place.daemon("--host", door.endpoint, "--house", "none")
        host = self.place.call(door.port)
        host.expect("Waiting for a guest.\r\n")
        guest = self.place.call()
        host.expect(PROMPT)
        host.send("r")
        host.expect("You throw rock.")
        guest.expect("Player 0 has thrown.")

    def test_stale_socket(self) -> None:
        """A socket that a killed server has left behind does not keep the next from starting."""
        server = self.place.terminal(*TWISTD, "-n", "rpsgame", *LOCAL, *HOST)
        server.expect("host.sock")
        self.place.signal_server(signal.SIGKILL)
        self.assertEqual(server.expect_exit(), 128 + signal.SIGKILL)
        server.kill()
        self.place.daemon(*HOST)
        self.attach().expect("Waiting for a guest.")

    def test_stopping(self) -> None:
        """SIGTERM lets the host play the match to its end, and then says good-bye."""
        self.place.daemon(*HOST, "--best-of", "1", "--drain", "60")
        host = self.attach()
        guest = self.place.call()
        host.expect(PROMPT)
        guest.expect(PROMPT)
        self.place.signal_server(signal.SIGTERM)
        host.expect(LAST)
        guest.expect(LAST)
        self.play(host, guest)
        host.expect("You have won the match, 1 - 0.\r\n")
        host.expect(STOPPING)
        host.expect_end()
        guest.expect_end()
        self.assertEndsWell()
        self.assertFalse(os.path.exists(os.path.join(self.place.cwd, "host.sock")))


class LimitTests(OpenHouseTestCase):
    """One polite line, then a close, for whoever is too many."""

    def test_max_guests(self) -> None:
        """Where the house is full nobody comes in until somebody leaves, except the host by their own door."""
        self.place.daemon("--house", "none", "--max-guests", "1", *HOST)
        guest = self.place.call()
        guest.expect(ALONE)
        full = "The house is full. Please come again later.\r\n"
        self.assertEqual(self.place.call(source="127.0.0.2").expect_end(), OFFER + full)
        with socket.socket(socket.AF_UNIX) as host:
            host.connect(os.path.join(self.place.cwd, "host.sock"))
            Screen(host.fileno()).expect(PROMPT)
            self.assertEqual(self.place.call().expect_end(), OFFER + full)
        guest.expect("Opponent disconnected.")
        guest.send("q")
        guest.expect_end()
        self.place.call().expect(ALONE)

    def test_max_per_address(self) -> None:
        """One guest too many from an address is turned away; others come in, and the next when one has left."""
        self.place.daemon("--house", "none", "--max-per-address", "1")
        guest = self.place.call(source="127.0.0.2")
        guest.expect(ALONE)
        self.assertEqual(
            self.place.call(source="127.0.0.2").expect_end(),
            OFFER + "Too many guests have come from your address. Please come again later.\r\n",
        )
        other = self.place.call(source="127.0.0.3")
        other.expect(PROMPT)
        guest.expect(PROMPT)
        guest.send("q")
        guest.expect_end()
        other.expect("Opponent disconnected.")
        self.place.call(source="127.0.0.2").expect(PROMPT)
        other.expect(PROMPT)

    def test_no_limit(self) -> None:
        """Where there is no limit, more come in from one address than by default."""
        self.place.daemon("--house", "random", *NOT_SOON, "--max-per-address", "0", "--max-guests", "0")
        for _ in range(6):
            self.duel()


class StopTests(OpenHouseTestCase):
    """Going down well."""

    def test_drain(self) -> None:
        """After SIGTERM no match begins, everybody is told, and the process ends with the last match."""
        self.place.daemon("--house", "none", "--best-of", "3", "--drain", "60")
        first, second = self.duel()
        waiting = self.place.call()
        waiting.expect(ALONE)
        self.place.signal_server(signal.SIGTERM)
        first.expect(LAST + "60 seconds.\r\n")
        second.expect(LAST + "60 seconds.\r\n")
        waiting.expect(STOPPING)
        waiting.expect_end()
        late = self.place.call()
        late.expect(STOPPING)
        late.expect_end()
        self.play(first, second)
        self.play(second, first)
        self.play(first, second)
        first.expect("You have won the match, 2 - 1.\r\n")
        second.expect("You have lost the match, 2 - 1.\r\n")
        for guest in (first, second):
            self.assertNotIn(ANOTHER, guest.expect_end())
        self.assertEndsWell()

    def test_drain_resting(self) -> None:
        """A guest who is asked for another match when SIGTERM comes is told good-bye, and nobody is waited for."""
        self.place.daemon("--house", "none", "--best-of", "1", "--drain", "600")
        guests = self.duel()
        self.play(*guests)
        for guest in guests:
            guest.expect(ANOTHER)
        self.place.signal_server(signal.SIGTERM)
        for guest in guests:
            guest.expect(STOPPING)
            guest.expect_end()
        self.assertEndsWell()

    def test_drain_leaving(self) -> None:
        """A last match that a player leaves is over: the other is let go, and the process ends."""
        self.place.daemon("--house", "none", "--drain", "600")
        first, second = self.duel()
        self.place.signal_server(signal.SIGTERM)
        first.expect(LAST)
        first.send("q")
        second.expect("Opponent disconnected.\r\n")
        second.expect_end()
        self.assertEndsWell()

    def test_second_signal(self) -> None:
        """A second SIGTERM ends at once what a first would wait for."""
        self.place.daemon("--house", "random", "--house-after", "0", "--drain", "600")
        guest = self.place.call()
        guest.expect(PROMPT)
        self.place.signal_server(signal.SIGTERM)
        guest.expect(LAST)
        self.place.signal_server(signal.SIGTERM)
        guest.expect(STOPPING)
        guest.expect_end()
        self.assertEndsWell()

    def test_drain_over(self) -> None:
        """A match that does not end in time is ended, and the players are told good-bye."""
        self.place.daemon("--house", "none", "--drain", "1", "--timeout", "600")
        guests = self.duel()
        self.place.signal_server(signal.SIGTERM)
        for guest in guests:
            guest.expect(LAST)
            guest.expect(STOPPING)
            guest.expect_end()
        self.assertEndsWell()

    def test_no_drain(self) -> None:
        """Without a time to drain SIGTERM ends everything at once."""
        self.place.daemon("--house", "none", "--drain", "0")
        guests = self.duel()
        self.place.signal_server(signal.SIGTERM)
        for guest in guests:
            guest.expect(STOPPING)
            self.assertNotIn(LAST, guest.text)
            guest.expect_end()
        self.assertEndsWell()


class LogTests(OpenHouseTestCase):
    """What an operator reads."""

    def test_status(self) -> None:
        """SIGUSR1 logs how many are here, and disturbs nobody."""
        self.place.daemon("--house", "none", "--drain", "0")
        first, second = self.duel()
        waiting = self.place.call()
        waiting.expect(ALONE)
        self.place.signal_server(signal.SIGUSR1)
        self.play(first, second)
        self.place.stop_server()
        self.assertRegex(self.place.log, "people: 3, matches: 1, waiting: 1\n")

    def test_match(self) -> None:
        """A match that ends is one line, and a guest's stay two."""
        self.place.daemon("--house", "none", "--best-of", "1")
        first, second = self.duel()
        self.play(first, second)
        for guest in (first, second):
            guest.expect(ANOTHER)
            guest.send("q")
            guest.expect_end()
        self.place.stop_server()
        self.assertEqual(
            len(re.findall(r"guest 1 \(127\.0\.0\.1:\d+\) and guest 2 \(.*\) played .*: 1 - 0\n", self.place.log)), 1
        )
        self.assertEqual(len(re.findall(r"guest \d \(127\.0\.0\.1:\d+\) (came|left)", self.place.log)), 4)


class FloodTests(OpenHouseTestCase):
    """Guests who never read and send for ever."""

    def deaf_guest(self) -> socket.socket:
        """Come as one, for whom the system keeps little."""
        deaf = socket.socket()
        self.addCleanup(deaf.close)
        for buffer in (socket.SO_RCVBUF, socket.SO_SNDBUF):
            deaf.setsockopt(socket.SOL_SOCKET, buffer, 2048)
        deaf.connect(("127.0.0.1", self.place.port))
        deaf.setblocking(False)
        return deaf

    def flood(self, deaf: socket.socket, size: int, other: Screen) -> None:
        """Send until the server takes no more, and see that each time another guest's key is answered."""
        try:
            while True:
                deaf.send(b"?" * size)
                other.send("?")
                other.expect("press Enter after it.")
        except (BlockingIOError, ConnectionError):
            pass

    def test_held(self) -> None:
        """A guest who sends more than a person can is not read from, until they could have typed it."""
        self.place.daemon("--house", "random", "--house-after", "0", "--drain", "0")
        other = self.place.call()
        other.expect(PROMPT)
        deaf = self.deaf_guest()
        self.flood(deaf, 65536, other)
        other.send("r")
        other.expect("Player 1: r")
        self.place.stop_server()
        other.expect_end()
        self.assertEndsWell()

    def test_cut_off(self) -> None:
        """A guest who leaves unread what they asked for is cut off, and their opponent goes on."""
        self.place.daemon("--house", "none", program=program(IMPATIENT))
        other = self.place.call()
        other.expect(ALONE)
        deaf = self.deaf_guest()
        other.expect(PROMPT)
        self.flood(deaf, 32, other)
        other.send("r")
        other.expect("Opponent disconnected.\r\n")
        other.expect("has left.\r\n" + ALONE)
        cut = select.poll()
        cut.register(deaf, 0)
        self.assertTrue(cut.poll(LIMIT * 1000))
        self.place.call().expect(PROMPT)
        other.expect(PROMPT)

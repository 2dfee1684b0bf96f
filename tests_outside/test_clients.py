"""The clients that people come with, each under a terminal of its own, and a host at another."""

from __future__ import annotations

import re

from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines.facts import DoorKeys, NameKey, StandingsKey
from tests.endtoend.terminals import CTRL_C, CTRL_D, CTRL_RIGHT_BRACKET, Place, Terminal

ARROW_UP = "\x1b[A"
KEYS = (
    "Keys: r rock, p paper, s scissors; ? shows them, q leaves.\r\n"
    "Where a key alone does nothing, press Enter after it."
)
PROMPT = "Your throw (r/p/s)?"
HELP = "\r\n".join([DoorKeys("v", "i"), NameKey("n"), StandingsKey("t"), KEYS, ""])  # it ends as that of a match


def help_of(client: Terminal) -> str:
    """Return what a client shows until the help has begun, without the code that was drawn for them."""
    told: str = client.expect(f"{KEYS}\r\n")
    return re.sub(r"If you lose the line, .*\r\n", "", told)


class ClientTestCase(SynchronousTestCase):
    """A host and their guests."""

    def setUp(self) -> None:
        self.place = Place(self.addCleanup)
        self.host, self.port = self.place.host()

    def come(self, *command: str) -> Terminal:
        """Start a client, and see the guest seated on both screens."""
        client = self.place.terminal(*command, "127.0.0.1", str(self.port))
        client.expect(PROMPT)
        self.host.expect(PROMPT)
        return client


class InetutilsTests(ClientTestCase):
    """The telnet of GNU inetutils."""

    def setUp(self) -> None:
        super().setUp()
        self.client = self.come("telnet")

    def command(self, command: str) -> None:
        """Give the client itself a command."""
        self.client.send(CTRL_RIGHT_BRACKET)
        self.client.expect("telnet> ")
        self.client.send(command + "\r")

    def test_single_keys(self) -> None:
        """A key is answered at once, without Enter, and is not echoed."""
        self.client.send("r")
        answer = self.client.expect("You throw rock. Waiting for player 0.")
        self.assertEqual(answer, "\r\nYou throw rock. Waiting for player 0.")
        self.host.expect("Player 1 has thrown.")
        self.host.send("p")
        self.client.expect("Player 0: p, Player 1: r\r\nPlayer 0 wins!\r\nWins: 1 - 0\r\n" + PROMPT)

    def test_enter(self) -> None:
        """Enter is harmless."""
        self.client.send("\r\r?\r?")
        self.assertEqual(help_of(self.client), "\r\n" + HELP)
        self.client.expect(PROMPT + "\r\n")
        self.assertEqual(help_of(self.client), HELP)

    def test_arrow(self) -> None:
        """An arrow, which is three bytes, is one invalid key, and so is an accented letter."""
        self.client.send(ARROW_UP + "?")
        self.assertEqual(help_of(self.client), "\r\nInvalid key\r\n" + HELP)
        self.client.expect(PROMPT + "\r\n")
        self.client.send("é".encode() + b"?")
        self.assertEqual(help_of(self.client), "Invalid key\r\n" + HELP)

    def test_capital(self) -> None:
        """A capital counts as its small letter."""
        self.client.send("S")
        self.client.expect("You throw scissors.")

    def test_q(self) -> None:
        """The key q leaves."""
        self.leave("q")

    def test_ctrl_c(self) -> None:
        """Ctrl-C leaves."""
        self.leave(CTRL_C)

    def test_ctrl_d(self) -> None:
        """Ctrl-D leaves."""
        self.leave(CTRL_D)

    def leave(self, key: str) -> None:
        """Assert that *key* leaves politely: both are told, and the client ends as from a closed connection."""
        self.client.send(key)
        self.client.expect("Good-bye.\r\n")
        self.client.expect("Connection closed by foreign host.")
        self.client.expect_exit()
        self.assertTrue(self.client.is_as_before())
        self.host.expect("Opponent disconnected.")
        self.host.expect("Waiting for a guest.")

    def test_quit(self) -> None:
        """The host is told at once that the line of a guest is lost who ends the client without a word."""
        self.command("quit")
        self.client.expect_exit()
        self.host.expect("The line to player 1 is lost, 30 seconds left.")

    def test_are_you_there(self) -> None:
        """The command AYT is answered so that the guest sees it."""
        self.command("send ayt")
        self.client.expect(KEYS)

    def test_synch(self) -> None:
        """Synch, which is urgent data, and commands that change nothing, do no harm."""
        for command in ("synch", "nop", "ga", "ao", "ec", "el"):
            self.command(f"send {command}")
        self.client.send("\rr")
        self.client.expect("You throw rock.")
        self.assertNotIn("Invalid key", self.client.text)

    def test_line_mode(self) -> None:
        """In line mode a key and Enter play the key, once."""
        self.command("mode line")
        self.client.send("r\r")
        self.client.expect("You throw rock.")
        self.host.send("p")
        self.host.expect("Wins: 1 - 0")
        self.client.expect(PROMPT)
        self.client.send("?\r")
        self.client.expect(KEYS)
        self.client.send("s\r")
        self.host.expect("Player 1 has thrown.")
        self.assertNotIn("Invalid key", self.client.text)

    def test_ctrl_c_in_line_mode(self) -> None:
        """Ctrl-C in line mode leaves, and the good-bye is seen, for what makes the client hide output is answered."""
        self.command("mode line")
        self.client.send("r\r")
        self.client.expect("You throw rock.")
        self.client.send(CTRL_C)
        self.client.expect("Good-bye.\r\n")
        self.client.expect("Connection closed by foreign host.")


class OtherClientTests(ClientTestCase):
    """Clients of other kinds."""

    def test_busybox(self) -> None:
        """The telnet of BusyBox gives single keys, and leaves by q."""
        client = self.come("busybox", "telnet")
        client.send("r")
        self.assertEqual(client.expect("You throw rock."), "\r\nYou throw rock.")
        client.send("\r" + ARROW_UP + "?")
        self.assertEqual(help_of(client), " Waiting for player 0.\r\nInvalid key\r\n" + HELP)
        client.send("q")
        client.expect("Good-bye.\r\n")
        client.expect("Connection closed by foreign host")
        client.expect_exit()
        self.assertTrue(client.is_as_before())

    def test_nc(self) -> None:
        """With nc, which knows no telnet, a line plays like a key."""
        client = self.come("nc")
        client.send("r\n")
        client.expect("You throw rock.")
        self.host.send("p")
        client.expect("Player 0: p, Player 1: r")
        client.expect(PROMPT)
        client.send("q\n")
        client.expect("Good-bye.")
        self.host.expect("Opponent disconnected.")
        self.assertNotIn("Invalid key", client.text)


class LineTests(ClientTestCase):
    """Guests who come while the table is busy."""

    def test_line(self) -> None:
        """They are told their place, watch, move up, and are seated when their turn comes."""
        first = self.come("telnet")
        second = self.place.terminal("telnet", "127.0.0.1", str(self.port))
        second.expect("The table is busy. Watch the match while you wait.\r\nYou watch the host against guest 1.\r\n")
        self.host.expect("1 guest waits in the line.")
        third = self.place.terminal("busybox", "telnet", "127.0.0.1", str(self.port))
        third.expect("You are number 2 in the line.")
        self.host.expect("2 guests wait in the line.")

        third.send("r")
        third.expect("Your turn comes; q leaves.")
        first.send("r")
        first.expect("You throw rock.")
        self.host.send("p")
        second.expect("\r\nPlayer 0: p, Player 1: r\r\nPlayer 0 wins!\r\nWins: 1 - 0\r\n")
        third.expect("\r\nPlayer 0: p, Player 1: r\r\nPlayer 0 wins!\r\nWins: 1 - 0\r\n")

        first.send("q")
        second.expect("You are player 1. Player 0 is the host.\r\nYou have 30 seconds for each throw.\r\n" + PROMPT)
        third.expect("You are number 1 in the line.")
        self.host.expect("1 guest waits in the line.\r\nPlayer connected: guest 2\r\n")
        second.send("q")
        third.expect("You are player 1. Player 0 is the host.\r\nYou have 30 seconds for each throw.\r\n" + PROMPT)
        self.host.expect("Nobody waits in the line.")
        third.send("s")
        third.expect("You throw scissors.")

    def test_leaving_the_line(self) -> None:
        """A guest leaves the line, and those behind move up."""
        self.come("telnet")
        second = self.place.terminal("telnet", "127.0.0.1", str(self.port))
        second.expect("You are number 1 in the line.")
        third = self.place.terminal("telnet", "127.0.0.1", str(self.port))
        third.expect("You are number 2 in the line.")
        second.send("q")
        second.expect("Good-bye.\r\n")
        second.expect_exit()
        third.expect("You are number 1 in the line.")

    def test_stopping(self) -> None:
        """When the host leaves, everybody is told, at the table and in the line, and every client ends."""
        first = self.come("telnet")
        second = self.place.terminal("busybox", "telnet", "127.0.0.1", str(self.port))
        second.expect("You are number 1 in the line.")
        self.host.send(CTRL_C)
        for client in (first, second):
            client.expect("Good-bye.\r\n")
            client.expect("Connection closed")
            client.expect_exit()
        self.host.expect_exit()

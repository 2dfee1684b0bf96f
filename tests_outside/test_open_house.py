"""The open house, for people with clients of their own."""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from tests.endtoend.terminals import Place, Reservation, Terminal

PROMPT = "Your throw (r/p/s)?"
SOCAT = ("socat", "-,raw,echo=0", "UNIX-CONNECT:host.sock")
NO_HOUSE = ("--house", "none")


class OpenHouseTests(SynchronousTestCase):
    """A daemon and its guests."""

    def setUp(self) -> None:
        self.place = Place(self.addCleanup)

    def come(self, *client: str, port: int | None = None) -> Terminal:
        """Start a client in a terminal of its own."""
        return self.place.terminal(*client, "127.0.0.1", str(port or self.place.port))

    def test_duel(self) -> None:
        """Guests with clients of two kinds play each other a key at a time, and each gets the terminal back."""
        self.place.daemon(*NO_HOUSE, "--best-of", "1")
        first = self.come("telnet")
        first.expect("You play the next guest who comes")
        second = self.come("busybox", "telnet")
        first.expect(PROMPT)
        second.expect(PROMPT)
        first.send("r")
        first.expect("You throw rock.")
        second.send("s")
        for client in (first, second):
            client.expect("Player 0: r, Player 1: s\r\nPlayer 0 wins!\r\nWins: 1 - 0\r\n")
            client.expect("Another match?")
            client.send("q")
            client.expect("Good-bye.\r\n")
            client.expect("Connection closed by foreign host")
            client.expect_exit()
            self.assertTrue(client.is_as_before())

    def test_enter(self) -> None:
        """A guest with inetutils' telnet starts the match with the house by Enter, once."""
        self.place.daemon("--house", "random", "--house-after", "600")
        guest = self.come("telnet")
        guest.expect("Enter starts at once")
        guest.send("\r")
        guest.expect("You are player 1. Player 0 is the house.\r\n")
        guest.expect(PROMPT)
        guest.send("?")
        told = guest.expect("Keys:")
        own = "\r\nv changes the screen, i shows .*\r\nn gives you a name .*\r\nt shows .*\r\n"
        own += "If you lose the line, .*\r\nKeys:"
        self.assertRegex(told, rf"\A{own}\Z")

    def test_host_with_socat(self) -> None:
        """A host attaches with socat, plays a key at a time, leaves by q, and has the terminal back."""
        self.place.daemon("--host", "unix:host.sock:mode=600", *NO_HOUSE)
        host = self.place.terminal(*SOCAT)
        self.host_a_game(host)
        self.assertEqual(host.expect_exit(), 0)
        self.assertTrue(host.is_as_before())

    def test_host_with_telnet(self) -> None:
        """A host attaches with telnet where the door is a port."""
        door = Reservation()
        self.addCleanup(door.close)
        self.place.daemon("--host", door.endpoint, *NO_HOUSE)
        host = self.come("telnet", port=door.port)
        self.host_a_game(host)
        host.expect("Connection closed by foreign host.")

    def host_a_game(self, host: Terminal) -> None:
        """Play a game with a guest, and leave."""
        host.expect("Waiting for a guest.")
        guest = self.place.call()
        host.expect(PROMPT)
        host.send("p")
        host.expect("You throw paper.")
        guest.expect("Player 0 has thrown.")
        guest.send("r")
        host.expect("Wins: 1 - 0")
        host.send("q")
        host.expect("Press q again to leave.\r\n")
        host.send("q")
        host.expect("Good-bye.\r\n")
        guest.expect("Opponent disconnected.")

    def test_turned_away(self) -> None:
        """A client that is turned away shows the line that says why, and ends well."""
        self.place.daemon(*NO_HOUSE, "--max-guests", "1")
        self.place.call().expect("You play the next guest who comes")
        client = self.come("telnet")
        client.expect("The house is full. Please come again later.\r\n")
        client.expect("Connection closed by foreign host.")
        client.expect_exit()
        self.assertTrue(client.is_as_before())

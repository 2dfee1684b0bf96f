"""Somebody with a name, whose line is lost in a match, on a real server: the name is enough to come back."""

from __future__ import annotations

import re
import socket

from twisted.trial.unittest import SynchronousTestCase

from .pages import Page
from .terminals import LIMIT, Caller, Place, Reservation

PROMPT = "Your throw (r/p/s)?"


class SeatTests(SynchronousTestCase):
    """A guest with a name, who plays another when the line is lost, and comes back by the name alone, by any door."""

    def setUp(self) -> None:
        self.place = Place(self.addCleanup)
        self.web, self.bots = Reservation(), Reservation()
        for reservation in (self.web, self.bots):
            self.addCleanup(reservation.close)
        self.serve()

    def serve(self) -> None:
        doors = "--web", self.web.endpoint, "--bots", self.bots.endpoint
        self.place.daemon("--house", "none", "--drain", "0", "--best-of", "9", *doors)

    def play(self) -> tuple[Caller, Caller, str]:
        """Let Ernie play somebody, and throw; return both, and Ernie's key."""
        ernie = self.place.call()
        ernie.expect("You play the next guest")
        ernie.send("n\r\n")
        ernie.expect("Enter alone ends it.\r\n")
        ernie.send("Ernie\r\n")
        found = re.search("The key of Ernie is ([^.]+)", ernie.expect("You are Ernie now."))
        assert found
        bert = self.place.call()
        for guest in (ernie, bert):
            guest.expect(PROMPT)
        ernie.send("r\r\n")
        bert.expect("has thrown")
        return ernie, bert, found[1]

    def page(self) -> Page:
        """Come as the page of a browser that has a name."""
        connection = socket.create_connection(("127.0.0.1", self.web.port), LIMIT)
        self.addCleanup(connection.close)
        page = Page(connection)
        page.enter(path="/play?named=1")
        return page

    def bot(self) -> socket.socket:
        """Come as a program."""
        connection = socket.create_connection(("127.0.0.1", self.bots.port), LIMIT)
        self.addCleanup(connection.close)
        connection.settimeout(LIMIT)
        return connection

    def win(self, bert: Caller) -> None:
        """Let the other throw, who loses this game to what Ernie has thrown before."""
        bert.send("s\r\n")
        bert.expect("Wins: 1 - 0")

    def test_by_telnet(self) -> None:
        """The name and its key bring the guest to their seat, while others wait who might be seated with them."""
        ernie, bert, key = self.play()
        ernie.hang_up()
        bert.expect("The line to player 0 is lost")
        again = self.place.call()
        again.expect("You play the next guest")
        again.send(f"n\r\nernie\r\n{key}\r\n")
        again.expect("You are Ernie again.")
        bert.expect("Player 0 is back")
        self.win(bert)
        again.expect("Wins: 1 - 0")

    def test_by_the_page(self) -> None:
        """A page says that it has a name, and is seated with nobody until its key was looked up."""
        ernie, bert, key = self.play()
        waiting = self.place.call()
        waiting.expect("You play the next guest")
        page = self.page()
        page.expect(event="hello")
        page.say(key=key)
        self.assertEqual(page.expect(event="state", phase="playing")["thrown"], "r")
        page.expect(event="you", name="Ernie")
        ernie.expect("You have come back by another line. Good-bye.")
        self.win(bert)
        page.expect(event="result", wins=[1, 0])
        self.assertTrue(waiting.is_silent())

    def test_by_json(self) -> None:
        """A program sends the key."""
        ernie, bert, key = self.play()
        ernie.hang_up()
        bert.expect("The line to player 0 is lost")
        bot = self.bot()
        bot.sendall(f'{{"key":"{key}"}}\n'.encode())
        said = b""
        while b'"event":"you","name":"Ernie"' not in said:
            said += bot.recv(4096)
        self.win(bert)
        self.assertIn(b'"thrown":"r"', said)

    def test_after_a_kill(self) -> None:
        """The server is killed and started again: the name brings its guest to the match that was on."""
        _, bert, key = self.play()
        bert.send("?\r\n")
        found = re.search(r"type (\d{8}) when you come again", bert.text + bert.expect("shows your connection."))
        assert found
        self.place.kill_server()
        self.serve()
        page = self.page()
        page.expect(event="hello")
        page.say(key=key)
        page.expect(event="you", name="Ernie")
        bert = self.place.call()
        bert.send(f"{found[1]}\r\n")
        bert.expect("You are guest 2 again.")
        self.win(bert)
        page.expect(event="result", wins=[1, 0])
        self.assertNotIn("Traceback", self.place.log)

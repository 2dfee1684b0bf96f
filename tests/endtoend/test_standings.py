"""The standings on a real server, with the database that it makes by itself."""

from __future__ import annotations

import json
import socket

from twisted.trial.unittest import SynchronousTestCase

from .pages import Page
from .terminals import LIMIT, Caller, Place, Reservation


class StandingsTests(SynchronousTestCase):
    """Two guests with names, by telnet, and the web."""

    def setUp(self) -> None:
        self.place, self.web = Place(self.addCleanup), Reservation()
        self.addCleanup(self.web.close)

    def serve(self, *options: str) -> None:
        self.place.daemon("--web", self.web.endpoint, "--house", "none", "--best-of", "1", *options)

    def get(self, path: str) -> str:
        """Return what the web server answers."""
        connection = socket.create_connection(("127.0.0.1", self.web.port), LIMIT)
        self.addCleanup(connection.close)
        return Page(connection).get(path)

    def named(self, name: str) -> Caller:
        """Let a guest come who claims a name."""
        guest = self.place.call()
        guest.send(f"n{name}\r\n")
        guest.expect(f"You are {name} now.")
        return guest

    def test_match(self) -> None:
        """In a match each sees the standings, and plays on; what counts is on the web too, for everybody."""
        self.serve()
        ernie = self.named("Ernie")
        ernie.send("t\r\n")
        ernie.expect("Standings:")
        ernie.expect("You play the next guest who comes.")
        bert = self.place.call()
        bert.expect("Your throw (r/p/s)?")
        bert.send("t\r\n")
        bert.expect("Without a name you are in no list. Press n to get one.")
        bert.expect("Your throw (r/p/s)?")
        bert.send("r\r\n")
        ernie.send("p\r\n")
        ernie.expect("Another match?")
        self.assertIn("Nobody yet.", self.get("/standings"))
        head, _, body = self.get("/standings.json").partition("\r\n\r\n")
        self.assertTrue(head.startswith("HTTP/1.1 200 OK"), head)
        self.assertEqual(json.loads(body)["today"], {"lines": [], "house": [0, 0]})
        self.assertNotIn("Traceback", self.place.log)

    def test_none(self) -> None:
        """Without records there is no key, no page, and no link to one."""
        self.serve("--records", "none")
        guest = self.place.call()
        guest.send("t?\r\n")
        guest.expect("shows your connection.")
        self.assertTrue(self.get("/standings").startswith("HTTP/1.1 404 "))
        self.assertNotIn("tandings", self.get("/").partition("<body")[2])

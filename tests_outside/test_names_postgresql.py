"""Names and results of a server whose records are in PostgreSQL, with the real telnet."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines.keys import AGAIN
from rpsgame.store.records.postgresql import PostgreSQL
from rpsgame.store.records.session import nothing
from tests.endtoend.terminals import LIMIT, Place, Screen

from .postgresql import cluster

OPTIONS = "--house", "random", "--best-of", "1", "--drain", "0"
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query ~ '^SELECT id FROM person'"

MATCHES = "SELECT (SELECT count(*) FROM result), (SELECT coalesce(sum(won_low + won_high), 0) FROM versus)"


class NamesTests(SynchronousTestCase):
    """Ernie, and the house."""

    def setUp(self) -> None:
        self.cluster = cluster()
        self.url = self.cluster.schema()

    def server(self) -> Place:
        """Start a server."""
        place = Place(self.addCleanup)
        place.daemon("--records", self.url, *OPTIONS)
        return place

    def records(self) -> PostgreSQL:
        session = PostgreSQL(self.url, "rock-paper-scissors")
        self.addCleanup(session.close)
        return session

    def call(self, place: Place, line: str) -> Screen:
        """Come by telnet, and type a line about a name, after which somebody is Ernie."""
        guest = place.terminal("telnet", "127.0.0.1", str(place.port))
        guest.expect("Enter starts at once.")
        guest.send("n")
        guest.expect("Enter alone ends it.")
        guest.send(f"{line}\r")
        guest.expect("Welcome back, Ernie." if "-" in line else "You are Ernie now.")
        guest.expect("Enter starts at once.")
        return guest

    def play(self, *guests: Screen) -> None:
        """Let guests play a match with the house, to the end, throw by throw."""
        for guest in guests:
            guest.send("\r")
        playing = list(guests)
        while playing := [guest for guest in playing if "Another match" not in guest.expect("?")]:
            for guest in playing:
                guest.send("r")

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds."""
        end = time.monotonic() + LIMIT
        while not holds():
            self.assertLess(time.monotonic(), end)

    def matches(self, records: PostgreSQL) -> int:
        """Return how many matches are there, and have been counted."""
        ((there, counted),) = records.read(lambda it: it.run(MATCHES))
        self.assertEqual(there, counted)
        return int(there)

    def test_away(self) -> None:
        """While PostgreSQL is away play goes on, and whoever asks for a name is told so; then all is written, once."""
        place, records = self.server(), self.records()
        guest = self.call(place, "Ernie")
        self.play(guest)
        self.until(lambda: self.matches(records) == 1)
        self.cluster.stop()
        self.addCleanup(self.start_again)
        guest.send(AGAIN)
        guest.expect("Enter starts at once.")
        self.play(guest)
        guest.send("n")
        guest.expect("Enter alone ends it.")
        guest.send("Elmo\r")
        guest.expect("Names cannot be looked up at the moment. Please try again later.")
        guest.send(AGAIN)
        guest.expect("Enter starts at once.")
        self.play(guest)
        self.start_again()
        self.until(lambda: self.matches(records) == 3 and "The records are back" in place.log)
        said = re.findall(r"The records are (?:away; play goes on|back)", place.log)
        self.assertEqual(said, ["The records are away; play goes on", "The records are back"])

    def start_again(self) -> None:
        """Start PostgreSQL, unless it runs."""
        if not self.cluster.runs():
            self.cluster.start()

    def test_two_processes(self) -> None:
        """Two servers that write matches of the same person at the same moment count each, once."""
        one, other, records = self.server(), self.server(), self.records()
        guest = self.call(one, "Ernie")
        found = re.search(r"The key of Ernie is ([a-z0-9-]+)\.", guest.text)
        assert found
        again = self.call(other, found[1])
        records.read(nothing)
        records.begin()
        records.run("SELECT id FROM person FOR UPDATE")
        self.play(guest, again)
        watch = self.records()
        self.until(lambda: watch.read(lambda it: it.run(WAITING)) == [(2,)])
        records.run("COMMIT")
        self.until(lambda: self.matches(watch) == 2)

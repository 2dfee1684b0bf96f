"""Two servers with the same records: whoever comes back to the other one is passed on, by every door."""

from __future__ import annotations

import re
import select
import sqlite3
import time
from pathlib import Path

from twisted.trial.unittest import SynchronousTestCase

from .terminals import LIMIT, Caller, Place, Reservation
from .wires import WIRES, Wire

CODE = re.compile(r"type (\d{8}) when you come again")


class ElsewhereTests(SynchronousTestCase):
    """Real connections between processes, by a UNIX socket."""

    def setUp(self) -> None:
        self.places = [Place(self.addCleanup) for _ in range(2)]
        self.doors = {door: Reservation() for door in ("ssh", "web", "bots")}
        for door in self.doors.values():
            self.addCleanup(door.close)
        self.records = str(Path(self.places[0].cwd, "shared.sqlite"))
        self.serve(self.places[0])
        more = [part for option, door in self.doors.items() for part in (f"--{option}", door.endpoint)]
        self.serve(self.places[1], *more)

    def serve(self, place: Place, *options: str) -> None:
        cluster = "--cluster", "unix:cluster.sock", "--records", self.records
        place.daemon(*cluster, "--house", "none", "--best-of", "99", "--drain", "0", *options)

    def duel(self) -> tuple[str, Caller]:
        """Let two play there, of whom one throws and loses the line; return their code, and the other."""
        first, second = self.places[0].call(), self.places[0].call()
        second.expect("You are player 1.")
        first.expect("Your throw (r/p/s)?")
        found = CODE.search(first.text)
        assert found
        first.send("r")
        second.expect("Player 0 has thrown.")
        first.hang_up()
        second.expect("The line to player 0 is lost")
        return found[1], second

    def come_back(self, wire: Wire, say: str, says: str) -> None:
        """Type a code in the second process, and read until *says* has come."""
        wire.say(say)
        heard = ""
        while says not in heard:
            assert select.select([wire.socket], [], [], LIMIT)[0], heard
            lines = wire.lines()
            assert lines is not None, heard
            heard += "\n".join(lines)

    def expect_notes(self) -> None:
        """Wait until the seats of two are noted."""
        database = sqlite3.connect(self.records)
        self.addCleanup(database.close)
        end = time.monotonic() + LIMIT
        while database.execute("SELECT count(*) FROM seat").fetchone() != (2,):
            assert time.monotonic() < end, "they are never noted"

    def test_every_door(self) -> None:
        """A guest is passed on by telnet, ssh, JSON and the web, each time to the seat that the last line had."""
        code, second = self.duel()
        self.expect_notes()
        ports = {"telnet": self.places[1].port, "json": self.doors["bots"].port}
        ports |= {"ssh": self.doors["ssh"].port, "web": self.doors["web"].port}
        for kind, make in WIRES.items():
            wire = make(ports[kind], "127.0.0.1")
            self.addCleanup(wire.hang_up)
            by_json = kind in ("json", "web")
            say, says = (f'{{"code":"{code}"}}', '"event":"you"') if by_json else (code, "You are guest 1 again.")
            self.come_back(wire, say, says)
            second.expect("Player 0 is back.")
            second.send("s")
            wire.say('{"throw":"r"}' if by_json else "r")
            second.expect("Player 0 has thrown.")
            wire.hang_up()
            second.expect("The line to player 0 is lost")
        for place in self.places:
            self.assertNotIn("Traceback", place.log)
        self.assertIn(", passed on)", self.places[0].log)

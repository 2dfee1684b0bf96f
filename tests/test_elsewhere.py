"""Several processes: who comes to one and has their seat in another is passed on, with real doors and headers."""

from __future__ import annotations

import json
import re
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from twisted.internet.address import IPv4Address
from twisted.internet.defer import fail
from twisted.internet.error import ConnectionDone, ConnectionRefusedError
from twisted.internet.testing import MemoryReactorClock, StringTransport
from twisted.logger import formatEvent
from twisted.python.failure import Failure
from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines.games import ROCK_PAPER_SCISSORS
from rpsgame.coroutines.passing import ORDER, Order, write_order
from rpsgame.coroutines.proxy import header
from rpsgame.coroutines.returns import TRIES
from rpsgame.doors.bots import BotFactory
from rpsgame.doors.onward import ANSWER, connect
from rpsgame.doors.passing import PassedConnections, PassedFactory
from rpsgame.doors.telnet import TelnetFactory
from rpsgame.hall import Hall
from rpsgame.hall.seat_notes import LATER, SOON, Here
from rpsgame.store.records import RecordsAway
from rpsgame.store.records.sqlite import SQLite

from .room import logged
from .store.records import records_at_once

CODE = "If you lose the line, type {} when you come again.\r\n"
OUT_OF_REACH = "Your seat is in another part of the house, which cannot be reached now. Try again in a while.\r\n"
HERE = "192.0.2.{}"


class Line:
    """A client's connection to a door, or the connection between two processes."""

    def __init__(self, protocol: Any, address: str = "", port: int = 4711) -> None:
        self.protocol = protocol
        peer = IPv4Address("TCP", address, port) if address else None
        self.transport = StringTransport(peerAddress=peer)
        self.transport.connected = True
        protocol.makeConnection(self.transport)

    def read(self) -> str:
        """Return what has come since the last read, without what is telnet's."""
        data = self.transport.value()
        self.transport.clear()
        return str(data.replace(b"\xff\xfb\x01\xff\xfb\x03", b"").decode())

    def lose(self) -> None:
        self.protocol.connectionLost(Failure(ConnectionDone()))


class Process:
    """A hall with its doors, as a process of a house has them."""

    def __init__(self, clock: MemoryReactorClock, folder: Path, nth: int, codes: Any) -> None:
        self.clock = clock
        self.records = records_at_once(clock, lambda: SQLite(folder / "records.sqlite", "rock-paper-scissors"))
        options: dict[str, Any] = {"best_of": 3, "open_house": True, "draw_code": codes, "records": self.records}
        self.hall = Hall(clock, ROCK_PAPER_SCISSORS, max_guests=3, **options)
        self.here = Here(f"process {nth}", f"tcp:192.0.2.{nth}:12340")
        self.hall.keeping.elsewhere.begin(self.records, self.here, partial(connect, clock))
        self.telnet, self.bots = TelnetFactory(self.hall, clock), BotFactory(self.hall, clock)
        self.others = PassedConnections(PassedFactory(self.hall, clock), clock)

    def come(self, address: str = HERE.format(200), factory: Any = None) -> Line:
        """Let a guest come, who has read the greeting."""
        factory = factory or self.telnet
        line = Line(factory.buildProtocol(None), address)
        self.clock.advance(0)
        return line


class ElsewhereTests(SynchronousTestCase):
    """Two processes with the same records."""

    def setUp(self) -> None:
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.clock = MemoryReactorClock()
        numbers = count(1)
        codes = lambda: f"{next(numbers):08}"  # noqa: E731
        self.one, self.two = (Process(self.clock, Path(folder.name), nth, codes) for nth in (1, 2))
        for process in (self.one, self.two):
            self.addCleanup(process.records.close)
        self.clock.advance(0)
        self.links: list[tuple[Line, Line]] = []

    def say(self, line: Line, text: str) -> None:
        line.protocol.dataReceived(text.encode())
        self.settle()

    def settle(self) -> None:
        """Let everything come that is under way between the processes."""
        for _ in range(4):
            self.clock.advance(0)
            for here, there in self.links:
                for sender, receiver in ((here, there), (there, here)):
                    data = sender.transport.value()
                    sender.transport.clear()
                    if data and receiver.transport.connected:
                        receiver.protocol.dataReceived(data)
                for sender in (here, there):
                    if sender.transport.disconnecting or sender.transport.disconnected:
                        self.cut(here, there)
            self.clock.advance(0)

    def cut(self, *ends: Line) -> None:
        for end in ends:
            if end.transport.connected:
                end.transport.connected = False
                end.lose()

    def join(self, process: Process) -> None:
        """Let the connection be made that one process has asked for."""
        host, port, factory = self.clock.tcpClients.pop()[:3]
        self.assertEqual(f"tcp:{host}:{port}", process.here.endpoint)
        here = Line(factory.buildProtocol(None))
        self.links.append((here, Line(process.others.buildProtocol(None), HERE.format(1), 5000)))
        self.settle()

    def duel(self, process: Process, **doors: Any) -> tuple[Line, Line]:
        """Let two guests play in a process, of whom the first has the code 00000001; their seats are noted."""
        pair = process.come(HERE.format(201), **doors), process.come(HERE.format(202))
        self.clock.advance(SOON)
        self.say(pair[0], '{"throw":"r"}\n' if doors else "r")
        for line in pair:
            line.read()
        return pair

    def test_a_code_of_another_process(self) -> None:
        """A guest who types the code of a seat elsewhere is there: they see how it stands, and play on."""
        first, second = self.duel(self.one)
        first.lose()
        guest = self.two.come()
        guest.read()
        self.say(guest, "00000001")
        self.join(self.one)
        self.assertIn("You are guest 1 again.\r\n" + CODE.format("00000001"), text := guest.read())
        self.assertIn("You throw rock. Waiting for player 1.\r\n", text)
        self.assertNotIn("Another match", text)
        self.say(second, "s")
        self.assertIn("Player 0: r, Player 1: s\r\nPlayer 0 wins!\r\nWins: 1 - 0\r\n", guest.read())
        self.say(guest, "?")
        self.assertIn("Wins: 1 - 0\r\n", guest.read())
        self.assertEqual((len(self.one.hall._people), len(self.two.hall._people)), (2, 0))

    def test_the_address_goes_along(self) -> None:
        """The other process knows the guest by their own address, and their seat counts once."""
        first, _ = self.duel(self.one)
        first.lose()
        guest = self.two.come(HERE.format(77))
        self.say(guest, "00000001")
        self.join(self.one)
        found = self.one.hall._people["guest 1"]
        self.assertEqual((found.address, found.peer), ("192.0.2.77", "192.0.2.77:4711, passed on"))

    def test_an_old_line_that_holds(self) -> None:
        """A guest who comes back before the old line is known to be dead has their seat; the old line is closed."""
        first, _ = self.duel(self.one)
        guest = self.two.come()
        self.say(guest, "00000001")
        self.join(self.one)
        self.assertTrue(first.read().endswith("You have come back by another line. Good-bye.\r\n"))
        self.assertTrue(first.transport.disconnecting)
        self.assertIn("You are guest 1 again.", guest.read())

    def test_a_full_house(self) -> None:
        """A seat needs no other place: it is theirs also where the house is full."""
        first, _ = self.duel(self.one)
        first.lose()
        for number in (210, 211):
            self.one.come(HERE.format(number))
        guest = self.two.come()
        self.say(guest, "00000001")
        self.join(self.one)
        self.assertIn("You are guest 1 again.", guest.read())

    def test_a_program(self) -> None:
        """A program says the code in a message, and is told events of its seat, and only of it."""
        first, _ = self.duel(self.one, factory=self.one.bots)
        first.lose()
        program = self.two.come(factory=self.two.bots)
        program.read()
        self.say(program, '{"code":"00000001"}\n')
        self.join(self.one)
        events = [json.loads(line) for line in program.read().splitlines()]
        self.assertEqual((events[0]["event"], events[0]["you"], events[0]["thrown"]), ("state", "guest 1", "r"))
        self.say(program, '{"status":true}\n')
        self.assertEqual(json.loads(program.read())["event"], "state")

    def test_good_bye(self) -> None:
        """A guest who leaves there hears good-bye, and the connection is closed."""
        self.duel(self.one)
        guest = self.two.come()
        self.say(guest, "00000001")
        self.join(self.one)
        self.say(guest, "q")
        self.assertTrue(guest.read().endswith("Good-bye.\r\n"))
        self.assertTrue(guest.transport.disconnecting)

    def test_a_lost_line_to_the_guest(self) -> None:
        """A guest who loses the line once more keeps the seat, as by any other door."""
        _, second = self.duel(self.one)
        guest = self.two.come()
        self.say(guest, "00000001")
        self.join(self.one)
        second.read()
        guest.lose()
        self.settle()
        self.assertIn("The line to player 0 is lost", second.read())

    def test_the_other_process_is_killed(self) -> None:
        """A guest whose process dies under them is told so, and is in the house as somebody who has just come."""
        self.duel(self.one)
        guest = self.two.come()
        self.say(guest, "00000001")
        self.join(self.one)
        guest.read()
        self.cut(self.links[0][0])
        self.settle()
        self.assertIn("is lost. Try to come back in a while.\r\n", text := guest.read())
        self.assertIn("You are guest 2.\r\n", text)

    def test_this_process_stops(self) -> None:
        """A guest who was passed on is told when the process stops by which they have come."""
        self.duel(self.one)
        guest = self.two.come()
        self.say(guest, "00000001")
        self.join(self.one)
        self.two.hall.close()
        self.assertTrue(guest.read().endswith("The server is stopping. Good-bye.\r\n"))
        self.assertTrue(guest.transport.disconnecting)

    def test_out_of_reach(self) -> None:
        """A process that does not answer costs its guests no try: they stay, are told so, and may type it again."""
        self.duel(self.one)
        guest = self.two.come()
        guest.read()
        for _ in range(TRIES + 1):
            self.say(guest, "00000001")
            factory = self.clock.tcpClients.pop()[2]
            factory.clientConnectionFailed(cast(Any, None), Failure(ConnectionRefusedError()))
            self.settle()
            self.assertTrue(guest.read().endswith(OUT_OF_REACH))

    def test_silence(self) -> None:
        """A process that takes the connection and says nothing is out of reach, after a while."""
        self.duel(self.one)
        guest = self.two.come()
        self.say(guest, "00000001")
        here = Line(self.clock.tcpClients.pop()[2].buildProtocol(None))
        self.clock.advance(ANSWER)
        self.settle()
        self.assertTrue(here.transport.disconnected)
        self.assertTrue(guest.read().endswith(OUT_OF_REACH))

    def test_a_seat_that_has_ended(self) -> None:
        """A process that has the seat no more says so, and the guest stays where they are."""
        first, _ = self.duel(self.one)
        guest = self.two.come()
        self.say(guest, "00000001")
        self.say(first, "q")
        self.join(self.one)
        self.assertTrue(guest.read().endswith(OUT_OF_REACH))
        self.assertEqual(len(self.two.hall._people), 1)

    def test_wrong_codes(self) -> None:
        """A code that nobody has anywhere counts as wrong, and after three no other process is asked."""
        self.duel(self.one)
        guest = self.two.come()
        guest.read()
        for left in ("You may try 2 other codes.", "You may try 1 other code.", "Nobody has this code."):
            self.say(guest, "99999999")
            self.assertTrue(guest.read().endswith(f"{left}\r\n"))
        self.say(guest, "00000001")
        self.assertTrue(guest.read().endswith("None is taken now.\r\n"))
        self.assertEqual(self.clock.tcpClients, [])

    def test_many_codes_at_once(self) -> None:
        """Codes count before they are looked for, and so nobody has more tries by typing them at once."""
        self.duel(self.one)
        guest = self.two.come()
        self.say(guest, "999999991111111122222222")
        self.say(guest, "00000001")
        self.assertEqual(self.clock.tcpClients, [])

    def test_the_records_are_away(self) -> None:
        """Where the records cannot be asked, guests are told so; it counts, or else codes of here could be guessed."""
        self.duel(self.one)
        self.patch(self.two.records, "find_seat", lambda *_: fail(RecordsAway("gone")))
        guest = self.two.come()
        self.say(guest, "00000001")
        said = "the rest of the house cannot be asked now. You may try 2 other codes.\r\n"
        self.assertTrue(guest.read().endswith(said))

    def named(self, process: Process, name: str, address: str) -> tuple[Line, str]:
        """Let somebody come who claims a name; return their line and their key."""
        line = process.come(address)
        for text in ("n", f"{name}\r\n"):
            self.say(line, text)
        found = re.search(f"The key of {name} is ([^.]+)", line.read())
        assert found
        return line, found[1]

    def test_a_name(self) -> None:
        """A guest who proves a name by its key comes back to the seat that is elsewhere, without a code."""
        ernie, key = self.named(self.one, "Ernie", HERE.format(201))
        self.one.come(HERE.format(202))
        self.clock.advance(SOON)
        self.say(ernie, "p")
        ernie.lose()
        guest = self.two.come()
        guest.read()
        for text in ("n", f"{key}\r\n"):
            self.say(guest, text)
        self.join(self.one)
        self.assertIn("You are Ernie again.\r\n", text := guest.read())
        self.assertIn("You throw paper. Waiting for player 1.\r\n", text)
        self.assertEqual(len(self.two.hall._people), 0)

    def test_a_name_without_a_seat(self) -> None:
        """A guest who has no seat elsewhere, or had one that has ended, has their name here."""
        ernie, key = self.named(self.one, "Ernie", HERE.format(201))
        self.one.come(HERE.format(202))
        self.clock.advance(SOON)
        self.say(ernie, "q")
        self.clock.advance(SOON)
        guest = self.two.come()
        for text in ("n", f"{key}\r\n"):
            self.say(guest, text)
        self.assertIn("Welcome back, Ernie.\r\n", guest.read())
        self.assertEqual(self.clock.tcpClients, [])

    def test_an_ssh_key(self) -> None:
        """A guest who is known by their ssh key is passed on before anybody is seated with them."""
        door = self.one.telnet.buildProtocol(None)
        door.key = "SHA256:x"
        ernie = Line(door, HERE.format(201))
        self.clock.advance(0)
        for text in ("n", "Ernie\r\n"):
            self.say(ernie, text)
        self.one.come(HERE.format(202))
        self.clock.advance(SOON)
        other = self.two.come(HERE.format(203))
        other.read()
        door = self.two.telnet.buildProtocol(None)
        door.key = "SHA256:x"
        guest = Line(door, HERE.format(204))
        self.clock.advance(0)
        self.join(self.one)
        self.assertIn("You are Ernie again.\r\n", guest.read())
        self.assertNotIn("Welcome", other.read())

    def test_what_is_no_order(self) -> None:
        """Whoever says no header, or one without an order, is cut off with one line of log, and enters nobody."""
        for data in (
            b"r",
            b"PROXY TCP4 192.0.2.7 192.0.2.80 4711 80\r\n",
            header(None, {ORDER: b"[]"}),
            header(None, {ORDER: b"[" * 4000}),
            header(None, {ORDER: b"\xff"}),
            header(None, {ORDER: b'{"known":"00000001"}'}),
            header(None, {ORDER: write_order(Order("00000001", "cellar", "plain"))}),
            header(None, {ORDER: write_order(Order("00000001", "telnet", "x"))}),
        ):
            events = logged(self)
            line = Line(self.one.others.buildProtocol(None), HERE.format(1), 5000)
            line.protocol.dataReceived(data)
            self.assertTrue(line.transport.disconnected, data)
            (event,) = events
            self.assertIn("is cut off, for its PROXY header: ", formatEvent(event))
        self.assertEqual(len(self.one.hall._people), 0)

    def test_the_screen_goes_along(self) -> None:
        """The screen that a guest has is drawn there too, at the size of their terminal."""
        first, _ = self.duel(self.one)
        first.lose()
        guest = self.two.come()
        for text in ("v", "v"):
            self.say(guest, text)
        guest.read()
        self.say(guest, "00000001")
        self.join(self.one)
        text = guest.read()
        self.assertIn("You are guest 1 again", text)
        self.assertIn("guest 2", text)
        self.assertNotIn("Waiting for player 1.", text)

    def noting(self, written: list[Any], name: str, act: Any) -> Any:
        """Return what does the same as a method of the records, and notes it."""

        def note(*args: Any) -> Any:
            written.append((name, args))
            return act(*args)

        return note

    def test_notes(self) -> None:
        """A visit is noted once, at its first match, many in one go, and its note is deleted when the guest goes."""
        written: list[Any] = []
        for name in ("set_seats", "drop_seats"):
            self.patch(self.one.records, name, self.noting(written, name, getattr(self.one.records, name)))
        first, second = self.duel(self.one)
        ((name, (seats, *_)),) = written
        self.assertEqual((name, len(seats)), ("set_seats", 2))
        written.clear()
        for line in (first, second):
            self.say(line, "q")
        self.clock.advance(SOON)
        ((name, (_, left)),) = written
        self.assertEqual((name, sorted(left)), ("drop_seats", sorted(seats)))

    def test_notes_while_the_records_are_away(self) -> None:
        """What could not be written is written when the records are back."""
        with_records = self.one.records.set_seats
        self.patch(self.one.records, "set_seats", lambda *_: fail(RecordsAway("gone")))
        self.duel(self.one)
        self.one.records.set_seats = with_records  # type: ignore[method-assign]
        self.clock.advance(LATER)
        guest = self.two.come()
        self.say(guest, "00000001")
        self.join(self.one)
        self.assertIn("You are guest 1 again.", guest.read())

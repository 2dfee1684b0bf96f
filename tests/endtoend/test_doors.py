"""All doors of one house: whoever comes by one of them plays whoever comes by another."""

from __future__ import annotations

import json
import socket
from itertools import product
from typing import Any, Protocol

from twisted.trial.unittest import SynchronousTestCase

from .pages import Page
from .ssh import SocketVisitor
from .terminals import LIMIT, Caller, Place, Reservation


class Guest(Protocol):
    """Somebody who has come by a door, in the same few words for each."""

    def is_asked(self) -> None:
        """Read until a throw is asked for."""

    def throw(self, key: str) -> None:
        """Throw, and read until that has been heard."""

    def hears(self, won: bool) -> None:
        """Read until it is told who has won the match."""

    def type_code(self, code: str) -> None:
        """Come back to a seat, and read until they have it."""

    def leave(self) -> None:
        """Leave without a word."""


class ByTelnet:
    """A person with telnet, or the host with it."""

    def __init__(self, caller: Caller) -> None:
        self.caller = caller
        self.leave = caller.hang_up

    def is_asked(self) -> None:
        self.caller.expect("Your throw (r/p/s)?\r\n")

    def throw(self, key: str) -> None:
        self.caller.send(key)

    def hears(self, won: bool) -> None:
        self.caller.expect(f"You have {'won' if won else 'lost'} the match")

    def type_code(self, code: str) -> None:
        self.caller.send(code)
        self.caller.expect("How it stands:")


class BySsh:
    """A person with ssh, at a terminal, who sees the board in colour."""

    def __init__(self, visitor: SocketVisitor) -> None:
        self.visitor = visitor
        self.leave = visitor.hang_up
        visitor.log_in()
        visitor.open()
        visitor.ask_pty()
        visitor.start()

    def is_asked(self) -> None:
        self.visitor.text(b"Your throw:")

    def throw(self, key: str) -> None:
        self.visitor.press(key.encode())

    def hears(self, won: bool) -> None:
        self.visitor.text(b"You have %b the match" % (b"won" if won else b"lost"))

    def type_code(self, code: str) -> None:
        self.visitor.press(code.encode())
        self.visitor.text(b"You are guest 2 again.")


class ByTheWeb:
    """A person with a browser."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.leave = page.socket.close
        page.enter()

    def is_asked(self) -> None:
        self.page.expect(event="game")

    def throw(self, key: str) -> None:
        self.page.say(throw=key)

    def hears(self, won: bool) -> None:
        self.page.expect(event="over", winner="you" if won else "they")

    def type_code(self, code: str) -> None:
        self.page.say(code=code)
        self.page.expect(event="you", name="guest 2")


class ByJson:
    """A program."""

    def __init__(self, caller: Caller) -> None:
        self.caller = caller
        self.leave = caller.hang_up

    def is_asked(self) -> None:
        self.caller.expect('{"event":"game",')

    def throw(self, key: str) -> None:
        self.caller.send(json.dumps({"throw": key}) + "\n")

    def hears(self, won: bool) -> None:
        self.caller.expect('{"event":"over","ending":"played","winner":"' + ("you" if won else "they"))

    def type_code(self, code: str) -> None:
        self.caller.send(json.dumps({"code": code}) + "\n")
        self.caller.expect('{"event":"you","name":"guest 2"}')


class DoorsTests(SynchronousTestCase):
    """A house with every door."""

    def setUp(self) -> None:
        self.place = Place(self.addCleanup)
        self.ports: dict[str, int] = {}
        self.options: list[str] = []
        for door in ("ssh", "web", "bots", "host"):
            reservation = Reservation()
            self.addCleanup(reservation.close)
            self.ports[door] = reservation.port
            self.options += [f"--{door}", reservation.endpoint]
        self.doors: dict[str, Any] = {
            "telnet": lambda: ByTelnet(self.place.call()),
            "ssh": lambda: BySsh(self.visitor()),
            "web": lambda: ByTheWeb(self.page()),
            "json": lambda: ByJson(self.place.call(self.ports["bots"])),
        }

    def test_a_seat_goes_through_every_door(self) -> None:
        """Somebody plays a game by each door, and comes by the next with their code: it is one match, at one score."""
        self.place.daemon(*self.options[:6], "--house", "none")
        other, last = self.place.call(), self.place.call()
        code = last.expect("when you come again.")[-len("48213305 when you come again.") :].partition(" ")[0]
        other.expect("Your throw (r/p/s)?\r\n")
        guest: Guest = ByTelnet(last)
        for wins, door in enumerate(("ssh", "web", "json", "telnet"), 1):
            guest.throw("p")
            other.expect("has thrown.")
            other.send("r")
            other.expect(f"Wins: 0 - {wins}\r\n")
            if wins % 2:
                guest.leave()
                other.expect("The line to player 1 is lost, ")
            old, guest = guest, self.doors[door]()
            guest.type_code(code)
            if wins % 2:
                other.expect("Player 1 is back, ")
            else:
                old.leave()  # which had been told that there is another line
        guest.throw("p")
        other.expect("has thrown.")
        other.send("r")
        guest.hears(True)
        self.assertNotIn("Traceback", self.place.log)

    def visitor(self) -> SocketVisitor:
        visitor = SocketVisitor(self.ports["ssh"])
        self.addCleanup(visitor.hang_up)
        return visitor

    def page(self) -> Page:
        connection = socket.create_connection(("127.0.0.1", self.ports["web"]), LIMIT)
        self.addCleanup(connection.close)
        return Page(connection)

    def play(self, first: Guest, second: Guest) -> None:
        """Let the first win a match of one game."""
        for guest in (first, second):
            guest.is_asked()
        first.throw("p")
        second.throw("r")
        first.hears(won=True)
        second.hears(won=False)

    def test_everybody_with_everybody(self) -> None:
        """A guest of each door plays a guest of each other, and of the same one."""
        self.place.daemon("--best-of", "1", "--house", "none", *self.options)
        for doors in product(self.doors, repeat=2):
            with self.subTest(doors=doors):
                first, second = (self.doors[door]() for door in doors)
                self.play(first, second)
                first.leave()
                second.leave()
        self.assertNotIn("Traceback", self.place.log)

    def test_the_host_with_everybody(self) -> None:
        """So does a host, one guest after another."""
        self.place.daemon("--best-of", "1", *self.options)
        host = ByTelnet(self.place.call(self.ports["host"]))
        for door in self.doors:
            with self.subTest(door=door):
                self.play(host, self.doors[door]())
        self.assertNotIn("Traceback", self.place.log)

    def test_bans_hold_at_every_door(self) -> None:
        """Whoever is banned comes in by no door, also after a restart; then an operator may end that."""
        for _ in range(2):
            self.place.daemon("--house", "none", "--control", "unix:control.sock", *self.options)
            self.assertRegex(self.order("ban 127.0.0.0/8"), "is banned for ever")
            self.place.call().expect("Nobody may come in from your address. Good-bye.")
            program = self.place.call(self.ports["bots"])
            program.expect('"event":"bye","why":"banned"')
            for door in ("ssh", "web"):
                self.assert_refused(self.ports[door])
            self.place.stop_server()
        self.place.daemon("--house", "none", "--control", "unix:control.sock", *self.options)
        self.place.call().expect("Nobody may come in from your address. Good-bye.")
        self.assertRegex(self.order("unban 127.0.0.0/8"), "is not banned any more")
        for door in self.doors:
            self.doors[door]()
        self.place.call().expect("You are guest")
        self.assertNotIn("Traceback", self.place.log)

    def assert_refused(self, port: int) -> None:
        """Assert that a connection is closed without a word."""
        try:
            with socket.create_connection(("127.0.0.1", port), LIMIT) as refused:
                self.assertEqual(refused.recv(1), b"")
        except ConnectionError:
            """It was closed by a reset, perhaps before we knew that it was open."""

    def order(self, line: str) -> str:
        """Return what the server answers to an operator."""
        with socket.socket(socket.AF_UNIX) as control:
            control.connect(f"{self.place.cwd}/control.sock")
            control.sendall(f"{line}\n".encode())
            control.shutdown(socket.SHUT_WR)
            return control.makefile().read()

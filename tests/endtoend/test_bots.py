"""Programs on a real server, by real sockets: they play each other, and whoever does harm is cut off."""

from __future__ import annotations

import json
import socket
import sys
from collections.abc import Sequence
from typing import Any

from twisted.trial.unittest import SynchronousTestCase

from .terminals import LIMIT, TWISTD, Caller, Place, Reservation
from .test_attacks import ENDLESS, HEADER, IMPATIENT


class BotsTests(SynchronousTestCase):
    """A server with a door for programs, besides the one for people."""

    def setUp(self) -> None:
        self.place = Place(self.addCleanup)
        self.door, self.proxied = Reservation(), Reservation()
        self.addCleanup(self.door.close)
        self.addCleanup(self.proxied.close)

    def serve(self, *options: str, program: Sequence[str] = TWISTD) -> None:
        """Start the server."""
        doors = "--bots", self.door.endpoint, "--bots", f"haproxy:{self.proxied.endpoint}"
        self.place.daemon(*doors, *options, program=program)

    def program(self) -> Caller:
        """Come as a program, and hear the hello."""
        program = self.place.call(self.door.port)
        self.expect(program, event="state")
        return program

    def expect(self, program: Caller, **fields: Any) -> dict[str, Any]:
        """Read events until one has these fields; return it."""
        while True:
            event: dict[str, Any] = json.loads(program.expect("\n"))
            if fields.items() <= event.items():
                return event

    def test_two_programs(self) -> None:
        """Two programs play a match with each other: what is yours for the one is theirs for the other."""
        self.serve("--best-of", "3", "--house", "none")
        first, second = self.program(), self.program()
        for n in (1, 2):
            for program, throw in ((first, "r"), (second, "s")):
                self.expect(program, event="game", n=n, need=2)
                program.send(json.dumps({"throw": throw}) + "\n")
            self.expect(first, event="result", n=n, you="r", they="s", winner="you", wins=[n, 0])
            self.expect(second, event="result", n=n, you="s", they="r", winner="they", wins=[0, n])
        for program in (first, second):
            self.expect(program, event="asked")
            program.send('{"leave": true}\n')
            self.expect(program, event="bye", why="left")
            program.expect_end()

    def test_talking(self) -> None:
        """Two programs say something to each other, in a match and after it, until one does not want to hear it."""
        self.serve("--best-of", "1", "--house", "none")
        first, second = self.program(), self.program()
        for program in (first, second):
            self.expect(program, event="game")
        first.send('{"say": "Good game!"}\n{"say": "Good game!"}\n')
        self.expect(first, event="said", who="you", phrase="Good game!")
        self.expect(first, event="error", code="said already")
        self.expect(second, event="said", who="they", phrase="Good game!")
        second.send('{"mute": true}\n')
        self.expect(second, event="muted", muted=True)
        first.send('{"say": "Ouch!"}\n{"throw": "r"}\n')
        self.assertTrue(second.expect("\n").startswith('{"event":"thrown","who":"they","seal":'))
        second.send('{"throw": "p"}\n')
        for program in (first, second):
            self.expect(program, event="asked", may=["again", "say", "mute", "leave"])
        first.send('{"say": "Again?"}\n')
        self.expect(first, event="said", who="you", phrase="Again?")
        second.send('{"mute": false}\n{"say": "Thanks!"}\n')
        self.assertEqual(json.loads(second.expect("\n")), {"event": "muted", "muted": False})
        self.expect(first, event="said", who="they", phrase="Thanks!")
        first.send('{"say": "Ouch!"}\n')
        self.expect(second, event="said", who="they", phrase="Ouch!")

    def test_a_program_that_never_reads(self) -> None:
        """A program that asks for ever and never reads is cut off."""
        self.serve(program=(sys.executable, "-c", IMPATIENT))
        deaf = socket.socket()
        self.addCleanup(deaf.close)
        deaf.settimeout(LIMIT)
        for buffer in (socket.SO_SNDBUF, socket.SO_RCVBUF):  # by default they take megabytes
            deaf.setsockopt(socket.SOL_SOCKET, buffer, 4096)
        deaf.connect(("127.0.0.1", self.door.port))
        with self.assertRaises(ConnectionError):
            for _ in range(ENDLESS):
                deaf.sendall(b'{"status":true}\n' * 4)
        self.assertNotIn("Traceback", self.place.log)

    def test_a_program_and_a_person(self) -> None:
        """A program plays a person who came by telnet; each is told in their own way."""
        self.serve("--best-of", "1", "--house", "none")
        program = self.program()
        self.expect(program, event="waiting")
        person = self.place.call()
        person.expect("Your throw (r/p/s)?")
        self.expect(program, event="game")
        program.send('{"throw": "paper"}\n')
        self.expect(program, event="thrown", who="you", throw="p")
        person.expect("Player 0 has thrown.")
        person.send("r")
        person.expect("Player 0: p, Player 1: r\r\nPlayer 0 wins!\r\n")
        self.expect(program, event="result", you="p", they="r", winner="you", wins=[1, 0])
        self.expect(program, event="over", ending="played", winner="you")
        self.expect(program, event="asked")
        program.send('{"again": true}\n')
        self.expect(program, event="waiting", **{"for": "answer"})
        person.hang_up()
        self.expect(program, event="declined")

    def test_errors(self) -> None:
        """Whatever a program sends, it is told what was wrong, and may go on."""
        self.serve("--house", "none")
        program = self.program()
        program.send(b"\xff\xfb\x03\n" + b"[" * 4000 + b'\n{"throw": "r"}\n\n{"status": true}\n')
        for code in ("not utf-8", "not json", "not now"):
            self.expect(program, event="error", code=code)
        self.expect(program, event="state", phase="waiting")

    def test_other_protocols(self) -> None:
        """A browser gets one error, and its connection is closed."""
        self.serve()
        browser = self.program()
        browser.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        self.expect(browser, event="error", code="not json")
        browser.expect_end()

    def test_behind_a_proxy(self) -> None:
        """A program that comes through a proxy is a guest from where the proxy says."""
        self.serve("--max-per-address", "1")
        for expected in ({"event": "state"}, {"event": "bye", "why": "too many"}):
            program = self.place.call(self.proxied.port)
            program.send(HEADER)
            self.expect(program, **expected)
        self.assertIn("guest 1 (192.0.2.7:4711) came", self.place.log)

    def test_stopping(self) -> None:
        """A server that stops says so, and closes the connection."""
        self.serve("--drain", "0")
        program = self.program()
        self.place.stop_server()
        self.expect(program, event="bye", why="stopping")
        program.expect_end()

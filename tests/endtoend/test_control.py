"""Operators of a real server, by a real UNIX socket: a line in, lines out, and bans that outlive the server."""

from __future__ import annotations

import os
import socket
import stat
from pathlib import Path

from twisted.trial.unittest import SynchronousTestCase

from .terminals import LIMIT, Place, Reservation, Screen

CONTROL = "--control", "unix:control.sock"
MANY = 1_000


class Operator(Screen):
    """An operator's connection."""

    def __init__(self, place: Place) -> None:
        self.socket = socket.socket(socket.AF_UNIX)
        place.add_cleanup(self.socket.close)
        self.socket.settimeout(LIMIT)
        self.socket.connect(os.path.join(place.cwd, "control.sock"))
        super().__init__(self.socket.fileno())

    def say_last(self, *lines: str) -> str:
        """Say lines and nothing more, as a shell script does; return all that is answered."""
        self.socket.sendall("".join(f"{line}\n" for line in lines).encode())
        self.socket.shutdown(socket.SHUT_WR)
        return self.expect_end()


class ControlTests(SynchronousTestCase):
    """A daemon with a door for operators."""

    def setUp(self) -> None:
        self.place = Place(self.addCleanup)

    def say(self, *lines: str) -> list[str]:
        """Say lines, as a shell script does; return the lines of the answer."""
        return Operator(self.place).say_last(*lines).splitlines()

    def test_whose_it_is(self) -> None:
        """The socket is the server's own user's, and nothing else is opened for it."""
        self.place.daemon(*CONTROL)
        path = os.path.join(self.place.cwd, "control.sock")
        self.assertEqual(stat.S_IMODE(os.stat(path).st_mode), 0o600)
        self.assertEqual(self.say("status")[1], "draining: no")

    def test_on_loopback(self) -> None:
        """An operator may come by a port that this machine alone reaches."""
        door = Reservation()
        self.addCleanup(door.close)
        self.place.daemon("--control", door.endpoint)
        operator = self.place.call(door.port)
        operator.send("bans x\n")
        operator.expect("It must be: bans\n")

    def test_people(self) -> None:
        """People of two doors: an operator sees them, says something to them, and puts one out."""
        programs = Reservation()
        self.addCleanup(programs.close)
        self.place.daemon(*CONTROL, "--house", "none", "--bots", programs.endpoint)
        person = self.place.call()
        person.expect("You play the next guest who comes")
        program = self.place.call(programs.port)
        program.expect('"event":"match"')
        peers = ["{}:{}".format(*caller.socket.getsockname()) for caller in (person, program)]
        operator = Operator(self.place)
        operator.send("who\n")
        operator.expect(f"guest 1\ttelnet\t{peers[0]}\tplaying guest 2\t")
        operator.expect(f"guest 2\tjson\t{peers[1]}\tplaying guest 1\t")
        operator.send("say Back at noon.\n")
        operator.expect("Said to 2 people.\n")
        person.expect("The operator says: Back at noon.\r\n")
        program.expect('{"event":"notice","text":"Back at noon."}')
        operator.send("kick guest 2\n")
        operator.expect("guest 2 is out.\n")
        program.expect('{"event":"bye","why":"kicked","text":"The operator has put you out. Good-bye."}')
        program.expect_end()
        person.expect("Opponent disconnected.")
        self.assertIn("operator: say Back at noon.\n", self.place.log)
        self.assertIn("operator: kick guest 2\n", self.place.log)

    def test_bans_outlive_the_server(self) -> None:
        """A ban puts out who is in from there, and holds for another server in the same place, until it is ended."""
        self.place.daemon(*CONTROL, "--drain", "0")
        guest = self.place.call(source="127.0.0.2")
        guest.expect("You play the house")
        self.assertEqual(self.say("ban 127.0.0.2 2"), ["127.0.0.2 is banned for 2 hours; 1 person put out."])
        guest.expect("Nobody may come in from your address. Good-bye.\r\n")
        guest.expect_end()
        self.assertIn("operator: ban 127.0.0.2 for 2 hours\n", self.place.log)
        self.place.stop_server()

        self.place.daemon(*CONTROL, "--drain", "0")
        self.place.call(source="127.0.0.2").expect("Nobody may come in from your address. Good-bye.\r\n")
        self.place.call().expect("You play the house")
        self.assertEqual(self.say("bans")[0][:9], "127.0.0.2")
        self.assertEqual(self.say("unban 127.0.0.2", "bans"), ["127.0.0.2 is not banned any more."])
        self.place.call(source="127.0.0.2").expect("This is rock-paper-scissors")

    def test_a_broken_file(self) -> None:
        """A file of bans that cannot be read costs a line in the log, and is not lost."""
        state = Path(self.place.cwd, "rpsgame-state")
        state.mkdir()
        (state / "bans").write_text("moo")
        self.place.daemon(*CONTROL)
        self.assertEqual(self.say("bans", "ban 192.0.2.1"), ["192.0.2.1 is banned for ever."])
        self.assertIn("rpsgame-state/bans cannot be read: it is not JSON", self.place.log)
        self.assertNotIn("Traceback", self.place.log)
        self.assertEqual((state / "bans.broken").read_text(), "moo")

    def test_drain_and_resume(self) -> None:
        """A drained house listens, and turns away who comes; then it is open as before."""
        self.place.daemon(*CONTROL, "--house", "none")
        first, second = self.place.call(), self.place.call()
        second.expect("You are player 1.")
        self.assertEqual(
            self.say("drain 600"), ["No match begins until you say resume; those that are on have 600 seconds."]
        )
        first.expect("The house closes: this match is the last. It has 600 seconds.\r\n")
        late = self.place.call()
        late.expect("The house is closed for now. Please come again later.\r\n")
        late.expect_end()
        self.assertEqual(
            self.say("drain 0"), ["No match begins until you say resume; those that are on have 0 seconds."]
        )
        for guest in (first, second):
            guest.expect("The house is closed for now. Please come again later.\r\n")
            guest.expect_end()
        self.assertEqual(self.say("resume", "status")[:3:2], ["Matches begin again.", "draining: no"])
        self.place.call().expect("You play the next guest who comes")

    def test_screen(self) -> None:
        """A guest who comes from then on sees the screen that the operator has chosen."""
        self.place.daemon(*CONTROL, "--screen", "colour")
        self.assertIn("screen: colour", self.say("status"))
        self.assertEqual(self.say("screen spoken"), ["Everybody who comes from now on sees spoken at first."])
        guest = self.place.call()
        guest.send("i")
        guest.expect("You have come by telnet, and see the screen called spoken.")

    def test_stopping(self) -> None:
        """An operator who stays connected keeps no server from ending."""
        self.place.daemon(*CONTROL)
        operator = Operator(self.place)
        operator.send("bans x\n")
        operator.expect("bans\n")
        self.place.stop_server()
        operator.expect_end()
        self.assertNotIn("Traceback", self.place.log)


class AttackTests(SynchronousTestCase):
    """What nobody should send, to a server where a guest plays on."""

    def setUp(self) -> None:
        self.place = Place(self.addCleanup)
        self.place.daemon(*CONTROL)
        self.guest = self.place.call()
        self.guest.expect("You play the house in 3 seconds")

    def assertUndisturbed(self) -> None:
        """The guest and another operator are answered, and the log has nothing of it."""
        self.guest.send("?")
        self.guest.expect("Keys: ")
        self.assertIn("people: 1 (telnet 1)", Operator(self.place).say_last("status"))
        self.assertNotIn("Traceback", self.place.log)
        self.assertNotIn("#error", self.place.log)

    def test_garbage(self) -> None:
        """Bytes of any kind are answered by lines."""
        operator = Operator(self.place)
        operator.socket.sendall(bytes(range(256)) * 10 + b"\n")
        operator.send("bans x\n")
        operator.expect("It must be: bans\n")
        self.assertIn("This line is not UTF-8.\n", operator.text)
        self.assertUndisturbed()

    def test_a_line_without_end(self) -> None:
        """A line without an end gets one line, and the connection is closed."""
        operator = Operator(self.place)
        with self.assertRaises(ConnectionError):
            while True:
                operator.socket.sendall(b"x" * 4096)
        operator.expect("A line has at most 4096 bytes. Good-bye.\n")
        operator.expect_end()
        self.assertUndisturbed()

    def test_who_does_not_read(self) -> None:
        """An operator who asks and never reads is heard no more after a while, and nobody waits for them."""
        operator = Operator(self.place)
        operator.socket.setblocking(False)
        with self.assertRaises(BlockingIOError):
            while True:
                operator.socket.send(b"help\n" * 100)
        self.assertUndisturbed()

    def test_many_lines_at_once(self) -> None:
        """All of a thousand lines are answered to somebody who reads when all are sent."""
        answers = Operator(self.place).say_last(*["bans x"] * MANY, "bans y", "who z")
        self.assertEqual(answers, "It must be: bans\n" * (MANY + 1) + "It must be: who\n")
        self.assertUndisturbed()

    def test_two_operators(self) -> None:
        """Two operators at once are both answered, and see what the other has done."""
        first, second = Operator(self.place), Operator(self.place)
        for n in range(50):
            first.send(f"ban 192.0.2.{n}\n")
            second.send(f"ban 198.51.100.{n}\n")
        for n in range(50):
            first.expect(f"192.0.2.{n} is banned for ever.\n")
            second.expect(f"198.51.100.{n} is banned for ever.\n")
        self.assertEqual(len(first.say_last("bans").splitlines()), 100)
        self.assertUndisturbed()

    def test_a_browser(self) -> None:
        """An HTTP client is told that it is wrong, and nothing of its body is heard."""
        operator = Operator(self.place)
        operator.send("POST / HTTP/1.1\r\nContent-Length: 6\r\n\r\ndrain\n")
        self.assertEqual(operator.expect_end(), "This is the operator's door. Good-bye.\n")
        self.assertUndisturbed()

"""The ssh door: what a client says of itself, what it is given, and what it is refused."""

from __future__ import annotations

import gc
import json
import weakref
from struct import pack
from typing import Any, cast

from hypothesis import given, settings
from hypothesis import strategies as st
from twisted.conch.ssh.common import NS, getNS
from twisted.internet.address import IPv4Address
from twisted.internet.testing import StringTransport
from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines.facts import NoCommand, Remark, ScreenKey, TooManyKeys
from rpsgame.doors import screen
from rpsgame.doors.keyboard import TYPE_AHEAD
from rpsgame.doors.proxy import ProxiedFactory
from rpsgame.doors.ssh import SSHFactory
from rpsgame.doors.ssh_connection import SMALLEST_PACKET
from rpsgame.doors.ssh_session import WINDOW
from rpsgame.doors.ssh_transport import MAX_EXCHANGE, MAX_LOGIN
from rpsgame.doors.throttle import LINGER, MAX_STALL, MAX_UNSENT
from tests.room import lines_of, logged

from .display import DoorsDisplay
from .hall import GREETING, HELP, DoorsHall
from .ssh_client import (
    CHANNEL_REQUEST,
    CLOSE,
    DATA,
    EOF,
    EXTENDED_DATA,
    FAILURE,
    GLOBAL_REQUEST,
    HOST_KEY,
    OPEN_CONFIRMATION,
    OPEN_FAILURE,
    REQUEST_FAILURE,
    SUCCESS,
    VERSION,
    WINDOW_ADJUST,
    MemoryVisitor,
)

HELLO = f"{ScreenKey('v')}\n{GREETING}\n".encode()
COLOUR = b"\x1b["


class SessionTests(SynchronousTestCase):
    """From the session on."""

    def setUp(self) -> None:
        self.visitor = MemoryVisitor()
        self.hall = self.visitor.hall

    def open(self, **terminal: Any) -> None:
        """Open a session, with a terminal."""
        self.visitor.log_in()
        self.visitor.open()
        self.visitor.hears(OPEN_CONFIRMATION)
        self.visitor.ask_pty(**terminal)

    def test_a_pipe(self) -> None:
        """Without a terminal there are lines, which end by a line feed."""
        self.visitor.begin()
        self.assertEqual(self.visitor.text(), HELLO)
        self.visitor.press(b"r\np\n")
        self.assertEqual(self.hall.pressed, "r\np\n")
        self.assertEqual(self.hall.came, [("guest", "192.0.2.1:4711", "192.0.2.1")])

    def test_a_terminal(self) -> None:
        """A terminal is raw: lines end by CR LF, and a key comes at once."""
        self.open(term=b"dumb")
        self.visitor.start()
        self.assertEqual(self.visitor.text(), HELLO.replace(b"\n", b"\r\n"))
        self.visitor.press(b"R")
        self.visitor.press(b"\r")
        self.visitor.press(b"\x1b[A?")
        self.assertEqual(self.hall.pressed, "r\n\x1b?")
        self.assertEqual(self.visitor.text(), f"{HELP}\r\n".encode())

    def test_colour(self) -> None:
        """A terminal has colour by any name but those that say that it has none."""
        for term in (b"xterm-256color", b"alacritty", b"tmux-256color", b"linux", b"no such terminal"):
            self.visitor = MemoryVisitor()
            self.open(term=term)
            self.visitor.start()
            self.assertIn(COLOUR, self.visitor.text(), term)
        for term in (b"dumb", b"unknown", b"", b"\x1b]0;evil\x07", b"x" * 41):
            self.visitor = MemoryVisitor()
            self.open(term=term)
            self.visitor.start()
            self.assertNotIn(COLOUR, self.visitor.text(), term)

    def test_the_option(self) -> None:
        """What everybody gets is what --screen says, whatever their terminal shows."""
        self.visitor = MemoryVisitor(screen="plain")
        self.open()
        self.visitor.start()
        self.assertNotIn(COLOUR, self.visitor.text())

    def test_screens_by_name(self) -> None:
        """A command that names a screen chooses it, with a terminal or without."""
        for name, colour in ((b"colour", True), (b"plain", False), (b"spoken", False)):
            self.visitor = MemoryVisitor()
            self.open()
            self.visitor.start(name)
            self.assertEqual(COLOUR in self.visitor.text(), colour, name)

    def test_json(self) -> None:
        """A program plays by JSON, an object a line, as by the door for programs."""
        self.visitor.begin(b"json")
        events = [json.loads(line) for line in self.visitor.text().splitlines()]
        self.assertEqual([event["event"] for event in events], ["hello", "state", "remark"])
        self.visitor.press(b'{"throw": "r"}\n{"leave": true}\n')
        self.assertEqual(self.hall.pressed, "q")

    def test_commands(self) -> None:
        """Any other command is answered by one line and a status as of a shell that finds it not; nobody comes in."""
        for command in (b"rm -rf /", b"scp -t .", b"\xff\0", b"JSON"):
            visitor = MemoryVisitor()
            visitor.log_in()
            visitor.open()
            visitor.hears(OPEN_CONFIRMATION)
            visitor.request(b"exec", NS(command))
            visitor.hears(SUCCESS)
            self.assertEqual(visitor.hears(EXTENDED_DATA)[12:], f"{NoCommand()}\r\n".encode())
            self.assertEqual(visitor.hears(CHANNEL_REQUEST)[4:], NS(b"exit-status") + b"\0" + pack("!L", 127))
            visitor.hears(CLOSE)
            self.assertEqual(visitor.hall.came, [])
            visitor.clock.advance(MAX_LOGIN)  # for a client that does not close it
            self.assertTrue(visitor.cut_off)

    def test_a_command_and_then_a_shell(self) -> None:
        """A session that is to end is none to play in, whatever comes with the command that ends it."""
        self.visitor.log_in()
        self.visitor.open(window=0)
        for request in (NS(b"exec") + b"\0" + NS(b"uname"), NS(b"exec") + b"\0" + NS(b"id"), NS(b"shell") + b"\0"):
            self.visitor.client.sendPacket(CHANNEL_REQUEST, bytes(4) + request)
        self.visitor.talk()
        self.visitor.send(CLOSE, bytes(4))
        self.assertEqual(self.hall.came, [])
        self.visitor.clock.advance(LINGER)
        self.assertTrue(self.visitor.server_side.disconnecting)

    def test_refusals(self) -> None:
        """Whatever else is asked for is refused, and play goes on."""
        self.visitor.begin()
        self.visitor.text()
        for request in (b"subsystem", b"x11-req", b"auth-agent-req@openssh.com", b"shell", b"exec", b"pty-req", b"?"):
            self.visitor.request(request, NS(b"sftp"))
            self.visitor.hears(FAILURE)
        for kind in (b"tcpip-forward", b"keepalive@openssh.com", b"\xff"):
            self.visitor.send(GLOBAL_REQUEST, NS(kind) + b"\1")
            self.visitor.hears(REQUEST_FAILURE)
        for kind in (b"session", b"direct-tcpip", b"direct-streamlocal@openssh.com", b"x11", b"\xff"):
            self.visitor.open(kind=kind)
            self.visitor.hears(OPEN_FAILURE)
        self.visitor.press(b"?")
        self.assertEqual(self.visitor.text(), f"{HELP}\n".encode())
        self.assertEqual(self.flushLoggedErrors(), [])

    def test_two_thousand_sessions(self) -> None:
        """A connection has one session, and as many refusals as it likes."""
        self.visitor.log_in()
        self.visitor.open(longest=SMALLEST_PACKET - 1)
        self.visitor.hears(OPEN_FAILURE)
        self.visitor.open(longest=SMALLEST_PACKET)
        self.visitor.hears(OPEN_CONFIRMATION)
        self.visitor.start()
        self.visitor.client.heard.clear()
        for _ in range(2000):
            self.visitor.open()
            self.visitor.clock.advance(1)
        self.visitor.talk()
        self.assertEqual([kind for kind, _ in self.visitor.client.heard], [OPEN_FAILURE] * 2000)

    def test_too_many_keys(self) -> None:
        """What is pasted counts as far as anybody would type ahead."""
        self.visitor.begin()
        self.visitor.press(b"r" * (TYPE_AHEAD + 3))
        self.assertEqual((self.hall.pressed, self.hall.told), ("r" * TYPE_AHEAD, [TooManyKeys(3)]))

    def test_end_of_input(self) -> None:
        """Somebody who has no more to send leaves when it has been taken, as a script does."""
        self.visitor.begin()
        self.visitor.press(b"r\n")
        self.visitor.send(EOF, bytes(4))
        self.assertEqual(self.hall.pressed, "r\n\x04")

    def test_what_comes_before_the_shell(self) -> None:
        """What is typed, or ended, before there is a shell is dropped."""
        self.visitor.log_in()
        self.visitor.open()
        self.visitor.press(b"r")
        self.visitor.send(EOF, bytes(4))
        self.visitor.start()
        self.assertEqual(self.hall.pressed, "")

    def test_a_fault_of_ours(self) -> None:
        """A fault of a door costs one connection, and is in the log once."""
        self.visitor.begin()
        self.patch(self.visitor.door.service.channels[0].door, "take", lambda data: 1 // 0)
        self.visitor.press(b"r")
        self.assertTrue(self.visitor.cut_off)
        self.assertEqual(len(self.flushLoggedErrors(ZeroDivisionError)), 1)

    @settings(deadline=None, max_examples=50)
    @given(st.lists(st.tuples(st.integers(1, 255), st.binary(max_size=40)), max_size=8))
    def test_anything(self, messages: list[tuple[int, bytes]]) -> None:
        """Whatever is sent, nothing raises, nothing is logged as a fault, and nothing is waited for at the end."""
        visitor = MemoryVisitor()
        visitor.begin()
        for message, payload in messages:
            visitor.client.sendPacket(message, payload)
        visitor.talk()
        visitor.end()
        self.assertEqual(self.flushLoggedErrors(), [])
        self.assertEqual(visitor.clock.getDelayedCalls(), [])


class FormTests(SynchronousTestCase):
    """What a terminal shows."""

    def setUp(self) -> None:
        self.patch(screen, "DoorsDisplay", DoorsDisplay)
        self.visitor = MemoryVisitor()
        self.visitor.log_in()
        self.visitor.open()
        self.visitor.hears(OPEN_CONFIRMATION)

    @property
    def door(self) -> Any:
        """The door of the session."""
        return self.visitor.door.service.channels[0].door

    def test_size(self) -> None:
        """The size is what the terminal says, as far as one may be so; 0 is unknown."""
        for said, form in (((100, 30), (100, 30)), ((0, 0), (80, 24)), ((1, 2**32 - 1), (20, 200))):
            self.setUp()
            self.visitor.ask_pty(columns=said[0], lines=said[1])
            self.visitor.start()
            self.assertEqual(self.door._display.form[:2], form)

    def test_another_size(self) -> None:
        """The window's size is followed, whatever it is said to be."""
        self.visitor.ask_pty()
        self.visitor.start()
        self.visitor.text()
        for said, form in (((60, 20), b"60x20"), ((2**32 - 1, 0), b"80x24"), ((2**32 - 1, 9), b"500x9")):
            self.visitor.request(b"window-change", pack("!4L", *said, 0, 0), reply=False)
            self.assertEqual(self.visitor.text(), b"[%b at 0]\r\n" % form)

    def test_utf8(self) -> None:
        """The first variable of the locale that is set says whether it shows UTF-8; others are refused."""
        for variables, utf8 in (
            ({b"LANG": b"en_GB.UTF-8"}, True),
            ({b"LANG": b"en_GB.UTF-8", b"LC_ALL": b"C"}, False),
            ({b"LC_CTYPE": b"C.utf8", b"LANG": b"C"}, True),
            ({b"PATH": b"UTF-8"}, False),
            ({b"LANG": b"UTF-8" * 20}, False),
            ({}, False),
        ):
            self.setUp()
            for name, value in variables.items():
                self.visitor.request(b"env", NS(name) + NS(value), reply=False)
            self.visitor.ask_pty()
            self.visitor.start()
            self.assertEqual(self.door._display.form.utf8, utf8, variables)

    def test_connection(self) -> None:
        """The key i shows what the terminal is, and a pipe that it is none."""
        self.visitor.ask_pty()
        self.visitor.start()
        self.visitor.press(b"i")
        said = " ".join(self.visitor.hall.told)
        for words in ("come by ssh", "colour", "xterm-256color", "100 characters wide", "at once"):
            self.assertIn(words, said)
        self.setUp()
        self.visitor.start()
        self.visitor.press(b"i")
        self.assertIn("come in lines", " ".join(self.visitor.hall.told))


class GoodByeTests(SynchronousTestCase):
    """How it ends."""

    def setUp(self) -> None:
        self.visitor = MemoryVisitor()
        self.visitor.begin()
        self.visitor.text()
        self.door = self.visitor.door.service.channels[0].door

    def part(self) -> None:
        """Let the hall say good-bye."""
        self.visitor.hall.dismiss("guest 1", Remark("Good-bye."), "pressed q")
        self.visitor.talk()

    def test_order(self) -> None:
        """The text, the status, the end and the close come one after another, and then the connection closes."""
        self.part()
        expected = [(DATA, bytes(4) + NS(b"Good-bye.\n"))]
        expected += [(CHANNEL_REQUEST, bytes(4) + NS(b"exit-status") + bytes(5)), (EOF, bytes(4)), (CLOSE, bytes(4))]
        self.assertEqual(self.visitor.client.heard, expected)
        self.assertFalse(self.visitor.cut_off)
        self.visitor.send(CLOSE, bytes(4))
        self.assertFalse(self.visitor.server_side.disconnecting)
        self.visitor.clock.advance(LINGER)  # in which clients close the connection
        self.assertTrue(self.visitor.server_side.disconnecting)
        self.assertFalse(self.visitor.cut_off)
        self.visitor.end()
        self.assertEqual(self.visitor.hall.left, ["pressed q"])
        self.assertEqual(self.visitor.clock.getDelayedCalls(), [])

    def test_a_client_that_does_not_close(self) -> None:
        """A client that does not close the session in time is cut off."""
        self.part()
        self.visitor.clock.advance(LINGER)
        self.assertTrue(self.visitor.cut_off)

    def test_a_client_that_takes_nothing(self) -> None:
        """A good-bye for which there is no room is waited for as long, and no longer."""
        visitor = MemoryVisitor()
        visitor.begin(window=0)
        visitor.hall.dismiss("guest 1", Remark("Good-bye."), "pressed q")
        visitor.talk()
        self.assertFalse(visitor.cut_off)
        visitor.send(WINDOW_ADJUST, pack("!2L", 0, 1000))
        self.assertEqual([kind for kind, _ in visitor.client.heard], [DATA, CHANNEL_REQUEST, EOF, CLOSE])
        visitor.clock.advance(LINGER)
        self.assertTrue(visitor.cut_off)

    def test_a_client_that_closes(self) -> None:
        """A client that closes the session has hung up, and the connection closes."""
        self.visitor.send(CLOSE, bytes(4))
        self.assertEqual(self.visitor.client.heard[-1], (CLOSE, bytes(4)))
        self.assertEqual(self.visitor.hall.left, ["hung up"])
        self.assertFalse(self.visitor.server_side.disconnecting)
        self.visitor.clock.advance(LINGER)  # in which clients close the connection
        self.assertTrue(self.visitor.server_side.disconnecting)

    def test_a_client_that_closes_and_has_read_nothing(self) -> None:
        """So has one for which something waits."""
        visitor = MemoryVisitor()
        visitor.begin(window=0)
        visitor.send(CLOSE, bytes(4))
        self.assertEqual(visitor.hall.left, ["hung up"])

    def test_disconnect(self) -> None:
        """A client that disconnects says so, and its text is nobody's."""
        events = logged(self)
        self.visitor.send(1, pack("!L", 11) + NS(b"\x1b]0;evil\x07") + NS(b""))
        self.assertTrue(self.visitor.server_side.disconnecting)
        self.visitor.end()
        self.assertEqual((self.visitor.hall.left, lines_of(events)), (["hung up"], []))

    def test_nothing_is_left(self) -> None:
        """All of ssh that a visit has taken up is free when it is over, even if the hall remembers the door."""
        gc.disable()
        self.addCleanup(gc.enable)
        for command in (b"", b"json"):
            visitor = MemoryVisitor()
            visitor.begin(command)
            session = visitor.door.service.channels[0]
            remembered = session.door
            left = [weakref.ref(thing) for thing in (visitor.door, visitor.door.service, session)]
            visitor.end()
            remembered.write([GREETING])
            visitor.door = session = None
            self.assertEqual([ref() for ref in left], [None] * 3)

    def test_all_closed(self) -> None:
        """The end of the server waits for the connection."""
        closed = self.visitor.factory.all_closed()
        self.assertNoResult(closed)
        self.visitor.end()
        self.successResultOf(closed)


class LimitTests(SynchronousTestCase):
    """How long, how much, and how many."""

    def test_silence(self) -> None:
        """Whoever has no session in time is cut off, however far they have come."""
        for comes in (
            lambda visitor: None,
            lambda visitor: visitor.send_bytes(VERSION[:5]),
            MemoryVisitor.exchange,
            MemoryVisitor.serve,
            MemoryVisitor.log_in,
            lambda visitor: (visitor.log_in(), visitor.open()),
        ):
            events = logged(self)
            visitor = MemoryVisitor()
            comes(visitor)
            visitor.clock.advance(MAX_LOGIN - 1)
            self.assertFalse(visitor.cut_off)
            visitor.clock.advance(1)
            self.assertTrue(visitor.cut_off)
            visitor.end()
            self.assertEqual(lines_of(events), ["192.0.2.1:4711 was cut off: took too long to come in"])
            self.assertEqual(visitor.clock.getDelayedCalls(), [])

    def test_a_session_in_time(self) -> None:
        """Whoever has a session may stay."""
        visitor = MemoryVisitor()
        visitor.begin()
        visitor.clock.advance(MAX_LOGIN)
        self.assertFalse(visitor.cut_off)
        visitor.press(b"r")
        self.assertEqual(visitor.hall.pressed, "r")

    def test_arrivals(self) -> None:
        """No more come in from an address at a time than may be in; one who is in is none of them any more."""
        hall = DoorsHall(max_per_address=2)
        first = MemoryVisitor(hall)
        second = MemoryVisitor(hall, factory=first.factory)
        self.assertTrue(MemoryVisitor(hall, factory=first.factory).cut_off)
        elsewhere = IPv4Address("TCP", "192.0.2.2", 4711)
        self.assertFalse(MemoryVisitor(hall, factory=first.factory, peer=elsewhere).cut_off)
        first.begin()
        second.end()
        for _ in range(2):
            self.assertFalse(MemoryVisitor(hall, factory=first.factory).cut_off)
        self.assertTrue(MemoryVisitor(hall, factory=first.factory).cut_off)

    def test_what_a_refused_client_sends(self) -> None:
        """A client that is cut off at once is not heard, nor told anything."""
        hall = DoorsHall(max_guests=1)
        refused = MemoryVisitor(hall, factory=MemoryVisitor(hall).factory)
        self.assertTrue(refused.cut_off)
        refused.door.dataReceived(VERSION)
        self.assertEqual(refused.server_side.value(), b"")
        refused.end()

    def test_a_window_of_nothing(self) -> None:
        """What waits for a client that takes nothing is bounded: beyond it, it is cut off."""
        visitor = MemoryVisitor()
        visitor.begin(window=0)
        door = visitor.door.service.channels[0].door
        for _ in range(MAX_UNSENT // 1000):
            door.write([Remark("x" * 999)])
        visitor.talk()
        self.assertFalse(visitor.cut_off)
        self.assertEqual(visitor.text(), b"")
        for _ in range(2):
            door.write([Remark("x" * 999)])
        self.assertTrue(visitor.cut_off)
        visitor.end()
        self.assertEqual(visitor.hall.left, ["read nothing"])

    def test_a_window_that_opens_by_a_byte(self) -> None:
        """A client that takes a byte at a time has not caught up, and what waits for it is bounded all the same."""
        visitor = MemoryVisitor()
        visitor.begin(window=0)
        door = visitor.door.service.channels[0].door
        for _ in range(MAX_UNSENT // 1000 + 2):
            visitor.send(WINDOW_ADJUST, pack("!2L", 0, 1))
            door.write([Remark("x" * 999)])
            visitor.clock.advance(0.1)
        self.assertTrue(visitor.cut_off)

    def test_reading_nothing(self) -> None:
        """A client that takes nothing for half a minute is cut off; one that takes all in time is not."""
        for takes in (False, True):
            visitor = MemoryVisitor()
            visitor.begin(window=0)
            visitor.clock.advance(MAX_STALL - 1)
            if takes:
                visitor.send(WINDOW_ADJUST, pack("!2L", 0, 10_000))
                self.assertEqual(visitor.text(), HELLO)
            visitor.clock.advance(1)
            self.assertEqual(visitor.cut_off, not takes)

    def test_the_wire_takes_nothing(self) -> None:
        """So is one whose connection takes nothing."""
        visitor = MemoryVisitor()
        visitor.begin()
        cast(Any, visitor.server_side.producer).pauseProducing()  # as a transport does that cannot send
        visitor.clock.advance(MAX_STALL)
        self.assertTrue(visitor.cut_off)
        visitor.end()
        self.assertEqual(visitor.hall.left, ["read nothing"])

    def test_a_full_window_stops_no_reading(self) -> None:
        """While a client's window is full the connection is read, since that is how it opens again."""
        visitor = MemoryVisitor()
        visitor.begin(window=0)
        self.assertEqual(visitor.server_side.producerState, "producing")
        visitor.press(b"?")
        self.assertEqual(visitor.hall.pressed, "")
        visitor.send(WINDOW_ADJUST, pack("!2L", 0, 10_000))
        self.assertEqual(visitor.text(), HELLO + f"{HELP}\n".encode())

    def test_a_flood(self) -> None:
        """A client that sends too fast is given no more room before what it has sent is taken."""
        visitor = MemoryVisitor()
        visitor.begin()
        for _ in range(3):
            visitor.press(b"x" * (WINDOW // 4))
        self.assertNotIn(WINDOW_ADJUST, [kind for kind, _ in visitor.client.heard])
        for _ in range(64):
            visitor.clock.advance(1 / 16)
        visitor.hears(WINDOW_ADJUST)
        self.assertFalse(visitor.cut_off)

    def test_another_key_exchange(self) -> None:
        """A client may exchange keys again, as often as it likes, and play goes on."""
        visitor = MemoryVisitor()
        visitor.begin()
        for n in range(5):
            visitor.client.sendKexInit()
            visitor.talk()
            visitor.press(b"r")
            self.assertEqual(visitor.hall.pressed, "r" * (n + 1))
            visitor.clock.advance(MAX_EXCHANGE)
        self.assertFalse(visitor.cut_off)

    def test_a_key_exchange_without_an_end(self) -> None:
        """A client that begins another key exchange and does not end it in time is cut off."""
        visitor = MemoryVisitor()
        visitor.begin()
        visitor.client.sendKexInit()
        visitor._carry(visitor.client_side, visitor.door)  # and hear nothing of the answer
        visitor.clock.advance(MAX_EXCHANGE - 1)
        self.assertFalse(visitor.cut_off)
        visitor.clock.advance(1)
        self.assertTrue(visitor.cut_off)
        visitor.end()
        self.assertEqual(visitor.hall.left, ["ended no key exchange"])

    def test_behind_a_proxy(self) -> None:
        """Behind a PROXY header the guest is who the header says."""
        hall = DoorsHall()
        factory = SSHFactory(cast(Any, hall), hall.clock, HOST_KEY)
        visitor = MemoryVisitor(hall, factory=factory)
        visitor.door = ProxiedFactory(factory, hall.clock).buildProtocol(None)
        visitor.server_side = StringTransport(peerAddress=IPv4Address("TCP", "192.0.2.80", 1))
        visitor.door.makeConnection(visitor.server_side)
        visitor.send_bytes(b"PROXY TCP4 192.0.2.7 192.0.2.80 4711 22\r\n")
        visitor.begin()
        self.assertEqual(hall.came, [("guest", "192.0.2.7:4711", "192.0.2.7")])


class AlgorithmTests(SynchronousTestCase):
    """What is offered."""

    def test_safe_ones(self) -> None:
        """Nothing is offered that is not safe, and no compression."""
        visitor = MemoryVisitor()
        kexinit = visitor.server_side.value().partition(b"\r\n")[2][6 + 16 :]
        *offered, _ = getNS(kexinit, 8)
        allowed = EXCHANGES, b"ssh-ed25519", *2 * (CIPHERS,), *2 * (MACS,), *2 * (b"none",)
        for names, safe in zip(offered, allowed, strict=True):
            self.assertLessEqual(set(names.split(b",")), set(safe.split(b",")))
        self.assertEqual(visitor.server_side.value()[:18], b"SSH-2.0-rpsgame\r\n" + b"\0")

    def test_signatures(self) -> None:
        """People are told that their keys may be RSA, or others, though ours is Ed25519."""
        visitor = MemoryVisitor()
        visitor.exchange()
        extensions = visitor.hears(7)
        self.assertIn(NS(b"server-sig-algs"), extensions)
        for name in (b"rsa-sha2-512", b"rsa-sha2-256", b"ssh-ed25519", b"ecdsa-sha2-nistp256"):
            self.assertIn(name, extensions)
        self.assertNotIn(b"ssh-rsa", extensions)


EXCHANGES = b"mlkem768x25519-sha256,curve25519-sha256,curve25519-sha256@libssh.org,ext-info-s"
CIPHERS = b"aes256-ctr,aes192-ctr,aes128-ctr"
MACS = b"hmac-sha2-512,hmac-sha2-256"

"""The telnet door: what real clients send, what they see, and what nobody should send."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from hypothesis import given, settings
from hypothesis import strategies as st
from twisted.conch.telnet import AYT, DO, DONT, ECHO, IAC, IP, LINEMODE, NAWS, NOP, SB, SE, SGA, WILL, WONT
from twisted.internet.error import ConnectionAborted, ConnectionDone, ConnectionLost
from twisted.internet.testing import StringTransport
from twisted.python.compat import iterbytes
from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines.facts import NoTelnet, Remark, ScreenKey, TooManyKeys, WrongProtocol
from rpsgame.coroutines.interview import TTYPE
from rpsgame.doors.keyboard import TYPE_AHEAD
from rpsgame.doors.throttle import BURST, LINGER, MAX_ARRIVAL, MAX_STALL, READ_RATE
from rpsgame.twisted_private import MAX_SUBNEGOTIATION

from .captures import captures
from .client import Client
from .hall import GREETING, HELP, DoorsHall

TIMING_MARK = b"\x06"
CHARACTER_MODE = IAC + WILL + ECHO + IAC + WILL + SGA
HELLO = CHARACTER_MODE + f"{ScreenKey('v')}\r\n{GREETING}\r\n".encode()


class PressedTests(SynchronousTestCase):
    """From bytes to keys."""

    def pressed(self, chunks: Iterable[bytes]) -> str:
        """Return the keys that reach the hall."""
        hall = DoorsHall()
        Client(hall).send(*chunks)
        hall.clock.advance(60)
        return hall.pressed

    def test_captures(self) -> None:
        """What real clients sent makes the keys that were pressed: whole, byte by byte, and as it was cut."""
        for capture in captures():
            for cut in ([capture.stream], iterbytes(capture.stream), capture.chunks):
                self.assertEqual(self.pressed(cut), capture.keys, capture.name)

    def test_enter(self) -> None:
        """Enter, by whatever bytes, is one Enter, at once."""
        for enter in (b"\r", b"\n", b"\r\n", b"\r\0"):
            self.assertEqual(self.pressed([enter]), "\n")
            self.assertEqual(self.pressed([b"r" + enter, b"p" + enter]), "r\np\n")

    def test_a_typed_255(self) -> None:
        """IAC IAC is one byte that a person sent, and no character."""
        self.assertEqual(self.pressed([b"r" + IAC, IAC + b"p"]), "r\N{REPLACEMENT CHARACTER}p")

    def test_one_key_each(self) -> None:
        """What a person pressed is one key, however many bytes it has, and a capital is its small letter."""
        self.assertEqual(self.pressed([b"\x1b[A", b"\x1bOP", "é".encode(), b"R"]), "\x1b\x1bér")

    @settings(deadline=None, derandomize=True)
    @given(st.lists(st.binary(max_size=20) | st.sampled_from([IAC, SB, SE, DO, b"r", b"\r", b"\x1b["])))
    def test_anything(self, chunks: list[bytes]) -> None:
        """Whatever is sent, however it is cut, nothing raises, and nothing is logged."""
        client = Client(DoorsHall())
        client.send(*chunks)
        client.hang_up()
        self.assertEqual(self.flushLoggedErrors(), [])


class ScreenTests(SynchronousTestCase):
    """From lines to bytes, and what telnet itself answers."""

    def setUp(self) -> None:
        self.hall = DoorsHall()
        self.client = Client(self.hall)

    def test_hello(self) -> None:
        """A guest is offered single keys, and told where they are, without being waited for."""
        self.assertEqual(self.client.transport.value(), HELLO)
        self.assertEqual(self.hall.came, [("guest", "192.0.2.1:4711", "192.0.2.1")])

    def test_the_hosts_door(self) -> None:
        """A person who comes by the host's door is the host."""
        Client(self.hall, for_host=True)
        self.assertEqual(self.hall.came[-1], ("host", "192.0.2.1:4711"))

    def test_one_read_is_one_write(self) -> None:
        """What telnet answers and what the guest is told for the same bytes go out together, from the hello on."""
        writes: list[bytes] = []
        self.patch(StringTransport, "write", lambda transport, data: writes.append(data))
        client = Client(self.hall)
        client.send(IAC + DO + TIMING_MARK + b"?")
        client.send(IAC + DO + TIMING_MARK)
        refusal = IAC + WONT + TIMING_MARK
        self.assertEqual(writes, [HELLO, refusal + f"{HELP}\r\n".encode(), refusal])

    def test_ctrl_c_in_line_mode(self) -> None:
        """DO TIMING-MARK is answered every time, since the client discards what comes before it."""
        for _ in range(2):
            answer = self.client.send(IAC + IP + IAC + DO + TIMING_MARK)
            self.assertEqual(answer, IAC + WONT + TIMING_MARK)
        self.assertEqual(self.hall.pressed, "\x03\x03")

    def test_are_you_there(self) -> None:
        """AYT asks for what ``?`` asks for."""
        self.assertEqual(self.client.send(IAC + AYT), f"{HELP}\r\n".encode())

    def test_offers_are_answered_once(self) -> None:
        """What a client offers for which there is no use is refused; what changes nothing is not answered."""
        self.assertEqual(self.client.send(IAC + WILL + LINEMODE), IAC + DONT + LINEMODE)
        self.assertEqual(self.client.send(IAC + WILL + NAWS, IAC + WILL + NAWS), IAC + DO + NAWS)
        self.assertEqual(self.client.send(IAC + DONT + ECHO), b"")
        self.assertEqual(self.client.send(IAC + DO + SGA), IAC + DO + TTYPE)
        self.assertEqual(self.client.send(IAC + WONT + TTYPE, IAC + DONT + TTYPE), b"")
        self.assertEqual(self.client.send(IAC + DONT + SGA), IAC + WONT + SGA)
        self.assertEqual(self.client.send(IAC + WONT + NAWS), IAC + DONT + NAWS)

    def test_a_hangup_during_negotiation(self) -> None:
        """A guest who hangs up before they have answered an offer leaves no error in the log, whatever the reason."""
        for why in (ConnectionDone, ConnectionLost, OSError):
            client = Client(self.hall)
            client.door.getOptionState(ECHO)  # as conch asks for it when half an answer has come
            client.hang_up(why)
        self.assertEqual(self.flushLoggedErrors(), [])

    def test_why_they_leave(self) -> None:
        """The hall hears in plain words why a guest has gone."""
        for why, words in (
            (ConnectionDone, "hung up"),
            (ConnectionLost, "hung up"),
            (ConnectionAborted, "was cut off"),
        ):
            Client(self.hall).hang_up(why)
            self.assertEqual(self.hall.left.pop(), words)

    def test_who_reads_nothing(self) -> None:
        """The hall hears that a guest who was cut off had read nothing."""
        cast(Any, self.client.transport.producer).pauseProducing()  # as a transport does that cannot send
        self.hall.clock.advance(MAX_STALL)
        self.assertTrue(self.client.transport.disconnected)
        self.client.hang_up(ConnectionAborted)
        self.assertEqual(self.hall.left, ["read nothing"])


class HandshakeTests(SynchronousTestCase):
    """A door behind TLS, which connects it before it has shaken hands."""

    def setUp(self) -> None:
        self.hall = DoorsHall()
        self.client = Client(self.hall, tls=True)

    def test_nobody_is_in_before(self) -> None:
        """A guest is in when TLS has shaken hands, and not before."""
        self.assertEqual((self.hall.came, self.client.transport.value()), ([], b""))
        self.client.door.handshakeCompleted()
        self.hall.clock.advance(MAX_ARRIVAL)
        self.assertEqual(len(self.hall.came), 1)
        self.assertEqual(self.client.transport.value(), HELLO)
        self.assertFalse(self.client.transport.disconnected)

    def test_a_client_that_never_shakes_hands(self) -> None:
        """A client that never shakes hands is cut off, and was never here."""
        self.hall.clock.advance(MAX_ARRIVAL)
        self.assertTrue(self.client.transport.disconnected)
        self.client.hang_up(ConnectionAborted)
        self.assertEqual((self.hall.came, self.hall.left), ([], []))

    def test_a_hangup_before(self) -> None:
        """A client that hangs up before it has shaken hands was never here, and nothing waits for it."""
        self.client.hang_up()
        self.assertEqual((self.hall.came, self.hall.clock.getDelayedCalls()), ([], []))


class HarmTests(SynchronousTestCase):
    """What the open internet sends."""

    def setUp(self) -> None:
        self.hall = DoorsHall()
        self.client = Client(self.hall)

    def test_other_protocols(self) -> None:
        """A browser, a TLS client and an ssh client get one line and a closed connection."""
        for greeting in (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\xff\xef", b"SSH-2.0-Go\r\n"):
            client = Client(self.hall)
            self.assertEqual(client.send(greeting), f"{WrongProtocol()}\r\n".encode())
            self.assertTrue(client.transport.disconnecting)
        self.assertEqual(self.hall.pressed, "")

    def test_a_person_is_no_protocol(self) -> None:
        """Only what comes first can be a greeting of another protocol."""
        self.client.send(b"r")
        self.client.send(b"SSH-")
        self.assertEqual(self.hall.pressed, "rssh-")

    def test_type_ahead(self) -> None:
        """More keys in one read than a person means to play are dropped, and that is said."""
        self.client.send(b"r" * (TYPE_AHEAD + 3))
        self.assertEqual(self.hall.pressed, "r" * TYPE_AHEAD)
        self.assertEqual(self.hall.told, [TooManyKeys(3)])

    def test_an_endless_subnegotiation(self) -> None:
        """A subnegotiation longer than any client's ends the connection, with one line."""
        half = b"x" * (MAX_SUBNEGOTIATION // 2)
        self.client.send(IAC + SB + NAWS + half)
        self.hall.clock.advance(1)
        self.assertEqual(self.client.send(half + b"xx"), f"{NoTelnet()}\r\n".encode())
        self.assertTrue(self.client.transport.disconnecting)
        self.assertEqual(self.hall.left, ["sent no telnet"])

    def test_an_empty_subnegotiation(self) -> None:
        """A subnegotiation of nothing is nothing."""
        self.assertEqual(self.client.send(IAC + SB + IAC + SE + b"r"), b"")
        self.assertEqual(self.hall.pressed, "r")

    def test_unknown_commands(self) -> None:
        """An unknown command costs nothing, and keys typed around it are kept."""
        for stray in (0, 1, 200, 239, 240):
            self.client.send(IAC + bytes([stray]) + b"r" + IAC + NOP)
        self.assertEqual(self.hall.pressed, "rrrrr")

    def test_half_a_command_at_the_end(self) -> None:
        """A command that is cut goes on in the next read."""
        self.assertEqual(self.client.send(IAC, DO, b"r", b"p"), IAC + WONT + b"r")
        self.assertEqual(self.hall.pressed, "p")

    def test_a_goodbye_that_nobody_reads(self) -> None:
        """A guest who is let go and does not read it is cut off."""
        self.client.send(b"SSH-")
        self.assertFalse(self.client.transport.disconnected)
        self.hall.clock.advance(LINGER)
        self.assertTrue(self.client.transport.disconnected)

    def test_a_flood_is_read_slowly(self) -> None:
        """After more than a line at once, nothing is read until it could have been typed."""
        self.client.send(b"x" * BURST)
        self.assertEqual(self.client.transport.producerState, "producing")
        self.client.send(b"x" * 1024)
        self.assertEqual(self.client.transport.producerState, "paused")
        self.hall.clock.advance(1024 / READ_RATE)
        self.assertEqual(self.client.transport.producerState, "producing")

    def test_behind_a_closed_door(self) -> None:
        """All that is read or written when the door has closed is dropped, whatever it is."""
        self.client.door.close()
        self.assertEqual(self.client.send(IAC + DO + ECHO + b"r?"), b"")
        self.client.door.write([Remark("too late")])
        self.client.hang_up()
        self.assertEqual(self.client.send(IAC + DO + ECHO + b"r"), b"")
        self.assertEqual((self.hall.pressed, self.hall.left), ("", []))

    def test_abort(self) -> None:
        """The hall can cut a connection off."""
        self.client.door.abort()
        self.assertTrue(self.client.transport.disconnected)

    def test_nothing_is_left_on_the_clock(self) -> None:
        """A closed connection waits for nothing."""
        self.client.send(b"SSH-" + b"x" * 5000)
        self.client.hang_up()
        self.assertEqual(self.hall.clock.getDelayedCalls(), [])


class FactoryTests(SynchronousTestCase):
    """All doors of one kind."""

    def setUp(self) -> None:
        self.client = Client(DoorsHall())

    def test_all_closed(self) -> None:
        """The end waits for the last door."""
        closed = self.client.factory.all_closed()
        self.assertNoResult(closed)
        self.client.hang_up()
        self.successResultOf(closed)

    def test_nobody_is_here(self) -> None:
        """Where no door is open, the end waits for nothing."""
        self.client.hang_up()
        self.successResultOf(self.client.factory.all_closed())

    def test_a_door_that_stays_open(self) -> None:
        """The end waits for no door for ever."""
        closed = self.client.factory.all_closed()
        self.client.clock.advance(2 * LINGER)
        self.successResultOf(closed)

"""The telnet door: what real clients send, what they see, and what nobody should send."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st
from twisted.conch.telnet import AYT, DO, DONT, ECHO, IAC, IP, NAWS, NOP, SB, SE, SGA, WILL, WONT
from twisted.internet.address import IPv4Address
from twisted.internet.error import ConnectionDone
from twisted.internet.testing import StringTransport
from twisted.logger import formatEvent
from twisted.protocols.haproxy._wrapper import HAProxyWrappingFactory
from twisted.python.compat import iterbytes
from twisted.python.failure import Failure
from twisted.trial.unittest import SynchronousTestCase

from rpsgame.doors.flow import BURST, LINGER, READ_RATE
from rpsgame.doors.telnet import MAX_SUBNEGOTIATION, PROXY_LOOK, PROXY_LOOKS, TYPE_AHEAD, TelnetFactory

from ..room import Room, logged
from .captures import captures

TIMING_MARK = b"\x06"
CHARACTER_MODE = IAC + WILL + ECHO + IAC + WILL + SGA


class Guest:
    """A telnet client: what it sends, and what it is sent."""

    def __init__(self, room: Room, host: str = "192.0.2.1") -> None:
        self.factory = TelnetFactory(room.hall, room.clock)
        self.transport = StringTransport(peerAddress=IPv4Address("TCP", host, 4711))
        self.clock = room.clock
        self.door = self.factory.buildProtocol(None)
        self.door.makeConnection(self.transport)
        self.clock.advance(0)

    def send(self, *chunks: bytes) -> bytes:
        """Send *chunks*; return what came back."""
        self.transport.clear()
        for chunk in chunks:
            self.door.dataReceived(chunk)
        self.clock.advance(0)
        return bytes(self.transport.value())

    def hang_up(self) -> None:
        self.door.connectionLost(Failure(ConnectionDone()))
        self.clock.advance(0)


class PressedTests(SynchronousTestCase):
    """From bytes to keys."""

    def pressed(self, chunks: Iterable[bytes]) -> str:
        """Return the keys that reach the hall; the door is one of a guest whom nothing that they press lets go."""
        room = Room()
        guest = Guest(room)
        keys: list[str] = []
        self.patch(room.hall, "press", lambda guest, pressed: keys.append(pressed))
        guest.send(*chunks)
        guest.hang_up()
        return "".join(keys)

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

    @given(st.lists(st.binary(max_size=20) | st.sampled_from([IAC, SB, SE, DO, b"r", b"\r", b"\x1b["])))
    def test_anything(self, chunks: list[bytes]) -> None:
        """Whatever is sent, however it is cut, nothing raises, and nothing is logged."""
        guest = Guest(Room())
        guest.send(*chunks)
        guest.hang_up()
        self.assertEqual(self.flushLoggedErrors(), [])


class ScreenTests(SynchronousTestCase):
    """From lines to bytes, and what telnet itself answers."""

    def setUp(self) -> None:
        self.room = Room()
        self.host = self.room.host()
        self.guest = Guest(self.room)

    def test_hello(self) -> None:
        """A guest is offered single keys, and told where they are without being waited for."""
        hello = self.guest.transport.value()
        self.assertTrue(hello.startswith(CHARACTER_MODE + b"This is rock-paper-scissors, best of 9.\r\n"))
        self.assertTrue(hello.endswith(b"Your throw (r/p/s)?\r\n"))
        self.assertEqual(self.host.read()[-2], "Player connected: 192.0.2.1:4711")

    def test_a_key_is_answered(self) -> None:
        """A key plays as soon as it comes, with or without Enter, and is not echoed."""
        self.assertEqual(self.guest.send(b"R"), b"You throw rock. Waiting for player 0.\r\n")
        self.assertEqual(self.guest.send(b"p\r\n"), b"You throw paper. Waiting for player 0.\r\n")

    def test_an_arrow_is_one_invalid_key(self) -> None:
        """What a person pressed is one key, however many bytes it has."""
        for key in (b"\x1b[A", b"\x1bOP", "é".encode()):
            self.assertEqual(self.guest.send(key), b"Invalid key\r\n")

    def test_ctrl_c_in_line_mode(self) -> None:
        """DO TIMING-MARK is answered, before the good-bye that the client would discard otherwise."""
        answer = self.guest.send(IAC + IP + IAC + DO + TIMING_MARK)
        self.assertEqual(answer, IAC + WONT + TIMING_MARK + b"Good-bye.\r\n")

    def test_one_read_is_one_write(self) -> None:
        """What telnet answers and what the guest is told for the same bytes go out together, from the hello on."""
        writes: list[bytes] = []
        self.patch(StringTransport, "write", lambda transport, data: writes.append(data))
        guest = Guest(self.room)
        guest.send(IAC + DO + TIMING_MARK + b"?")
        guest.send(IAC + DO + TIMING_MARK)
        self.assertEqual([data[:3] for data in writes], [IAC + WILL + ECHO] + [IAC + WONT + TIMING_MARK] * 2)

    def test_timing_mark_every_time(self) -> None:
        """A client asks for TIMING-MARK again and again, and is answered again and again."""
        for _ in range(2):
            self.assertEqual(self.guest.send(IAC + DO + TIMING_MARK), IAC + WONT + TIMING_MARK)

    def test_are_you_there(self) -> None:
        """AYT has a visible answer."""
        self.assertTrue(self.guest.send(IAC + AYT).startswith(b"Keys: "))

    def test_offers_are_answered_once(self) -> None:
        """What a client offers is refused, what it refuses is not answered, nor is what changes nothing."""
        self.assertEqual(self.guest.send(IAC + WILL + NAWS), IAC + DONT + NAWS)
        self.assertEqual(self.guest.send(IAC + DONT + ECHO), b"")
        self.assertEqual(self.guest.send(IAC + WONT + NAWS, IAC + DONT + NAWS), b"")
        self.assertEqual(self.guest.send(IAC + DO + SGA), b"")
        self.assertEqual(self.guest.send(IAC + DONT + SGA), IAC + WONT + SGA)

    def test_a_hangup_during_negotiation(self) -> None:
        """A guest who hangs up before they have answered an offer leaves nothing in the log but their leaving."""
        self.guest.hang_up()
        self.assertEqual(self.flushLoggedErrors(), [])
        self.assertEqual(self.host.read()[-2:], ["Opponent disconnected.", "Waiting for a guest."])


class ProxyTests(SynchronousTestCase):
    """A door behind a ``haproxy:`` endpoint, where the guest's address comes in a header."""

    def setUp(self) -> None:
        self.room = Room()
        self.host = self.room.host()
        self.host.read()
        self.transport = StringTransport(peerAddress=IPv4Address("TCP", "192.0.2.80", 80))
        wrapped = HAProxyWrappingFactory(TelnetFactory(self.room.hall, self.room.clock))
        self.door = wrapped.buildProtocol(IPv4Address("TCP", "192.0.2.80", 80))
        assert self.door
        self.door.makeConnection(self.transport)

    def test_the_guest_has_their_own_address(self) -> None:
        """The guest goes in when the header has come, under the address that is in it, and without a key pressed."""
        self.assertEqual(self.host.read(), [])
        self.door.dataReceived(b"PROXY TCP4 192.0.2.7 192.0.2.80 4711 80\r\n")
        self.room.clock.advance(PROXY_LOOK)
        self.assertEqual(self.host.read()[0], "Player connected: 192.0.2.7:4711")

    def test_a_key_in_the_same_read(self) -> None:
        """A key that comes with the header is a key of the guest whose address is in it."""
        self.door.dataReceived(b"PROXY TCP4 192.0.2.7 192.0.2.80 4711 80\r\nr")
        self.assertEqual(self.host.read()[0], "Player connected: 192.0.2.7:4711")
        self.assertIn(b"You throw rock.", self.transport.value())

    def test_a_proxy_that_does_not_know(self) -> None:
        """A guest whose address the proxy does not tell comes in after a while all the same, and counts for none."""
        self.door.dataReceived(b"PROXY UNKNOWN\r\n")
        self.room.clock.pump([PROXY_LOOK] * PROXY_LOOKS)
        self.assertEqual(self.host.read()[0], "Player connected: 192.0.2.80:80")

    def test_a_hangup_before_the_header(self) -> None:
        """Who hangs up before the header has come was never here."""
        self.door.connectionLost(Failure(ConnectionDone()))
        self.room.clock.advance(0)
        self.assertEqual(self.room.clock.getDelayedCalls(), [])
        self.assertEqual(self.host.read(), [])


class HarmTests(SynchronousTestCase):
    """What the open internet sends."""

    def setUp(self) -> None:
        self.room = Room()
        self.guest = Guest(self.room)

    def test_other_protocols(self) -> None:
        """A browser, a TLS client and an ssh client get one line and a closed connection."""
        for greeting in (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\xff\xef", b"SSH-2.0-Go\r\n"):
            guest = Guest(self.room)
            self.assertEqual(guest.send(greeting), b"This is a game for telnet clients. Good-bye.\r\n")
            self.assertTrue(guest.transport.disconnecting)

    def test_a_person_is_no_protocol(self) -> None:
        """Only what comes first can be a greeting of another protocol."""
        self.guest.send(b"r")
        self.guest.send(b"SSH-")
        self.assertFalse(self.guest.transport.disconnecting)

    def test_type_ahead(self) -> None:
        """More keys in one read than a person means to play are dropped, and that is said."""
        self.room.host()
        answer = self.guest.send(b"r" * (TYPE_AHEAD + 3))
        self.assertEqual(answer.count(b"You throw rock."), TYPE_AHEAD)
        self.assertTrue(answer.endswith(b"Too many keys at once; the last 3 were dropped.\r\n"))
        self.assertFalse(self.guest.transport.disconnecting)

    def test_an_endless_subnegotiation(self) -> None:
        """A subnegotiation longer than any client's ends the connection, with one line."""
        answer = self.guest.send(IAC + SB + NAWS + b"x" * (MAX_SUBNEGOTIATION + 10), b"x" * 100)
        self.assertEqual(answer, b"That is no telnet. Good-bye.\r\n")
        self.assertTrue(self.guest.transport.disconnecting)

    def test_an_empty_subnegotiation(self) -> None:
        """A subnegotiation of nothing is nothing."""
        self.assertEqual(self.guest.send(IAC + SB + IAC + SE), b"")
        self.assertFalse(self.guest.transport.disconnecting)

    def test_unknown_commands(self) -> None:
        """A command that nobody knows costs nothing, and what is typed around it is kept."""
        self.room.host()
        for stray in (0, 1, 200, 239, 240):
            answer = self.guest.send(IAC + bytes([stray]) + b"r" + IAC + NOP)
            self.assertEqual(answer, b"You throw rock. Waiting for player 0.\r\n")

    def test_half_a_command_at_the_end(self) -> None:
        """A command that is cut goes on in the next read."""
        self.room.host()
        self.assertEqual(
            self.guest.send(IAC, DO, b"r", b"r"), IAC + WONT + b"r" + b"You throw rock. Waiting for player 0.\r\n"
        )

    def test_two_lines_of_log(self) -> None:
        """A guest's stay is two lines in the log, whatever they send, and none of their bytes is in them."""
        events = logged(self)
        guest = Guest(self.room)
        guest.send(b"\x1b]0;evil\x07" * 3, IAC + b"\x00", bytes(range(256)) * 10)
        guest.hang_up()
        lines = [formatEvent(event) for event in events]
        self.assertEqual(lines, ["192.0.2.1:4711 came", "192.0.2.1:4711 left: Good-bye."])

    def test_a_goodbye_that_nobody_reads(self) -> None:
        """A guest who is let go and does not read it is cut off."""
        self.guest.send(b"q")
        self.assertFalse(self.guest.transport.disconnected)
        self.room.clock.advance(LINGER)
        self.assertTrue(self.guest.transport.disconnected)

    def test_a_flood_is_read_slowly(self) -> None:
        """After a read of more than a line, nothing is read until it could have been typed."""
        self.guest.send(b"x" * BURST)
        self.assertEqual(self.guest.transport.producerState, "producing")
        self.guest.send(b"x" * READ_RATE)
        self.assertEqual(self.guest.transport.producerState, "paused")
        self.room.clock.advance(1)
        self.assertEqual(self.guest.transport.producerState, "producing")

    def test_an_exception_ends_the_connection(self) -> None:
        """Whose key meets a fault of ours is cut off, with one entry in the log; another of the round is answered."""
        other = Guest(self.room)
        self.patch(self.room.hall, "press", lambda guest, keys: 1 // (guest.alias != "guest 1"))
        other.door.dataReceived(IAC + DO + TIMING_MARK)
        self.guest.send(b"r")
        self.assertTrue(self.guest.transport.disconnected)
        self.assertEqual(len(self.flushLoggedErrors(ZeroDivisionError)), 1)
        self.assertFalse(other.transport.disconnected)
        self.assertTrue(other.transport.value().endswith(IAC + WONT + TIMING_MARK))

    def test_who_has_gone_is_not_heard(self) -> None:
        """What was read from a guest who has gone before it was taken is dropped, whatever it was."""
        self.guest.door.dataReceived(IAC + DO + ECHO + b"r")
        self.guest.hang_up()
        self.assertEqual(self.flushLoggedErrors(), [])
        self.assertEqual(self.room.clock.getDelayedCalls(), [])

    def test_nothing_is_left_on_the_clock(self) -> None:
        """A closed connection waits for nothing."""
        self.guest.send(b"x" * 5000, b"q")
        self.guest.hang_up()
        self.assertEqual(self.room.clock.getDelayedCalls(), [])

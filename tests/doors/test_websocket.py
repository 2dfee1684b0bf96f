"""The door of the web: the frames of a guest, and of somebody who is none."""

from __future__ import annotations

import gc
import weakref
from typing import Any, cast

from hypothesis import given
from hypothesis import strategies as st
from twisted.internet.error import ConnectionAborted
from twisted.trial.unittest import SynchronousTestCase
from wsproto.events import BytesMessage, CloseConnection, Ping, Pong, TextMessage

from rpsgame.coroutines import facts
from rpsgame.coroutines.facts import HowItStands, Seated, TooManyMessages, WrongMessage, YourThrow
from rpsgame.coroutines.frames import LONGEST_MESSAGE
from rpsgame.coroutines.json_keys import MOST_MESSAGES
from rpsgame.doors.pings import PING
from rpsgame.doors.throttle import LINGER, MAX_STALL

from .browser import Browser, handshake
from .hall import DoorsHall

SEATED = Seated("guest 7"), YourThrow("r/p/s")
THROW = TextMessage('{"throw":"r"}')
BAD_UTF8 = b"\x81\x82\0\0\0\0\xff\xfe"


class WebSocketCase(SynchronousTestCase):
    """A guest in a hall that keeps what it is told."""

    def setUp(self) -> None:
        self.hall = DoorsHall()
        self.guest = Browser(self.hall)
        self.guest.enter()

    def tearDown(self) -> None:
        """Nothing that a guest sends makes a traceback."""
        self.assertEqual(self.flushLoggedErrors(), [])

    def advance(self, seconds: int) -> None:
        self.hall.clock.pump([1] * seconds)
        self.guest.read()


class GuestTests(WebSocketCase):
    """What guests do."""

    def test_hello(self) -> None:
        """A guest is greeted at once, by one event a frame, and is in from where they come."""
        self.assertEqual(self.guest.take(), ["hello", "state", "remark"])
        self.assertEqual(self.hall.came, [("guest", "192.0.2.1:4711", "192.0.2.1")])

    def test_messages(self) -> None:
        """A message is a frame, and the key that says the same."""
        self.guest.told(*SEATED)
        self.guest.say(throw="rock")
        self.guest.say(say="Ouch!")
        self.guest.say(status=True)
        self.guest.send(TextMessage(' { "throw":\n"p" } '), TextMessage(""), TextMessage("\n"))
        self.assertEqual((self.hall.pressed, self.hall.told), ("rop", [HowItStands()]))

    def test_fragments(self) -> None:
        """A message may come in fragments, cut anywhere, with a ping between them."""
        self.guest.told(*SEATED)
        begin, end = TextMessage('{"thr', message_finished=False), TextMessage('ow":"r"}')
        data = b"".join(self.guest.frames.send(event) for event in (begin, Ping(), end))
        self.guest.send_bytes(*[data[n : n + 1] for n in range(len(data))])
        self.assertEqual(self.hall.pressed, "r")

    def test_frames_with_the_handshake(self) -> None:
        """Frames that come in the same segment as the request are heard."""
        hall = DoorsHall()
        guest = Browser(hall)
        guest.ask(handshake() + guest.frames.send(TextMessage('{"leave":true}')))
        self.assertEqual(hall.pressed, "q")

    def test_wrong_messages(self) -> None:
        """What is wrong with a message is said, and costs nothing."""
        self.guest.told(*SEATED)
        self.guest.send(TextMessage("r"), TextMessage('{"throw":"lizard"}'), TextMessage("\0"), THROW)
        wrong = [WrongMessage("not json", ""), WrongMessage("unknown throw", "lizard"), WrongMessage("not json", "")]
        self.assertEqual((self.hall.told, self.hall.pressed), (wrong, "r"))
        self.assertEqual(self.guest.closed, [])

    def test_too_many_at_once(self) -> None:
        """More messages in one read than anybody needs are dropped, and that is said."""
        self.guest.told(*SEATED)
        self.guest.send(*[THROW] * (MOST_MESSAGES + 2))
        self.assertEqual((self.hall.pressed, self.hall.told), ("r" * MOST_MESSAGES, [TooManyMessages(2)]))

    def test_ping(self) -> None:
        """A guest is pinged, and stays for as long as they answer."""
        for _ in range(5):
            self.advance(PING)
            self.guest.send(Pong())
        self.assertEqual((self.guest.pings, self.hall.left), (5, []))
        self.advance(PING)
        self.advance(PING)
        self.assertEqual(self.hall.left, ["answered no ping"])
        self.assertTrue(self.guest.transport.disconnected)

    def test_pings_of_theirs(self) -> None:
        """A guest may ping for ever, and is no nearer to a message that is too long."""
        for _ in range(100):
            self.guest.send(Ping(b"x" * 100))
            self.hall.clock.advance(1)
            self.guest.send(Pong())
        self.assertEqual((self.guest.closed, self.hall.left), ([], []))

    def test_guest_who_reads_nothing(self) -> None:
        """A guest who reads nothing is cut off, and the hall hears why."""
        cast(Any, self.guest.transport.producer).pauseProducing()  # as a transport does that cannot send
        self.hall.clock.advance(MAX_STALL)
        self.assertTrue(self.guest.transport.disconnected)
        self.guest.hang_up(ConnectionAborted)
        self.assertEqual(self.hall.left[-1:], ["read nothing"])


class EndTests(WebSocketCase):
    """How a visit ends."""

    def test_closing_codes(self) -> None:
        """The code says whether to come back: not after a good-bye, soon after a stop, later where it is full."""
        for told, code in (
            (facts.GoodBye(), 1000),
            (facts.TimedOut(), 1000),
            (facts.HouseCloses(), 1000),
            (facts.MatchWon(5, 3), 1000),
            (facts.Stopping(), 1001),
            (facts.NoMessages(), 1008),
            (facts.HouseIsFull(), 1013),
            (facts.TooManyOfYou(), 1013),
        ):
            guest = Browser(DoorsHall())
            guest.enter()
            (door,) = cast(Any, guest.factory)._hall.doors.values()
            door.write([told])
            door.close()
            guest.read()
            self.assertEqual(guest.closed, [code], told)

    def test_both_close(self) -> None:
        """The connection is closed when the guest's closing frame has come as well; nothing is heard meanwhile."""
        self.door().close()
        self.guest.read()
        self.guest.send_bytes(b"\x81\x80\0\0\0\0" + BAD_UTF8, b"\x89\x80\0\0\0\0")
        self.assertFalse(self.guest.transport.disconnecting)
        self.guest.send_bytes(b"\x88\x80\0\0\0\0")
        self.assertTrue(self.guest.transport.disconnecting)
        self.assertEqual(self.guest.closed, [1000])
        self.hall.clock.advance(LINGER)
        self.assertTrue(self.guest.transport.disconnected)

    def test_guest_who_does_not_close(self) -> None:
        """What a guest still sends is read for a second, since an end on unread bytes would be a reset."""
        self.door().close()
        self.guest.read()
        self.guest.send_bytes(bytes(100_000))
        self.assertEqual(self.guest.transport.producerState, "producing")
        self.assertFalse(self.guest.transport.disconnecting)
        self.hall.clock.advance(LINGER)
        self.assertTrue(self.guest.transport.disconnecting)

    def test_guest_closes(self) -> None:
        """A guest who closes is gone at once; whatever comes after their closing frame is nothing."""
        self.guest.send(THROW, CloseConnection(1000))
        self.assertEqual((self.hall.left, self.guest.closed), (["hung up"], [1000]))
        self.guest.send_bytes(b"\x81\x80\0\0\0\0", b"\x89\x80\0\0\0\0")
        self.assertTrue(self.guest.transport.disconnecting)
        self.guest.hang_up()
        self.assertEqual((self.hall.left, self.hall.clock.getDelayedCalls()), (["hung up"], []))

    def test_message_after_their_closing_frame(self) -> None:
        """A message, a ping and a second closing frame in the same read as a closing frame do nothing."""
        self.guest.send_bytes(b"\x88\x80\0\0\0\0\x81\x80\0\0\0\0\x89\x80\0\0\0\0\x88\x80\0\0\0\0")
        self.assertEqual((self.hall.told, self.hall.left), ([], ["hung up"]))

    def test_guest_who_is_just_gone(self) -> None:
        """A guest whose connection breaks is gone, and nothing is waited for."""
        self.guest.hang_up()
        self.assertEqual((self.hall.left, self.hall.clock.getDelayedCalls()), (["hung up"], []))

    def test_closed_twice(self) -> None:
        """A door that has closed is neither closed again nor written to."""
        door = self.door()
        door.close()
        door.write([facts.GoodBye()])
        door.close()
        self.guest.read()
        self.assertEqual(self.guest.closed, [1000])

    def test_cut_off(self) -> None:
        """A door that has failed is cut off at once."""
        self.door().abort()
        self.assertTrue(self.guest.transport.disconnected)

    def test_all_closed(self) -> None:
        """The end waits for the last door."""
        closed = self.guest.factory.all_closed()
        self.assertNoResult(closed)
        self.guest.hang_up()
        self.successResultOf(closed)

    def test_nothing_stays(self) -> None:
        """A guest who has gone leaves nothing that waits for a collection of garbage."""
        gc.disable()
        self.addCleanup(gc.enable)
        door = weakref.ref(self.door())
        self.hall.doors.clear()
        self.guest.hang_up()
        del self.guest.connection, self.guest.transport
        self.assertIsNone(door())

    def door(self) -> Any:
        (door,) = self.hall.doors.values()
        return door


class HostileTests(WebSocketCase):
    """What no page sends: one closing code, and one line of log."""

    def refused(self, code: int, why: str) -> None:
        self.assertEqual((self.guest.closed, self.hall.left), ([code], [why]))
        self.hall.clock.advance(LINGER)
        self.assertTrue(self.guest.transport.disconnecting)

    def test_too_long(self) -> None:
        """A message is too long as soon as its header says so, and nothing of it is kept."""
        self.guest.send_bytes(b"\x81\xff" + (50_000_000).to_bytes(8, "big") + b"mask", b"x" * 1_000_000)
        self.refused(1009, "sent too long a message")

    def test_longest(self) -> None:
        """A message of the greatest length is heard: this one is no JSON."""
        self.guest.send(TextMessage("x" * LONGEST_MESSAGE))
        for _ in range(5):
            self.advance(1)
        self.assertEqual((self.hall.told, self.guest.closed), ([WrongMessage("not json", "")], []))

    def test_fragments_without_end(self) -> None:
        """Fragments without end are too long a message."""
        self.guest.send(TextMessage("x" * 900, message_finished=False))
        for _ in range(5):
            self.guest.send_bytes(b"\0\xfe" + (900).to_bytes(2, "big") + bytes(904))
            self.advance(1)
        self.refused(1009, "sent too long a message")

    def test_binary(self) -> None:
        """Bytes are none of our messages, not even such as are one as a text; what comes with them is nothing."""
        self.guest.send(BytesMessage(b'{"throw":"r"}'), Ping(), BytesMessage(b""))
        self.refused(1003, "sent bytes, and no text")

    def test_bad_utf8(self) -> None:
        """A text that is no UTF-8 ends it, as the RFC says."""
        self.guest.send_bytes(BAD_UTF8 + BAD_UTF8)
        self.refused(1007, "sent what is no UTF-8")

    def test_no_frames(self) -> None:
        """So does what is no frame: one that is not masked, an opcode that nobody knows, an endless control frame."""
        for data in (
            b"\x81\x01r",
            b"\x83\x80\0\0\0\0",
            b"\x89\xfe\x01\x00",
            b"\xf1\x80\0\0\0\0",
            b"\x88\x81\0\0\0\0x",
        ):
            self.hall.left.clear()
            self.guest = Browser(self.hall)
            self.guest.enter()
            self.guest.send_bytes(data + data)
            self.refused(1002, "sent what is no frame")
            self.hall.doors.clear()

    def test_another_protocol(self) -> None:
        """What looks like another protocol gets an error, and is no message."""
        self.guest.send_bytes(b"GET / HTTP/1.1\r\n\r\n")
        self.refused(1008, "spoke another protocol")

    @given(st.lists(st.binary(max_size=40) | st.sampled_from([BAD_UTF8, b"\x81\x80\0\0\0\0", b"\x88\x80\0\0\0\0"])))
    def test_anything(self, chunks: list[bytes]) -> None:
        """Whatever is sent, however it is cut, nothing raises, and nothing is logged."""
        guest = Browser(DoorsHall())
        guest.enter()
        for chunk in chunks:
            guest.protocol.dataReceived(chunk)
            guest.clock.advance(0.5)
        guest.hang_up()
        self.assertEqual(guest.clock.getDelayedCalls(), [])

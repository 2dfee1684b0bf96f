"""The throttle: a guest who sends too fast waits, and one who reads nothing is cut off."""

from __future__ import annotations

from typing import Any, cast

from twisted.internet.protocol import Protocol
from twisted.internet.task import Clock
from twisted.internet.tcp import Connection
from twisted.internet.testing import MemoryReactorClock, StringTransport
from twisted.trial.unittest import SynchronousTestCase

from rpsgame.doors.throttle import BURST, LINGER, MAX_STALL, MAX_UNSENT, READ_RATE, READ_SIZE, Throttle
from rpsgame.hall.tally import Tally


class Socket:
    """A socket that takes so many bytes, and then no more."""

    def __init__(self, takes: int) -> None:
        self.takes = takes
        self.taken = b""

    def setblocking(self, blocking: bool) -> None:
        """It never blocks."""

    def setsockopt(self, *option: object) -> None:
        """It has none."""

    def close(self) -> None:
        """It can be closed."""

    def fileno(self) -> int:
        return 4711

    def send(self, data: bytes) -> int:
        if not self.takes:
            raise BlockingIOError
        taken = data[: self.takes]
        self.takes -= len(taken)
        self.taken += taken
        return len(taken)


class AtOnceTests(SynchronousTestCase):
    """Writing to a socket that is idle."""

    def throttle(self, takes: int) -> Throttle:
        """Return the throttle of a connection whose socket takes so many bytes."""
        self.socket = Socket(takes)
        self.reactor = MemoryReactorClock()
        self.connection = Connection(cast(Any, self.socket), Protocol(), self.reactor)
        self.connection.connected = True
        return Throttle(self.connection, self.reactor, len, Tally())

    def test_it_goes_out_at_once(self) -> None:
        """What an idle socket takes is sent without a round of the reactor."""
        self.throttle(100).write(b"Invalid key\r\n")
        self.assertEqual(self.socket.taken, b"Invalid key\r\n")
        self.assertEqual(self.reactor.getWriters(), [])

    def test_the_rest_waits(self) -> None:
        """What a socket does not take waits for the reactor, and so does all that comes after it, in order."""
        for takes in (3, 0):
            throttle = self.throttle(takes)
            throttle.write(b"12345")
            self.socket.takes = 100
            throttle.write(b"67")
            self.assertEqual(self.socket.taken, b"12345"[:takes])
            self.assertEqual(self.reactor.getWriters(), [self.connection])
            self.connection.doWrite()
            self.assertEqual(self.socket.taken, b"1234567")
            throttle.write(b"8")
            self.assertEqual(self.socket.taken, b"12345678")

    def test_the_first_byte_that_is_not_taken(self) -> None:
        """From the first byte that the socket does not take, the guest's time to read runs."""
        throttle = self.throttle(3)
        throttle.write(b"1234")
        self.assertEqual(self.reactor.getReaders(), [])
        self.reactor.advance(MAX_STALL)
        self.assertTrue(throttle.gave_up)

    def test_a_guest_who_reads_in_time(self) -> None:
        """A guest who reads all in time is read again, and not cut off."""
        throttle = self.throttle(3)
        throttle.write(b"1234")
        self.reactor.advance(MAX_STALL - 1)
        self.socket.takes = 100
        self.connection.doWrite()
        self.assertEqual(self.reactor.getReaders(), [self.connection])
        self.reactor.advance(MAX_STALL)
        self.assertFalse(throttle.gave_up)

    def test_nothing_is_sent_to_a_closed_socket(self) -> None:
        """Bytes that are written when the transport has closed are dropped."""
        throttle = self.throttle(100)
        throttle.closed()
        throttle.write(b"too late")
        self.assertEqual(self.socket.taken, b"")

    def test_nothing_is_sent_to_a_closed_layer(self) -> None:
        """Nor does it reach a transport that is no socket, which may not bear it."""
        transport = StringTransport()
        throttle = Throttle(transport, Clock(), len, Tally())
        throttle.closed()
        throttle.write(b"too late")
        throttle.close()
        self.assertEqual(transport.value(), b"")
        self.assertFalse(transport.disconnecting)


class ReadingTests(SynchronousTestCase):
    """What a guest sends."""

    def setUp(self) -> None:
        self.clock = Clock()
        self.transport = StringTransport()
        self.taken: list[bytes] = []
        self.throttle = Throttle(self.transport, self.clock, self.taken.append, Tally())

    def reading(self) -> bool:
        return self.transport.producerState == "producing"

    def test_a_flood_is_read_slowly(self) -> None:
        """After more than a person sends at once, nothing is read until it could have been typed."""
        self.throttle.read(b"x" * READ_SIZE)
        self.clock.advance((READ_SIZE - BURST) / READ_RATE - 1 / 64)
        self.assertFalse(self.reading())
        self.clock.advance(1 / 64)
        self.assertTrue(self.reading())

    def test_small_reads_count_together(self) -> None:
        """However small the reads are, no more is read than could have been typed."""
        read = 0
        for _ in range(64 * 4):
            while self.reading():
                self.throttle.read(b"?" * 32)
                read += 32
            self.clock.advance(1 / 64)
        self.assertLessEqual(read, 4 * READ_RATE + BURST + 32)
        self.assertGreaterEqual(read, 4 * READ_RATE)

    def test_a_person_is_never_braked(self) -> None:
        """A guest who types, or pastes a line, is read at once."""
        for _ in range(100):
            self.throttle.read(b"x" * 100)
            self.assertTrue(self.reading())
            self.clock.advance(1 / 16)

    def test_nothing_of_a_large_read_is_left(self) -> None:
        """What the rate allows is handed on at once, and the rest in time, without another read."""
        self.clock.advance(3600)
        self.throttle.read(b"x" * (READ_SIZE + 10))
        self.clock.advance(READ_SIZE)
        self.assertEqual(sum(map(len, self.taken)), READ_SIZE + 10)

    def test_a_large_read_is_handed_on_in_parts(self) -> None:
        """Of what a layer such as TLS hands over at once, no more is taken in at a time than of a socket's reads."""
        data = bytes(range(256)) * 16
        self.throttle.read(data)
        self.throttle.read(b"more")
        self.assertEqual(self.taken, [data[:READ_SIZE]])
        self.clock.pump([READ_SIZE / READ_RATE] * 4)
        self.assertEqual(max(map(len, self.taken)), READ_SIZE)
        self.assertEqual(b"".join(self.taken), data + b"more")
        self.clock.advance(1)
        self.assertTrue(self.reading())

    def test_what_waits_when_it_closes(self) -> None:
        """Bytes that were not handed on when the throttle closes are dropped."""
        self.throttle.read(b"x" * 3 * READ_SIZE)
        self.throttle.close()
        self.throttle.read(b"x")
        self.clock.advance(10)
        self.assertEqual(len(self.taken), 1)

    def test_a_guest_who_reads_nothing_is_not_read(self) -> None:
        """While a guest reads nothing, nothing is read from them; when they read again, so do we."""
        self.throttle.pauseProducing()
        self.throttle.read(b"x")
        self.assertFalse(self.reading())
        self.assertEqual(self.taken, [])
        self.throttle.resumeProducing()
        self.assertTrue(self.reading())
        self.assertEqual(self.taken, [b"x"])
        self.assertEqual(self.clock.getDelayedCalls(), [])

    def test_both_pauses_must_end(self) -> None:
        """A flooding guest who reads again is still read slowly, and one who could have typed it must still read."""
        self.throttle.read(b"x" * READ_SIZE)
        self.throttle.pauseProducing()
        self.throttle.resumeProducing()
        self.assertFalse(self.reading())
        self.throttle.pauseProducing()
        self.clock.advance(READ_SIZE / READ_RATE)
        self.assertFalse(self.reading())
        self.throttle.resumeProducing()
        self.assertTrue(self.reading())


class UnsentTests(SynchronousTestCase):
    """What a guest does not read; the transport calls pauseProducing when it cannot send all."""

    def setUp(self) -> None:
        self.clock = Clock()
        self.transport = StringTransport()
        self.throttle = Throttle(self.transport, self.clock, len, Tally())

    def test_a_guest_who_reads_nothing_is_cut_off(self) -> None:
        """After a while of reading nothing a guest is cut off, however often the transport complains meanwhile."""
        self.throttle.pauseProducing()
        self.clock.advance(MAX_STALL - 1)
        self.throttle.pauseProducing()
        self.assertFalse(self.transport.disconnected)
        self.clock.advance(1)
        self.assertTrue(self.transport.disconnected)

    def test_unsent_output_is_bounded(self) -> None:
        """More than MAX_UNSENT bytes for a guest who reads nothing cut them off; one who reads has no such limit."""
        self.throttle.write(b"x" * (MAX_UNSENT + 1))
        self.assertFalse(self.transport.disconnected)
        self.throttle.pauseProducing()
        self.throttle.write(b"x" * MAX_UNSENT)
        self.assertFalse(self.transport.disconnected)
        self.throttle.write(b"x")
        self.assertTrue(self.transport.disconnected)
        self.assertEqual(len(self.transport.value()), 2 * MAX_UNSENT + 1)

    def test_closing(self) -> None:
        """A closed throttle lets its transport send the rest, and cuts it off where that takes too long."""
        self.throttle.close()
        self.throttle.close()
        self.assertTrue(self.transport.disconnecting)
        self.assertIsNone(self.transport.producer)
        self.clock.advance(LINGER)
        self.assertTrue(self.transport.disconnected)
        self.assertFalse(self.throttle.gave_up)

    def test_closed(self) -> None:
        """When the transport has closed, nothing is waited for."""
        self.throttle.read(b"x" * READ_SIZE)
        self.throttle.pauseProducing()
        self.throttle.close()
        self.throttle.closed()
        self.assertEqual(self.clock.getDelayedCalls(), [])

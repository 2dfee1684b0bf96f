"""The flow: who sends too fast waits, who reads nothing is cut off."""

from __future__ import annotations

from typing import Any, cast

from twisted.internet.protocol import Protocol
from twisted.internet.task import Clock
from twisted.internet.tcp import Connection
from twisted.internet.testing import MemoryReactorClock, StringTransport
from twisted.trial.unittest import SynchronousTestCase

from rpsgame.doors.flow import LINGER, MAX_STALL, MAX_UNSENT, READ_RATE, READ_SIZE, Flow


class Socket:
    """A socket that takes so many bytes, and then no more."""

    def __init__(self, takes: int) -> None:
        self.takes = takes
        self.taken = b""

    def setblocking(self, blocking: bool) -> None:
        """It never blocks."""

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
    """What is written to a socket that is idle."""

    def flow(self, takes: int) -> Flow:
        """Return the flow of a connection whose socket takes so many bytes."""
        self.socket = Socket(takes)
        self.reactor = MemoryReactorClock()
        self.connection = Connection(cast(Any, self.socket), Protocol(), self.reactor)
        self.connection.connected = True
        return Flow(self.connection, Clock())

    def test_it_goes_out_at_once(self) -> None:
        """What an idle socket takes is sent without a round of the reactor."""
        self.flow(100).write(b"Invalid key\r\n")
        self.assertEqual(self.socket.taken, b"Invalid key\r\n")
        self.assertEqual(self.reactor.getWriters(), [])

    def test_the_rest_waits(self) -> None:
        """What a socket does not take waits for the reactor, and so does all that comes after it, in order."""
        for takes in (3, 0):
            flow = self.flow(takes)
            flow.write(b"12345")
            self.socket.takes = 100
            flow.write(b"67")
            self.assertEqual(self.socket.taken, b"12345"[:takes])
            self.assertEqual(self.reactor.getWriters(), [self.connection])
            self.connection.doWrite()
            self.assertEqual(self.socket.taken, b"1234567")

    def test_nothing_is_sent_to_a_closed_socket(self) -> None:
        """What is written when the transport has closed is dropped."""
        flow = self.flow(100)
        flow.closed()
        flow.write(b"too late")
        self.assertEqual(self.socket.taken, b"")

    def test_nothing_is_sent_to_a_closed_layer(self) -> None:
        """Nor does it reach a transport that is no socket, which may not bear it."""
        transport = StringTransport()
        flow = Flow(transport, Clock())
        flow.closed()
        flow.write(b"too late")
        flow.close()
        self.assertEqual(transport.value(), b"")
        self.assertFalse(transport.disconnecting)


class FlowTests(SynchronousTestCase):
    """One transport, as its flow sees it; the transport calls pauseProducing when it can send no more."""

    def setUp(self) -> None:
        self.clock = Clock()
        self.transport = StringTransport()
        self.flow = Flow(self.transport, self.clock)

    def reading(self) -> bool:
        return self.transport.producerState == "producing"

    def test_a_flood_is_read_slowly(self) -> None:
        """After a read of more than a person sends, nothing is read until it could have been typed."""
        self.flow.brake(READ_SIZE)
        self.assertFalse(self.reading())
        self.clock.advance(READ_SIZE / READ_RATE)
        self.assertTrue(self.reading())

    def test_who_reads_nothing_is_not_read(self) -> None:
        """While a guest reads nothing, nothing is read from them; when they read again, so do we."""
        self.flow.pauseProducing()
        self.assertFalse(self.reading())
        self.flow.resumeProducing()
        self.assertTrue(self.reading())
        self.assertEqual(self.clock.getDelayedCalls(), [])

    def test_both_pauses_must_end(self) -> None:
        """A flooding guest who reads again is still read slowly, and one who could have typed it must still read."""
        self.flow.brake(READ_SIZE)
        self.flow.pauseProducing()
        self.flow.resumeProducing()
        self.assertFalse(self.reading())
        self.flow.pauseProducing()
        self.clock.advance(READ_SIZE / READ_RATE)
        self.assertFalse(self.reading())
        self.flow.resumeProducing()
        self.assertTrue(self.reading())

    def test_who_reads_nothing_is_cut_off(self) -> None:
        """After a while of reading nothing a guest is cut off, however often the transport complains meanwhile."""
        self.flow.pauseProducing()
        self.clock.advance(MAX_STALL - 1)
        self.flow.pauseProducing()
        self.assertFalse(self.transport.disconnected)
        self.clock.advance(1)
        self.assertTrue(self.transport.disconnected)

    def test_unsent_output_is_bounded(self) -> None:
        """More than MAX_UNSENT bytes for a guest who reads nothing cut them off; one who reads has no such limit."""
        self.flow.write(b"x" * (MAX_UNSENT + 1))
        self.assertFalse(self.transport.disconnected)
        self.flow.pauseProducing()
        self.flow.write(b"x" * MAX_UNSENT)
        self.assertFalse(self.transport.disconnected)
        self.flow.write(b"x")
        self.assertTrue(self.transport.disconnected)
        self.assertEqual(len(self.transport.value()), 2 * MAX_UNSENT + 1)

    def test_closing(self) -> None:
        """A closed flow lets its transport send the rest, and cuts it off where that takes too long."""
        self.flow.close()
        self.flow.close()
        self.assertTrue(self.transport.disconnecting)
        self.assertIsNone(self.transport.producer)
        self.clock.advance(LINGER)
        self.assertTrue(self.transport.disconnected)

    def test_closed(self) -> None:
        """When the transport has closed, nothing is waited for."""
        self.flow.brake(READ_SIZE)
        self.flow.pauseProducing()
        self.flow.close()
        self.flow.closed()
        self.assertEqual(self.clock.getDelayedCalls(), [])

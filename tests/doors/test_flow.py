"""The flow: who sends too fast waits, who reads nothing is cut off."""

from __future__ import annotations

from twisted.internet.task import Clock
from twisted.internet.testing import StringTransport
from twisted.trial.unittest import SynchronousTestCase

from rpsgame.doors.flow import LINGER, MAX_STALL, MAX_UNSENT, READ_RATE, READ_SIZE, Flow


class FlowTests(SynchronousTestCase):
    """One transport, as its flow sees it; the transport calls pauseProducing when it can send no more."""

    def setUp(self) -> None:
        self.clock = Clock()
        self.transport = StringTransport()
        self.flow = Flow(self.transport, self.clock)

    def reading(self) -> bool:
        return self.transport.producerState == "producing"

    def test_a_key_is_no_flood(self) -> None:
        """What a person types is read without a pause."""
        self.flow.received(1)
        self.assertTrue(self.reading())
        self.assertEqual(self.clock.getDelayedCalls(), [])

    def test_a_flood_is_read_slowly(self) -> None:
        """After a read of more than a person sends, nothing is read until it could have been typed."""
        self.flow.received(READ_SIZE)
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
        self.flow.received(READ_SIZE)
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
        self.flow.received(READ_SIZE)
        self.flow.pauseProducing()
        self.flow.close()
        self.flow.closed()
        self.assertEqual(self.clock.getDelayedCalls(), [])

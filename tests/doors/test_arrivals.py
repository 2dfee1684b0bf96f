"""Those who have connected and are not in yet."""

from __future__ import annotations

from twisted.internet.address import IPv4Address, IPv6Address, UNIXAddress
from twisted.internet.interfaces import IAddress
from twisted.internet.task import Clock
from twisted.internet.testing import StringTransport
from twisted.trial.unittest import SynchronousTestCase

from rpsgame.doors.arrivals import Arrival, Arrivals
from tests.room import lines_of, logged

HERE = IPv4Address("TCP", "192.0.2.1", 4711)


class ArrivalsTests(SynchronousTestCase):
    """Connections that do nothing but arrive."""

    def setUp(self) -> None:
        self.clock = Clock()
        self.transports: list[StringTransport] = []

    def begin(self, arrivals: Arrivals, peer: IAddress = HERE) -> Arrival | None:
        self.transports.append(StringTransport(peerAddress=peer))
        return arrivals.begin(self.transports[-1], 10)

    def test_in_time(self) -> None:
        """A connection whose arrival is over in time is not cut off."""
        arrivals = Arrivals(self.clock)
        arrival = self.begin(arrivals)
        assert arrival
        self.clock.advance(9)
        arrival.over()
        arrival.over()
        self.clock.advance(9)
        self.assertFalse(self.transports[0].disconnected)
        self.assertEqual(self.clock.getDelayedCalls(), [])

    def test_late(self) -> None:
        """One that takes longer is cut off, with a line in the log."""
        events = logged(self)
        self.begin(Arrivals(self.clock))
        self.clock.advance(10)
        self.assertTrue(self.transports[0].disconnected)
        self.assertEqual(lines_of(events), ["192.0.2.1:4711 was cut off: took too long to come in"])

    def test_per_address(self) -> None:
        """So many from an address may arrive at a time; others may all the same, and so may those without one."""
        events = logged(self)
        arrivals = Arrivals(self.clock, per_address=2)
        first, second = self.begin(arrivals), self.begin(arrivals)
        self.assertIsNone(self.begin(arrivals))
        self.assertTrue(self.transports[-1].disconnected)
        self.assertEqual(lines_of(events), ["192.0.2.1:4711 was cut off: too many from its address are not in yet"])
        others = IPv4Address("TCP", "192.0.2.2", 1), IPv6Address("TCP", "2001:db8::1", 1)
        for peer in (*others, *3 * [UNIXAddress(b"x")]):
            self.assertIsNotNone(self.begin(arrivals, peer))
        assert first and second
        first.over()
        self.assertIsNotNone(self.begin(arrivals))

    def test_banned(self) -> None:
        """Whoever comes from a banned address is cut off at once, with a line in the log; others are not."""
        events = logged(self)
        arrivals = Arrivals(self.clock, banned="192.0.2.1".__eq__)
        self.assertIsNone(self.begin(arrivals))
        self.assertTrue(self.transports[0].disconnected)
        self.assertEqual(lines_of(events), ["192.0.2.1:4711 was cut off: nobody may come from its address"])
        self.assertIsNotNone(self.begin(arrivals, IPv4Address("TCP", "192.0.2.2", 4711)))

    def test_in_all(self) -> None:
        """So many may arrive at a time, wherever they come from."""
        events = logged(self)
        arrivals = Arrivals(self.clock, most=2)
        begun = [self.begin(arrivals, IPv4Address("TCP", f"192.0.2.{n}", 4711)) for n in range(3)]
        self.assertEqual([arrival is None for arrival in begun], [False, False, True])
        self.assertEqual(lines_of(events), ["192.0.2.2:4711 was cut off: too many are not in yet"])
        assert begun[0]
        begun[0].over()
        self.assertIsNotNone(self.begin(arrivals))

    def test_no_limit(self) -> None:
        """0 is no limit."""
        arrivals = Arrivals(self.clock)
        self.assertTrue(all(self.begin(arrivals) for _ in range(1000)))

    def test_a_flood(self) -> None:
        """One address does not fill the log."""
        events = logged(self)
        arrivals = Arrivals(self.clock, per_address=1)
        for _ in range(1000):
            self.begin(arrivals)
        arrivals.chronicle.close()
        self.assertEqual(len(events), 31)

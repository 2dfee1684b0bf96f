"""Addresses, as people read them."""

from __future__ import annotations

from twisted.internet.address import IPv4Address, IPv6Address, UNIXAddress
from twisted.trial.unittest import SynchronousTestCase

from rpsgame.doors.addresses import ways_in, whence


class WhenceTests(SynchronousTestCase):
    """Where a guest comes from."""

    def test_ip(self) -> None:
        """An IP peer is named by host and port, and counts by its host; of IPv6 a household has a whole /64."""
        self.assertEqual(whence(IPv4Address("TCP", "192.0.2.1", 4711)), ("192.0.2.1:4711", "192.0.2.1"))
        self.assertEqual(whence(IPv6Address("TCP", "2001:db8::1", 4711)), ("[2001:db8::1]:4711", "2001:db8::/64"))

    def test_ipv4_through_ipv6(self) -> None:
        """An IPv4 peer is the same guest by an IPv6 socket."""
        self.assertEqual(whence(IPv6Address("TCP", "::ffff:192.0.2.1", 4711)), ("192.0.2.1:4711", "192.0.2.1"))

    def test_unix(self) -> None:
        """A UNIX peer has no address that would count."""
        self.assertEqual(whence(UNIXAddress(None)), ("a local guest", ""))


class WaysInTests(SynchronousTestCase):
    """What the host tells their guests to type."""

    def test_all_interfaces(self) -> None:
        """Listening everywhere, guests come by the address that others see, or on this machine."""
        for address in (IPv4Address("TCP", "0.0.0.0", 12333), IPv6Address("TCP", "::", 12333)):
            ways = ways_in(address)
            self.assertEqual(ways[-1], "telnet localhost 12333")
            self.assertNotIn("telnet 0.0.0.0 12333", ways)

    def test_one_interface(self) -> None:
        """Listening on one address, guests come by that."""
        self.assertEqual(ways_in(IPv4Address("TCP", "192.0.2.1", 23)), ["telnet 192.0.2.1 23"])

    def test_unix(self) -> None:
        """A UNIX socket is reached by socat, in single-key mode."""
        self.assertEqual(ways_in(UNIXAddress(b"/run/rps.sock")), ["socat -,raw,echo=0 UNIX-CONNECT:/run/rps.sock"])

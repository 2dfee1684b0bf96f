"""Addresses, as people read them."""

from __future__ import annotations

from twisted.internet.address import IPv4Address, IPv6Address, UNIXAddress
from twisted.trial.unittest import SynchronousTestCase

from rpsgame.doors.addresses import BehindProxy, describe_peer


class DescribePeerTests(SynchronousTestCase):
    """Where a guest comes from."""

    def test_ip(self) -> None:
        """An IP peer is known by host and port, and counts by its host; of IPv6 a household has a whole /64."""
        self.assertEqual(describe_peer(IPv4Address("TCP", "192.0.2.1", 4711)), ("192.0.2.1:4711", "192.0.2.1"))
        self.assertEqual(
            describe_peer(IPv6Address("TCP", "2001:db8:0::1", 4711)), ("[2001:db8::1]:4711", "2001:db8::/64")
        )

    def test_ipv4_through_ipv6(self) -> None:
        """An IPv4 peer is the same guest by an IPv6 socket, however that spells it."""
        for spelling in ("::ffff:127.0.3.1", "0:0:0:0:0:ffff:7f00:301", "::ffff:7f00:301"):
            peer = IPv6Address("TCP", spelling, 4711)
            self.assertEqual(describe_peer(peer), ("127.0.3.1:4711", "127.0.3.1"))

    def test_a_zone(self) -> None:
        """A link-local peer has a zone, which does not count."""
        peer = IPv6Address("TCP", "fe80::1%eth0", 4711)
        self.assertEqual(describe_peer(peer), ("[fe80::1%eth0]:4711", "fe80::/64"))

    def test_behind_a_proxy(self) -> None:
        """A guest of whom only the proxy is known counts for no address."""
        peer = BehindProxy(IPv4Address("TCP", "192.0.2.80", 80))
        self.assertEqual(describe_peer(peer), ("behind 192.0.2.80:80", ""))

    def test_unix(self) -> None:
        """A UNIX peer has no address that would count."""
        self.assertEqual(describe_peer(UNIXAddress(None)), ("a local guest", ""))

"""From where nobody may come: addresses and networks, times, and the file that keeps them."""

from __future__ import annotations

import json
from ipaddress import ip_network

from hypothesis import given, settings
from hypothesis import strategies as st
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines.bans import Bans, Network, from_json, network_of, to_json, written
from rpsgame.doors.addresses import describe_peer

NOW = 1_790_000_000.0
ONE, OFFICE, HOUSEHOLD = map(network_of, ("192.0.2.1", "192.0.2.0/24", "2001:db8::/64"))


class NetworkTests(SynchronousTestCase):
    """What an operator, or a file, calls a network."""

    def test_networks(self) -> None:
        """An address is a network of its own, and an IPv6 address its /64, as guests are known by it."""
        for text, network in (
            ("192.0.2.1", "192.0.2.1"),
            ("192.0.2.7/24", "192.0.2.0/24"),
            ("0.0.0.0/0", "0.0.0.0/0"),
            ("2001:db8::7", "2001:db8::/64"),
            ("2001:db8::7/128", "2001:db8::/64"),
            ("2001:db8:1::/48", "2001:db8:1::/48"),
            ("fe80::1%eth0", "fe80::/64"),
            ("::ffff:192.0.2.1", "192.0.2.1"),
            ("::ffff:192.0.2.0/120", "192.0.2.0/24"),
            ("::/0", "::/0"),
        ):
            self.assertEqual(written(network_of(text)), network, text)

    def test_others_are_none(self) -> None:
        """What is neither an address nor a network is an error."""
        for text in ("", "moo", "192.0.2", "192.0.2.1/33", "2001:db8::/129", "192.0.2.1 ", "192.0.2.1%eth0", "1"):
            self.assertRaises(ValueError, network_of, text)

    @settings(deadline=None, derandomize=True)
    @given(st.ip_addresses())
    def test_a_guest_is_found_by_their_address(self, ip: object) -> None:
        """A ban of an address is one of whoever comes from there, as a door describes them."""
        kind = IPv4Address if "." in str(ip) and ":" not in str(ip) else IPv6Address
        address = describe_peer(kind("TCP", str(ip), 4711))[1]
        self.assertTrue(Bans().ban(network_of(str(ip)), None, NOW).hold(address, NOW))
        self.assertTrue(Bans().ban(network_of(address), None, NOW).hold(address, NOW))


class BansTests(SynchronousTestCase):
    """Bans are a value: what holds, and until when."""

    def test_who_is_banned(self) -> None:
        """All of a network are banned, and nobody else; those who have no address never."""
        bans = Bans({OFFICE: None, HOUSEHOLD: None})
        for address, banned in (
            ("192.0.2.1", True),
            ("192.0.3.1", False),
            ("2001:db8::/64", True),
            ("2001:db8:0:1::/64", False),
            ("", False),
        ):
            self.assertEqual(bans.hold(address, NOW), banned, address)
            self.assertFalse(Bans().hold(address, NOW))

    def test_everybody(self) -> None:
        """A network of all addresses holds those of its kind alone."""
        bans = Bans({network_of("0.0.0.0/0"): None})
        self.assertTrue(bans.hold("192.0.2.1", NOW))
        self.assertFalse(bans.hold("2001:db8::/64", NOW))

    def test_time(self) -> None:
        """A ban ends at its time; it is forgotten when another comes or goes."""
        bans = Bans().ban(ONE, NOW + 10, NOW)
        self.assertTrue(bans.hold("192.0.2.1", NOW + 9.9))
        self.assertFalse(bans.hold("192.0.2.1", NOW + 10))
        self.assertEqual(bans.at(NOW + 10), {})
        self.assertEqual(bans.ban(HOUSEHOLD, None, NOW + 11).until, {HOUSEHOLD: None})
        self.assertEqual(bans.unban(HOUSEHOLD, NOW + 11).until, {})

    def test_a_larger_ban_goes_on(self) -> None:
        """Where the ban of an address has ended, that of its network still holds."""
        bans = Bans({ONE: NOW - 1, OFFICE: None})
        self.assertEqual(bans.over(ONE, NOW), OFFICE)
        self.assertEqual(Bans({ONE: None, OFFICE: NOW - 1}).over(ONE, NOW), ONE)

    def test_values(self) -> None:
        """What is made of bans leaves them as they were; a network is banned once."""
        bans = Bans({ONE: None})
        again = bans.ban(ONE, NOW + 1, NOW)
        gone = bans.unban(ONE, NOW)
        self.assertEqual([one.until for one in (bans, again, gone)], [{ONE: None}, {ONE: NOW + 1}, {}])

    @settings(deadline=None, derandomize=True)
    @given(
        st.dictionaries(st.ip_addresses().map(lambda ip: network_of(f"{ip}/20")), st.none() | st.floats(1e9, 2e9)),
        st.ip_addresses(v=4),
    )
    def test_as_ipaddress_has_it(self, until: dict[Network, float | None], ip: object) -> None:
        """Whoever is in a banned network is banned, by what ipaddress says of networks."""
        network = ip_network(str(ip))
        expected = any(
            each.version == 4 and network.subnet_of(each)  # type: ignore[arg-type]
            for each, end in until.items()
            if end is None or end > NOW
        )
        self.assertEqual(Bans(until).hold(str(ip), NOW), expected)


class FileTests(SynchronousTestCase):
    """The file: JSON that an operator can read."""

    def test_there_and_back(self) -> None:
        """What is written is read again."""
        bans = Bans({ONE: None, HOUSEHOLD: NOW + 0.5})
        self.assertEqual(json.loads(to_json(bans)), {"192.0.2.1": None, "2001:db8::/64": NOW + 0.5})
        self.assertEqual(from_json(to_json(bans)).until, bans.until)
        self.assertEqual(from_json(to_json(Bans())).until, {})

    def test_broken(self) -> None:
        """Anything else is an error that says what is wrong."""
        for data, problem in (
            (b"", "it is not JSON"),
            (b"\xff", "it is not JSON"),
            (b"[" * 100_000, "it is not JSON"),
            (b"[]", "it is not a JSON object"),
            (b'{"moo": null}', "'moo' is no address and no network"),
            (b'{"192.0.2.1": "soon"}', "the end of '192.0.2.1' is no number of seconds"),
            (b'{"192.0.2.1": true}', "the end of '192.0.2.1' is no number of seconds"),
            (b'{"192.0.2.1": NaN}', "the end of '192.0.2.1' is no number of seconds"),
            (b'{"192.0.2.1": 1' + b"0" * 400 + b"}", "the end of '192.0.2.1' is no number of seconds"),
        ):
            with self.assertRaises(ValueError) as caught:
                from_json(data)
            self.assertEqual(str(caught.exception), problem)

    @settings(deadline=None, derandomize=True)
    @given(
        st.binary()
        | st.recursive(st.none() | st.text(), lambda inner: st.dictionaries(st.text(), inner)).map(
            lambda found: json.dumps(found).encode()
        )
    )
    def test_anything(self, data: bytes) -> None:
        """No file raises anything else."""
        try:
            from_json(data)
        except ValueError as problem:
            self.assertTrue(str(problem))

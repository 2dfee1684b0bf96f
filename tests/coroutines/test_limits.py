"""How many may be in, and from one address; and from where nobody may come."""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines.bans import Bans, network_of
from rpsgame.coroutines.facts import Banned, HouseIsFull, TooManyOfYou
from rpsgame.coroutines.limits import Limits

NOW = 1_790_000_000.0  # seconds since 1970


class LimitsTests(SynchronousTestCase):
    """Guests are counted in and out."""

    def test_a_full_house(self) -> None:
        """So many come in and no more, until one has left; a guest who was refused is not counted."""
        limits = Limits(2, 0)
        came = [limits.admit(guest, "192.0.2.1", 0) for guest in ("guest 1", "guest 2", "guest 3", "guest 4")]
        self.assertEqual(came, [None, None, HouseIsFull(), HouseIsFull()])
        limits.forget("guest 3")
        self.assertEqual(limits.admit("guest 3", "", 0), HouseIsFull())
        limits.forget("guest 1")
        self.assertIsNone(limits.admit("guest 5", "", 0))

    def test_one_address(self) -> None:
        """So it is with an address; those without one are as many as come."""
        limits = Limits(0, 1)
        self.assertIsNone(limits.admit("guest 1", "192.0.2.1", 0))
        self.assertEqual(limits.admit("guest 2", "192.0.2.1", 0), TooManyOfYou())
        self.assertIsNone(limits.admit("guest 3", "192.0.2.2", 0))
        self.assertEqual([limits.admit(guest, "", 0) for guest in ("guest 4", "guest 5")], [None, None])
        limits.forget("guest 1")
        self.assertIsNone(limits.admit("guest 6", "192.0.2.1", 0))

    def test_nothing_is_kept(self) -> None:
        """Of guests who have left nothing is remembered; one who leaves twice, or was never in, changes nothing."""
        limits = Limits(0, 2)
        for guest in ("guest 1", "guest 2"):
            limits.admit(guest, "192.0.2.1", 0)
        for guest in ("guest 1", "guest 1", "guest 3"):
            limits.forget(guest)
        self.assertIsNone(limits.admit("guest 4", "192.0.2.1", 0))
        self.assertEqual(limits.admit("guest 5", "192.0.2.1", 0), TooManyOfYou())
        for guest in ("guest 2", "guest 4"):
            limits.forget(guest)
        kept = [held for name, held in vars(limits).items() if held and name != "_bans"]
        self.assertEqual(kept, [2])

    def test_bans(self) -> None:
        """A guest from a banned address is told so, and is not counted; the ban ends at its time."""
        limits = Limits(1, 0)
        self.assertEqual(limits.heed(Bans({network_of("192.0.2.0/24"): NOW + 10}), NOW), [])
        self.assertEqual(limits.admit("guest 1", "192.0.2.1", NOW), Banned())
        self.assertIsNone(limits.admit("guest 2", "192.0.2.1", NOW + 10))
        self.assertEqual(limits.admit("guest 3", "192.0.2.1", NOW + 10), HouseIsFull())
        self.assertEqual(limits.admit("guest 3", "192.0.2.1", NOW), Banned())

    def test_who_must_leave(self) -> None:
        """Those who are in from a banned address are found, and nobody else."""
        limits = Limits(0, 0)
        for guest, address in enumerate(("192.0.2.1", "192.0.2.2", "", "192.0.2.1", "2001:db8::/64")):
            limits.admit(f"guest {guest}", address, NOW)
        self.assertEqual(limits.heed(Bans({network_of("192.0.2.1"): None}), NOW), ["guest 0", "guest 3"])
        self.assertEqual(limits.heed(Bans({network_of("2001:db8::7"): NOW + 1}), NOW), ["guest 4"])
        self.assertEqual(limits.heed(Bans({network_of("2001:db8::7"): NOW}), NOW), [])

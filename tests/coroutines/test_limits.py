"""How many may be in, and from one address."""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines.facts import HouseIsFull, TooManyOfYou
from rpsgame.coroutines.limits import Limits


class LimitsTests(SynchronousTestCase):
    """Guests are counted in and out."""

    def test_a_full_house(self) -> None:
        """So many come in and no more, until one has left; a guest who was refused is not counted."""
        limits = Limits(2, 0)
        came = [limits.admit(guest, "192.0.2.1") for guest in ("guest 1", "guest 2", "guest 3", "guest 4")]
        self.assertEqual(came, [None, None, HouseIsFull(), HouseIsFull()])
        limits.forget("guest 3")
        self.assertEqual(limits.admit("guest 3", ""), HouseIsFull())
        limits.forget("guest 1")
        self.assertIsNone(limits.admit("guest 5", ""))

    def test_one_address(self) -> None:
        """So it is with an address; those without one are as many as come."""
        limits = Limits(0, 1)
        self.assertIsNone(limits.admit("guest 1", "192.0.2.1"))
        self.assertEqual(limits.admit("guest 2", "192.0.2.1"), TooManyOfYou())
        self.assertIsNone(limits.admit("guest 3", "192.0.2.2"))
        self.assertEqual([limits.admit(guest, "") for guest in ("guest 4", "guest 5")], [None, None])
        limits.forget("guest 1")
        self.assertIsNone(limits.admit("guest 6", "192.0.2.1"))

    def test_nothing_is_kept(self) -> None:
        """Of guests who have left nothing is remembered; one who leaves twice, or was never in, changes nothing."""
        limits = Limits(0, 2)
        for guest in ("guest 1", "guest 2"):
            limits.admit(guest, "192.0.2.1")
        for guest in ("guest 1", "guest 1", "guest 3"):
            limits.forget(guest)
        self.assertIsNone(limits.admit("guest 4", "192.0.2.1"))
        self.assertEqual(limits.admit("guest 5", "192.0.2.1"), TooManyOfYou())
        for guest in ("guest 2", "guest 4"):
            limits.forget(guest)
        self.assertEqual([held for held in vars(limits).values() if held], [2])

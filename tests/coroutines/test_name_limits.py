"""How often an address may do something."""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines.allowance import Allowance
from rpsgame.coroutines.name_limits import MOST_NAMES, NAME_FORGIVEN, NameLimits


class AllowanceTests(SynchronousTestCase):
    """So many times at once, and then one after another."""

    def test_one_after_another(self) -> None:
        """Once the first is forgotten there may be another; after a long time there may be as many as at first."""
        allowance = Allowance(2, 10)
        for now, wait in ((0, 0), (0, 0), (0, 10), (4, 6), (10, 0), (10, 10), (1000, 0), (1000, 0), (1000, 10)):
            self.assertEqual(allowance.wait("here", now), wait, now)
            if not wait:
                allowance.note("here", now)
        self.assertEqual(allowance.wait("elsewhere", 0), 0)

    def test_nothing_is_kept(self) -> None:
        """An address is forgotten when all that came from it is."""
        allowance = Allowance(2, 10)
        allowance.note("here", 0)
        allowance.note("elsewhere", 11)
        self.assertEqual(list(allowance._forgotten), ["elsewhere"])


class NameLimitTests(SynchronousTestCase):
    """Names and wrong keys."""

    def test_no_address(self) -> None:
        """Those who come from no address are not one another's neighbours."""
        limits = NameLimits()
        for _ in range(2 * MOST_NAMES):
            limits.count("claim", True, "", 0)
        self.assertIsNone(limits.refusal("name", "", 0))

    def test_minutes(self) -> None:
        """It is said after how many minutes another may be chosen, rounded up; keys are another matter."""
        limits = NameLimits()
        for _ in range(MOST_NAMES):
            self.assertIsNone(limits.refusal("name", "192.0.2.1", 0))
            limits.count("rename", True, "192.0.2.1", 0)
        told = "Your address has chosen many names. Please try again in 1 minute."
        self.assertEqual(limits.refusal("name", "192.0.2.1", NAME_FORGIVEN - 1), told)
        self.assertIsNone(limits.refusal("key", "192.0.2.1", 0))

"""The ssh door, and what nobody should send there."""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from tests.room import lines_of, logged

from .ssh_client import MemoryVisitor
from .ssh_nonsense import NONSENSE


class NonsenseTests(SynchronousTestCase):
    """Whatever makes no sense costs the connection."""

    def test_it_is_cut_off(self) -> None:
        """It costs the connection and one line of the log, with nothing in it of what was sent, and no traceback."""
        for nonsense in NONSENSE:
            with self.subTest(nonsense.name):
                events = logged(self)
                visitor = MemoryVisitor()
                nonsense.until(visitor)
                self.assertFalse(visitor.cut_off)
                nonsense.send(visitor)
                self.assertTrue(visitor.closed)
                visitor.end()
                self.assertEqual(self.flushLoggedErrors(), [])
                lines = lines_of(events) + visitor.hall.left
                self.assertEqual(len(lines), 1, lines)
                self.assertRegex(lines[0], r"^(192\.0\.2\.1:4711 was cut off: )?[a-z][a-zA-Z ]+$")
                self.assertEqual(visitor.clock.getDelayedCalls(), [])

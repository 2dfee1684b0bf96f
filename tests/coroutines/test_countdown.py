"""The countdown: how long to wait, and the numbers in between."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from twisted.trial.unittest import SynchronousTestCase

from rpsgame import countdown_generator


class CountdownTests(SynchronousTestCase):
    """The article's countdown."""

    def test_script(self) -> None:
        """Five quiet seconds, then 5, 4, 3, 2, 1 aloud, a second each; its end is the timeout."""
        heard: list[int] = []
        script = [(seconds, heard[-1:]) for seconds in countdown_generator(heard.append)]
        self.assertEqual(script, [(5, []), (1, [5]), (1, [4]), (1, [3]), (1, [2]), (1, [1])])

    @settings(deadline=None, derandomize=True)
    @given(st.integers(0, 60), st.integers(0, 10))
    def test_any_times(self, quiet: int, aloud: int) -> None:
        """Both times are the caller's to choose."""
        said: list[int] = []
        self.assertEqual(list(countdown_generator(said.append, quiet, aloud)), [quiet, *[1] * aloud])
        self.assertEqual(said, list(range(aloud, 0, -1)))

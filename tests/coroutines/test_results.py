"""How matches ended: what is remembered, for how long, and how many."""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines import results
from rpsgame.coroutines.results import KNOWN_FOR, Result, Results

NOW = 1e9


def result(how: str, gone: tuple[int, ...] = (), codes: tuple[str, str] = ("1", "2"), when: float = NOW) -> Result:
    return Result(("guest 1", "guest 7"), codes, how, gone, (5, 3), when)


class ResultsTests(SynchronousTestCase):
    """What people are told by their codes."""

    def test_each_player(self) -> None:
        """Both are told the same match as theirs: their own wins first, and what they and the other did."""
        for how, gone, one, other in (
            ("played", (), "5 - 3, you won", "3 - 5, guest 1 won"),
            ("left", (0,), "5 - 3, you left", "3 - 5, guest 1 left"),
            ("timed out", (1,), "5 - 3, guest 7 did not throw in time", "3 - 5, you did not throw in time"),
            ("timed out", (0, 1), "5 - 3, neither of you threw in time", "3 - 5, neither of you threw in time"),
            ("cut off", (1,), "5 - 3, guest 7 did not come back in time", "3 - 5, you did not come back in time"),
            ("cut off", (0, 1), "5 - 3, nobody came back in time", "3 - 5, nobody came back in time"),
            ("cut off", (), "5 - 3, it was cut off", "3 - 5, it was cut off"),
            ("fault", (), "5 - 3, a fault of this server has ended it", "3 - 5, a fault of this server has ended it"),
        ):
            known = Results()
            known.note(result(how, gone))
            self.assertEqual(known.told("1", NOW), f"Your match with guest 7 is over: {one}.")
            self.assertEqual(known.told("2", NOW), f"Your match with guest 1 is over: {other}.")

    def test_last_match_counts(self) -> None:
        """Of several matches with one code the last is told."""
        known = Results()
        known.note_all([result("left", (0,)), result("played")])
        self.assertEqual(known.told("1", NOW), "Your match with guest 7 is over: 5 - 3, you won.")

    def test_who_has_no_code(self) -> None:
        """The house has none, and nobody comes as it."""
        known = Results()
        known.note(result("played", codes=("", "2")))
        self.assertIsNone(known.told("", NOW))

    def test_old_ones_are_forgotten(self) -> None:
        """What is old is not told, and is forgotten when another match ends."""
        known = Results()
        known.note(result("played"))
        self.assertIsNotNone(known.told("1", NOW + KNOWN_FOR))
        self.assertIsNone(known.told("1", NOW + KNOWN_FOR + 1))
        known.note(result("played", codes=("3", "4"), when=NOW + KNOWN_FOR + 1))
        self.assertIsNone(known.told("1", NOW))

    def test_most(self) -> None:
        """No more are known than memory was promised for: the oldest are forgotten first."""
        self.patch(results, "MOST_KNOWN", 4)
        known = Results()
        known.note_all([result("played", codes=(f"{n}0", f"{n}1")) for n in range(3)])
        told = [known.told(f"{n}0", NOW) is not None for n in range(3)]
        self.assertEqual(told, [False, True, True])

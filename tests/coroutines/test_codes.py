"""Codes by which people come back: scripts of keys, and what each of them is."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st
from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines.codes import DIGITS, FIGURES, MARK, code_reader, mark_of
from rpsgame.coroutines.games import GAMES
from rpsgame.coroutines.keys import ENTER

CODE = "48213305"
BEGUN, OTHER = "", None
TYPED = [BEGUN] * (DIGITS - 1) + [CODE]  # what the digits of a code are

SCRIPTS: list[tuple[str, str, Sequence[str | None]]] = [  # the mark, the keys, and what each of them is
    ("", CODE, TYPED),
    ("", CODE + ENTER, [*TYPED, BEGUN]),
    ("", CODE + ENTER * 2, [*TYPED, BEGUN, OTHER]),
    ("", f"r{CODE}p", [OTHER, *TYPED, OTHER]),
    ("", CODE + CODE, TYPED * 2),
    ("", CODE + ENTER + CODE + ENTER, [*TYPED, BEGUN] * 2),
    ("", f"48r{CODE}", [BEGUN, BEGUN, OTHER, *TYPED]),
    ("", "48" + ENTER + CODE, [BEGUN, BEGUN, "48", *TYPED]),
    ("", CODE + "7r", [*TYPED, BEGUN, OTHER]),
    ("", "1r2p" + ENTER, [BEGUN, OTHER, BEGUN, OTHER, OTHER]),
    ("", "rp?" + ENTER, [OTHER] * 4),
    ("", "#" + CODE, [OTHER, *TYPED]),
    ("", "\u0665" * DIGITS, [OTHER] * DIGITS),  # digits elsewhere, and no keys of ours
    (MARK, "12" + ENTER, [OTHER] * 3),
    (MARK, CODE, [OTHER] * DIGITS),
    (MARK, MARK + CODE, [BEGUN, *TYPED]),
    (MARK, MARK + CODE + ENTER + "1", [BEGUN, *TYPED, BEGUN, OTHER]),
    (MARK, MARK + CODE + "1", [BEGUN, *TYPED, OTHER]),
    (MARK, (MARK + CODE) * 2, [BEGUN, *TYPED] * 2),
    (MARK, f"1{MARK}12q2", [OTHER, BEGUN, BEGUN, BEGUN, OTHER, OTHER]),
    (MARK, MARK + "12" + ENTER + "1", [BEGUN, BEGUN, BEGUN, "12", OTHER]),
    (MARK, MARK + ENTER + "1", [BEGUN, OTHER, OTHER]),
    (MARK, f"{MARK}12{MARK}{CODE}", [BEGUN, BEGUN, BEGUN, BEGUN, *TYPED]),
    (MARK, MARK + MARK + CODE, [BEGUN, BEGUN, *TYPED]),
]


def read(mark: str, keys: str) -> list[str | None]:
    """Return what a reader says of each key."""
    reader = code_reader(mark)
    return [reader.send(key) for key in keys]


class ReaderTests(SynchronousTestCase):
    """From keys to codes."""

    def test_scripts(self) -> None:
        """Codes are found key by key, as lines, after others that were broken off, and pasted twice."""
        for mark, keys, expected in SCRIPTS:
            with self.subTest(mark=mark, keys=keys):
                self.assertEqual(read(mark, keys), [*expected])

    @settings(deadline=None, derandomize=True)
    @given(st.text("rp?#\n0123456789"))
    def test_no_digit_is_for_others(self, keys: str) -> None:
        """Where no throw is a digit, no digit is ever a key of its own, and all that is no digit is, but for Enter."""
        for key, code in zip(keys, read("", keys), strict=True):
            self.assertEqual(code is None, key not in FIGURES and not (key == ENTER and code is not None), keys)

    @settings(deadline=None, derandomize=True)
    @given(st.text("12r#\n"), st.text("12r\n"))
    def test_a_code_after_anything(self, before: str, after: str) -> None:
        """Whatever was typed before, a mark and eight digits are a code, and what follows them is no part of it."""
        for mark, clear in ((MARK, ""), ("", "r")):
            found = read(mark, f"{before}{clear}{mark}{CODE}{ENTER}{after}")
            place = len(before + clear + mark + CODE)
            self.assertEqual(found[place - 1 : place + 1], [CODE, BEGUN])
            self.assertEqual(found[place + 1 :], read(mark, after))


class MarkTests(SynchronousTestCase):
    """What stands before a code."""

    def test_our_games(self) -> None:
        """Only where throws are digits a code has a mark."""
        marks = {name: mark_of(game.throws) for name, game in GAMES.items()}
        self.assertEqual({name for name, mark in marks.items() if mark}, {"odds-and-evens"})
        self.assertEqual({*marks.values()}, {"", MARK})

    def test_no_room(self) -> None:
        """Where digits and the mark are throws, nobody can type a code."""
        self.assertEqual([mark_of("r#"), mark_of("1#"), mark_of("9")], ["", None, MARK])

"""Text in a terminal: what may be sent there, how wide it is, and how it is folded."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st
from twisted.trial.unittest import SynchronousTestCase
from wcwidth import wcswidth

from rpsgame.screens.form import Form
from rpsgame.screens.text import Piece, columns, fold, printable, room, rows


class TextTests(SynchronousTestCase):
    """What others have written is shown, and does no harm."""

    def test_printable(self) -> None:
        """Control characters never pass, and others only where they can be shown."""
        for text, in_ascii, in_utf8 in (
            ("rock", "rock", "rock"),
            ("\x1b[2Jrock\r\n\x9b", "?[2Jrock???", "?[2Jrock???"),
            ("pâté", "p?t?", "pâté"),
            ("石", "?", "石"),
            ("a\u202eb\ud800\u200b", "a?b??", "a?b??"),
        ):
            self.assertEqual((printable(text, False), printable(text, True)), (in_ascii, in_utf8))

    @settings(deadline=None, derandomize=True)
    @example("\u2630\u268f\u4dff\U0001d300\U0001f1e6")
    @given(st.text())
    def test_columns(self, text: str) -> None:
        """No text takes more columns than are reckoned with."""
        shown = printable(text, utf8=True)
        self.assertLessEqual(wcswidth(shown), columns(shown))

    def test_fold(self) -> None:
        """Lines are folded between words; a word is broken only where it is wider than the line."""
        for text, width, lines in (
            ("", 10, []),
            ("Paper beats rock.", 17, ["Paper beats rock."]),
            ("Paper beats rock.", 16, ["Paper beats", "rock."]),
            ("incomprehensibilities are", 10, ["incomprehe", "nsibilitie", "s are"]),
            ("石石石 石", 5, ["石石", "石 石"]),
        ):
            self.assertEqual(fold(text, width), lines)

    @settings(deadline=None, derandomize=True)
    @given(st.text(), st.integers(2, 40))
    def test_every_fold_fits(self, text: str, width: int) -> None:
        """No line is wider than it may be, and no character is lost but spaces."""
        text = printable(text, utf8=True)
        lines = fold(text, width)
        self.assertLessEqual(max(map(columns, lines), default=0), width)
        self.assertEqual("".join(lines).replace(" ", ""), "".join(text.split()))

    def test_rows(self) -> None:
        """Pieces are set side by side as long as there is room, colours not counted."""
        pieces = [Piece("\x1b[1mr\x1b[0m rock", 6), Piece("p paper", 7), Piece("s scissors", 10)]
        self.assertEqual([*rows(pieces, 16, 3)], ["\x1b[1mr\x1b[0m rock   p paper", "s scissors"])

    def test_room(self) -> None:
        """The last column stays empty, and a terminal that can hardly hold a word is taken for a wider one."""
        self.assertEqual([room(Form(width)) for width in (80, 40, 3)], [79, 39, 19])

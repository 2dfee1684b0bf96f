"""Lines that are typed key by key."""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines.lines import LONGEST, Typed, line_reader


def typed(keys: str) -> tuple[str, list[str]]:
    """Return what is shown of keys, and the lines that they make."""
    reader = line_reader()
    found = [reader.send(key) or Typed("") for key in keys]
    return "".join(key.echo for key in found), [key.line for key in found if key.line is not None]


class LineTests(SynchronousTestCase):
    """What is shown, and what comes out."""

    def test_lines(self) -> None:
        """A line ends at Enter, without the spaces around it, and capitals stay."""
        self.assertEqual(typed("Ernie\n forget me \n"), ("Ernie\n forget me \n", ["Ernie", "forget me"]))

    def test_corrections(self) -> None:
        """Backspace takes the last character back, as far as there is one, and Ctrl-U all."""
        self.assertEqual(typed("ab\x7f\x08\x08c\n"), ("ab\b \b\b \bc\n", ["c"]))
        self.assertEqual(typed("ab\x15c\n"), ("ab\b \b\b \bc\n", ["c"]))

    def test_ends(self) -> None:
        """Escape, Ctrl-C and Ctrl-D give the line up, as an empty one does."""
        for key in "\x1b\x03\x04":
            self.assertEqual(typed(f"ab{key}c\n"), ("ab\nc\n", ["", "c"]))
        self.assertEqual(typed("\n"), ("\n", [""]))

    def test_what_is_not_taken(self) -> None:
        """What cannot be printed, or is too much, is neither shown nor taken; what is no ASCII is a question mark."""
        self.assertEqual(typed("é\t石a\n"), ("??a\n", ["??a"]))
        self.assertEqual(typed("x" * 99 + "\n")[1], ["x" * LONGEST])

"""Text as it stands in a terminal: what can be shown there, how wide it is, and how it is folded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from unicodedata import east_asian_width

from .form import NARROWEST, Form

LATER_WIDE = re.compile("[\u2630-\u2637\u268a-\u268f\u4dc0-\u4dff\U0001d300-\U0001d376\U0001f1e6-\U0001f1ff]")
# are wide since Unicode 16, which Pythons before 3.14 do not know; the last are the letters of flags


def printable(text: str, utf8: bool) -> str:
    """Return *text* with "?" for each character that may not be sent to a terminal, or that it cannot show."""
    if text.isprintable() and (utf8 or text.isascii()):
        return text
    return "".join(char if char.isprintable() and (utf8 or char.isascii()) else "?" for char in text)


def columns(text: str) -> int:
    """Return how many columns of a terminal printable text takes, or more: a mark upon a letter counts too."""
    if text.isascii():
        return len(text)
    return len(text) + len(LATER_WIDE.findall(text)) + sum(east_asian_width(char) in "WF" for char in text)


def room(form: Form) -> int:
    """Return how many columns a line may take: not the last, at which terminals differ in when they go on below."""
    return max(form.width, NARROWEST) - 1


class Piece(NamedTuple):
    """What stands in one line: its text, colours included, and how many columns it takes."""

    text: str
    columns: int


def words(text: str, width: int) -> Iterator[Piece]:
    """Yield the words of a text; one that is wider than *width* comes in parts, for want of a better place to fold."""
    for word in text.split():
        part, taken = "", 0
        for char in word if columns(word) > width else (word,):
            if part and taken + columns(char) > width:
                yield Piece(part, taken)
                part, taken = "", 0
            part, taken = part + char, taken + columns(char)
        yield Piece(part, taken)


def rows(pieces: Iterable[Piece], width: int, gap: int = 1) -> Iterator[str]:
    """Yield the pieces in lines of at most *width* columns, with *gap* spaces between those in one line."""
    line, taken = "", 0
    for text, needs in pieces:
        if line and taken + gap + needs > width:
            yield line
            line, taken = "", 0
        line, taken = (line + " " * gap + text, taken + gap + needs) if line else (text, needs)
    if line:
        yield line


def fold(text: str, width: int) -> list[str]:
    """Return printable text in lines of at most *width* columns, folded between words."""
    return [text] if 0 < columns(text) <= width else [*rows(words(text, width), width)]

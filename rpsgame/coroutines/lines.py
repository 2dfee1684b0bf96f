"""A line that somebody types key by key, where the terminal leaves it to us to show what was typed."""

from __future__ import annotations

from collections.abc import Generator
from typing import NamedTuple

from .keys import ENTER, ESCAPE
from .toolbox import advance_generator_once

LONGEST = 40  # characters: twice a key with its dashes
BACK, CLEAR = {"\x08", "\x7f"}, "\x15"  # what Backspace sends, and Ctrl-U
GIVE_UP = {ESCAPE, "\x03", "\x04"}  # and Ctrl-C and Ctrl-D
ERASE = "\b \b"
OTHER = "?"


class Typed(NamedTuple):
    """What follows from a key: what is shown of it, and the line, where it has ended; '' was given up, or empty."""

    echo: str
    line: str | None = None


@advance_generator_once
def line_reader() -> Generator[Typed | None, str, None]:
    """coroutine that makes lines of keys; what is beyond LONGEST is dropped, and what is no ASCII becomes OTHER

    No terminal is known to show more, and no name has more; but "Zo\u00eb" must not become "Zo" without a word.

    yields: None: only at first
            Typed: what follows from the key

    accepts to .send(): the next key, a capital as a capital
    """
    typed: Typed | None = None
    line = ""
    while True:
        key = yield typed
        typed = Typed("")
        if key == ENTER or key in GIVE_UP:
            typed = Typed("\n", line.strip() if key == ENTER else "")
            line = ""
        elif key in BACK:
            typed = Typed(ERASE * bool(line))
            line = line[:-1]
        elif key == CLEAR:
            typed = Typed(ERASE * len(line))
            line = ""
        elif key.isprintable() and len(line) < LONGEST:
            typed = Typed(key if key.isascii() else OTHER)
            line += typed.echo

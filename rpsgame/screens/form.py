"""What a person's terminal can show, or a program can say."""

from __future__ import annotations

from typing import NamedTuple

NARROWEST = 20  # columns: a terminal that says it has fewer is written to as if it had these


class Form(NamedTuple):
    """The size of a terminal in columns and rows, and whether it shows UTF-8; *names*: a program may have a name."""

    width: int = 80
    height: int = 24
    utf8: bool = False
    names: bool = False

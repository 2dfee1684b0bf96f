"""Codes, by which people come back to their seats: how they are typed."""

from __future__ import annotations

from collections.abc import Collection, Generator

from .keys import ENTER
from .toolbox import advance_generator_once

FIGURES = frozenset("0123456789")
DIGITS = 8  # a hundred seats that are kept, and ten guesses a second: one of them is found in a day
MARK = "#"  # stands before a code in a game whose throws are digits


def mark_of(throws: Collection[str]) -> str | None:
    """Return what is typed before a code where these are the throws; None: no code can be typed there."""
    if FIGURES.isdisjoint(throws):
        return ""
    return None if MARK in throws else MARK


@advance_generator_once
def code_reader(mark: str = "") -> Generator[str | None, str, None]:
    """coroutine that reads codes, which are typed key by key or as lines

    A key that is no digit breaks a code off, and means what it always does; but the Enter that ends the line of a code
    belongs to the code.

    :param mark: what stands before a code, and is no part of it

    yields: None: the key is for others
            '': it belongs to a code that is not complete, or has been
            code: it is complete; a shorter one, where its line has ended

    accepts to .send(): the next key that was pressed
    """
    key = yield None
    while True:
        code = ""
        if mark and key == mark:
            key = yield ""
        elif mark:
            key = yield None
            continue
        while key in FIGURES:
            code += key
            if len(code) == DIGITS:
                break
            key = yield ""
        if len(code) == DIGITS:
            key = yield code
            if key == ENTER:
                key = yield ""
        elif not mark or key != mark:
            key = yield code if code and key == ENTER else None

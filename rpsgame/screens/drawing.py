"""The parts of the colour screen, each from what it shows: rules, pips, rows of throws, keys and bars.

They are kept, since thousands of people see the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from .folding import Row
from .form import Form
from .text import Piece, columns, fold, printable, room, rows

KEPT = 4096  # parts
INDENT = 2  # columns
GAP = 3  # columns between what stands side by side
CELL = 3  # columns of a throw in a row
BETWEEN = " " * (CELL - 1)
SHOWN = 16  # games of which the throws are shown: more than most matches have
MANY = 8  # columns that are enough for the keys of one game
LABEL = 12  # characters of a name before a row
BAR = 30  # columns, or fewer, where there is no room
BOLD, RED, GREEN, YELLOW, MAGENTA = 1, 31, 32, 33, 35
OWN, OTHER = GREEN, MAGENTA


class Shapes(NamedTuple):
    """The characters that things are drawn with."""

    rule: str
    pip: str
    no_pip: str
    bar: str
    no_bar: str


SHAPES = Shapes("-", "*", ".", "#", "-"), Shapes("─", "●", "○", "█", "░")


def sgr(text: str, *attributes: int) -> str:
    """Return text with attributes of ECMA-48, which end where it ends."""
    return f"\x1b[{';'.join(map(str, attributes))}m{text}\x1b[0m" if text else ""


def indented(lines: Sequence[str] | str, form: Form, *attributes: int) -> str:
    """Return lines, or a text that is to be folded to lines, as they stand below a rule."""
    if isinstance(lines, str):
        text = printable(lines, form.utf8)
        lines = fold(text, room(form) - INDENT)
    if attributes:
        lines = [sgr(line, *attributes) for line in lines]
    return "".join([f"{' ' * INDENT}{line}\n" for line in lines])


@lru_cache(KEPT)
def rule(left: str, right: str, form: Form) -> str:
    """Return a rule with what follows on its left, and against whom on its right; below it, where that is long."""
    dash = SHAPES[form.utf8].rule
    left, right = printable(left, form.utf8), printable(right, form.utf8)
    dashes = room(form) - columns(left) - columns(right) - 2 * len("-- ") + 1
    if dashes >= 2:
        return f"{dash * 2} {sgr(left, BOLD)} {dash * dashes} {right}".rstrip() + "\n"
    first, *others = fold(left, room(form) - len("-- "))
    return f"{dash * 2} {sgr(first, BOLD)}\n" + indented(others, form, BOLD) + indented(right, form)


@lru_cache(KEPT)
def score(names: tuple[str, str], wins: tuple[int, int], needed: int, form: Form) -> str:
    """Return how a match stands, as a pip for each game that has to be won, or in figures where there is no room."""
    shapes, width = SHAPES[form.utf8], room(form) - INDENT
    called = [printable(name, form.utf8) for name in names]
    wide = [columns(f"{name}   {won}") + max(needed, won) for name, won in zip(called, wins, strict=True)]
    if sum(wide) + GAP <= width:
        both = zip(wins, (OWN, OTHER), strict=True)
        pips = [sgr(shapes.pip * min(won, needed), colour) + shapes.no_pip * (needed - won) for won, colour in both]
        told = [f"{name} {drawn}  {won}" for name, drawn, won in zip(called, pips, wins, strict=True)]
        pieces = list(map(Piece, told, wide))
    else:
        told = [f"{name} {won}" for name, won in zip(called, wins, strict=True)]
        pieces = [Piece(line, columns(line)) for text in told for line in fold(text, width)]
    first = f"first to {needed}"
    return indented([*rows([*pieces, Piece(first, len(first))], width, GAP)], form)


@lru_cache(KEPT)
def result(thrown: str, who: str, attribute: int, form: Form) -> str:
    """Return what was thrown, and who wins by it; the attribute is the winner's, 0 where there is none."""
    lines = indented(f"{thrown[:1].upper()}{thrown[1:]}: {who}.", form)
    return lines.replace(f": {who}.", f": {sgr(f'{who}.', BOLD, attribute)}") if attribute else lines


WON, LOST = sgr("+", OWN), sgr("-", OTHER)
MARKS = {None: "=", 0: WON, 1: LOST}, {None: "=", 1: WON, 0: LOST}


@lru_cache(KEPT)
def labels(names: tuple[str, str], utf8: bool) -> tuple[str, str, str]:
    """Return what rows begin with, all of one width: both names, and nothing."""
    name0, name1 = (printable(name, utf8)[:LABEL] for name in names)
    width = max(columns(name0), columns(name1)) + 1
    return (
        " " * INDENT + name0 + " " * (width - columns(name0)),
        " " * INDENT + name1 + " " * (width - columns(name1)),
        " " * (INDENT + width),
    )


def throws(played: Sequence[Row], names: tuple[str, str], own: int, form: Form) -> str:
    """Return what both players have thrown, in rows, and below it who won: + and - are said of the first row.

    :param own: the player whose row is the first
    """
    if not played:
        return ""
    label0, label1, no_label = labels(names, form.utf8)
    width = room(form) - len(no_label)
    played = played[-max(min(width // CELL, SHOWN), 1) :]
    choices0, choices1, winners = zip(*played, strict=True)
    choices, marks = (choices0, choices1), MARKS[own]
    won = [marks[winner] for winner in winners]
    first, second = BETWEEN.join(choices[own]), BETWEEN.join(choices[1 - own])
    if len(first) != CELL * len(won) - len(BETWEEN) or len(second) != len(first) or not (first + second).isascii():
        first, second, last = cells((choices[own], choices[1 - own], won), width, form.utf8)
        return f"{label0}{first}\n{label1}{second}\n{no_label}{last}\n"
    return f"{label0}{first}\n{label1}{second}\n{no_label}{BETWEEN.join(won)}\n"


def cells(lines: Sequence[Sequence[str]], width: int, utf8: bool) -> list[str]:
    """Return two lines of throws, and the line of marks below them, in cells wide enough for keys of any kind.

    All that people throw can be seen, if perhaps not in ASCII. Of many keys in one game, the first are.
    """
    shown = [[(fold(printable(keys, utf8), min(width, MANY)) or "?")[0] for keys in line] for line in lines[:2]]
    wide = max(columns(keys) for line in shown for keys in line) + len(BETWEEN)
    pieces = [[Piece(keys, columns(keys)) for keys in line] for line in shown]
    pieces.append([Piece(mark, 1) for mark in lines[2]])
    fits = max(width // wide, 1)
    return ["".join([text + " " * (wide - taken) for text, taken in line[-fits:]]).rstrip() for line in pieces]


@lru_cache(KEPT)
def keys(title: str, named: tuple[tuple[str, str], ...], form: Form) -> str:
    """Return keys with what they do, in as many lines as it takes."""
    width = room(form) - INDENT
    pieces = [Piece(line, columns(line)) for line in fold(title, width)]
    for key, what in named:
        key, first, *others = printable(key, form.utf8), *fold(printable(what, form.utf8), width - columns(key) - 1)
        pieces.append(Piece(f"{sgr(key, BOLD)} {first}", columns(f"{key} {first}")))
        pieces += [Piece(line, columns(line)) for line in others]
    return indented([*rows(pieces, width, GAP)], form)


@lru_cache(KEPT)
def status(left: int | None, seconds: int | None, whose: str, colour: int, form: Form) -> str:
    """Return the line that says whose throw is missing, and how long they have; it has no end, as it is redrawn.

    :param left: the seconds that are left
    :param seconds: all that there were; None where that is not known
    """
    shapes = SHAPES[form.utf8]
    whose = printable(whose, form.utf8)
    count = "" if left is None else f"{left:2} s"
    for text in (f"{count}  {whose}" if count else whose, count, ""):
        if columns(text) <= room(form) - INDENT - 1:
            break
    size = min(BAR, room(form) - INDENT - columns(text) - 2)
    if left is None or not seconds or size < 3:
        return f"{' ' * INDENT}{text} "
    full = min(-(-size * left // seconds), size)
    bar = sgr(shapes.bar * full, colour) + shapes.no_bar * (size - full)
    return f"{' ' * INDENT}{bar} {text} "

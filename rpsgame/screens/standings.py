"""The standings on a terminal: the periods side by side where there is room, and below them what else is said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import zip_longest
from typing import TypeAlias

from ..coroutines.facts import Line, Ranks, Standings
from .form import Form
from .standings_words import below, is_own, name_of
from .text import Piece, columns, fold, printable, room

INDENT, GAP = 2, 3  # columns: on the left, and between two periods
LEAST = 2  # lines that are shown wherever it may be: a head, and who is the first
HEADS = {"ever": ("For ever", "rating"), "month": ("This month", "won - lost"), "today": ("Today (UTC)", "won - lost")}
SIZES = ((10, 4), (7, 4), (5, 4), (3, 4), (3, 3), (3, 2), (2, 2), (2, 1), (1, 1), (1, 0))
# lines of a period, and sentences below them: the first that there is room for

Mark: TypeAlias = Callable[[str], str]  # makes a head, or the reader's own line, stand out
Block: TypeAlias = list[Piece]  # lines of the same width


def as_it_is(text: str) -> str:
    """Return text that stands out by nothing."""
    return text


def drawn(fact: Standings, form: Form, height: int, mark: Mark = as_it_is) -> str:
    """Return the standings in lines.

    :param height: the lines that there is room for
    """
    for best, said in SIZES:
        lines = [*_tables(fact, best, form, mark)]
        for sentence in below(fact)[:said]:
            lines += fold(printable(sentence, form.utf8), room(form) - INDENT)
        if len(lines) <= height:
            break
    else:
        lines = lines[: max(height // LEAST, 1) * LEAST]
    return "".join([f"{' ' * INDENT}{line}\n" for line in lines])


def _tables(fact: Standings, best: int, form: Form, mark: Mark) -> list[str]:
    """Return the periods, as many side by side as there is room for."""
    width = room(form) - INDENT
    own = fact.own.lines if fact.own else (None,) * len(fact.ranks)
    lines: list[str] = []
    beside: list[Block] = []
    for each in [_block(*period, best, form, width, mark) for period in zip(fact.ranks, own, strict=True)]:
        if sum(block[0].columns + GAP for block in (*beside, each)) - GAP > width:
            lines += _side_by_side(beside)
            beside = []
        beside.append(each)
    return lines + _side_by_side(beside)


def _side_by_side(blocks: Sequence[Block]) -> list[str]:
    """Return blocks as lines; where one has no line any more, it is as wide all the same."""
    nothing = [Piece(" " * block[0].columns, block[0].columns) for block in blocks]
    rows = zip_longest(*blocks)
    between = " " * GAP
    return [
        between.join((piece or none).text for piece, none in zip(row, nothing, strict=True)).rstrip() for row in rows
    ]


def _block(ranks: Ranks, own: Line | None, best: int, form: Form, most: int, mark: Mark) -> Block:
    """Return the first of a period, and the reader, as lines of the same width, at most *most*."""
    lines = [*ranks.lines[:best]]
    if own and not any(is_own(line, own) for line in lines):
        lines = [*lines[: best - 1], own]
    place = max([len(str(line.place)) for line in lines], default=0)
    left, right = HEADS[ranks.period]
    told = [(left, right, True)]
    for line in lines:
        name = printable(name_of(line, own), form.utf8)
        told.append((f"{line.place:{place}}  {name}", figure(ranks.period, line), is_own(line, own)))
    if not lines:
        told.append(("nobody yet", "", False))
    width = min(max(columns(left) + columns(right) + GAP for left, right, _ in told), most)
    return [_row(left, right, width, mark if marked else as_it_is) for left, right, marked in told]


def _row(left: str, right: str, width: int, mark: Mark) -> Piece:
    """Return a line of a block; a name that is too long is cut, and its figure is not."""
    room = width - columns(right) - 1
    while columns(left) > room:
        left = left[:-1]
    return Piece(f"{mark(left)}{' ' * (width - columns(left) - columns(right))}{mark(right) if right else ''}", width)


def figure(period: str, line: Line) -> str:
    """Return what the order of a period goes by."""
    return str(line.rating) if period == "ever" else f"{line.won} - {line.lost}"

"""What a table is told of a match when it begins, and tells of it when it is over."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple, TypeAlias

Command: TypeAlias = tuple[str, Any, Any]


class Start(NamedTuple):
    """Who plays a match: what both are called, and the seed of all chance in it."""

    names: tuple[str, str]
    seed: bytes


class Ending(NamedTuple):
    """How a match went, who had left it or was late, and the games that each had won."""

    how: str  # 'played', 'left', 'timed out', 'cut off' or 'fault'
    gone: Collection[int]
    wins: tuple[int, int]

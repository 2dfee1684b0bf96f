"""The two players as the one who reads knows them: "you" and "they", or, to those who watch, 0 and 1."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from .view import View

T = TypeVar("T")


def who(view: View, player: int | None) -> str | int | None:
    """Return what a player is to the one who reads; None is nobody."""
    if player is None or view.player is None:
        return player
    return "you" if player == view.player else "they"


def reader_first(view: View, both: Sequence[T]) -> list[T]:
    """Return something of player 0 and of player 1 in the order in which the one who reads has it."""
    return [*both] if view.player != 1 else [*reversed(both)]


def key_of(view: View, word: str | None) -> str | None:
    """Return the key of a throw, by what it is called."""
    return next((key for key, called in view.game.throws.items() if called == word), None)

"""The kinds of tables: who plays at each, and who is timed there."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from ..strategies import Strategy
from .games import Game
from .table import Table, table


def tables(game: Game, best_of: int, timeout: int, house: Strategy | None) -> dict[str, Callable[[], Table]]:
    """Return what makes a table, by its kind, as a Seat says it: the host is never timed.

    :raise ValueError: where *best_of* is even or not positive, or the strategy cannot play the game
    """
    if house and not house.plays(tuple(game.throws), game.outcomes):
        raise ValueError(f"the strategy {house.name} does not play {game.name}")
    table(game, best_of, timeout)  # now, and not when the first two sit down, to say that it cannot be played
    return {
        "host": partial(table, game, best_of, timeout, (1,)),
        "guests": partial(table, game, best_of, timeout, (0, 1)),
        "house": partial(table, game, best_of, timeout, (1,), house),
        "practice": partial(table, game, best_of, timeout, (), house),
    }

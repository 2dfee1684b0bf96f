"""A match that was on when the server went down, played again: its table, and what both players had been told."""

from __future__ import annotations

from .coroutines.again import again
from .coroutines.facts import GameIs, YouAre
from .coroutines.games import Game
from .coroutines.table import Table
from .screens.view import View
from .store.history import Past

HEARD_BY = (0, "players", "all"), (1, "players", "all")


def play_again(table: Table, past: Past, game: Game, now: float) -> tuple[View, View]:
    """Tell a table, which nobody has told anything, what another was told; return what both players know by that.

    :param now: the clock's seconds
    :raise Parted: where the table says something else
    """
    views = View(game), View(game)
    for view, name in zip(views, past.pair(), strict=True):
        view.see_all((GameIs(game.name, past.opening["best_of"]), YouAre.once(name)), now)
    for _, _, commands in again(table, (event for _, event in past.events)):
        for view, heard in zip(views, HEARD_BY, strict=True):
            view.see_all([what for word, whom, what in commands if word == "tell" and whom in heard], now)
    for view in views:
        view.until = None  # the clock stands
    return views

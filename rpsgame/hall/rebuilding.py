"""Matches that were on when the server went down, played again: their tables, and what both players had been told.

A match of hours takes a second, and a thousand that are wanted at once take as long: so no turn of the reactor plays
more than some events again, and whoever plays meanwhile is answered between them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterator

from ..coroutines.again import again
from ..coroutines.facts import GameIs, YouAre
from ..coroutines.games import Game
from ..coroutines.table import Table
from ..screens.view import View
from ..store.history import Past
from .batch import Batch

HEARD_BY = (0, "players", "all"), (1, "players", "all")


EVENTS = 100  # that are told again in a turn of the reactor: with the house's strategy some 10 ms
DONE = "done"


class Rebuilding:
    """Jobs that are done one after another, some steps a turn.

    :param batch: where what happens waits its turn
    """

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self._jobs: deque[Iterator[None]] = deque()

    def add(self, job: Iterator[None]) -> None:
        """Let a job be done, a step each time that it is asked for the next; it begins when all before it are done."""
        self._jobs.append(job)
        if len(self._jobs) == 1:
            self._batch.add(self._go_on)

    def stop(self) -> None:
        """Leave the rest undone."""
        self._jobs.clear()

    def _go_on(self) -> None:
        try:
            for _ in range(EVENTS):
                if not self._jobs:
                    return
                if next(self._jobs[0], DONE) is DONE and self._jobs:
                    self._jobs.popleft()
        finally:  # a job that raises something is done
            if self._jobs:
                self._batch.clock.callLater(0, self._batch.add, self._go_on)


def play_again(table: Table, past: Past, game: Game, now: float) -> Generator[None, None, tuple[View, View]]:
    """Tell a table, which nobody has told anything, what another was told; return what both players know by that.

    yields: None: an event has been told

    :param now: the clock's seconds
    :raise Parted: where the table says something else
    """
    views = View(game), View(game)
    for view, name in zip(views, past.pair(), strict=True):
        view.see_all((GameIs(game.name, past.opening["best_of"]), YouAre.once(name)), now)
    for _, _, commands in again(table, (event for _, event in past.events)):
        for view, heard in zip(views, HEARD_BY, strict=True):
            view.see_all([what for word, whom, what in commands if word == "tell" and whom in heard], now)
        yield
    for view in views:
        view.until = None  # the clock stands
    return views

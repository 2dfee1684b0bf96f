"""The store: all that a server keeps in its state directory."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from twisted.application.internet import TimerService
from twisted.application.service import Service
from twisted.logger import Logger

from .. import __version__
from ..coroutines.games import Game
from ..coroutines.results import KNOWN_FOR, Result
from ..memory import HouseMemory
from ..strategies import Strategy
from .history import CODES, KEPT, MATCH, BadJournal, Past, last_tables, unfinished
from .journal import DAY, FOLDER, Journal, delete_old
from .outcomes import ended, runs_before
from .remembered import Remembered, Saving
from .state import State


class Store:
    """What the hall is given, and what has to be done while it runs.

    :param folder: the state directory
    :param keep_days: how old the files of the journal become; 0: for ever
    :param aside: calls what it is given while the server goes on, such as a reactor's callInThread
    :ivar journal: takes all that tables are told
    :ivar state: the small files
    :ivar results: how the matches ended that were over when the server went down, if that was not long ago
    """

    log = Logger()

    def __init__(
        self,
        folder: Path,
        keep_days: int,
        aside: Callable[[Callable[[], object]], object],
        game: Game,
        best_of: int,
        timeout: int,
        house: Strategy | None,
    ) -> None:
        opening = {"rpsgame": __version__, "game": game.name, "best_of": best_of, "timeout": timeout}
        opening["house"] = [house.name, house.version] if house else None
        self._opening = opening
        self.state = State(folder)
        self.journal = Journal(folder / FOLDER, opening, aside=aside)
        self._keep_days = keep_days
        self.results: list[Result] = []
        self._remembered = Remembered(self.state, house) if house else None

    def remembered(self) -> Any:
        """Return what the house remembered when it was last saved."""
        return self._remembered and self._remembered.load()

    def unfinished(self) -> list[Past]:
        """Return the matches that were on when the server went down; the new journal has them too, as 1, 2 and so on.

        `results` tells of others then. A journal that cannot be read is a line in the log.
        """
        since = time.time() - KNOWN_FOR
        try:
            before, tables = [*runs_before(self.journal.folder, since)], last_tables(self.journal.folder)
        except (OSError, BadJournal) as problem:
            self.log.error("No match of before can go on: {why}", why=str(problem))
            return []
        self.results = [result for run in (*before, tables) for result in ended(run, since)]
        pasts = unfinished(tables, self._opening)
        for number, past in enumerate(pasts, 1):
            self.journal.note((number, "table", KEPT, past.kind))
            self.journal.note((number, CODES, None, past.codes))
            if past.match:
                self.journal.note((number, MATCH, None, past.match))
            for _, event in past.events:
                self.journal.note((number, *event))
        return pasts

    def services(self, memory: HouseMemory) -> Iterator[Service]:
        """Yield what runs with the server: it saves what the house remembers, and deletes what is old."""
        if self._remembered:
            yield Saving(self._remembered, memory)
        if self._keep_days:
            yield TimerService(DAY, self._delete_old)

    def _delete_old(self) -> None:
        delete_old(self.journal.folder, self._keep_days, time.time())

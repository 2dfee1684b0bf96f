"""The ledger: which matches of people with names are on, and how they have ended. It tells the records."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING

from ..coroutines.match import Ending, winner_of
from ..store.history import MATCH
from ..store.records import Records
from ..store.records.contract import Result
from .people import Guest

if TYPE_CHECKING:
    from .reception import Reception
    from .seating import Seating


class Ledger:
    """Takes down matches, each once.

    :param reception: where everybody is
    :param id_of: returns by which id the records know a player; None where they do not
    :param records: take the results; None where there are none
    :param run: of the server, by the id that its journal gives it; '' where there is none
    """

    def __init__(
        self, reception: Reception, id_of: Callable[[str], int | None], records: Records | None, run: str = ""
    ) -> None:
        self._reception = reception
        self._id_of = id_of
        self._records = records
        self._run = run or secrets.token_hex(8)

    def begins(self, seats: Seating, pair: tuple[str, str], players: tuple[Guest | None, Guest]) -> None:
        """A match begins; where somebody with a name plays, note which it is."""
        last, seats.match = seats.match, None
        one, other = map(self._id_of, pair)
        if one or other:
            addresses = [guest.address if guest else "" for guest in players]
            apart = "" not in addresses and addresses[0] != addresses[1]
            seats.match = [self._run, seats.number, seats.nth + 1, one, other, apart]
        if self._reception.note and (last or seats.match):
            self._reception.note((seats.number, MATCH, None, seats.match))

    def over(self, seats: Seating, ending: Ending) -> None:
        """A match is over: tell the records, unless it was broken off, and nobody has lost it."""
        match, seats.match = seats.match, None
        winner = winner_of(ending)
        if match and self._records and winner is not None:
            run, table, nth, one, other, apart = match
            now = self._reception.wall_clock()
            self._records.finish(Result(run, table, nth, now, (one, other), ending.wins, winner, apart))

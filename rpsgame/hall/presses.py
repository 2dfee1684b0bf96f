"""The keys that people press: each goes to the lobby or to a table, whichever it is for when its turn comes."""

from __future__ import annotations

from ..coroutines.games import Game
from ..coroutines.keys import ENTER, LEAVE
from .batch import Batch
from .people import Guest
from .reception import Reception
from .seating import Seating


class Presses:
    """Hands on keys.

    :param reception: where everybody is
    :param batch: where what happens waits its turn
    :param game: whose throws are counted
    """

    def __init__(self, reception: Reception, batch: Batch, game: Game) -> None:
        self._reception, self._batch, self._throws = reception, batch, game.throws

    def press(self, name: str, keys: str) -> None:
        """Somebody has pressed *keys*, one after another; those after a match has begun or ended are dropped."""
        guest = self._reception.people.get(name)
        if guest is None:
            return
        if guest.table is None:
            keys = keys.removesuffix(ENTER) or ENTER  # it ends a line, or else is a key of its own
        self._next(guest, guest.table, keys)

    def _next(self, guest: Guest, seats: Seating | None, keys: str) -> None:
        """Take the first of the keys to whom it is for, and then the others, where all were pressed."""
        if guest.table is not seats or guest.name not in self._reception.people:
            return
        if len(keys) > 1:
            self._batch.add_next(self._next, guest, seats, keys[1:])
        key = keys[0]
        if key in LEAVE:
            self._reception.send("leave", guest.name, key)
        elif seats is None:
            self._reception.send("key", guest.name, key)
        else:
            if key in self._throws:
                self._batch.tally.throws += 1
            seats.send("key", guest.player, key)

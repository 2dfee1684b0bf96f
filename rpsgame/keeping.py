"""The seats that are kept: of those whose line is lost, and of those who played when the server went down."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from twisted.logger import Logger

from .alarm import Alarm
from .away import Away
from .batch import Batch, Person
from .coroutines import facts
from .coroutines.again import Parted
from .coroutines.games import Game
from .coroutines.match import HOUSE
from .people import Guest, kind_of
from .rebuilding import play_again
from .screens.view import View
from .store.history import GIVEN_UP, Past
from .store.journal import Journal
from .tally import OTHER

if TYPE_CHECKING:
    from .reception import Reception

COMMANDS = {"keep", "gone", "take over", "rebuild", "adjourn", "rename"}  # about seats that are kept, or are not
TIME_TO_RETURN = 120  # seconds after a start in which the matches of before go on


class Keeping:
    """Carries out what the lobby decides about kept seats.

    :param reception: where everybody is
    :param batch: where what happens waits its turn
    :param game: what is played
    :param journal: keeps matches until the server is back; None where they are cut off when it stops
    :param unfinished: the matches that were on when the server went down: the tables 1, 2 and so on of the journal
    """

    log = Logger()

    def __init__(
        self, reception: Reception, batch: Batch, game: Game, journal: Journal | None, unfinished: Sequence[Past]
    ) -> None:
        self._reception = reception
        self._batch = batch
        self._game = game
        self._journal = journal
        self._unfinished = dict(enumerate(unfinished, 1))
        self._late = Alarm(batch, self._give_up)

    def begin(self) -> None:
        """The server begins, and the matches of before may go on."""
        if self._unfinished:
            self._until = self._batch.clock.seconds() + TIME_TO_RETURN
            self._late.set(TIME_TO_RETURN)
            self._batch.add(self._reception.send, "kept", None, self._kept())

    def stop(self) -> None:
        """The server stops, and its matches are kept, if the journal lacks nothing of them."""
        self._reception.send("stop", None, self._journal is not None and not self._journal.lost)

    def carry_out(self, word: str, guest: Guest, what: Any) -> None:
        """Carry out one of COMMANDS, about *guest*."""
        if word == "gone":
            self._reception.forget(guest, "left", what)
        elif word == "keep":
            self._keep(guest, what)
        elif word == "take over":
            newcomer = self._reception.people[what]
            self._take_over(guest, newcomer)
            self._reception.forget(newcomer, "came back", f"as {guest.name}")
        elif word == "rebuild":
            number, (event, told) = what
            restored = self._rebuild(number)
            self._reception.send(*(("restored", *restored) if restored else ("kept", None, self._kept())))
            self._reception.send(event, guest.name, told)
        elif word == "rename":
            self._rename(guest, what)
        elif guest.table:
            self._reception.tables.discard(guest.table)
            guest.table.adjourn()

    def _keep(self, guest: Guest, why: str) -> None:
        """Keep the seat of somebody whose line is lost."""
        line = "{guest} has lost the line: {why}; their seat is kept"
        self._reception.chronicle.note("lost", guest.address, line, guest=str(guest), why=why)
        guest.door = self._nobody(guest.door.view, kind_of(guest.door))
        if guest.table:
            self._batch.add(guest.table.lose_line, guest.player)

    def _take_over(self, owner: Guest, newcomer: Guest) -> None:
        """Somebody who has come is the owner of a seat: theirs is the door now, and the last one closes."""
        last = Person(f"the last line of {owner.name}", owner.door)
        owner.door, owner.peer, owner.address = newcomer.door, newcomer.peer, newcomer.address
        newcomer.door = self._nobody(last.door.view)
        if not isinstance(last.door, Away):
            self._batch.tell(last, facts.OtherLine())
            self._batch.dismiss(last)
        elif owner.table:
            self._batch.add(owner.table.come_back, owner.player)
        owner.door.become(owner.name, last.door.view)

    def _rename(self, guest: Guest, name: str) -> None:
        """Somebody is called otherwise from now on, and waits anew."""
        line = "{guest} is called {name}"
        self._reception.chronicle.note("named", guest.address, line, guest=str(guest), name=name)
        guest.stop_waiting()
        self._reception.people[name] = self._reception.people.pop(guest.name)
        guest.name = name
        guest.door.rename(name)

    def _rebuild(self, number: int) -> tuple[tuple[str, str], tuple[str, str]] | None:
        """Let a match of before go on; return who plays it, and by which codes they come; None where it cannot."""
        past = self._unfinished.pop(number, None)
        if past is None:
            return None
        table = self._reception.make[past.kind]()
        pair = past.pair()
        try:
            views = play_again(table, past, self._game, self._batch.now)
        except Parted as parted:
            line = "The match of {pair[0]} and {pair[1]} cannot go on: it would part at event {place}, {event}"
            self.log.error(line, pair=pair, place=parted.place, event=" ".join(map(str, parted.event)))
            return None
        now = self._batch.clock.seconds()
        guests = [Guest(name, self._nobody(view), "", "", now) for name, view in zip(pair, views, strict=True)]
        seats = self._reception.seating(past.kind, table, number)
        seats.nth = past.played()
        self._reception.registry.restore(seats, pair, past.match)
        self._reception.tables.add(seats)
        self._reception.people |= {guest.name: guest for guest in guests if guest.name != HOUSE}
        if past.kind == "house":
            guests[1].own[1] = seats
        seats.sit_down(pair, (None if pair[0] == HOUSE else guests[0], guests[1]))
        self._batch.add_next(seats.send, "stand", None, self._until - self._batch.now)
        return pair, (past.codes[0], past.codes[1])

    def _kept(self) -> dict[str, int]:
        """Return the matches that may still go on, by the codes and the names of their players."""
        return {known: number for number, past in self._unfinished.items() for known in past.known_by() if known}

    def _give_up(self) -> None:
        if self._late.rings():
            for number in self._unfinished:
                if self._reception.note:
                    self._reception.note((number, GIVEN_UP, None, None))
            self._unfinished.clear()
            self._reception.send("kept", None, {})

    def _nobody(self, view: View, kind: str = OTHER) -> Away:
        return Away(view, kind, self._batch.clock.seconds)

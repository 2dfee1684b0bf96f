"""The seats that are kept: of those whose line is lost, and of those who played when the server went down."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from twisted.logger import Logger

from ..coroutines import facts
from ..coroutines.again import Parted
from ..coroutines.games import Game
from ..coroutines.match import HOUSE, Ending
from ..coroutines.results import Result
from ..screens.view import View
from ..store.history import CODES, GIVEN_UP, Past
from ..store.journal import Journal
from ..store.outcomes import nobody_came_back
from .alarm import Alarm
from .away import Away
from .batch import Batch, Person
from .elsewhere import Elsewhere
from .people import Guest, kind_of
from .rebuilding import Rebuilding, play_again
from .tally import OTHER

if TYPE_CHECKING:
    from .reception import Reception
    from .seating import Seating

Restored: TypeAlias = tuple[tuple[str, str], tuple[str, str]]  # who plays, and by which codes they come
COMMANDS = {"keep", "gone", "take over", "rebuild", "adjourn", "rename", "seek"}  # about seats, kept or not
TIME_TO_RETURN = 120  # seconds after a start in which the matches of before go on


class Keeping:
    """Carries out what the lobby decides about kept seats.

    :param reception: where everybody is
    :param batch: where what happens waits its turn
    :param game: what is played
    :param journal: keeps matches until the server is back; None where they are cut off when it stops
    :param unfinished: the matches that were on when the server went down: the tables 1, 2 and so on of the journal
    :ivar elsewhere: what other processes are told of seats
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
        self._rebuilding = Rebuilding(batch)
        self._late = Alarm(batch, self._give_up)
        self.elsewhere = Elsewhere(reception, batch)

    def remember(self, results: Sequence[Result]) -> None:
        """These matches were over when the server went down; the server has not begun yet."""
        self._batch.add(self._reception.send, "results", None, results)

    def begin(self) -> None:
        """The server begins, and the matches of before may go on."""
        if self._unfinished:
            self._until = self._batch.clock.seconds() + TIME_TO_RETURN
            self._late.set(TIME_TO_RETURN)
            self._batch.add(self._reception.send, "kept", None, self._kept())

    def stop(self) -> None:
        """The server stops, and its matches are kept, if the journal lacks nothing of them."""
        self._rebuilding.stop()
        self.elsewhere.stop()
        self._reception.send("stop", None, self._journal is not None and not self._journal.lost)

    def sit(self, number: int, pair: tuple[str, str], codes: tuple[str, str]) -> None:
        """Two sit down at the table of this number, who come back by these codes."""
        if self._reception.note and any(codes):
            self._reception.note((number, CODES, None, codes))
        self.elsewhere.sit(pair, codes)

    def end(self, seats: Seating, ending: Ending) -> None:
        """A match is over."""
        now = self._reception.wall_clock()
        result = Result(seats.pair, seats.codes, ending.how, ending.gone, ending.wins, now)
        self._reception.send("results", None, [result])
        self._reception.send("over", seats.pair, ending)

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
            self._rebuilding.add(self._rebuild_for(guest, number, event, told))
        elif word == "rename":
            self._rename(guest, what)
        elif word == "seek":
            self.elsewhere.seek(guest, *what)
        elif guest.table:
            self._reception.tables.discard(guest.table)
            guest.table.adjourn()

    def _keep(self, guest: Guest, why: str) -> None:
        """Keep the seat of somebody whose line is lost."""
        line = "{guest} has lost the line: {why}; their seat is kept"
        self._reception.chronicle.note("lost", guest.address, line, guest=str(guest), why=why)
        guest.door = self.nobody(guest.door.view, kind_of(guest.door))
        if guest.table:
            self._batch.add(guest.table.lose_line, guest.player)

    def _take_over(self, owner: Guest, newcomer: Guest) -> None:
        """Somebody who has come is the owner of a seat: theirs is the door now, and the last one closes."""
        last = Person(f"the last line of {owner.name}", owner.door)
        owner.door, owner.peer, owner.address = newcomer.door, newcomer.peer, newcomer.address
        newcomer.door = self.nobody(last.door.view)
        self._reception.registry.dialogues.end(owner)
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
        self.elsewhere.leave(guest.name)
        self._reception.people[name] = self._reception.people.pop(guest.name)
        guest.name = name
        guest.door.rename(name)

    def _rebuild_for(self, guest: Guest, number: int, event: str, told: Any) -> Iterator[None]:
        """Let a match of before go on, unless it does already, and then tell the lobby again what *guest* wants."""
        past = self._unfinished.pop(number, None)
        if past:
            restored = yield from self._rebuild(past, number)
            self._reception.send(*(("restored", *restored) if restored else ("kept", None, self._kept())))
        if self._reception.people.get(guest.name) is guest:
            self._reception.send(event, guest.name, told)

    def _rebuild(self, past: Past, number: int) -> Generator[None, None, Restored | None]:
        """Let a match of before go on; return who plays it, and by which codes they come; None where it cannot."""
        table = self._reception.make[past.kind]()
        pair = past.pair()
        try:
            views = yield from play_again(table, past, self._game, self._batch.now)
        except Parted as parted:
            line = "The match of {pair[0]} and {pair[1]} cannot go on: it would part at event {place}, {event}"
            self.log.error(line, pair=pair, place=parted.place, event=" ".join(map(str, parted.event)))
            return None
        now = self._batch.clock.seconds()
        guests = [Guest(name, self.nobody(view), "", "", now) for name, view in zip(pair, views, strict=True)]
        seats = self._reception.seating(past.kind, table, number)
        seats.nth, seats.codes = past.played(), (past.codes[0], past.codes[1])
        self._reception.registry.restore(seats, pair, past.match)
        self._reception.tables.add(seats)
        self._reception.people |= {guest.name: guest for guest in guests if guest.name != HOUSE}
        if past.kind == "house":
            guests[1].own[1] = seats
        seats.sit_down(pair, (None if pair[0] == HOUSE else guests[0], guests[1]))
        self._batch.add_next(seats.send, "stand", None, max(self._until - self._batch.clock.seconds(), 0))
        self.elsewhere.sit(pair, seats.codes)
        return pair, seats.codes

    def _kept(self) -> dict[str, int]:
        """Return the matches that may still go on, by the codes and the names of their players."""
        kept = {known: number for number, past in self._unfinished.items() for known in past.known_by() if known}
        self.elsewhere.keep(kept)
        return kept

    def _give_up(self) -> None:
        if self._late.rings():
            for number in self._unfinished:
                if self._reception.note:
                    self._reception.note((number, GIVEN_UP, None, None))
            now = self._reception.wall_clock()
            results = [nobody_came_back(past, now) for past in self._unfinished.values()]
            self._reception.send("results", None, results)
            self._unfinished.clear()
            self._reception.send("kept", None, self._kept())

    def nobody(self, view: View, kind: str = OTHER) -> Away:
        """Return a door through which nobody reads."""
        return Away(view, kind, self._batch.clock.seconds)

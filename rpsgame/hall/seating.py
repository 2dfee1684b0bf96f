"""A table in the hall: its coroutine, its clock and the people there. It carries out what the coroutine decides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from twisted.logger import Logger
from twisted.python.failure import Failure

from ..coroutines.again import NOTED
from ..coroutines.facts import Fact
from ..coroutines.match import Ending, Seat, Start
from ..coroutines.table import Table, closed_table
from ..memory import HouseMemory
from .alarm import Alarm
from .batch import Batch
from .people import Guest

FAULTS = {  # in the log, by what they have cost
    "match": "A fault has ended the match of {pair[0]} and {pair[1]}",
    "learnt": "A fault has cost {pair[0]} what was learnt of {pair[1]}",
    "last word": "A fault has cost {pair[0]} the last word in a match with {pair[1]}, which was played to the end",
}
HEARERS = {0: 0, 1: 1, "players": 2, "watchers": 3, "all": 4}  # whom a table tells, by their place in `_hears`
CLOSED = closed_table()


class Seating:
    """A table, for as long as its players stay: for one match, or, where player 0 is the host, for many.

    :param batch: where what happens waits its turn, and people are told
    :param table: the table's coroutine
    :param over: called with this and an Ending when a match is over
    :param memory: what the house remembers of all guests
    :param stays: whether player 0 and those who watch stay when a match is over
    :param note: takes what the table was told, for the journal; None where there is none
    :param number: which table of the journal it is
    :ivar number: which table of the journal it is
    :ivar nth: which match of this table is on, or was
    :ivar match: by what the records know it; None where nobody with a name plays
    :ivar codes: by which both come back to it, '' where one cannot
    :ivar pair: the ids of the two who play, or have played
    :ivar players: who they are; the house is nobody
    :ivar began: when the match began, in the clock's seconds
    """

    __slots__ = (
        *("_batch", "_coroutine", "_hears", "_memory", "_note", "_over", "_stays"),
        *("alarm", "began", "codes", "match", "nth", "number", "pair", "players", "watchers"),
    )
    log = Logger()

    def __init__(
        self,
        batch: Batch,
        table: Table,
        over: Callable[[Seating, Ending], object],
        memory: HouseMemory,
        stays: bool,
        note: Callable[[tuple[Any, ...]], object] | None = None,
        number: int = 0,
    ) -> None:
        self._batch = batch
        self._coroutine = table
        self._over = over
        self._memory = memory
        self._stays = stays
        self._note, self.number, self.nth = note, number, 0
        self.match: list[Any] | None = None
        self.codes = "", ""
        self.alarm = Alarm(batch, self._late)
        self.watchers: tuple[Guest, ...] = ()

    def seat(self, pair: tuple[str, str], players: tuple[Guest | None, Guest], seed: bytes, seat: Seat) -> None:
        """Let two sit down; their match begins before anything else happens, since keys may have come already."""
        self.sit_down(pair, players)
        new = self.nth == 0 and players[0] is None
        self.nth += 1
        self.codes = seat.codes
        kept = self._memory.unpack(players[1].learnt) if new else None
        self._batch.add_next(self.send, "join", None, Start(pair, seed, seat.muted, kept))

    def sit_down(self, pair: tuple[str, str], players: tuple[Guest | None, Guest]) -> None:
        """Let two sit at this table, where their match goes on, or begins."""
        self.pair, self.players, self.began = pair, players, self._batch.now
        for player, guest in enumerate(players):
            if guest:
                guest.stop_waiting()
                guest.table, guest.player = self, player
        self.listen()

    def send(self, word: str, whom: Any = None, what: Any = None) -> None:
        """Tell the coroutine what has happened, and carry out its commands."""
        commands = self._coroutine.send((word, whom, what))
        if commands is None:
            self.log.debug("{pair}: no use for {word} {whom}", pair=self.pair, word=word, whom=whom)
            return
        if self._note and word != "watch":  # which changes nothing
            self._note((self.number, word, whom, what))
        told = self._batch.told
        for word, whom, what in commands:
            if word == "tell":
                for guest in self._hears[HEARERS[whom]]:
                    facts = guest.facts
                    if not facts:
                        told.append(guest)
                    facts.append(what)
            elif word == "clock":
                self.alarm.set(what)
            elif word in NOTED:
                if self._note:
                    self._note((self.number, word, whom, what))
                if word == "over":
                    self._end(what)
            elif word == "ask":
                self._batch.add_next(self.send, "answer", None, self._memory.send("ask", self, what))
            elif word == "note":
                self._memory.send("ask", self, what)
            elif word == "learnt":
                self._learn(self.players[whom], what)
            elif word == "fault":
                self.log.failure(FAULTS[whom], Failure(what), pair=self.pair)
            elif word == "show":
                self._show(whom, what)
        commands.clear()  # the coroutine keeps the list until its next event

    def _show(self, name: str, fact: Fact) -> None:
        """Tell one of those who watch how the match stands."""
        for guest in self.watchers:
            if guest.name == name:
                self._batch.tell(guest, fact)

    def is_hosted(self) -> bool:
        """Return whether a host plays here, whose table it is."""
        return self._stays

    def _learn(self, guest: Guest | None, kept: Any) -> None:
        """Note what the house keeps of a guest, or what it kept before, where this cannot be."""
        if guest:
            guest.learnt = self._memory.pack(kept) or guest.learnt

    def lose_line(self, player: int) -> None:
        """The line to a player is lost, and their seat is kept."""
        self.send("away", player, self.alarm.left())

    def come_back(self, player: int) -> None:
        """A player is back."""
        self.send("back", player, self.alarm.left())

    def adjourn(self) -> None:
        """Tell the table nothing any more, since its match goes on at another time."""
        for guest in self.players:
            if guest and guest.table is self:
                guest.table = None
        self.close()

    def show_to(self, guest: Guest) -> None:
        """Let somebody watch, and show them how the match stands before anything else happens."""
        self.watchers += (guest,)
        guest.watched = self
        self.listen()
        self._batch.add_next(self.send, "watch", guest.name)

    def hide_from(self, guest: Guest) -> None:
        """Let somebody watch no more."""
        self.watchers = tuple(watcher for watcher in self.watchers if watcher is not guest)
        guest.watched = None
        self.listen()

    def listen(self) -> None:
        """Find out anew who hears what, since somebody has come or gone."""
        there = [(guest,) if guest and guest.table is self else () for guest in self.players]
        players = there[0] + there[1]
        everybody = players + self.watchers if self.watchers else players
        self._hears: Sequence[tuple[Guest, ...]] = (*there, players, self.watchers, everybody)

    def close(self) -> None:
        """Nobody comes to this table any more: let go at once of all that would be garbage for a while otherwise."""
        if self._coroutine is not CLOSED:
            self._coroutine.close()
            self._coroutine = CLOSED
        self.alarm.close()

    def _end(self, ending: Ending) -> None:
        for guest in self.players:
            if guest and guest.table is self:
                guest.table = None
        if not self._stays:
            for guest in self.watchers:
                guest.watched = None
            self.watchers = ()
        self._memory.send("over", self, ending.how == "played")
        self._over(self, ending)

    def _late(self) -> None:
        if self.alarm.rings():
            self.send("late")

"""The lobby in the hall: its coroutine, and the people who are in. It carries out what the coroutine decides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from os import urandom
from time import time
from typing import Any

from twisted.logger import LogLevel

from ..coroutines.games import Game
from ..coroutines.lobby import Lobby
from ..coroutines.match import Command, Ending, Seat
from ..memory import HouseMemory
from ..store.history import Past
from ..store.journal import Journal
from ..store.records import Records
from .batch import Batch, Door
from .chronicle import Chronicle, note_match
from .keeping import COMMANDS, Keeping
from .people import Guest, kind_of
from .registry import Registry
from .seating import Seating

SEED = 16  # bytes, of which all chance in a match comes
OWNERS = {"host": 0, "house": 1, "practice": 1}  # the player to whom a table belongs, by its kind


class Reception:
    """All who are in, and the tables where matches are on.

    :param batch: where what happens waits its turn, and people are told
    :param lobby: decides
    :param tables: make a table, by its kind, as a Seat says it
    :param memory: what the house remembers of all guests
    :param game: what is played
    :param journal: takes what tables are told; None where nothing is kept
    :param draw_code: returns what may be a code by which somebody comes back to their seat; None where none is kept
    :param unfinished: the matches that were on when the server went down: the tables 1, 2 and so on of the journal
    :param records: what is known of people with names; None where nothing is
    :ivar make: makes a table, by its kind
    :ivar note: takes what a table is told, for the journal; None where nothing is kept
    :ivar keeping: the seats that are kept
    :ivar registry: who has which name
    :ivar people: who is in, by their ids
    :ivar tables: where a match is on
    :ivar played: how many seats of matches that are over were taken, by the kind of the door
    :ivar closing: whether nothing is logged of those who leave, since all do
    """

    def __init__(
        self,
        batch: Batch,
        lobby: Lobby,
        tables: Mapping[str, Callable[[], Any]],
        memory: HouseMemory,
        game: Game,
        journal: Journal | None = None,
        draw_code: Callable[[], str] | None = None,
        unfinished: Sequence[Past] = (),
        records: Records | None = None,
    ) -> None:
        self._batch = batch
        self._lobby = lobby
        self.make = tables
        self._memory = memory
        self._game = game.name
        self.note = journal.note if journal else None
        self._tables = len(unfinished)  # that there were
        self._came = max([past.last_guest() for past in unfinished], default=0)
        self._draw_code = draw_code or str
        self.keeping = Keeping(self, batch, game, journal if draw_code else None, unfinished)
        self.registry = Registry(self, batch, records, journal.id if journal else "")
        self.chronicle = Chronicle(batch.clock)
        self.people: dict[str, Guest] = {}
        self.tables: set[Seating] = set()
        self.played: Counter[str] = Counter()
        self.closing = False
        self.wall_clock = time  # in seconds since 1970: what bans go by

    def enter(self, door: Door, peer: str, address: str = "", name: str = "") -> str:
        """Give somebody who has come an id, *name* if it is free; return it."""
        if not name or name in self.people:
            name = self.new_id()
        self.people[name] = Guest(name, door, peer, address, self._batch.clock.seconds())
        return name

    def new_id(self) -> str:
        """Return an id for somebody without a name."""
        self._came += 1
        return f"guest {self._came}"

    def arrival(self, address: str, known: bool) -> tuple[str, float, str, bool]:
        """Return what the lobby is told of a guest who comes from *address*; *known*: they might have a name."""
        return address, self.wall_clock(), self._draw_code(), known

    def whose(self, name: str, door: Door | None) -> str:
        """Return who has a door by which *name* has come, who may have another by now; '' if nobody has it."""
        guest = self.people.get(name)
        if door is None or (guest and guest.door is door):
            return name if guest else ""
        return next((guest.name for guest in self.people.values() if guest.door is door), "")

    def send(self, word: str, whom: Any, what: Any = None) -> bool:
        """Tell the lobby what has happened, and carry out its commands; return whether it made sense."""
        commands = self._lobby.send((word, whom, what))
        if commands is None:
            address = self.people[whom].address if whom in self.people else ""
            line = "the lobby: no use for {word} {whom}"
            self.chronicle.note("no use", address, line, LogLevel.debug, word=word, whom=whom)
            return False
        self._carry_out(iter(commands))
        return True

    def _carry_out(self, commands: Iterator[Command]) -> None:
        for word, whom, what in commands:
            if word == "seat":
                self._seat(whom, what)
                continue
            guest = self.people[whom]
            if word == "tell":
                self._batch.tell(guest, what)
            elif word == "wait":
                guest.wait(what, self._batch, self._waited)
            elif word == "watch":
                self._batch.add_next(self._carry_out, commands)  # the others, when they have seen how it stands
                self._watch(guest, self.people.get(what))
                return
            elif word == "break off":
                self._break_off(guest)
            elif word in COMMANDS:
                self.keeping.carry_out(word, guest, what)
            elif word == "admit":
                self._batch.tally.guests[kind_of(guest.door)] += 1
                self.chronicle.note("came", guest.address, "{guest} came", guest=str(guest))
            else:
                if word == "turned away":
                    self._batch.tally.refuse(what)
                self._batch.dismiss(guest)
                self.forget(guest, word, what)

    def census(self) -> Counter[tuple[str, str]]:
        """Return how many are in, by the kind of their door and by what they do."""
        return Counter((kind_of(guest.door), state) for guest, state in self.whereabouts())

    def whereabouts(self) -> list[tuple[Guest, str]]:
        """Return all who are in, each with what they do."""
        where = self._lobby.send(("where", None, None)) or ()
        return [(self.people[person], state) for _, person, state in where]

    def cut_off(self) -> None:
        """End all matches."""
        for seats in self.tables:
            self._batch.add(seats.send, "stop")

    def forget(self, guest: Guest, word: str, why: str) -> None:
        """Somebody has gone, or is to go: they wait and play no more. *word* and *why* are for the log."""
        del self.people[guest.name]
        self.registry.forget(guest)
        self.keeping.elsewhere.leave(guest.name)
        guest.stop_waiting()
        self._break_off(guest)
        for seats in filter(None, guest.own):
            self._batch.add(seats.close)
        guest.own = [None, None]
        if not self.closing:
            self.chronicle.note(word, guest.address, "{guest} {word}: {why}", guest=str(guest), word=word, why=why)

    def _break_off(self, guest: Guest) -> None:
        """Let somebody play no more, if they do."""
        seats, guest.table = guest.table, None
        if seats:
            seats.listen()
            self._batch.add(seats.send, "leave", guest.player)

    def _seat(self, pair: tuple[str, str], seat: Seat) -> None:
        players = self.people.get(pair[0]), self.people[pair[1]]
        player = OWNERS.get(seat.kind, 0)
        owner = players[player] if seat.kind in OWNERS else None
        seats = owner.own[player] if owner else None
        if seats is None:
            seats = self._table(seat.kind)
        if owner:
            owner.own[player] = seats
        self.keeping.sit(seats.number, pair, seat.codes)
        self.registry.begins(seats, pair, players)
        seats.seat(pair, players, urandom(SEED), seat)
        self.tables.add(seats)

    def _table(self, kind: str) -> Seating:
        """Return another table, of a kind."""
        self._tables += 1
        if self.note:
            self.note((self._tables, "table", None, kind))
        return self.seating(kind, self.make[kind](), self._tables)

    def seating(self, kind: str, table: Any, number: int) -> Seating:
        return Seating(self._batch, table, self._over, self._memory, kind == "host", self.note, number)

    def _watch(self, guest: Guest, player: Guest | None) -> None:
        if guest.watched:
            guest.watched.hide_from(guest)
        if player and player.table:
            player.table.show_to(guest)

    def _waited(self, guest: Guest) -> None:
        if guest.alarm and guest.alarm.rings():
            self.send("waited", guest.name)

    def _over(self, seats: Seating, ending: Ending) -> None:
        self.tables.discard(seats)
        self._batch.tally.matches[ending.how] += 1
        self.played.update(kind_of(player.door) for player in seats.players if player)
        note_match(self.chronicle, seats, ending, self._game, self._batch.now - seats.began)
        self._batch.add(self.keeping.end, seats, ending)
        self.registry.over(seats, ending)
        if not any(player and seats in player.own for player in seats.players):
            self._batch.add(seats.close)

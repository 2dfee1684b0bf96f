"""The hall: takes each event to the coroutine that it is for, in its turn, and decides nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Any

from twisted.internet.defer import Deferred
from twisted.internet.interfaces import IReactorTime
from twisted.logger import Logger

from ..coroutines.codes import mark_of
from ..coroutines.facts import Fact
from ..coroutines.games import Game
from ..coroutines.lobby import lobby
from ..coroutines.tables import tables
from ..memory import HouseMemory
from ..store.history import Past
from ..store.journal import Journal
from ..store.records import Records
from ..strategies import Strategy
from .batch import Batch, Door, Person, in_turn
from .office import Office
from .presses import Presses
from .reception import Reception
from .tally import Tally

HOST = "the host"


class Hall:
    """All the people of one server.

    :param clock: what the tables and the guests wait on
    :param game: what is played
    :param best_of: the games of a match, odd and positive
    :param timeout: the whole seconds that a guest has for a throw
    :param house: the strategy of the house; None where it does not play
    :param remembered: what the house's memory had saved, None at the first start
    :param house_after: the seconds that a guest is alone before the house plays them
    :param open_house: whether guests play each other and the house while there is no host
    :param max_guests: how many may be in, the host not counted; 0 is no limit
    :param max_per_address: how many of them may come from one address; 0 is no limit
    :param journal: takes all that tables are told; None where nothing is kept
    :param draw_code: returns what may be a code by which somebody comes back to their seat; None where none is kept
    :param unfinished: the matches that were on when the server went down
    :param records: what is known of people with names; None where nobody has one
    :raise ValueError: where *best_of* is even or not positive, or the strategy cannot play the game
    :ivar game: the same, as are max_guests and max_per_address
    :ivar tally: counts what happens
    :ivar takes_codes: whether somebody may come back to their seat by a code
    :ivar batch: where what happens waits its turn
    :ivar memory: what the house remembers of all guests
    :ivar keeping: the seats that are kept
    :ivar registry: who has which name
    :ivar office: where operators say what is to be done
    """

    _drained: Deferred[None] | None = None
    log = Logger()

    def __init__(
        self,
        clock: IReactorTime,
        game: Game,
        *,
        best_of: int = 9,
        timeout: int = 30,
        house: Strategy | None = None,
        remembered: Any = None,
        house_after: float = 3,
        open_house: bool = False,
        max_guests: int = 0,
        max_per_address: int = 0,
        journal: Journal | None = None,
        draw_code: Callable[[], str] | None = None,
        unfinished: Sequence[Past] = (),
        records: Records | None = None,
    ) -> None:
        kinds = tables(game, best_of, timeout, house)
        rules: Any = {"max_guests": max_guests, "max_per_address": max_per_address, "names": records is not None}
        decides = lobby(game, best_of, house_after if house else None, open_house, **rules)
        self.game = game
        self.max_guests, self.max_per_address = max_guests, max_per_address
        self.tally = Tally()
        self.batch = Batch(clock, self._lose, self._settled, self.tally, journal.write if journal else None)
        self.memory = HouseMemory(house, remembered)
        draws = None if mark_of(game.throws) is None else draw_code
        self.takes_codes = draws is not None
        self._reception = Reception(self.batch, decides, kinds, self.memory, game, journal, draws, unfinished, records)
        self._presses = Presses(self._reception, self.batch, game)
        self._people = self._reception.people
        self.keeping, self.registry = self._reception.keeping, self._reception.registry
        self.office = Office(self.batch, self._reception, (max_guests, max_per_address), journal)

    # What the doors tell; a guest who has gone before it is its turn is not heard any more

    def host(self, door: Door, peer: str = "", notices: Iterable[Fact] = (), closes: bool = False) -> str:
        """Let the host in, by a door that knows no limits, and tell them *notices*; return their id.

        :param peer: where they come from, for the log
        :param closes: whether the house closes when they leave
        """
        name = self._reception.enter(door, peer, "", HOST)
        self.batch.add(self._reception.send, "host", name, (notices, closes))
        return name

    def enter(self, door: Door, peer: str, address: str = "", key: str = "", named: bool = False) -> str:
        """Let a guest in, if there is room; return their id.

        :param peer: where they come from, for the log
        :param address: the same, as limits count it; '' is none
        :param key: the fingerprint of their ssh key, by which they may be known; '' is none
        :param named: whether they will prove a name at once
        """
        name = self._reception.enter(door, peer, address)
        known = (named or bool(key)) and self.registry.keeps
        self.batch.add(self._reception.send, "came", name, self._reception.arrival(address, known))
        if known and key:
            self.registry.inquiries.recognize(name, key)
        return name

    def press(self, name: str, keys: str) -> None:
        """Somebody has pressed *keys*, one after another; those after a match has begun or ended are dropped."""
        self.batch.add(self._presses.press, name, keys)

    @in_turn
    def tell(self, name: str, fact: Fact) -> None:
        """Say what the door itself has to say."""
        if name in self._people:
            self.batch.tell(self._people[name], fact)

    @in_turn
    def announce(self, name: str, fact: Fact) -> None:
        """Say what the door itself has to say, before all else that they are told at the same time."""
        if name in self._people:
            self.batch.tell(self._people[name], fact)
            self._people[name].facts.insert(0, self._people[name].facts.pop())

    @in_turn
    def dismiss(self, name: str, fact: Fact, why: str) -> None:
        """Tell somebody a fact, and close the door behind them; *why* is for the log."""
        if name in self._people:
            self.batch.tell(self._people[name], fact)
            self.batch.dismiss(self._people[name])
            self._reception.forget(self._people[name], "left", why)
            self._reception.send("left", name)

    @in_turn
    def leave(self, name: str, why: str, door: Door | None = None, keeps: bool = True) -> None:
        """Somebody's door has closed; *why* is for the log. *keeps*: their seat may be kept."""
        owner = self._reception.whose(name, door)
        if owner:
            self._reception.send("lost", owner, (why, keeps))

    @in_turn
    def types(self, name: str) -> None:
        """Somebody has typed a part of a code."""
        self._reception.send("types", name)

    @in_turn
    def come_back(self, name: str, code: str) -> None:
        """Somebody has typed a code, or only the beginning of one."""
        if name in self._people:
            asks = self.keeping.elsewhere.asks
            self._reception.send("code", name, (code, self._reception.wall_clock(), asks))

    def bring(self, door: Door, peer: str, address: str, known: str) -> str:
        """Let a guest in whom another process passes on, to the seat of this code or name; return their id."""
        name = self._reception.enter(door, peer, address)
        self.batch.add(self._reception.send, "brought", name, (known, address, self._reception.wall_clock()))
        return name

    # What the server tells, and asks

    def drain(self, seconds: float) -> Deferred[None]:
        """Let no match begin any more, and say how long those that are on may take; return a Deferred: none is on."""
        self._drained = Deferred()
        self.office.stopping = True
        self.batch.add(self._reception.send, "drain", None, seconds)
        return self._drained

    def close(self) -> None:
        """Say good-bye to everybody at once, with one line in the log for all; matches are cut off, or kept."""
        self.batch.run()
        if self._people:
            self.log.info("people told good-bye: {people}", people=len(self._people))
        self._reception.closing = self.office.stopping = True
        self.batch.add(self.keeping.stop)
        self.batch.add(self._reception.cut_off)
        self.batch.run()
        self._reception.chronicle.close()

    def census(self) -> Counter[tuple[str, str]]:
        """Return how many are here, by the kind of their door and by what they do, one of STATES."""
        return self._reception.census()

    def status(self) -> str:
        """Return in a line how many are here."""
        people, matches = len(self._people), len(self._reception.tables)
        playing = sum(guest.table is not None for guest in self._people.values())
        return f"people: {people}, matches: {matches}, waiting: {people - playing}"

    def _lose(self, person: Person) -> None:
        """Cut off somebody whose door has failed."""
        with suppress(Exception):
            person.door.abort()
        self.leave(person.name, "their door has failed")

    def _settled(self) -> None:
        if self._drained and not self._drained.called and not self._reception.tables:
            self._drained.callback(None)

"""Who is in: takes what guests press to their table, and carries out what the lobby decides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from twisted.internet.defer import Deferred
from twisted.internet.interfaces import IReactorTime
from twisted.logger import Logger

from .coroutines.games import Game
from .coroutines.keys import ENTER
from .coroutines.lobby import HOUSE, lobby
from .coroutines.strategies import Strategy
from .guest import Door, Guest, Seats
from .round import Round
from .table import Match, Table

LEAVE = {"q", "\x03", "\x04"}  # and Ctrl-C and Ctrl-D
HELP = "?"
PRESS_ENTER = "Where a key alone does nothing, press Enter after it."


class Hall:
    """All the people of one server.

    :param clock: what the tables and the lobby wait on
    :param game: what is played
    :param best_of: the games of a match, odd and positive
    :param timeout: the whole seconds that a guest has for a throw
    :param house: makes the strategy of a table where the house plays; None where it does not
    :param house_after: the seconds that a guest is alone before the house plays them
    :param open_house: whether guests play each other and the house while there is no host
    :param max_guests: how many may be in, the host not counted; 0 is no limit
    :param max_per_address: how many of them may come from one address; 0 is no limit
    :ivar round: where the doors let people be heard
    """

    log = Logger()

    def __init__(
        self,
        clock: IReactorTime,
        game: Game,
        best_of: int = 9,
        timeout: int = 30,
        house: Callable[[], Strategy] | None = None,
        house_after: float = 3,
        open_house: bool = False,
        max_guests: int = 0,
        max_per_address: int = 0,
    ) -> None:
        self._clock = clock
        self._game = game
        self._best_of = best_of
        self._timeout = timeout
        self._house = house
        self._max_guests = max_guests
        self._max_per_address = max_per_address
        watch_key = "w" if "w" not in game.throws else ENTER
        throws = ", ".join(f"{key} {throw}" for key, throw in game.throws.items())
        self._keys = f"Keys: {throws}; ? shows them, q leaves."
        self._welcome = f"This is {game.name}, best of {best_of}."
        self.round = Round(clock)
        self._lobby = lobby(house_after if house else None, open_house, watch_key)
        self._guests: set[Guest] = set()
        self._addresses: Counter[str] = Counter()
        self._host: Guest | None = None
        self._host_table: Table | None = None
        self._tables: set[Table] = set()  # where a match is on
        self._came = 0
        self._closing = False
        self._drained: Deferred[None] | None = None

    # What the doors tell; who has gone already is not heard any more

    def host(self, door: Door, name: str, notices: Iterable[str] = ()) -> Guest | None:
        """Let the host in, by a door of their own that knows no limits, and tell them *notices*.

        None where there is one already.
        """
        if self._host:
            self._refuse(door, name, "There is a host already. Please come again later.")
            return None
        self._host = Guest(door, name, "the host")
        self._host_table = self._new_table()
        return self._enter(self._host, "host", notices)

    def enter(self, door: Door, name: str, address: str = "") -> Guest | None:
        """Let a guest in from *address*; None where there is no room."""
        if self._max_guests and len(self._guests) - (self._host is not None) >= self._max_guests:
            self._refuse(door, name, "The house is full. Please come again later.")
            return None
        if address and 0 < self._max_per_address <= self._addresses[address]:
            self._refuse(door, name, "Too many guests have come from your address. Please come again later.")
            return None
        self._came += 1
        return self._enter(Guest(door, name, f"guest {self._came}", address), "came")

    def press(self, guest: Guest, keys: str) -> None:
        """*guest* has pressed *keys*, one after another; those after the end of a match are dropped."""
        table = guest.table
        if table is None:
            keys = keys.removesuffix(ENTER) or ENTER  # it ends a line, or else is a key of its own
        for key in keys:
            if guest.table is not table or guest not in self._guests:
                break
            if key in LEAVE:
                self.dismiss(guest, "Good-bye.")
            elif key == HELP:
                self.round.tell(guest, self._keys)
                self.round.tell(guest, PRESS_ENTER)
            elif table is None:
                self._decide("key", guest, key)
            elif key != ENTER:  # harmless in play: people press it after a key, and line-mode clients must
                table.key(guest.player, key)

    def tell(self, guest: Guest, line: str) -> None:
        """Say what the door itself has to say."""
        if guest in self._guests:
            self.round.tell(guest, line)

    def dismiss(self, guest: Guest, line: str) -> None:
        """Say *line* to *guest*, and close the door behind them."""
        if guest in self._guests:
            self.round.tell(guest, line)
            self.round.dismiss(guest)
            self.leave(guest, line)

    def leave(self, guest: Guest, why: str) -> None:
        """*guest* has gone; *why* is for the log."""
        if guest in self._guests:
            self._forget(guest, why)
            self._decide("left", guest)
            if guest.table:
                guest.table.leave(guest.player)

    # What the server tells

    def drain(self) -> Deferred[None]:
        """Let no match begin any more; return a Deferred that fires when none is on."""
        self._drained = Deferred()
        self._decide("drain")
        if not self._tables:
            self._drained.callback(None)
        return self._drained

    def close(self) -> None:
        """Say good-bye to everybody, with one line in the log for all; what is on is cut off."""
        self._closing = True
        if self._guests:
            self.log.info("people told good-bye: {people}", people=len(self._guests))
        for guest in self._guests:
            self.round.tell(guest, "The server is stopping. Good-bye.")
            self.round.dismiss(guest)
            self._stop_waiting(guest)
            if guest.table:
                guest.table.close()
        self._guests.clear()
        self.round.end()

    def status(self) -> str:
        """Return in a line how many are here."""
        playing = sum(guest.table in self._tables for guest in self._guests)
        return f"people: {len(self._guests)}, matches: {len(self._tables)}, waiting: {len(self._guests) - playing}"

    # What becomes of it

    def _enter(self, guest: Guest, event: str, notices: Iterable[str] = ()) -> Guest:
        self.log.info("{name} came", name=guest.name)
        self._guests.add(guest)
        self._addresses[guest.address] += 1
        for line in (self._welcome, *notices, self._keys, PRESS_ENTER):
            self.round.tell(guest, line)
        if guest is self._host and self._host_table:
            self._host_table.sit(guest)
        self._decide(event, guest)
        return guest

    def _refuse(self, door: Door, name: str, line: str) -> None:
        door.write([line])
        door.close()
        self.log.info("{name} turned away: {line}", name=name, line=line)

    def _decide(self, *event: Any) -> None:
        for command in self._lobby.send(event) or ():
            match command:
                case ("tell", guest, line):
                    self.round.tell(guest, line)
                case ("seat", player0, guest):
                    self._seat(player0, guest)
                case ("wait", guest, seconds):
                    self._wait(guest, seconds)
                case ("watch", guest, player):
                    self._watch(guest, player.table)
                case ("let go", guest):
                    self._let_go(guest)

    def _seat(self, player0: Any, guest: Guest) -> None:
        self._stop_waiting(guest)
        if player0 is HOUSE:
            assert self._house
            table, opponent, name = self._new_table(house=self._house()), HOUSE, guest.alias
        elif player0 is self._host:
            assert self._host_table
            table, opponent, name = self._host_table, "the host", guest.name
        else:
            self._stop_waiting(player0)
            table, opponent, name = self._new_table(timed=(0, 1)), player0.alias, guest.alias
            table.sit(player0)
        self._tables.add(table)
        table.join(guest, name, opponent)

    def _new_table(self, **kind: Any) -> Table:
        return Table(self._clock, self.round.tell, self._game, self._best_of, self._timeout, self._over, **kind)

    def _over(self, table: Table, match: Match) -> None:
        self._tables.discard(table)
        player0, player1 = match.players
        if player0 is not self._host:
            for guest in list(table.watchers):
                self._watch(guest, None)
        self.log.info(
            "{player0} and {player1} played {game}: {wins[0]} - {wins[1]}, {ending} after {seconds:.0f} s",
            player0=player0.name if player0 else HOUSE,
            player1=player1.name,
            game=self._game.name,
            wins=tuple(match.wins),
            ending=match.ending,
            seconds=match.seconds,
        )
        if self._closing:
            return
        self._decide("over", (player0 or HOUSE, player1), match.gone)
        if self._drained and not self._drained.called and not self._tables:
            self._drained.callback(None)

    def _wait(self, guest: Guest, seconds: float | None) -> None:
        if guest.wait:
            guest.wait.cancel()
        guest.wait = None if seconds is None else self._clock.callLater(seconds, self._waited, guest)

    def _waited(self, guest: Guest) -> None:
        guest.wait = None
        self._decide("waited", guest)

    def _stop_waiting(self, guest: Guest) -> None:
        self._wait(guest, None)
        self._watch(guest, None)

    def _watch(self, guest: Guest, table: Seats | None) -> None:
        if guest.watched:
            guest.watched.watchers.remove(guest)
        guest.watched = table
        if table:
            table.watchers.append(guest)

    def _let_go(self, guest: Guest) -> None:
        if guest in self._guests:
            self._forget(guest, "was let go")
            self.round.dismiss(guest)

    def _forget(self, guest: Guest, why: str) -> None:
        self._guests.remove(guest)
        self._addresses[guest.address] -= 1
        if not self._addresses[guest.address]:
            del self._addresses[guest.address]
        if guest is self._host:
            self._host = None
        self._stop_waiting(guest)
        self.log.info("{name} left: {why}", name=guest.name, why=why)

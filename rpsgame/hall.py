"""Who is in: takes what guests press to their table, and carries out what the lobby decides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from twisted.internet.interfaces import IReactorTime
from twisted.logger import Logger

from .coroutines.games import Game
from .coroutines.keys import ENTER
from .coroutines.lobby import lobby
from .guest import Door, Guest, Outbox
from .table import Table

LEAVE = ("q", "\x03", "\x04")  # and Ctrl-C and Ctrl-D
HELP = "?"
PRESS_ENTER = "Where a key alone does nothing, press Enter after it."
MAX_GUESTS = 100  # a line that nobody would wait through; each costs a few kB
MAX_PER_ADDRESS = 10  # a household or an office behind one address, not a flood


class Hall:
    """All the people of one server: one host's table, and who waits for it.

    :param clock: what the tables' countdowns wait on
    :param game: what is played
    :param best_of: the games of a match, odd and positive
    :param timeout: the whole seconds that a guest has for a throw
    """

    log = Logger()

    def __init__(
        self,
        clock: IReactorTime,
        game: Game,
        best_of: int,
        timeout: int,
        max_guests: int = MAX_GUESTS,
        max_per_address: int = MAX_PER_ADDRESS,
    ) -> None:
        throws = ", ".join(f"{key} {throw}" for key, throw in game.throws.items())
        self._keys = (f"Keys: {throws}; ? shows them, q leaves.", PRESS_ENTER)
        self._welcome = f"This is {game.name}, best of {best_of}."
        self._outbox = Outbox()
        self._table = Table(clock, self._outbox, game, best_of, timeout, lambda guest: self._decide("over", guest))
        self._lobby = lobby()
        self._guests: dict[Guest, str] = {}  # and their addresses
        self._addresses: Counter[str] = Counter()
        self._max_guests = max_guests
        self._max_per_address = max_per_address

    # What the doors tell

    def host(self, door: Door, name: str, notices: Iterable[str] = ()) -> Guest:
        """Let the host in, by a door of their own that knows no limits, and tell them *notices*."""
        return self._enter("host", Guest(name, door), "", notices)

    def enter(self, door: Door, name: str, address: str = "") -> Guest | None:
        """Let a guest in from *address*, of which no more than so many may come; None where there is no room."""
        refusal = None
        if len(self._guests) >= self._max_guests:
            refusal = "The house is full. Please come again later."
        elif address and self._addresses[address] >= self._max_per_address:
            refusal = "Too many guests have come from your address. Please come again later."
        if refusal:
            door.write(refusal + "\n")
            door.close()
            self.log.info("{name} turned away: {refusal}", name=name, refusal=refusal)
            return None
        return self._enter("came", Guest(name, door), address)

    def press(self, guest: Guest, keys: str) -> None:
        """*guest* has pressed *keys*, one after another."""
        for key in keys:
            if guest not in self._guests:
                break
            self._key(guest, key)
        self._outbox.flush()

    def tell(self, guest: Guest, line: str) -> None:
        """Say what the door itself has to say."""
        self._outbox.tell(guest, line)
        self._outbox.flush()

    def dismiss(self, guest: Guest, line: str) -> None:
        """Say *line* to *guest*, and close the door behind them."""
        self._outbox.tell(guest, line)
        self._outbox.dismiss(guest)
        self.leave(guest, line)

    def leave(self, guest: Guest, why: str) -> None:
        """*guest* has gone; *why* is for the log."""
        if guest in self._guests:
            self._forget(guest, why)
            self._decide("left", guest)
            if guest.table:
                guest.table.leave(guest.player)
            self._outbox.flush()

    def close(self) -> None:
        """Say good-bye to everybody."""
        self._table.close()
        for guest in list(self._guests):
            self._outbox.tell(guest, "The server is stopping. Good-bye.")
            self._let_go(guest, "the server stops")
        self._outbox.flush()

    # What becomes of it

    def _enter(self, event: str, guest: Guest, address: str, notices: Iterable[str] = ()) -> Guest:
        self.log.info("{name} came", name=guest.name)
        self._guests[guest] = address
        self._addresses[address] += 1
        self._outbox.tell(guest, self._welcome, *notices, *self._keys)
        if event == "host":
            self._table.host(guest)
        self._decide(event, guest)
        self._outbox.flush()
        return guest

    def _key(self, guest: Guest, key: str) -> None:
        if key in LEAVE:
            self.dismiss(guest, "Good-bye.")
        elif key == HELP:
            self._outbox.tell(guest, *self._keys)
        elif key == ENTER:
            pass  # harmless: people press it after a key, and line-mode clients must
        elif guest.table:
            guest.table.key(guest.player, key)
        else:
            self._outbox.tell(guest, "You are in the line, and your turn comes. q leaves.")

    def _decide(self, event: str, person: Guest) -> None:
        for command in self._lobby.send((event, person)) or ():
            match command:
                case ("tell", Guest() as guest, str(line)):
                    self._outbox.tell(guest, line)
                case ("watch", Guest(), Guest() as guest):
                    self._table.watchers[guest] = None
                case ("seat", Guest(), Guest() as guest):
                    self._table.watchers.pop(guest, None)
                    self._table.join(guest)
                case ("let go", Guest() as guest):
                    self._let_go(guest, "the match is over")

    def _let_go(self, guest: Guest, why: str) -> None:
        if guest in self._guests:
            self._forget(guest, why)
            self._outbox.dismiss(guest)

    def _forget(self, guest: Guest, why: str) -> None:
        address = self._guests.pop(guest)
        self._addresses[address] -= 1
        if not self._addresses[address]:
            del self._addresses[address]
        self._table.watchers.pop(guest, None)
        self.log.info("{name} left: {why}", name=guest.name, why=why)

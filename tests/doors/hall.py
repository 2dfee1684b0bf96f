"""A hall that decides nothing, and keeps what doors tell it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from twisted.internet.task import Clock

from rpsgame.coroutines.facts import Fact, Remark
from rpsgame.coroutines.games import ROCK_PAPER_SCISSORS, Game
from rpsgame.hall.batch import Batch, Door
from rpsgame.hall.tally import Tally

GREETING = Remark("Hello.")
HELP = Remark("Keys: r, p, s.")


class DoorsHall:
    """What a door may ask of a hall; it greets, answers ``?``, and lets go whom a door sends away, as a batch ends.

    :ivar came: who has come in: how they came, where from, and what counts as one address
    :ivar pressed: all keys
    :ivar told: the facts that doors had to tell
    :ivar codes: what they have typed of codes, with a digit that completes nothing as "."
    :ivar takes_codes: whether people come back by codes
    :ivar announced: what they have to tell before all else, by guest; at first it is the greeting
    :ivar left: why people left, for the log
    :ivar bans: the addresses from which nobody may come
    """

    def __init__(self, game: Game = ROCK_PAPER_SCISSORS, max_guests: int = 0, max_per_address: int = 0) -> None:
        self.game = game
        self.max_guests, self.max_per_address = max_guests, max_per_address
        self.clock = Clock()
        self.tally = Tally()
        self.bans: set[str] = set()
        self.registry = SimpleNamespace(keeps=False)
        self.office = SimpleNamespace(screen="", plays=True, banned=self.bans.__contains__)
        self.batch = Batch(self.clock, lambda person: None, lambda: None)
        self.doors: dict[str, Door] = {}
        self.came: list[tuple[str, ...]] = []
        self.takes_codes = True
        self.pressed = ""
        self.codes: list[str] = []
        self.told: list[Fact] = []
        self.left: list[str] = []
        self.announced: dict[str, list[Fact]] = {}

    def enter(self, door: Door, peer: str, address: str = "", key: str = "", named: bool = False) -> str:
        return self._let_in(door, "guest", peer, address)

    def host(self, door: Door, peer: str, notices: Any = (), closes: bool = False) -> str:
        return self._let_in(door, "host", peer)

    def press(self, guest: str, keys: str) -> None:
        self.pressed += keys
        if "?" in keys:
            self.clock.callLater(0, self.doors[guest].write, [HELP])

    def types(self, guest: str) -> None:
        assert guest in self.doors
        self.codes.append(".")

    def come_back(self, guest: str, code: str) -> None:
        assert guest in self.doors
        self.codes.append(code)

    def tell(self, guest: str, fact: Fact) -> None:
        assert guest in self.doors
        self.told.append(fact)

    def announce(self, guest: str, fact: Fact) -> None:
        self.announced.setdefault(guest, []).insert(0, fact)

    def dismiss(self, guest: str, fact: Fact, why: str) -> None:
        door = self.doors.pop(guest, None)
        if door:
            self.left.append(why)
            self.clock.callLater(0, door.write, [fact])
            self.clock.callLater(0, door.close)

    def leave(self, guest: str, why: str, door: object = None, keeps: bool = True) -> None:
        if self.doors.pop(guest, None):
            self.left.append(why)

    def _let_in(self, door: Door, *who: str) -> str:
        self.came.append(who)
        guest = f"guest {len(self.came)}"
        self.doors[guest] = door
        self.announced[guest] = [GREETING]
        self.clock.callLater(0, door.write, self.announced[guest])
        return guest

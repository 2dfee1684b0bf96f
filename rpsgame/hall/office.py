"""The office: carries out what operators say, and tells them how things stand in the hall."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager

from twisted.logger import Logger

from ..coroutines.bans import Bans, Network
from ..coroutines.commands import Order
from ..coroutines.control import FAULT, control
from ..coroutines.facts import HouseSays
from ..coroutines.reports import Kept, Presence, Status
from ..store.bans import KeptBans
from ..store.journal import Journal
from ..store.state import State
from .alarm import Alarm
from .batch import Batch
from .people import kind_of
from .reception import Reception


class Operator:
    """One operator: drives the coroutine that understands them.

    :param screens: the names of all that people may see at first
    """

    log = Logger()

    def __init__(self, office: Office, screens: Collection[str]) -> None:
        self._office = office
        self._screens = screens
        self._control = control(screens)

    def hear(self, line: bytes) -> list[str]:
        """Do what an operator says, within a batch; return the lines that answer it. A fault costs that line only."""
        try:
            said = self._control.send(line)
            while isinstance(said, Order):
                said = self._control.send(self._office.carry_out(said))
            return said or []
        except Exception:
            self.log.failure("A fault of the office")
            self._control = control(self._screens)
            return [FAULT]


class Office:
    """What operators rule: who may come in, and whether matches begin.

    :param reception: where everybody is
    :param limits: how many may be in, and from one address
    :param journal: of which it is told what could not be written
    :ivar screen: what everybody sees at first who comes from now on, '' where each door has its own
    :ivar stopping: whether no match can begin any more
    """

    log = Logger()

    def __init__(
        self, batch: Batch, reception: Reception, limits: tuple[int, int], journal: Journal | None = None
    ) -> None:
        self._batch = batch
        self._journal = journal
        self._reception = reception
        self._limits = limits
        self._began = batch.clock.seconds()
        self._bans = Bans()
        self._kept = KeptBans()
        self._cut_off = Alarm(batch, self._late)
        self._draining = False
        self.screen = ""
        self.stopping = False
        self._carries_out: dict[str, Callable[..., object]] = {
            "status": self._status,
            "who": self._who,
            "bans": self._bans_left,
            "say": self._say,
            "kick": self._kick,
            "ban": self._ban,
            "unban": self._unban,
            "unname": reception.registry.inquiries.take_away,
            "screen": self._show_first,
            "drain": self._drain,
            "resume": self._resume,
        }

    @contextmanager
    def keeping(self, state: State | None) -> Iterator[None]:
        """Within it bans are kept in a folder, and those hold that were kept before; None keeps nothing."""
        self._kept = KeptBans(state)
        self._heed(self._kept.read())
        self._began = self._batch.clock.seconds()
        yield
        self._cut_off.set(None)

    @property
    def plays(self) -> bool:
        """Whether matches may begin."""
        return not (self.stopping or self._draining)

    def banned(self, address: str) -> bool:
        """Return whether nobody may come from an address, as a door describes it; cheap for each connection."""
        return self._bans.hold(address, self._reception.wall_clock())

    def operator(self, screens: Collection[str]) -> Operator:
        """Return what understands one operator."""
        return Operator(self, screens)

    def carry_out(self, order: Order) -> object:
        """Do what an operator has ordered, within a batch; return what has come of it."""
        done = self._carries_out[order.word](*() if order.what is None else (order.what,))
        if order.log and done is not False:
            self.log.info("operator: {order}", order=order.log)
        return done

    # What an operator may ask

    def _status(self) -> Status:
        reception, tally = self._reception, self._batch.tally
        return Status(
            seconds=self._batch.clock.seconds() - self._began,
            draining="the server is stopping" if self.stopping else "yes" if self._draining else "no",
            screen=self.screen,
            limits=self._limits,
            people=reception.census(),
            came=tally.guests,
            on=len(reception.tables),
            endings=tally.matches,
            players=reception.played,
            refusals=tally.refusals,
            bans=len(self._bans.at(self._reception.wall_clock())),
            lost=self._journal.lost if self._journal else None,
        )

    def _who(self) -> list[Presence]:
        now = self._batch.clock.seconds()
        people = []
        for guest, state in self._reception.whereabouts():
            does = f"{state} {guest.table.pair[1 - guest.player]}" if guest.table else state
            people.append(Presence(guest.name, kind_of(guest.door), guest.peer, does, now - guest.came))
        return people

    def _bans_left(self) -> list[tuple[Network, float | None]]:
        now = self._reception.wall_clock()
        return [(network, until and until - now) for network, until in self._bans.at(now).items()]

    # What an operator may order

    def _say(self, text: str) -> int:
        people = self._reception.people.values()
        for person in people:
            self._batch.tell(person, HouseSays.once(text))
        return len(people)

    def _kick(self, name: str) -> None:
        self._reception.send("kick", name)

    def _ban(self, what: tuple[Network, float | None]) -> Kept:
        network, seconds = what
        now = self._reception.wall_clock()
        return self._change(self._bans.ban(network, None if seconds is None else now + seconds, now))

    def _unban(self, network: Network) -> Kept:
        return self._change(self._bans.unban(network, self._reception.wall_clock()))

    def _show_first(self, name: str) -> None:
        self.screen = name

    def _drain(self, seconds: float | None = None) -> bool:
        if not self._reception.send("pause", None, seconds):
            return False
        self._draining = True
        self._cut_off.set(seconds)
        return True

    def _resume(self) -> bool:
        self._draining = False
        self._cut_off.set(None)
        return self._reception.send("resume", None)

    def _change(self, bans: Bans) -> Kept:
        before = len(self._reception.people)
        self._heed(bans)
        return Kept(before - len(self._reception.people), self._kept.write(bans))

    def _heed(self, bans: Bans) -> None:
        self._bans = bans
        self._reception.send("bans", None, (bans, self._reception.wall_clock()))

    def _late(self) -> None:
        if self._cut_off.rings():
            self._reception.cut_off()

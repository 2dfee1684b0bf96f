"""Seats in other processes of the same house: a guest who comes here and has theirs there is passed on."""

from __future__ import annotations

from collections.abc import Callable, Collection
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, cast, runtime_checkable
from weakref import WeakSet

from twisted.internet.defer import CancelledError, Deferred, TimeoutError, succeed
from twisted.internet.error import ConnectError
from twisted.logger import Logger
from twisted.python.failure import Failure

from ..coroutines.facts import OthersOutOfReach, SeatOutOfReach, Stopping, WrongCode
from ..coroutines.match import HOUSE
from ..coroutines.names import why_not
from ..coroutines.passing import Refused
from ..store.records import Records, RecordsAway
from .batch import Batch
from .people import Guest
from .seat_notes import Here, SeatNotes, written

if TYPE_CHECKING:
    from .reception import Reception

OLDEST = 86_400.0  # seconds since a seat was noted: nobody looks for theirs longer, and not all processes return


@runtime_checkable
class Passable(Protocol):
    """A door whose guest can go on in another process."""

    def order(self, known: str) -> Any:
        """Return what the other process has to know of the guest, and that theirs is the seat of *known*."""

    def pass_on(self, onward: Any) -> None:
        """Let the guest go on by a connection to the other process."""

    def send_away(self, fact: Any) -> None:
        """Tell a guest who was passed on *fact*, and close the door."""


Connect: TypeAlias = Callable[[str, Any, Any], "Deferred[Any]"]  # endpoint, order and door make an onward connection


class Found(Enum):
    """What has come of looking for a seat."""

    NOWHERE = 0
    OUT_OF_REACH = 1  # the process that has it
    UNKNOWN = 2  # since the records are away
    PASSED_ON = 3


class Elsewhere:
    """What this process tells the others of seats, and asks them. It does nothing before it is begun.

    :param reception: where everybody is
    :param batch: where what happens waits its turn
    """

    log = Logger()

    def __init__(self, reception: Reception, batch: Batch) -> None:
        self._reception, self._batch = reception, batch
        self._notes: SeatNotes | None = None
        self._seats: dict[str, list[str]] = {}  # the codes and names that are noted, by person
        self._kept: set[str] = set()  # and those of matches that may go on since the server was down
        self._gone: WeakSet[Any] = WeakSet()  # the doors of those who were passed on

    def begin(self, records: Records, here: Here, connect: Connect) -> None:
        """There are other processes: *here* is what they have to know of this one."""
        self._records, self._here, self._connect = records, here, connect
        self._notes = SeatNotes(records, here, self._batch.clock)

    @property
    def asks(self) -> bool:
        """Whether there may be other processes."""
        return self._notes is not None

    # Which seats are here

    def sit(self, pair: Collection[str], codes: Collection[str]) -> None:
        """These sit down, and come back by these codes, or by their names; once is enough for as long as they stay."""
        for player, code in zip(pair, codes, strict=True):
            if self._notes and code and player != HOUSE and player not in self._seats:
                self._seats[player] = [code] if why_not(player) else [code, player]
                for known in self._seats[player]:
                    self._notes.note(known, True)

    def leave(self, person: str) -> None:
        """Somebody has gone, or is called otherwise from now on."""
        for known in self._seats.pop(person, ()):
            if self._notes:
                self._notes.note(known, False)

    def keep(self, kept: Collection[str]) -> None:
        """The matches of these codes and names are kept since the server was down, and no others."""
        if self._notes:
            seated = {known for seats in self._seats.values() for known in seats}
            for known in (self._kept ^ {*kept}) - seated:
                self._notes.note(known, known in kept)
            self._kept = {*kept}

    def stop(self) -> None:
        """The server stops."""
        if self._notes:
            self._notes.close()
        for door in self._gone:
            door.send_away(Stopping())

    # Seats that are not

    def seek(self, guest: Guest, code: str, miss: WrongCode) -> None:
        """Look for the seat of a code that nobody has here; *miss* is told where nobody has it there."""
        self._look(guest, code).addCallback(partial(self._batch.add, self._told, guest, miss))

    def seek_name(self, guest: Guest, name: str) -> Deferred[bool]:
        """Look for the seat of somebody who has this name; return whether they have gone there. Only if it `asks`."""
        if name in self._reception.people or name in self._kept:
            return succeed(False)
        return self._look(guest, name).addCallback(partial(self._named, guest))

    def _look(self, guest: Guest, known: str) -> Deferred[Found]:
        return Deferred.fromCoroutine(self._find(guest, known)).addErrback(self._failed)

    async def _find(self, guest: Guest, known: str) -> Found:
        """Look for a seat, and pass its guest on."""
        try:
            place = await self._records.find_seat(written(known), self._reception.wall_clock() - OLDEST)
        except RecordsAway:
            return Found.UNKNOWN
        if place is None or place.process == self._here.process:
            return Found.NOWHERE
        if known.isdecimal():
            self._batch.add(self._reception.send, "found", guest.name)
        door = guest.door
        if not isinstance(door, Passable):
            return Found.OUT_OF_REACH
        try:
            onward = await self._connect(place.endpoint, door.order(known), door)
        except (Refused, ConnectError, OSError, CancelledError, TimeoutError):
            return Found.OUT_OF_REACH
        self._batch.add(self._pass_on, guest, door, onward)
        return Found.PASSED_ON

    def _pass_on(self, guest: Guest, door: Passable, onward: Any) -> None:
        """The other process has the guest by now, who has gone from here."""
        if self._reception.people.get(guest.name) is not guest or cast(object, guest.door) is not door:
            onward.close()
            return
        guest.door = self._reception.keeping.nobody(guest.door.view)
        self._reception.forget(guest, "left", "was passed on to their seat")
        self._reception.send("left", guest.name)
        self._gone.add(door)
        door.pass_on(onward)

    def _told(self, guest: Guest, miss: WrongCode, found: Found) -> None:
        if self._reception.people.get(guest.name) is not guest or found is Found.PASSED_ON:
            return
        if found is Found.OUT_OF_REACH:
            self._batch.tell(guest, SeatOutOfReach())
        else:
            self._batch.tell(guest, OthersOutOfReach(miss.tries) if found is Found.UNKNOWN else miss)

    def _named(self, guest: Guest, found: Found) -> bool:
        if found is Found.OUT_OF_REACH:
            self._batch.add(self._told, guest, WrongCode(0), found)
        return found is Found.PASSED_ON

    def _failed(self, failure: Failure) -> Found:
        self.log.failure("A fault of passing somebody on", failure)
        return Found.OUT_OF_REACH

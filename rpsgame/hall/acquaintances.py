"""Whom the house knows from another visit: what it has learnt of people with names."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from twisted.internet.defer import Deferred, maybeDeferred
from twisted.python.failure import Failure

from ..coroutines.match import Ending
from ..store.records import Records, RecordsAway
from ..store.records.contract import Person
from .batch import Batch
from .people import Guest
from .seating import Seating


class Acquaintances:
    """Reads what the house has learnt of somebody when they become known, and writes it when it has learnt more.

    :param batch: where what happens waits its turn
    :param records: keep it; None where there are none
    :param failed: is told of faults
    """

    def __init__(self, batch: Batch, records: Records | None, failed: Callable[[Failure], object]) -> None:
        self._batch, self._records, self._failed = batch, records, failed

    def look_up(self, guest: Guest, person: Person | None) -> Person | Deferred[Person | None] | None:
        """Find out what the house has learnt of the person that a guest turns out to be, before they are; return them.

        :raise RecordsAway: by the Deferred
        """
        if person is None or self._records is None:
            return person

        def found(data: bytes | None) -> Person:
            guest.found = person.id, data
            return person

        return self._records.learnt(person.id).addCallback(found)

    def become(self, guest: Guest, before: Person | None, person: Person | None) -> None:
        """A guest, who does not play, is this person from now on, and was that one; None is nobody.

        What was learnt of somebody with a name stays theirs. What was learnt of a guest without one goes to the person
        that they are now, unless the house knows that person already.
        """
        if guest.table or (before and person and before.id == person.id):
            return
        (whose, data), guest.found = guest.found or (None, None), None
        if person is None or before:
            self._begin_anew(guest, None)
        if person and whose == person.id and data:
            self._begin_anew(guest, data)
        elif person and guest.learnt:
            self._write(person.id, guest.learnt)

    def restore(self, people: dict[str, Guest], known: dict[str, Person]) -> None:
        """A match goes on that was on when the server went down: find out what the house has learnt of its players."""
        if self._records is None:
            return
        for name, person in known.items():
            found = maybeDeferred(self._records.learnt, person.id)
            found.addCallback(partial(self._batch.add, self._restored, people, name))
            found.addErrback(self._missed)

    def over(self, seats: Seating, ending: Ending) -> None:
        """A match is over; what the house keeps of somebody with a name since is written down.

        After a fault nothing is: it may lie in what was kept.
        """
        guest = seats.players[1]
        if seats.players[0] is not None or guest is None or not guest.learnt:
            return
        if ending.how == "fault":
            guest.learnt = None
        if ending.how in ("played", "fault") and seats.match:
            self._write(seats.match[4], guest.learnt or b"")

    def _begin_anew(self, guest: Guest, data: bytes | None) -> None:
        """Let the house's next match with a guest begin with *data*, and not with what the last one has left."""
        guest.learnt = data
        seats, guest.own[1] = guest.own[1], None
        if seats:
            self._batch.add(seats.close)

    def _restored(self, people: dict[str, Guest], name: str, data: bytes | None) -> None:
        guest = people.get(name)
        if guest and not guest.learnt and not guest.own[1]:
            guest.learnt = data

    def _write(self, person: int, data: bytes) -> None:
        if self._records:
            maybeDeferred(self._records.learn, person, data).addErrback(self._missed)

    def _missed(self, failure: Failure) -> None:
        """The records are away, as the log says already, since results wait too; the next match is another chance."""
        if not failure.check(RecordsAway):
            self._failed(failure)

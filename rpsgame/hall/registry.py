"""The registry: who is in under which name, by what the records say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from twisted.logger import Logger
from twisted.python.failure import Failure

from ..coroutines.facts import Fact, Forgotten, NameIs, NameTakenAway, WelcomeBack
from ..coroutines.match import HOUSE, Ending
from ..store.records import Records, RecordsAway
from ..store.records.contract import HOUSE as HOUSE_ID
from ..store.records.contract import Person
from .acquaintances import Acquaintances
from .batch import Batch
from .board import Board
from .dialogues import Dialogues
from .inquiries import Inquiries
from .ledger import Ledger
from .people import Guest

if TYPE_CHECKING:
    from .reception import Reception
    from .seating import Seating


class Registry:
    """Who is who.

    :param reception: where everybody is
    :param batch: where what happens waits its turn
    :param records: what is known of people with names; None where nothing is
    :param run: of the server, by the id that its journal gives it; '' where there is none
    :ivar inquiries: what the records are asked about guests
    :ivar dialogues: those about names
    :ivar board: the standings
    """

    log = Logger()

    def __init__(self, reception: Reception, batch: Batch, records: Records | None, run: str = "") -> None:
        self._batch = batch
        self._reception = reception
        self._records = records
        self._people: dict[str, Person] = {}  # by their ids in the hall; some have lost their name
        self._later: dict[Guest, tuple[str, Fact, Person | None]] = {}  # who they are when they have played
        self._ledger = Ledger(reception, self.id_of, records, run)
        self._acquaintances = Acquaintances(batch, records, self.failed)
        self.inquiries = Inquiries(reception, self, batch, records, self._acquaintances)
        self.dialogues = Dialogues(reception, self, batch)
        self.board = Board(reception, self, batch, records)

    # What the dialogues and the inquiries tell

    def who(self, guest: Guest) -> Person | None:
        """Return who a guest is."""
        return self._people.get(guest.name)

    def be(self, guest: Guest, person: Person, fact: type[NameIs | WelcomeBack] = NameIs) -> None:
        """A guest is this person from now on, and is told the fact."""
        if person.name:
            self._call(guest, person.name, fact.once(person.name), person)
        else:
            self._acquaintances.become(guest, self.who(guest), person)
            self._people[guest.name] = person

    def forgotten(self, guest: Guest) -> None:
        """All that was known of a guest is deleted."""
        if guest.name in self._people:
            name = self._reception.new_id()
            self._batch.add(self._call, guest, name, Forgotten.once(name), None)

    # What the hall and its reception tell

    @property
    def keeps(self) -> bool:
        """Whether there are any records."""
        return self._records is not None

    def forget(self, guest: Guest) -> None:
        """Somebody has gone."""
        self._people.pop(guest.name, None)
        self._later.pop(guest, None)
        self.dialogues.end(guest)

    def begins(self, seats: Seating, pair: tuple[str, str], players: tuple[Guest | None, Guest]) -> None:
        """A match begins."""
        for guest in filter(None, players):
            self.dialogues.end(guest)
        self._ledger.begins(seats, pair, players)

    def restore(self, seats: Seating, pair: tuple[str, str], match: list[Any] | None) -> None:
        """A match goes on that was on when the server went down: it is the same match, by what the journal says."""
        seats.match = match
        if match:
            known = {name: Person(who, name) for name, who in zip(pair, match[3:5], strict=True) if who}
            self._people |= known
            self._acquaintances.restore(self._reception.people, known)

    def over(self, seats: Seating, ending: Ending) -> None:
        """A match is over, and whoever could not be called otherwise while they played can be now."""
        self._acquaintances.over(seats, ending)
        self._ledger.over(seats, ending)
        for guest in filter(None, seats.players):
            if guest in self._later:
                self._batch.add(self._call_later, guest)
            self.dialogues.over(guest)

    def taken_away(self, person: Person | None) -> None:
        """An operator has taken a name away from this person; None: nobody had it."""
        guest = self._reception.people.get(person.name) if person else None
        if guest and person and self._people.get(person.name) == person:
            name = self._reception.new_id()
            self._call(guest, name, NameTakenAway.once(name), Person(person.id, ""))

    def _call(self, guest: Guest, name: str, fact: Fact, person: Person | None) -> None:
        """Let a guest be called *name* from now on, or after their match."""
        self._acquaintances.become(guest, self.who(guest), person)
        before, known = guest.name, {who: self._people.pop(who, None) for who in (guest.name, name)}
        if person:
            self._people[name] = person  # first, for a match may follow at once
        if before == name:
            self._batch.tell(guest, fact)
        elif not self._reception.send("named", before, (name, fact)):
            self._people.pop(name, None)
            self._people |= {who: was for who, was in known.items() if was}
            if self._reception.people.get(before) is guest:
                self._later[guest] = name, fact, person

    def _call_later(self, guest: Guest) -> None:
        if guest in self._later:
            self._call(guest, *self._later.pop(guest))

    def id_of(self, name: str) -> int | None:
        """Return by which id the records know a player; None where they do not."""
        return HOUSE_ID if name == HOUSE else self._people[name].id if name in self._people else None

    def failed(self, failure: Failure) -> None:
        """The records are away, which is a line in the log; or there is a fault."""
        if failure.check(RecordsAway):
            self.log.warn("The records are away: {why}", why=failure.getErrorMessage())
        else:
            self.log.failure("A fault of the records", failure)

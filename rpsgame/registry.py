"""The registry: who is in under which name, by what the records say."""

from __future__ import annotations

import secrets
from functools import partial
from typing import TYPE_CHECKING, Any

from twisted.internet.defer import Deferred, maybeDeferred, succeed
from twisted.logger import Logger
from twisted.python.failure import Failure

from .batch import Batch
from .coroutines.facts import Fact, Forgotten, NameIs, NameTakenAway
from .coroutines.match import HOUSE, Ending
from .coroutines.names import KEY_BYTES, digest_of, key_of
from .dialogues import Dialogues
from .ledger import Ledger
from .people import Guest
from .store.records import Records, RecordsAway
from .store.records.contract import HOUSE as HOUSE_ID
from .store.records.contract import Person

if TYPE_CHECKING:
    from .reception import Reception
    from .seating import Seating


class Registry:
    """Who is who.

    :param reception: where everybody is
    :param batch: where what happens waits its turn
    :param records: what is known of people with names; None where nothing is
    :param run: of the server, as its journal names it; '' where there is none
    :ivar dialogues: those about names
    """

    log = Logger()

    def __init__(self, reception: Reception, batch: Batch, records: Records | None, run: str = "") -> None:
        self._batch = batch
        self._reception = reception
        self._records = records
        self._people: dict[str, Person] = {}  # by their ids in the hall; some have lost their name
        self._later: dict[Guest, tuple[str, Fact, Person | None]] = {}  # who they are when they have played
        self._ledger = Ledger(reception, self._id_of, records, run)
        self.dialogues = Dialogues(reception, self, batch)

    # What the dialogues want

    def who(self, guest: Guest) -> Person | None:
        """Return who a guest is."""
        return self._people.get(guest.name)

    def be(self, guest: Guest, person: Person) -> None:
        """A guest is this person from now on."""
        if person.name:
            self._call(guest, person.name, NameIs.once(person.name), person)
        else:
            self._people[guest.name] = person

    def ask(self, guest: Guest, word: str, what: Any) -> Deferred[Any]:
        """Ask the records what a dialogue wants to know, or to have; the words are those of `naming.dialogue`.

        :raise NameTaken: by the Deferred; also RecordsAway
        """
        assert self._records
        if word == "find":
            return self._records.by_name(what)
        if word == "key":
            return self._records.by_key(what)
        if word == "claim":
            return self._claim(guest, what)
        person = self._people[guest.name]
        if word == "rename":
            return self._records.rename(person.id, what)
        return self._records.forget(person.id).addCallback(lambda _: self._forgotten(guest))

    def drop(self, person: Person) -> None:
        """Give back a name that was claimed for somebody who had gone by then."""
        assert self._records
        maybeDeferred(self._records.forget, person.id).addErrback(self._failed)

    def _claim(self, guest: Guest, name: str) -> Deferred[tuple[Person, str]]:
        assert self._records
        key = key_of(secrets.token_bytes(KEY_BYTES))
        digest = digest_of(key)
        assert digest
        fingerprint = getattr(guest.door, "key", "")
        claimed = self._records.claim(name, digest, fingerprint, self._reception.wall_clock())
        return claimed.addCallback(lambda person: (person, key))

    def _forgotten(self, guest: Guest) -> None:
        if guest.name in self._people:
            name = self._reception.new_id()
            self._batch.add(self._call, guest, name, Forgotten.once(name), None)

    # What the hall and its reception tell

    @property
    def keeps(self) -> bool:
        """Whether there are any records."""
        return self._records is not None

    def recognize(self, name: str, fingerprint: str) -> None:
        """Somebody has come who shows an ssh key: whoever is known by it, they are."""
        found: Deferred[Person | None] = succeed(None)
        if self._records:
            found = maybeDeferred(self._records.by_fingerprint, fingerprint)
        found.addErrback(self._failed)
        found.addCallback(partial(self._batch.add, self._recognized, name))

    def _recognized(self, name: str, person: Person | None) -> None:
        guest = self._reception.people.get(name)
        if guest and person:
            self.be(guest, person)
        if name in self._reception.people:
            self._reception.send("stranger", name)

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
            self._people |= {name: Person(who, name) for name, who in zip(pair, match[3:5], strict=True) if who}

    def over(self, seats: Seating, ending: Ending) -> None:
        """A match is over, and whoever could not be called otherwise while they played can be now."""
        self._ledger.over(seats, ending)
        for guest in seats.players:
            if guest and guest in self._later:
                self._batch.add(self._call_later, guest)

    def take_away(self, name: str) -> bool:
        """An operator takes a name away, from whoever has it, for good; return whether there are records."""
        if self._records is None:
            return False
        taken = maybeDeferred(self._records.take_away, name, self._reception.wall_clock())
        taken.addErrback(self._failed)
        taken.addCallback(partial(self._batch.add, self._taken_away))
        return True

    def _taken_away(self, person: Person | None) -> None:
        guest = self._reception.people.get(person.name) if person else None
        if guest and person and self._people.get(person.name) == person:
            name = self._reception.new_id()
            self._call(guest, name, NameTakenAway.once(name), Person(person.id, ""))

    def _call(self, guest: Guest, name: str, fact: Fact, person: Person | None) -> None:
        """Let a guest be called *name* from now on, or after their match."""
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

    def _id_of(self, name: str) -> int | None:
        """Return by which id the records know a player; None where they do not."""
        return HOUSE_ID if name == HOUSE else self._people[name].id if name in self._people else None

    def _failed(self, failure: Failure) -> None:
        """The records are away, which is a line in the log; or there is a fault."""
        if failure.check(RecordsAway):
            self.log.warn("The records are away: {why}", why=failure.getErrorMessage())
        else:
            self.log.failure("A fault of the records", failure)

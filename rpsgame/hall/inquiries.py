"""Inquiries: what the records are asked about a guest. The answers come later, and go to the registry."""

from __future__ import annotations

import secrets
from functools import partial
from typing import TYPE_CHECKING, Any

from twisted.internet.defer import Deferred, maybeDeferred, succeed

from ..coroutines.facts import SshKeyProves, WelcomeBack
from ..coroutines.names import KEY_BYTES, digest_of, key_of
from ..store.records import NameTaken, Records
from ..store.records.contract import Person
from .acquaintances import Acquaintances
from .batch import Batch
from .people import Guest

if TYPE_CHECKING:
    from .reception import Reception
    from .registry import Registry


class Inquiries:
    """Asks the records whose a name or a key is, and other processes whether they have somebody's seat.

    :param reception: where everybody is
    :param registry: knows who is who
    :param batch: where what happens waits its turn
    :param records: what is known of people with names; None where nothing is, and then nobody asks
    :param acquaintances: find out what the house has learnt of somebody
    """

    def __init__(
        self,
        reception: Reception,
        registry: Registry,
        batch: Batch,
        records: Records | None,
        acquaintances: Acquaintances,
    ) -> None:
        self._reception, self._registry, self._batch = reception, registry, batch
        self._records, self._acquaintances = records, acquaintances

    def ask(self, guest: Guest, word: str, what: Any) -> Deferred[Any]:
        """Ask what a dialogue wants to know, or to have; the words are those of `naming.dialogue`.

        :raise NameTaken: by the Deferred; also RecordsAway
        """
        assert self._records
        if word == "return":
            return self._come(guest, what, True)
        if word == "find":
            return self._records.by_name(what)
        if word == "key":
            return self._records.by_key(what).addCallback(partial(self._acquaintances.look_up, guest))
        if word == "claim":
            return self._claim(guest, what)
        person = self._registry.who(guest)
        assert person
        if word == "rename":
            return self._records.rename(person.id, what)
        return self._records.forget(person.id).addCallback(lambda _: self._registry.forgotten(guest))

    def drop(self, person: Person) -> None:
        """Give back a name that was claimed for somebody who had gone by then."""
        assert self._records
        maybeDeferred(self._records.forget, person.id).addErrback(self._registry.failed)

    def recognize(self, name: str, fingerprint: str) -> None:
        """Somebody has come who shows an ssh key: whoever is known by it, they are."""
        found: Deferred[Person | None] = succeed(None)
        guest = self._reception.people[name]
        if self._records:
            found = maybeDeferred(self._records.by_fingerprint, fingerprint)
            found.addCallback(partial(self._acquaintances.look_up, guest))
        found.addErrback(self._registry.failed)
        found.addCallback(lambda person: self._come(guest, person, False) if person else None)
        found.addCallback(lambda _: self._batch.add(self._is_stranger, guest))

    def take_away(self, name: str) -> bool:
        """An operator takes a name away, from whoever has it, for good; return whether there are records."""
        if self._records is None:
            return False
        taken = maybeDeferred(self._records.take_away, name, self._reception.wall_clock())
        taken.addErrback(self._registry.failed)
        taken.addCallback(partial(self._batch.add, self._registry.taken_away))
        return True

    def _claim(self, guest: Guest, name: str) -> Deferred[tuple[Person, str]]:
        assert self._records
        key = key_of(secrets.token_bytes(KEY_BYTES))
        digest = digest_of(key)
        assert digest
        fingerprint = getattr(guest.door, "key", "")
        claimed = self._records.claim(name, digest, fingerprint, self._reception.wall_clock())
        return claimed.addCallback(lambda person: (person, key))

    def _come(self, guest: Guest, person: Person, typed: bool) -> Deferred[None]:
        """Let a guest be this person here, unless they have their seat in another process: then they go there.

        :param typed: whether they have typed their key
        """
        elsewhere = self._reception.keeping.elsewhere
        gone = elsewhere.seek_name(guest, person.name) if elsewhere.asks and person.name else succeed(False)
        return gone.addCallback(lambda gone: None if gone else self._batch.add(self._is_here, guest, person, typed))

    def _is_here(self, guest: Guest, person: Person, typed: bool) -> None:
        """A guest is this person; where they have typed their key, and have an ssh key, that proves it too then."""
        if self._reception.people.get(guest.name) is not guest:
            return
        key = getattr(guest.door, "key", "")
        if typed and key and person.name and self._registry.who(guest) is None:
            self._prove_by(key, person)
        self._registry.be(guest, person, WelcomeBack)

    def _prove_by(self, key: str, person: Person) -> None:
        assert self._records
        taken = maybeDeferred(self._records.set_fingerprint, person.id, key)
        taken.addCallback(lambda _: self._batch.add(self._proves, person.name))
        taken.addErrback(lambda failure: failure.trap(NameTaken) and None)
        taken.addErrback(self._registry.failed)

    def _proves(self, name: str) -> None:
        if name in self._reception.people:
            self._batch.tell(self._reception.people[name], SshKeyProves.once(name))

    def _is_stranger(self, guest: Guest) -> None:
        """A guest was nobody who is known by their ssh key; it makes no sense where they are, and changes nothing."""
        if self._reception.people.get(guest.name) is guest:
            self._reception.send("stranger", guest.name)

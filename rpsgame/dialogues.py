"""The dialogues about names: what guests type goes to a coroutine that decides, and what that asks to the registry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from twisted.internet.defer import maybeDeferred
from twisted.logger import Logger
from twisted.python.failure import Failure

from .batch import Batch, in_turn
from .coroutines.facts import NameAfterMatch, NamesAway
from .coroutines.naming import Naming, dialogue, once
from .people import Guest
from .store.records import NameTaken, RecordsAway

if TYPE_CHECKING:
    from .reception import Reception
    from .registry import Registry

AHEAD = 4  # lines that are typed before the last one was answered


class Talk:
    """A dialogue that is on.

    :param naming: decides
    :param alone: whether nobody answers what it asks
    :ivar asks: whether it waits for a line
    :ivar lines: those that were typed before it has asked
    """

    __slots__ = ("alone", "asks", "lines", "naming")

    def __init__(self, naming: Naming, alone: bool) -> None:
        self.naming, self.alone = naming, alone
        self.asks = False
        self.lines: list[str] = []


class Dialogues:
    """All that are on.

    :param reception: where everybody is
    :param registry: knows who is who
    :param batch: where what happens waits its turn
    """

    log = Logger()

    def __init__(self, reception: Reception, registry: Registry, batch: Batch) -> None:
        self.batch = batch
        self._reception = reception
        self._registry = registry
        self._talks: dict[Guest, Talk] = {}

    # What the doors tell

    @in_turn
    def ask(self, name: str) -> None:
        """Somebody has pressed the key for a name."""
        guest = self._reception.people.get(name)
        if guest and guest.table:
            self.batch.tell(guest, NameAfterMatch())
        elif guest:
            self._begin(guest, dialogue(), False)

    @in_turn
    def hear(self, name: str, line: str) -> None:
        """Somebody has typed a line of the dialogue, or '', which ends it."""
        guest = self._reception.people.get(name)
        talk = self._talks.get(guest) if guest else None
        if guest and talk and talk.asks:
            self._go_on(guest, talk, line)
        elif talk and len(talk.lines) < AHEAD:
            talk.lines.append(line)

    @in_turn
    def say(self, name: str, word: str, what: str) -> None:
        """A program says at once what a person says in a dialogue: 'name', 'key' or 'forget'."""
        guest = self._reception.people.get(name)
        if guest and guest not in self._talks:
            self._begin(guest, once(word, what), True)

    # What the registry tells

    def end(self, guest: Guest) -> None:
        """Somebody plays, or has gone."""
        self._talks.pop(guest, None)

    def _begin(self, guest: Guest, naming: Naming, alone: bool) -> None:
        self._reception.send("types", guest.name)
        talk = self._talks[guest] = Talk(naming, alone)
        self._go_on(guest, talk, None)

    def _go_on(self, guest: Guest, talk: Talk, answer: Any) -> None:
        """Send an answer to a dialogue, and do what it wants until it has to wait for another one."""
        talk.asks, naming = False, talk.naming
        while self._talks.get(guest) is talk:
            try:
                word, what = naming.send(answer)
            except StopIteration:
                self._is_over(guest)
                return
            answer = None
            if word == "ask":
                self.batch.tell(guest, what)
                if not talk.lines:
                    talk.asks = True
                    if talk.alone:
                        self._is_over(guest)
                    return
                answer = talk.lines.pop(0)
            elif word == "tell":
                self.batch.tell(guest, what)
            elif word == "who":
                answer = self._registry.who(guest)
            elif word == "be":
                self._registry.be(guest, what)
            else:
                self._look_up(guest, talk, word, what)
                return

    def _look_up(self, guest: Guest, talk: Talk, word: str, what: Any) -> None:
        found = maybeDeferred(self._registry.ask, guest, word, what)
        found.addErrback(lambda failure: failure.trap(NameTaken) and None)
        found.addCallbacks(
            lambda answer: self.batch.add(self._found, guest, talk, word, answer),
            lambda failure: self.batch.add(self._fail, guest, talk, failure),
        )

    def _found(self, guest: Guest, talk: Talk, word: str, answer: Any) -> None:
        if self._talks.get(guest) is talk:
            self._go_on(guest, talk, answer)
        elif word == "claim" and answer:
            self._registry.drop(answer[0])  # nobody has read its key

    def _fail(self, guest: Guest, talk: Talk, failure: Failure) -> None:
        """The records are away, of which they say a line themselves; or there is a fault."""
        if not failure.check(RecordsAway):
            self.log.failure("A fault of the records", failure)
        if self._talks.get(guest) is talk:
            self.batch.tell(guest, NamesAway())
            self._is_over(guest)

    def _is_over(self, guest: Guest) -> None:
        """Nobody waits for a dialogue any more."""
        del self._talks[guest]
        if not guest.table and self._reception.people.get(guest.name) is guest:
            self._reception.send("stranger", guest.name)

"""The dialogues about names: what guests type goes to a coroutine that decides, and what that asks to the registry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from twisted.internet.defer import maybeDeferred
from twisted.logger import Logger
from twisted.python.failure import Failure

from ..coroutines.facts import NameAfterMatch, NameBeforeHost, NamesAway
from ..coroutines.name_limits import NameLimits
from ..coroutines.naming import Naming, dialogue, once
from ..store.records import NameTaken, RecordsAway
from .batch import Batch, in_turn
from .people import Guest

if TYPE_CHECKING:
    from .reception import Reception
    from .registry import Registry

AHEAD = 4  # lines that are typed before the last one was answered


class Talk:
    """A dialogue that is on.

    :param naming: decides
    :param alone: whether nobody answers what it asks
    :param name: what the guest is called at first
    :ivar asks: whether it waits for a line
    :ivar lines: those that were typed before it has asked
    """

    __slots__ = ("alone", "asks", "lines", "name", "naming")

    def __init__(self, naming: Naming, alone: bool, name: str) -> None:
        self.naming, self.alone, self.name = naming, alone, name
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
        self._limits = NameLimits()
        self._later: set[Guest] = set()  # who play, and have pressed the key for a name meanwhile

    # What the doors tell

    @in_turn
    def ask(self, name: str) -> None:
        """Somebody has pressed the key for a name."""
        guest = self._reception.people.get(name)
        if guest and guest.table and guest.table.is_hosted():
            self.batch.tell(guest, NameBeforeHost())
        elif guest and guest.table:
            self._later.add(guest)
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

    @in_turn
    def types(self, name: str, on: bool) -> None:
        """Somebody types a name, or a code, on a page; or does so no more."""
        guest = self._reception.people.get(name)
        if guest and guest not in self._talks:
            self._reception.send(*(("types", name) if on else ("stranger", name, True)))

    # What the registry tells

    def end(self, guest: Guest) -> None:
        """Somebody plays, has gone, or has come by another door."""
        self._talks.pop(guest, None)
        self._later.discard(guest)

    def over(self, guest: Guest) -> None:
        """A match is over, of which the lobby has not heard yet: whoever has wanted a name is asked for it now."""
        if guest in self._later:
            self._later.discard(guest)
            self._reception.send("types", guest.name, "name")
            self.batch.add(self._begin_later, guest)

    def _begin_later(self, guest: Guest) -> None:
        if self._reception.people.get(guest.name) is guest and not guest.table:
            self._begin(guest, dialogue(), False)

    def _begin(self, guest: Guest, naming: Naming, alone: bool) -> None:
        self._reception.send("types", guest.name)
        talk = self._talks[guest] = Talk(naming, alone, guest.name)
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
            elif word == "refusal":
                answer = self._limits.refusal(what, guest.address, self._reception.wall_clock())
            elif word == "be":
                self._registry.be(guest, what)
            else:
                self._look_up(guest, talk, word, what)
                return

    def _look_up(self, guest: Guest, talk: Talk, word: str, what: Any) -> None:
        found = maybeDeferred(self._registry.inquiries.ask, guest, word, what)
        found.addErrback(lambda failure: failure.trap(NameTaken) and None)
        found.addCallbacks(
            lambda answer: self.batch.add(self._found, guest, talk, word, answer),
            lambda failure: self.batch.add(self._fail, guest, talk, failure),
        )

    def _found(self, guest: Guest, talk: Talk, word: str, answer: Any) -> None:
        self._limits.count(word, answer is not None, guest.address, self._reception.wall_clock())
        if self._talks.get(guest) is talk:
            self._go_on(guest, talk, answer)
        elif word == "claim" and answer:
            self._registry.inquiries.drop(answer[0])  # nobody has read its key

    def _fail(self, guest: Guest, talk: Talk, failure: Failure) -> None:
        """The records are away, of which they say a line themselves; or there is a fault."""
        if not failure.check(RecordsAway):
            self.log.failure("A fault of the records", failure)
        if self._talks.get(guest) is talk:
            self.batch.tell(guest, NamesAway())
            self._is_over(guest)

    def _is_over(self, guest: Guest) -> None:
        """Nobody waits for a dialogue any more; whoever has no new name is told again what they wait for."""
        talk = self._talks.pop(guest)
        if not guest.table and self._reception.people.get(guest.name) is guest:
            self._reception.send("stranger", guest.name, guest.name == talk.name)

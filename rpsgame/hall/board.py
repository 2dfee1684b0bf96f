"""The board: asks the records for standings, and tells them to those who want to see them."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from typing import TYPE_CHECKING, Any, cast

from twisted.internet.defer import Deferred, inlineCallbacks, succeed
from twisted.logger import Logger
from twisted.python.failure import Failure

from ..coroutines.facts import Fact, Line, Own, Played, Ranks, Standings, StandingsAway, Versus
from ..coroutines.glicko import MOST, matches_missing
from ..coroutines.match import HOUSE
from ..store.records import Records, RecordsAway
from ..store.records.contract import HOUSE as HOUSE_ID
from ..store.records.contract import LastMatch, Period, Person, Standing
from .batch import Batch, in_turn
from .people import Guest

if TYPE_CHECKING:
    from .reception import Reception
    from .registry import Registry

PERIODS: tuple[Period, ...] = "ever", "month", "today"
LINES = 20  # of a period: as many as the page shows, and more than any terminal
LAST = 5  # matches of the reader's, which fit in a line or two
SHARED = 2.0  # seconds for which all who ask get the same answer, so that a crowd asks as little as one
REST = 1.0  # seconds after an answer in which the same guest gets no other: they have it before them

Asking = Generator[Deferred[Any], Any, Any]


class Board:
    """The standings of a game.

    :param reception: where everybody is
    :param registry: knows who is who
    :param batch: where what happens waits its turn
    :param records: answer; None where there are none, and nobody asks
    """

    log = Logger()

    def __init__(self, reception: Reception, registry: Registry, batch: Batch, records: Records | None) -> None:
        self.batch = batch
        self._reception, self._registry = reception, registry
        self._records = cast(Records, records)
        self._ranks: tuple[Ranks, ...] = ()  # as they were answered last
        self._asked = 0.0  # when, in the clock's seconds
        self._waiting: list[Deferred[tuple[Ranks, ...]]] = []
        self._asking: set[Guest] = set()

    # What the doors tell, and ask

    @in_turn
    def show(self, name: str, name_key: str = "") -> None:
        """Somebody wants to see the standings.

        :param name_key: the key by which they could get a name; '' where there is none
        """
        guest = self._reception.people.get(name)
        if guest and guest not in self._asking:
            self._asking.add(guest)
            answer = self._standings(guest, name_key).addErrback(self._failed)
            answer.addCallback(lambda fact: self.batch.add(self._tell, guest, fact))

    def ranks(self) -> Deferred[tuple[Ranks, ...]]:
        """Return the standings as they are for everybody, or were a moment ago.

        :raise RecordsAway: by the Deferred
        """
        if self._ranks and self.batch.clock.seconds() - self._asked < SHARED:
            return succeed(self._ranks)
        answer: Deferred[tuple[Ranks, ...]] = Deferred()
        self._waiting.append(answer)
        if len(self._waiting) == 1:
            self._ask().addErrback(self._note).addCallbacks(self._answered, self._not_answered)
        return answer

    # One question after another, so that whoever types a name waits for one of them at most

    @inlineCallbacks
    def _ask(self) -> Asking:
        now, ranks = self._reception.wall_clock(), []
        for period in PERIODS:
            lines = yield self._records.standings(period, LINES, 0, now)
            house = yield self._records.house(period, now)
            ranks.append(Ranks(period, tuple(map(_line, lines)), tuple(house)))
        return tuple(ranks)

    @inlineCallbacks
    def _standings(self, guest: Guest, name_key: str) -> Asking:
        ranks = yield self.ranks()
        person = self._registry.who(guest)
        own = (yield self._own(guest, person)) if person else None
        return Standings.once(ranks, own, "" if person else name_key)

    @inlineCallbacks
    def _own(self, guest: Guest, person: Person) -> Asking:
        now, places, versus = self._reception.wall_clock(), [], []
        for period in PERIODS:
            places.append((yield self._records.standing(person.id, period, now)))
        last = yield self._records.last(person.id, LAST)
        for name, other in self._opponents(guest, last):
            won, lost = yield self._records.versus(person.id, other)
            if won or lost or other != HOUSE_ID:
                versus.append(Versus(name, won, lost))
        rating, missing = _rating((yield self._records.rating(person.id, now)), places[0])
        lines = tuple(place and _line(place) for place in places)
        return Own(person.name, lines, rating, missing, tuple(versus), tuple(map(_played, last)))

    def _opponents(self, guest: Guest, last: Iterable[LastMatch]) -> Iterable[tuple[str, int]]:
        """Return the person whom somebody plays, or has played last, and the house: their names and ids."""
        if guest.table:
            name = guest.table.pair[1 - guest.player]
            people = [(name, self._registry.id_of(name))]
        else:
            people = [(match.opponent.name, match.opponent.id) for match in last if match.opponent]
        return [*[(name, who) for name, who in people if who][:1], (HOUSE, HOUSE_ID)]

    def _tell(self, guest: Guest, fact: Fact) -> None:
        if self._reception.people.get(guest.name) is guest:
            self.batch.tell(guest, fact)
        self.batch.clock.callLater(REST, self._asking.discard, guest)

    def _answered(self, ranks: tuple[Ranks, ...]) -> None:
        self._ranks, self._asked = ranks, self.batch.clock.seconds()
        waiting, self._waiting = self._waiting, []
        for answer in waiting:
            answer.callback(ranks)

    def _not_answered(self, failure: Failure) -> None:
        waiting, self._waiting = self._waiting, []
        for answer in waiting:
            answer.errback(failure)

    def _failed(self, failure: Failure) -> Fact:
        self._note(failure)
        return StandingsAway()

    def _note(self, failure: Failure) -> Failure:
        """The records are away, of which they say a line themselves; or there is a fault, which is logged here."""
        if failure.check(RecordsAway):
            return failure
        self.log.failure("A fault of the records", failure)
        return Failure(RecordsAway("a fault"))


def _line(standing: Standing) -> Line:
    place, person, rating, _, (won, lost) = standing
    return Line(place, person.name, None if rating is None else round(rating), won, lost)


def _played(match: LastMatch) -> Played:
    other = match.opponent
    name = "" if other is None else HOUSE if other.id == HOUSE_ID else other.name
    return Played(int(match.ended), name, match.wins, match.losses, match.won)


def _rating(found: tuple[float, float] | None, ever: Standing | None) -> tuple[int | None, int]:
    """Return a rating, and about how many matches are missing until it counts for ever."""
    rating, deviation = found or (None, MOST)
    return None if rating is None else round(rating), 0 if ever else max(matches_missing(deviation), 1)

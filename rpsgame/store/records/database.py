"""The records as the contract has them: what reads and what writes are apart, so that nobody waits for a batch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Concatenate, ParamSpec, TypeVar

from twisted.internet.defer import Deferred, gatherResults
from twisted.internet.interfaces import IReactorTime

from . import learning, people, processes, standings
from .entries import LastMatch, Person, Result, SeatPlace, Standing, Tally
from .periods import Period
from .session import Session, nothing
from .threads import Worker
from .waiting import Waiting, write_all

P = ParamSpec("P")
T = TypeVar("T")


class Database:
    """Records in a database; ``contract.Records`` says what the methods do.

    :param clock: by which results wait
    :param writer: has a session for all that changes something
    :param reader: has another one for all else
    """

    def __init__(self, clock: IReactorTime, writer: Worker, reader: Worker) -> None:
        self._writer, self._reader = writer, reader
        self._waiting = Waiting(clock, writer)

    @property
    def waiting(self) -> int:
        return len(self._waiting)

    @property
    def lost(self) -> int:
        return self._waiting.lost

    def open(self) -> Deferred[None]:
        return self._read(nothing).addCallback(lambda _: self._change(nothing))

    def close(self) -> Deferred[None]:
        closing = self._waiting.close()
        closing.addBoth(lambda _: gatherResults([self._writer.close(), self._reader.close()]))
        return closing.addCallback(lambda _: None)

    def claim(self, name: str, key_digest: bytes, fingerprint: str, now: float) -> Deferred[Person]:
        return self._change(people.claim, name, key_digest, fingerprint, now)

    def by_key(self, key_digest: bytes) -> Deferred[Person | None]:
        return self._read(people.by_key, key_digest)

    def by_fingerprint(self, fingerprint: str) -> Deferred[Person | None]:
        return self._read(people.by_fingerprint, fingerprint)

    def by_name(self, name: str) -> Deferred[Person | None]:
        return self._read(people.by_name, name)

    def set_key(self, person: int, key_digest: bytes) -> Deferred[None]:
        return self._change(people.set_key, person, key_digest)

    def set_fingerprint(self, person: int, fingerprint: str) -> Deferred[None]:
        return self._change(people.set_fingerprint, person, fingerprint)

    def rename(self, person: int, name: str) -> Deferred[Person]:
        return self._change(people.rename, person, name)

    def forget(self, person: int) -> Deferred[None]:
        return self._change(people.forget, person)

    def take_away(self, name: str, now: float) -> Deferred[Person | None]:
        return self._change(people.take_away, name, now)

    def give_back(self, name: str) -> Deferred[None]:
        return self._change(people.give_back, name)

    def finish(self, result: Result) -> None:
        self._waiting.add(result)

    def retell(self, results: Sequence[Result]) -> Deferred[list[str]]:
        return self._writer(write_all, results)

    def standings(self, period: Period, limit: int, offset: int, now: float) -> Deferred[list[Standing]]:
        return self._read(standings.standings, period, limit, offset, now)

    def standing(self, person: int, period: Period, now: float) -> Deferred[Standing | None]:
        return self._read(standings.standing, person, period, now)

    def rating(self, person: int, now: float) -> Deferred[tuple[float, float] | None]:
        return self._read(standings.rating, person, now)

    def house(self, period: Period, now: float) -> Deferred[Tally]:
        return self._read(standings.house, period, now)

    def versus(self, person: int, opponent: int) -> Deferred[Tally]:
        return self._read(standings.versus, person, opponent)

    def last(self, person: int, limit: int) -> Deferred[list[LastMatch]]:
        return self._read(standings.last, person, limit)

    def learnt(self, person: int) -> Deferred[bytes | None]:
        return self._read(learning.learnt, person)

    def learn(self, person: int, data: bytes) -> Deferred[None]:
        return self._change(learning.learn, person, data)

    def set_seats(
        self, seats: Sequence[str], process: str, endpoint: str, now: float, no_others: bool = False
    ) -> Deferred[None]:
        return self._change(processes.set_seats, seats, process, endpoint, now, no_others)

    def find_seat(self, who: str, oldest: float) -> Deferred[SeatPlace | None]:
        return self._read(processes.find_seat, who, oldest)

    def drop_seats(self, process: str, seats: Sequence[str]) -> Deferred[None]:
        return self._change(processes.drop_seats, process, seats)

    def _read(self, act: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> Deferred[T]:
        return self._reader(lambda session: session.read(act, *args, **kwargs))

    def _change(self, act: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> Deferred[T]:
        return self._writer(lambda session: session.change(act, *args, **kwargs))

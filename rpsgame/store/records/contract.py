"""What the records are asked for, and what they answer; nobody else needs to know what they are kept in.

All methods are called from the reactor, and none waits. All times are seconds since 1970.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from twisted.internet.defer import Deferred

from .entries import HOUSE as HOUSE
from .entries import LastMatch as LastMatch
from .entries import NameTaken as NameTaken
from .entries import Person as Person
from .entries import RecordsAway as RecordsAway
from .entries import Result as Result
from .entries import SeatPlace as SeatPlace
from .entries import Standing as Standing
from .entries import Tally as Tally
from .periods import Period as Period


class Records(Protocol):
    """The records. What a Deferred fails with is NameTaken or RecordsAway; after close it is RecordsAway.

    :ivar waiting: how many results wait to be written
    :ivar lost: how many results were not written, since too many waited; a journal has them
    """

    @property
    def waiting(self) -> int: ...
    @property
    def lost(self) -> int: ...

    def open(self) -> Deferred[None]:
        """Connect, and bring the tables up to date. All else does so too; this says early that it cannot be done."""

    def close(self) -> Deferred[None]:
        """Write the results that wait, and end; what is under way is done first."""

    # Names

    def claim(self, name: str, key_digest: bytes, fingerprint: str, now: float) -> Deferred[Person]:
        """Give a name to somebody new.

        :param name: one that ``rpsgame.coroutines.names.why_not`` finds nothing wrong with
        :param key_digest: of a new key; a claim that is made again with the same is answered the same
        :param fingerprint: of the ssh key that they are known by; '': none
        :raise NameTaken: it is not free; or somebody else is known by this ssh key
        """

    def by_key(self, key_digest: bytes) -> Deferred[Person | None]:
        """Find who has this key."""

    def by_fingerprint(self, fingerprint: str) -> Deferred[Person | None]:
        """Find who is known by this ssh key."""

    def by_name(self, name: str) -> Deferred[Person | None]:
        """Find who has this name, or the one that looks like it."""

    def set_key(self, person: int, key_digest: bytes) -> Deferred[None]:
        """Give somebody another key; the one before is worth nothing then."""

    def set_fingerprint(self, person: int, fingerprint: str) -> Deferred[None]:
        """Know somebody by another ssh key, or, with '', by none.

        :raise NameTaken: somebody else is known by it
        """

    def rename(self, person: int, name: str) -> Deferred[Person]:
        """Give somebody another name; the one before is free then.

        :raise NameTaken: it is not free; or there is nobody with this id
        """

    def forget(self, person: int) -> Deferred[None]:
        """Delete a person and all that is known of them: their opponents keep results against somebody."""

    def take_away(self, name: str, now: float) -> Deferred[Person | None]:
        """Take a name from whoever has it, and let nobody have it; return who had it.

        They keep their key, their record and their rating, and stand there without a name until they have another.
        """

    def give_back(self, name: str) -> Deferred[None]:
        """Let a name that was taken away be claimed again."""

    # Results

    def finish(self, result: Result) -> None:
        """Note a match that has ended; it is written soon, or, while the records are away, when they are back.

        Where neither player has a name, or both are the same person, it is not kept. Ratings and standings are changed
        by matches between two people with names, from different addresses. A match with the house counts for the
        record of the house.
        """

    def retell(self, results: Sequence[Result]) -> Deferred[list[str]]:
        """Write results that may be written already; return what was wrong with those that never can be.

        :raise RecordsAway: by the Deferred; nothing is written
        """

    # Standings

    def standings(self, period: Period, limit: int, offset: int, now: float) -> Deferred[list[Standing]]:
        """Return the lines of the standings from *offset* on, which counts from 0.

        For ever they go by rating, without those that are provisional; today and this month, which are UTC's, by the
        matches won, and then by fewer lost.
        """

    def standing(self, person: int, period: Period, now: float) -> Deferred[Standing | None]:
        """Return where somebody stands; None: nowhere, since they have not played, or their rating is provisional."""

    def rating(self, person: int, now: float) -> Deferred[tuple[float, float] | None]:
        """Return somebody's rating, provisional or not, and its deviation by now; None: they have none."""

    def house(self, period: Period, now: float) -> Deferred[Tally]:
        """Return the record of the house against all who have names."""

    def versus(self, person: int, opponent: int) -> Deferred[Tally]:
        """Return the record of somebody against somebody else, or against HOUSE; all their matches count."""

    def last(self, person: int, limit: int) -> Deferred[list[LastMatch]]:
        """Return the last matches of somebody, the latest first."""

    # What the house has learnt

    def learnt(self, person: int) -> Deferred[bytes | None]:
        """Return what the house has learnt of somebody."""

    def learn(self, person: int, data: bytes) -> Deferred[None]:
        """Keep what the house has learnt of somebody, some KiB; it is forgotten with them."""

    # Seats, where several processes serve one house

    def set_seats(
        self, seats: Sequence[str], process: str, endpoint: str, now: float, no_others: bool = False
    ) -> Deferred[None]:
        """Say that this process has the seats of these names and codes, as whoever asks writes them.

        :param no_others: what it has noted before was before a restart, and goes at the same moment
        """

    def find_seat(self, who: str, oldest: float) -> Deferred[SeatPlace | None]:
        """Find which process has the seat; None: none has, or has said so before *oldest*."""

    def drop_seats(self, process: str, seats: Sequence[str]) -> Deferred[None]:
        """Say that this process has these seats no more; nothing happens where another has them by now."""

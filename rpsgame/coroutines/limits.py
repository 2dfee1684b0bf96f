"""How many may be in, and from where nobody may come."""

from __future__ import annotations

from collections import Counter

from .bans import Bans
from .facts import Banned, Fact, HouseIsFull, TooManyOfYou


class Places(dict[str, str]):
    """Where people come from, by who they are; '' is no address.

    :ivar at: how many come from each address
    """

    def __init__(self) -> None:
        super().__init__()
        self.at: Counter[str] = Counter()

    def take(self, person: str, address: str) -> None:
        """Count somebody in."""
        self[person] = address
        self.at[address] += 1

    def leave(self, person: str) -> None:
        """Count somebody out, if they were counted in."""
        if person in self:
            address = self.pop(person)
            self.at[address] -= 1
            if not self.at[address]:
                del self.at[address]


class Limits:
    """The guests who are in, and those whose line is lost and whose seat is kept, which are limited alike.

    :param guests: how many may be in; 0 is no limit
    :param per_address: how many of them may come from one address; 0 is no limit
    """

    def __init__(self, guests: int, per_address: int) -> None:
        self._most, self._most_per_address = guests, per_address
        self._bans = Bans()
        self._in, self._kept = Places(), Places()

    def admit(self, guest: str, address: str, now: float) -> Fact | None:
        """Count a guest in, and return None; or return why they cannot come in.

        :param now: seconds since 1970
        """
        if self._bans.hold(address, now):
            return Banned()
        if 0 < self._most <= len(self._in):
            return HouseIsFull()
        if self._is_crowded(self._in, address):
            return TooManyOfYou()
        self._in.take(guest, address)
        return None

    def bring(self, guest: str, address: str, now: float) -> Fact | None:
        """The same for somebody who has their seat already, and needs no other place."""
        if self._bans.hold(address, now):
            return Banned()
        self._in.take(guest, address)
        return None

    def heed(self, bans: Bans, now: float) -> list[str]:
        """Let nobody in from where these bans hold; return the guests who have come from there."""
        self._bans = bans
        banned = {address for address in self._in.at | self._kept.at if bans.hold(address, now)}
        return [guest for guest, address in (self._in | self._kept).items() if address in banned]

    def keep(self, guest: str) -> bool:
        """Keep the seat of a guest whose line is lost; return False where as many are kept as guests may be in."""
        address = self._in[guest]
        if 0 < self._most <= len(self._kept) or self._is_crowded(self._kept, address):
            return False
        self._in.leave(guest)
        self._kept.take(guest, address)
        return True

    def come_back(self, guest: str, newcomer: str) -> None:
        """Count a guest in again, from where somebody has come who turns out to be them."""
        address = self.address(newcomer)
        self.forget(newcomer)
        self.forget(guest)
        self._in.take(guest, address)

    def address(self, guest: str) -> str:
        """Return where a guest comes from."""
        return self._in.get(guest, "")

    def forget(self, guest: str) -> None:
        """Count somebody out, if they were counted in."""
        self._in.leave(guest)
        self._kept.leave(guest)

    def _is_crowded(self, places: Places, address: str) -> bool:
        return bool(address) and 0 < self._most_per_address <= places.at[address]

"""How many may be in, and from where nobody may come."""

from __future__ import annotations

from collections import Counter

from .bans import Bans
from .facts import Banned, Fact, HouseIsFull, TooManyOfYou


class Limits:
    """The guests who are in, and where they come from; '' is no address, and is not counted.

    :param guests: how many may be in; 0 is no limit
    :param per_address: how many of them may come from one address; 0 is no limit
    """

    def __init__(self, guests: int, per_address: int) -> None:
        self._most, self._most_per_address = guests, per_address
        self._bans = Bans()
        self._addresses: dict[str, str] = {}
        self._guests: Counter[str] = Counter()  # by address

    def admit(self, guest: str, address: str, now: float) -> Fact | None:
        """Count a guest in, and return None; or return why they cannot come in.

        :param now: seconds since 1970
        """
        if self._bans.hold(address, now):
            return Banned()
        if 0 < self._most <= len(self._addresses):
            return HouseIsFull()
        if address and 0 < self._most_per_address <= self._guests[address]:
            return TooManyOfYou()
        self._addresses[guest] = address
        self._guests[address] += 1
        return None

    def heed(self, bans: Bans, now: float) -> list[str]:
        """Let nobody in from where these bans hold; return the guests who have come from there."""
        self._bans = bans
        banned = {address for address in self._guests if bans.hold(address, now)}
        return [guest for guest, address in self._addresses.items() if address in banned]

    def forget(self, guest: str) -> None:
        """Count somebody out, if they were counted in."""
        if guest in self._addresses:
            address = self._addresses.pop(guest)
            self._guests[address] -= 1
            if not self._guests[address]:
                del self._guests[address]

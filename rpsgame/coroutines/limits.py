"""How many may be in."""

from __future__ import annotations

from collections import Counter

from .facts import Fact, HouseIsFull, TooManyOfYou


class Limits:
    """The guests who are in, and where they come from; '' is no address, and is not counted.

    :param guests: how many may be in; 0 is no limit
    :param per_address: how many of them may come from one address; 0 is no limit
    """

    def __init__(self, guests: int, per_address: int) -> None:
        self._most, self._most_per_address = guests, per_address
        self._addresses: dict[str, str] = {}
        self._guests: Counter[str] = Counter()  # by address

    def admit(self, guest: str, address: str) -> Fact | None:
        """Count a guest in, and return None; or return why they cannot come in."""
        if 0 < self._most <= len(self._addresses):
            return HouseIsFull()
        if address and 0 < self._most_per_address <= self._guests[address]:
            return TooManyOfYou()
        self._addresses[guest] = address
        self._guests[address] += 1
        return None

    def forget(self, guest: str) -> None:
        """Count somebody out, if they were counted in."""
        if guest in self._addresses:
            address = self._addresses.pop(guest)
            self._guests[address] -= 1
            if not self._guests[address]:
                del self._guests[address]

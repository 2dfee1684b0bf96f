"""How often each address may do something: so many times at once, and then one more after a while."""

from __future__ import annotations


class Allowance:
    """What has come from each address, and is forgotten one after another.

    :param most: how often it may happen before it is too often
    :param seconds: after which one time is forgotten
    """

    def __init__(self, most: int, seconds: float) -> None:
        self._most, self._seconds = most, seconds
        self._forgotten: dict[str, float] = {}  # when all of an address will be, in seconds since 1970

    def note(self, address: str, now: float) -> None:
        """It has happened."""
        self._forgotten = {known: until for known, until in self._forgotten.items() if until > now}
        self._forgotten[address] = max(self._forgotten.get(address, now), now) + self._seconds

    def forgive(self, address: str) -> None:
        """It has not happened after all."""
        if address in self._forgotten:
            self._forgotten[address] -= self._seconds

    def wait(self, address: str, now: float) -> float:
        """Return the seconds after which it may happen again; 0 where it may happen now."""
        return max(0.0, self._forgotten.get(address, now) - now - self._seconds * (self._most - 1))

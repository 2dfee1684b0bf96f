"""Chance that can be told again: the numbers of a seed are the same on every Python, and take little memory."""

from __future__ import annotations

from hashlib import blake2b

BITS = 128  # of a number; below 2 ** 96, no remainder is likelier than another by more than 2 ** -32


class Chance:
    """Random numbers, counted off from a seed, with the names of random.Random; nobody can tell one from the others.

    :param seed: up to 64 bytes
    """

    __slots__ = ("_count", "_seed")

    def __init__(self, seed: bytes) -> None:
        self._seed = seed
        self._count = 0

    def _next(self) -> int:
        """Return a number of BITS bits."""
        self._count += 1
        number = blake2b(self._count.to_bytes(8, "big"), digest_size=BITS // 8, key=self._seed)
        return int.from_bytes(number.digest(), "big")

    def random(self) -> float:
        """Return the next number as a float, from 0.0 up to but not 1.0."""
        return (self._next() >> BITS - 53) * 2.0**-53

    def randrange(self, stop: int) -> int:
        """Return the next number as an integer, from 0 up to but not *stop*, which is far below 2 ** BITS."""
        return self._next() % stop

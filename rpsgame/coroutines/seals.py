"""Seals: what proves that a throw was made before the other one was, and has not been changed since.

A seal is the SHA-256 of a throw's key, a colon and a nonce of 32 hexadecimal digits. It is told when the throw is
made, the nonce with the result, and at the match's end the seed that all nonces of the match are drawn from.
"""

from __future__ import annotations

from hashlib import sha256
from typing import NamedTuple

from . import facts
from .facts import Fact
from .match import Command

NONCE = 32  # hexadecimal digits: nobody finds out a throw by trying all nonces


class Seal(NamedTuple):
    """The throw of a player, and the nonce that it is sealed with."""

    player: int
    key: str
    nonce: str

    @property
    def digest(self) -> str:
        """What is told of it before the other player has thrown: 64 hexadecimal digits."""
        return sha256(f"{self.key}:{self.nonce}".encode()).hexdigest()


class Seals:
    """The seals of one match.

    :param seed: of the match
    """

    __slots__ = ("_count", "_last", "_now", "_seed")

    def __init__(self, seed: bytes) -> None:
        self._seed = seed
        self._count = 0
        self._now: Seal | None = None  # of the throw that the other player does not know yet
        self._last: Seal | None = None

    def seal(self, player: int, key: str) -> tuple[Command, ...]:
        """Seal a throw that a player has made, and let all know that it is made; another throw gets another seal."""
        self._count += 1
        nonce = sha256(b"%b:%d" % (self._seed, self._count)).hexdigest()[:NONCE]
        self._now = Seal(player, key, nonce)
        digest = self._now.digest
        return ("sealed", player, (key, digest)), ("tell", "all", facts.Sealed.once(player, digest))

    def open(self) -> tuple[Command, ...]:
        """Both have thrown: open the seal of the first throw, if there was any."""
        if self._now is None:
            return ()
        self._last, self._now = self._now, None
        return (("tell", "all", facts.Opened.once(*self._last)),)

    def end(self) -> Command:
        """The match is over: tell the seed."""
        return "tell", "all", facts.SeedWas.once(self._seed.hex())

    def shown(self) -> list[Fact]:
        """Return what a player is told who asks for the seals of this game and of the last one."""
        told: list[Fact] = [facts.SealWas.once(*self._last, self._last.digest)] if self._last else []
        if self._now:
            told.append(facts.SealIs.once(self._now.player, self._now.digest))
        return told or [facts.NoSeal()]

"""Seals: throws that are fixed before the other player throws."""

from __future__ import annotations

from hashlib import sha256

from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines import facts
from rpsgame.coroutines.facts import Fact, Opened, Sealed
from rpsgame.coroutines.games import ROCK_PAPER_SCISSORS
from rpsgame.coroutines.match import Command, Start
from rpsgame.coroutines.seals import Seals
from rpsgame.coroutines.table import Event, Table, table
from rpsgame.strategies import STRATEGIES

JOIN: Event = ("join", None, Start(("guest 1", "guest 2"), b"a seed of the test"))
SEALS = Sealed, Opened, facts.SeedWas, facts.SealIs, facts.SealWas, facts.NoSeal


def seal_of(key: str, nonce: str) -> str:
    """Return the seal of a throw, as anybody can find it out."""
    return sha256(f"{key}:{nonce}".encode()).hexdigest()


class SealTests(SynchronousTestCase):
    """What is told of a throw before, and after."""

    def setUp(self) -> None:
        self.seats: Table = table(ROCK_PAPER_SCISSORS, 1)
        self.seats.send(JOIN)

    def press(self, player: int, key: str, who: int | str = "all") -> list[Fact]:
        """Return what is told of seals after a key."""
        return self.told(self.seats.send(("key", player, key)), who)

    def told(self, commands: list[Command] | None, who: int | str = "all") -> list[Fact]:
        """Return what is told of seals by these commands."""
        return [what for word, whom, what in commands or () if word == "tell" and whom == who and type(what) in SEALS]

    def test_before_and_after(self) -> None:
        """The first throw's seal is told at once, and what opens it with the result."""
        (sealed,) = self.press(0, "r")
        self.assertEqual((type(sealed), sealed.values[0]), (Sealed, 0))
        opened, seed = self.press(1, "p")
        self.assertEqual((type(opened), opened.values[:2]), (Opened, (0, "r")))
        self.assertEqual(seal_of(*opened.values[1:]), sealed.values[1])
        self.assertEqual(seed.values, (b"a seed of the test".hex(),))

    def test_nothing_is_given_away(self) -> None:
        """Seals of one throw differ, and have no line that somebody would read by chance."""
        told = [self.press(0, key)[0] for key in "rrr"]
        self.assertEqual(len({fact.values for fact in told}), 3)
        self.assertEqual({str(fact) for fact in told}, {""})

    def test_another_throw(self) -> None:
        """A player who throws something else before the other has thrown gets another seal, which counts."""
        self.press(0, "r")
        (sealed,) = self.press(0, "s")
        opened, _ = self.press(1, "p")
        self.assertEqual(opened.values[:2], (0, "s"))
        self.assertEqual(seal_of(*opened.values[1:]), sealed.values[1])

    def test_nonces_are_drawn_from_the_seed(self) -> None:
        """Another match of the same seed has the same seals, and the seed opens what was not opened."""
        digests = [
            [seals.seal(0, key)[0][2][1] for key in "rps"] for seals in (Seals(b"one"), Seals(b"one"), Seals(b"two"))
        ]
        self.assertEqual(digests[0], digests[1])
        self.assertEqual(len({*digests[0], *digests[2]}), 6)

    def test_the_house_is_first(self) -> None:
        """The house's throw is sealed when the game begins, before the guest has thrown."""
        self.seats = table(ROCK_PAPER_SCISSORS, 3, house=STRATEGIES["random"], timed=(1,))
        (sealed,) = self.told(self.seats.send(JOIN))
        opened, sealed_next = self.press(1, "r")
        self.assertEqual(seal_of(*opened.values[1:]), sealed.values[1])
        self.assertEqual((type(sealed_next), sealed_next.values[0]), (Sealed, 0))

    def test_key(self) -> None:
        """Who asks is shown the seal of the throw that was made, and the last one with what opens it."""
        self.seats = table(ROCK_PAPER_SCISSORS, 3)
        self.seats.send(JOIN)
        self.assertEqual(self.press(1, "f", 1), [facts.NoSeal()])
        (sealed,) = self.press(0, "r")
        self.assertEqual(self.press(1, "f", 1), [facts.SealIs(0, sealed.values[1])])
        (opened,) = self.press(1, "p")
        was = facts.SealWas.once(*opened.values, sealed.values[1])
        self.assertEqual(self.press(0, "f", 0), [was])

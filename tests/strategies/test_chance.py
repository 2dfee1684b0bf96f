"""Chance that can be told again."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from twisted.trial.unittest import SynchronousTestCase

from rpsgame.strategies.chance import Chance


class ChanceTests(SynchronousTestCase):
    """Numbers of a seed."""

    def test_it_repeats(self) -> None:
        """A seed gives the same numbers again, and another seed gives others."""

        def numbers(seed: bytes) -> list[int]:
            chance = Chance(seed)
            return [chance.randrange(10**9) for _ in range(50)]

        self.assertEqual(numbers(b"one"), numbers(b"one"))
        self.assertEqual(len({*numbers(b"one"), *numbers(b"two"), *numbers(b"")}), 150)

    def test_the_numbers(self) -> None:
        """The numbers of a seed are these, on every Python: what was stored can be told again."""
        chance = Chance(b"rock, paper, scissors")
        self.assertEqual(
            [chance.randrange(3) for _ in range(20)], [1, 2, 2, 1, 2, 0, 2, 2, 2, 0, 0, 1, 2, 2, 1, 0, 2, 1, 2, 0]
        )
        self.assertEqual([chance.randrange(3**40) for _ in range(2)], [709296907573462708, 457630202675754061])
        self.assertEqual([chance.random() for _ in range(2)], [0.9940673498953239, 0.33128316416715176])

    def test_one_count(self) -> None:
        """Floats and integers are drawn from one series, so that their order matters, and nothing else."""
        mixed, floats = Chance(b"seed"), Chance(b"seed")
        mixed.randrange(3)
        floats.random()
        self.assertEqual(mixed.random(), floats.random())

    def test_range(self) -> None:
        """A float is from 0 up to but not 1, and an integer from 0 up to but not the stop."""
        chance = Chance(b"seed")
        self.assertTrue(all(0.0 <= chance.random() < 1.0 for _ in range(5000)))
        self.assertEqual({chance.randrange(7) for _ in range(500)}, set(range(7)))
        self.assertEqual({chance.randrange(1) for _ in range(5)}, {0})

    def test_uniform(self) -> None:
        """No throw comes more often than the others, whatever came before it, and floats are as even."""
        chance = Chance(b"seed")
        throws = [chance.randrange(3) for _ in range(9000)]
        self.assertTrue(all(2850 < times < 3150 for times in Counter(throws).values()), Counter(throws))
        pairs = Counter(pairwise(throws))
        self.assertTrue(all(900 < times < 1100 for times in pairs.values()), pairs)
        tenths = Counter(int(10 * chance.random()) for _ in range(10_000))
        self.assertTrue(all(900 < tenths[tenth] < 1100 for tenth in range(10)), tenths)

    def test_seeds_that_differ_little(self) -> None:
        """The first numbers of many seeds in a row are as even as those of one."""
        first = Counter(Chance(seed.to_bytes(2, "big")).randrange(3) for seed in range(3000))
        self.assertTrue(all(900 < times < 1100 for times in first.values()), first)

    def test_long_seeds(self) -> None:
        """A seed has up to 64 bytes; a longer one is refused."""
        self.assertNotEqual(Chance(bytes(64)).randrange(10**9), Chance(bytes(63)).randrange(10**9))
        with self.assertRaises(ValueError):
            Chance(bytes(65)).random()

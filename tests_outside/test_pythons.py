"""What was played under one Python is the same under the others that are supported: all that are on this machine."""

from __future__ import annotations

import json
import subprocess
import sys
from random import Random
from typing import Any

from twisted.trial.unittest import SynchronousTestCase

from rpsgame.strategies import STRATEGIES
from tests.coroutines.test_again import AGAIN, by_chance, played
from tests.store.test_captured import captured

from .pythons import CHECKOUT, environment, other_pythons

TABLES = 200

PICKS = """
from random import Random
from rpsgame.strategies.mind import Mind
for throws, needed, seed in ((throws, needed, seed) for throws in (3, 5) for needed in (5, 50) for seed in range(20)):
    chance, mind, guest = Random(seed), Mind(throws, needed), 0
    picks = []
    for _ in range(300):
        picks.append(mind.pick())
        guest = (guest + (1 if chance.random() < 0.6 else chance.randrange(throws))) % throws
        mind.learn(chance.randrange(throws), guest)
    print(*picks, sep="")
"""


def run(python: str, *arguments: str, given: str = "") -> str:
    """Run a Python; return what it prints. Whatever it complains of is printed too."""
    ended = subprocess.run(
        [python, *arguments],
        input=given,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=CHECKOUT,
        env=environment(),
    )
    return ended.stdout


class PythonTests(SynchronousTestCase):
    """Replay under other Pythons, which need not be of the machine on which a match was played."""

    def setUp(self) -> None:
        self.others = other_pythons()

    def test_there_is_another(self) -> None:
        """There is another Python, without which nothing is shown here: .ci/run brings one, where there is none."""
        self.assertTrue(self.others)

    def test_captured_journals(self) -> None:
        """All that released versions have written is verified, with the same words."""
        verified = 0
        for _, path in captured():
            expected = run(sys.executable, "-m", "rpsgame.replay", "--verify", str(path))
            verified += expected.count(": it is the same again\n")
            for version, python in self.others.items():
                found = run(python, "-m", "rpsgame.replay", "--verify", str(path))
                self.assertEqual(found, expected, version)
        self.assertGreater(verified, 15)

    def test_picks(self) -> None:
        """The house picks the same throws in long matches, though the sums of floats differ from Python to Python."""
        expected = run(sys.executable, "-c", PICKS)
        self.assertEqual(len(expected.split()), 80)
        for version, python in self.others.items():
            self.assertEqual(run(python, "-c", PICKS), expected, version)

    def test_tables(self) -> None:
        """Whatever happens at a table, with any strategy, it says the same fact by fact."""
        told: list[Any] = []
        expected: list[Any] = []
        for number in range(TABLES):
            kind, strategy = ("guests", "house")[number % 2], [*STRATEGIES][number // 2 % len(STRATEGIES)]
            noted, commanded = played(kind, strategy, by_chance(Random(number)))
            told.append([kind, strategy, noted])
            expected.append(json.loads(json.dumps(commanded, default=sorted)))
        for version, python in self.others.items():
            lines = run(python, "-c", AGAIN, given=json.dumps(told)).splitlines()
            self.assertEqual([json.loads(line) for line in lines], expected, version)

"""A table told again what another was told."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines.again import NOTED, Parted, again, known_to_json
from rpsgame.coroutines.games import GAMES
from rpsgame.coroutines.match import Start
from rpsgame.coroutines.tables import tables
from rpsgame.strategies import STRATEGIES

HOUSE = Path(__file__).parents[2]
KEYS = st.sampled_from("rpsspr?gm\n1x")
EVENTS = st.lists(
    st.one_of(
        st.tuples(st.just("join"), st.none(), st.binary(min_size=16, max_size=16)),
        st.tuples(st.just("key"), st.sampled_from((0, 1, 1)), KEYS),
        st.tuples(st.just("key"), st.sampled_from((0, 1, 1)), KEYS),
        st.tuples(st.just("key"), st.sampled_from((0, 1, 1)), KEYS),
        st.tuples(st.just("late"), st.none(), st.none()),
        st.tuples(st.just("leave"), st.sampled_from((0, 1)), st.none()),
        st.tuples(st.just("stop"), st.none(), st.none()),
    ),
    max_size=60,
)
AGAIN = """
import json, sys
from rpsgame.coroutines.again import again
from rpsgame.coroutines.games import GAMES
from rpsgame.coroutines.tables import tables
from rpsgame.strategies import STRATEGIES
for kind, strategy, noted in json.load(sys.stdin):
    table = tables(GAMES["rock-paper-scissors"], 3, 7, STRATEGIES[strategy])[kind]()
    print(json.dumps([[place, commands] for place, _, commands in again(table, noted)], default=sorted))
"""


def played(kind: str, strategy: str, events: list[Any]) -> tuple[list[Any], list[Any]]:
    """Tell a table events, as the hall does; return what a journal says of them, and what the table has commanded."""
    table = tables(GAMES["rock-paper-scissors"], 3, 7, STRATEGIES[strategy])[kind]()
    noted: list[Any] = []
    commanded: list[Any] = []
    coming = events[::-1]
    while coming:
        word, whom, what = coming.pop()
        event = word, whom, Start(("a", "b"), what, [1]) if word == "join" else what
        commands = table.send(event)
        if commands is None:
            continue
        place = len(noted)
        noted.append(event)
        for command in commands:
            if command[0] in NOTED:
                noted.append(command)
            elif command[0] == "ask":
                coming.append(("answer", None, len(noted) % 5 / 4))
        commanded.append([place, list(commands)])
    return json.loads(json.dumps(known_to_json(noted))), commanded


class AgainTests(SynchronousTestCase):
    """The same events, the same match."""

    @settings(deadline=None)
    @given(st.sampled_from(("guests", "host", "house", "practice")), st.sampled_from((*STRATEGIES,)), EVENTS)
    def test_whatever_happens(self, kind: str, strategy: str, events: list[Any]) -> None:
        """Whatever a table was told, cut anywhere, another one says the same to it, fact by fact."""
        noted, commanded = played(kind, strategy, events)
        table = tables(GAMES["rock-paper-scissors"], 3, 7, STRATEGIES[strategy])[kind]()
        found = [[place, commands] for place, _, commands in again(table, noted)]
        self.assertEqual(found, commanded)

    def test_another_python(self) -> None:
        """It is the same in another process, where hashes are others."""
        told: list[Any] = []
        expected = []
        keys = [("key", 1, key) for key in "rrspprsrps?rrpps"]
        for strategy in STRATEGIES:
            events = [
                ("join", None, b"0123456789abcdef"),
                *keys,
                ("join", None, bytes(16)),
                *keys,
                ("late", None, None),
            ]
            noted, commanded = played("house", strategy, events)
            told.append(["house", strategy, noted])
            expected.append(json.loads(json.dumps(commanded, default=sorted)))
        for seed in ("0", "4711"):
            ended = subprocess.run(
                [sys.executable, "-c", AGAIN],
                input=json.dumps(told),
                env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
                cwd=HOUSE,
                capture_output=True,
                text=True,
            )
            self.assertEqual(ended.stderr, "")
            self.assertEqual([json.loads(line) for line in ended.stdout.splitlines()], expected)

    def parted(self, noted: list[Any]) -> tuple[int, Any]:
        """Return where the table parts from what was noted, and what it says there."""
        table = tables(GAMES["rock-paper-scissors"], 3, 7, STRATEGIES["random"])["house"]()
        with self.assertRaises(Parted) as caught:
            list(again(table, noted))
        return caught.exception.place, caught.exception.found

    def test_parting(self) -> None:
        """A throw that was not thrown, an end that did not come or a key too many is found where it stands."""
        noted, _ = played("house", "random", [("join", None, bytes(16)), ("key", 1, "r"), ("leave", 1, None)])
        words = [event[0] for event in noted]
        self.assertEqual(words, ["join", "sealed", "key", "sealed", "leave", "over"])
        thrown, seal = noted[1][2]
        other = "p" if thrown != "p" else "s"
        self.assertEqual(self.parted([noted[0], ["sealed", 0, [other, seal]]]), (1, ["sealed", 0, [thrown, seal]]))
        self.assertEqual(self.parted([noted[0], noted[2]]), (1, ["sealed", 0, [thrown, seal]]))
        self.assertEqual(self.parted(noted[:1]), (0, ["sealed", 0, [thrown, seal]]))
        self.assertEqual(self.parted([noted[0], noted[1], noted[1]]), (2, None))
        self.assertEqual(self.parted([*noted, ["key", 1, "r"]]), (6, None))
        self.assertEqual(self.parted([*noted[:5], ["over", None, ["played", [], [0, 0], []]]])[0], 5)

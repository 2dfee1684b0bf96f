"""A table told again what another was told."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from random import Random
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
        st.tuples(st.just("away"), st.sampled_from((0, 1)), st.sampled_from((None, 0.5, 7.25))),
        st.tuples(st.just("back"), st.sampled_from((0, 1)), st.sampled_from((None, 0.5, 7.25))),
        st.tuples(st.just("stand"), st.none(), st.just(119.75)),
    ),
    max_size=60,
).map(lambda events: [("join", None, b"0123456789abcdef"), *events])
KINDS_OF_TABLES = st.sampled_from(("guests", "host", "house", "practice"))
PLAYERS = st.sampled_from((*STRATEGIES,))
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


def by_chance(chance: Random) -> list[Any]:
    """Return a match in which players press keys, lose their lines and come back, and the server is started anew."""
    events: list[Any] = [("join", None, chance.randbytes(16))]
    for _ in range(60):
        player = chance.randrange(2)
        lost = chance.choice((("away", player, 2.5), ("back", player, None), ("stand", None, 119.75)))
        events.append(chance.choice((("key", player, chance.choice("rps?")),) * 9 + (lost, ("late", None, None))))
    return events


class AgainTests(SynchronousTestCase):
    """The same events, the same match."""

    @settings(deadline=None, max_examples=300)
    @given(KINDS_OF_TABLES, PLAYERS, EVENTS)
    def test_whatever_happens(self, kind: str, strategy: str, events: list[Any]) -> None:
        """Whatever a table was told, cut anywhere, another one says the same to it, fact by fact."""
        noted, commanded = played(kind, strategy, events)
        table = tables(GAMES["rock-paper-scissors"], 3, 7, STRATEGIES[strategy])[kind]()
        found = [[place, commands] for place, _, commands in again(table, noted)]
        self.assertEqual(found, commanded)

    @settings(deadline=None, max_examples=300)
    @given(KINDS_OF_TABLES, PLAYERS, EVENTS, st.integers(min_value=0))
    def test_goes_on(self, kind: str, strategy: str, events: list[Any], cut: int) -> None:
        """A table that was told again what the first had been told, up to anywhere, goes on as the first one did."""
        noted, commanded = played(kind, strategy, events)
        table = tables(GAMES["rock-paper-scissors"], 3, 7, STRATEGIES[strategy])[kind]()
        places = [place for place, _ in commanded]
        first = places[cut % len(places)] if places else 0
        told = [[place, commands] for place, _, commands in again(table, noted[:first])]
        for place, _ in commanded[len(told) :]:
            word, whom, what = noted[place]
            if word == "join":
                names, seed, muted, kept = what
                what = Start(tuple(names), bytes.fromhex(seed), muted, kept)
            told.append([place, list(table.send((word, whom, what)) or ())])
        self.assertEqual(told, commanded)

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
                ("away", 1, 2.0),
                ("back", 1, None),
                ("stand", None, 120.0),
                ("key", 1, "r"),
                ("back", 1, 60.0),
                *keys[:3],
                ("late", None, None),
            ]
            noted, commanded = played("house", strategy, events)
            told.append(["house", strategy, noted])
            expected.append(json.loads(json.dumps(commanded, default=sorted)))
        for number in range(100):
            kind, strategy = ("guests", "house")[number % 2], [*STRATEGIES][number % len(STRATEGIES)]
            noted, commanded = played(kind, strategy, by_chance(Random(number)))
            told.append([kind, strategy, noted])
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

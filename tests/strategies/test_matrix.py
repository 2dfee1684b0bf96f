"""The strategy that plays any game of simultaneous throws: it learns, keeps it, and is safe."""

from __future__ import annotations

import json
from collections.abc import Callable
from inspect import getgeneratorlocals
from itertools import product
from typing import Any

from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines.games import GAMES
from rpsgame.strategies import MOST_KEPT, STRATEGIES, Chance, LastWord, MatchOver, Setting
from rpsgame.strategies.contract import Outcomes, StrategyCoroutine
from rpsgame.strategies.matrix import MATRIX

WELL = ((0, -1, 1, -1), (1, 0, -1, 1), (-1, 1, 0, -1), (1, -1, 1, 0))  # rock, paper, scissors, and the well: no circle
ALL: dict[str, Any] = {**{name: game.outcomes for name, game in GAMES.items()}, "well": WELL}
KEYS = "abcde"

Opponent = Callable[[StrategyCoroutine, "list[tuple[int, int]]"], int]  # returns a throw, knowing those before


def begin(outcomes: Outcomes, seed: bytes = b"seed", kept: Any = None) -> StrategyCoroutine:
    """Return the strategy at the beginning of a match, where the keys are letters."""
    return MATRIX.factory(Setting(KEYS[: len(outcomes)], outcomes, 5, Chance(seed), kept))


def play(house: StrategyCoroutine, opponent: Opponent, games: int) -> list[tuple[int, int]]:
    """Play a match of so many games; return the throws."""
    thrown: list[tuple[int, int]] = []
    last = None
    for _ in range(games):
        own = house.send(last)
        theirs = opponent(house, thrown)
        thrown.append((KEYS.index(str(own)), theirs))
        last = KEYS[theirs]
    house.send(last)
    return thrown


def end(house: StrategyCoroutine) -> Any:
    """Tell it that the match is over; return what it keeps."""
    try:
        house.throw(MatchOver())
    except StopIteration as ended:
        assert isinstance(ended.value, LastWord)
        return ended.value.kept
    raise AssertionError("it does not end")


def won(outcomes: Outcomes, thrown: list[tuple[int, int]]) -> int:
    """Return the games that the house has won more than it has lost."""
    return sum(outcomes[own][theirs] for own, theirs in thrown)


def who_knows_all(outcomes: Outcomes) -> Opponent:
    """Return an opponent who knows all but the chance: how likely each throw is before it is drawn."""

    def throw(house: StrategyCoroutine, thrown: list[tuple[int, int]]) -> int:
        mix = getgeneratorlocals(house)["mix"]
        losses = [
            sum(part * row[theirs] for part, row in zip(mix, outcomes, strict=True)) for theirs in range(len(outcomes))
        ]
        return losses.index(min(losses))

    return throw


def turns(house: StrategyCoroutine, thrown: list[tuple[int, int]]) -> int:
    """Throw the two first throws in turn."""
    return len(thrown) % 2


def stays_after_a_win(house: StrategyCoroutine, thrown: list[tuple[int, int]]) -> int:
    """At odds and evens, throw the same again after a win, and the other after a loss."""
    own, theirs = thrown[-1] if thrown else (0, 0)
    return theirs if own != theirs else 1 - theirs


class MatrixTests(SynchronousTestCase):
    """What it knows is the outcomes, and what was thrown."""

    def test_learns(self) -> None:
        """Habits are found out, in all games: a favourite throw, a pattern, and what somebody does after a win."""
        for name, outcomes in ALL.items():
            for habit in (lambda house, thrown: 1, turns):
                thrown = play(begin(outcomes), habit, 100)
                self.assertGreater(won(outcomes, thrown[20:]), 60, name)
        thrown = play(begin(ALL["odds-and-evens"]), stays_after_a_win, 100)
        self.assertGreater(won(ALL["odds-and-evens"], thrown[20:]), 60)

    def test_is_safe(self) -> None:
        """One who knows all but the chance wins less and less of it, whatever the game: a tenth after 3,000 games."""
        for name, outcomes in ALL.items():
            lost = [
                -won(outcomes, play(begin(outcomes, seed), who_knows_all(outcomes), 3000)) for seed in (b"1", b"2")
            ]
            self.assertLess(max(lost), 300, name)
            self.assertGreater(max(lost), 0, name)  # or else that is nobody who knows it

    def test_keeps(self) -> None:
        """What it has learnt in a match it knows in the next one: it does not begin at random again."""
        outcomes = ALL["morra"]
        house = begin(outcomes)
        play(house, turns, 60)
        kept = end(house)
        again = play(begin(outcomes, b"other", kept), turns, 20)
        self.assertGreater(won(outcomes, again), 15)
        self.assertLess(won(outcomes, play(begin(outcomes, b"other"), turns, 20)), 15)

    def test_memory(self) -> None:
        """What it keeps does not grow: a number for each throw, after each pair of throws."""
        for outcomes in ALL.values():
            house = begin(outcomes)
            play(house, who_knows_all(outcomes), 3000)
            kept = end(house)
            self.assertLessEqual(len(kept), len(outcomes) ** 2 + 1)
            self.assertEqual({len(row) for row in kept.values()}, {len(outcomes)})

    def test_saves(self) -> None:
        """What is saved is loaded again; of a game with many throws the first rows, as many as there is room for."""
        for throws, rows in ((6, 37), (20, 15)):
            pairs = (None, *product(range(throws), repeat=2))
            kept = {before: [-1000.5 - number] * throws for number, before in enumerate(pairs)}
            saved = json.dumps(MATRIX.save(kept), separators=(",", ":"))
            self.assertLessEqual(len(saved), MOST_KEPT)
            self.assertEqual(MATRIX.load(json.loads(saved)), dict([*kept.items()][:rows]))

    def test_repeats(self) -> None:
        """The same seed and the same opponent make the same match again, and another seed another."""
        first, again, other = (play(begin(WELL, seed), turns, 50) for seed in (b"a", b"a", b"b"))
        self.assertEqual(first, again)
        self.assertNotEqual(first, other)

    def test_plays(self) -> None:
        """It plays all games that have outcomes, unless they always end in one way, or nobody can win or lose."""
        self.assertIs(STRATEGIES["matrix"], MATRIX)
        for outcomes in ALL.values():
            self.assertTrue(MATRIX.plays(KEYS[: len(outcomes)], outcomes))
        for hopeless in (None, ((0,),), ((1, 1), (1, 0)), ((-1, 0), (0, -1))):
            self.assertFalse(MATRIX.plays(KEYS[:2], hopeless), hopeless)

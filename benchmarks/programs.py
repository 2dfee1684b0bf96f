"""Programs that play the house a thousand throws: OpenSpiel's 43, and some of our own that it was never fitted to."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from random import Random
from typing import Any

import pyspiel  # type: ignore[import-not-found, unused-ignore]
from visits import Visit

from rpsgame.strategies.circle import outcome

MATCH = 1000  # throws, as in the RoShamBo Programming Competitions
NAMES: list[str] = pyspiel.roshambo_bot_names()


class Bot:
    """One of OpenSpiel's, in either seat by turns. Asked for fewer throws than 1,000, greenberg corrupts the heap."""

    def __init__(self, name: str, seed: int) -> None:
        ctypes.CDLL(None).srandom(seed)  # the bots draw from libc's random()
        self.seat = seed % 2
        self.bot: Any = pyspiel.make_roshambo_bot(self.seat, name, MATCH)
        rounds = f"repeated_game(stage_game=matrix_rps(),num_repetitions={MATCH})"
        self.state: Any = pyspiel.load_game(rounds).new_initial_state()

    def throw(self, visit: Visit) -> int:
        return int(self.bot.step(self.state))

    def see(self, house: int, mine: int) -> None:
        self.state.apply_actions([mine, house] if self.seat == 0 else [house, mine])


class Unseen:
    """A program of our own; *choose* is given the chance, the house's throws and its own."""

    def __init__(self, choose: Callable[[Random, list[int], list[int]], int], seed: int) -> None:
        self.choose, self.rng = choose, Random(seed)
        self.house: list[int] = []
        self.mine: list[int] = []

    def throw(self, visit: Visit) -> int:
        return self.choose(self.rng, self.house, self.mine)

    def see(self, house: int, mine: int) -> None:
        self.house.append(house)
        self.mine.append(mine)


def win_stay_lose_shift(rng: Random, house: list[int], mine: list[int]) -> int:
    if not mine or rng.random() < 0.2:
        return rng.randrange(3)
    return mine[-1] if outcome(mine[-1], house[-1]) > 0 else (mine[-1] + 1) % 3


def beats_the_favourite(rng: Random, house: list[int], mine: list[int]) -> int:
    lately = house[-15:] or [rng.randrange(3)]
    return (max(range(3), key=lately.count) + 1) % 3


def noisy_tune(rng: Random, house: list[int], mine: list[int]) -> int:
    tune = (0, 1, 1, 2, 0, 2, 1)
    return tune[len(mine) % len(tune)] if rng.random() < 0.75 else rng.randrange(3)


def turncoat(rng: Random, house: list[int], mine: list[int]) -> int:
    if not mine or rng.random() < 0.1:
        return rng.randrange(3)
    return (house[-1] + len(mine) // 80) % 3


def bigram_reader(rng: Random, house: list[int], mine: list[int]) -> int:
    pairs = zip(house, mine, strict=True)
    followed = [after for before, after in zip(pairs, house[1:], strict=False) if before == (house[-1], mine[-1])]
    return (max(range(3), key=followed[-20:].count) + 1) % 3 if followed else rng.randrange(3)


def never_thrice(rng: Random, house: list[int], mine: list[int]) -> int:
    return rng.choice([throw for throw in range(3) if mine[-2:] != [throw, throw]])


def avoids_its_last(rng: Random, house: list[int], mine: list[int]) -> int:
    return rng.choice([throw for throw in range(3) if mine[-1:] != [throw]])


OURS = (win_stay_lose_shift, beats_the_favourite, noisy_tune, turncoat, bigram_reader, never_thrice, avoids_its_last)

"""What the house says after a match: the one habit of the guest that chance explains least."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from math import log

ENOUGH = 3  # times in a situation, before anything there is called a habit
WEAKEST = 0.5  # the strength of a habit worth a word: of three throws, 2 times of 3 has 0.69, 4 times of 9 has 0.24


RESULTS = "after a tie", "after a win", "after a loss"


class Habits:
    """How often the guest threw what: in all, after each result, and after each of their throws.

    :param words: what the throws are called
    """

    __slots__ = ("_before", "_counts", "_words")

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words
        self._counts = array("I", [0]) * (len(words) * (1 + len(RESULTS) + len(words)))
        self._before: tuple[int, ...] = (0,)  # the situations that the guest is in

    def learn(self, result: int, guest: int) -> None:
        """Hear what a game was to the guest, 1 for a win, 0 for a tie or -1, and the number of their throw."""
        for situation in self._before:
            self._counts[situation * len(self._words) + guest] += 1
        self._before = 0, 1 + result % len(RESULTS), 1 + len(RESULTS) + guest

    def remark(self) -> str | None:
        """Return a line on the strongest habit, None where there is none."""
        words, best, line = self._words, WEAKEST, None
        situations = "", *RESULTS, *(f"after {word}" for word in words)
        for when, first in zip(situations, range(0, len(self._counts), len(words)), strict=False):
            counts = self._counts[first : first + len(words)]
            hits, times = max(counts, default=0), sum(counts)
            if times >= ENOUGH and strength(hits, times, len(counts)) > best:
                best = strength(hits, times, len(counts))
                line = sentence(when, words[counts.index(hits)], hits, times)
        return line


def strength(hits: int, times: int, throws: int = 3) -> float:
    """Return how much likelier so many hits are by habit than by chance, as a logarithm."""
    misses = times - hits
    by_chance = 1 / throws
    missed = misses * log(misses / times / (1 - by_chance)) if misses else 0.0
    return hits * log(hits / times / by_chance) + missed


def sentence(when: str, throw: str, hits: int, times: int) -> str:
    """Return a sentence such as: After a loss you threw paper 6 times of 9."""
    often = f"all {times} times" if hits == times else f"{hits} times of {times}"
    words = f"{when} you threw {throw} {often}.".lstrip()
    return words[0].upper() + words[1:]

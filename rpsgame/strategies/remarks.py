"""What the house says after a match: the one habit of the guest that chance explains least."""

from __future__ import annotations

from math import log

from .reader import outcome

NAMES = ("rock", "paper", "scissors")
SITUATIONS = ("", "after a loss", "after a tie", "after a win", *(f"after {name}" for name in NAMES))
ENOUGH = 3  # times in a situation, before anything there is called a habit
WEAKEST = 0.5  # the strength of a habit worth a word: 2 times of 3 has 0.69, 4 times of 9 has 0.24


class Habits:
    """How often the guest threw what, in each situation."""

    __slots__ = ("_before", "_counts")

    def __init__(self) -> None:
        self._counts = [[0, 0, 0] for _ in SITUATIONS]
        self._before: tuple[int, ...] = (0,)  # the situations that the guest is in

    def learn(self, house: int, guest: int) -> None:
        """Hear what both threw: 0 is rock, 1 is paper, 2 is scissors."""
        for situation in self._before:
            self._counts[situation][guest] += 1
        self._before = 0, 2 - outcome(house, guest), 4 + guest

    def remark(self) -> str | None:
        """Return a line on the strongest habit, None where there is none."""
        best, line = WEAKEST, None
        for when, counts in zip(SITUATIONS, self._counts, strict=True):
            hits, times = max(counts), sum(counts)
            if times >= ENOUGH and strength(hits, times) > best:
                best, line = strength(hits, times), sentence(when, NAMES[counts.index(hits)], hits, times)
        return line


def strength(hits: int, times: int) -> float:
    """Return how much likelier so many hits are by habit than by chance, as a logarithm."""
    misses = times - hits
    return hits * log(3 * hits / times) + (misses * log(1.5 * misses / times) if misses else 0)


def sentence(when: str, throw: str, hits: int, times: int) -> str:
    """Return a sentence such as: After a loss you threw paper 6 times of 9."""
    often = f"all {times} times" if hits == times else f"{hits} times of {times}"
    words = f"{when} you threw {throw} {often}.".lstrip()
    return words[0].upper() + words[1:]

"""Games whose throws are numbered round a circle: three throws, or the five of rock-paper-scissors-lizard-spock."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import fsum
from typing import TypeAlias

Odds: TypeAlias = tuple[float, ...]  # of each throw; those of chance are 1

DOUBT = 0.3  # added to each count, so that nothing seen once is certain


def outcome(mine: int, theirs: int, throws: int = 3) -> int:
    """Return 1 for a win, 0 for a tie, -1 for a loss: a throw beats those that are an odd number of places below it.

    :param throws: how many there are on the circle, an odd number
    """
    places = (mine - theirs) % throws
    return (1 if places % 2 else -1) if places else 0


@cache
def outcomes(throws: int) -> tuple[tuple[int, ...], ...]:
    """Return what every throw is against every throw."""
    return tuple(tuple(outcome(mine, theirs, throws) for theirs in range(throws)) for mine in range(throws))


def odds(counts: Sequence[float]) -> Odds:
    """Return the odds of each throw, or of each move round the circle, that was counted so often.

    They are the same on every Python, as fsum is; sum has added otherwise since 3.12.
    """
    scale = len(counts) / (fsum(counts) + len(counts) * DOUBT)
    return tuple([scale * (count + DOUBT) for count in counts])


def turned(odds: Odds, start: int) -> Odds:
    """Return the odds of the throws, from those of the moves that lead to them from one throw."""
    return odds[-start:] + odds[:-start] if start else odds

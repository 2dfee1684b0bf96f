"""A strategy for any game of simultaneous throws, of which it knows no more than who wins by what."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from itertools import accumulate
from math import fsum
from typing import Any

from ..coroutines.toolbox import advance_generator_once
from .contract import LastWord, MatchOver, Outcomes, Setting, Strategy, StrategyCoroutine

MOST_NUMBERS = (
    300  # that are saved of one opponent, as many as MOST_KEPT has room for: all, where a game has six throws
)


@advance_generator_once
def matrix(setting: Setting) -> StrategyCoroutine:
    """coroutine that plays by regret matching: the more it would have won by a throw, the more often it throws it

    It regrets separately after each pair of throws, since what people throw hangs on what was thrown before. One who
    knows this code, and all but the chance, wins less and less of it: over n games as the square root of n (Hart and
    Mas-Colell, 2000, "A Simple Adaptive Procedure Leading to Correlated Equilibrium").

    yields: the key of the throw for the next game

    accepts to .send(): None at first, and then the opponent's last throw

    accepts to .throw(): MatchOver: what it regrets is kept for the next match, and, where the opponent has a name, for
                         the next visit
    """
    throws, outcomes = setting.throws, setting.outcomes or ()
    regrets: dict[tuple[int, int] | None, list[float]] = setting.kept or {}
    before = None
    yield None
    try:
        while True:
            regret = regrets.setdefault(before, [0.0] * len(throws))
            mix = [max(0.0, would_have_won) for would_have_won in regret]
            mix = mix if any(mix) else [1.0] * len(throws)
            parts = list(accumulate(mix))
            own = bisect(parts, setting.chance.random() * parts[-1])
            theirs = throws.index((yield throws[own]))
            gains = [row[theirs] for row in outcomes]
            expected = fsum(part * gain for part, gain in zip(mix, gains, strict=True)) / parts[-1]
            regrets[before] = [old + gain - expected for old, gain in zip(regret, gains, strict=True)]
            before = own, theirs
    except MatchOver:
        return LastWord(kept=regrets)


def save(regrets: dict[tuple[int, int] | None, list[float]]) -> list[Any]:
    """Return the regrets as rows: what was thrown before, if anything, and a number a throw. The first rows stay."""
    rows = [[*(before or ()), [round(regret, 1) for regret in row]] for before, row in regrets.items()]
    return rows[: max(MOST_NUMBERS // len(rows[0][-1]), 1)] if rows else []


def load(saved: Any) -> dict[tuple[int, int] | None, list[float]]:
    """Return the regrets again."""
    return {(before[0], before[1]) if before else None: row for *before, row in saved}


def can_be_won_and_lost(throws: Sequence[str], outcomes: Outcomes | None) -> bool:
    """Whether a game is decided by one throw of each, and not always in the same way."""
    return outcomes is not None and {1, -1}.issubset(value for row in outcomes for value in row)


MATRIX = Strategy("matrix", matrix, can_be_won_and_lost, save=save, load=load)

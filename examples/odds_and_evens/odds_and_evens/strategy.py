"""A player for the house: it counts what its guest shows, and expects more of the same."""

from __future__ import annotations

from collections.abc import Sequence

from rpsgame import advance_generator_once
from rpsgame.api import LastWord, MatchOver, Setting, Strategy, StrategyCoroutine


@advance_generator_once
def tally(setting: Setting) -> StrategyCoroutine:
    """coroutine that throws what would have won most against all that its guest has thrown

    yields: the key of the throw for the next game

    accepts to .send(): None at first, and after each game the guest's throw

    accepts to .throw(): MatchOver: it returns its LastWord, and keeps its counts for another match
    """
    keys, outcomes = setting.throws, setting.outcomes or ()
    counts = list(setting.kept or [0] * len(keys))
    try:
        yield None
        while True:
            won = [sum(count * result for count, result in zip(counts, row, strict=True)) for row in outcomes]
            best = [key for key, sum_of_wins in zip(keys, won, strict=True) if sum_of_wins == max(won)]
            thrown = yield best[setting.chance.randrange(len(best))]
            counts[keys.index(thrown)] += 1
    except MatchOver:
        most = max(counts)
        often = f"You have shown {setting.words[counts.index(most)]} {most} times."
        return LastWord(often if most > 1 else None, counts)


def one_throw_decides(throws: Sequence[str], outcomes: Sequence[Sequence[int]] | None) -> bool:
    """Whether there are outcomes to count by."""
    return outcomes is not None


TALLY = Strategy("tally", tally, one_throw_decides)

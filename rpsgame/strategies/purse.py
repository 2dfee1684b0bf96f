"""What the house risks on its picks, over all guests: a purse, so that nobody can learn the house by heart.

A pick can be foreseen, by a guest who remembers what the house answered to the same throws, or who runs this code. No
rule that sees one match alone helps against both: a match is short, and nine games turn a small edge into a large one.
So each throw that trusts a pick is paid out of what such throws have won before, from all guests. The price is what
the throw does to the fair odds of the match, so all guests together never gain more matches than there were in the
purse when they began, and the little that is always risked to fill an empty purse again.

What people throw first differs, and whoever exploits the house throws what has paid. So there is a purse for each way
that a match can begin too, and the poorer of both decides: where somebody takes much, others are still read well.
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import lru_cache
from math import exp, lgamma, log
from typing import Any

from ..coroutines.toolbox import advance_generator_once
from .contract import Memory

ALL = "all"
BEGINNING = 3  # throws of the guest, each with a purse for what may follow: 40 purses in a game of three throws

# Matches: a purse that holds so much is trusted fully, and one holds no more than the most.
FULL, MOST = 4.0, 6.0
BEGINNING_FULL, BEGINNING_MOST = 2.0, 2.0
LEAST_SHARE = 0.02  # of throws that trust a pick though a purse is empty, which fills it again where people play


@advance_generator_once
def purse(saved: Any = None) -> Memory:
    """coroutine that says how far to trust the picks in a match, from what they have won and lost in all matches

    yields: the share of throws, more than 0 and at most 1, that may be the pick

    accepts to .send(): ('ask', match, (won, throw)): what the last pick has won in the match, as `worth` says it, and
                        the guest's last throw, None at first
                        ('over', match, played): the match is over; a guest who left it has put nothing into the purse
                        ('save', None, None): the answer is what the purses hold

    :param saved: what the purses held when they were saved; None fills them
    """
    held: dict[str, float] = dict(saved or {ALL: MOST})
    matches: dict[Hashable, tuple[str, dict[str, float]]] = {}
    answer: Any = None
    while True:
        word, match, what = yield answer
        if word == "ask":
            won, throw = what
            beginning, put_in = matches.get(match) or ("", {})
            for name in (ALL, beginning):
                put_in[name] = put_in.get(name, 0.0) + _put(held, name, won)
            if throw and len(beginning) < BEGINNING:
                beginning += throw
            matches[match] = beginning, put_in
            share = min(held[ALL] / FULL, held.get(beginning, BEGINNING_MOST) / BEGINNING_FULL)
            answer = min(max(share, LEAST_SHARE), 1.0)
        elif word == "over":
            _, put_in = matches.pop(match, ("", {}))
            for name, amount in () if what else put_in.items():
                _put(held, name, min(-amount, 0.0))
            answer = None
        else:
            answer = dict(held)


def _put(held: dict[str, float], name: str, amount: float) -> float:
    """Put so much into a purse, or take it; return what that has changed."""
    most = MOST if name == ALL else BEGINNING_MOST
    before = held.get(name, most)
    held[name] = min(max(before + amount, 0.0), most)
    return held[name] - before


@lru_cache(1024)
def worth(needed: int, other_needs: int) -> float:
    """Return what the next game does to the odds of a match between equals, in matches: half of the difference.

    :param needed: the games that one player still needs to win it
    :param other_needs: the games that the other needs
    """
    games = needed + other_needs - 1
    return exp(lgamma(games) - lgamma(needed) - lgamma(other_needs) - games * log(2))

"""What the house risks on its picks, over all guests: a purse, so that nobody can learn the house by heart.

A pick can be foreseen, by a guest who remembers what the house answered to the same throws, or who runs this code. No
rule that sees one match alone helps against both: a match is short, and nine games turn a small edge into a large one.
So each throw that trusts a pick is paid out of what such throws have won before, from all guests. The price is what
the throw does to the fair odds of the match, so all guests together never gain more matches than there were in the
purse when they began, and the little that is always risked to fill an empty purse again.

A throw that is still to be thrown is paid for when the house bets on its pick, so that many who throw at once cannot
take the same money. Where many play, the purse holds as much more as is bet at the time, once it has won that.

A guest who exploits the house throws what has paid, and beats pick after pick, as people seldom do. So there are
purses for each way that a match can begin, and for each score of the picks in a match; the poorest decides. Where
somebody takes much, others are still read well.
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import lru_cache
from math import exp, lgamma, log
from typing import Any

from ..coroutines.toolbox import advance_generator_once
from .contract import Memory

ALL = "all"
BEGINNING = 2  # throws of the guest, each with a purse for what may follow: 13 purses in a game of three throws
FURTHEST = 5  # score of the picks in a match, either way, that has a purse of its own

# Matches: a purse that holds so much is trusted fully, and one holds no more than the most.
FULL, MOST = 4.0, 6.0
PART_FULL, PART_MOST = 1.5, 2.0  # of the purses for a beginning or a score
LEAST_SHARE = 0.02  # of throws that trust a pick though a purse is empty, which fills it again where people play


class Bets:
    """What the house bets in one match that is on.

    :ivar beginning: the guest's first throws, which name a purse
    :ivar score: the picks that would have won, less those that would have lost
    :ivar purses: the names of the purses that pay for the next throw
    :ivar bet: what the next throw may cost, in matches
    :ivar put_in: what the match has put into each purse, in matches
    """

    __slots__ = ("beginning", "bet", "purses", "put_in", "score")

    def __init__(self) -> None:
        self.beginning, self.score, self.bet = "", 0, 0.0
        self.put_in: dict[str, float] = {}
        self.hear(0.0, None)

    def hear(self, won: float, throw: str | None) -> None:
        """Hear what the pick has won, and the guest's throw, None at first."""
        if throw and len(self.beginning) < BEGINNING:
            self.beginning += throw
        if won:
            self.score = min(max(self.score + (1 if won > 0 else -1), -FURTHEST), FURTHEST)
        self.purses = ALL, self.beginning, score_name(self.score)


@advance_generator_once
def purse(saved: Any = None) -> Memory:
    """coroutine that says how far to trust the picks in a match, from what they have won and lost in all matches

    yields: the share of throws, more than 0 and at most 1, that may be the pick

    accepts to .send(): ('ask', match, (won, throw, price)): what the last pick has won in the match, and the guest's
                        last throw, None at first; and the worth of the next game, as `worth` says it
                        ('over', match, played): the match is over; a guest who left it has put nothing into the purse
                        ('save', None, None): the answer is what the purses hold

    :param saved: what the purses held when they were saved; None fills them
    """
    held: dict[str, float] = dict(saved or {ALL: MOST})
    matches: dict[Hashable, Bets] = {}
    bet = 0.0  # in all matches, on throws that are still to be thrown
    answer: Any = None
    while True:
        word, match, what = yield answer
        if word == "ask":
            won, throw, price = what
            bets = matches.get(match) or matches.setdefault(match, Bets())
            bet -= bets.bet
            for name in bets.purses if won else ():
                bets.put_in[name] = bets.put_in.get(name, 0.0) + _put(held, name, won, bet)
            bets.hear(won, throw)
            _, beginning, score = bets.purses
            part = min(held.get(beginning, PART_MOST), held.get(score, PART_MOST))
            answer = min(max(min((held[ALL] - bet) / FULL, part / PART_FULL), LEAST_SHARE), 1.0)
            bets.bet = answer * price
            bet += bets.bet
        elif word == "over":
            bets = matches.pop(match, Bets())
            bet -= bets.bet
            for name, amount in () if what else bets.put_in.items():
                _put(held, name, min(-amount, 0.0), bet)
            answer = None
        else:
            answer = dict(held)


@lru_cache
def score_name(score: int) -> str:
    """Return the name of the purse for a score of the picks."""
    return f"{score:+d}"


def _put(held: dict[str, float], name: str, amount: float, bet: float) -> float:
    """Put so much into a purse, or take it; return what that has changed."""
    most = MOST + bet if name == ALL else PART_MOST
    before = held.get(name, most)
    held[name] = min(max(before + amount, 0.0), most)
    return held[name] - before


@lru_cache(1024)
def worth(needed: int, other_needs: int) -> float:
    """Return what the next game does to the odds of a match between equals, in matches: half of the difference.

    :param needed: the games that one player still needs to win it
    :param other_needs: the games that the other needs; where one needs none, the match is over
    """
    if not (needed and other_needs):
        return 0.0
    games = needed + other_needs - 1
    return exp(lgamma(games) - lgamma(needed) - lgamma(other_needs) - games * log(2))

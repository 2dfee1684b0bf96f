"""What was thrown in one place of the past, such as after two rocks of the guest's, and what that foretells.

What was seen there is a state of an automaton: a number, from which each throw leads to the next. What a state
foretells is worked out once, for all places of all guests: to hear of a throw is then to look into a table.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from math import fsum
from typing import TypeAlias

from .circle import Odds, odds

Counts: TypeAlias = tuple[int, ...]  # of each throw

FADE = 0.9  # of counts, when one is added: some soon change their minds
PARTS = {3: 4, 5: 1}  # of a throw, by how many throws there are: whole parts are counted, so there are few states

RARER, SLIP = 0.3, 0.02  # a guest who evens out: the odds of a throw for one use more, and the least odds of any throw
UNEVEN = {3: 9, 5: 4}  # uses, by how many throws there are: what is used so much oftener than the rarest


class Automaton:
    """What may be seen of one player in a place; the state 0 is nothing.

    :param throws: how many there are
    :param add: returns what was seen after one throw more
    :param foretell: returns the odds of the next throw
    :ivar after: for each state, the states that the throws lead to
    :ivar odds: for each state, the odds of the next throw
    :ivar likeliest: for each state, the throw that was seen most
    """

    def __init__(self, throws: int, add: Callable[[Counts, int], Counts], foretell: Callable[[Counts], Odds]) -> None:
        seen = [(0,) * throws]
        states = {seen[0]: 0}
        self.after: list[tuple[int, ...]] = []
        for counts in seen:
            found = [add(counts, throw) for throw in range(throws)]
            seen += [new for new in found if new not in states]
            self.after.append(tuple([states.setdefault(new, len(states)) for new in found]))
        self.odds = [foretell(counts) for counts in seen]
        self.likeliest = [counts.index(max(counts)) for counts in seen]


@cache
def fading(throws: int) -> Automaton:
    """Return the automaton that expects what was seen lately: 10,954 states of three throws, 757 of five.

    What is left of a part is rounded up or down, by the sum of all, so that nothing is lost or won in the long run.
    """
    parts = PARTS[throws]

    def add(counts: Counts, throw: int) -> Counts:
        up = sum(counts) * 3 % 10 / 10
        return tuple([int(FADE * count + up) + parts * (throw == one) for one, count in enumerate(counts)])

    return Automaton(throws, add, lambda counts: odds([count / parts for count in counts]))


@cache
def evening_out(throws: int) -> Automaton:
    """Return the automaton that expects what was used least; it counts the uses beyond those of the rarest."""

    def add(counts: Counts, throw: int) -> Counts:
        more = [count + (throw == one) for one, count in enumerate(counts)]
        return tuple([min(count - min(more), UNEVEN[throws]) for count in more])

    def foretell(counts: Counts) -> Odds:
        shares = [RARER**count for count in counts]
        scale = throws * (1 - throws * SLIP) / fsum(shares)
        return tuple([throws * SLIP + scale * share for share in shares])

    return Automaton(throws, add, foretell)

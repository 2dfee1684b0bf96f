"""What both threw in one place of the past, such as after two rocks of the guest's, and what that foretells.

Most places are seen a few times only, so what can be seen in so few games is worked out once, for all places of all
guests: a tree that grows with what is thrown, and is soon full. What is seen more often is a guest's own.
"""

from __future__ import annotations

from functools import cache

from .circle import Odds, odds

LEVELS = {3: 3, 5: 2}  # of the tree, by the number of throws: 820 nodes, or 651

FADE = 0.9  # of counts, when they are added to: some soon change their minds
RARER, SLIP = 0.3, 0.02  # a guest who evens out: the odds of a throw for one use more, and the least odds of any throw


class Seen:
    """What was seen in a place so far. Nobody changes it, for others share it; only what it leads to is filled in.

    *counts* and *faded* are the guest's throws, *house* the house's, *likeliest* what the house threw most there, None
    before its first.
    """

    __slots__ = ("after", "counts", "faded", "foretold", "house", "likeliest")

    def __init__(self, counts: tuple[int, ...], faded: tuple[float, ...], house: tuple[float, ...]) -> None:
        self.counts, self.faded, self.house = counts, faded, house
        self.likeliest = house.index(max(house)) if any(house) else None
        self.foretold: tuple[Odds, Odds] | None = None
        self.after: list[Seen | None] | None = None

    def foretell(self) -> tuple[Odds, Odds]:
        """Return the odds of the guest's next throw if they even out, and if they do as they did lately."""
        self.foretold = evening_out(self.counts), odds(self.faded)
        return self.foretold

    def then(self, house: int, guest: int) -> Seen:
        """Return what is seen after one game more."""
        if self.after is None:
            return self.grown(house, guest)
        throws = len(self.counts)
        game = house * throws + guest
        found = self.after[game]
        if found is None:
            found = self.after[game] = self.grown(house, guest)
            if sum(found.counts) < LEVELS[throws]:
                found.after = [None] * throws**2
        return found

    def grown(self, house: int, guest: int) -> Seen:
        """Return what is seen after one game more, as a node that has none after it."""
        counts = list(self.counts)
        counts[guest] += 1
        return Seen(tuple(counts), added(self.faded, guest, FADE), added(self.house, house, FADE))


@cache
def nothing(throws: int) -> Seen:
    """Return the root of the tree, which is what is seen before the first game."""
    root = Seen((0,) * throws, (0.0,) * throws, (0.0,) * throws)
    root.after = [None] * throws**2
    return root


def added(counts: tuple[float, ...], throw: int, fade: float) -> tuple[float, ...]:
    """Return the counts with one more, after the others have faded."""
    more = [fade * count for count in counts]
    more[throw] += 1
    return tuple(more)


def evening_out(counts: tuple[int, ...]) -> Odds:
    """Return the odds for one who prefers what was used least."""
    least, throws = min(counts), len(counts)
    shares = [RARER ** (count - least) for count in counts]
    scale = throws * (1 - throws * SLIP) / sum(shares)
    return tuple([throws * SLIP + scale * share for share in shares])

"""What both threw in one place of the past, such as after two rocks of the guest's, and what that foretells.

Most places are seen a few times only, so what can be seen in so few games is worked out once, for all places of all
guests: a tree that grows with what is thrown, and is soon full. A place that is seen more often is a guest's own.

A crowd's memory must be small, and Python's garbage collector looks through all that is new: so a guest's numbers are
in an array, and change there.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
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
        self.foretold = evening_out(counts), odds(faded)
        self.after: list[Seen | None] = [None] * len(counts) ** 2

    def foretell(self) -> tuple[Odds, Odds]:
        """Return the odds of the guest's next throw if they even out, and if they do as they did lately."""
        return self.foretold

    def then(self, house: int, guest: int) -> Seen | Own:
        """Return what is seen after one game more."""
        throws = len(self.counts)
        if sum(self.counts) == LEVELS[throws]:
            return Own("d", self.counts + self.faded + self.house).then(house, guest)
        found = self.after[house * throws + guest]
        if found is None:
            counts = tuple(count + (throw == guest) for throw, count in enumerate(self.counts))
            found = Seen(counts, added(self.faded, guest), added(self.house, house))
            self.after[house * throws + guest] = found
        return found


class Own(array):  # type: ignore[type-arg]
    """The same of a place of one guest: three rows of numbers, one after another."""

    __slots__ = ()

    @property
    def likeliest(self) -> int:
        """What the house threw most there."""
        house = self[2 * len(self) // 3 :]
        return house.index(max(house))

    def foretell(self) -> tuple[Odds, Odds]:
        """Return the odds of the guest's next throw if they even out, and if they do as they did lately."""
        throws = len(self) // 3
        return evening_out(self[:throws]), odds(self[throws : 2 * throws])

    def then(self, house: int, guest: int) -> Own:
        """Add one game more."""
        throws = len(self) // 3
        for place in range(throws, 3 * throws):
            self[place] *= FADE
        for place in (guest, throws + guest, 2 * throws + house):
            self[place] += 1
        return self


@cache
def nothing(throws: int) -> Seen:
    """Return the root of the tree, which is what is seen before the first game."""
    return Seen((0,) * throws, (0.0,) * throws, (0.0,) * throws)


def added(counts: tuple[float, ...], throw: int) -> tuple[float, ...]:
    """Return the counts with one more, after the others have faded."""
    more = [FADE * count for count in counts]
    more[throw] += 1
    return tuple(more)


def evening_out(counts: Sequence[float]) -> Odds:
    """Return the odds for one who prefers what was used least."""
    least, throws = min(counts), len(counts)
    shares = [RARER ** (count - least) for count in counts]
    scale = throws * (1 - throws * SLIP) / sum(shares)
    return tuple([throws * SLIP + scale * share for share in shares])

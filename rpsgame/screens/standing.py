"""What is going on, as facts again: for somebody who has gone over to a screen that has told nothing yet."""

from __future__ import annotations

from math import ceil

from ..coroutines import facts
from ..coroutines.facts import Fact
from .view import View


def standing(view: View, now: float) -> tuple[Fact, ...]:
    """Return the facts that say where a person is, and what they wait for.

    :param now: the clock's seconds
    """
    if view.phase == "watching":
        return facts.YouWatch.once(*view.names), facts.Wins(*view.wins), *waits(view, now)
    if view.phase != "playing":
        return waits(view, now)
    meets = facts.Seated.once(view.opponent) if view.player else facts.PlayerConnected.once(view.opponent)
    return meets, facts.Wins(*view.wins), whose_throw(view)


def waits(view: View, now: float) -> tuple[Fact, ...]:
    """Return the facts that say what a person waits for, of which some say for how long: as it is now."""
    return tuple([_soon(fact, now - view.since) if type(fact) is facts.HouseSoon else fact for fact in view.waits])


def _soon(fact: facts.HouseSoon, waited: float) -> Fact:
    return facts.HouseSoon(max(ceil(fact.seconds - waited), 0)) if waited > 0 else fact


def whose_throw(view: View) -> Fact:
    """Return whose throw is missing, as a player knows it."""
    keys, other = "/".join(view.game.throws), 0 if view.player else 1
    if view.thrown is not None:
        return facts.YouThrow(view.thrown, other)
    return facts.OtherHasThrown(other, keys) if view.other_has_thrown else facts.YourThrow(keys)

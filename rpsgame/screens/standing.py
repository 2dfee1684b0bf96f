"""What is going on, as facts again: for somebody who has gone over to a screen that has told nothing yet."""

from __future__ import annotations

from ..coroutines import facts
from ..coroutines.facts import Fact
from .view import View


def standing(view: View) -> tuple[Fact, ...]:
    """Return the facts that say where a person is, and what they wait for."""
    if view.phase == "watching":
        return facts.YouWatch.once(*view.names), facts.Wins(*view.wins), *view.waits
    if view.phase != "playing":
        return view.waits
    meets = facts.Seated.once(view.opponent) if view.player else facts.PlayerConnected.once(view.opponent)
    return meets, facts.Wins(*view.wins), whose_throw(view)


def whose_throw(view: View) -> Fact:
    """Return whose throw is missing, as a player knows it."""
    keys, other = "/".join(view.game.throws), 0 if view.player else 1
    if view.thrown is not None:
        return facts.YouThrow(view.thrown, other)
    return facts.OtherHasThrown(other, keys) if view.other_has_thrown else facts.YourThrow(keys)

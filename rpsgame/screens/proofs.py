"""What events say of the seals of throws, and of what opens them."""

from __future__ import annotations

from typing import Any, TypeAlias

from ..coroutines import facts
from .sides import who
from .view import View

Event: TypeAlias = dict[str, Any]


def with_seal(view: View, event: Event) -> Event:
    """Return an event with the seal of the throw that was made in this game, if there is one."""
    if view.seal is not None:
        event["seal"] = view.seal.seal
    return event


def sealed(view: View, fact: facts.Sealed) -> Event | None:
    """Tell a seal where no other event does: to those who watch, and of another throw than was told of."""
    known = view.player is not None and not view.other_has_thrown
    return None if known else {"event": "sealed", "who": who(view, fact.player), "seal": fact.seal}


def with_opened(view: View, event: Event) -> Event:
    """Return an event with what opens the seal of the game that has ended, if there was one."""
    if view.opened is not None:
        player, key, nonce = view.opened.values
        event["opened"] = {"who": who(view, player), "throw": key, "nonce": nonce}
    return event

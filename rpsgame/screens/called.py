"""The events of names: who somebody is now, and why they cannot be called as they want."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..coroutines import facts
from ..coroutines.facts import Fact
from .proofs import Event
from .view import View


def _refused(code: str, *fields: str) -> Callable[[View, Any], Event]:
    """Return what makes the error that says why somebody is not called so, with fields of the fact."""
    return lambda view, fact: {
        "event": "error",
        "code": code,
        **{field: getattr(fact, field) for field in fields},
        "text": fact,
    }


CALLED: dict[type[Fact], Callable[[View, Any], Event]] = {
    facts.NameIs: lambda view, fact: {"event": "named", "name": fact.name},
    facts.WelcomeBack: lambda view, fact: {"event": "named", "name": fact.name},
    facts.KeyIs: lambda view, fact: {"event": "own key", "name": fact.name, "key": fact.key},
    facts.Forgotten: lambda view, fact: {"event": "unnamed", "why": "forgotten", "you": fact.name},
    facts.NameTakenAway: lambda view, fact: {"event": "unnamed", "why": "operator", "you": fact.name},
    facts.NoName: _refused("no name", "why"),
    facts.NameTaken: _refused("name taken", "name"),
    facts.NameNeedsKey: _refused("key needed", "name"),
    facts.WrongKey: _refused("wrong key"),
    facts.NotYourName: _refused("not your name"),
    facts.NameWasTaken: _refused("name taken away"),
    **dict.fromkeys((facts.NamesAway, facts.StandingsAway), _refused("no records")),
    facts.TooManyNames: _refused("no more names", "minutes"),
    facts.TooManyWrongKeys: _refused("no more keys", "minutes"),
    facts.NameAfterMatch: _refused("after the match"),
}

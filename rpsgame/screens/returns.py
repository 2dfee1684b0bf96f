"""The events of lines that are lost, and of those who come back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..coroutines import facts
from ..coroutines.facts import Fact
from .proofs import Event
from .sides import who
from .view import View


def _code(event: str) -> Callable[[View, Any], Event]:
    """Return what makes the event that tells a code, and how a person types it."""
    return lambda view, fact: {"event": event, "code": fact.code, "typed": f"{fact.mark}{fact.code}"}


def _away(view: View, fact: facts.LineLost) -> Event:
    return {"event": "away", "who": who(view, fact.player), "left": fact.seconds, "within": None}


def _not_back(view: View, fact: facts.NotBackYet) -> Event:
    return {"event": "away", "who": who(view, fact.player), "left": None, "within": fact.seconds}


def _back(view: View, fact: facts.CameBack) -> Event:
    return {"event": "back", "who": who(view, fact.player), "left": fact.seconds}


def _was_over(view: View, fact: facts.MatchWasOver) -> Event:
    winner, gone = (fact.who, None) if fact.how == "played" else (None, fact.who)
    event = {"event": "ended", "name": fact.opponent, "ending": fact.how, "winner": winner, "gone": gone}
    return {**event, "wins": fact.wins}


RETURNS: dict[type[Fact], Callable[[View, Any], Event]] = {
    facts.YourCode: _code("code"),
    facts.MatchIsKept: _code("kept"),
    facts.LineLost: _away,
    facts.NotBackYet: _not_back,
    facts.CameBack: _back,
    facts.ServerWasDown: lambda view, fact: {"event": "down"},
    facts.MatchWasOver: _was_over,
    facts.YouAreBack: lambda view, fact: {"event": "you", "name": fact.name},
}

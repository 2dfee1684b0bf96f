"""The events that say what was wrong with a message, and why a visit is over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..coroutines import facts
from ..coroutines.facts import Fact
from .proofs import Event
from .view import View


def _bye(why: str) -> Callable[[View, Any], Event]:
    return lambda view, fact: {"event": "bye", "why": why, "text": fact}


def _error(code: str, *fields: str) -> Callable[[View, Any], Event]:
    """Return what makes the event that says what was wrong, with fields of the fact."""
    return lambda view, fact: {
        "event": "error",
        "code": code or fact.code,
        **{field: getattr(fact, field) for field in fields},
        "text": fact,
    }


REFUSALS: dict[type[Fact], Callable[[View, Any], Event]] = {
    facts.TimedOut: _bye("timed out"),
    facts.HouseIsFull: _bye("full"),
    facts.TooManyOfYou: _bye("too many"),
    facts.HostIsHere: _bye("host"),
    **dict.fromkeys((facts.HouseCloses, facts.HouseIsClosed), _bye("closed")),
    facts.Kicked: _bye("kicked"),
    facts.Banned: _bye("banned"),
    facts.Stopping: _bye("stopping"),
    facts.GoodBye: _bye("left"),
    facts.OtherLine: _bye("other line"),
    facts.InvalidKey: _error("invalid key"),
    facts.SaidAlready: _error("said already"),
    facts.NoMatch: _error("no match"),
    facts.NoOtherMatch: _error("no other match"),
    facts.WrongCode: _error("wrong code", "tries"),
    facts.NoMoreCodes: _error("no more codes"),
    facts.SeatOutOfReach: _error("out of reach"),
    facts.OthersOutOfReach: _error("others away", "tries"),
    facts.LostThere: _error("lost there"),
    facts.CodeHas: _error("short code"),
    facts.YouAreHere: _error("seated already"),
    facts.TooManyKeys: _error("too many", "dropped"),
    facts.TooManyMessages: _error("too many", "dropped"),
    facts.WrongMessage: _error("", "what"),
    facts.NoMessages: _error("not json"),
}

"""Facts as events: objects for a program that reads. Each says "you" and "they", or, to those who watch, 0 and 1."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..coroutines import facts
from ..coroutines.facts import Fact
from .called import CALLED
from .proofs import Event, sealed, with_opened, with_seal
from .refusals import REFUSALS
from .returns import RETURNS
from .sides import key_of, reader_first, who
from .standings_events import standings_event
from .view import View


def event_of(view: View, fact: Fact) -> Event | None:
    """Return the event that tells a fact which the view has seen; None: another event says it."""
    make = EVENTS.get(type(fact))
    if make:
        return make(view, fact)
    return {"event": "told", "fact": type(fact).__name__, "text": fact}


def result(view: View) -> Event:
    """Return the event that tells how the last game has ended."""
    *keys, winner = view.rows[-1]
    choices = reader_first(view, keys)
    throws = {"throws": choices} if view.player is None else dict(zip(("you", "they"), choices, strict=True))
    wins = reader_first(view, view.wins)
    event = {"event": "result", "n": view.games, **throws, "winner": who(view, winner), "wins": wins}
    return with_opened(view, event)


# An event a kind of fact


def _match(view: View, fact: Fact) -> Event:
    names = reader_first(view, view.names)
    return {"event": "match", "player": view.player, "names": names, "best_of": view.best_of, "need": view.needed}


def _watching(view: View, fact: facts.YouWatch) -> Event:
    return {**_match(view, fact), "event": "watching"}


def _game(view: View, fact: Fact) -> Event:
    wins = reader_first(view, view.wins)
    event = {"event": "game", "n": view.games + 1, "wins": wins, "need": view.needed, "seconds": view.seconds}
    return with_seal(view, event)


def _you_throw(view: View, fact: facts.YouThrow) -> Event:
    return with_seal(view, {"event": "thrown", "who": "you", "throw": key_of(view, fact.throw)})


def _they_throw(view: View, fact: facts.OtherHasThrown) -> Event:
    return with_seal(view, {"event": "thrown", "who": "they"})


def _score(view: View, fact: facts.Wins) -> Event:
    return {"event": "score", "wins": reader_first(view, (fact.wins0, fact.wins1))}


def _your_clock(view: View, fact: facts.Count) -> Event:
    return {"event": "clock", "who": "you", "left": fact.seconds}


def _clock(view: View, fact: facts.TimeLeft) -> Event:
    return {"event": "clock", "who": who(view, fact.player), "left": fact.seconds}


def _match_point(view: View, fact: facts.MatchPoint) -> Event:
    return {"event": "match point", "who": [who(view, player) for player in fact.players]}


def _streak(view: View, fact: facts.Streak) -> Event:
    return {"event": "streak", "who": who(view, fact.player), "games": fact.games}


def _said(view: View, fact: facts.Said) -> Event:
    return {"event": "said", "who": who(view, fact.player), "phrase": fact.phrase}


def _said_after(view: View, fact: facts.OtherSaid) -> Event:
    return {"event": "said", "who": "you" if fact.name == view.you else "they", "phrase": fact.phrase}


def _over(view: View, how: str, winner: Any = None, gone: Any = None) -> Event:
    wins = reader_first(view, view.wins)
    return {"event": "over", "ending": how, "winner": winner, "gone": gone, "wins": wins}


def _ended(view: View, fact: facts.MatchEnds) -> Event:
    player = view.names.index(fact.who) if fact.who in view.names else None
    if fact.how == "played":
        return _over(view, fact.how, winner=who(view, player))
    return _over(view, fact.how, gone=who(view, player))


def _waiting(what: str, *may: str) -> Callable[[View, Any], Event]:
    """Return what makes the event that says what one waits for, and what one may send meanwhile."""
    return lambda view, fact: {"event": "waiting", "for": what, "seconds": getattr(fact, "seconds", None), "may": may}


def _next_guest(view: View, fact: facts.NextGuest) -> Event:
    return _waiting("guest", *["watch"] * fact.watch)(view, fact)


def _answer(view: View, fact: facts.WaitingForAnswer) -> Event:
    return {**_waiting("answer")(view, fact), "name": fact.opponent}


def _may(*may: str) -> Callable[[View, Any], Event]:
    return lambda view, fact: {"event": "offered", "may": may}


def _starts(view: View, fact: facts.EnterStarts) -> Event:
    return _may("start", *["watch"] * fact.watch)(view, fact)


def _field(event: str, field: str) -> Callable[[View, Any], Event]:
    """Return what makes the event that has a field of the fact."""
    return lambda view, fact: {"event": event, field: getattr(fact, field)}


def _asked(view: View, fact: facts.AnotherMatch) -> Event:
    return {"event": "asked", "may": ("again", *["say", "mute"] * len(fact.say), "leave")}


def _silent(view: View, fact: Fact) -> None:
    """Say nothing: another event says it."""


EVENTS: dict[type[Fact], Callable[[View, Any], Event | None]] = {
    **dict.fromkeys((facts.GameIs, facts.Keys, facts.PressEnter, facts.Rules, facts.SayKeys), _silent),  # hello
    facts.NameHint: _silent,  # hello has the messages
    **dict.fromkeys((facts.YouAre, facts.YouArePlayer, facts.Welcome), _silent),  # state, match
    **dict.fromkeys((facts.TimeToThrow, facts.ThrowPlease), _silent),  # game, clock
    **dict.fromkeys((facts.ThankYou, facts.OpponentDisconnected, facts.OpponentTimedOut), _silent),  # over
    **dict.fromkeys((facts.PlayerConnected, facts.Seated, facts.MatchBegins), _match),
    **dict.fromkeys((facts.YourThrow, facts.NobodyWins), _game),
    facts.YouThrow: _you_throw,
    facts.OtherHasThrown: _they_throw,
    facts.Wins: _score,
    facts.Count: _your_clock,
    facts.TimeLeft: _clock,
    facts.MatchPoint: _match_point,
    facts.Streak: _streak,
    facts.Said: _said,
    facts.OtherSaid: _said_after,
    facts.Muted: _field("muted", "muted"),
    facts.Sealed: sealed,
    facts.Opened: _silent,  # result
    facts.SeedWas: _field("seed", "seed"),
    facts.Remark: _field("remark", "text"),
    facts.GamesLeft: lambda view, fact: {"event": "games left", "least": fact.least, "most": fact.most},
    facts.MatchWon: lambda view, fact: _over(view, "played", "you"),
    facts.MatchLost: lambda view, fact: _over(view, "played", "they"),
    facts.OurFault: lambda view, fact: _over(view, "fault"),
    facts.GuestWaits: lambda view, fact: _over(view, "broken off"),
    facts.MatchEnds: _ended,
    facts.AnotherMatch: _asked,
    facts.OpponentDeclines: lambda view, fact: {"event": "declined", "name": fact.opponent},
    facts.WaitingForGuest: _waiting("guest"),
    facts.NextGuest: _next_guest,
    facts.TableIsBusy: _waiting("host"),
    facts.HostIsAway: _waiting("host"),
    facts.HouseSoon: _waiting("house"),
    facts.HouseNext: _waiting("house"),
    facts.WaitingForAnswer: _answer,
    facts.EnterStarts: _starts,
    facts.EnterPlays: _may("start"),
    facts.WatchesAnother: _may("watch"),
    facts.YouWatch: _watching,
    facts.Place: _field("place", "place"),
    facts.LineLength: _field("line", "guests"),
    **dict.fromkeys((facts.LastMatch, facts.LastForNow), _field("last match", "seconds")),
    facts.HouseIsOpen: lambda view, fact: {"event": "not last"},
    facts.HouseSays: _field("notice", "text"),
    facts.Standings: standings_event,
    **RETURNS,
    **CALLED,
    **REFUSALS,
}

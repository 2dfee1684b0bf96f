"""The json screen: events for programs, an object a line. docs/json.rst is its contract."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from ..coroutines.facts import (
    Fact,
    GameIs,
    GameTold,
    HowItStands,
    Keys,
    Opened,
    PlayerWins,
    PressEnter,
    Rules,
    Sealed,
    Wins,
    YouAre,
)
from ..coroutines.json_keys import LONGEST_LINE, MESSAGES, MOST_MESSAGES, OF_RECORDS
from ..coroutines.other_keys import other_keys
from ..coroutines.toolbox import advance_generator_once
from .contract import Screen
from .events import event_of, result
from .form import Form
from .proofs import Event
from .sides import key_of, reader_first, who
from .standing import waits
from .view import View

VERSION = 1  # of the contract, which says what raises it
ARRIVAL = {GameIs, YouAre, Keys, PressEnter, Rules}  # what people are told when they come: in the hello and the state
RESULT = {PlayerWins, Wins, Opened}  # what may follow when both have thrown, before anything else
WAITING = {"waiting", "watching", "asked"}  # the phases in which something is waited for

_encode = json.JSONEncoder(separators=(",", ":")).encode  # in ASCII, whatever a name or a remark has in it


@advance_generator_once
def objects(view: View, form: Form) -> Screen:
    """coroutine that tells facts to a program, as events; it answers 'draw' by the whole state

    Before anything else it says hello and how things stand.
    """
    greeted = False
    word, what, now = yield None
    while True:
        first = not greeted and word in ("tell", "draw")
        greeted = greeted or first
        # the text is kept no longer than it is needed
        word, what, now = yield _text(view, first, form.names, word, what, now)


def _text(view: View, first: bool, names: bool, word: str, what: Any, now: float) -> str:
    """Return the events that follow from what a screen was sent; *first*: they begin with hello and the state."""
    events: list[Event] = []
    if first:
        what = _arrive(view, what or (), now)
        events += _hello(view, names), _state(view, now)
    elif word == "draw":
        events.append(_state(view, now))
    if word == "tell":
        events += _changes(view, what, now)
    return "".join([f"{_encode(event)}\n" for event in events])


def _arrive(view: View, told: Sequence[Fact], now: float) -> Sequence[Fact]:
    """Let the view see what hello and the first state tell; return the other facts."""
    n = next((n for n, fact in enumerate(told) if type(fact) not in ARRIVAL), len(told))
    view.see_all(told[:n], now)
    return told[n:]


def _changes(view: View, told: Sequence[Fact], now: float) -> Iterator[Event]:
    """Yield the events that tell these facts; up to four of them are the result of a game."""
    played = False  # and nobody has been told the result
    for fact in told:
        kind = type(fact)
        if played and kind not in RESULT:
            played = False
            yield result(view)
        view.see(fact, now)
        if kind is HowItStands:
            yield _state(view, now)
        elif kind is GameTold:
            played, view.seal, view.opened = True, None, None
        elif isinstance(fact, Opened):
            view.opened = fact
        elif not played:
            event = event_of(view, fact)
            view.seal = fact if isinstance(fact, Sealed) else view.seal
            if event:
                yield event
    if played:
        yield result(view)
    view.seal = view.opened = None


def _hello(view: View, names: bool) -> Event:
    """Return what is so for as long as the connection lasts. *names*: whether there are any."""
    throws = view.game.throws
    return {
        "event": "hello",
        "version": VERSION,
        "game": view.game.name,
        "throws": {**throws},
        "rules": [*view.game.rules],
        "best_of": view.best_of,
        "messages": [message for message in MESSAGES if names or message not in OF_RECORDS],
        "phrases": [*other_keys(tuple(throws)).phrases.values()],
        "limits": {"line": LONGEST_LINE, "messages": MOST_MESSAGES},
    }


def _state(view: View, now: float) -> Event:
    """Return all that is going on."""
    left = view.left(now)
    return {
        "event": "state",
        "phase": view.phase,
        "you": view.you or None,
        "player": view.player,
        "names": reader_first(view, view.names) if any(view.names) else None,
        "n": view.games + (view.phase in ("playing", "watching")),
        "wins": reader_first(view, view.wins),
        "need": view.needed,
        "seconds": view.seconds,
        "left": None if left is None else round(left, 1),
        "thrown": key_of(view, view.thrown),
        "they_have_thrown": view.other_has_thrown,
        "games": [[*reader_first(view, row[:2]), who(view, row[2])] for row in view.rows],
        "waits": [event_of(view, fact) for fact in waits(view, now)] if view.phase in WAITING else [],
        "muted": view.muted,
        "away": [who(view, player) for player in view.away],
        "code": view.code and view.code.code,
    }

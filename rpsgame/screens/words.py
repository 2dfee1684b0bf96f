"""What facts are in words, for the one person who reads: "you", and the other by their name."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from ..coroutines import facts
from ..coroutines.facts import Fact, left, plural
from ..coroutines.games import Game
from .view import View

PLAYERS = re.compile(r"\bplayer [01]\b", re.IGNORECASE)  # in rules that are not the same for both
LISTS = ", and ", " and ", ", "  # between what one throw does to several others


def sentence(view: View, fact: Fact) -> str:
    """Return a fact that the view has seen in a sentence, '' if there is nothing to say."""
    says = SAYS.get(type(fact))
    return says(view, fact) if says else fact


def capital(text: str) -> str:
    """Return text as it begins a sentence."""
    return text[:1].upper() + text[1:]


def listed(items: list[str]) -> str:
    """Return "r, p or s"."""
    return " or ".join(filter(None, [", ".join(items[:-1]), *items[-1:]]))


def name(view: View, player: int) -> str:
    """Return who a player is for the one who reads."""
    return "you" if player == view.player else view.names[player]


def own_first(view: View, pair: tuple[Any, Any]) -> tuple[Any, Any]:
    """Return what belongs to both players, with one's own first."""
    return pair[::-1] if view.player else pair


def score(view: View) -> str:
    """Return how the match stands, without a full stop."""
    if view.player is None:
        (name0, name1), (wins0, wins1) = view.names, view.wins
        return f"{capital(name0)} has {wins0}, {name1} has {wins1}"
    yours, theirs = own_first(view, view.wins)
    return f"You {yours}, they {theirs}"


def wins(view: View, winner: int | None) -> str:
    """Return who wins a game."""
    if winner is None:
        return "nobody wins"
    return "you win" if winner == view.player else f"{view.names[winner]} wins"


def throws(view: View, choice0: str, choice1: str, winner: int | None) -> str:
    """Return what was thrown, by the keys: the winner's first, with what it does to the other's, or one's own."""
    called = view.game.throws
    choices = called.get(choice0, choice0), called.get(choice1, choice1)
    if winner is not None:
        won, lost = choices[winner], choices[1 - winner]
        verb = does(tuple(view.game.rules), won, lost)
        if verb:
            return f"{won} {verb} {lost}"
    return "{} against {}".format(*own_first(view, choices))


@lru_cache(1024)
def does(rules: tuple[str, ...], won: str, lost: str) -> str:
    """Return the verb for what a throw does to another, as the rules have it; '' if they do not say."""
    for rule in rules:
        begins, verb = f"{won} ".casefold(), ""
        if not rule.casefold().startswith(begins):
            continue
        rest = rule[len(begins) :].rstrip(".!")
        for between in LISTS:
            rest = rest.replace(between, "\n")
        for part in rest.split("\n"):
            first = part.partition(" ")[0]
            if part.casefold() == lost.casefold():
                return verb
            if part.casefold() == f"{first} {lost}".casefold():
                return first
            verb = first if " " in part else verb
    return ""


def prompt(game: Game) -> str:
    """Return the question for a throw, with all that may be thrown."""
    return f"Your throw: {listed([f'{key} for {word}' for key, word in game.throws.items()])}?"


def _turned(view: View, fact: Fact) -> str:
    """Return the line of a fact that begins with both players' wins, one's own first."""
    wins0, wins1, *others = fact.values
    return str(type(fact).once(*own_first(view, (wins0, wins1)), *others))


def _seated(view: View, fact: Fact) -> str:
    roles = any(PLAYERS.search(rule) for rule in view.game.rules)
    return f"You play {view.opponent}." + f" You are player {view.player}." * roles


def _match_point(view: View, fact: facts.MatchPoint) -> str:
    whose = [name(view, player) for player in own_first(view, (0, 1)) if player in fact.players]
    return f"Match point for {' and '.join(whose)}."


def _has(view: View, player: int) -> str:
    return f"{capital(name(view, player))} {'have' if player == view.player else 'has'}"


def _streak(view: View, fact: facts.Streak) -> str:
    return f"{_has(view, fact.player)} won {fact.games} games in a row."


def _time_left(view: View, fact: facts.TimeLeft) -> str:
    return f"{_has(view, fact.player)} {plural(fact.seconds, 'second')} left."


def _line_lost(view: View, fact: facts.LineLost) -> str:
    line = "Your line" if fact.player == view.player else f"The line to {view.names[fact.player]}"
    return f"{line} is lost{left(fact.seconds)}."


def _came_back(view: View, fact: facts.CameBack) -> str:
    are = "are" if fact.player == view.player else "is"
    return f"{capital(name(view, fact.player))} {are} back{left(fact.seconds)}."


def _not_back_yet(view: View, fact: facts.NotBackYet) -> str:
    return f"The match waits {plural(fact.seconds, 'second')} for {name(view, fact.player)}."


def _say_keys(view: View, fact: facts.SayKeys) -> str:
    return "" if view.phase == "asked" else fact  # a question follows, which names them


def _asked(view: View, fact: facts.AnotherMatch) -> str:
    return " ".join([fact, *fact.say])


def _said(view: View, fact: facts.Said) -> str:
    says = "say" if fact.player == view.player else "says"
    return f"{capital(name(view, fact.player))} {says}: {fact.phrase}"


def _seal_is(view: View, fact: facts.SealIs) -> str:
    return f"{_has(view, fact.player)} thrown, sealed as {fact.seal}"


def _seal_was(view: View, fact: facts.SealWas) -> str:
    threw = f"{name(view, fact.player)} threw {fact.key} with {fact.nonce}"
    return f"In the last game {threw}, sealed as {fact.seal}"


SAYS: dict[type[Fact], Callable[[View, Any], str]] = {
    **dict.fromkeys((facts.Welcome, facts.YouArePlayer, facts.PlayerWins, facts.ThrowPlease), lambda view, fact: ""),
    **dict.fromkeys((facts.PlayerConnected, facts.Seated), _seated),
    **dict.fromkeys((facts.MatchWon, facts.MatchLost, facts.MatchEnds), _turned),
    facts.InvalidKey: lambda view, fact: f"That key is no throw: press {listed(list(view.game.throws))}.",
    facts.Wins: lambda view, fact: f"{score(view)}, first to {view.needed}.",
    facts.Overall: lambda view, fact: f"You have won {fact.percent:.2f}% of all games.",
    facts.OpponentDisconnected: lambda view, fact: f"{capital(view.opponent)} has left.",
    facts.OpponentTimedOut: lambda view, fact: f"{capital(view.opponent)} did not throw in time.",
    facts.TimedOut: lambda view, fact: "You did not throw in time. Good-bye.",
    facts.YouThrow: lambda view, fact: f"You throw {fact.throw}. You may still change it.",
    facts.OtherHasThrown: lambda view, fact: f"{capital(view.opponent)} has thrown. {prompt(view.game)}",
    facts.YourThrow: lambda view, fact: prompt(view.game),
    facts.NobodyWins: lambda view, fact: prompt(view.game),
    facts.Count: lambda view, fact: f"You have {plural(fact.seconds, 'second')} left.",
    facts.TimeLeft: _time_left,
    facts.MatchPoint: _match_point,
    facts.Streak: _streak,
    facts.Said: _said,
    facts.SealIs: _seal_is,
    facts.SealWas: _seal_was,
    facts.SayKeys: _say_keys,
    facts.LineLost: _line_lost,
    facts.CameBack: _came_back,
    facts.NotBackYet: _not_back_yet,
    facts.AnotherMatch: _asked,
}

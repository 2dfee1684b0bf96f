"""The standings as objects: the event for programs, and what the web server has of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..coroutines.facts import Line, Own, Played, Ranks, Standings
from .proofs import Event
from .view import View


def standings_event(view: View, fact: Standings) -> Event:
    """Return the event that tells the standings."""
    return {"event": "standings", **periods(fact.ranks), "you": fact.own and _own(fact.own, fact.ranks)}


def periods(ranks: Iterable[Ranks]) -> dict[str, Any]:
    """Return the standings of each period, by its name."""
    return {each.period: {"lines": [*map(_line, each.lines)], "house": [*each.house]} for each in ranks}


def _line(line: Line) -> dict[str, Any]:
    return {
        "place": line.place,
        "name": line.name or None,
        "rating": line.rating,
        "won": line.won,
        "lost": line.lost,
    }


def _own(own: Own, ranks: Iterable[Ranks]) -> dict[str, Any]:
    places = zip(ranks, own.lines, strict=True)
    return {
        **{each.period: line and _line(line) for each, line in places},
        "rating": own.rating,
        "missing": own.missing,
        "versus": [{"name": name or None, "won": won, "lost": lost} for name, won, lost in own.versus],
        "last": [*map(_played, own.last)],
    }


def _played(match: Played) -> dict[str, Any]:
    return {
        "ended": match.ended,
        "opponent": match.opponent or None,
        "wins": match.wins,
        "losses": match.losses,
        "won": match.won,
    }

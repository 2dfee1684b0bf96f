"""What holds of what a strategy keeps of an opponent with a name, from visit to visit."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ..coroutines.games import Game
from ..coroutines.raised import FAULTS, raised
from ..strategies import MOST_KEPT, LastWord, Strategy
from .driving import Broken, says
from .matches import NEEDED, Match, guests, is_throw

TIMES = 3  # that each opponent comes back


def what_it_keeps_can_be_saved(strategy: Strategy, game: Game) -> None:
    """What it keeps is made of what JSON knows, or can be, is small enough, and is the same again in another visit."""
    for match, kept in all_kept(strategy, game):
        try:
            text = json.dumps(strategy.save(kept), allow_nan=False, separators=(",", ":"))
        except FAULTS as fault:
            raise Broken(f"What it keeps after {match} cannot be saved: {raised(fault)}.") from fault
        if len(text) > MOST_KEPT:
            raise Broken(f"What it keeps after {match} has {len(text)} bytes, and {MOST_KEPT} is the limit.")
        try:
            loaded = strategy.load(json.loads(text))
            again = json.dumps(strategy.save(loaded), separators=(",", ":"))
            after = Match(strategy, game, next(guests(game)), kept=loaded)
        except FAULTS as fault:
            raise Broken(f"Of what it has saved after {match} it makes nothing: {raised(fault)}.") from fault
        if again != text:
            raise Broken(f"Of what it has saved after {match}, {says(text)}, it makes {says(again)}.")
        if is_bad(after, game) and not is_bad(Match(strategy, game, after.told, kept=kept), game):
            what = f"raises {raised(after.fault)}" if after.fault else f"throws {says(after.throws[-1])}"
            raise Broken(f"In another visit, after {match}, it {what}.")


def is_bad(match: Match, game: Game) -> bool:
    """Whether something was raised in a match, or no throw was thrown."""
    return bool(match.fault) or not all(is_throw(throw, game) for throw in match.throws)


def all_kept(strategy: Strategy, game: Game) -> Iterator[tuple[Match, Any]]:
    """Yield matches, and what is kept after each, of one opponent who throws in many ways."""
    kept = None
    for told in [*guests(game)] * TIMES:
        match = Match(strategy, game, told, NEEDED[-1], kept)
        if isinstance(match.last, LastWord):
            kept = match.last.kept
        if kept is not None:
            yield match, kept

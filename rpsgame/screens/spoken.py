"""The spoken screen, for those who listen: whole sentences, one event a line, and nothing is redrawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ..coroutines import facts
from ..coroutines.facts import Fact, plural
from ..coroutines.toolbox import advance_generator_once
from .contract import Screen
from .form import Form
from .standing import standing
from .standings_words import spoken_standings
from .text import fold, printable, room
from .view import View
from .words import capital, prompt, score, sentence, throws, wins

CALL = 10  # seconds left: said once in a game, to those whose throw is missing
LAST_CALL = 5  # the other seconds that are said; the facts that count them come by themselves
HARDLY = 0.05  # seconds that a clock may be early


@advance_generator_once
def spoken(view: View, form: Form) -> Screen:
    """coroutine, as contract.py has it, that tells facts in sentences, and the time at 10 seconds and at 5"""
    called: float | None = None  # the game in which ten seconds have been called, by its beginning
    word, what, now = yield None
    while True:
        said: Sequence[str] = ()
        match word:
            case "tell":
                said = tell(view, what, now)
            case "draw":
                said = [say(view, fact, now) for fact in standing(view, now)]
            case "time" if called != view.since:
                said = call(view, now)
                called = view.since if said else called
            case "resize":
                form = what
        word, what, now = yield text(said, form)


def text(said: Sequence[str], form: Form) -> str:
    """Return sentences as lines, folded where they are long."""
    lines = [line for sentences in said for line in fold(printable(sentences, form.utf8), room(form))]
    return "\n".join([*lines, ""])


def call(view: View, now: float) -> list[str]:
    """Return that ten seconds are left, where it is time to say so."""
    left = view.left(now)
    is_time = is_asked(view) and left is not None and left < CALL + HARDLY
    return [f"{plural(round(left or 0), 'second')}."] if is_time else []


def next_time(view: View, now: float) -> float | None:
    """Return the seconds until 10 are left for a throw; None where they have been, or nobody is asked for one."""
    left = view.left(now) if is_asked(view) else None
    return left - CALL if left is not None and left >= CALL + HARDLY else None


def is_asked(view: View) -> bool:
    """Whether somebody's throw is missing, and they are timed."""
    return view.phase == "playing" and view.thrown is None and view.seconds is not None


def tell(view: View, what: Sequence[Fact], now: float) -> list[str]:
    """Return what is said of facts; the view sees them one after another. A score belongs to the game before it."""
    said: list[str] = []
    what = [fact for fact in what if fact]  # the others are for programs
    played, winner = False, None
    for fact, after in zip(what, [*what[1:], None], strict=False):
        view.see(fact, now)
        if isinstance(fact, facts.GameTold):
            played, winner = True, after if isinstance(after, facts.PlayerWins) else None
            said.append(result(view, fact, winner.player if winner else None))
        elif isinstance(fact, facts.Wins) and winner:
            said[-1] += f" {score(view)}."
            winner = None
        elif played and isinstance(fact, (facts.YourThrow, facts.NobodyWins)):
            said.append(f"Game {view.games + 1}. Your throw?")
        elif isinstance(fact, (facts.HowItStands, facts.Standings)):
            said += spoken_standings(fact) if isinstance(fact, facts.Standings) else ()
            said += [say(view, stands, now) for stands in standing(view, now)]
        else:
            said += filter(None, [say(view, fact, now)])
    return said


def say(view: View, fact: Fact, now: float) -> str:
    """Return what is said of one fact, which the view has seen; '' if nothing is."""
    says = SAYS.get(type(fact))
    return says(view, fact, now) if says else sentence(view, fact)


def result(view: View, fact: facts.GameTold, winner: int | None) -> str:
    """Return how a game has ended."""
    game = f" game {view.games}" if view.player is not None else ""
    return f"{capital(throws(view, fact.choice0, fact.choice1, winner))}. {capital(wins(view, winner))}{game}."


def _asks(view: View, fact: Fact, now: float) -> str:
    """Ask for a throw at length, as in the first game, and where somebody has asked how it stands."""
    left = view.left(now)
    asks = f"Game {view.games + 1}. {prompt(view.game)}"
    return f"{asks} {plural(round(left), 'second')} left." if left and now > view.since else asks


def _other_throws(view: View, fact: facts.OtherHasThrown, now: float) -> str:
    return f"{capital(view.opponent)} has thrown. Your throw?"


def _throws(view: View, fact: facts.YouThrow, now: float) -> str:
    return f"You throw {fact.throw}. {capital(view.opponent)} is thinking."


def _counts(view: View, fact: Any, now: float) -> str:
    if fact.seconds != min(LAST_CALL, view.seconds or LAST_CALL):
        return ""
    return sentence(view, fact) if isinstance(fact, facts.TimeLeft) else f"{plural(fact.seconds, 'second')}."


def _ends(view: View, fact: Fact, now: float) -> str:
    return sentence(view, fact).replace(" - ", " to ")


SAYS: dict[type[Fact], Callable[[View, Any, float], str]] = {
    **dict.fromkeys((facts.YourThrow, facts.NobodyWins), _asks),
    **dict.fromkeys((facts.Count, facts.TimeLeft), _counts),
    **dict.fromkeys((facts.MatchWon, facts.MatchLost, facts.MatchEnds), _ends),
    facts.OtherHasThrown: _other_throws,
    facts.YouThrow: _throws,
}

"""The colour screen: a board for each game, and one line below it that is redrawn."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from ..coroutines import facts
from ..coroutines.facts import Fact
from ..coroutines.toolbox import advance_generator_once
from . import drawing
from .contract import Screen
from .form import Form
from .standing import standing, whose_throw
from .standings import drawn
from .view import View
from .words import capital, own_first, sentence, throws, wins

ERASE = "\r\x1b[K"  # the line that the cursor stands in
STEP = 3  # seconds between two redrawings of a bar
ALOUD = 5  # seconds: the last are counted by facts
HARDLY = 1e-3  # seconds that a clock may be early
BESIDES = 2  # lines: the rule of the standings, and the one that the cursor stands in
ROOMY = 20  # rows of a terminal that has room for an empty line in a board
ALWAYS = ("?", "shows them"), ("q", "leaves")

KEYS = re.compile(r"\b(Enter|any key|q|w)\b")
WITH_KEYS = {facts.EnterStarts, facts.EnterPlays, facts.WatchesAnother, facts.YourTurnComes}
IN_STATUS = {facts.ThrowPlease, facts.Count, facts.TimeLeft}
NO_BOARD = {facts.YouThrow, facts.OtherHasThrown}  # follow a score where somebody asks how it stands


@advance_generator_once
def colour(view: View, form: Form) -> Screen:
    """coroutine, as contract.py has it, that shows facts in colour, by ECMA-48's SGR and EL and by CR alone

    Each text begins with `ERASE`, since the line that is redrawn may stand there.
    """
    word, what, now = yield None
    while True:
        if word == "resize":
            form = what
        word, what, now = yield answer(view, form, word, what, now)  # which is not kept in a variable


def next_time(view: View, now: float) -> float | None:
    """Return the seconds until the bar has to be redrawn without a fact that says so; None where it has not."""
    left = view.left(now)
    if left is None or view.seconds is None or view.phase != "playing":
        return None
    steps = (view.seconds - left + HARDLY) // STEP + 1
    then = view.seconds - STEP * steps
    return left - then if then > ALOUD else None


def answer(view: View, form: Form, word: str, what: Any, now: float) -> str:
    """Return the text that answers an event."""
    lines = tell(view, form, what, now) if word == "tell" else draw(view, form, now) if word == "draw" else ""
    if view.phase == "playing":
        return ERASE + lines + status(view, form, now)
    return ERASE + lines if lines else ""


def tell(view: View, form: Form, what: Sequence[Fact], now: float) -> str:
    """Return the lines that show facts; the view sees them one after another."""
    parts = []
    what = [fact for fact in what if fact]  # the others are for programs
    for place, fact in enumerate(what, 1):
        view.see(fact, now)
        kind = type(fact)
        if isinstance(fact, facts.GameTold):
            after = what[place] if place < len(what) else None
            parts.append(result(view, form, fact, after.player if isinstance(after, facts.PlayerWins) else None))
        elif kind is facts.Wins and view.phase == "playing":
            if place < len(what) and type(what[place]) in NO_BOARD:
                parts.append(standings(view, form))
        elif kind is facts.HowItStands:
            parts.append(draw(view, form, now))
        elif isinstance(fact, facts.Standings):
            parts.append(ranks(view, form, fact, now))
        elif kind not in IN_STATUS:
            parts.append(show(view, form, fact))
    return "".join(parts)


def show(view: View, form: Form, fact: Fact) -> str:
    """Return the lines that show one fact, which the view has seen."""
    shows = SHOWS.get(type(fact))
    if shows:
        return shows(view, form, fact)
    text = drawing.indented(sentence(view, fact), form)
    return KEYS.sub("\x1b[1m\\1\x1b[0m", text) if type(fact) in WITH_KEYS else text


def draw(view: View, form: Form, now: float) -> str:
    """Return the lines that show where somebody is who has just gone over to this screen."""
    if view.phase != "playing":
        head = "" if view.phase == "watching" else title(view, form)
        return head + "".join([show(view, form, fact) for fact in standing(view, now)])
    thrown = view.thrown is not None or view.other_has_thrown
    return board(view, form) + (show(view, form, whose_throw(view)) if thrown else "")


def ranks(view: View, form: Form, fact: facts.Standings, now: float) -> str:
    """Return the standings, and below them what is going on: both together are no longer than the terminal."""
    stands = draw(view, form, now)
    height = form.height - stands.count("\n") - BESIDES
    table = drawn(fact, form, height, lambda text: drawing.sgr(text, drawing.BOLD))
    return drawing.rule("Standings", view.game.name, form) + table + stands


def title(view: View, form: Form) -> str:
    """Return the rule that says what is played here."""
    return drawing.rule(capital(view.game.name), f"best of {view.best_of}", form)


def board(view: View, form: Form, fact: Fact | None = None) -> str:
    """Return what a game begins with: against whom, how the match stands, and the throws that there are."""
    begins = drawing.rule(f"Game {view.games + 1}", f"against {view.opponent}", form)
    space = "\n" if form.height >= ROOMY else ""
    return begins + standings(view, form) + space + drawing.keys("Your throw:", view.throws, form)


def standings(view: View, form: Form) -> str:
    """Return the score, and the last throws."""
    if view.player is None:
        return drawing.score(view.names, view.wins, view.needed, form) + throws_of(view, view.names, form)
    won = drawing.score(("You", "Them"), own_first(view, view.wins), view.needed, form)
    return won + throws_of(view, ("you", "them"), form)


def throws_of(view: View, names: tuple[str, str], form: Form) -> str:
    """Return the last throws, one's own first."""
    return drawing.throws(view.rows, names, view.player or 0, form)


def result(view: View, form: Form, fact: facts.GameTold, winner: int | None) -> str:
    """Return how a game has ended, in words."""
    attribute = 0 if winner is None else drawing.OWN if winner == (view.player or 0) else drawing.OTHER
    return drawing.result(throws(view, fact.choice0, fact.choice1, winner), wins(view, winner), attribute, form)


def status(view: View, form: Form, now: float) -> str:
    """Return the line that is redrawn, without its end: whose throw is missing, and how long they have for it."""
    if view.phase != "playing":
        return ""
    left = view.left(now)
    seconds = None if left is None else int(left + 0.5)
    whose, attribute = "your throw", drawing.OWN
    if view.thrown is not None:
        lost = (0 if view.player else 1) in view.away
        whose = f"{view.opponent} has lost the line" if lost else f"{view.opponent} is thinking"
        attribute = drawing.YELLOW
    if seconds is not None and seconds <= ALOUD:
        attribute = drawing.RED
    return drawing.status(seconds, view.seconds, whose, attribute, form)


def said_by(fact: facts.SayKeys) -> tuple[tuple[str, str], ...]:
    """Return the keys with what they say to the other player, and the one that says nothing."""
    mute = ((fact.mute, "to hear them no more"),) if fact.mute else ()
    return *fact.phrases, *mute


def _says(view: View, form: Form, fact: facts.SayKeys) -> str:
    return drawing.keys("Say:", said_by(fact), form) if sentence(view, fact) else ""


def _asks(view: View, form: Form, fact: facts.AnotherMatch) -> str:
    asks = KEYS.sub("\x1b[1m\\1\x1b[0m", drawing.indented(fact, form))
    return asks + "".join([drawing.keys("Say:", said_by(keys), form) for keys in fact.say])


def _ends(view: View, form: Form, fact: Fact) -> str:
    ended, _, wins = sentence(view, fact).rstrip(".").partition(", ")
    rule = drawing.rule(ended, f"{wins} against {view.opponent}", form)
    return rule + throws_of(view, ("you", "them"), form)


SHOWS: dict[type[Fact], Callable[[View, Form, Any], str]] = {
    **dict.fromkeys((facts.YourThrow, facts.NobodyWins), board),
    **dict.fromkeys((facts.MatchWon, facts.MatchLost), _ends),
    facts.GameIs: lambda view, form, fact: title(view, form),
    facts.Wins: lambda view, form, fact: standings(view, form),
    facts.PlayerWins: lambda view, form, fact: "",
    facts.YouWatch: lambda view, form, fact: drawing.rule("You watch", " against ".join(view.names), form),
    facts.MatchBegins: lambda view, form, fact: drawing.rule("The next match", " against ".join(view.names), form),
    facts.Keys: lambda view, form, fact: drawing.keys("Keys:", (*fact.throws, *ALWAYS), form),
    facts.SayKeys: _says,
    facts.AnotherMatch: _asks,
    facts.OtherHasThrown: lambda view, form, fact: drawing.indented(f"{capital(view.opponent)} has thrown.", form),
}

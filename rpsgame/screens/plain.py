"""The plain screen: the lines that facts are, to the letter, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from ..coroutines.facts import Fact, HowItStands, ScreenFault, Standings
from ..coroutines.toolbox import advance_generator_once
from .contract import Screen
from .form import Form
from .standing import standing
from .standings import drawn
from .text import printable
from .view import View

LONGER = {HowItStands, Standings}  # the facts that take more than a line
HEAD = "Standings:"
BESIDES = 2  # lines: the head, and the one that the cursor stands in


@advance_generator_once
def plain(view: View, form: Form) -> Screen:
    """coroutine, as contract.py has it, that shows each fact as its line; the terminal folds long ones

    But standings are a table, and how it stands is told by other facts.
    """
    word, what, now = yield None
    while True:
        if word == "tell":
            view.see_all(what, now)
            short = LONGER.isdisjoint(map(type, what))
            word, what, now = yield lines(what if short else longer(view, form, what, now))
        else:
            form = what if word == "resize" else form
            word, what, now = yield lines(standing(view, now)) if word == "draw" else ""


@advance_generator_once
def last_lines(begin: str) -> Screen:
    """coroutine, as contract.py has it, for somebody whose screen has failed: it says so, and shows each fact

    :param begin: what is written before its first line
    """
    word, what, _ = yield None
    text = begin + lines([ScreenFault(), *(what if word == "tell" else ())])
    while True:
        word, what, _ = yield text
        text = lines(what) if word == "tell" else ""


def longer(view: View, form: Form, told: Sequence[Fact], now: float) -> list[str]:
    """Return the lines of facts, where how it stands follows some of them, and others are tables."""
    stands, found = standing(view, now), list[str]()
    for fact in told:
        if isinstance(fact, Standings):
            found += [HEAD, *drawn(fact, form, form.height - len(stands) - BESIDES).splitlines()]
        else:
            found.append(fact)
        found += stands * (type(fact) in LONGER)
    return found


def lines(facts: Sequence[str]) -> str:
    """Return the lines of facts that have one, without any control character that one of them might hold."""
    if not "".join(facts).isprintable():
        facts = [printable(fact, utf8=True) for fact in facts]
    return "\n".join([*filter(None, facts), ""])

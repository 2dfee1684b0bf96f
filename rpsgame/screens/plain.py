"""The plain screen: the lines that facts are, to the letter, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from ..coroutines.facts import Fact, HowItStands, ScreenFault
from ..coroutines.toolbox import advance_generator_once
from .contract import Screen
from .form import Form
from .standing import standing
from .text import printable
from .view import View

HOW_IT_STANDS = HowItStands()


@advance_generator_once
def plain(view: View, form: Form) -> Screen:
    """coroutine, as contract.py has it, that shows each fact as its line; the terminal folds long ones"""
    word, what, now = yield None
    while True:
        if word == "tell":
            view.see_all(what, now)
            word, what, now = yield lines(with_standing(view, what, now) if HOW_IT_STANDS in what else what)
        else:
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


def with_standing(view: View, told: Sequence[Fact], now: float) -> list[Fact]:
    """Return facts with those that say how it stands, where somebody is told that they follow."""
    stands = standing(view, now)
    return [fact for first in told for fact in (first, *stands * (type(first) is HowItStands))]


def lines(facts: Sequence[str]) -> str:
    """Return the lines of facts that have one, without any control character that one of them might hold."""
    if not "".join(facts).isprintable():
        facts = [printable(fact, utf8=True) for fact in facts]
    return "\n".join([*filter(None, facts), ""])

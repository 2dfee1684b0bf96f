"""The plain screen: the lines that facts are, to the letter, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from ..coroutines.facts import Fact
from ..coroutines.toolbox import advance_generator_once
from .contract import Screen
from .form import Form
from .standing import standing
from .text import printable
from .view import View


@advance_generator_once
def plain(view: View, form: Form) -> Screen:
    """coroutine, as contract.py has it, that shows each fact as its line; the terminal folds long ones"""
    word, what, now = yield None
    while True:
        if word == "tell":
            for fact in what:
                view.see(fact, now)
        word, what, now = yield lines(what if word == "tell" else standing(view) if word == "draw" else ())


def lines(facts: Sequence[Fact]) -> str:
    """Return the lines of facts, without any control character that one of them might hold."""
    if "".join(facts).isprintable():
        return "\n".join([*facts, ""])
    return "".join(f"{printable(fact, utf8=True)}\n" for fact in facts)

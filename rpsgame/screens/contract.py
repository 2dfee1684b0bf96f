"""What a screen is: a coroutine that is told facts, and yields the text that shows them to one person."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any, NamedTuple, TypeAlias

from .form import Form
from .view import View

Event: TypeAlias = tuple[str, Any, float]
Screen: TypeAlias = Generator[str | None, Event, None]
"""coroutine that makes facts visible to one person; it never ends

A screen may be begun at any time, for all that it has to know stands in the View, which it shares with the screens
before and after it. Text consists of whole lines, each with "\\n" at its end; only colour's last line may have none.

yields: None: only at first
        the text to write, '' if there is none

accepts to .send(): (word, what, now); now: the clock's seconds
        ('tell', facts, now): facts, in a batch; the screen lets the view see each of them before it tells it
        ('draw', None, now): the person has just gone over to this screen: show what is going on, out of the view
        ('time', None, now): the clock has moved on, to about the time that `next_time` gave
        ('resize', form, now): the terminal has another Form
"""


class Kind(NamedTuple):
    """A kind of screen.

    :ivar begin: makes the coroutine, which is ready to be sent to
    :ivar next_time: returns the seconds after which it wants to be told the time, None if only facts change it
    """

    begin: Callable[[View, Form], Screen]
    next_time: Callable[[View, float], float | None]


def never(view: View, now: float) -> float | None:
    """Return None: a screen that only facts change."""
    return None

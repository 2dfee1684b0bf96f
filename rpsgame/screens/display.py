"""One person's screen, which can be changed at any time. Doors use this, and no screen itself."""

from __future__ import annotations

from collections.abc import Sequence

from ..coroutines.facts import Fact
from ..coroutines.games import Game
from . import colour, spoken
from .contract import Kind, never
from .form import Form
from .objects import objects
from .plain import plain
from .view import View

KINDS = {
    "plain": Kind(plain, never),
    "colour": Kind(colour.colour, colour.next_time),
    "spoken": Kind(spoken.spoken, spoken.next_time),
    "json": Kind(objects, never),
}


class Display:
    """What one person sees.

    :param game: what is played
    :param screen: a name in KINDS
    :param form: what the terminal can show
    :ivar screen: the name of the screen that is shown
    :ivar form: what the terminal can show
    :ivar view: what the person has been told, folded
    """

    __slots__ = ("_screen", "form", "screen", "view")

    def __init__(self, game: Game, screen: str = "plain", form: Form = Form()) -> None:  # noqa: B008 (it is constant)
        self.view = View(game)
        self.screen, self.form = screen, form
        self._screen = KINDS[screen].begin(self.view, form)

    def tell(self, facts: Sequence[Fact], now: float) -> str:
        """Return the text that shows facts told in one batch; lines end with a line feed.

        :param now: the clock's seconds
        """
        return self._screen.send(("tell", facts, now)) or ""

    def change(self, screen: str, now: float) -> str:
        """Go over to another screen, by its name; return the text that shows what is going on."""
        left = colour.ERASE if self.screen == "colour" else ""
        self.screen = screen
        self._screen = KINDS[screen].begin(self.view, self.form)
        return left + (self._screen.send(("draw", None, now)) or "")

    def resize(self, form: Form, now: float) -> str:
        """The terminal shows another form from now on; return the text that follows from it."""
        self.form = form
        return self._screen.send(("resize", form, now)) or ""

    def time(self, now: float) -> str:
        """Return the text to write since the clock has moved on, '' if nothing is to be drawn."""
        return self._screen.send(("time", None, now)) or ""

    def next_time(self, now: float) -> float | None:
        """Return the seconds after which `time` has something to say; None: not before the next facts."""
        return KINDS[self.screen].next_time(self.view, now)

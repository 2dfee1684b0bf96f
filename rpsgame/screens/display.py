"""One person's screen, which can be changed at any time. Doors use this, and no screen itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..coroutines.facts import Fact
from ..coroutines.games import Game
from . import colour, spoken
from .contract import Kind, Screen, never
from .form import Form
from .objects import objects
from .plain import last_lines, plain
from .view import View

KINDS = {
    "plain": Kind(plain, never),
    "colour": Kind(colour.colour, colour.next_time),
    "spoken": Kind(spoken.spoken, spoken.next_time),
    "json": Kind(objects, never),
}


class Display:
    """What one person sees.

    A screen that raises costs the person that screen, and nothing else: they go on with plain lines, which need none.

    :param game: what is played
    :param screen: a name in KINDS
    :param form: what the terminal can show
    :ivar screen: the name of the screen that is shown
    :ivar form: what the terminal can show
    :ivar view: what the person has been told, folded
    """

    __slots__ = ("_broken", "_screen", "form", "screen", "view")

    def __init__(self, game: Game, screen: str = "plain", form: Form = Form()) -> None:  # noqa: B008 (it is constant)
        self.view = View(game)
        self.screen, self.form = screen, form
        self._screen = KINDS[screen].begin(self.view, form)
        self._broken = False

    def failed(self, fault: Exception) -> None:
        """A screen has raised *fault*. A subclass for people, who can read plain lines, notes that, and returns.

        :raise Exception: the fault
        """
        raise fault

    def tell(self, facts: Sequence[Fact], now: float) -> str:
        """Return the text that shows facts told in one batch; lines end with a line feed.

        :param now: the clock's seconds
        """
        try:
            return self._screen.send(("tell", facts, now)) or ""
        except Exception as fault:
            return self._fail(fault).send(("tell", facts, now)) or ""

    def become(self, view: View) -> None:
        """The person turns out to be somebody who has been told what another view holds."""
        self.view.become(view)

    def change(self, screen: str, now: float) -> str:
        """Go over to another screen, by its name; return the text that shows what is going on.

        A person whose screen has failed stays with plain lines.
        """
        if self._broken:
            return ""
        left = self._erase()
        self.screen = screen
        self._screen = KINDS[screen].begin(self.view, self.form)
        return left + self._send("draw", None, now)

    def leave(self) -> str:
        """Return the text after which somebody else may write on the terminal."""
        return self._erase()

    def resize(self, form: Form, now: float) -> str:
        """The terminal shows another form from now on; return the text that follows from it."""
        self.form = form
        return self._send("resize", form, now)

    def time(self, now: float) -> str:
        """Return the text to write since the clock has moved on, '' if nothing is to be drawn."""
        return self._send("time", None, now)

    def next_time(self, now: float) -> float | None:
        """Return the seconds after which `time` has something to say; None: not before the next facts."""
        try:
            return KINDS[self.screen].next_time(self.view, now)
        except Exception as fault:
            self._fail(fault)
            return None

    def _send(self, word: str, what: Any, now: float) -> str:
        try:
            return self._screen.send((word, what, now)) or ""
        except Exception as fault:
            return self._fail(fault).send((word, what, now)) or ""

    def _fail(self, fault: Exception) -> Screen:
        """Go on with plain lines, beginning with the event at which the screen has failed; return what tells them."""
        self.failed(fault)
        self._screen = last_lines(self._erase())
        self.screen, self._broken = "plain", True
        return self._screen

    def _erase(self) -> str:
        """Return what erases the line that is redrawn, if there is one."""
        return colour.ERASE if self.screen == "colour" else ""

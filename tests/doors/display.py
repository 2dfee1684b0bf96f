"""A display that says what a door asks of it."""

from __future__ import annotations

from collections.abc import Sequence

from rpsgame.coroutines.facts import Fact
from rpsgame.coroutines.games import Game
from rpsgame.screens.form import Form
from rpsgame.screens.view import View


class DoorsDisplay:
    """Tells facts as lines, and each other call as the line that shows it; a colour screen moves every 3 seconds."""

    def __init__(self, game: Game, screen: str = "plain", form: Form = Form()) -> None:  # noqa: B008 (it is constant)
        self.screen, self.form = screen, form
        self.view = View(game)

    def tell(self, facts: Sequence[Fact], now: float) -> str:
        return "".join(f"{fact}\n" for fact in facts)

    def change(self, screen: str, now: float) -> str:
        self.screen = screen
        return f"[{screen} at {now:g}]\n"

    def resize(self, form: Form, now: float) -> str:
        self.form = form
        return f"[{form.width}x{form.height}{' UTF-8' * form.utf8} at {now:g}]\n"

    def time(self, now: float) -> str:
        return f"[time {now:.0f}]\n"

    def next_time(self, now: float) -> float | None:
        return 3 if self.screen == "colour" else None

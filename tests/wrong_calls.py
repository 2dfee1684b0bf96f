"""What goes wrong without an import."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from rpsgame import advance_generator_once
from rpsgame.coroutines.games import Game
from rpsgame.strategies import Setting, Strategy, StrategyCoroutine

from .wrong_games import Sound


class Prints(Sound):
    """A game that tells the operator all: what is printed may wait for whoever reads it."""

    def take(self, player: int, key: str) -> None:
        super().take(player, key)
        if key == "c":
            print(player, key)


class Loops(Sound):
    """A game that never answers a wrong key."""

    def refuse(self, player: int, key: str) -> Any:
        while True:
            pass


@advance_generator_once
def clings(setting: Setting) -> StrategyCoroutine:
    """Go on throwing when the opponent has left."""
    yield None
    while True:
        with suppress(GeneratorExit):
            yield setting.throws[0]


LOOPS = Game("loops", Loops, {"a": "ant", "b": "bee"})  # type: ignore[arg-type]
CLINGS = Strategy("clings", clings)

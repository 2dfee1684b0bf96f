"""What goes wrong without an import."""

from __future__ import annotations

from .wrong_games import Sound


class Prints(Sound):
    """A game that tells the operator all: what is printed may wait for whoever reads it."""

    def take(self, player: int, key: str) -> None:
        super().take(player, key)
        print(player, key)

"""What is right but for a module that it imports, and is never to import."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from rpsgame import advance_generator_once
from rpsgame.strategies import Memory

from .wrong_games import Sound
from .wrong_strategies import Steady

if TYPE_CHECKING:
    import socket  # for a type checker alone, which does no harm


class Sleeps:
    """A game that would let everybody wait."""

    socket: socket.socket

    def __init__(self) -> None:
        self.sound = Sound()

    def send(self, sent: tuple[int, str]) -> Any:
        return time and self.sound.send(sent)


class Naps(Steady):
    """A strategy that would do so."""

    def draw(self) -> Any:
        return time and super().draw()


@advance_generator_once
def reminisces(saved: Any) -> Memory:
    """A memory that would do so."""
    while True:
        yield None if time else 0

"""What is right but for a module that it imports, and is never to import."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from .wrong_games import Sound

if TYPE_CHECKING:
    import socket  # for a type checker alone, which does no harm


class Sleeps:
    """A game that would let everybody wait."""

    socket: socket.socket

    def __init__(self) -> None:
        self.sound = Sound()

    def send(self, sent: tuple[int, str]) -> Any:
        return time and self.sound.send(sent)

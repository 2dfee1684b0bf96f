"""What the lobby wants done, in its order: the commands of one event."""

from __future__ import annotations

from collections.abc import Iterable

from .facts import Fact
from .game import Game
from .match import Command


class Orders:
    """Collects commands.

    :ivar commands: what is to be done
    :ivar ignored: whether the event made no sense
    """

    def __init__(self, game: Game) -> None:
        self.commands: list[Command] = []
        self.ignored = False
        self._game = game

    def admit(self, person: str, welcome: Iterable[Fact]) -> None:
        """Let somebody in, and welcome them."""
        self.commands.append(("admit", person, None))
        for fact in (*welcome, *self._game.welcome):
            self.tell(person, fact)

    def refuse(self, person: str, fact: Fact) -> None:
        """Turn somebody away."""
        self.tell(person, fact)
        self.commands.append(("turned away", person, fact))

    def tell(self, person: str, fact: Fact) -> None:
        """Tell somebody a fact."""
        self.commands.append(("tell", person, fact))

    def tell_keys(self, person: str) -> None:
        """Tell somebody which keys there are, and the rules."""
        for fact in self._game.explanation:
            self.tell(person, fact)

    def wait(self, person: str, seconds: float | None) -> None:
        """Let somebody wait; without an end, where it is for others only."""
        self.commands.append(("wait", person, seconds))

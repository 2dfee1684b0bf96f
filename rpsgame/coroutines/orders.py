"""What follows from one event in the lobby: the commands, in their order, and what the visits shall hear."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterable
from contextlib import suppress
from typing import Any, TypeAlias

from .facts import Fact
from .game import Game
from .match import Command
from .other_keys import other_keys
from .talk import say_keys

Visit: TypeAlias = Generator[None, tuple[str, Any], None]


class Orders:
    """Collects commands, and passes news on.

    :ivar visits: of all who are in
    :ivar commands: what is to be done
    :ivar ignored: whether the event made no sense
    :ivar name_key: the key for a name, '' where there are none
    :ivar say_keys: what is told of the keys by which two say something to each other
    """

    def __init__(self, game: Game) -> None:
        self.commands: list[Command] = []
        self.ignored = False
        self.visits: dict[str, Visit] = {}
        self.name_key = ""
        self._game, self.say_keys = game, say_keys(other_keys(tuple(game.throws)))
        self._news: deque[tuple[str, str, Any]] = deque()

    def send(self, person: str, word: str, what: Any) -> None:
        """Tell a visit what happens; one that ends has let its guest go."""
        if person not in self.visits:
            self.ignored = True
            return
        with suppress(StopIteration):
            self.visits[person].send((word, what))

    def let_hear(self, person: str, word: str, what: Any) -> None:
        """Let a visit be told what has happened, when it is its turn."""
        self._news.append((person, word, what))

    def pass_on(self) -> bool:
        """Tell the first of the news to a visit that is still on; return whether there was any."""
        if not self._news:
            return False
        person, word, what = self._news.popleft()
        if person in self.visits:
            self.send(person, word, what)
        return True

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

    def tell_keys(self, person: str, talks: bool = False) -> None:
        """Tell somebody which keys there are, and the rules. *talks*: also those for what they can say."""
        for fact in self._game.welcome + self.say_keys * talks:
            self.tell(person, fact)

    def wait(self, person: str, seconds: float | None) -> None:
        """Let somebody wait; without an end, where it is for others only."""
        self.commands.append(("wait", person, seconds))

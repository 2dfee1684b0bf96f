"""The door for programs: JSON, an object a line, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from twisted.internet.interfaces import IReactorTime

from ..coroutines.facts import Fact
from ..coroutines.json_keys import message_reader
from ..hall import Hall
from .json_door import JsonDoor
from .stream import DoorFactory


class BotDoor(JsonDoor):
    """One program's connection: `message_reader` makes messages of what it sends."""

    kind = "json"

    def __init__(self, hall: Hall, clock: IReactorTime, closed: Callable[[], object]) -> None:
        super().__init__(hall, clock, closed)
        self._messages = message_reader()

    def write(self, facts: Sequence[Fact]) -> None:
        """Send the events that tell *facts*."""
        self._throttle.write(self.events(facts))

    def take(self, data: bytes) -> None:
        """Take the messages that a program has sent."""
        if self.onward:
            self.onward.write(data)
        else:
            self.hear(self._messages.send(data) or [])

    def relay(self, data: bytes) -> None:
        self._throttle.write(data)


class BotFactory(DoorFactory[BotDoor]):
    """Makes a door for each program."""

    def door(self, closed: Callable[[], object]) -> BotDoor:
        return BotDoor(self._hall, self._clock, closed)

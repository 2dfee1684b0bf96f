"""What the house remembers of all guests, from one start of the server to the next."""

from __future__ import annotations

import json
from typing import Any

from twisted.application.internet import TimerService
from twisted.internet.defer import Deferred
from twisted.logger import Logger

from ..memory import HouseMemory
from ..strategies import Strategy
from .state import State

NAME = "house.json"
OFTEN = 60  # seconds between two saves: what a server that is killed may forget


class Remembered:
    """The file that holds it; another strategy, or another version, does not understand what one has saved.

    :param state: the folder
    :param house: the strategy
    """

    log = Logger()

    def __init__(self, state: State, house: Strategy) -> None:
        self._state = state
        self._whose = [house.name, house.version]

    def load(self) -> Any:
        """Return what was saved, None where there is nothing of use; a file that is broken is a line in the log."""
        try:
            whose, saved = json.loads(self._state.read(NAME) or "[null, null]")
        except (OSError, ValueError, TypeError) as problem:
            self.log.warn("What the house remembered is lost: {why}", why=str(problem))
            return None
        return saved if whose == self._whose else None

    def begin(self, memory: HouseMemory) -> None:
        """The server begins with this, which need not be saved."""
        self._saved = memory.save()

    def save(self, memory: HouseMemory) -> None:
        """Save what there is to save, if it is not what was saved last."""
        now = memory.save()
        if now == self._saved:
            return
        try:
            self._state.write(NAME, json.dumps([self._whose, now]).encode())
            self._saved = now
        except (OSError, ValueError, TypeError) as problem:
            self.log.error("What the house remembers cannot be saved: {why}", why=str(problem))


class Saving(TimerService):
    """Saves it now and then, and when the server stops."""

    def __init__(self, remembered: Remembered, memory: HouseMemory) -> None:
        super().__init__(OFTEN, remembered.save, memory)
        remembered.begin(memory)
        self._save = remembered.save, memory

    def stopService(self) -> Deferred[Any]:
        save, memory = self._save
        save(memory)
        return super().stopService()  # type: ignore[no-any-return]

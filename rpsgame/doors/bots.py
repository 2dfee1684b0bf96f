"""The door for programs: JSON, an object a line, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from twisted.internet.interfaces import IReactorTime

from ..coroutines.facts import Fact, HowItStands, Muted, NoMessages, TooManyMessages, WrongMessage
from ..coroutines.json_keys import MOST_MESSAGES, Message, key_for, message_reader
from ..hall import Hall
from ..screens.display import Display
from .stream import DoorFactory, StreamDoor


class BotDoor(StreamDoor):
    """One program's connection: `message_reader` makes messages of what it sends, and they become a person's keys."""

    wrong_protocol = NoMessages()

    def __init__(self, hall: Hall, clock: IReactorTime, closed: Callable[[], object]) -> None:
        super().__init__(hall, clock, closed)
        self._display = Display(hall.game, "json")
        self._messages = message_reader()

    def write(self, facts: Sequence[Fact]) -> None:
        """Send the events that tell *facts*."""
        self._throttle.write(self._display.tell(facts, self._clock.seconds()).encode())

    def take(self, data: bytes) -> None:
        """Take the messages that a program has sent."""
        found = self._messages.send(data) or []
        for said in found[:MOST_MESSAGES]:
            if isinstance(said, Message):
                self._hear(said)
            else:
                self._complain(said)
        if len(found) > MOST_MESSAGES:
            self._hall.tell(self._person, TooManyMessages(len(found) - MOST_MESSAGES))

    def _hear(self, message: Message) -> None:
        view = self._display.view
        key = key_for(message, self._hall.game, view.phase)
        if isinstance(key, WrongMessage):
            self._complain(key)
        elif message.word == "status":
            self._hall.tell(self._person, HowItStands())
        elif message == ("mute", view.muted):  # the key would change it
            self._hall.tell(self._person, Muted(view.muted))
        else:
            self._hall.press(self._person, key)

    def _complain(self, wrong: WrongMessage) -> None:
        if wrong.code == "endless":
            self._hall.dismiss(self._person, wrong, "sent a line without end")
        else:
            self._hall.tell(self._person, wrong)


class BotFactory(DoorFactory[BotDoor]):
    """Makes a door for each program."""

    def door(self, closed: Callable[[], object]) -> BotDoor:
        return BotDoor(self._hall, self._clock, closed)

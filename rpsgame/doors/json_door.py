"""What the doors have in common where guests speak JSON, however the objects are carried."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from twisted.internet.interfaces import IReactorTime

from ..coroutines.facts import Fact, HowItStands, Muted, NoMessages, TooManyMessages, WrongMessage
from ..coroutines.json_keys import MOST_MESSAGES, NAMING, Message, key_for
from ..hall import Hall
from ..screens.display import Display
from ..screens.form import Form
from ..screens.view import View
from .stream import StreamDoor

NAMES = Form(names=True)


class JsonDoor(StreamDoor):
    """The connection of a guest who is told events, and says messages, which become a person's keys."""

    wrong_protocol = NoMessages()

    def __init__(self, hall: Hall, clock: IReactorTime, closed: Callable[[], object]) -> None:
        super().__init__(hall, clock, closed)
        self._display = Display(hall.game, "json", NAMES if hall.registry.keeps else Form())

    @property
    def view(self) -> View:
        """What the program has been told."""
        return self._display.view

    def become(self, name: str, view: View) -> None:
        """The program is *name* from now on, who has been told what *view* holds; it hears how it stands first."""
        self._person = name
        self._display.become(view)
        self._hall.announce(name, HowItStands())

    def events(self, facts: Sequence[Fact]) -> bytes:
        """Return the events that tell *facts*, each with a line feed after it."""
        return self._display.tell(facts, self._clock.seconds()).encode()

    def hear(self, found: Sequence[Message | WrongMessage]) -> None:
        """Take the messages of one read, and what was wrong with some."""
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
        elif message.word == "code":
            self._come_back(str(message.what))
        elif message.word in NAMING:
            self._name(message.word, str(message.what))
        elif message.word == "standings":
            self._standings()
        elif message.word == "typing":
            self._hall.registry.dialogues.types(self._person, bool(message.what))
        elif message.word == "status":
            self._hall.tell(self._person, HowItStands())
        elif message == ("mute", view.muted):  # the key would change it
            self._hall.tell(self._person, Muted(view.muted))
        else:
            self._hall.press(self._person, key)

    def _come_back(self, code: str) -> None:
        if self._hall.takes_codes:
            self._hall.come_back(self._person, code)
        else:
            self._complain(WrongMessage("not in this game", "code"))

    def _name(self, word: str, what: str) -> None:
        if self._hall.registry.keeps:
            self._hall.registry.dialogues.say(self._person, word, what)
        else:
            self._complain(WrongMessage("no names", word))

    def _standings(self) -> None:
        if self._hall.registry.keeps:
            self._hall.registry.board.show(self._person)
        else:
            self._complain(WrongMessage("no names", "standings"))

    def _complain(self, wrong: WrongMessage) -> None:
        if wrong.code == "endless":
            self._hall.dismiss(self._person, wrong, "sent a line without end")
        else:
            self._hall.tell(self._person, wrong)

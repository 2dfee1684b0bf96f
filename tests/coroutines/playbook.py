"""Scripts for coroutines that yield lists of commands: `>> event` goes in, `<< command` comes out."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, TypeAlias

Event: TypeAlias = tuple[str, Any, Any]
Command: TypeAlias = tuple[str, Any, Any]


class Playbook:
    """A coroutine and what is expected of it; `assert` a script, so that commands which it leaves out are found too.

    `<< None` stands for an event that made no sense. What is for programs alone is left out, unless the script has it.

    :param seals: whether it has that: the command 'sealed', and facts without a line
    """

    def __init__(self, coroutine: Generator[list[Command] | None, Event, None], seals: bool = False) -> None:
        self._coroutine = coroutine
        self._seals = seals
        self._commands: list[Command | None] = []
        self._event: Event | None = None

    def __rshift__(self, event: Event) -> Playbook:
        """Send *event*; nothing may be left of what the last one led to."""
        self._finish()
        self._event = event
        commands = self._coroutine.send(event)
        self._commands = (
            [None] if commands is None else [each for each in commands if self._seals or is_for_people(each)]
        )
        return self

    def __lshift__(self, command: Command | list[Command] | None) -> Playbook:
        """Take the next command, which is to be *command*, with a fact of the same class; or a list of them."""
        if isinstance(command, list):
            for each in command:
                self << each
            return self
        assert self._commands, f"{self._event}: {command!r} does not come out"
        found = self._commands.pop(0)
        assert exact(found) == exact(command), f"{self._event}: {found!r} comes out, not {command!r}"
        return self

    def __bool__(self) -> bool:
        """Tell that all commands were expected."""
        self._finish()
        return True

    def _finish(self) -> None:
        assert not self._commands, f"{self._event}: {self._commands!r} come out too"

    def after(self, *events: Event) -> Playbook:
        """Send events whose commands are of no interest."""
        for event in events:
            self._coroutine.send(event)
        return self


def is_for_people(command: Command) -> bool:
    """Whether a command is more than a record, or a fact for programs."""
    word, _, what = command
    return word != "sealed" and (word != "tell" or bool(what))


def exact(command: Command | None) -> Any:
    """Return what is equal for equal commands alone: facts of two classes may be equal strings."""
    return command and (command, type(command[2]))


def tell(who: int | str, fact: str) -> Command:
    """Return the command that tells a fact."""
    return "tell", who, fact


def clock(seconds: float | None) -> Command:
    """Return the command that sets the clock of a table."""
    return "clock", None, seconds

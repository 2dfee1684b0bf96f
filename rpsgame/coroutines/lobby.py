"""Who sits where: the host's table, and the line in front of it."""

from __future__ import annotations

from collections.abc import Generator, Hashable
from typing import TypeAlias

from .toolbox import advance_generator_once

Person: TypeAlias = Hashable
Event: TypeAlias = tuple[str, Person]
Command: TypeAlias = tuple[Person, ...]


@advance_generator_once
def lobby() -> Generator[list[Command] | None, Event, None]:
    """coroutine that seats guests with the host, one after another, in the order in which they came

    A person is whatever the caller knows them by. An event that makes no sense changes nothing.

    yields: a list of what the caller shall do, in this order
            ('tell', person, line): say it to them
            ('watch', host, guest): the guest stands in the line, and watches the host's table
            ('seat', host, guest): the guest watches no more; their match begins
            ('let go', guest): say good-bye to them

    accepts to .send(): ('host', person): the host has come
                        ('came', person): a guest has come
                        ('left', person): a guest or the host has gone; if they play, 'over' follows
                        ('over', person): the match of this guest is over
    """
    host: Person | None = None
    playing: Person | None = None
    line: list[Person] = []
    todo: list[Command] | None = None
    while True:
        event, person = yield todo
        todo = []
        before, moved = len(line), len(line)  # who stands behind *moved* has a new place to be told
        match event:
            case "host" if host is None:
                host = person
                todo += [("watch", host, guest) for guest in line]
            case "came":
                line.append(person)
                if host is None:
                    todo.append(("tell", person, "The host is away."))
                elif playing is not None:
                    todo.append(("tell", person, "The table is busy. Watch the match while you wait."))
                    todo.append(("watch", host, person))
            case "left" if person == host:
                host = None
                todo += [("tell", guest, "The host has left.") for guest in line]
            case "left" if person in line:
                moved = line.index(person)
                line.remove(person)
            case "over" if person == playing:
                playing = None
                todo.append(("let go", person))
        if host is not None and playing is None and line:
            playing = line.pop(0)
            moved = 0
            todo.append(("seat", host, playing))
        elif host is not None and playing is None and event in ("host", "over"):
            todo.append(("tell", host, "Waiting for a guest."))
        todo += [
            ("tell", guest, f"You are number {place} in the line.")
            for place, guest in enumerate(line[moved:], moved + 1)
        ]
        if host is not None and len(line) != before:
            todo.append(("tell", host, _waiting(len(line))))


def _waiting(guests: int) -> str:
    return {0: "Nobody waits", 1: "1 guest waits"}.get(guests, f"{guests} guests wait") + " in the line."

"""A table again: another table is told what the first was told, and says the same, or where the two part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from typing import Any, NamedTuple

from .match import Command, Start
from .table import Event, Table

NOTED = ("sealed", "over")  # what a table says that is noted among what it was told


class Parted(Exception):
    """The table does not say what the first one said.

    :param place: at which of the events, counted from 0
    :param event: what was to be told, or said
    :param found: what the table says instead; None: nothing
    """

    def __init__(self, place: int, event: Event, found: Any) -> None:
        super().__init__(place, event, found)
        self.place, self.event, self.found = place, event, found


class Told(NamedTuple):
    """An event, which of all it is, and the commands that followed from it."""

    place: int
    event: Event
    commands: list[Command]


def again(table: Table, events: Iterable[Event]) -> Iterator[Told]:
    """Tell a table, which nobody has told anything, what another was told and has said; yield what it was told.

    :param events: the words of `table`, and between them the commands in NOTED; what they hold is made of what JSON
        knows, as `known_to_json` says it
    :raise Parted: where it says something else
    """
    said: list[Any] = []
    for place, event in enumerate(events):
        word, whom, what = event
        if word in NOTED:
            found = said.pop(0) if said else None
            if found != [word, whom, what]:
                raise Parted(place, event, found)
            continue
        if said:
            raise Parted(place, event, said[0])
        commands = table.send((word, whom, _start(what) if word == "join" else what))
        if commands is None:
            raise Parted(place, event, None)
        said = [known_to_json(command) for command in commands if command[0] in NOTED]
        yield Told(place, event, list(commands))
    if said:
        raise Parted(place, event, said[0])


def known_to_json(value: Any) -> Any:
    """Return *value* as it comes back from JSON: with lists for whatever is several, and digits for bytes."""
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, Set):
        return sorted(value)
    return [*map(known_to_json, value)] if isinstance(value, list | tuple) else value


def _start(what: Any) -> Start:
    names, seed, muted, *kept = what  # before rpsgame 1.6 nothing was kept
    return Start(tuple(names), bytes.fromhex(seed), muted, *kept)

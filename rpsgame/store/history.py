"""What a journal tells: the tables of its files, and what each was told."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from ..coroutines.table import Event
from .journal import SUFFIX, VERSION


class BadJournal(ValueError):
    """A file is no journal, or not one that can be read here."""


class Past(NamedTuple):
    """What one table was told.

    :param opening: what the server played
    :param kind: of the table, as a Seat says it
    :param events: what it was told and has said, each with the time, in seconds since 1970
    :param whole: whether nothing is missing
    """

    opening: dict[str, Any]
    kind: str
    events: list[tuple[float, Event]]
    whole: bool = True

    def matches(self) -> Iterator[list[tuple[float, Event]]]:
        """Yield the events of each match that was played there."""
        begins = [place for place, (_, (word, *_)) in enumerate(self.events) if word == "join"]
        for begin, end in zip(begins, [*begins[1:], len(self.events)], strict=True):
            yield self.events[begin:end]


def lines(path: Path) -> Iterator[Any]:
    """Yield what the whole lines of a file hold.

    :raise BadJournal: with the number of a line that is none
    :raise OSError: where it cannot be read
    """
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if not line.endswith(b"\n"):
                return  # the server was killed while it wrote
            try:
                yield json.loads(line)
            except ValueError:
                raise BadJournal(f"{path}, line {number}: this is not JSON") from None


def read(paths: Iterable[Path]) -> dict[int, Past]:
    """Return what the tables were told, by their numbers, from all the files of one run in their order.

    :raise BadJournal: where a file is not a journal of this version
    :raise OSError: where it cannot be read
    """
    tables: dict[int, Past] = {}
    for path in paths:
        told = lines(path)
        opening = next(told, None)
        if not isinstance(opening, dict) or opening.get("journal") != VERSION:
            raise BadJournal(f"{path}: this is no journal of version {VERSION}")
        for when, *events in told:
            if when == "gap":
                tables = {number: Past(*past[:3], whole=False) for number, past in tables.items()}
            for number, word, whom, what in events:
                if word == "table":
                    tables[number] = Past(opening, what, [])
                elif number in tables:  # or else its beginning is in the gap
                    tables[number].events.append((when, (word, whom, what)))
    return tables


def run_of(path: Path) -> list[Path]:
    """Return all files of the run that one file belongs to."""
    run, _, part = path.name.rpartition("-")
    return sorted(path.parent.glob(f"{run}-*{SUFFIX}")) if path.exists() and part.endswith(SUFFIX) else [path]


def last_run(folder: Path) -> list[Path]:
    """Return the files of the run that began last; none where there is no journal."""
    files = sorted(folder.glob(f"*{SUFFIX}"))
    return run_of(files[-1]) if files else []

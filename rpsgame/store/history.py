"""What a journal tells: the tables of its files, and what each was told."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from ..coroutines.table import Event
from .journal import SUFFIX, VERSION

COME_BACK = "guests", "house"  # the kinds of tables, as a Seat says it, whose matches go on after a start
READ = 2  # files of a run that are read at a start: in seconds, and with all that is said in hours
GUEST = re.compile(r"guest [0-9]{1,15}")
READS = (1, VERSION)  # the versions that are read: 1 has no codes, and nobody's line is lost there
KEPT = "kept"  # of a table: what stands for it in the same line is told again, from the run before
CODES, GIVEN_UP = "codes", "given up"  # of a table: by which codes its players come back; nobody has come back
MATCH = "match"  # of a table: by which id the records know its match, and its players


class BadJournal(ValueError):
    """A file is no journal, or not one that can be read here."""


@dataclass(slots=True)
class Past:
    """What one table was told.

    :param opening: what the server played
    :param kind: of the table, as a Seat says it
    :param events: what it was told and has said, each with the time, in seconds since 1970
    :param whole: whether nothing is missing
    :param codes: by which its players come back, '' for the house
    :param match: what the records know it by, where somebody with a name plays: the run in which it began, the table
        and the match there, the ids of both players, and whether they are from different addresses
    :param given_up: when it was clear that nobody would come back to it in time, in seconds since 1970
    :param copied: how many of the events, its first, were told again from the run before
    """

    opening: dict[str, Any]
    kind: str
    events: list[tuple[float, Event]]
    whole: bool = True
    codes: tuple[str, ...] = ()
    given_up: float | None = None
    copied: int = 0
    match: list[Any] | None = None

    def is_on(self) -> bool:
        """Return whether a match was on at the end to which its players can come back; a host cannot."""
        words = [word for _, (word, _, _) in self.events if word in ("join", "over")]
        kept = self.kind in COME_BACK and self.whole and any(self.codes) and self.given_up is None
        return kept and words[-1:] == ["join"]

    def pair(self) -> tuple[str, str]:
        """Return who plays, or has played, the last match."""
        *_, (names, *_) = (what for _, (word, _, what) in self.events if word == "join")
        return names[0], names[1]

    def last_guest(self) -> int:
        """Return the highest number that a guest had who played here."""
        names = [name for _, (word, _, what) in self.events if word == "join" for name in what[0]]
        return max([int(name.rpartition(" ")[2]) for name in names if GUEST.fullmatch(name)], default=0)

    def played(self) -> int:
        """Return how many matches have begun here."""
        return [word for _, (word, _, _) in self.events].count("join")

    def known_by(self) -> tuple[str, ...]:
        """Return by what the players of the last match come back: their codes, and those who have names, by these."""
        *_, (names, *_) = (what for _, (word, _, what) in self.events if word == "join")
        people = self.match[3:5] if self.match else (None, None)
        return *self.codes, *(name for name, person in zip(names, people, strict=True) if person)

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
    files = [*paths]
    for path in files:
        told = lines(path)
        opening = next(told, None)
        if opening is None and len(files) > 1:
            continue  # the server was killed when it had begun this one
        if not isinstance(opening, dict) or opening.get("journal") not in READS:
            raise BadJournal(f"{path}: this is no journal of version {' or '.join(map(str, READS))}")
        for when, *events in told:
            if when == "gap":
                for past in tables.values():
                    past.whole = False
            _read_round(tables, opening, when, events)
    return tables


def _read_round(tables: dict[int, Past], opening: dict[str, Any], when: float, events: Iterable[list[Any]]) -> None:
    """Take what tables were told in one round, all of which one line tells."""
    copied = set()
    for number, word, whom, what in events:
        if word == "table":
            tables[number] = Past(opening, what, [])
            if whom == KEPT:
                copied.add(number)
        elif number not in tables:
            continue  # its beginning is in a gap
        elif word == CODES:
            tables[number].codes = tuple(what)
        elif word == MATCH:
            tables[number].match = what
        elif word == GIVEN_UP:
            tables[number].given_up = when
        else:
            tables[number].events.append((when, (word, whom, what)))
            tables[number].copied += number in copied


def run_of(path: Path) -> list[Path]:
    """Return all files of the run that one file belongs to."""
    run, _, part = path.name.rpartition("-")
    return sorted(path.parent.glob(f"{run}-*{SUFFIX}")) if path.exists() and part.endswith(SUFFIX) else [path]


def unfinished(tables: Mapping[int, Past], opening: dict[str, Any]) -> list[Past]:
    """Return the tables where matches were on, that can go on where this is played.

    :param tables: those of the last run
    :param opening: what the server plays
    """
    played = "game", "best_of", "timeout"
    return [
        past
        for past in tables.values()
        if past.is_on()
        and all(past.opening[what] == opening[what] for what in played)
        and (past.kind != "house" or past.opening["house"] == opening["house"])
    ]


def last_tables(folder: Path) -> dict[int, Past]:
    """Return the tables of the last run, as its last files tell them.

    :raise BadJournal: where a file is not a journal of this version
    :raise OSError: where it cannot be read
    """
    return read(last_run(folder)[-READ:])


def last_run(folder: Path) -> list[Path]:
    """Return the files of the run that began last, and did so to its end; none where there is no journal.

    A run begins with all matches that are on. One that was killed before it had told them is not the last.
    """
    files = sorted(folder.glob(f"*{SUFFIX}"))
    while files:
        run = run_of(files[-1])
        if any(len([*islice(lines(path), 2)]) == 2 for path in run):
            return run
        files = [path for path in files if path not in run]
    return []

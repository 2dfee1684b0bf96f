"""What the journal costs: per key of a hall, beside SQLite in its place, and to read and to play again.

    python benchmarks/journal.py [--keys 60000] [--rounds 5] [--json FILE]

A hall plays endless matches with a house that throws at random; guests press so many keys in a round of the reactor,
and nothing is sent to anybody. What that costs without a journal is taken off. SQLite is the standard library's, with
a write-ahead log, and inserts the events of a round in one transaction. All are in this process.
"""

from __future__ import annotations

import json as encoding
import sqlite3
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from load import Report, arguments
from twisted.internet.task import Clock

from rpsgame.coroutines.again import again, known_to_json
from rpsgame.coroutines.facts import Fact
from rpsgame.coroutines.games import ROCK_PAPER_SCISSORS
from rpsgame.coroutines.tables import tables
from rpsgame.hall import Hall
from rpsgame.screens.view import View
from rpsgame.store.history import read
from rpsgame.store.journal import Journal
from rpsgame.strategies import STRATEGIES

BEST_OF = 1_000_000_001
HOUSE = STRATEGIES["random"]
OPENING = {"game": ROCK_PAPER_SCISSORS.name}


class Nobody:
    """A door behind which nobody hears anything."""

    def write(self, lines: Sequence[Fact]) -> None:
        pass

    def close(self) -> None:
        pass

    def abort(self) -> None:
        pass

    @property
    def view(self) -> View:
        return View(ROCK_PAPER_SCISSORS)

    def rename(self, name: str) -> None:
        """It is nobody."""

    def become(self, name: str, view: View) -> None:
        pass


class Database:
    """A journal that is a table of SQLite."""

    def __init__(self, folder: Path) -> None:
        self._connection = sqlite3.connect(folder / "journal.sqlite", isolation_level=None)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")
        self._connection.execute("CREATE TABLE event (time REAL, number INT, word TEXT, whom INT, what TEXT) STRICT")
        self._events: list[Any] = []

    def note(self, event: tuple[Any, ...]) -> None:
        number, word, whom, what = event
        self._events.append((0.0, number, word, whom, encoding.dumps(known_to_json(what))))

    def write(self) -> None:
        if self._events:
            self._connection.execute("BEGIN")
            self._connection.executemany("INSERT INTO event VALUES (?, ?, ?, ?, ?)", self._events)
            self._connection.execute("COMMIT")
            self._events.clear()


def cost(journal: Any, guests: int, keys: int) -> float:
    """Return the seconds of CPU that a key costs."""
    clock = Clock()
    options: dict[str, Any] = {"house": HOUSE, "house_after": 0, "open_house": True, "journal": journal}
    hall = Hall(clock, ROCK_PAPER_SCISSORS, best_of=BEST_OF, **options)
    names = [hall.enter(Nobody(), "nowhere") for _ in range(guests)]
    clock.advance(0)
    rounds = max(1, keys // guests)
    before = time.process_time()
    for number in range(rounds):
        for name in names:
            hall.press(name, "rps"[number % 3])
        clock.advance(0)
    return (time.process_time() - before) / (rounds * guests)


def main(keys: int, rounds: int, json: str | None) -> None:
    """Measure, and say the medians of all rounds."""
    report = Report(f"The journal, {keys} keys")
    for guests in (1, 10, 200):
        none, ours, database = ([] for _ in range(3))
        for _ in range(rounds):
            with TemporaryDirectory() as folder:
                none.append(cost(None, guests, keys))
                ours.append(cost(Journal(Path(folder), OPENING), guests, keys))
                database.append(cost(Database(Path(folder)), guests, keys))
        base = statistics.median(none)
        report.row(f"µs a key, {guests} a round, without a journal", f"{base * 1e6:.1f}")
        for name, found in (("the journal", ours), ("SQLite", database)):
            more = (statistics.median(found) - base) * 1e6
            report.row(f"µs more with {name}", f"{more:.1f}")
            report.found["bars"][f"{name}, {guests} keys a round, µs a key"] = round(more, 1)
    with TemporaryDirectory() as folder:
        report_reading(report, Path(folder), keys)
    report.save(json)


def report_reading(report: Report, folder: Path, keys: int) -> None:
    """Say how large a journal of so many keys is, and what it takes to read it, and to play it again."""
    journal = Journal(folder, OPENING)
    cost(journal, 100, keys)
    journal.close()
    (file,) = folder.iterdir()
    report.row("bytes of the journal a key", f"{file.stat().st_size / keys:.0f}")
    report.row("µs to read a key", f"{seconds(lambda: read([file])) / keys * 1e6:.1f}")
    pasts = read([file]).values()
    make = tables(ROCK_PAPER_SCISSORS, BEST_OF, 30, HOUSE)["house"]

    def play() -> None:
        for past in pasts:
            for _ in again(make(), (event for _, event in past.events)):
                pass

    report.row("µs to play a key again", f"{seconds(play) / keys * 1e6:.1f}")


def seconds(act: Callable[[], object]) -> float:
    """Return the seconds of CPU that something takes."""
    before = time.process_time()
    act()
    return time.process_time() - before


if __name__ == "__main__":
    main(
        **vars(
            arguments(
                __doc__,
                keys=(60_000, "how many are pressed in a turn"),
                rounds=(5, "how many turns each has"),
            )
        )
    )

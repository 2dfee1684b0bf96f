"""A year of a busy house in SQLite: how large it is, how fast it answers, and what a match costs the reactor.

    python benchmarks/standings.py [--matches 10000000] [--people 100000] [--asks 2000] [--json FILE]

People with names play each other, or the house, all year round: half of the matches are with the house, and the most
eager person plays ten times as much as the tenth. It is filled by the server's own code, without waiting for the disk
at each commit; it is asked through a connection such as the server has. A match is what one more costs the thread of a
reactor, in which 100 end in each tenth of a second while another thread writes them. The year is kept nowhere.
"""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from load import Report, arguments
from twisted.internet import reactor
from twisted.internet.task import LoopingCall

from rpsgame.store.records import open_records
from rpsgame.store.records.contract import HOUSE, Result
from rpsgame.store.records.periods import Period
from rpsgame.store.records.results import prune, write
from rpsgame.store.records.session import Session, nothing
from rpsgame.store.records.sqlite import SQLite
from rpsgame.store.records.standings import house, last, standing, standings, versus

GAME = "rock-paper-scissors"
BEGIN, YEAR = 1_764_115_200, 365 * 24 * 3600  # from 26 November 2025
AT_ONCE = 5000  # matches of a transaction while it is filled
GOAL = "p99 < 50 ms"
SECONDS, TICK, A_TICK = 10, 0.1, 100  # of the reactor; matches that end in a tick
MIB = 2**20


def main(matches: int, people: int, asks: int, json: str | None) -> None:
    """Fill, measure and say."""
    report = Report(f"Standings, {matches} matches of {people} people")
    random.seed(26)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "records.sqlite"
        began = time.perf_counter()
        fill(SQLite(path, GAME), matches, people)
        report.row("µs to write a match, in thousands", f"{(time.perf_counter() - began) / matches * 1e6:.0f}")
        report.row("MiB of the file", f"{path.stat().st_size / MIB:.0f}")
        report.row("bytes a match", f"{path.stat().st_size / matches:.0f}")
        report_sizes(report, path)
        report_asks(report, SQLite(path, GAME), people, asks)
        report_finish(report, path, people)
    report.save(json)


def fill(session: Session, matches: int, people: int) -> None:
    """Make people, and their year."""
    session.read(nothing)
    session.run("PRAGMA synchronous = OFF")
    session.run("PRAGMA cache_size = -1000000")
    session.within(add, people)
    year = played(matches, people)
    for _ in range(0, matches, AT_ONCE):
        results = list(islice(year, AT_ONCE))
        session.within(write, results)
        session.within(prune, results[-1].ended)
    session.close()


def add(session: Session, people: int) -> None:
    """Make so many people."""
    for begin in range(1, people + 1, AT_ONCE):
        rows = range(begin, min(begin + AT_ONCE, people + 1))
        session.run_rows(
            "INSERT INTO person (name, skeleton, key_digest, since)",
            ((f"Person{n}", f"person{n}", n.to_bytes(32, "big"), BEGIN) for n in rows),
        )


def played(matches: int, people: int) -> Iterator[Result]:
    """Yield the matches of a year."""
    for number in range(matches):
        one, other = somebody(people), HOUSE if random.random() < 0.5 else somebody(people)
        winner = int(random.random() < 0.5)
        wins = (5, random.randrange(5)) if winner == 0 else (random.randrange(5), 5)
        yield Result("a-year", number, 1, BEGIN + YEAR * number / matches, (other, one), wins, winner, True)


def somebody(people: int) -> int:
    """Return a person; those who come first play more."""
    return int((people + 1) ** random.random())


def report_sizes(report: Report, path: Path) -> None:
    """Say what takes most of the file."""
    connection = sqlite3.connect(path)
    try:
        sizes = connection.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name ORDER BY 2 DESC").fetchall()
    except sqlite3.OperationalError:  # an SQLite without dbstat
        return
    finally:
        connection.close()
    for name, size in sizes[:8]:
        report.row(f"MiB of {name}", f"{size / MIB:.0f}")


def report_asks(report: Report, session: Session, people: int, asks: int) -> None:
    """Say how long each kind of answer takes."""
    for what, ask in questions(session, people):
        seconds = []
        for _ in range(asks):
            began = time.perf_counter()
            ask()
            seconds.append(time.perf_counter() - began)
        report.times(what, seconds, GOAL)
    session.close()


def questions(session: Session, people: int) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield what people ask, in words and as a call."""
    now = BEGIN + YEAR - 3600.0
    periods: tuple[Period, ...] = ("today", "month", "ever")

    def lines(period: Period, offset: int) -> object:
        return session.read(standings, period, 10, offset, now)

    def own_place(period: Period) -> object:
        return session.read(standing, somebody(people), period, now)

    for period in periods:
        yield f"the first ten, {period}", partial(lines, period, 0)
        yield f"ten from the 1,000th on, {period}", partial(lines, period, 1000)
        yield f"one's own place, {period}", partial(own_place, period)
        yield f"the house, {period}", partial(session.read, house, period, now)
    yield "one's last ten matches", lambda: session.read(last, somebody(people), 10)
    yield "one against another", lambda: session.read(versus, somebody(people), somebody(people))


def report_finish(report: Report, path: Path, people: int) -> None:
    """Say what a match costs the thread of a reactor."""
    records = open_records(str(path), GAME, reactor)
    seconds = [0.0, 0.0]  # without matches, and with
    results = played(10**9, people)

    def measure(busy: bool) -> None:
        def finish() -> None:
            for _ in range(A_TICK):
                result = next(results)
                if busy:
                    records.finish(result._replace(run="another"))

        began = time.thread_time()
        ticking = LoopingCall(finish)
        ticking.start(TICK)

        def end() -> None:
            ticking.stop()
            seconds[busy] = time.thread_time() - began
            if busy:
                records.close().addCallback(lambda _: reactor.stop())
            else:
                measure(True)

        reactor.callLater(SECONDS, end)

    reactor.callWhenRunning(measure, False)
    reactor.run()
    matches = SECONDS / TICK * A_TICK
    report.row("µs of the reactor a match", f"{(seconds[True] - seconds[False]) / matches * 1e6:.1f}", "< 50 µs")


if __name__ == "__main__":
    main(
        **vars(
            arguments(
                __doc__,
                matches=(10_000_000, "how many are played in the year"),
                people=(100_000, "how many have names"),
                asks=(2000, "how often each question is asked"),
            )
        )
    )

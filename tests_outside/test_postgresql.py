"""Records in a real PostgreSQL server: all that holds in SQLite, and what only a server can do."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from twisted.internet import reactor
from twisted.internet.defer import Deferred, inlineCallbacks
from twisted.internet.task import LoopingCall
from twisted.internet.threads import deferToThread
from twisted.trial.unittest import SynchronousTestCase, TestCase

from rpsgame.store.records import RecordsAway, open_records, waiting
from rpsgame.store.records.contract import Tally
from rpsgame.store.records.migrating import Steps
from rpsgame.store.records.opening import session as open_session
from rpsgame.store.records.people import claim, forget
from rpsgame.store.records.postgresql import PostgreSQL
from rpsgame.store.records.results import write
from rpsgame.store.records.session import Row, Session, nothing
from rpsgame.store.records.tables_postgresql import STEPS
from tests.endtoend import records_kills
from tests.endtoend.terminals import CHECKOUT
from tests.room import lines_of, logged
from tests.store import records_cases
from tests.store.records import NOON, result

from .postgresql import cluster


class InPostgreSQL(records_cases.RecordsCase):
    """A schema for the tables of a test."""

    steps = STEPS

    def setUp(self) -> None:
        self.cluster = cluster()
        self.url = self.cluster.schema()
        self.urls: dict[Session, str] = {}
        super().setUp()

    def session(self, steps: Steps | None = None, game: str = "rock-paper-scissors") -> Session:
        return self.open(self.url, steps or STEPS, game)

    def another(self) -> Session:
        return self.open(self.cluster.schema(), STEPS)

    def same(self, session: Session, steps: Steps) -> Session:
        return self.open(self.urls[session], steps)

    def open(self, url: str, steps: Steps, game: str = "") -> Session:
        session = PostgreSQL(url, game, steps)
        self.urls[session] = url
        self.addCleanup(session.close)
        return session


class NameTests(InPostgreSQL, records_cases.NameCase):
    """Names."""


class ResultTests(InPostgreSQL, records_cases.ResultCase):
    """Results."""


class StandingTests(InPostgreSQL, records_cases.StandingCase):
    """Standings."""


class SeatTests(InPostgreSQL, records_cases.SeatCase):
    """Seats."""


class MigrationTests(InPostgreSQL, records_cases.MigrationCase):
    """Migrations."""


class ExportTests(InPostgreSQL, records_cases.ExportCase):
    """Exports."""


class KillTests(records_kills.KillCase):
    """Processes that are killed, or are two."""

    def where(self) -> str:
        return cluster().schema()


class LostConnection(PostgreSQL):
    """A connection that the server ends before or after one statement, by its number from here on."""

    lost_at = 0
    after = False
    said = 0

    def run(self, sql: str, *values: object) -> list[Row]:
        self.said += 1
        lost = self.said == self.lost_at
        if lost and not self.after:
            self.lose()
        rows = super().run(sql, *values)
        if lost and self.after:
            self.lose()
        return rows

    def lose(self) -> None:
        ((pid,),) = super().run("SELECT pg_backend_pid()")
        killer = PostgreSQL(cluster().url)
        killer.connect()
        killer.run("SELECT pg_terminate_backend(?, 10000)", pid)
        killer.disconnect()


class LostTests(InPostgreSQL):
    """Connections that are lost, and a server that is stopped and started."""

    def test_once(self) -> None:
        """Whichever statement of a batch a connection is lost at, every result counts once."""
        self.people("Ann", "Ben")
        for after in (False, True):
            for place in range(1, 100):
                session = LostConnection(self.url, "rock-paper-scissors")
                self.addCleanup(session.close)
                session.read(nothing)
                session.said, session.lost_at, session.after = 0, place, after
                results = [result(n, (1, 2), n % 2, run=f"{after} {place}") for n in range(5)]
                session.change(write, results)
                self.assertEqual(self.rows("SELECT count(*) FROM result"), [(5,)])
                self.assertEqual(self.done(self.records.versus(1, 2)), Tally(3, 2))
                self.assert_adds_up()
                self.rows("DELETE FROM result")
                self.rows("DELETE FROM versus")
                self.rows("DELETE FROM tally")
                if session.said < place:
                    break
            else:
                self.fail("a batch has no end")

    def test_two_migrate_at_once(self) -> None:
        """Of servers that start at once, with no tables yet, one makes them, and the others wait for it."""
        url = self.cluster.schema()
        sessions = [self.open(url, STEPS, "rock-paper-scissors") for _ in range(8)]
        with ThreadPoolExecutor(8) as pool:
            games = list(pool.map(lambda it: it.read(lambda session: session.game), sessions))
        self.assertEqual(games, [1] * 8)

    def test_forgotten_at_once(self) -> None:
        """Somebody who is forgotten while another process writes a match of theirs leaves nothing behind."""
        ann, ben = (person.id for person in self.people("Ann", "Ben"))
        other = self.open(self.url, STEPS, "rock-paper-scissors")
        other.read(nothing)
        waits = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
        with ThreadPoolExecutor() as pool:
            other.begin()
            write(other, [result(1, (ann, ben))])
            forgetting = pool.submit(self.session().change, forget, ann)
            while not forgetting.done() and not self.rows(waits):
                pass
            other.run("COMMIT")
        self.assertEqual(self.rows("SELECT player0, player1 FROM result"), [(None, ben)])
        for table in ("rating", "tally"):
            self.assertEqual(self.rows(f"SELECT * FROM {table} WHERE person = {ann}"), [])
        self.assertEqual(self.rows("SELECT * FROM versus"), [])
        self.assert_adds_up()

    def test_urls(self) -> None:
        """What is no URL is refused in a line; a server that is not there is away, and the line says where."""
        self.assertRaises(ValueError, PostgreSQL, "postgresql://[::1/rpsgame")
        with TemporaryDirectory() as folder:
            problem = self.assertRaises(RecordsAway, PostgreSQL(f"postgresql://me@/x?host={folder}").read, nothing)
        self.assertIn(folder, str(problem))
        self.assertNotIn("\n", str(problem))


class ProgramTests(SynchronousTestCase):
    """``python -m rpsgame.records`` with a server."""

    def setUp(self) -> None:
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def run_it(self, *arguments: str) -> tuple[int, str]:
        """Return the exit status, and what was said."""
        command = [sys.executable, "-m", "rpsgame.records", *arguments]
        ended = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True)
        return ended.returncode, ended.stdout + ended.stderr

    def test_there_and_back(self) -> None:
        """Records go from a file into a server and back, and are the same."""
        here, there, back = str(self.folder / "here"), cluster().schema(), str(self.folder / "back")
        records = open_session(here, "rock-paper-scissors")
        self.addCleanup(records.close)
        for name in ("Ann", "Ben"):
            records.change(claim, name, name.encode(), "", 1.0)
        records.change(write, [result(n, (1, 2), n % 2) for n in range(700)])
        files = [str(self.folder / f"{n}.jsonl") for n in range(3)]
        for where, (out, into) in zip(
            (here, there, back), ((files[0], there), (files[1], back), (files[2], "")), strict=True
        ):
            self.assertEqual(self.run_it("export", where, out), (0, "706 rows are exported.\n"))
            if into:
                self.assertEqual(self.run_it("import", into, out), (0, "706 rows are imported.\n"))
        exported = [sorted(Path(file).read_text().splitlines()) for file in files]
        self.assertEqual(exported[0], exported[1])
        self.assertEqual(exported[0], exported[2])

    def test_backup(self) -> None:
        """A backup is PostgreSQL's own work, and the line says which program makes it."""
        status, said = self.run_it("backup", cluster().schema(), str(self.folder / "copy"))
        self.assertEqual((status, said.partition(": ")[2]), (2, "pg_dump --format=custom --file=FILE URL\n"))

    def test_no_server(self) -> None:
        """A server that is not there is a line."""
        where = f"postgresql://me@/x?host={self.folder}"
        status, said = self.run_it("export", where)
        self.assertEqual((status, said.count("\n")), (2, 1))
        self.assertTrue(said.startswith(f"{where}: connection"), said)


class OutageTests(TestCase):
    """A server that goes away and comes back while matches end."""

    @inlineCallbacks
    def test_outage(self) -> Generator[Deferred[Any], Any, None]:
        """Play goes on, and every result is written once; the log says when it went and when it was back."""
        server = cluster()
        events = logged(self)
        self.patch(waiting, "AGAIN", 0.05)
        records = open_records(server.schema(), "rock-paper-scissors", reactor)
        self.addCleanup(records.close)
        ann = yield records.claim("Ann", b"a", "", NOON)
        ben = yield records.claim("Ben", b"b", "", NOON)
        numbers = count()
        playing = LoopingCall(lambda: records.finish(result(next(numbers), (ann.id, ben.id))))
        self.addCleanup(stop, playing)
        playing.start(0.002)
        for how in ("fast", "immediate"):
            yield until(lambda: len(events) % 2 == 0)
            yield deferToThread(server.stop, how)
            yield until(lambda: len(events) % 2 == 1 and records.waiting > 50)
            yield self.assertFailure(records.by_name("Ann"), RecordsAway)
            yield deferToThread(server.start)
        yield until(lambda: records.waiting < 50)
        stop(playing)
        yield until(lambda: records.waiting == 0)
        told = next(numbers)
        tally = yield records.versus(ann.id, ben.id)
        self.assertEqual(tally, Tally(told, 0))
        line = yield records.standing(ann.id, "month", NOON)
        self.assertEqual(line.tally, Tally(told, 0))
        self.assertEqual(records.lost, 0)
        went = [line.partition(":")[0] for line in lines_of(events)]
        self.assertEqual(went[::2], ["The records are away; play goes on, and results wait"] * 2)
        self.assertEqual([line.split(".")[0] for line in went[1::2]], ["The records are back"] * 2)


def stop(playing: LoopingCall) -> None:
    """Let no more matches end."""
    if playing.running:
        playing.stop()


def until(holds: Callable[[], bool]) -> Deferred[None]:
    """Fire when something holds."""

    def look() -> None:
        if holds():
            looking.stop()

    looking = LoopingCall(look)
    return looking.start(0.01).addCallback(lambda _: None)

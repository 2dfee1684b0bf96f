"""Records by what --records says, with the threads that wait for them."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Generator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest import mock

from twisted.internet import reactor
from twisted.internet.defer import Deferred, gatherResults, inlineCallbacks
from twisted.trial.unittest import SynchronousTestCase, TestCase

from rpsgame.store.records import NameTaken, RecordsAway, open_records, sqlite
from rpsgame.store.records.contract import Records, Tally
from rpsgame.store.records.opening import session, shown
from rpsgame.store.records.session import nothing

from .records import NOON, result

Steps = Generator[Deferred[Any], Any, None]


class ThreadTests(TestCase):
    """Records with their threads."""

    def setUp(self) -> None:
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name) / "state" / "records.sqlite"

    def records(self) -> Records:
        records = open_records(str(self.path), "rock-paper-scissors", reactor)
        self.addCleanup(records.close)
        return records

    @inlineCallbacks
    def test_all_of_it(self) -> Steps:
        """Names, results and standings go in and come out, and closing writes what was told last."""
        records = self.records()
        yield records.open()
        ann = yield records.claim("Ann", b"a", "", NOON)
        ben = yield records.claim("Ben", b"b", "", NOON)
        yield self.assertFailure(records.claim("ben", b"c", "", NOON), NameTaken)
        for n in range(1000):
            records.finish(result(n, (ann.id, ben.id), n % 2))
        yield records.close()
        self.assertEqual((records.waiting, records.lost), (0, 0))
        again = self.records()
        tally = yield again.versus(ann.id, ben.id)
        self.assertEqual(tally, Tally(500, 500))

    @inlineCallbacks
    def test_closed(self) -> Steps:
        """What is under way is done when it is closed; what is asked later fails at once, and nothing hangs."""
        records = self.records()
        under_way = [records.claim(f"Guy{n}", b"%d" % n, "", NOON) for n in range(9)]
        closing = records.close()
        late = records.by_name("Guy1")
        people = yield gatherResults(under_way)
        self.assertEqual(len(people), 9)
        yield self.assertFailure(late, RecordsAway)
        yield closing
        yield self.assertFailure(records.open(), RecordsAway)
        yield records.close()

    @inlineCallbacks
    def test_two_servers(self) -> Steps:
        """Two servers with one file count all matches of the same two people, in whatever order they come."""
        one, other = self.records(), self.records()
        ann = yield one.claim("Ann", b"a", "", NOON)
        ben = yield other.claim("Ben", b"b", "", NOON)
        for n in range(600):
            one.finish(result(n, (ann.id, ben.id), 0))
            other.finish(result(n + 300, (ben.id, ann.id), 0))
        yield gatherResults([one.close(), other.close()])
        last = self.records()
        tally = yield last.versus(ann.id, ben.id)
        self.assertEqual(sum(tally), 900)
        line = yield last.standing(ann.id, "ever", NOON)
        self.assertEqual(line.tally, tally)

    def test_nobody_else_reads(self) -> Deferred[None]:
        """The folder and the files are the server's own."""
        records = self.records()

        def look(_: None) -> None:
            self.assertEqual(self.path.parent.stat().st_mode & 0o777, 0o700)
            for path in self.path.parent.iterdir():
                self.assertEqual(path.stat().st_mode & 0o777, 0o600, path)

        return records.open().addCallback(look)


class WrongTests(SynchronousTestCase):
    """What cannot be opened."""

    def setUp(self) -> None:
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name) / "records.sqlite"

    def why(self) -> str:
        return str(self.assertRaises(RecordsAway, session(str(self.path)).read, nothing))

    def test_another_file(self) -> None:
        """A file that is something else is refused in a line, and stays what it is."""
        self.path.write_bytes(b"Dear diary, " * 100)
        self.assertEqual(self.why(), "file is not a database")
        self.assertEqual(self.path.read_bytes(), b"Dear diary, " * 100)

    def test_a_folder(self) -> None:
        """So is a folder."""
        self.path.mkdir()
        self.assertIn("Is a directory", self.why())

    def test_not_installed(self) -> None:
        """A server without psycopg says what to install."""
        name = "rpsgame.store.records.postgresql"
        away = mock.patch.dict(sys.modules, {name: None})  # as if it could not be imported
        away.start()
        self.addCleanup(away.stop)
        problem = self.assertRaises(ValueError, session, "postgresql://localhost/rpsgame")
        self.assertEqual(str(problem), "PostgreSQL is not installed: pip install 'rpsgame[postgresql]'")

    def test_password(self) -> None:
        """What is shown of a URL has no password."""
        for where, seen in {
            "records.sqlite": "records.sqlite",
            "postgresql://me@host/db": "postgresql://me@host/db",
            "postgresql://me:secret@host:5/db?x=1": "postgresql://me:...@host:5/db?x=1",
            "postgresql:///db?user=me&password=secret&x=1": "postgresql:///db?user=me&password=...&x=1",
        }.items():
            self.assertEqual(shown(where), seen)

    def test_on_the_disk(self) -> None:
        """A commit is on the disk when it is done: a power cut loses nothing that was committed."""
        opened = session(str(self.path))
        self.addCleanup(opened.close)
        for name, value in (("synchronous", 2), ("journal_mode", "wal")):
            self.assertEqual(opened.read(lambda it, name=name: it.run(f"PRAGMA {name}")), [(value,)])  # type: ignore[misc]

    def test_locked(self) -> None:
        """A file that another program keeps locked is away, not broken."""
        session(str(self.path)).read(nothing)
        self.patch(sqlite, "BUSY", 0.01)
        other = sqlite3.connect(self.path, isolation_level=None)
        self.addCleanup(other.close)
        other.execute("BEGIN IMMEDIATE")
        ours = session(str(self.path))
        self.addCleanup(ours.close)
        problem = self.assertRaises(RecordsAway, ours.change, nothing)
        self.assertEqual(str(problem), "database is locked")
        other.execute("ROLLBACK")
        ours.change(nothing)

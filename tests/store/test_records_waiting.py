"""Results that wait, and records that are away."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from twisted.internet.defer import Deferred
from twisted.internet.task import Clock
from twisted.trial.unittest import SynchronousTestCase

from rpsgame.store.records import waiting
from rpsgame.store.records.contract import NameTaken, RecordsAway, Tally
from rpsgame.store.records.database import Database
from rpsgame.store.records.results import write
from rpsgame.store.records.session import PAUSE, Row, nothing
from rpsgame.store.records.sqlite import SQLite
from rpsgame.store.records.standings import versus
from rpsgame.store.records.waiting import AGAIN, AT_ONCE, SOON, Waiting

from ..room import lines_of
from .records import AtOnce, result
from .test_records import InSQLite


class Lost(SQLite):
    """A connection that is lost at some statements, before they are done or after, by their numbers from here on."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "rock-paper-scissors")
        self.losses: set[int] = set()
        self.time = 0.0
        self.now = self.later
        self.after = False
        self.said: list[str] = []

    def later(self) -> float:
        """Return a time that is long after the last."""
        self.time += 10
        return self.time

    def run(self, sql: str, *values: object) -> list[Row]:
        self.said.append(sql)
        lost = len(self.said) in self.losses
        if lost and not self.after:
            raise sqlite3.OperationalError("the line is dead")
        rows = super().run(sql, *values)
        if lost:
            raise sqlite3.OperationalError("the line is dead")
        return rows


class LostTests(InSQLite):
    """A connection that is lost in the middle of something."""

    RESULTS = tuple(result(n, (1, 2), n % 2) for n in range(5))

    def test_once(self) -> None:
        """Whichever statement of a batch a connection is lost at, every result counts once."""
        for after in (False, True):
            for place in range(1, self.length() + 1):
                session = self.fresh(f"{after}-{place}")
                session.losses, session.after = {place}, after
                session.change(write, self.RESULTS)
                self.assertGreater(len(session.said), place)
                self.assert_once(session)

    def test_lost_twice(self) -> None:
        """If it is lost again the records are away; when they are back and the batch is told again, it counts once."""
        for after in (False, True):
            for place in range(1, self.length() + 1):
                session = self.fresh(f"{after}-{place}")
                session.losses, session.after = set(range(place, place + 200)), after
                problem = self.assertRaises(RecordsAway, session.change, write, self.RESULTS)
                self.assertEqual(str(problem), "the line is dead")
                session.losses = set()
                session.change(write, self.RESULTS)
                self.assert_once(session)

    def test_pause(self) -> None:
        """Where there is no connection, whoever asks next is told so at once; a moment later it is tried again."""
        session = self.fresh("pause")
        session.close()
        session.now = lambda: now
        now = 100.0
        session.losses = {1}
        self.assertRaises(RecordsAway, session.read, nothing)
        problem = self.assertRaises(RecordsAway, session.read, nothing)
        self.assertEqual((str(problem), len(session.said)), ("the line is dead", 1))
        now += PAUSE
        session.read(nothing)

    def test_claims(self) -> None:
        """A claim whose COMMIT was lost is not refused as taken by oneself."""
        session = self.fresh("claim")
        records = Database(self.clock, AtOnce(session), AtOnce(session))
        for place in range(1, 5):
            for after in (False, True):
                session.said.clear()
                session.losses, session.after = {place}, after
                key = f"{place} {after}".encode()
                self.assertEqual(
                    self.done(records.claim(f"Zoe{place}{after}", key, "", 1.0)).name, f"Zoe{place}{after}"
                )
                self.failureResultOf(records.claim(f"Zoe{place}{after}", b"other", "", 1.0), NameTaken)

    def length(self) -> int:
        """Return how many statements a batch is, with those that connect."""
        session = self.fresh("length")
        session.change(write, self.RESULTS)
        return len(session.said)

    def fresh(self, name: str) -> Lost:
        """Return a session of its own, with two people, that has connected and counts its statements from here."""
        path = self.folder / f"{name}.sqlite"
        path.unlink(missing_ok=True)
        session = Lost(path)
        self.addCleanup(session.close)
        for person in ("Ann", "Ben"):
            self.done(Database(self.clock, AtOnce(session), AtOnce(session)).claim(person, person.encode(), "", 1.0))
        session.said.clear()
        return session

    def assert_once(self, session: Lost) -> None:
        session.losses = set()
        self.assertEqual(session.read(versus, 1, 2), Tally(3, 2))
        self.assertEqual(session.read(lambda it: it.run("SELECT count(*) FROM result")), [(5,)])
        rating = "SELECT round(rating, 6), round(deviation, 6) FROM rating ORDER BY person"
        expected = self.fresh("expected")
        expected.change(write, self.RESULTS)
        self.assertEqual(session.read(lambda it: it.run(rating)), expected.read(lambda it: it.run(rating)))


class BatchTests(InSQLite):
    """When results are written."""

    def setUp(self) -> None:
        super().setUp()
        self.people("Ann", "Ben")
        self.session_ = Lost(self.folder / "records.sqlite")
        self.waiting = Waiting(self.clock, AtOnce(self.session_))

    def transactions(self) -> int:
        return self.session_.said.count("BEGIN IMMEDIATE")

    def written(self) -> int:
        return int(self.rows("SELECT count(*) FROM result")[0][0])

    def test_a_transaction_a_batch(self) -> None:
        """Results that come within a moment are written together, and those after it with the next."""
        self.waiting.add(result(1))
        self.clock.advance(SOON / 2)
        self.waiting.add(result(2))
        self.assertEqual(self.written(), 0)
        self.clock.advance(SOON / 2)
        self.assertEqual((self.written(), len(self.waiting)), (2, 0))
        once = self.transactions()
        self.waiting.add(result(3))
        self.clock.advance(SOON)
        self.assertEqual((self.written(), self.transactions() - once), (3, 1))

    def test_many(self) -> None:
        """Very many are written in several transactions, one right after the other."""
        for n in range(2 * AT_ONCE + 1):
            self.waiting.add(result(n))
        self.clock.pump([SOON, 0, SOON])
        self.assertEqual(self.written(), 2 * AT_ONCE + 1)

    def test_away(self) -> None:
        """While the records are away results wait; the log says so once, and once that they are back."""
        self.waiting.add(result(1))
        self.session_.losses = set(range(1000))
        self.clock.advance(SOON)
        for n in range(2, 5):
            self.waiting.add(result(n))
            self.clock.advance(AGAIN)
        self.assertEqual((self.written(), len(self.waiting)), (0, 4))
        self.session_.losses = set()
        self.clock.advance(AGAIN)
        self.assertEqual((self.written(), len(self.waiting)), (4, 0))
        self.assertEqual(
            lines_of(self.events),
            [
                "The records are away; play goes on, and results wait: the line is dead",
                "The records are back. 0 results wait.",
            ],
        )
        self.assert_adds_up()

    def test_too_many(self) -> None:
        """No more wait than there is room for; the others are counted, and the log says so once each time."""
        self.patch(waiting, "MOST", 3)
        self.session_.losses = set(range(1000))
        for _ in range(2):
            for n in range(6):
                self.waiting.add(result(n))
        said = "Results are in the journal only from now on, since 3 wait for the records."
        self.assertEqual((len(self.waiting), self.waiting.lost), (3, 9))
        self.assertEqual(lines_of(self.events), [said])
        self.clock.advance(SOON)
        self.session_.losses = set()
        self.clock.advance(AGAIN)
        for n in range(6, 12):
            self.waiting.add(result(n))
        self.assertEqual(lines_of(self.events)[3:], [said])

    def test_close(self) -> None:
        """Who closes writes what waits, at once; what comes later is not written."""
        for n in range(AT_ONCE + 1):
            self.waiting.add(result(n))
        self.done(self.waiting.close())
        self.assertEqual(self.written(), AT_ONCE + 1)
        self.assertEqual(self.clock.getDelayedCalls(), [])
        self.waiting.add(result(9999))
        self.assertEqual((self.waiting.lost, self.clock.getDelayedCalls()), (1, []))
        self.assertEqual(
            lines_of(self.events), ["Results are in the journal only from now on, since the records are closed."]
        )

    def test_close_while_away(self) -> None:
        """Where nothing can be written when it is closed, the log says how many results that costs."""
        for n in range(AT_ONCE + 1):
            self.waiting.add(result(n))
        self.session_.losses = set(range(1000))
        self.done(self.waiting.close())
        self.assertEqual(lines_of(self.events)[-1], f"{AT_ONCE + 1} results are in the journal only.")
        self.assertEqual(self.clock.getDelayedCalls(), [])


class Slow:
    """A worker that is done when a test says so.

    :ivar under_way: the batches, by how many results each has, and what to fire when it is written
    """

    def __init__(self) -> None:
        self.under_way: list[tuple[int, Deferred[Any]]] = []

    def __call__(self, act: Any, *args: Any, **kwargs: Any) -> Deferred[Any]:
        done: Deferred[Any] = Deferred()
        if act is waiting.write_all:
            self.under_way.append((len(args[0]), done))
        return done

    def close(self) -> Deferred[None]:
        raise NotImplementedError


class UnderWayTests(SynchronousTestCase):
    """A batch that takes its time."""

    def setUp(self) -> None:
        self.clock, worker = Clock(), Slow()
        self.under_way = worker.under_way
        self.waiting = Waiting(self.clock, worker)

    def test_one_at_a_time(self) -> None:
        """What comes meanwhile waits for the next batch."""
        self.waiting.add(result(1))
        self.clock.advance(SOON)
        self.waiting.add(result(2))
        self.waiting.add(result(3))
        self.clock.advance(99)
        self.assertEqual([count for count, _ in self.under_way], [1])
        self.under_way[0][1].callback([])
        self.clock.advance(SOON)
        self.assertEqual([count for count, _ in self.under_way], [1, 2])

    def test_close(self) -> None:
        """Who closes meanwhile waits for it, and for what came since."""
        self.waiting.add(result(1))
        self.clock.advance(SOON)
        self.waiting.add(result(2))
        closed = self.waiting.close()
        self.under_way[0][1].callback([])
        self.assertNoResult(closed)
        self.assertEqual([count for count, _ in self.under_way], [1, 1])
        self.under_way[1][1].callback([])
        self.successResultOf(closed)

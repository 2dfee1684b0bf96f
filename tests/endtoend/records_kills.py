"""What becomes of records when processes that write are killed, or are two: the same for every database."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import IO

from twisted.trial.unittest import SynchronousTestCase

from rpsgame.store.records.opening import session
from rpsgame.store.records.people import claim
from rpsgame.store.records.recounting import recount
from rpsgame.store.records.standings import versus

CHECKOUT = Path(__file__).parents[2]
MATCHES = 400
ENDLESS = 10**6  # matches, of which no test waits for the last


class KillCase(SynchronousTestCase):
    """Records with two people, and processes that write their results."""

    def where(self) -> str:
        """Return where the records are, as --records says it."""
        raise NotImplementedError

    def setUp(self) -> None:
        self.place = self.where()
        self.records = session(self.place, "rock-paper-scissors")
        self.addCleanup(self.records.close)
        self.ann, self.ben = (self.records.change(claim, name, name.encode(), "", 1.0).id for name in ("Ann", "Ben"))

    def writer(self, first: int, last: int, one: int, other: int) -> subprocess.Popen[str]:
        """Start a process that writes the results from *first* to before *last*."""
        numbers = map(str, (first, last, one, other))
        command = [sys.executable, "-m", "tests.endtoend.records_writer", self.place, *numbers]
        process = subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        self.addCleanup(said(process).close)
        return process

    def finish(self, *writers: subprocess.Popen[str]) -> None:
        for writer in writers:
            said(writer).read()
            self.assertEqual(writer.wait(), 0)

    def numbers(self) -> list[int]:
        """Return the numbers of the results that are there."""
        return [number for (number,) in self.query("SELECT nth FROM result ORDER BY nth")]

    def query(self, sql: str) -> list[tuple[int, ...]]:
        return self.records.read(lambda it: it.run(sql))

    def assert_adds_up(self) -> None:
        """Fail unless what is added up is what comes out when it is added up again."""
        queries = [f"SELECT * FROM {table} ORDER BY 1, 2, 3" for table in ("tally", "versus")]
        before = [self.query(sql) for sql in queries]
        self.records.change(recount)
        self.assertEqual(before, [self.query(sql) for sql in queries])

    def test_killed(self) -> None:
        """Nothing that was acknowledged is lost by kill -9, and who tells it all again has it once."""
        for batches in (1, 7, 30):
            first = len(self.numbers())
            writer = self.writer(first, ENDLESS, self.ann, self.ben)
            acknowledged = [int(said(writer).readline()) for _ in range(batches)][-1]
            writer.kill()
            writer.wait()
            self.assertGreaterEqual(self.numbers()[-1], acknowledged)
            self.assertEqual(self.numbers(), list(range(len(self.numbers()))))
            self.assert_adds_up()
        last = len(self.numbers()) + 10
        self.finish(self.writer(0, last, self.ann, self.ben))
        self.assertEqual(self.numbers(), list(range(last)))
        self.assertEqual(sum(self.records.read(versus, self.ann, self.ben)), last)
        self.assert_adds_up()

    def test_two_at_once(self) -> None:
        """Two processes that finish matches of the same people at once, some of them the same, count each once."""
        half = MATCHES // 2
        self.finish(
            self.writer(0, half + 50, self.ann, self.ben),
            self.writer(half, MATCHES, self.ben, self.ann),
        )
        self.assertEqual(self.numbers(), list(range(MATCHES)))
        self.assertEqual(sum(self.records.read(versus, self.ann, self.ben)), MATCHES)
        self.assertEqual(self.query("SELECT count(*) FROM rating"), [(2,)])
        self.assert_adds_up()


def said(process: subprocess.Popen[str]) -> IO[str]:
    """Return what a process says."""
    assert process.stdout
    return process.stdout

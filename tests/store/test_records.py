"""Records in a file of SQLite."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from rpsgame.store.records import standings
from rpsgame.store.records.migrating import Steps
from rpsgame.store.records.session import Session
from rpsgame.store.records.sqlite import SQLite
from rpsgame.store.records.tables_sqlite import STEPS

from . import records_cases


class InSQLite(records_cases.RecordsCase):
    """A folder for the files of a test."""

    steps = STEPS

    def setUp(self) -> None:
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.others = 0
        super().setUp()

    def session(self, steps: Steps | None = None, game: str = "rock-paper-scissors") -> Session:
        return SQLite(self.folder / "records.sqlite", game, steps or STEPS)

    def another(self) -> Session:
        self.others += 1
        return SQLite(self.folder / f"other-{self.others}.sqlite")

    def same(self, session: Session, steps: Steps) -> Session:
        assert isinstance(session, SQLite)
        return SQLite(session.path, "", steps)


class NameTests(InSQLite, records_cases.NameCase):
    """Names."""


class ResultTests(InSQLite, records_cases.ResultCase):
    """Results."""


class StandingTests(InSQLite, records_cases.StandingCase):
    """Standings."""


class SeatTests(InSQLite, records_cases.SeatCase):
    """Seats."""


class MigrationTests(InSQLite, records_cases.MigrationCase):
    """Migrations."""


class ExportTests(InSQLite, records_cases.ExportCase):
    """Exports."""


class PlanTests(InSQLite):
    """How SQLite finds what is asked for, however many matches there are."""

    def plan(self, sql: str) -> str:
        """Return the steps of a query, a line each."""
        rows = self.looking.read(lambda session: session.run(f"EXPLAIN QUERY PLAN {sql}", *[1] * sql.count("?")))
        return "\n".join(row[3] for row in rows)

    def test_standings(self) -> None:
        """The lines of standings come from an index in their order; only those that are shown may be sorted again."""
        for sql, index in (
            (standings.LINES_EVER, "rating_order (game=?)"),
            (standings.LINES_IN_PERIOD, "tally_order (game=? AND period=?)"),
        ):
            plan = self.plan(sql)
            self.assertIn(index, plan)
            self.assertLessEqual(plan.count("TEMP B-TREE"), 1)

    def test_places(self) -> None:
        """A place is counted in an index, from the first who is better to the last."""
        self.assertIn("COVERING INDEX rating_order (game=? AND rating>?)", self.plan(standings.BETTER_EVER))
        plan = self.plan(standings.BETTER_IN_PERIOD)
        self.assertIn("COVERING INDEX tally_order (game=? AND period=? AND won>?)", plan)
        self.assertIn("COVERING INDEX tally_order (game=? AND period=? AND won=? AND lost<?)", plan)

    def test_last(self) -> None:
        """The last matches of somebody come from an index."""
        plan = self.plan(standings.LAST)
        self.assertIn("INDEX result_player0 (player0=?)", plan)
        self.assertIn("INDEX result_player1 (player1=?)", plan)

"""Records in SQLite, and processes that are killed while they write."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from rpsgame.store.records.opening import session
from rpsgame.store.records.results import write
from tests.store.records import result

from . import records_kills

CUTS = 40  # places of the write-ahead log that it is cut at


class SQLiteTests(records_kills.KillCase):
    """The file of one machine."""

    def where(self) -> str:
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        return str(self.folder / "records.sqlite")

    def test_power_cut(self) -> None:
        """A power cut leaves whole transactions, however little was written; what is told again is there once."""
        self.query("PRAGMA wal_checkpoint(TRUNCATE)")  # the log has the results alone
        batches = [[result(n + m, (self.ann, self.ben), m % 2) for m in range(5)] for n in range(0, 50, 5)]
        for batch in batches:
            self.records.change(write, batch)
        log = Path(f"{self.place}-wal").read_bytes()
        kept = []
        for cut in [*range(0, len(log), len(log) // CUTS), len(log)]:
            copy = self.folder / f"cut-{cut}.sqlite"
            shutil.copy(self.place, copy)
            Path(f"{copy}-wal").write_bytes(log[:cut])
            self.records = session(str(copy), "rock-paper-scissors")
            self.assertEqual(self.query("PRAGMA integrity_check"), [("ok",)])
            self.assertEqual(len(self.numbers()) % 5, 0)
            kept.append(len(self.numbers()))
            self.assert_adds_up()
            for batch in batches:
                self.records.change(write, batch)
            self.assertEqual(self.numbers(), list(range(50)))
            self.assert_adds_up()
            self.records.close()
        self.assertEqual((kept[0], kept[-1]), (0, 50))
        self.assertEqual(kept, sorted(kept))

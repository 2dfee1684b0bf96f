"""``python -m rpsgame.records``."""

from __future__ import annotations

import io
import sqlite3
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from twisted.trial.unittest import SynchronousTestCase

from rpsgame.records import main
from rpsgame.store.records.opening import session
from rpsgame.store.records.people import claim
from rpsgame.store.records.results import write
from rpsgame.store.records.session import Session
from rpsgame.store.records.standings import versus

from .records import result


class ProgramTests(SynchronousTestCase):
    """What it prints, and its exit status."""

    def setUp(self) -> None:
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.where = str(self.folder / "records.sqlite")
        self.records = self.open(self.where)
        for name in ("Ann", "Ben"):
            self.records.change(claim, name, name.encode(), "", 1.0)
        self.records.change(write, [result(n) for n in range(7)])

    def open(self, where: str) -> Session:
        opened = session(where, "rock-paper-scissors")
        self.addCleanup(opened.close)
        return opened

    def run_it(self, *arguments: str, told: str = "") -> tuple[int, str, str]:
        """Return the exit status, and what came out of both outputs."""
        out, err = io.StringIO(), io.StringIO()
        self.patch(sys, "stdout", out)
        self.patch(sys, "stderr", err)
        self.patch(sys, "stdin", io.StringIO(told))
        return main(arguments), out.getvalue(), err.getvalue()

    def path(self, name: str) -> str:
        return str(self.folder / name)

    def test_export_and_import(self) -> None:
        """What is exported to a file, which is for its owner alone, is imported elsewhere, and is the same again."""
        exported, other = self.path("all.jsonl"), self.path("new/other.sqlite")
        self.assertEqual(self.run_it("export", self.where, exported), (0, "", "13 rows are exported.\n"))
        self.assertEqual(Path(exported).stat().st_mode & 0o777, 0o600)
        self.assertEqual(self.run_it("import", other, exported), (0, "", "13 rows are imported.\n"))
        self.assertEqual(self.open(other).read(versus, 1, 2), (7, 0))

    def test_pipe(self) -> None:
        """Without a file it is a filter."""
        status, out, _ = self.run_it("export", self.where)
        self.assertEqual((status, len(out.splitlines())), (0, 15))
        self.assertEqual(self.run_it("import", self.path("other"), told=out)[0], 0)
        self.assertEqual(self.open(self.path("other")).read(versus, 1, 2), (7, 0))

    def test_backup(self) -> None:
        """A backup is made while others read and write, and is whole."""
        writing = sqlite3.connect(self.where, isolation_level=None)
        self.addCleanup(writing.close)
        writing.execute("BEGIN IMMEDIATE")
        writing.execute("DELETE FROM result")
        copy = self.path("copy.sqlite")
        self.assertEqual(self.run_it("backup", self.where, copy), (0, "", f"{copy} is a backup of {self.where}.\n"))
        writing.execute("ROLLBACK")
        self.assertEqual(Path(copy).stat().st_mode & 0o777, 0o600)
        self.assertEqual(self.open(copy).read(versus, 1, 2), (7, 0))

    def test_wrong(self) -> None:
        """What cannot be done is said in one line, with exit status 2, and nothing is changed or left behind."""
        there, new, no_database = self.path("there"), self.path("new"), self.path("no_database")
        Path(there).write_text("mine")
        Path(no_database).write_text("Dear diary, " * 99)
        for arguments, why in (
            (("export", self.path("moo")), f"{self.path('moo')}: there are no records."),
            (("backup", self.path("moo"), new), f"{self.path('moo')}: there are no records."),
            (("export", self.where, there), f"{there}: File exists"),
            (("backup", self.where, there), f"{there}: File exists"),
            (("backup", self.where), "A backup is a file: say which."),
            (("export", no_database, new), f"{no_database}: file is not a database"),
            (("export", self.where, self.path("no/folder")), f"{self.path('no/folder')}: No such file or directory"),
            (("import", self.where, new), f"{new}: No such file or directory"),
            (
                ("import", self.where, there),
                "There are records already; they can only be imported where there are none.",
            ),
            (("import", self.path("other"), there), "Line 1: this is not JSON."),
            (("import", self.path("other"), self.where), "Line 1: this is not JSON."),
        ):
            with self.subTest(arguments):
                self.assertEqual(self.run_it(*arguments), (2, "", f"{why}\n"))
        self.assertEqual(Path(there).read_text(), "mine")
        self.assertFalse(Path(new).exists())
        self.assertFalse(Path(self.path("moo")).exists())
        self.assertEqual(self.records.read(versus, 1, 2), (7, 0))

    def test_interrupted(self) -> None:
        """Ctrl-C ends it with exit status 1, and leaves nothing half."""

        def interrupt(*_: object) -> None:
            raise KeyboardInterrupt

        self.patch(type(self.records), "stream", interrupt)
        self.assertEqual(self.run_it("export", self.where, self.path("new")), (1, "", ""))
        self.assertFalse(Path(self.path("new")).exists())

    def test_newer(self) -> None:
        """Records of a later version are refused."""
        self.records.read(lambda it: it.run("UPDATE schema_version SET version = 9"))
        status, _, said = self.run_it("export", self.where, self.path("new"))
        self.assertEqual(status, 2)
        self.assertEqual(
            said,
            f"{self.where}: they are of version 9, and this rpsgame knows versions up to 1: install a newer one\n",
        )

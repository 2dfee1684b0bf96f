"""The log's file, with files that are really moved."""

from __future__ import annotations

import os
import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from twisted.logger import globalLogPublisher, textFileLogObserver
from twisted.python.logfile import LogFile
from twisted.trial.unittest import SynchronousTestCase

from rpsgame import logs


class LogsTests(SynchronousTestCase):
    """A log as twistd has it, which rotates at a hundred bytes."""

    def setUp(self) -> None:
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.file = LogFile("twistd.log", folder.name, rotateLength=100)
        file: Any = self.file
        observer = textFileLogObserver(file)
        globalLogPublisher.addObserver(observer)
        self.addCleanup(globalLogPublisher.removeObserver, observer)

    def test_reopen(self) -> None:
        """When the file has been moved, lines go to a new one of its name."""
        self.file.write("before\n")
        os.rename(self.folder / "twistd.log", self.folder / "old")
        logs.reopen_logs()
        self.file.write("after\n")
        self.assertEqual((self.folder / "old").read_text(), "before\n")
        self.assertRegex((self.folder / "twistd.log").read_text(), r"The log is opened anew\.\nafter\n$")

    def test_not_allowed(self) -> None:
        """Where it may not be opened, lines go on to the old one, and that is said there."""
        self.patch(os, "access", lambda path, mode: False)
        logs.reopen_logs()
        self.assertIn("The log stays as it is: ", (self.folder / "twistd.log").read_text())

    def test_no_file(self) -> None:
        """Where the log is no file, nothing is opened, and nothing raised."""
        self.patch(logs, "log_files", list)
        logs.reopen_logs()
        self.assertIn("The log is no file of ours", (self.folder / "twistd.log").read_text())

    def test_rotation(self) -> None:
        """A log that has grown is moved to a name with the date, and no old file is touched."""
        old = [self.folder / f"twistd.log.{n}" for n in range(1, 4)]
        for path in old:
            path.write_text(path.name)
        with logs.quick_rotation():
            self.file.write("x" * 100)
            self.file.write("y")
        self.assertEqual([path.read_text() for path in old], [path.name for path in old])
        (moved,) = set(self.folder.iterdir()) - {*old, self.folder / "twistd.log"}
        self.assertTrue(re.fullmatch(r"twistd\.log\.\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d", moved.name), moved)
        self.assertEqual(moved.read_text(), "x" * 100)
        self.assertEqual((self.folder / "twistd.log").read_text(), "y")

    def test_twice_in_a_second(self) -> None:
        """A log that grows so fast that the name is taken goes on, and nothing is lost."""
        self.patch(logs, "datetime", FixedDate())
        with logs.quick_rotation():
            for letter in "xyz":
                self.file.write(letter * 100)
        self.assertEqual((self.folder / "twistd.log.now").read_text(), "x" * 100)
        self.assertEqual((self.folder / "twistd.log").read_text(), "y" * 100 + "z" * 100)

    def test_put_back(self) -> None:
        """At the end the file rotates as Twisted's do."""
        with logs.quick_rotation():
            pass
        self.file.write("x" * 100)
        self.file.write("y")
        self.assertEqual((self.folder / "twistd.log.1").read_text(), "x" * 100)

    def test_limited(self) -> None:
        """A file of which somebody keeps a number only is left to rotate by itself."""
        self.file.maxRotatedFiles = 3
        with logs.quick_rotation():
            self.file.write("x" * 100)
            self.file.write("y")
        self.assertEqual((self.folder / "twistd.log.1").read_text(), "x" * 100)


class FixedDate:
    """A date that is always the same."""

    def now(self) -> FixedDate:
        return self

    def __format__(self, spec: str) -> str:
        return "now"

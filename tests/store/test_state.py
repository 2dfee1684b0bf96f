"""The state directory."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory

from twisted.trial.unittest import SynchronousTestCase

from rpsgame.store.state import State


class StateTests(SynchronousTestCase):
    """Small files that outlive the server."""

    def setUp(self) -> None:
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.state = State(Path(folder.name) / "a" / "state")

    def files(self) -> list[str]:
        """Return the names of all files in the folder."""
        return sorted(path.name for path in self.state.path.iterdir())

    def test_nothing_is_made_before_it_is_needed(self) -> None:
        """A server that keeps nothing makes no folder."""
        self.assertIsNone(self.state.read("key"))
        self.assertFalse(self.state.path.exists())

    def test_write_and_read(self) -> None:
        """What was written last is read, by another server too."""
        self.state.write("bans", b"one")
        self.state.write("bans", b"two")
        self.assertEqual(State(self.state.path).read("bans"), b"two")
        self.assertEqual(self.files(), ["bans"])

    def test_nobody_else_reads(self) -> None:
        """The folder and its files are for the server's own user, whatever the umask."""
        self.addCleanup(os.umask, os.umask(0))
        self.state.write("key", b"secret")
        self.assertEqual(
            (self.state.path.stat().st_mode & 0o777, (self.state.path / "key").stat().st_mode & 0o777), (0o700, 0o600)
        )

    def test_create_once(self) -> None:
        """Of two who create a file, both get what the first one wrote."""
        self.assertEqual(self.state.create("key", b"first"), b"first")
        self.assertEqual(State(self.state.path).create("key", b"second"), b"first")
        self.assertEqual(self.files(), ["key"])

    def test_disk_fails(self) -> None:
        """A file that cannot be written stays as it was, and nothing half written stays beside it."""
        self.state.write("bans", b"one")

        def full(fd: int) -> None:
            raise OSError(28, "No space left on device")

        self.patch(os, "fsync", full)
        for change in (self.state.write, self.state.create):
            self.assertRaises(OSError, change, "bans", b"two")
        self.assertEqual((self.state.read("bans"), self.files()), (b"one", ["bans"]))

    def test_name_taken_by_a_folder(self) -> None:
        """Where a folder has the file's name, the one who writes is told, and nothing stays behind."""
        (self.state.path / "bans").mkdir(parents=True)
        self.assertRaises(OSError, self.state.write, "bans", b"one")
        self.assertEqual(self.files(), ["bans"])

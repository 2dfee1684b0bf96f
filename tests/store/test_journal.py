"""The journal's files, and what is read from them."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from twisted.trial.unittest import SynchronousTestCase

from rpsgame.store.history import BadJournal, last_run, lines, read, run_of
from rpsgame.store.journal import DAY, SUFFIX, Journal, delete_old, next_run

from ..room import lines_of, logged

OPENING = {"game": "rock-paper-scissors"}


class Disk:
    """A disk that has room for so many bytes."""

    def __init__(self, test: SynchronousTestCase) -> None:
        self.room = 0
        self._write = os.write
        test.patch(os, "write", self.write)

    def write(self, fd: int, data: bytes) -> int:
        if not self.room:
            raise OSError(28, "No space left on device")
        written = self._write(fd, data[: self.room])
        self.room -= written
        return written


class JournalCase(SynchronousTestCase):
    """A folder, and a journal in it."""

    def setUp(self) -> None:
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name) / "journal"
        self.now = 1000.0

    def journal(self, **options: Any) -> Journal:
        return Journal(self.folder, OPENING, now=lambda: self.now, **options)

    def files(self) -> list[Path]:
        return sorted(self.folder.iterdir())


class WritingTests(JournalCase):
    """What is written, and when."""

    def test_nothing_to_write(self) -> None:
        """A server that nobody has played at leaves no journal."""
        journal = self.journal()
        journal.write()
        journal.close()
        self.assertFalse(self.folder.exists())

    def test_two_machines(self) -> None:
        """Two runs that begin in the same second, by the same process number, have ids of their own."""
        one, other = self.journal(), self.journal()
        self.assertEqual(one.run, other.run)
        self.assertNotEqual(one.id, other.id)
        self.assertTrue(one.id.startswith(one.run))

    def test_a_line_a_batch(self) -> None:
        """A file begins with what is played; each batch is a line, with its time and the events."""
        journal = self.journal()
        journal.note((1, "table", None, "guests"))
        journal.note((1, "join", None, (("a", "b"), b"\x01\xff", {1})))
        journal.write()
        self.now = 1001.25
        journal.note((1, "key", 0, "r"))
        journal.write()
        (file,) = self.files()
        first, *others = map(json.loads, file.read_text().splitlines())
        self.assertEqual(first, {"journal": 2, "run": journal.run, "id": journal.id, "part": 1, **OPENING})
        self.assertEqual(
            others,
            [
                [1000.0, [1, "table", None, "guests"], [1, "join", None, [["a", "b"], "01ff", [1]]]],
                [1001.25, [1, "key", 0, "r"]],
            ],
        )
        journal.close()

    def test_one_write_a_batch(self) -> None:
        """However much has happened in a batch, the system is asked once to write it."""
        journal = self.journal()
        self.addCleanup(journal.close)
        journal.note((1, "table", None, "guests"))
        journal.write()
        written: list[bytes] = []
        write = os.write

        def note(fd: int, data: bytes) -> int:
            written.append(data)
            return write(fd, data)

        self.patch(os, "write", note)
        for _ in range(100):
            journal.note((1, "key", 0, "r"))
        journal.write()
        self.assertEqual(len(written), 1)

    def test_nobody_else_reads(self) -> None:
        """A journal tells who has come from where: the folder and the files are the server's alone."""
        self.addCleanup(os.umask, os.umask(0))
        journal = self.journal()
        journal.note((1, "table", None, "guests"))
        journal.close()
        self.assertEqual([path.stat().st_mode & 0o777 for path in (self.folder, *self.files())], [0o700, 0o600])

    def test_another_file(self) -> None:
        """A file that has grown large enough is closed, and synced aside; the next one begins like the first."""
        aside: list[Callable[[], object]] = []
        journal = self.journal(size=300, aside=aside.append)
        for key in "rpsrpsrpsrpsrps":
            journal.note((1, "key", 0, key))
            journal.write()
        synced: list[int] = []
        self.patch(os, "fsync", synced.append)
        self.assertEqual((len(self.files()), len(aside)), (2, 1))
        aside[0]()
        journal.close()
        self.assertEqual(len(synced), 2)
        self.assertEqual([next(lines(file))["part"] for file in self.files()], [1, 2])
        self.assertEqual(run_of(self.files()[1]), self.files())

    def test_each_start_has_its_own(self) -> None:
        """Two servers that start in the same second do not write to one file."""
        for pid in (1, 2):
            self.patch(os, "getpid", lambda pid=pid: pid)
            journal = self.journal()
            journal.note((1, "table", None, "guests"))
            journal.close()
        self.assertEqual(len(self.files()), 2)
        self.assertEqual(last_run(self.folder), self.files()[1:])

    def test_somebody_elses_file(self) -> None:
        """A file that is not named like a journal's changes nothing."""
        self.folder.mkdir()
        (self.folder / f"zzz{SUFFIX}").touch()
        self.assertTrue(self.journal().run.startswith("19700101T001640Z-"))

    def test_most(self) -> None:
        """All files together have so many bytes when another is begun: the oldest are deleted, of earlier runs too."""
        self.folder.mkdir()
        for name in ("19700101T000000Z-1-0001.jsonl", "19700101T000001Z-1-0001.jsonl"):
            (self.folder / name).write_bytes(bytes(400))
        journal = self.journal(size=300, most=900)
        for _ in range(2):
            for key in "rpsrpsrpsrps":
                journal.note((1, "key", 0, key))
                journal.write()
        journal.close()
        parts = [next(lines(file))["part"] for file in self.files()]
        self.assertEqual(parts, [*range(parts[0], parts[0] + len(parts))])
        self.assertGreater(parts[0], 0)
        self.assertLess(sum(file.stat().st_size for file in self.files()), 900 + 400)

    def test_old_files(self) -> None:
        """Files that nothing was written to for so many days are deleted, and nothing else is."""
        for name, age in (("a-1.jsonl", 31), ("b-1.jsonl", 29), ("notes.txt", 99)):
            self.folder.mkdir(exist_ok=True)
            (self.folder / name).touch()
            os.utime(self.folder / name, (0, 100 * DAY - age * DAY))
        for folder in (self.folder, self.folder / "nothing"):
            delete_old(folder, 30, 100 * DAY)
        self.assertEqual([path.name for path in self.files()], ["b-1.jsonl", "notes.txt"])


class FullDiskTests(JournalCase):
    """A disk without room."""

    def setUp(self) -> None:
        super().setUp()
        self.disk = Disk(self)
        self.events = logged(self)
        self.kept = self.journal()

    def play(self, *keys: str) -> None:
        for key in keys:
            self.kept.note((1, "key", 0, key))
            self.kept.write()

    def test_full_from_the_beginning(self) -> None:
        """The first file is written as soon as there is room for it, and nothing half written stays before."""
        self.play("r")
        self.disk.room = 10
        self.play("r")
        self.assertEqual(self.files(), [])
        self.disk.room = 10_000
        self.play("p")
        (file,) = self.files()
        self.assertEqual([*lines(file)][1:], [["gap"], [1000.0, [1, "key", 0, "p"]]])
        self.kept.close()

    def test_full_in_the_middle(self) -> None:
        """What was written in part is taken back; a gap says that something is missing; the log says each once."""
        self.disk.room = 10_000
        self.play("r")
        self.disk.room = 5
        self.play("p", "s", "p")
        self.disk.room = 10_000
        self.play("r", "s")
        self.kept.close()
        (file,) = self.files()
        self.assertEqual(
            [*lines(file)][1:],
            [[1000.0, [1, "key", 0, "r"]], ["gap"], [1000.0, [1, "key", 0, "r"]], [1000.0, [1, "key", 0, "s"]]],
        )
        self.assertEqual(self.kept.lost, 3)
        self.assertEqual(
            lines_of(self.events),
            [
                "The journal cannot be written, and play goes on without it: No space left on device",
                "The journal is written again. It lacks 3 batches.",
            ],
        )

    def test_what_json_does_not_know(self) -> None:
        """An answer of somebody else's strategy that JSON does not know costs its batch, and is said once."""
        self.disk.room = 10_000
        for what in (object(), "p"):
            self.kept.note((1, "answer", None, what))
            self.kept.write()
        self.kept.close()
        (file,) = self.files()
        self.assertEqual([*lines(file)][1:], [["gap"], [1000.0, [1, "answer", None, "p"]]])
        why = "The journal cannot be written, and play goes on without it: JSON does not know object"
        self.assertEqual(lines_of(self.events)[0], why)

    def test_no_folder(self) -> None:
        """Where the folder cannot be made, play goes on, and the log says why, once."""
        self.disk.room = 10_000
        self.folder.touch()
        self.play("r", "p")
        self.assertEqual(
            lines_of(self.events), ["The journal cannot be written, and play goes on without it: File exists"]
        )


class OrderTests(SynchronousTestCase):
    """What a run is called."""

    def test_clock_that_goes_back(self) -> None:
        """Runs are in the order of their names, also where the system's clock goes back, or two begin in a second."""
        with TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "20300101T000000Z-99999999-0001.jsonl").touch()
            for now in (0.0, 1893456000.0):
                self.assertTrue(next_run(folder, now).startswith("20300101T000001Z-"))


class ReadingTests(JournalCase):
    """What is read again."""

    def written(self, *texts: str) -> list[Path]:
        """Return files that hold these texts, after a first line."""
        self.folder.mkdir()
        for number, text in enumerate(texts, 1):
            (self.folder / f"run-{number:04}.jsonl").write_text('{"journal":1,"game":"g"}\n' + text)
        return self.files()

    def test_tables(self) -> None:
        """Events are told by table, in their order, also those that stand in the next file."""
        files = self.written(
            '[1,[1,"table",null,"house"],[2,"table",null,"guests"],[1,"key",1,"r"]]\n[2,[2,"key",0,"p"]]\n',
            '[3,[1,"late",null,null]]\n',
        )
        tables = read(files)
        self.assertEqual(
            {number: (past.kind, past.events, past.whole) for number, past in tables.items()},
            {
                1: ("house", [(1, ("key", 1, "r")), (3, ("late", None, None))], True),
                2: ("guests", [(2, ("key", 0, "p"))], True),
            },
        )

    def test_torn(self) -> None:
        """Cut anywhere, a file holds all lines before the cut."""
        text = '[1,[1,"table",null,"house"]]\n[2,[1,"key",1,"r"]]\n'
        for cut in range(len(text)):
            with self.subTest(cut=cut):
                (file,) = self.written(text[:cut]) if not self.folder.exists() else self.files()
                file.write_text('{"journal":1,"game":"g"}\n' + text[:cut])
                found = sum(1 + len(past.events) for past in read([file]).values())
                self.assertEqual(found, text[:cut].count("\n"))

    def test_gap(self) -> None:
        """A table that was there before a gap is not whole; one that began in it is not told of at all."""
        files = self.written('[1,[1,"table",null,"house"]]\n["gap"]\n[3,[2,"key",1,"r"],[3,"table",null,"house"]]\n')
        self.assertEqual({number: past.whole for number, past in read(files).items()}, {1: False, 3: True})

    def test_no_journal(self) -> None:
        """What is no journal, or one of another version, or broken in the middle, is said so."""
        (file,) = self.written("nonsense\n[1]\n")
        with self.assertRaisesRegex(BadJournal, "line 2: this is not JSON"):
            read([file])
        for text in ("", "[]\n", '{"journal":3}\n', "{}\n", "\xff\n"):
            file.write_text(text, encoding="latin-1")
            self.assertRaises(BadJournal, read, [file])

    def test_run_that_has_not_begun(self) -> None:
        """A run that was killed before it had told which matches are on is not the last."""
        files = self.written("")
        for name in ("20000101T000000Z-1-0001", "20000101T000001Z-1-0001"):
            (self.folder / f"{name}.jsonl").write_text('{"journal":2,"game":"g"}\n[1.0,[1,"table",null,"guests"]]\n')
        for path in files:
            path.unlink()
        (self.folder / "20000101T000002Z-1-0001.jsonl").write_text('{"journal":2,"game":"g"}\n[1.0,[1,"ta')
        self.assertEqual([path.name for path in last_run(self.folder)], ["20000101T000001Z-1-0001.jsonl"])

    def test_matches_told_again(self) -> None:
        """It is known how many events of a table were told again from the run before."""
        (file,) = self.written('[1.0,[1,"table","kept","guests"],[1,"key",0,"r"]]\n[2.0,[1,"key",1,"p"]]\n')
        self.assertEqual(read([file])[1].copied, 1)

    def test_killed_when_it_had_begun_another_file(self) -> None:
        """A file that holds nothing yet takes nothing from those before it."""
        first, second = self.written('[1,[1,"table",null,"house"]]\n', "")
        for text in ("", '{"journal":1,'):
            second.write_text(text)
            self.assertEqual([*read([first, second])], [1])

    def test_no_run(self) -> None:
        """Where there was no run, there are no files of it."""
        self.assertEqual(last_run(self.folder), [])

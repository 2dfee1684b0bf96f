"""The journal: all that tables were told, on disk before anybody is answered, so that a match can be played again.

A file is JSON, a line each: first what the server played, then for each batch the time, and after it all that tables
were told in it. A line that was not written to its end, since the server was killed, is no line.
"""

from __future__ import annotations

import os
import secrets
import time
from calendar import timegm
from collections.abc import Callable, Set
from contextlib import suppress
from errno import ENOSPC
from functools import partial
from json import JSONEncoder
from pathlib import Path
from typing import Any, TypeAlias

from twisted.logger import Logger

from ..coroutines.again import known_to_json

Event: TypeAlias = tuple[Any, ...]

VERSION = 2  # of the format
FOLDER = "journal"
SUFFIX = ".jsonl"
STAMP = "%Y%m%dT%H%M%SZ"  # in UTC: names are in the order of the runs
SIZE = 64 * 2**20  # bytes of a file: some 100,000 matches, which are read in seconds
MOST = 2**30  # bytes of all files: over a million matches, and no more where somebody presses keys all day
DAY = 24 * 3600
GAP = '["gap"]\n'  # stands where events are missing, since they could not be written


class Journal:
    """Appends what tables are told, with one write a batch: what was written survives whatever kills the process.

    A disk that is full costs what was to be written then, and nothing else: play goes on.

    :param folder: of the journal's files; it is made (mode 700) when the first is written
    :param opening: what the server plays, made of what JSON knows; each file begins with it
    :param size: the bytes after which another file is begun
    :param most: the bytes that all files may have when one is begun; the oldest are deleted first
    :param now: returns the time, in seconds since 1970
    :param aside: calls what it is given while the server goes on, such as a reactor's callInThread
    :ivar folder: the same
    :ivar run: the beginning of the names of its files
    :ivar id: of the run, among those of all machines: two may begin in the same second, by the same process number
    :ivar note: takes an event that a table was told: the table's number, and what JSON knows, or bytes
    :ivar lost: the batches that could not be written
    """

    log = Logger()

    def __init__(
        self,
        folder: Path,
        opening: dict[str, Any],
        *,
        size: int = SIZE,
        most: int = MOST,
        now: Callable[[], float] = time.time,
        aside: Callable[[Callable[[], object]], object] = lambda act: act(),
    ) -> None:
        self.folder, self._large, self._most, self._now, self._aside = folder, size, most, now, aside
        self._events: list[Event] = []
        self.note = self._events.append
        self.run = next_run(folder, now())
        self.id = f"{self.run}-{secrets.token_hex(4)}"
        self._opening = {"journal": VERSION, "run": self.run, "id": self.id, **opening}
        self._part = 0
        self._fd: int | None = None
        self._failing = False
        self.lost = 0

    def write(self) -> None:
        """Write what was noted; it is called when everybody was heard, and before anybody is answered."""
        if not self._events:
            return
        events = [*self._events]
        self._events.clear()
        try:
            line = _encode([round(self._now(), 3), *events]) + "\n"
            self._append((GAP + line if self._failing else line).encode("ascii"))
        except OSError as problem:
            self._lose(problem.strerror)
        except (TypeError, ValueError) as problem:  # of a strategy's memory, whose answers are its own
            self._lose(str(problem))
        else:
            self._mend()

    def close(self) -> None:
        """Write what is left, and close the file."""
        self.write()
        if self._fd is not None:
            _sync_and_close(self._fd)
            self._fd = None

    def _append(self, data: bytes) -> None:
        """Write a line whole, or not at all."""
        if self._fd is None or self._size > self._large:
            self._begin_file()
        assert self._fd is not None
        if os.write(self._fd, data) < len(data):  # as much as the disk has room for
            os.ftruncate(self._fd, self._size)
            raise OSError(ENOSPC, os.strerror(ENOSPC))
        self._size += len(data)

    def _begin_file(self) -> None:
        """Begin another file, and have the last one on the disk, also if the machine loses its power."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self.folder / f"{self.run}-{self._part + 1:04}{SUFFIX}"
        first = (_encode({**self._opening, "part": self._part + 1}) + "\n").encode("ascii")
        fd = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            if os.write(fd, first) < len(first):
                raise OSError(ENOSPC, os.strerror(ENOSPC))
        except OSError:
            os.close(fd)
            path.unlink()
            raise
        if self._fd is not None:
            self._aside(partial(_sync_and_close, self._fd))
        self._fd, self._part, self._size = fd, self._part + 1, len(first)
        delete_beyond(self.folder, self._most)

    def _lose(self, why: str | None) -> None:
        self.lost += 1
        if not self._failing:
            self._failing = True
            self.log.error("The journal cannot be written, and play goes on without it: {why}", why=why)

    def _mend(self) -> None:
        if self._failing:
            self._failing = False
            self.log.info("The journal is written again. It lacks {lost} batches.", lost=self.lost)


def next_run(folder: Path, now: float) -> str:
    """Return what a run that begins now is called; runs are in the order of their names, also where a clock goes back.

    :param now: in seconds since 1970
    """
    last = max((path.name for path in folder.glob(f"*{SUFFIX}")), default="")
    run = _named(now)
    if run <= last:
        with suppress(ValueError):  # somebody else's file
            run = max(run, _named(timegm(time.strptime(last.partition("-")[0], STAMP)) + 1))
    return run


def _named(when: float) -> str:
    return f"{time.strftime(STAMP, time.gmtime(when))}-{os.getpid()}"


def delete_beyond(folder: Path, most: int) -> None:
    """Delete the oldest files, as many as leave the others so many bytes."""
    size = 0
    for path in sorted(folder.glob(f"*{SUFFIX}"), reverse=True):
        with suppress(OSError):  # it is tried again with the next file
            size += path.stat().st_size
            if size > most:
                path.unlink()


def delete_old(folder: Path, days: float, now: float) -> None:
    """Delete the files that nothing was written to for so many days."""
    for path in folder.glob(f"*{SUFFIX}"):
        with suppress(OSError):  # it is tried again tomorrow
            if path.stat().st_mtime < now - days * DAY:
                path.unlink()


def _otherwise(value: Any) -> Any:
    """Return what stands for a value that JSON does not know: a seed, or players in no order."""
    if isinstance(value, bytes | Set):
        return known_to_json(value)
    raise TypeError(f"JSON does not know {type(value).__name__}")


_encode = JSONEncoder(separators=(",", ":"), check_circular=False, default=_otherwise).encode


def _sync_and_close(fd: int) -> None:
    os.fsync(fd)
    os.close(fd)

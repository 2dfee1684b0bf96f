"""Records in a file of SQLite: nothing to install, and one machine."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from .entries import RecordsAway
from .migrating import Steps
from .session import Row, Session
from .tables_sqlite import STEPS

BUSY = 5.0  # seconds that another process may write before ours is told that it cannot
OLDEST = (3, 37)  # STRICT tables


class SQLite(Session):
    """A connection to a file.

    :param path: of the file, which is made, for the server's own user alone
    """

    PROBLEMS = (sqlite3.Error, OSError)
    MISTAKES = (sqlite3.IntegrityError, sqlite3.DataError)
    TAKEN = sqlite3.IntegrityError
    HAS_VERSION = "SELECT 1 FROM sqlite_master WHERE name = 'schema_version'"
    DAY_OF_RESULT = "CAST(strftime('%Y%m%d', ended, 'unixepoch') AS INTEGER)"
    FOR_UPDATE = ""  # BEGIN IMMEDIATE has locked it

    def __init__(self, path: Path, game_name: str = "", steps: Steps = STEPS) -> None:
        super().__init__(steps, game_name)
        self.path = path
        self._connection: sqlite3.Connection | None = None

    def connect(self) -> None:
        """Open the file, which is made (mode 600) if it is not there.

        :raise RecordsAway: where this SQLite is too old
        """
        if sqlite3.sqlite_version_info < OLDEST:
            raise RecordsAway(f"SQLite is {sqlite3.sqlite_version}; it must be 3.37 or newer")
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
        self._connection = sqlite3.connect(self.path, timeout=BUSY, isolation_level=None)
        self.run("PRAGMA journal_mode = WAL")
        self.run("PRAGMA synchronous = FULL")  # a commit is on the disk when it is done

    def disconnect(self) -> None:
        if self._connection:
            self._connection.close()
            self._connection = None

    def run(self, sql: str, *values: object) -> list[Row]:
        assert self._connection
        return self._connection.execute(sql, values).fetchall()

    def stream(self, sql: str) -> Iterator[Row]:
        assert self._connection
        yield from self._connection.execute(sql)

    def begin(self) -> None:
        self.run("BEGIN IMMEDIATE")  # what reads first and writes then fails at once while another process writes

    def begin_snapshot(self) -> None:
        self.run("BEGIN")

    def lock_tables(self) -> None:
        pass  # BEGIN IMMEDIATE has done so

    def count_from(self, table: str) -> None:
        pass  # it does so by itself

    def back_up(self, copy: Path) -> None:
        """Copy all as it is at one moment, while others read and write, to a file that is not there yet.

        :raise OSError: it is there
        :raise sqlite3.Error: it cannot be written; then it is gone again
        """
        assert self._connection
        os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        target = sqlite3.connect(copy)
        try:
            self._connection.backup(target)
        except BaseException:
            copy.unlink()
            raise
        finally:
            target.close()

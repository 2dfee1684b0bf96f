"""Records in PostgreSQL: several processes, on several machines. It needs the extra ``rpsgame[postgresql]``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from .migrating import Steps
from .session import Row, Session, in_a_line
from .tables_postgresql import STEPS

LIMITS: dict[str, Any] = {  # each unless the URL says otherwise
    "connect_timeout": 5,  # seconds: a server that does not answer is away
    "tcp_user_timeout": 10_000,  # milliseconds: so is one whose machine has gone
    "options": "-c statement_timeout=30s -c jit=off",  # and one that hangs; to compile takes longer than our questions
    "application_name": "rpsgame",
}
MIGRATING = 7_307_713  # a number of our own: who changes tables locks it
MANY = 1000  # rows that are fetched at a time where there are many


class PostgreSQL(Session):
    """A connection to a server.

    :param url: such as ``postgresql://user@host/database``, or what else libpq knows
    :raise ValueError: it cannot be understood
    """

    PROBLEMS = (psycopg.Error, OSError)
    MISTAKES = (psycopg.IntegrityError, psycopg.DataError)
    TAKEN = psycopg.errors.UniqueViolation
    HAS_VERSION = "SELECT 1 FROM pg_tables WHERE (schemaname, tablename) = (current_schema(), 'schema_version')"
    FOR_UPDATE = "FOR UPDATE"
    DAY_OF_RESULT = "CAST(to_char(to_timestamp(ended) AT TIME ZONE 'UTC', 'YYYYMMDD') AS INTEGER)"

    def __init__(self, url: str, game_name: str = "", steps: Steps = STEPS) -> None:
        super().__init__(steps, game_name)
        try:
            self._conninfo = make_conninfo("", **{**LIMITS, **conninfo_to_dict(url)})
        except psycopg.ProgrammingError as problem:
            raise ValueError(in_a_line(problem)) from None
        self._connection: psycopg.Connection[Row] | None = None

    def connect(self) -> None:
        self._connection = psycopg.connect(self._conninfo, autocommit=True)

    def disconnect(self) -> None:
        if self._connection:
            self._connection.close()
            self._connection = None

    def run(self, sql: str, *values: object) -> list[Row]:
        assert self._connection
        cursor = self._connection.execute(sql.replace("?", "%s").encode(), values)
        return cursor.fetchall() if cursor.description else []

    def stream(self, sql: str) -> Iterator[Row]:
        assert self._connection
        with self._connection.cursor("many") as cursor:
            cursor.itersize = MANY
            yield from cursor.execute(sql.encode())

    def begin(self) -> None:
        self.run("BEGIN")

    def begin_snapshot(self) -> None:
        self.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")

    def lock_tables(self) -> None:
        self.run("SET LOCAL statement_timeout = 0")  # there may be many rows
        self.run("SELECT pg_advisory_xact_lock(?)", MIGRATING)

    def count_from(self, table: str) -> None:
        self.run(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}) + 1, false)")

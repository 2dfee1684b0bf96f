"""The records as JSON, a line each, out of any database and into another."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

from .people import PERSON
from .recounting import recount
from .session import Session, in_a_line

VERSION = 1  # of the format
TABLES = {  # all but what is added up from them, and what is of the moment
    "game": ("id", "name"),
    "run": ("id", "name"),
    "person": ("id", "name", "skeleton", "key_digest", "fingerprint", "since"),
    "refused": ("skeleton", "since"),
    "rating": ("person", "game", "rating", "deviation", "volatility", "rated", "settled_until"),
    "learnt": ("person", "game", "data"),
    "result": (*("run", "number", "nth", "game", "ended", "player0", "player1", "wins0", "wins1", "winner", "rated"),),
}
BYTES = {"key_digest", "data"}  # columns that are written as hexadecimal digits
COUNTING = "game", "run", "person"  # tables that give ids
AT_ONCE = 500  # rows of a statement
MISTAKES: tuple[type[Exception], ...] = (OverflowError,)  # what SQLite says of a number that is too large


class BadExport(ValueError):
    """What is to be imported cannot be: why, in a line."""


def exported(session: Session) -> Iterator[str]:
    """Yield the lines, all as it is at one moment; others may read and write meanwhile."""
    session.begin_snapshot()
    rows = 0
    yield json.dumps({"records": VERSION})
    for table, columns in TABLES.items():
        house = " WHERE id > 0" if table == "person" else ""
        for row in session.stream(f"SELECT {', '.join(columns)} FROM {table}{house}"):
            values = {
                name: value.hex() if name in BYTES and value else value
                for name, value in zip(columns, row, strict=True)
            }
            yield json.dumps({"table": table, **values})
            rows += 1
    yield json.dumps({"rows": rows})
    session.run("COMMIT")


def import_all(session: Session, lines: Iterable[str]) -> int:
    """Fill a database that has nobody in it; return how many rows it then has. It is done in one transaction.

    :raise BadExport: nothing is changed
    """
    session.lock_tables()
    if session.run(f"{PERSON} id > 0 LIMIT 1") or session.run("SELECT 1 FROM result LIMIT 1"):
        raise BadExport("There are records already; they can only be imported where there are none.")
    for table in ("game", "run", "refused"):
        session.run(f"DELETE FROM {table}")
    numbered = enumerate(lines, 1)
    rows, near = 0, 1
    try:
        for table, group in groupby(_rows(numbered), itemgetter(0)):
            start = f"INSERT INTO {table} ({', '.join(TABLES[table])})"
            while batch := list(islice(group, AT_ONCE)):
                near = batch[0][1]
                session.run_rows(start, [row for _, _, row in batch])
                rows += len(batch)
    except MISTAKES + session.MISTAKES as problem:
        raise BadExport(f"Line {near}, or one soon after it: {in_a_line(problem)}") from None
    for table in COUNTING:
        session.count_from(table)
    recount(session)
    return rows


def _rows(lines: Iterator[tuple[int, str]]) -> Iterator[tuple[str, int, list[Any]]]:
    """Yield the table of each line, the line's number, and the values, until the end is there."""
    number, rows = 0, 0
    for number, line in lines:
        said = _said(number, line)
        if number == 1:
            if said != {"records": VERSION}:
                raise BadExport(f"Line 1: this is no export of version {VERSION}.")
        elif said == {"rows": rows}:
            return
        else:
            yield str(said.get("table")), number, _values(number, said)
            rows += 1
    raise BadExport(f"The end is missing after line {number}.")


def _said(number: int, line: str) -> dict[str, Any]:
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        raise BadExport(f"Line {number}: this is not JSON.") from None
    if not isinstance(said, dict):
        raise BadExport(f"Line {number}: this is no JSON object.")
    return said


def _values(number: int, said: dict[str, Any]) -> list[Any]:
    columns = TABLES.get(str(said.get("table")))
    if columns is None or set(said) != {"table", *columns}:
        raise BadExport(f"Line {number}: these are not the columns of a table.")
    try:
        return [bytes.fromhex(said[name]) if name in BYTES and said[name] else said[name] for name in columns]
    except (ValueError, TypeError):
        raise BadExport(f"Line {number}: this is not hexadecimal.") from None

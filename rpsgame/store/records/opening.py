"""Records by what --records says: a file of SQLite, or the URL of a PostgreSQL server."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from .contract import Records
from .database import Database
from .session import Session
from .threads import ThreadWorker

SCHEMES = "postgresql://", "postgres://"


def open_records(where: str, game: str, reactor: Any) -> Records:
    """Return the records. It waits for nothing, and nothing is opened yet: see ``Records.open``.

    :param where: a path, or what begins with ``postgresql://``
    :param game: whose results these are; each game has ratings and standings of its own, and all have the same people
    :raise ValueError: *where* cannot be used, why, in a line
    """
    writer, reader = (ThreadWorker(reactor, session(where, game)) for _ in range(2))
    return Database(reactor, writer, reader)


def shown(where: str) -> str:
    """Return *where* as it may be shown: without a password."""
    return re.sub(
        r"(?<=://)([^/@]*?):[^/@]*@|(?<=password=)[^&]*",
        lambda found: f"{found[1]}:...@" if found[1] is not None else "...",
        where,
    )


def session(where: str, game: str = "") -> Session:
    """Return a session that has no connection yet.

    :raise ValueError: *where* cannot be used, why, in a line
    """
    if not where.startswith(SCHEMES):
        from .sqlite import SQLite

        return SQLite(Path(where), game)
    try:
        from .postgresql import PostgreSQL
    except ImportError:
        raise ValueError("PostgreSQL is not installed: pip install 'rpsgame[postgresql]'") from None
    return PostgreSQL(where, game)

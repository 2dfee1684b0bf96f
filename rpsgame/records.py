"""``python -m rpsgame.records``: exports the records, imports them, or makes a backup while the server runs."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from .store.records.entries import RecordsAway
from .store.records.exporting import BadExport, exported, import_all
from .store.records.opening import SCHEMES, session, shown
from .store.records.session import Session, in_a_line, nothing
from .store.records.sqlite import SQLite


class Refused(Exception):
    """It cannot be done: why, in a line."""


def main(arguments: Sequence[str]) -> int:
    """Do what the arguments ask for; return the exit status: 0; 1: it was interrupted; 2: it cannot be done."""
    options = _parser().parse_args(arguments)
    try:
        if options.what != "import" and not options.where.startswith(SCHEMES) and not Path(options.where).exists():
            raise Refused(f"{options.where}: there are no records.")
        records = session(options.where)
        with _connected(records):
            print(WHAT[options.what](records, options), file=sys.stderr)
    except (Refused, BadExport) as why:
        print(why, file=sys.stderr)
        return 2
    except (RecordsAway, ValueError) as why:
        print(f"{shown(options.where)}: {why}", file=sys.stderr)
        return 2
    except OSError as why:
        print(f"{why.filename or options.file}: {why.strerror}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 1
    return 0


def _parser() -> ArgumentParser:
    parser = ArgumentParser("python -m rpsgame.records", description=__doc__.partition(": ")[2])
    parser.add_argument("what", choices=WHAT)
    parser.add_argument("where", metavar="RECORDS", help="a file of SQLite, or postgresql://...")
    parser.add_argument(
        "file", nargs="?", default="-", metavar="FILE", help="to write or to read [standard output or input]"
    )
    return parser


def _export(records: Session, options: Namespace) -> str:
    rows = 0
    with _new(options.file) as file:
        for line in exported(records):
            print(line, file=file)
            rows += 1
    return f"{rows - 2} rows are exported."


def _import(records: Session, options: Namespace) -> str:
    with sys.stdin if options.file == "-" else open(options.file, encoding="utf-8", errors="replace") as file:
        return f"{records.within(import_all, file)} rows are imported."


def _back_up(records: Session, options: Namespace) -> str:
    if not isinstance(records, SQLite):
        raise Refused("PostgreSQL makes its backups itself: pg_dump --format=custom --file=FILE URL")
    if options.file == "-":
        raise Refused("A backup is a file: say which.")
    records.back_up(Path(options.file))
    return f"{options.file} is a backup of {options.where}."


@contextmanager
def _connected(records: Session) -> Iterator[None]:
    """Connect, and close in the end. What is done meanwhile is not done again where the connection is lost."""
    records.read(nothing)
    try:
        yield
    except OSError:
        raise
    except records.PROBLEMS as problem:
        raise RecordsAway(in_a_line(problem)) from None
    finally:
        records.close()


@contextmanager
def _new(name: str) -> Iterator[TextIO]:
    """Open a file that is not there yet, for our own user alone; it is gone again unless all was written."""
    if name == "-":
        yield sys.stdout
        return
    with open(os.open(name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
        try:
            yield file
            file.flush()
        except BaseException:
            os.unlink(name)
            raise


WHAT = {"export": _export, "import": _import, "backup": _back_up}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""In which process who has their seat, in SQL."""

from __future__ import annotations

from .entries import SeatPlace
from .session import Session


def set_seat(session: Session, who: str, process: str, endpoint: str, now: float) -> None:
    """Say that a process has a seat; whoever says so last has it."""
    session.run(
        "INSERT INTO seat (who, process, endpoint, since) VALUES (?, ?, ?, ?) ON CONFLICT (who)"
        " DO UPDATE SET process = excluded.process, endpoint = excluded.endpoint, since = excluded.since",
        *(who, process, endpoint, now),
    )


def find_seat(session: Session, who: str, oldest: float) -> SeatPlace | None:
    """Return where a seat is, if that was said at *oldest* or later."""
    rows = session.run("SELECT process, endpoint, since FROM seat WHERE who = ? AND since >= ?", who, oldest)
    return SeatPlace(*rows[0]) if rows else None


def drop_seat(session: Session, who: str, process: str) -> None:
    """Say that a process has a seat no more."""
    session.run("DELETE FROM seat WHERE who = ? AND process = ?", who, process)


def drop_seats(session: Session, process: str) -> None:
    """Say that a process has no seats."""
    session.run("DELETE FROM seat WHERE process = ?", process)

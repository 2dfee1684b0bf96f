"""In which process who has their seat, in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from .entries import SeatPlace
from .session import Session

AT_ONCE = 1000  # seats of a statement, which takes some thousand values


def set_seats(
    session: Session, seats: Sequence[str], process: str, endpoint: str, now: float, no_others: bool
) -> None:
    """Say that a process has these seats, each of them once, and *no_others*; whoever says so last has a seat."""
    if no_others:
        session.run("DELETE FROM seat WHERE process = ?", process)
    ordered = sorted(seats)  # so that two processes do not wait for each other
    for first in range(0, len(ordered), AT_ONCE):
        session.run_rows(
            "INSERT INTO seat (who, process, endpoint, since)",
            [(who, process, endpoint, now) for who in ordered[first : first + AT_ONCE]],
            "ON CONFLICT (who) DO UPDATE SET"
            " process = excluded.process, endpoint = excluded.endpoint, since = excluded.since",
        )


def find_seat(session: Session, who: str, oldest: float) -> SeatPlace | None:
    """Return where a seat is, if that was said at *oldest* or later."""
    rows = session.run("SELECT process, endpoint, since FROM seat WHERE who = ? AND since >= ?", who, oldest)
    return SeatPlace(*rows[0]) if rows else None


def drop_seats(session: Session, process: str, seats: Sequence[str]) -> None:
    """Say that a process has these seats no more."""
    ordered = sorted(seats)
    for first in range(0, len(ordered), AT_ONCE):
        some = ordered[first : first + AT_ONCE]
        marks = ", ".join("?" * len(some))
        session.run(f"DELETE FROM seat WHERE process = ? AND who IN ({marks})", *chain((process,), some))

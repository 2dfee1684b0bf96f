"""What the house has learnt of people, in SQL."""

from __future__ import annotations

from .session import Session


def learnt(session: Session, person: int) -> bytes | None:
    """Return what is kept of somebody."""
    rows = session.run("SELECT data FROM learnt WHERE person = ? AND game = ?", person, session.game)
    return bytes(rows[0][0]) if rows else None


def learn(session: Session, person: int, data: bytes) -> None:
    """Keep it, unless they have been forgotten meanwhile."""
    if session.run(f"SELECT id FROM person WHERE id = ? AND id > 0 {session.FOR_UPDATE}", person):
        session.run(
            "INSERT INTO learnt (person, game, data) VALUES (?, ?, ?)"
            " ON CONFLICT (person, game) DO UPDATE SET data = excluded.data",
            *(person, session.game, data),
        )

"""People with names, in SQL. What is changed may be changed twice, with the same outcome."""

from __future__ import annotations

from ...coroutines.names import skeleton
from .entries import HOUSE, NameTaken, Person
from .session import Row, Session

PERSON = "SELECT id, name FROM person WHERE"


def claim(session: Session, name: str, key_digest: bytes, fingerprint: str, now: float) -> Person:
    """Return a new person of this name; or the same, where this key has claimed it already."""
    _check(session, name)
    rows = session.run(
        "INSERT INTO person (name, skeleton, key_digest, fingerprint, since) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT DO NOTHING RETURNING id, name",
        *(name, skeleton(name), key_digest, fingerprint or None, int(now)),
    )
    rows = rows or session.run(f"{PERSON} key_digest = ? AND skeleton = ?", key_digest, skeleton(name))
    return _must(rows)


def by_key(session: Session, key_digest: bytes) -> Person | None:
    """Return who has a key."""
    return _one(session.run(f"{PERSON} key_digest = ?", key_digest))


def by_fingerprint(session: Session, fingerprint: str) -> Person | None:
    """Return who is known by an ssh key."""
    return _one(session.run(f"{PERSON} fingerprint = ?", fingerprint))


def by_name(session: Session, name: str) -> Person | None:
    """Return who has a name."""
    return _one(session.run(f"{PERSON} skeleton = ?", skeleton(name)))


def set_key(session: Session, person: int, key_digest: bytes) -> None:
    """Give somebody another key."""
    session.run("UPDATE person SET key_digest = ? WHERE id = ? AND id > 0", key_digest, person)


def set_fingerprint(session: Session, person: int, fingerprint: str) -> None:
    """Know somebody by another ssh key, or by none."""
    try:
        session.run("UPDATE person SET fingerprint = ? WHERE id = ? AND id > 0", fingerprint or None, person)
    except session.TAKEN:
        raise NameTaken from None


def rename(session: Session, person: int, name: str) -> Person:
    """Give somebody another name."""
    _check(session, name)
    try:
        rows = session.run(
            "UPDATE person SET name = ?, skeleton = ? WHERE id = ? AND id > 0 RETURNING id, name",
            *(name, skeleton(name), person),
        )
    except session.TAKEN:
        raise NameTaken from None
    return _must(rows)


def forget(session: Session, person: int) -> None:
    """Delete all that is known of somebody; what it was is somebody's, who has no name."""
    if person == HOUSE:
        return
    session.run(
        "DELETE FROM person WHERE id = ?", person
    )  # first: whoever writes their results waits, or finds nobody
    session.run(
        "DELETE FROM versus WHERE low = ? OR (high = ? AND low IN (SELECT player0 FROM result WHERE player1 = ? AND"
        " player1 > 0 UNION SELECT player1 FROM result WHERE player0 = ? AND player0 > 0))",
        *(person, person, person, person),
    )
    for player in ("player0", "player1"):
        session.run(f"UPDATE result SET {player} = NULL WHERE {player} = ? AND {player} > 0", person)
    for table in ("rating", "tally", "learnt"):
        session.run(f"DELETE FROM {table} WHERE person = ?", person)


def take_away(session: Session, name: str, now: float) -> Person | None:
    """Let nobody have a name; return who had it."""
    sign = skeleton(name)
    session.run("INSERT INTO refused (skeleton, since) VALUES (?, ?) ON CONFLICT DO NOTHING", sign, int(now))
    who = by_name(session, name)
    session.run("UPDATE person SET name = '', skeleton = NULL WHERE skeleton = ?", sign)
    return who


def give_back(session: Session, name: str) -> None:
    """Let a name be claimed again."""
    session.run("DELETE FROM refused WHERE skeleton = ?", skeleton(name))


def _check(session: Session, name: str) -> None:
    if session.run("SELECT 1 FROM refused WHERE skeleton = ?", skeleton(name)):
        raise NameTaken


def _one(rows: list[Row]) -> Person | None:
    return Person(*rows[0]) if rows else None


def _must(rows: list[Row]) -> Person:
    if not rows:
        raise NameTaken
    return Person(*rows[0])

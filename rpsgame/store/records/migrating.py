"""Tables are brought from any released version to ours: each step whole, or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

from .entries import RecordsAway

if TYPE_CHECKING:
    from .session import Session

Steps: TypeAlias = Sequence[Sequence[str]]


def migrate(session: Session, steps: Steps) -> None:
    """Take the steps that are missing.

    :raise RecordsAway: the tables are of a later version than ours
    """
    while (version := _version(session)) != len(steps):
        if version > len(steps):
            known = f"this rpsgame knows versions up to {len(steps)}"
            raise RecordsAway(f"they are of version {version}, and {known}: install a newer one")
        session.within(_take, version, steps[version])


def _version(session: Session) -> int:
    """Return the version of the tables; 0 where there are none."""
    if not session.run(session.HAS_VERSION):
        return 0
    ((version,),) = session.run("SELECT version FROM schema_version")
    return int(version)


def _take(session: Session, version: int, step: Sequence[str]) -> None:
    """Take one step, unless another process has done so in the meantime."""
    session.lock_tables()
    if _version(session) != version:
        return
    if version == 0:
        session.run("CREATE TABLE schema_version (version INTEGER NOT NULL)")
        session.run("INSERT INTO schema_version VALUES (0)")
    for statement in step:
        session.run(statement)
    session.run("UPDATE schema_version SET version = ?", version + 1)

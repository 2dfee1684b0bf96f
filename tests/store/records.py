"""Records without threads, for tests: what is asked is answered at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from twisted.internet.defer import Deferred, execute
from twisted.internet.interfaces import IReactorTime

from rpsgame.store.records.contract import Result
from rpsgame.store.records.database import Database
from rpsgame.store.records.session import Session

P = ParamSpec("P")
T = TypeVar("T")

NOON = 1_795_694_400.0  # of 26 November 2026


class AtOnce:
    """A worker that is no thread."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def __call__(self, act: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> Deferred[T]:
        return execute(act, self.session, *args, **kwargs)

    def close(self) -> Deferred[None]:
        return execute(self.session.close)


def records_at_once(clock: IReactorTime, make: Callable[[], Session]) -> Database:
    """Return records whose results are written when the clock says so, and all else at once."""
    return Database(clock, AtOnce(make()), AtOnce(make()))


def result(
    nth: int = 1,
    players: tuple[int | None, int | None] = (1, 2),
    winner: int = 0,
    *,
    ended: float = NOON,
    apart: bool = True,
    run: str = "run",
) -> Result:
    """Return a match that was won 2 - 1."""
    return Result(run, 1, nth, ended, players, (2, 1) if winner == 0 else (1, 2), winner, apart)

"""Threads that wait for a database, so that the reactor does not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from twisted.internet.defer import Deferred, fail, succeed
from twisted.internet.threads import deferToThreadPool
from twisted.python.threadpool import ThreadPool

from .entries import RecordsAway
from .session import Session

P = ParamSpec("P")
T = TypeVar("T")


class Worker(Protocol):
    """Does what it is given with a session of its own, one thing after another."""

    def __call__(self, act: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> Deferred[T]:
        """Return what comes of ``act(session, *args)``, or fail with RecordsAway once it is closed."""

    def close(self) -> Deferred[None]:
        """End, when all that was given before is done."""


class ThreadWorker:
    """A worker that is one thread.

    :param reactor: whose thread the Deferreds fire in
    """

    def __init__(self, reactor: Any, session: Session) -> None:
        self._reactor, self._session = reactor, session
        self._pool = ThreadPool(0, 1, "records")
        self._pool.start()
        self._closed = False
        self._at_exit = reactor.addSystemEventTrigger("during", "shutdown", self._pool.stop)  # or it outlives the rest

    def __call__(self, act: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> Deferred[T]:
        if self._closed:
            return fail(RecordsAway("they are closed"))
        return deferToThreadPool(self._reactor, self._pool, act, self._session, *args, **kwargs)

    def close(self) -> Deferred[None]:
        """Do what has been asked for, close the session, and end the thread."""
        if self._closed:
            return succeed(None)
        closing = self(Session.close)
        self._closed = True
        return closing.addBoth(self._stop)

    def _stop(self, _: object) -> None:
        self._reactor.removeSystemEventTrigger(self._at_exit)
        self._pool.stop()

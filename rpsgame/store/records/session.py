"""One connection to a database, for one thread; it comes back by itself after it was lost."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import chain
from typing import Any, Concatenate, ParamSpec, TypeVar

from .entries import RecordsAway
from .migrating import Steps, migrate

Row = tuple[Any, ...]
PAUSE = 1.0  # seconds after which it is tried again to connect; whoever asks meanwhile does not wait in vain
P = ParamSpec("P")
T = TypeVar("T")


class Session(ABC):
    """What is done by SQL. Whatever is given to read or to change must be such that it may be done twice.

    :param steps: by which the tables are made
    :param game_name: whose ratings, standings and so on are meant; '' where none are asked for
    :ivar game: its id, while there is a connection
    """

    PROBLEMS: tuple[type[Exception], ...]  # what is raised where the database cannot be had now, unless it is one of
    MISTAKES: tuple[type[Exception], ...]  # what is raised where a value cannot be kept, wherever and whenever
    TAKEN: type[Exception]  # what is raised where something must be unique, and is not
    HAS_VERSION: str  # selects something where there are tables
    FOR_UPDATE: str  # ends a SELECT of what is changed next
    DAY_OF_RESULT: str  # the day on which a result ended, as periods.day has it

    now = staticmethod(time.monotonic)

    def __init__(self, steps: Steps, game_name: str) -> None:
        self._steps, self._game_name = steps, game_name
        self._connected = False
        self._why, self._again = "", 0.0  # there was no connection, and when it is tried again
        self.game = 0

    def read(self, act: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return what *act* returns, which reads; it is done again where the connection was lost.

        :raise RecordsAway: the database cannot be had now
        """
        return self._twice(lambda: act(self, *args, **kwargs))

    def change(self, act: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The same for what changes something: it is done whole, or not at all."""
        return self._twice(lambda: self.within(act, *args, **kwargs))

    def within(self, act: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return what *act* returns, done in a transaction of this connection."""
        self.begin()
        try:
            done = act(self, *args, **kwargs)
            self.run("COMMIT")
            return done
        except BaseException:
            with suppress(*self.PROBLEMS):
                self.run("ROLLBACK")
            raise

    def close(self) -> None:
        """Let the connection go."""
        self._connected = False
        with suppress(*self.PROBLEMS):
            self.disconnect()

    @abstractmethod
    def run(self, sql: str, *values: object) -> list[Row]:
        """Run a statement, with a ? for each value; return its rows."""

    @abstractmethod
    def stream(self, sql: str) -> Iterator[Row]:
        """Yield the rows of a statement, however many, in a transaction that is on."""

    @abstractmethod
    def begin(self) -> None:
        """Begin a transaction that writes."""

    @abstractmethod
    def begin_snapshot(self) -> None:
        """Begin a transaction that reads everything as it is at one moment."""

    @abstractmethod
    def lock_tables(self) -> None:
        """Let no other process change what tables there are before the transaction ends."""

    @abstractmethod
    def count_from(self, table: str) -> None:
        """Have the ids of a table go on after the last one that it has."""

    @abstractmethod
    def connect(self) -> None: ...

    @abstractmethod
    def disconnect(self) -> None: ...

    def run_rows(self, sql: str, rows: Iterable[Sequence[object]], then: str = "") -> list[Row]:
        """Run an INSERT of several rows with one statement.

        :param sql: up to VALUES
        :param then: what comes after the rows
        """
        rows = list(rows)
        if not rows:
            return []
        marks = f"({', '.join('?' * len(rows[0]))})"
        return self.run(f"{sql} VALUES {', '.join([marks] * len(rows))} {then}", *chain.from_iterable(rows))

    def _twice(self, act: Callable[[], T]) -> T:
        self._connect()
        try:
            return act()
        except self.MISTAKES:
            raise
        except self.PROBLEMS:
            self.close()  # what became of a COMMIT that was not answered is found out by doing all again
        self._connect()
        try:
            return act()
        except self.MISTAKES:
            raise
        except self.PROBLEMS as problem:
            self.close()
            raise RecordsAway(in_a_line(problem)) from None

    def _connect(self) -> None:
        """Connect, unless there is a connection, or there could be none a moment ago."""
        if self._connected:
            return
        if self.now() < self._again:
            raise RecordsAway(self._why)
        try:
            self.connect()
            migrate(self, self._steps)
            if self._game_name:
                self.game = self._find_game()
            self._connected = True
        except BaseException as problem:
            self.close()
            self._why, self._again = in_a_line(problem), self.now() + PAUSE
            if isinstance(problem, self.PROBLEMS):
                raise RecordsAway(self._why) from None
            raise

    def _find_game(self) -> int:
        find = "SELECT id FROM game WHERE name = ?"
        if not self.run(find, self._game_name):
            self.run("INSERT INTO game (name) VALUES (?) ON CONFLICT DO NOTHING", self._game_name)
        ((game,),) = self.run(find, self._game_name)
        return int(game)


def in_a_line(problem: BaseException) -> str:
    """Return what is wrong, in a line."""
    return " ".join(str(problem).split())


def nothing(session: Session) -> None:
    """Do nothing, for which there must be a connection."""

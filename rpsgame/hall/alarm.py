"""The clock of a table, or of a guest who waits."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from twisted.internet.interfaces import IDelayedCall

if TYPE_CHECKING:
    from .batch import Batch


def _nobody_hears() -> None:
    """The one who would hear it has gone."""


class Alarm:
    """Rings once, when its time has come; it is cheap to set it later again and again, as a table does for each game.

    :param batch: tells the time, and calls *ring* with *what* when it is their turn
    """

    __slots__ = ("_batch", "_call", "_due", "_looks", "_ring", "_what")

    def __init__(self, batch: Batch, ring: Callable[..., object], *what: object) -> None:
        self._batch = batch
        self._ring = ring
        self._what = what
        self._due: float | None = None
        self._call: IDelayedCall | None = None
        self._looks = 0.0  # when the call is due

    def set(self, seconds: float | None) -> None:
        """Ring after so many seconds, and not when it was to ring before; None is never."""
        if seconds is None:
            self._due = None
            if self._call:
                self._call.cancel()
                self._call = None
            return
        due = self._due = self._batch.now + seconds
        if self._call:
            if self._looks <= due:
                return
            self._call.cancel()
        self._looks = due
        self._call = self._batch.clock.callLater(seconds, self._look)

    def left(self) -> float | None:
        """Return the seconds until it rings; None where it does not."""
        return None if self._due is None else max(self._due - self._batch.now, 0.0)

    def close(self) -> None:
        """Ring no more, and keep nobody alive who would hear it."""
        self.set(None)
        self._ring, self._what = _nobody_hears, ()

    def rings(self) -> bool:
        """Return whether it rings now, and has not been set again meanwhile; it does so once."""
        if self._due is None or self._due > self._batch.now:
            return False
        self._due = None
        return True

    def _look(self) -> None:
        self._call = None
        if self._due is None:
            return
        left = self._due - self._batch.clock.seconds()
        if left > 0:
            self._looks = self._due
            self._call = self._batch.clock.callLater(left, self._look)
        else:
            self._batch.add(self._ring, *self._what)

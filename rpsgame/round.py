"""A round of the reactor: everybody is heard, then it is decided what follows, then everybody is answered."""

from __future__ import annotations

from collections import defaultdict
from typing import Protocol

from twisted.internet.interfaces import IReactorTime
from twisted.logger import Logger

from .guest import Guest


class Speaker(Protocol):
    """Whose bytes a round keeps until everybody has been heard."""

    def take(self, data: bytes) -> None:
        """Do what *data* asks for."""

    def abort(self) -> None:
        """Cut off at once."""


class Round:
    """What is heard in a round of the reactor, and what people are told for it.

    Reads come first, for all, then all that follows from them, then the writes, one for each person who was told
    something. That costs less than to do it all for one after another.

    :param clock: what tells the end of the reactor's round, by a call that is due at once
    """

    log = Logger()

    def __init__(self, clock: IReactorTime) -> None:
        self._clock = clock
        self._heard: list[tuple[Speaker, bytes]] = []
        self._lines: defaultdict[Guest, list[str]] = defaultdict(list)
        self._dismissed: list[Guest] = []
        self._ends = False

    def hear(self, speaker: Speaker, data: bytes) -> None:
        """Let *speaker* take *data* when everybody has been heard."""
        if not self._ends:
            self._end_soon()
        self._heard.append((speaker, data))

    def tell(self, guest: Guest, line: str) -> None:
        """Say *line* to *guest* at the end of the round."""
        if not self._ends:
            self._end_soon()
        self._lines[guest].append(line)

    def dismiss(self, guest: Guest) -> None:
        """Close the door behind *guest* when they have been told all."""
        if not self._ends:
            self._end_soon()
        self._dismissed.append(guest)

    def end(self) -> None:
        """Take what was heard, and write to each guest what they are told."""
        heard, self._heard = self._heard, []
        for speaker, data in heard:
            try:
                speaker.take(data)
            except Exception:  # a game's, say: it costs who has met it the connection, and nobody else anything
                self.log.failure("What a guest sent was too much")
                speaker.abort()
        self._ends = False
        told, self._lines = self._lines, defaultdict(list)
        dismissed, self._dismissed = self._dismissed, []
        for guest, lines in told.items():
            guest.door.write(lines)
        for guest in dismissed:
            guest.door.close()

    def _end_soon(self) -> None:
        self._ends = True
        self._clock.callLater(0, self.end)

"""What people do, in the log: some lines of each kind a minute from one address, and a sum of the others."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from twisted.internet.interfaces import IDelayedCall, IReactorTime
from twisted.logger import Logger, LogLevel

if TYPE_CHECKING:
    from ..coroutines.match import Ending
    from .seating import Seating

MINUTE = 60  # seconds
LINES = 30  # a minute, of one kind from one address: more than people make, and less than fills a disk


class Chronicle:
    """Logs what happens, and counts what one address makes happen too often.

    :param clock: tells when a minute is over
    """

    log = Logger()

    def __init__(self, clock: IReactorTime) -> None:
        self._clock = clock
        self._lines: Counter[tuple[str, str]] = Counter()  # by kind and address, in this minute
        self._began = clock.seconds()
        self._sum: IDelayedCall | None = None

    def note(self, kind: str, address: str, line: str, level: Any = LogLevel.info, **fields: Any) -> None:
        """Log a line, a format of *fields*; or count it, where there were too many of its kind from *address*."""
        if self._sum is None and self._clock.seconds() - self._began >= MINUTE:
            self._begin()
        self._lines[kind, address] += 1
        if self._lines[kind, address] <= LINES:
            self.log.emit(level, line, **fields)
        elif self._sum is None:
            self._sum = self._clock.callLater(MINUTE, self._sum_up)

    def close(self) -> None:
        """Log the sums that are due."""
        if self._sum:
            self._sum.cancel()
            self._sum_up()

    def _begin(self) -> None:
        self._lines.clear()
        self._began = self._clock.seconds()

    def _sum_up(self) -> None:
        self._sum = None
        for (kind, address), lines in self._lines.items():
            if lines > LINES:
                self.log.info(
                    "{kind}: {more} more from {address}",
                    kind=kind,
                    more=lines - LINES,
                    address=address or "no address",
                )
        self._begin()


def note_match(chronicle: Chronicle, seats: Seating, ending: Ending, game: str, seconds: float) -> None:
    """Log how a match has ended."""
    player0, player1 = seats.players
    chronicle.note(
        "played",
        player1.address or player1.name,
        "{player0} and {player1} played {game} for {seconds:.0f} s: {wins[0]} - {wins[1]}{cut}",
        player0=str(player0 or seats.pair[0]),
        player1=str(player1),
        game=game,
        wins=ending.wins,
        ending=ending.how,
        cut="" if ending.how == "played" else f", {ending.how}",
        seconds=seconds,
    )

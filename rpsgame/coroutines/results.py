"""How matches ended, for those who come back when theirs is over: whoever types its code is told."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Iterable
from typing import NamedTuple

from . import facts
from .facts import Fact

KNOWN_FOR = 600.0  # seconds after the end of a match: as long as a seat is kept with the house
MOST_KNOWN = 20_000  # codes: some 6 MiB; where more matches end in that time, the oldest are forgotten sooner

BOTH = {"timed out": "both timed out", "not back": "neither back"}  # where it is said of both players


class Result(NamedTuple):
    """How a match ended: who played it, by which codes, how an Ending says it, and when, in seconds since 1970.

    The wins are None where nobody has counted them: nobody came back to the match after the server was down.
    """

    pair: tuple[str, str]
    codes: tuple[str, ...]
    how: str
    gone: Collection[int]
    wins: tuple[int, int] | None
    when: float

    def told(self, player: int) -> Fact:
        """Return what player 0 or 1 is told."""
        how, who = self.how, sorted(self.gone)
        if how == "played" and self.wins:
            who = [int(self.wins[1] > self.wins[0])]
        elif how == "cut off" and who:
            how = "not back"
        if len(who) == len(self.pair):
            how, who = BOTH.get(how, how), []
        whom = ("you" if who[0] == player else "they") if who else None
        wins = self.wins[::-1] if self.wins and player else self.wins
        told: Fact = facts.MatchWasOver.once(self.pair[1 - player], how, whom, wins)
        return told


class Results:
    """The results of the last minutes, by the codes of those who played."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, Result] = OrderedDict()

    def note(self, result: Result) -> None:
        """A match is over. Of several matches with one code the last counts."""
        for code in filter(None, result.codes):
            self._known[code] = result
            self._known.move_to_end(code)
        while self._known and (len(self._known) > MOST_KNOWN or self._is_old(result.when)):
            self._known.popitem(last=False)

    def note_all(self, results: Iterable[Result]) -> None:
        """Matches are over, one after another."""
        for result in results:
            self.note(result)

    def told(self, code: str, now: float) -> Fact | None:
        """Return what somebody is told whose match with this code is over; None where nobody knows of one."""
        result = self._known.get(code)
        if result is None or result.when + KNOWN_FOR < now:
            return None
        return result.told(result.codes.index(code))

    def _is_old(self, now: float) -> bool:
        """Return whether nobody is told of the oldest any more."""
        return next(iter(self._known.values())).when + KNOWN_FOR < now

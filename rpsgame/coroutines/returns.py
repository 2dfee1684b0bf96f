"""Who may come back to their seat: by which code, and how often somebody may try."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from . import facts
from .allowance import Allowance
from .codes import DIGITS
from .facts import Fact
from .results import Results

TRIES = 3  # wrong codes at one connection
FORGIVEN = 180.0  # seconds after which one wrong code of an address is forgotten
MOST_WRONG = 20  # of one address that are remembered: it takes years then to find one of a hundred seats


class Returns:
    """The codes of all who are in, and of those whose match was on when the server went down.

    :param mark: what is typed before a code
    :ivar mark: the same
    :ivar away: whose line is lost, and whose seat is kept
    :ivar awaited: whose match is told again, so that it can go on
    :ivar kept: the matches that the server was stopped in, by the codes of their players
    :ivar results: how the matches of the last minutes ended
    """

    def __init__(self, mark: str) -> None:
        self.mark = mark
        self._codes: dict[str, str] = {}  # by person
        self._owners: dict[str, str] = {}  # by code
        self._wrong = Allowance(MOST_WRONG, FORGIVEN)  # those from no address are neighbours
        self._tries: Counter[str] = Counter()  # by person
        self.away: set[str] = set()
        self.awaited: set[str] = set()
        self.kept: dict[str, int] = {}
        self.results = Results()

    def give(self, person: str, code: str) -> None:
        """Somebody comes back by this code, unless it is another's; '' is none."""
        if code and code not in self._owners and code not in self.kept:
            self._codes[person], self._owners[code] = code, person

    def code_of(self, person: str) -> str:
        """Return by which code somebody comes back, '' where their seat is not kept."""
        return self._codes.get(person, "")

    def owner(self, code: str) -> str | None:
        """Return who comes back by a code."""
        return self._owners.get(code)

    def keep(self, kept: Mapping[str, int]) -> None:
        """These matches are kept, and no others."""
        self.kept = dict(kept)

    def forget(self, person: str) -> None:
        """Somebody leaves."""
        self._owners.pop(self._codes.pop(person, ""), None)
        self._tries.pop(person, None)
        self.away.discard(person)
        self.awaited.discard(person)

    def refusal(self, person: str, code: str, address: str, now: float) -> Fact | None:
        """Return what somebody is told whose code is not even looked at; None where it is."""
        if len(code) < DIGITS:
            return facts.CodeHas(DIGITS)
        if self._tries[person] >= TRIES or self._wrong.wait(address, now):
            return facts.NoMoreCodes()
        return None

    def miss(self, person: str, address: str, now: float) -> Fact:
        """A code was wrong: return what somebody is told."""
        self._wrong.note(address, now)
        self._tries[person] += 1
        return facts.WrongCode(TRIES - self._tries[person])

    def forgive(self, person: str, address: str) -> None:
        """A code was not wrong: another process has its seat."""
        self._wrong.forgive(address)
        self._tries[person] -= 1

"""How many names may be chosen from an address, and how many wrong keys may come from it."""

from __future__ import annotations

from math import ceil

from .allowance import Allowance
from .facts import Fact, TooManyNames, TooManyWrongKeys

MOST_NAMES = 10  # chosen from one address at once: as many as may be in from there, so a whole office can
NAME_FORGIVEN = 360.0  # seconds after which one more may be: ten an hour take no name from others that they would want
MOST_WRONG_KEYS = 20  # from one address at once: nobody guesses 80 bits, but each is looked up
KEY_FORGIVEN = 180.0  # seconds after which one more may be tried
MINUTE = 60  # seconds


class NameLimits:
    """What has come from each address; '' is none, and has no limits, since all who come by a UNIX socket have it."""

    def __init__(self) -> None:
        self._names = Allowance(MOST_NAMES, NAME_FORGIVEN)
        self._wrong = Allowance(MOST_WRONG_KEYS, KEY_FORGIVEN)

    def refusal(self, word: str, address: str, now: float) -> Fact | None:
        """Return why nobody may do this from an address now, or None.

        :param word: 'name', to choose one, or 'key', to try one
        :param now: seconds since 1970
        """
        names = word == "name"
        seconds = (self._names if names else self._wrong).wait(address, now)
        if not address or not seconds:
            return None
        minutes = ceil(seconds / MINUTE)
        return TooManyNames(minutes) if names else TooManyWrongKeys(minutes)

    def count(self, word: str, found: bool, address: str, now: float) -> None:
        """Count what the records were asked in a dialogue, if it counts: names that were given, and wrong keys."""
        if address and found and word in ("claim", "rename"):
            self._names.note(address, now)
        elif address and not found and word == "key":
            self._wrong.note(address, now)

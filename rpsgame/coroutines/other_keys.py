"""The keys that mean something besides the throws of a game; each gives way to a throw, and is another key then."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from .facts import PHRASES

# The key for each, and the one that stands in for it
PHRASE_KEYS = "g+", "h*", "a&", "o!"
VIEW, CONNECTION, MUTE, SEALS, NAME, STANDINGS = "v|", "i/", "m_", "f%", "n@", "t$"


class OtherKeys(NamedTuple):
    """The keys of a game that are no throws; '' where both that it could be are throws."""

    view: str
    connection: str
    mute: str
    seals: str
    name: str
    standings: str
    phrases: dict[str, str]


@cache
def other_keys(throws: tuple[str, ...]) -> OtherKeys:
    """Return the keys that mean something beside these of the throws."""
    phrases = {_free(keys, throws): phrase for keys, phrase in zip(PHRASE_KEYS, PHRASES, strict=True)}
    phrases.pop("", None)
    own = VIEW, CONNECTION, MUTE, SEALS, NAME, STANDINGS
    view, connection, mute, seals, name, standings = (_free(keys, throws) for keys in own)
    return OtherKeys(view, connection, mute, seals, name, standings, phrases)


def _free(keys: str, throws: Iterable[str]) -> str:
    """Return the first of the keys that is no throw, '' if there is none."""
    return next((key for key in keys if key not in throws), "")

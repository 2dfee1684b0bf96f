"""The keys of a game at which a door does something itself."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from ..coroutines.codes import FIGURES, mark_of
from ..coroutines.keys import HELP
from ..coroutines.other_keys import other_keys


class OwnKeys(NamedTuple):
    """The keys at which a door does something itself.

    :param view: the key for the next screen, '' where throws take all that it could be
    :param connection: the key that shows the connection, or ''
    :param help: these, and the one for help, which the hall answers then
    :param code: those that begin a code
    :param mark: what stands before a code
    :param name: the key for a name, or ''
    :param standings: the key for the standings, or ''
    :param all: all of them, but for that
    :param parts: finds the next of them, with an Enter that ends its line; or else the keys before it
    """

    view: str
    connection: str
    help: frozenset[str]
    code: frozenset[str]
    mark: str
    name: str
    standings: str
    all: frozenset[str]
    parts: re.Pattern[str]


@cache
def own_keys(throws: tuple[str, ...], codes: bool = False, names: bool = False, standings: bool = False) -> OwnKeys:
    """Return a door's own keys, beside those of a game.

    :param codes: whether people come back by codes
    :param names: whether they may have names
    :param standings: whether there are any
    """
    others = other_keys(throws)
    shows = others.standings if standings else ""
    own = frozenset(filter(None, (others.view, others.connection, shows, HELP)))
    keys = re.escape("".join(sorted(own)))
    parts = re.compile(rf"([{keys}])\n?|([^{keys}]+)")
    mark = mark_of(throws) if codes else None
    code = frozenset() if mark is None else frozenset(mark) or FIGURES
    name = others.name if names else ""
    return OwnKeys(others.view, others.connection, own, code, mark or "", name, shows, own | code, parts)

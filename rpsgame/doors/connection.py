"""A connection as the server sees it, and so what a person sees whose screen is not as it should be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..coroutines.facts import AnswerTakes, ComesBy, Fact, KnownBy, ShowsUtf8, SingleKeys, SizeIs, TerminalIs


class Connection(NamedTuple):
    """What is known of a connection.

    :param door: how the person has come
    :param names: what their terminal is called
    :param size: its columns and lines, None where unknown
    :param single_keys: whether keys come at once; None where unknown
    :param utf8: whether it is known to show UTF-8
    :param delay: the seconds that an answer takes, None where unknown
    :param key: the fingerprint of the key by which they are known, '' where there is none
    """

    door: str
    names: tuple[str, ...]
    size: tuple[int, int] | None
    single_keys: bool | None
    utf8: bool
    delay: float | None
    key: str = ""

    def facts(self, screen: str) -> Iterator[Fact]:
        """Yield what there is to say, and what to do where something is not right; *screen* is what they see."""
        yield ComesBy.once(self.door, screen)
        yield TerminalIs.once(self.names)
        yield SizeIs.once(self.size)
        yield SingleKeys.once(self.single_keys)
        yield ShowsUtf8.once(self.utf8)
        if self.key:
            yield KnownBy.once(self.key)
        yield AnswerTakes.once(None if self.delay is None else round(self.delay * 1000))

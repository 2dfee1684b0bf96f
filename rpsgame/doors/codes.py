"""The codes that a person types among other keys; nothing of it is there for those who type none."""

from __future__ import annotations

from collections.abc import Iterator

from ..coroutines.codes import code_reader
from ..coroutines.keys import ENTER


class TypedCodes:
    """What one person types from the first key of a code on.

    :param mark: what stands before a code
    :ivar begun: whether a code is begun, and not complete
    :ivar over: whether the last key was none of a code
    """

    __slots__ = ("_reader", "begun", "over")

    def __init__(self, mark: str) -> None:
        self._reader = code_reader(mark)
        self.begun, self.over = False, True

    def parts(self, keys: str) -> Iterator[tuple[str, str]]:
        """Yield what keys are, in their order: ('keys', keys) for others, ('types', key) or ('code', code)."""
        others = ""
        for key in keys:
            code = self._reader.send(key)
            self.over = code is None
            self.begun = code == "" and key != ENTER
            if code is None:
                others += key
                continue
            if others:
                yield "keys", others
                others = ""
            if code or self.begun:
                yield ("code", code) if code else ("types", key)
        if others:
            yield "keys", others

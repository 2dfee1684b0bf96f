"""The lines about a name that a person types among other keys; nothing of it is there for those who type none."""

from __future__ import annotations

from collections.abc import Callable

from ..coroutines.lines import line_reader
from ..hall import Hall

AHEAD = 64  # keys that are kept while it is found out whether a line is wanted


class TypedName:
    """What one person types from the key for a name on.

    :param hall: where the lines go
    :param go_on: called with the keys that have come meanwhile, when it is known whether a line is wanted
    """

    __slots__ = ("_go_on", "_hall", "_held", "_reader")

    def __init__(self, hall: Hall, go_on: Callable[[str], object]) -> None:
        self._hall, self._go_on = hall, go_on
        self._reader = line_reader()
        self._held: str | None = None

    def begin(self, person: str, keys: str) -> None:
        """Somebody has pressed the key for a name, and then others, which are kept until that is answered."""
        self._reader = line_reader()
        self._held = keys
        self._hall.registry.dialogues.ask(person)
        self._hall.batch.clock.callLater(0, self._answered)  # after the hall's own call

    def hold(self, keys: str) -> bool:
        """Keep keys, if it is not known yet what they are for; return whether that is so."""
        if self._held is not None:
            self._held = (self._held + keys)[:AHEAD]
        return self._held is not None

    def type(self, person: str, keys: str) -> str:
        """Hand on the lines that the keys make; return what is shown of them where the terminal shows nothing."""
        shown = ""
        for key in keys:
            typed = self._reader.send(key)
            assert typed
            shown += typed.echo
            if typed.line is not None:
                self._hall.registry.dialogues.hear(person, typed.line)
        self._hall.types(person)
        return shown

    def _answered(self) -> None:
        keys, self._held = self._held, None
        if keys:
            self._go_on(keys)

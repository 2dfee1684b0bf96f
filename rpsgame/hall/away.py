"""The door of somebody whose line is lost: what they are told there, they see when they are back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..coroutines.facts import Fact
from ..screens.view import View


class Away:
    """A door through which nobody reads.

    :param view: what they have been told
    :param kind: of the door that they had
    :param now: returns the clock's seconds
    """

    __slots__ = ("_now", "kind", "view")

    def __init__(self, view: View, kind: str, now: Callable[[], float]) -> None:
        self.view, self.kind, self._now = view, kind, now

    def write(self, facts: Sequence[Fact]) -> None:
        self.view.see_all(facts, self._now())

    def become(self, name: str, view: View) -> None:
        """Not called: nobody types a code here."""

    def rename(self, name: str) -> None:
        """It makes no difference here."""

    def close(self) -> None:
        """Nobody hears it."""

    def abort(self) -> None:
        """The same."""

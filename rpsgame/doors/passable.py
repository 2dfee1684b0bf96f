"""What lets a guest go on in another process, while the connection, and what was agreed on there, stay here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..coroutines.facts import Fact, LostThere
from ..coroutines.passing import Order
from .onward import Onward


class PassableDoor:
    """A door that can show what comes from elsewhere.

    :ivar onward: the connection by which its guest goes on elsewhere; None for those who are here
    """

    onward: Onward | None = None
    kind: str
    key: str

    # What a subclass does

    def write(self, facts: Sequence[Fact]) -> None:
        """Send facts."""
        raise NotImplementedError

    def relay(self, data: bytes) -> None:
        """Send what comes from the other process."""
        raise NotImplementedError

    def enter(self) -> None:
        """Let the person in."""
        raise NotImplementedError

    def gone(self) -> None:
        """The person has gone."""
        raise NotImplementedError

    def close(self) -> None:
        """Close the connection."""
        raise NotImplementedError

    # What it has from here

    def order(self, known: str) -> Order:
        """Return what the other process has to know of the guest, whose seat is that of *known*, a code or a name."""
        return Order(known, self.kind, "json", key=self.key)

    def pass_on(self, onward: Any) -> None:
        """Let the guest go on by a connection to the other process, in whose hall they are by now."""
        self.gone()
        self.onward = onward
        onward.begin(self.relay, self._ended)

    def send_away(self, fact: Fact) -> None:
        """Tell a guest who was passed on *fact*, and close the door."""
        if self.onward:
            self.let_go()
            self.write([fact])
            self.close()

    def let_go(self) -> None:
        """The guest has gone, or is to go; their seat is as if the line were lost."""
        if self.onward:
            self.onward.close()
            self.onward = None

    def lost_there(self) -> None:
        """The other process is lost: the guest is in this one again, as somebody who has just come."""
        self.write([LostThere()])
        self.enter()

    def _ended(self, over: bool) -> None:
        self.onward = None
        if over:
            self.close()
        else:
            self.lost_there()

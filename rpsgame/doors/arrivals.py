"""Those who have connected and are not in yet, because they still shake hands: how many may do so, and how long."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from twisted.internet.interfaces import IDelayedCall, IReactorTime

from ..hall.chronicle import Chronicle
from .addresses import describe_peer


class Arrivals:
    """The arrivals at one kind of door, which the limits of the hall do not know yet.

    :param clock: tells when one is late
    :param most: how many there may be; 0 is no limit
    :param per_address: how many of them may come from one address; 0 is no limit
    :param banned: tells whether nobody may come from an address
    :ivar chronicle: where it is noted that one was cut off
    """

    def __init__(
        self,
        clock: IReactorTime,
        most: int = 0,
        per_address: int = 0,
        banned: Callable[[str], bool] = lambda address: False,
    ) -> None:
        self.clock = clock
        self.chronicle = Chronicle(clock)
        self._most, self._most_per_address = most, per_address
        self._banned = banned
        self._addresses: Counter[str] = Counter()

    def begin(self, transport: Any, seconds: float) -> Arrival | None:
        """Count a connection in, which is cut off unless its arrival is over in time.

        Where there are too many, or it is banned, it is cut off at once, and there is no arrival.
        """
        peer, address = describe_peer(transport.getPeer())
        arrival = Arrival(self, transport, peer, address)
        if self._banned(address):
            arrival.cut_off("nobody may come from its address")
        elif address and 0 < self._most_per_address <= self._addresses[address]:
            arrival.cut_off("too many from its address are not in yet")
        elif 0 < self._most <= self._addresses.total():
            arrival.cut_off("too many are not in yet")
        else:
            arrival.begin(seconds)
            return arrival
        return None

    def count(self, address: str, number: int) -> None:
        """Count so many more from an address."""
        self._addresses[address] += number
        if not self._addresses[address]:
            del self._addresses[address]


class Arrival:
    """A connection whose guest is not in yet.

    :ivar peer: where it comes from, for the log
    """

    __slots__ = ("_address", "_arrivals", "_late", "_transport", "peer")

    def __init__(self, arrivals: Arrivals, transport: Any, peer: str, address: str) -> None:
        self._arrivals = arrivals
        self._transport = transport
        self.peer, self._address = peer, address
        self._late: IDelayedCall | None = None

    def begin(self, seconds: float) -> None:
        """Count it in, for so many seconds at most."""
        self._arrivals.count(self._address, 1)
        self._late = self._arrivals.clock.callLater(seconds, self._cut_off_late)

    def over(self) -> None:
        """The guest is in, or the connection has closed."""
        if self._late:
            self._arrivals.count(self._address, -1)
            if self._late.active():
                self._late.cancel()
            self._late = None

    def cut_off(self, why: str) -> None:
        """Cut the connection off; *why* is for the log."""
        line = "{peer} was cut off: {why}"
        self._arrivals.chronicle.note("cut off", self._address, line, peer=self.peer, why=why)
        self._transport.abortConnection()

    def _cut_off_late(self) -> None:
        self.cut_off("took too long to come in")

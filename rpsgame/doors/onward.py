"""The connection to another process of the house, by which a guest of this one goes on in their seat there.

twisted.protocols.portforward would pump the client's own bytes; but what its telnet, ssh or WebSocket has agreed on is
known here, so keys go there, and what comes back is shown by the door.
"""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address
from typing import Any

from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.defer import Deferred
from twisted.internet.endpoints import clientFromString, connectProtocol
from twisted.internet.protocol import Protocol, connectionDone
from twisted.python.failure import Failure

from ..coroutines.passing import HERE, ORDER, OVER, Order, Refused, write_order
from ..coroutines.proxy import Source, header
from .tcp import set_tcp_options

ANSWER = 3.0  # seconds that the other process may take: it needs milliseconds, and the guest waits


class Onward(Protocol):
    """The connection.

    :param data: the PROXY header
    :ivar answered: fires with this when the other process has the guest; fails with Refused
    """

    transport: Any

    def __init__(self, data: bytes) -> None:
        self.answered: Deferred[Onward] = Deferred(lambda _: self.transport.abortConnection())
        self._header = data
        self._held = b""
        self._over = self._lost = False
        self._show: Callable[[bytes], object] | None = None
        self._ended: Callable[[bool], object] | None = None

    def begin(self, show: Callable[[bytes], object], ended: Callable[[bool], object]) -> None:
        """Hand on what comes to *show*, and at the end tell *ended* whether the guest has been told good-bye."""
        self._show, self._ended = show, ended
        held, self._held = self._held, b""
        if held:
            show(held)
        if self._lost:
            self._end()

    def write(self, data: bytes) -> None:
        """Send what the guest has sent."""
        self.transport.write(data)

    def close(self) -> None:
        """The guest has gone."""
        self._show = self._ended = None
        self.transport.loseConnection()

    def connectionMade(self) -> None:
        set_tcp_options(self.transport)
        self.transport.write(self._header)

    def dataReceived(self, data: bytes) -> None:
        if not self.answered.called:
            if not data.startswith(HERE):
                self.answered.errback(Refused())
                self.transport.abortConnection()
                return
            data = data[len(HERE) :]
            self.answered.callback(self)
        if data.endswith(OVER):
            self._over, data = True, data[: -len(OVER)]
        if self._show is None:
            self._held += data
        elif data:
            self._show(data)

    def connectionLost(self, reason: Failure = connectionDone) -> None:
        if not self.answered.called:
            self.answered.errback(Refused())
        self._lost = True
        self._end()

    def _end(self) -> None:
        ended, self._show, self._ended = self._ended, None, None
        if ended:
            ended(self._over)


def connect(reactor: Any, endpoint: str, order: Order, door: Any) -> Deferred[Onward]:
    """Connect to another process for the guest of a door.

    :raise ConnectError: by the Deferred; also Refused, CancelledError and TimeoutError
    """
    onward = Onward(header(_source(door.transport.getPeer()), {ORDER: write_order(order)}))
    made: Deferred[Any] = connectProtocol(clientFromString(reactor, endpoint), onward)
    made.addCallback(lambda _: onward.answered)
    return made.addTimeout(ANSWER, reactor)


def _source(peer: object) -> Source | None:
    if isinstance(peer, IPv4Address | IPv6Address):
        return ip_address(peer.host), peer.port
    return None

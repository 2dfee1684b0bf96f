"""Guests who come through a proxy: their door opens when the proxy's header has said where they come from.

Twisted's own ``haproxy:`` opens it before, tells nobody when the header has come, and raises exceptions of many kinds
at bytes that are no header (seen in 26.10).
"""

from __future__ import annotations

import ipaddress
from typing import Any

from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.defer import Deferred
from twisted.internet.endpoints import serverFromString
from twisted.internet.interfaces import (
    IAddress,
    IListeningPort,
    IProtocolFactory,
    IReactorTime,
    IStreamServerEndpoint,
    ITransport,
)
from twisted.internet.protocol import Protocol, connectionDone
from twisted.protocols.policies import ProtocolWrapper, WrappingFactory
from twisted.python.failure import Failure
from zope.interface import implementer

from ..coroutines.proxy import BadHeader, Found, HeaderReader, Source, proxy_header
from ..hall.chronicle import Chronicle
from .addresses import BehindProxy, describe_peer
from .tcp import set_tcp_options
from .throttle import MAX_ARRIVAL

PREFIX = "haproxy:"


def server_endpoint(reactor: Any, description: str) -> IStreamServerEndpoint:
    """Return what Twisted's serverFromString() does, and for ``haproxy:`` an endpoint of ours.

    :raise Exception: of various kinds, where *description* is none
    """
    if description.startswith(PREFIX):
        return ProxiedEndpoint(serverFromString(reactor, description.removeprefix(PREFIX)), reactor)
    return serverFromString(reactor, description)  # type: ignore[no-any-return]


@implementer(IStreamServerEndpoint)
class ProxiedEndpoint:
    """An endpoint to which proxies connect, for guests of theirs."""

    def __init__(self, endpoint: IStreamServerEndpoint, clock: IReactorTime) -> None:
        self._endpoint = endpoint
        self._clock = clock

    def listen(self, protocolFactory: IProtocolFactory) -> Deferred[IListeningPort]:
        """Listen for proxies; *protocolFactory* makes the doors, and is told the guests' own addresses."""
        return self._endpoint.listen(ProxiedFactory(protocolFactory, self._clock))


class ProxiedFactory(WrappingFactory["ProxiedConnection"]):
    """Keeps the connections of proxies; *factory* makes the doors behind them."""

    noisy = False

    def __init__(self, factory: IProtocolFactory, clock: IReactorTime) -> None:
        super().__init__(factory)
        self.clock = clock
        self.chronicle = Chronicle(clock)

    def stopFactory(self) -> None:
        self.chronicle.close()

    def buildProtocol(self, addr: IAddress | None) -> ProxiedConnection:
        return ProxiedConnection(self)


@implementer(ITransport)
class ProxiedConnection(ProtocolWrapper):
    """A connection that begins with a PROXY header, and then is the guest's own: their door's transport."""

    factory: ProxiedFactory
    transport: Any

    def __init__(self, factory: ProxiedFactory) -> None:
        super().__init__(factory, Protocol())  # which hears nothing, until the door takes its place
        self._header: HeaderReader | None = proxy_header()

    def makeConnection(self, transport: ITransport) -> None:
        Protocol.makeConnection(self, transport)
        self.factory.registerProtocol(self)
        set_tcp_options(transport)
        self._peer = transport.getPeer()
        self._late = self.factory.clock.callLater(MAX_ARRIVAL, self._refuse, "it has not come in time")

    def getPeer(self) -> IAddress:
        """Return where the guest comes from."""
        return self._peer

    def dataReceived(self, data: bytes) -> None:
        if self._header is None:
            self.wrappedProtocol.dataReceived(data)
            return
        try:
            found = self._header.send(data)
            if found:
                self._open(found)
        except BadHeader as problem:
            self._refuse(str(problem))

    def connectionLost(self, reason: Failure = connectionDone) -> None:
        if self._late.active():
            self._late.cancel()
        super().connectionLost(reason)

    def door(self, peer: IAddress, found: Found) -> Any:
        """Return the door for a guest who comes from *peer*.

        :raise BadHeader: there is none for them
        """
        return self.factory.wrappedFactory.buildProtocol(peer)

    def _open(self, found: Found) -> None:
        peer = _address(found.source) if found.source else BehindProxy(self._peer)
        door = self.door(peer, found)
        self._late.cancel()
        self._header = None
        self._peer, self.wrappedProtocol = peer, door
        self.wrappedProtocol.makeConnection(self)
        if found.rest:
            self.wrappedProtocol.dataReceived(found.rest)

    def _refuse(self, why: str) -> None:
        peer, address = describe_peer(self._peer)
        line = "{peer} is cut off, for its PROXY header: {why}"
        self.factory.chronicle.note("cut off", address, line, peer=peer, why=why)
        self.transport.abortConnection()


def _address(source: Source) -> IAddress:
    host, port = source
    kind = IPv4Address if isinstance(host, ipaddress.IPv4Address) else IPv6Address
    return kind("TCP", str(host), port)

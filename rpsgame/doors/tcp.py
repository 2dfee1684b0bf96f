"""What TCP is asked for, beneath whatever layers a connection has."""

from __future__ import annotations

import socket
from typing import Any

from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.tcp import Connection
from twisted.protocols.policies import ProtocolWrapper

KEEPALIVE = {"TCP_KEEPIDLE": 60, "TCP_KEEPINTVL": 15, "TCP_KEEPCNT": 4}  # the dead are found within two minutes


def prepare(transport: Any) -> None:
    """Where it is TCP, answer at once, find the dead, and keep urgent data in its place (telnet's Synch)."""
    while isinstance(transport, ProtocolWrapper):  # TLS, a PROXY header
        transport = transport.transport
    if not isinstance(transport, Connection) or not isinstance(transport.getHost(), IPv4Address | IPv6Address):
        return
    transport.setTcpNoDelay(True)
    transport.setTcpKeepAlive(True)
    handle: Any = transport.getHandle()
    for name, value in KEEPALIVE.items():
        if hasattr(socket, name):
            handle.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
    handle.setsockopt(socket.SOL_SOCKET, socket.SO_OOBINLINE, 1)

"""What we ask of the kernel for a connection, beneath all of its layers."""

from __future__ import annotations

import socket
from typing import Any

from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.tcp import Connection
from twisted.protocols.policies import ProtocolWrapper

SEND_BUFFER = 8192  # bytes, which Linux doubles; two matches are less. Unasked, Linux keeps up to 4 MB for a guest
RECEIVE_BUFFER = 4096  # bytes, which Linux doubles; more than a person types

# A peer who acknowledges nothing for 55 seconds is dead, be it data (TCP_USER_TIMEOUT) or keepalive (25 + 3 * 10).
# Linux takes TCP_USER_TIMEOUT in place of TCP_KEEPCNT, so both say the same. The dead are gone within two minutes even
# if something is sent to them just before keepalive would have found them.
TCP_OPTIONS = {"TCP_KEEPIDLE": 25, "TCP_KEEPINTVL": 10, "TCP_KEEPCNT": 3, "TCP_USER_TIMEOUT": 55_000}


def socket_beneath(transport: Any) -> Connection | None:
    """Return the connection beneath all layers, such as TLS or a PROXY header; None where it is no socket."""
    while isinstance(transport, ProtocolWrapper):
        transport = transport.transport
    return transport if isinstance(transport, Connection) else None


def set_tcp_options(transport: Any) -> None:
    """Bound what the kernel keeps for a guest; over TCP, send at once, find the dead, keep urgent data in place."""
    connection = socket_beneath(transport)
    if not connection:
        return
    handle: Any = connection.getHandle()
    bound_buffers(handle)
    if not isinstance(connection.getHost(), IPv4Address | IPv6Address):
        return
    connection.setTcpNoDelay(True)
    connection.setTcpKeepAlive(True)
    for name, value in TCP_OPTIONS.items():
        if hasattr(socket, name):
            handle.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
    handle.setsockopt(socket.SOL_SOCKET, socket.SO_OOBINLINE, 1)  # telnet's Synch


def bound_buffers(handle: socket.socket) -> None:
    """Bound what the kernel keeps for a connection, or for all that a listening socket will accept."""
    handle.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
    handle.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER)

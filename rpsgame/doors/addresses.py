"""Where guests come from, and where they can come to."""

from __future__ import annotations

import socket
from contextlib import suppress
from ipaddress import IPv6Network

from twisted.internet.address import IPv4Address, IPv6Address, UNIXAddress
from twisted.internet.interfaces import IAddress

ELSEWHERE = {socket.AF_INET: "192.0.2.1", socket.AF_INET6: "2001:db8::1"}  # RFC 5737, RFC 3849: nobody's


def whence(peer: IAddress) -> tuple[str, str]:
    """Return a guest's name for the host and the log, and what counts as one address ('' where nothing does)."""
    match peer:
        case IPv4Address(host=host, port=port):
            return f"{host}:{port}", host
        case IPv6Address(host=host, port=port) if host.startswith("::ffff:") and "." in host:
            return whence(IPv4Address("TCP", host.removeprefix("::ffff:"), port))
        case IPv6Address(host=host, port=port):
            network = IPv6Network((host.partition("%")[0], 64), strict=False)
            return f"[{host}]:{port}", str(network)  # one household has a whole /64
    return "a local guest", ""


def ways_in(listening: IAddress) -> list[str]:
    """Return the commands by which guests reach what listens at *listening*, best first."""
    match listening:
        case IPv4Address(host="0.0.0.0", port=port):
            return [f"telnet {host} {port}" for host in [*_own(socket.AF_INET), "localhost"]]
        case IPv6Address(host="::", port=port):
            hosts = [*_own(socket.AF_INET), *_own(socket.AF_INET6), "localhost"]
            return [f"telnet {host} {port}" for host in hosts]
        case IPv4Address(host=host, port=port) | IPv6Address(host=host, port=port):
            return [f"telnet {host} {port}"]
        case UNIXAddress(name=bytes(path)):
            return [f"socat -,raw,echo=0 UNIX-CONNECT:{path.decode(errors='replace')}"]
    return [str(listening)]


def _own(family: socket.AddressFamily) -> list[str]:
    """Ask the routing table which of our addresses others see; nothing is sent."""
    with suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
        probe.connect((ELSEWHERE[family], 9))
        return [probe.getsockname()[0]]
    return []

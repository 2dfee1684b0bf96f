"""The commands that a host tells their guests to type, and the pages to open."""

from __future__ import annotations

import socket
from contextlib import suppress

from twisted.internet.address import IPv4Address, IPv6Address, UNIXAddress
from twisted.internet.interfaces import IAddress

ELSEWHERE = {socket.AF_INET: "192.0.2.1", socket.AF_INET6: "2001:db8::1"}  # RFC 5737, RFC 3849: nobody's
PLAIN, TLS = {"tcp", "tcp6", "unix", "systemd"}, {"ssl", "tls"}  # kinds of endpoints; haproxy: is no guest's


def join_commands(kind: str, listening: IAddress) -> list[str]:
    """Return the commands by which guests reach what listens at *listening*, best first.

    :param kind: the endpoint's, such as tcp; there is no command for one that waits for a proxy
    """
    match listening:
        case IPv4Address(port=port) | IPv6Address(port=port) if kind in PLAIN:
            return [f"telnet {host} {port}" for host in _hosts(listening)]
        case IPv4Address(port=port) | IPv6Address(port=port) if kind in TLS:
            hosts = [f"[{host}]" if ":" in host else host for host in _hosts(listening)]
            return [f"openssl s_client -quiet -connect {host}:{port}" for host in hosts]
        case UNIXAddress(name=bytes(path)) if kind in PLAIN:
            return [f"socat -,raw,echo=0 UNIX-CONNECT:{path.decode(errors='replace')}"]
    return []


def ssh_commands(kind: str, listening: IAddress) -> list[str]:
    """Return the same for what listens for ssh; a client of it reaches no socket but one with a port."""
    if isinstance(listening, IPv4Address | IPv6Address) and kind in PLAIN:
        return [f"ssh -p {listening.port} {host}" for host in _hosts(listening)]
    return []


def join_pages(kind: str, listening: IAddress) -> list[str]:
    """Return the addresses that guests open in a browser to reach what listens at *listening*, best first."""
    if not isinstance(listening, IPv4Address | IPv6Address) or kind not in PLAIN | TLS:
        return []
    hosts = [f"[{host}]" if ":" in host else host for host in _hosts(listening)]
    return [f"{'https' if kind in TLS else 'http'}://{host}:{listening.port}/" for host in hosts]


def _hosts(listening: IPv4Address | IPv6Address) -> list[str]:
    """Return the names by which this machine is reached."""
    match listening.host:
        case "0.0.0.0":
            return [*_own(socket.AF_INET), "localhost"]
        case "::":
            return [*_own(socket.AF_INET), *_own(socket.AF_INET6), "localhost"]
    return [listening.host]


def _own(family: socket.AddressFamily) -> list[str]:
    """Ask the routing table which of our addresses others see; nothing is sent."""
    with suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
        probe.connect((ELSEWHERE[family], 9))
        return [probe.getsockname()[0]]
    return []

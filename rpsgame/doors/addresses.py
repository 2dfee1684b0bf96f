"""Where guests come from, and where they can come to."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from ipaddress import ip_address

from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.interfaces import IAddress
from zope.interface import implementer


@implementer(IAddress)
@dataclass(frozen=True)
class BehindProxy:
    """The address of a guest whose proxy does not tell where they come from."""

    proxy: IAddress


def describe_peer(peer: IAddress) -> tuple[str, str]:
    """Return where a guest comes from, for the log and the host, and what counts as one address ('' where none does).

    :raise ValueError: where the host of an IP address is no IP address
    """
    match peer:
        case IPv4Address(host=host, port=port) | IPv6Address(host=host, port=port):
            return _describe_ip(ip_address(host), port)
        case BehindProxy(proxy=proxy):
            return f"behind {describe_peer(proxy)[0]}", ""
    return "a local guest", ""


def _describe_ip(ip: ipaddress.IPv4Address | ipaddress.IPv6Address, port: int) -> tuple[str, str]:
    if isinstance(ip, ipaddress.IPv4Address):
        return f"{ip}:{port}", str(ip)
    if ip.ipv4_mapped:  # an IPv4 guest who comes by an IPv6 socket
        return _describe_ip(ip.ipv4_mapped, port)
    network = ipaddress.IPv6Network((int(ip), 64), strict=False)  # one household has a whole /64
    return f"[{ip}]:{port}", str(network)

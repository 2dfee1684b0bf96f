"""From where nobody may come, and until when."""

from __future__ import annotations

import json
from collections.abc import Mapping
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_interface, ip_network
from typing import TypeAlias

Network: TypeAlias = IPv4Network | IPv6Network

HOUSEHOLD = 64  # bits of an IPv6 address by which a guest is known: one household has a whole /64
SHOWN = 40  # characters that are said again of what was wrong
MAPPED = 96  # bits before an IPv4 address that is written as IPv6
FURTHEST = 1e11  # seconds since 1970, in some 3,000 years
MOST_BANS = 10_000  # more than anybody keeps by hand; the file, which is written anew for each, stays below 1 MB


def shown(text: str) -> str:
    """Return text that was wrong as it may stand in an answer: printable, and short."""
    return ascii(text if len(text) <= SHOWN else f"{text[:SHOWN]}...")


def network_of(text: str) -> Network:
    """Return the network of an address, or of a network in CIDR; of an IPv6 address it is the /64.

    :raise ValueError: where *text* is neither, with a line that says so
    """
    try:
        given = ip_interface(text)
    except ValueError:
        raise ValueError(f"{shown(text)} is no address and no network") from None
    ip, length = given.ip, given.network.prefixlen
    if isinstance(ip, IPv6Address):
        if ip.ipv4_mapped and length >= MAPPED:
            return IPv4Network((int(ip.ipv4_mapped), length - MAPPED), strict=False)
        return IPv6Network((int(ip), min(length, HOUSEHOLD)), strict=False)
    return IPv4Network((int(ip), length), strict=False)


def written(network: Network) -> str:
    """Return a network as people write it; one that has a single address, as that."""
    return str(network) if network.num_addresses > 1 else str(network.network_address)


class Bans:
    """The networks that are banned: a value, which does not change. All times are seconds since 1970.

    :param until: when the ban of each network ends; None is never
    :ivar until: the same
    """

    def __init__(self, until: Mapping[Network, float | None] | None = None) -> None:
        self.until: dict[Network, float | None] = dict(until or {})
        self._lengths = {version: self._lengths_of(version) for version in (4, 6)}

    def _lengths_of(self, version: int) -> list[int]:
        return sorted({network.prefixlen for network in self.until if network.version == version})

    def ban(self, network: Network, until: float | None, now: float) -> Bans:
        """Return the bans with one more, or another end for it; those that have ended are forgotten."""
        return Bans({**self.at(now), network: until})

    def unban(self, network: Network, now: float) -> Bans:
        """Return the bans without one."""
        left = self.at(now)
        left.pop(network, None)
        return Bans(left)

    def at(self, now: float) -> dict[Network, float | None]:
        """Return the bans that hold, with their ends."""
        return {network: until for network, until in self.until.items() if until is None or now < until}

    def over(self, network: Network, now: float) -> Network | None:
        """Return the largest network that is banned now, and holds all of this one."""
        for length in self._lengths[network.version]:
            if length <= network.prefixlen:
                larger = network.supernet(new_prefix=length)
                until = self.until.get(larger, 0.0)
                if until is None or now < until:
                    return larger
        return None

    def hold(self, address: str, now: float) -> bool:
        """Return whether nobody may come from here.

        :param address: of a guest: an IPv4 address, the /64 of an IPv6 address, or '', which nobody bans
        """
        return bool(address and self.until) and self.over(ip_network(address), now) is not None


def to_json(bans: Bans) -> bytes:
    """Return the bans as a file keeps them: an object of networks, with the end of each, or null."""
    return json.dumps({written(network): until for network, until in bans.until.items()}, indent=0).encode() + b"\n"


def from_json(data: bytes) -> Bans:
    """Return the bans that a file keeps.

    :raise ValueError: with what is wrong
    """
    try:
        kept = json.loads(data)
    except (ValueError, RecursionError):
        raise ValueError("it is not JSON") from None
    if not isinstance(kept, dict):
        raise ValueError("it is not a JSON object")
    return Bans({network_of(text): _end(text, until) for text, until in kept.items()})


def _end(text: str, until: object) -> float | None:
    """Return when a ban ends, as a file says it."""
    if until is None:
        return None
    if isinstance(until, int | float) and not isinstance(until, bool) and 0 <= until <= FURTHEST:
        return until
    raise ValueError(f"the end of {text!a} is no number of seconds")

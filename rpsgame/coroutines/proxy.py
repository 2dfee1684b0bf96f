"""Where a guest comes from, as a proxy says it before the guest's own bytes: the PROXY protocol, versions 1 and 2.

https://www.haproxy.org/download/3.0/doc/proxy-protocol.txt
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from ipaddress import IPv4Address, IPv6Address, ip_address
from struct import Struct
from typing import NamedTuple, TypeAlias

from .toolbox import advance_generator_once

Source: TypeAlias = tuple[IPv4Address | IPv6Address, int]  # and the port


class Found(NamedTuple):
    """What a header says.

    :param source: where the guest comes from, None where the proxy does not tell it
    :param rest: what follows the header
    :param values: what it says besides (its TLVs), by their kinds
    """

    source: Source | None
    rest: bytes
    values: Mapping[int, bytes] = {}


HeaderReader: TypeAlias = Generator[Found | None, bytes, None]

VERSION_1, VERSION_2 = b"PROXY ", b"\r\n\r\n\0\r\nQUIT\n"  # how they begin
LONGEST_LINE = 107  # bytes, CR LF included: version 1 allows no more
LONGEST_BLOCK = 4096  # bytes of version 2: addresses take 216 at most, and what some proxies add is short
HEAD = Struct("!12sBBH")  # of version 2: how it begins, version and command, kind of address, length of the rest
LOCAL, PROXY = 0x20, 0x21  # the commands of version 2; LOCAL comes from the proxy itself, as it looks after us
NO_ADDRESS, TCP4, TCP6 = 0x00, 0x11, 0x21  # the kinds of addresses
ADDRESSES = {TCP4: Struct("!4s4sHH"), TCP6: Struct("!16s16sHH")}  # source first, then ours
VALUE = Struct("!BH")  # kind and length of what is said besides


class BadHeader(ValueError):
    """The bytes are no PROXY header. The message says why, in words of ours and with none of the bytes."""


@advance_generator_once
def proxy_header() -> HeaderReader:
    """coroutine that reads a PROXY header, and ends with it

    yields: None: the header is not complete
            found: it is

    accepts to .send(): the next bytes (at least one), cut anywhere

    raises: BadHeader
    """
    found: Found | None = None
    data = b""
    while not found:
        data += yield None
        if data.startswith(VERSION_1):
            found = _version_1(data)
        elif data.startswith(VERSION_2):
            found = _version_2(data)
        elif not VERSION_1.startswith(data) and not VERSION_2.startswith(data):
            raise BadHeader("it does not begin like one")
    yield found


def _version_1(data: bytes) -> Found | None:
    line, end, rest = data.partition(b"\r\n")
    if len(line) + 2 > LONGEST_LINE:
        raise BadHeader("its line is too long")
    if not end:
        return None
    match line.split(b" "):
        case [_, b"UNKNOWN", *_]:
            return Found(None, rest)
        case [_, b"TCP4" | b"TCP6" as kind, host, ours, port, our_port]:
            family = IPv4Address if kind == b"TCP4" else IPv6Address
            _source(family, ours, our_port)
            return Found(_source(family, host, port), rest)
    raise BadHeader("its line has other words than it must have")


def _source(family: type[IPv4Address | IPv6Address], host: bytes, port: bytes) -> Source:
    try:
        ip = family(host.decode("ascii"))
    except ValueError:
        raise BadHeader("an address in it is none") from None
    if b"%" in host or not port.isdigit() or int(port) > 65535:  # a zone may have any characters
        raise BadHeader("a zone or a port in it is none")
    return ip, int(port)


def _version_2(data: bytes) -> Found | None:
    if len(data) < HEAD.size:
        return None
    _, command, kind, length = HEAD.unpack_from(data)
    if command not in (LOCAL, PROXY):
        raise BadHeader("its version or its command is unknown")
    if length > LONGEST_BLOCK:
        raise BadHeader("it is too long")
    block, rest = data[HEAD.size : HEAD.size + length], data[HEAD.size + length :]
    if len(block) < length:
        return None
    if command == PROXY and kind == NO_ADDRESS:
        return Found(None, rest, _values(block))
    if command == LOCAL or kind not in ADDRESSES:
        return Found(None, rest)
    if length < ADDRESSES[kind].size:
        raise BadHeader("its addresses are cut short")
    host, _, port, _ = ADDRESSES[kind].unpack_from(block)
    return Found((ip_address(host), port), rest, _values(block[ADDRESSES[kind].size :]))


def _values(block: bytes) -> dict[int, bytes]:
    """Return what follows the addresses; what is cut short is left out."""
    values = {}
    while len(block) >= VALUE.size:
        kind, length = VALUE.unpack_from(block)
        value, block = block[VALUE.size : VALUE.size + length], block[VALUE.size + length :]
        if len(value) == length:
            values[kind] = value
    return values


def header(source: Source | None, values: Mapping[int, bytes]) -> bytes:
    """Return a header of version 2 that says where a guest comes from, and something besides."""
    kind, block = NO_ADDRESS, b""
    if source:
        host, port = source
        kind = TCP4 if isinstance(host, IPv4Address) else TCP6
        block = ADDRESSES[kind].pack(host.packed, bytes(len(host.packed)), port, 0)
    block += b"".join(VALUE.pack(name, len(value)) + value for name, value in values.items())
    return HEAD.pack(VERSION_2, PROXY, kind, len(block)) + block

"""What nobody should send to an ssh server, and stock conch takes for granted: each a step of a visit, then bytes."""

from __future__ import annotations

from collections.abc import Callable
from struct import pack
from typing import NamedTuple

from twisted.conch.ssh.common import NS

from .ssh_client import (
    CHANNEL_OPEN,
    CHANNEL_REQUEST,
    CLOSE,
    DATA,
    EOF,
    EXT_INFO,
    EXTENDED_DATA,
    GLOBAL_REQUEST,
    LARGE,
    NEWKEYS,
    OPEN_CONFIRMATION,
    OPEN_FAILURE,
    SERVICE_REQUEST,
    USERAUTH_REQUEST,
    VERSION,
    WINDOW_ADJUST,
    Visitor,
    clear_packet,
)

DISCONNECT, IGNORE, UNIMPLEMENTED, DEBUG, KEXINIT, KEXDH_INIT = 1, 2, 3, 4, 20, 30
SAID_NONE = NS(b"anna") + NS(b"ssh-connection") + NS(b"none")
PUBLICKEY = NS(b"key") + NS(b"ssh-connection") + NS(b"publickey")


class Nonsense(NamedTuple):
    """What is sent.

    :param name: what it is
    :param until: how far the visit has come before
    :param send: sends it
    """

    name: str
    until: Callable[[Visitor], object]
    send: Callable[[Visitor], object]


def wire(visitor: Visitor) -> None:
    """It has connected."""


def version(visitor: Visitor) -> None:
    """It has sent its first line, past its client."""
    visitor.send_bytes(VERSION)


def opened(visitor: Visitor) -> None:
    """It has a session, and has not said yet what for."""
    visitor.log_in()
    visitor.open()
    visitor.hears(OPEN_CONFIRMATION)


def playing(visitor: Visitor) -> None:
    """It has a shell."""
    visitor.begin()


def kexinit(exchange: bytes = b"curve25519-sha256", follows: bytes = b"\0", key: bytes = b"ssh-ed25519") -> bytes:
    """Return what a KEXINIT holds."""
    names = exchange, key, b"aes256-ctr", b"aes256-ctr", b"hmac-sha2-256", b"hmac-sha2-256", b"none", b"none", b"", b""
    return bytes(16) + b"".join(map(NS, names)) + follows + bytes(4)


def bytes_of(*data: bytes) -> Callable[[Visitor], object]:
    """Return what sends these bytes."""
    return lambda visitor: visitor.send_bytes(b"".join(data))


def clear(*packets: tuple[int, bytes]) -> Callable[[Visitor], object]:
    """Return what sends packets for which there are no keys yet."""
    return bytes_of(*(clear_packet(*packet) for packet in packets))


def packet(message: int, payload: bytes = b"") -> Callable[[Visitor], object]:
    """Return what sends a packet by the client's keys."""
    return lambda visitor: visitor.send(message, payload)


def broken(visitor: Visitor) -> None:
    """Send a packet whose MAC is wrong."""
    visitor.send_bytes(bytes(16 * 8))


def too_many_blocked(visitor: Visitor) -> None:
    """Begin another key exchange, never end it, and go on asking."""
    visitor.client.sendPacket(KEXINIT, kexinit())
    for _ in range(200):
        visitor.client.sendPacket(GLOBAL_REQUEST, NS(b"keepalive@openssh.com") + b"\1")
    visitor.talk()


def after_close(*messages: int) -> Callable[[Visitor], object]:
    """Return what closes the session, and sends to it afterwards."""

    def send(visitor: Visitor) -> None:
        for message in (CLOSE, *messages):
            visitor.client.sendPacket(message, bytes(4) + NS(b"r"))
        visitor.talk()

    return send


WIRE = {
    "a browser": b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a TLS client": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "zeros": bytes(64),
    "an empty line": b"\r\n",
    "lines before the version": b"hello\r\nSSH-2.0-x\r\n",
    "a version without end": b"SSH-2.0-" + b"x" * 4000,
    "a version of 5,000 bytes": b"SSH-2.0-" + b"x" * 5000 + b"\r\n",
    "an old version": b"SSH-1.5-old\r\n",
    "no version": b"SSH-\r\n",
    "a version of one part": b"SSH-2.0\n" + b"\xff" * 16,
}
X25519 = KEXINIT, kexinit()
CLEAR: dict[str, tuple[tuple[int, bytes], ...]] = {
    "KEXINIT cut at 40 bytes": ((KEXINIT, kexinit()[:40]),),
    "two KEXINITs": (X25519, X25519),
    "KEXINIT without its last fields": ((KEXINIT, kexinit()[:-5]),),
    "KEXINIT of nothing": ((KEXINIT, b""),),
    "no common exchange": ((KEXINIT, kexinit(b"diffie-hellman-group1-sha1")),),
    "ext-info-c as the exchange": ((KEXINIT, kexinit(b"ext-info-c")),),
    "no common key": ((KEXINIT, kexinit(key=b"ssh-dss")),),
    "DEBUG of nothing": ((DEBUG, b""),),
    "the exchange before KEXINIT": ((KEXDH_INIT, NS(bytes(32))),),
    "NEWKEYS first": ((NEWKEYS, b""),),
    "NEWKEYS right after KEXINIT": (X25519, (NEWKEYS, b""), (IGNORE, NS(b"x" * 40))),
    "a key of zeros": (X25519, (KEXDH_INIT, NS(bytes(32)))),
    "a key of 5 bytes": (X25519, (KEXDH_INIT, NS(bytes(5)))),
    "a key cut short": (X25519, (KEXDH_INIT, b"\0\0")),
    "a hybrid key of 5 bytes": ((KEXINIT, kexinit(b"mlkem768x25519-sha256")), (KEXDH_INIT, NS(bytes(5)))),
    "a hybrid key of zeros": ((KEXINIT, kexinit(b"mlkem768x25519-sha256")), (KEXDH_INIT, NS(bytes(1216)))),
    "a wrong guess, and NEWKEYS": ((KEXINIT, kexinit(follows=b"\1")), (KEXDH_INIT, b""), (NEWKEYS, b"")),
    "message 31": (X25519, (31, NS(bytes(32)))),
    "message 32": (X25519, (32, NS(bytes(32)))),
    "message 33": (X25519, (33, b"")),
    "message 34": (X25519, (34, pack("!3L", 1024, 2048, 4096))),
    "UNIMPLEMENTED cut": ((UNIMPLEMENTED, b"\0"),),
    "EXT_INFO in the clear": ((EXT_INFO, b"\0"),),
    "SERVICE_REQUEST cut": ((SERVICE_REQUEST, b"\0\0"),),
    "SERVICE_REQUEST in the clear": ((SERVICE_REQUEST, NS(b"ssh-userauth")),),
    "none in the clear": ((USERAUTH_REQUEST, SAID_NONE),),
    "a channel in the clear": ((CHANNEL_OPEN, NS(b"session") + pack("!3L", 0, LARGE, LARGE)),),
    "message 255": ((255, b""),),
}
LENGTHS = {
    "a packet of 2 GiB": pack("!LB", 2**31, 4) + bytes(16),
    "a packet of 100,000 bytes": pack("!LB", 100_000, 4) + bytes(16),
    "a packet of no whole block": pack("!LB", 13, 4) + bytes(16),
    "a packet of nothing": pack("!LB", 12, 11) + bytes(16),
    "a packet of no length": pack("!LB", 0, 0) + bytes(16),
}
KEYED = {
    "USERAUTH_REQUEST of nothing": (USERAUTH_REQUEST, b""),
    "a key of nothing": (USERAUTH_REQUEST, PUBLICKEY),
    "a key cut": (USERAUTH_REQUEST, PUBLICKEY + b"\0" + NS(b"ssh-ed25519") + b"\0"),
    "a key that guesses wrong": (USERAUTH_REQUEST, PUBLICKEY + b"\0" + NS(b"ssh-ed25519") + NS(b"ssh-rsa !!!!")),
    "a key of rubbish": (USERAUTH_REQUEST, PUBLICKEY + b"\0" + NS(b"rsa-sha2-512") + NS(NS(b"ssh-rsa") + b"\0\0\1")),
    "an answer to no question": (61, bytes(4)),
    "authentication twice": (SERVICE_REQUEST, NS(b"ssh-userauth")),
    "an unknown service": (SERVICE_REQUEST, NS(b"foo")),
    "a connection before authentication": (SERVICE_REQUEST, NS(b"ssh-connection")),
    "SERVICE_REQUEST cut": (SERVICE_REQUEST, b"\0\0"),
    "NEWKEYS without an exchange": (NEWKEYS, b""),
    "an exchange without KEXINIT": (KEXDH_INIT, NS(bytes(32))),
    "EXT_INFO that says it is endless": (EXT_INFO, b"\xff" * 4),
    "EXT_INFO cut": (EXT_INFO, b"\0"),
    "a packet of 40,000 bytes": (IGNORE, bytes(40_000)),
}
LOGGED_IN = {
    "CHANNEL_OPEN cut": (CHANNEL_OPEN, NS(b"session") + b"\0\0"),
    "CHANNEL_OPEN of nothing": (CHANNEL_OPEN, b""),
    "GLOBAL_REQUEST cut": (GLOBAL_REQUEST, b"\0"),
    "an answer to no global request": (81, b""),
    "a refusal of no global request": (82, b""),
    "a channel confirmed that was not asked for": (OPEN_CONFIRMATION, pack("!4L", 7, 7, 7, 7)),
    "a channel refused that was not asked for": (OPEN_FAILURE, pack("!2L", 7, 1) + NS(b"") + NS(b"")),
    "an unknown channel's window": (WINDOW_ADJUST, pack("!2L", 7, 7)),
    "an unknown channel's data": (DATA, pack("!L", 7) + NS(b"r")),
    "an unknown channel's errors": (EXTENDED_DATA, pack("!2L", 7, 1) + NS(b"r")),
    "an unknown channel's end": (EOF, pack("!L", 7)),
    "an unknown channel's close": (CLOSE, pack("!L", 7)),
    "an unknown channel's request": (CHANNEL_REQUEST, pack("!L", 7) + NS(b"shell") + b"\1"),
    "data cut": (DATA, b"\0"),
    "errors cut": (EXTENDED_DATA, b"\0"),
    "another service": (SERVICE_REQUEST, NS(b"foo")),
    "the same service again": (SERVICE_REQUEST, NS(b"ssh-connection")),
}
REQUESTS = {
    "a terminal cut": NS(b"pty-req") + b"\1" + NS(b"xterm") + b"\0\0",
    "a terminal cut, and no reply": NS(b"pty-req") + b"\0" + NS(b"xterm") + b"\0\0",
    "a terminal of nothing": NS(b"pty-req") + b"\0",
    "a terminal whose modes are cut": NS(b"pty-req") + b"\0" + NS(b"xterm") + bytes(16) + pack("!L", 99),
    "a size cut": NS(b"window-change") + b"\1" + bytes(7),
    "a size cut, and no reply": NS(b"window-change") + b"\0" + bytes(7),
    "a variable cut": NS(b"env") + b"\0" + NS(b"LANG") + b"\0\0",
    "a command cut": NS(b"exec") + b"\0" + pack("!L", 99) + b"json",
    "a request cut": b"\0\0",
    "a request that does not say whether it wants a reply": NS(b"shell"),
}

NONSENSE = [
    *(Nonsense(name, wire, bytes_of(data)) for name, data in WIRE.items()),
    *(Nonsense(name, version, clear(*packets)) for name, packets in CLEAR.items()),
    *(Nonsense(name, version, bytes_of(data)) for name, data in LENGTHS.items()),
    *(Nonsense(name, Visitor.serve, packet(*what)) for name, what in KEYED.items()),
    Nonsense("a wrong MAC", Visitor.serve, broken),
    *(Nonsense(name, Visitor.log_in, packet(*what)) for name, what in LOGGED_IN.items()),
    *(Nonsense(name, opened, packet(CHANNEL_REQUEST, bytes(4) + what)) for name, what in REQUESTS.items()),
    Nonsense("data after CLOSE", playing, after_close(DATA)),
    Nonsense("CLOSE twice", playing, after_close(CLOSE)),
    Nonsense("more than the window takes", playing, lambda visitor: visitor.press(bytes(5000))),
    Nonsense("errors beyond the window", playing, packet(EXTENDED_DATA, pack("!2L", 0, 1) + NS(bytes(5000)))),
    Nonsense("a key exchange without end", playing, too_many_blocked),
    Nonsense("a key exchange of nothing", playing, packet(KEXINIT, b"")),
]

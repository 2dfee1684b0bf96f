"""What a packet of ssh holds, or that it makes no sense."""

from __future__ import annotations


class Nonsense(Exception):
    """What a client has sent makes no sense; the text says why, for the log."""


def string(data: bytes) -> tuple[bytes, bytes]:
    """Return the string (RFC 4251, section 5) at the beginning of *data*, and what follows.

    :raise Nonsense: where it is cut short, which conch's getNS() would not say
    """
    length = int.from_bytes(data[:4], "big")
    if len(data) < 4 + length:
        raise Nonsense("cut a packet short")
    return data[4 : 4 + length], data[4 + length :]

"""What one process tells another of a guest whom it passes on: in a value of the PROXY header, which is a JSON object.

After the header the guest's keys go one way, and what their screen shows the other: all that the client was asked
and has answered stays with the process to which it has connected.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from .proxy import BadHeader

ORDER = 0xE0  # of the values that the PROXY protocol leaves to applications: 0xE0 to 0xEF
HERE = b"\xfe"  # the answer's first byte, where the seat is here; it is in no UTF-8
OVER = b"\xff"  # the last byte, where the guest has been told good-bye; nor is this


class Refused(Exception):
    """The other process does not take the guest: it has no such seat, or has gone."""


@dataclass(frozen=True, slots=True)
class Order:
    """What the other process has to know.

    :param known: the code or the name whose seat is meant
    :param door: the kind of the door by which the guest has come
    :param screen: which one they have; json for a program
    :param width: of their terminal
    :param height: of it
    :param utf8: whether it shows UTF-8
    :param single_keys: whether it sends keys as they are pressed; None where that is not known
    :param terminal: what it calls itself
    :param key: the fingerprint of the ssh key by which they are known; '' is none
    """

    known: str
    door: str
    screen: str
    width: int = 80
    height: int = 24
    utf8: bool = False
    single_keys: bool | None = None
    terminal: str = ""
    key: str = ""


TYPES = {"width": int, "height": int, "utf8": bool, "single_keys": bool}  # of the fields that are no str


def write_order(order: Order) -> bytes:
    """Return the value that tells an order."""
    return json.dumps(asdict(order)).encode()


def read_order(value: bytes) -> Order:
    """Return the order that a value tells; what it has besides, of a later version, is left out.

    :raise BadHeader: it tells none
    """
    try:
        said = json.loads(value)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        raise BadHeader("it passes nobody on")
    try:
        return Order(**{name: said[name] for name in Order.__slots__ if _fits(name, said.get(name))})
    except TypeError:
        raise BadHeader("its order lacks something") from None


def _fits(name: str, value: object) -> bool:
    return type(value) is TYPES.get(name, str)

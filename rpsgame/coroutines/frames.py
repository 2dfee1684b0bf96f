"""WebSocket frames (RFC 6455, section 5), as a server of small texts reads and writes them."""

from __future__ import annotations

from collections.abc import Generator
from typing import NamedTuple

from .json_keys import LONGEST_LINE
from .toolbox import advance_generator_once

LONGEST_MESSAGE = LONGEST_LINE  # bytes
LONGEST_CONTROL = 125  # bytes, by the RFC

CONTINUED, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10  # opcodes
OPCODES = {CONTINUED, TEXT, BINARY, CLOSE, PING, PONG}
FINAL, RESERVED, CONTROL = 0x80, 0x70, 0x08  # bits of the first byte
MASKED = 0x80  # and of the second

# Closing codes (section 7.4.1, and 1013 of the IANA's registry)
GOOD_BYE, SERVER_STOPS, NO_FRAME, NO_TEXT, BAD_UTF8, NONSENSE, TOO_LONG, FULL = (
    *(1000, 1001, 1002, 1003, 1007, 1008, 1009, 1013),
)
CODES_OF_CLIENTS = {1000, 1001, 1002, 1003, *range(1007, 1015), *range(3000, 5000)}


class Heard(NamedTuple):
    """Something that a client has sent.

    :ivar word: 'text', 'ping', 'pong', 'close' (and the code to answer by) or 'wrong' (and the code that says why)
    """

    word: str
    payload: bytes = b""
    code: int = 0


class Head(NamedTuple):
    """A frame's header, which has *size* bytes; the payload has *length*."""

    opcode: int
    final: bool
    size: int
    length: int


@advance_generator_once
def frame_reader() -> Generator[list[Heard] | None, bytes, None]:
    """coroutine that makes messages of the frames of a client, be they whole or fragments

    A frame is judged by its header. So nothing is kept of a message that is too long, and an empty fragment counts as
    a byte, so that they have an end too. Whether a text is UTF-8 is for its reader to find out.

    yields: None: only at first
            what has come whole, in order; nothing comes after 'close' or 'wrong'

    accepts to .send(): the next bytes that the client sent, cut anywhere
    """
    found: list[Heard] | None = None
    pending, message, started, over = b"", b"", 0, False  # started: what a message in fragments would have come to
    while True:
        data = yield found
        found = []
        pending = b"" if over else pending + data
        while not over:
            head = _read(pending)
            if head is None:
                break
            code = _fault(head, pending, started)
            if not code and len(pending) < head.size + head.length:
                break
            payload, pending = _unmask(pending, head), pending[head.size + head.length :]
            if code or head.opcode & CONTROL:
                found.append(_control(head.opcode, payload) if not code else Heard("wrong", code=code))
                over = found[-1].code != 0
            elif head.final:
                found.append(Heard("text", message + payload))
                message, started = b"", 0
            else:
                message, started = message + payload, started + (head.length or 1)


def frame(opcode: int, payload: bytes) -> bytes:
    """Return a whole frame, as a server sends it."""
    length = len(payload)
    if length < 126:
        return bytes((FINAL | opcode, length)) + payload
    if length < 1 << 16:
        return bytes((FINAL | opcode, 126)) + length.to_bytes(2, "big") + payload
    return bytes((FINAL | opcode, 127)) + length.to_bytes(8, "big") + payload


def close_frame(code: int) -> bytes:
    """Return the frame that closes a connection, and says why."""
    return frame(CLOSE, code.to_bytes(2, "big"))


def _read(data: bytes) -> Head | None:
    """Return the header with which *data* begins, None while it is not whole."""
    if len(data) < 2:
        return None
    length = data[1] & ~MASKED
    extended = {126: 2, 127: 8}.get(length, 0)
    size = 2 + extended + (4 if data[1] & MASKED else 0)
    if len(data) < size:
        return None
    if extended:
        length = int.from_bytes(data[2 : 2 + extended], "big")
    return Head(data[0] & 0x0F, bool(data[0] & FINAL), size, length)


def _fault(head: Head, data: bytes, started: int) -> int:
    """Return the closing code for what may not be, 0 where nothing is wrong."""
    opcode, length = head.opcode, head.length
    if data[0] & RESERVED or opcode not in OPCODES or not data[1] & MASKED:
        return NO_FRAME
    if opcode & CONTROL:
        return 0 if head.final and length <= LONGEST_CONTROL else NO_FRAME
    if (opcode == CONTINUED) != (started > 0):
        return NO_FRAME
    if opcode == BINARY:
        return NO_TEXT
    return TOO_LONG if started + length > LONGEST_MESSAGE else 0


def _unmask(data: bytes, head: Head) -> bytes:
    """Return the payload of a masked frame: all of it at once, as one large number."""
    payload = data[head.size : head.size + head.length]
    mask = data[head.size - 4 : head.size] * (len(payload) // 4 + 1)
    key = int.from_bytes(mask[: len(payload)], "big")
    return (int.from_bytes(payload, "big") ^ key).to_bytes(len(payload), "big")


def _control(opcode: int, payload: bytes) -> Heard:
    if opcode != CLOSE:
        return Heard("ping" if opcode == PING else "pong", payload)
    code = int.from_bytes(payload[:2], "big") if payload else GOOD_BYE
    if code not in CODES_OF_CLIENTS:
        return Heard("wrong", code=NO_FRAME)
    return Heard("close", code=code)

"""What a person pressed, out of the bytes that a terminal sends for it."""

from __future__ import annotations

from codecs import getincrementaldecoder
from collections.abc import Generator

from .toolbox import advance_generator_once

ENTER = "\n"
ESCAPE = "\x1b"
LONGEST_SEQUENCE = 16  # parameter bytes of an escape sequence; xterm's keys have at most 5 (CSI 15;16~)


@advance_generator_once
def key_reader() -> Generator[str | None, bytes, None]:
    """coroutine that makes keys of bytes

    What a person pressed is one key, however many bytes a terminal sends for it: CR, LF, CR LF and CR NUL are each
    one ENTER, at once; an arrow or a function key (ECMA-48) is one ESCAPE; UTF-8 is one character, and what is no
    UTF-8 is U+FFFD. A capital is its small letter.

    yields: None: no key is complete
            keys: those that the byte completed, a character each (more than one where it also ends broken UTF-8)

    accepts to .send(): the next byte that the person sent (bytes of length 1)
    """
    decode = getincrementaldecoder("utf-8")("replace").decode
    byte = yield None
    while True:
        keys = decode(byte.lower())
        if keys.endswith("\r"):
            byte = yield keys[:-1] + ENTER
            if byte in b"\n\0":
                byte = yield None
        elif keys.endswith(ESCAPE):
            byte = yield keys
            if byte in b"[O":
                byte = yield from _rest_of_sequence(byte)
        else:
            byte = yield keys or None


def _rest_of_sequence(byte: bytes) -> Generator[None, bytes, bytes]:
    """Pass over what follows ESC: CSI, parameters and a final byte, or SS3 and a byte; return the byte after it."""
    introducer, byte = byte, (yield)
    if byte == introducer:  # the Linux console's F1 is ESC [ [ A
        byte = yield
    for _ in range(LONGEST_SEQUENCE):
        if not b" " <= byte <= b"?":
            break
        byte = yield
    if b"@" <= byte <= b"~":
        byte = yield
    return byte

"""The keys that a person pressed, out of the bytes that a terminal sends for them."""

from __future__ import annotations

import re
from codecs import getincrementaldecoder
from collections.abc import Generator

from .toolbox import advance_generator_once

ENTER = "\n"
HELP = "?"
AGAIN = "\x06"  # ACK, a program's own: it wants another match, and cannot have meant anything else
LEAVE = {"q", "\x03", "\x04"}  # and Ctrl-C and Ctrl-D
ESCAPE = "\x1b"
SMALL = {capital: capital + 32 for capital in range(ord("A"), ord("Z") + 1)}
LONGEST_SEQUENCE = 16  # parameter bytes of an escape sequence; xterm's keys have at most 5 (CSI 15;16~)

BEGUN = rb"([\[O])\1?[ -?]{,%d}" % LONGEST_SEQUENCE  # after ESC: CSI or SS3; the Linux console's F1 is ESC [ [ A
ENTERS = re.compile(rb"\r[\n\0]?")
ESCAPES = re.compile(rb"\x1b(?:%b[@-~]?)?" % BEGUN)
CUT = re.compile(rb"(?:\r|\x1b(?:%b)?)\Z" % BEGUN)


def small(keys: str) -> str:
    """Return keys with a small letter for each capital."""
    return keys.translate(SMALL)


@advance_generator_once
def key_reader(capitals: bool = False) -> Generator[str | None, bytes, None]:
    """coroutine that makes keys of bytes

    Each key that a person presses is one key, however many bytes a terminal sends for it: CR, LF, CR LF and CR NUL are
    each one ENTER, at once; an arrow or a function key (ECMA-48) is one ESCAPE; a character in UTF-8 is one key, and
    bytes that are no UTF-8 are U+FFFD. A capital is its small letter.

    :param capitals: a capital stays what it is

    yields: None: no key is complete
            keys: those that were completed, a character each

    accepts to .send(): the next bytes that the person sent, cut anywhere
    """
    decoder = getincrementaldecoder("utf-8")("replace")
    keys, pending, whole = None, b"", True
    while True:
        data = yield keys
        if whole and data.isalnum():
            keys = (data if capitals else data.lower()).decode()
        else:
            data = pending + data
            pressed = ESCAPES.sub(b"\x1b", ENTERS.sub(b"\n", data))[bool(pending) :]
            keys = decoder.decode(pressed if capitals else pressed.lower()) or None
            cut = CUT.search(data)
            pending = cut[0] if cut else b""  # a key already, and the next bytes may belong to it
            whole = not pending and decoder.getstate() == (b"", 0)

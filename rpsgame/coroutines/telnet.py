"""Telnet's own bytes, told from what a person typed (RFC 854)."""

from __future__ import annotations

from collections.abc import Generator
from typing import TypeAlias

from .toolbox import advance_generator_once

IAC, SE, SB = b"\xff", b"\xf0", b"\xfa"
WITH_OPTION = (b"\xfb", b"\xfc", b"\xfd", b"\xfe")  # WILL, WONT, DO, DONT

TelnetFilter: TypeAlias = Generator[bool | None, bytes, None]


@advance_generator_once
def telnet_filter() -> TelnetFilter:
    """coroutine that tells a person's bytes from telnet's

    yields: True: the byte is the person's (the second of IAC IAC is: it stands for a typed 255)
            False: the byte is part of a telnet command

    accepts to .send(): the next byte (bytes of length 1)
    """
    actual_input: bool | None = None
    while True:
        byte = yield actual_input  # normal
        actual_input = byte != IAC
        if actual_input:
            continue

        byte = yield False  # command
        if byte in WITH_OPTION:
            yield False  # parameter
        elif byte == SB:
            while byte != SE:
                while (yield False) != IAC:  # subnegotiation
                    pass
                byte = yield False  # command within it: IAC SE ends it, IAC IAC is data
        actual_input = byte == IAC

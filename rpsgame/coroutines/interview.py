"""What a telnet client says of itself when it is asked: its terminal (RFC 1091, MTTS) and its size (RFC 1073)."""

from __future__ import annotations

import re
from collections.abc import Generator
from dataclasses import dataclass, replace
from struct import Struct
from typing import TypeAlias

from .telnet import SB
from .toolbox import advance_generator_once

WILL, DO, DONT = b"\xfb", b"\xfd", b"\xfe"
ECHO, SGA, TTYPE, NAWS = b"\x01", b"\x03", b"\x18", b"\x1f"
IS, SEND = b"\0", b"\1"  # of TTYPE
MORE_NAMES = (WILL, TTYPE), (SB, TTYPE)  # what a client that may have another name has said

ASKS = 4  # for names: TinTin++ has three, and repeats the last
NAME = re.compile(rb"[!-~](?:[ -~]{0,38}[!-~])?")  # RFC 1091: 40 characters at most
MTTS = re.compile(r"MTTS (\d{1,4})")  # https://tintin.mudhalla.net/protocols/mtts/
UTF8, SCREEN_READER = 4, 64  # bits of it

COLOURLESS = {"DUMB", "UNKNOWN", "HARDCOPY", "TINYFUGUE"}  # TinyFugue shows whole lines only, and none redrawn
LINE_CLIENTS = {"TINYFUGUE", "KBTIN"}  # leave the echo to the server, and send lines all the same
SIZE = Struct("!HH")  # columns and lines, of NAWS
WIDTHS, HEIGHTS = (20, 500), (8, 200)  # of them, those that are believed


@dataclass(frozen=True, slots=True)
class Client:
    """What a telnet client has said of itself.

    :param echo: whether it leaves the echo to the server; None where it has not said that
    :param names: what it calls its terminal
    :param named: whether it has no more names
    :param size: the columns and lines that it shows, None where it has not said that
    """

    echo: bool | None = None
    names: tuple[str, ...] = ()
    named: bool = False
    size: tuple[int, int] | None = None

    def has(self, bit: int) -> bool:
        """Return whether it sets this bit of MTTS."""
        return any(int(match[1]) & bit for match in map(MTTS.fullmatch, self.names) if match)

    @property
    def single_keys(self) -> bool | None:
        """Whether it sends keys as they are pressed; None where that is not known."""
        return self.echo and LINE_CLIENTS.isdisjoint(name.upper() for name in self.names)

    @property
    def screen(self) -> str:
        """The screen that is right for it, as far as is known."""
        if self.has(SCREEN_READER):
            return "spoken"
        names = {name.upper() for name in self.names} or COLOURLESS
        return "colour" if self.echo and self.named and COLOURLESS.isdisjoint(names) else "plain"


Said: TypeAlias = tuple[bytes, bytes]  # a command and its option; or SB and what stands between it and IAC SE
Interview: TypeAlias = Generator[tuple[list[Said], Client] | None, Said, None]


@advance_generator_once
def interview() -> Interview:
    """coroutine that asks a telnet client what it is, once the client has taken an offer of WILL ECHO and WILL SGA

    A client that answers nothing is asked nothing, nor is one that refuses both: they show questions as they come (nc,
    and nc -t). What makes no sense changes nothing.

    yields: (questions, client): what to ask now, and what is known
            (DO, option): a question, unless the client has agreed already
            (SB, data): a question, which is a subnegotiation

    accepts to .send(): (command, option): the client has said WILL, WONT, DO or DONT
                        (SB, data): the client has sent a subnegotiation, in which IAC IAC is one byte
    """
    client, asks, offered, waits = Client(), ASKS, True, False
    questions: list[Said] = []
    command, what = yield None
    while True:
        if command in (DO, DONT) and what in (ECHO, SGA):
            if what == ECHO:
                client = replace(client, echo=command == DO)
            if offered and command == DO:
                offered, questions = False, [(DO, TTYPE), (DO, NAWS)]
        elif command == SB and what[:1] == NAWS:
            client = replace(client, size=believed(*SIZE.unpack(what[1:])) if len(what) == 5 else None)
        elif waits and command == SB and what[:2] == TTYPE + IS:
            client = _with_name(client, what[2:], last=not asks)
            waits = False
        if asks and not waits and not client.named and (command, what[:1]) in MORE_NAMES:
            asks, waits, questions = asks - 1, True, [(SB, TTYPE + SEND)]
        command, what = yield questions, client
        questions = []


def _with_name(client: Client, data: bytes, last: bool) -> Client:
    """Return the client with another name of it; the one that it repeats is the last, and so is that of MTTS."""
    name = data.decode() if NAME.fullmatch(data) else ""
    if not name or name in client.names:
        return replace(client, named=True)
    return replace(client, names=(*client.names, name), named=last or bool(MTTS.fullmatch(name)))


def believed(width: int, height: int) -> tuple[int, int] | None:
    """Return a size that a terminal says it has, or the next that one may have; None where it says 0, for unknown."""
    if not width or not height:
        return None
    return min(max(width, WIDTHS[0]), WIDTHS[1]), min(max(height, HEIGHTS[0]), HEIGHTS[1])

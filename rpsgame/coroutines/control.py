"""The operator: a line comes in, orders go out, and then the lines that answer it."""

from __future__ import annotations

from collections.abc import Collection, Generator
from typing import Any

from .bans import shown
from .commands import WORDS, Misunderstood, Obeying, Order
from .toolbox import advance_generator_once

LONGEST_LINE = 4096  # bytes; what is said to all has less

TOO_LONG = f"A line has at most {LONGEST_LINE} bytes. Good-bye."
OTHER_PROTOCOL = "This is the operator's door. Good-bye."
FAULT = "A fault of this server has prevented that; its log says more."


@advance_generator_once
def control(screens: Collection[str]) -> Generator[Order | list[str] | None, Any, None]:
    """coroutine that understands an operator

    :param screens: the names of all that people may see at first

    yields: None: only at first
            an Order: carry it out, and send what comes of it
                Order('status'): a Status
                Order('who'): a Presence for each who is in
                Order('bans'): pairs of a banned Network and the seconds that are left, None for ever
                Order('say', text): tell everybody; how many they are
                Order('kick', id): put somebody out who is in; None
                Order('ban', (network, seconds)): let nobody come from there or stay; None is for ever; a Kept
                Order('unban', network): end a ban; a Kept
                Order('screen', name): show it at first to all who come; None
                Order('drain', seconds): let no match begin, and cut off those that are on after so long, if not None;
                                         whether that makes sense
                Order('resume'): let matches begin again; whether that makes sense
            a list of lines: the answer to the line that was sent

    accepts to .send(): after an order, what has come of it
                        at any other time the next line, bytes
    """
    answer: list[str] | None = None
    while True:
        line = yield answer
        try:
            answer = yield from _obey(line, screens)
        except Misunderstood as problem:
            answer = [str(problem)]


def _obey(line: bytes, screens: Collection[str]) -> Obeying:
    try:
        said = line.decode()
    except UnicodeDecodeError:
        raise Misunderstood("This line is not UTF-8.") from None
    if not said.strip():
        return []
    word, *rest = said.split(None, 1)
    obeys = WORDS.get(word.lower())
    if obeys is None:
        raise Misunderstood(f"Nothing is called {shown(word)} here; it must be one of {', '.join(WORDS)}.")
    return (yield from obeys("".join(rest).strip(), screens))

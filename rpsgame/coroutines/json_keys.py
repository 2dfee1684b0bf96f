"""What programs send: a JSON object a line; and the key that a person would press to say the same."""

from __future__ import annotations

import json
from collections.abc import Generator
from typing import NamedTuple, NoReturn

from .codes import DIGITS, FIGURES
from .facts import WrongMessage
from .game import Game
from .keys import AGAIN, ENTER
from .other_keys import other_keys
from .toolbox import advance_generator_once

LONGEST_LINE = 4096  # bytes, its end not counted
ENDLESS = 4 * LONGEST_LINE  # bytes without the end of a line: no program of this game sends them
MOST_MESSAGES = 32  # of one read: a program that sends more does not wait for what they do
SHOWN = 40  # characters that are said again of what was wrong

ANYWHERE = {"arriving", "waiting", "playing", "watching", "asked", "over"}  # the phases of a View
MEETING = {"playing", "asked"}
IDLE = {"waiting", "watching"}
AWAY_FROM_TABLES = ANYWHERE - {"playing"}
MESSAGES: dict[str, tuple[type[str | bool], set[str]]] = {  # what its value is, and in which phases it makes sense
    "throw": (str, {"playing"}),
    "say": (str, MEETING),
    "mute": (bool, MEETING),
    "again": (bool, {"asked"}),
    "start": (bool, IDLE),
    "watch": (bool, IDLE),
    "status": (bool, ANYWHERE),
    "code": (str, ANYWHERE),
    "name": (str, AWAY_FROM_TABLES),
    "key": (str, AWAY_FROM_TABLES),
    "forget": (str, AWAY_FROM_TABLES),
    "standings": (bool, ANYWHERE),
    "typing": (bool, AWAY_FROM_TABLES),
    "leave": (bool, ANYWHERE),
}
NAMING = {"name", "key", "forget"}  # what a program says of its name
OF_RECORDS = NAMING | {"standings"}  # where there are records
KEYS = {"again": AGAIN, "start": ENTER, "watch": "w", "leave": "q"}


class Message(NamedTuple):
    """What a program says: a name in MESSAGES, and its value."""

    word: str
    what: str | bool


@advance_generator_once
def message_reader() -> Generator[list[Message | WrongMessage] | None, bytes, None]:
    """coroutine that makes messages of bytes; empty lines are none

    yields: None: only at first
            the messages of the lines that have ended, in their order, or what is wrong with them; that is "endless"
            where a line has not ended, and is far longer than any message

    accepts to .send(): the next bytes that the program sent, cut anywhere
    """
    found: list[Message | WrongMessage] | None = None
    pending, dropped = b"", 0
    while True:
        data = yield found
        *lines, pending = (pending + data).split(b"\n")
        found = []
        for line in lines:
            if dropped or line.strip():
                found.append(read_message(line, dropped + len(line)))
            dropped = 0
        if dropped or len(pending) > LONGEST_LINE:
            dropped += len(pending)
            pending = b""
            if dropped > ENDLESS:
                found.append(_wrong("endless"))


def read_message(line: bytes, length: int = 0) -> Message | WrongMessage:
    """Return what a program says by a JSON text, or what is wrong with that.

    :param length: the bytes of the line, where *line* is only the last part of one that is too long
    """
    if length > LONGEST_LINE:
        return _wrong("too long", str(LONGEST_LINE))
    try:
        said = json.loads(line.decode(), object_pairs_hook=tuple, parse_constant=_no_number)  # objects only are tuples
    except UnicodeDecodeError:
        return _wrong("not utf-8")
    except (ValueError, RecursionError):
        return _wrong("not json")
    if not isinstance(said, tuple):
        return _wrong("not an object")
    for name, _ in said:
        if name not in MESSAGES:
            return _wrong("unknown field", name)
    if len(said) != 1:
        return _wrong("several messages" if said else "no message")
    word, what = said[0]
    if not _has_sense(word, what):
        return _wrong("wrong value", word)
    return Message(word, what)


def key_for(message: Message, game: Game, phase: str) -> str | WrongMessage:
    """Return the key that says the same, or what is wrong with the message; those that no key says have '' here.

    :param phase: where the program is, as its View says it
    """
    word, what = message
    if phase not in MESSAGES[word][1]:
        return _wrong("not now", word)
    others = other_keys(tuple(game.throws))
    if word == "throw":
        keys = {called: key for key, called in game.throws.items()} | {key: key for key in game.throws}
        return keys.get(str(what)) or _wrong("unknown throw", str(what))
    if word == "say":
        phrases = {phrase: key for key, phrase in others.phrases.items()}
        return phrases.get(str(what)) or _wrong("unknown phrase", str(what))
    if word == "mute":
        return others.mute or _wrong("not in this game", word)
    return KEYS.get(word, "")


def _has_sense(word: str, what: object) -> bool:
    """Whether a message may have this value."""
    kind, _ = MESSAGES[word]
    if word == "code":
        return isinstance(what, str) and len(what) == DIGITS and FIGURES.issuperset(what)
    return isinstance(what, kind) and (what is not False or word in ("mute", "typing"))


def _no_number(name: str) -> NoReturn:
    """Refuse NaN and Infinity, which Python reads."""
    raise ValueError(name)


def _wrong(code: str, what: str = "") -> WrongMessage:
    """Return what is wrong; a program chooses *what*, which is therefore cut, and makes no fact that is kept."""
    fact: WrongMessage = WrongMessage.once(code, what if len(what) <= SHOWN else f"{what[:SHOWN]}...")
    return fact

"""What the doors tell: of a connection, of what was sent there, and of the server. facts.py has all the others."""

from __future__ import annotations

from .fact import Fact, plural

NO_TERMINAL = "Your terminal has not said what it is, and so gets no colour by itself."
NO_SIZE = "How large it is is unknown; 80 x 24 is taken. Change the size of its window, and it may say so."
SINGLE_KEYS = {
    True: "Your keys come at once.",
    False: "Your keys come in lines: press Enter after each, or in telnet press Ctrl-] and type: mode character",
    None: "Whether your keys come at once is unknown; where one alone does nothing, press Enter after it.",
}
SHOWS_UTF8 = {
    True: "It shows UTF-8.",
    False: "It has not said that it shows UTF-8, and gets ASCII. A client with MTTS says so, or the locale.",
}
NO_ANSWER = "How long an answer takes is unknown: nothing was asked that was answered."

WRONG = {
    "not utf-8": "This line is not UTF-8.",
    "not json": "This line is not JSON.",
    "not an object": "This line is not a JSON object.",
    "too long": "A line has at most {} bytes.",
    "endless": "This line does not end. Good-bye.",
    "no message": "This object says nothing.",
    "several messages": "This object says several things: send an object for each.",
    "unknown field": "Nothing is called {!a} here.",
    "wrong value": "This is no value for {!a}.",
    "unknown throw": "This game has no throw {!a}.",
    "unknown phrase": "Nobody can say {!a} here.",
    "not in this game": "There is no {!a} in this game.",
    "no names": "This server keeps no names, and so there is no {!a}.",
    "not now": "{!a} makes no sense now.",
}


# fmt: off
class ScreenKey(Fact, line="Screen readers: press {key} for whole sentences."):
    key: str
class DoorKeys(Fact, line="{view} changes the screen, {connection} shows your connection."):
    view: str
    connection: str
class ComesBy(Fact, line="You have come by {door}, and see the screen called {screen}."):
    door: str
    screen: str
class TerminalIs(Fact, line=lambda names: f"Your terminal is {', '.join(names)}." if names else NO_TERMINAL):
    names: tuple[str, ...]
class SizeIs(Fact, line=lambda size: "It is {} characters wide and {} lines high.".format(*size) if size else NO_SIZE):
    size: tuple[int, int] | None
class SingleKeys(Fact, line=lambda single: SINGLE_KEYS[single]):
    single: bool | None
class ShowsUtf8(Fact, line=lambda utf8: SHOWS_UTF8[utf8]):
    utf8: bool
class AnswerTakes(Fact, line=lambda ms: NO_ANSWER if ms is None else f"An answer takes {plural(ms, 'millisecond')}."):
    milliseconds: int | None
class TooManyKeys(Fact, line="Too many keys at once; the last {dropped} were dropped."):
    dropped: int
class WrongMessage(Fact, line=lambda code, what: WRONG[code].format(what)):
    code: str
    what: str
class ScreenFault(Fact, line="A fault of this server has cost you your screen. You go on with plain lines."): ...
class HowItStands(Fact, line="How it stands:"): ...
class TooManyMessages(Fact, line="Too many messages at once; the last {dropped} were dropped."):
    dropped: int
class NoMessages(Fact, line="This is a game for programs that send JSON, an object a line. Good-bye."): ...
class WrongProtocol(Fact, line="This is a game for telnet clients. Good-bye."): ...
class NoTelnet(Fact, line="That is no telnet. Good-bye."): ...
class WaysIn(Fact, line="Guests come in by: {command}"):
    command: str
class LinesLost(Fact, line="Lines lost, since the terminal took none: {lines}."):
    lines: int
class LogGoesTo(Fact, line="The log goes to {path}"):
    path: str
class HostKeyIs(Fact, line="The ssh host key is {fingerprint}"):
    fingerprint: str
class KnownBy(Fact, line="You are known by your key, {fingerprint}."):
    fingerprint: str
class NoKey(Fact, line="You have shown no key, and play without one."): ...
class NoCommand(Fact, line="This is a game, and no shell: plain, colour, spoken and json choose a screen."): ...

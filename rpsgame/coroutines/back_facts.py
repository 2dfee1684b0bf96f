"""What is told of those whose line is lost, and who come back. facts.py has all the others."""

from __future__ import annotations

from .fact import Fact, plural


def left(seconds: int | None) -> str:
    """Return what is said besides of somebody who is timed; None: they are not."""
    return "" if seconds is None else f", {plural(seconds, 'second')} left"


def more_codes(tries: int) -> str:
    """Return what is said besides of how many more codes may be tried."""
    return f" You may try {plural(tries, 'other code')}." if tries else ""


# fmt: off
class LineLost(Fact, line=lambda player, n: f"The line to player {player} is lost{left(n)}."):
    player: int
    seconds: int | None
class CameBack(Fact, line=lambda player, n: f"Player {player} is back{left(n)}."):
    player: int
    seconds: int | None
class NotBackYet(Fact, line=lambda player, n: f"The match waits {plural(n, 'second')} for player {player}."):
    player: int
    seconds: int
class ServerWasDown(Fact, line="The server was down. The match goes on when its players are back."): ...
class YourCode(Fact, line="If you lose the line, type {mark}{code} when you come again."):
    mark: str
    code: str
class MatchIsKept(Fact, line="Your match goes on when the server is back: type {mark}{code} then."):
    mark: str
    code: str
class CodeHas(Fact, line="A code to come back by has {digits} digits."):
    digits: int
class WrongCode(Fact, line=lambda n: f"Nobody has this code.{more_codes(n)}"):
    tries: int
class NoMoreCodes(Fact, line="Too many wrong codes have come from here. None is taken now."): ...
class YouAreBack(Fact, line="You are {name} again."):
    name: str
class YouAreHere(Fact, line="You have your seat."): ...
class OtherLine(Fact, line="You have come back by another line. Good-bye."): ...

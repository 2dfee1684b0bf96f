"""What is told of those whose line is lost, and who come back. facts.py has all the others."""

from __future__ import annotations

from .fact import Fact, plural


def left(seconds: int | None) -> str:
    """Return what is said besides of somebody who is timed; None: they are not."""
    return "" if seconds is None else f", {plural(seconds, 'second')} left"


def more_codes(tries: int) -> str:
    """Return what is said besides of how many more codes may be tried."""
    return f" You may try {plural(tries, 'other code')}." if tries else ""


def ended(opponent: str, how: str, who: str | None, wins: tuple[int, int] | None) -> str:
    """Return how a match ended, for one of its players, of whom and of whose wins it speaks first."""
    score = "" if wins is None else "{} - {}, ".format(*wins)
    return f"Your match with {opponent} is over: {score}{ENDED[how].format('you' if who == 'you' else opponent)}."


ENDED = {
    "played": "{} won",
    "left": "{} left",
    "timed out": "{} did not throw in time",
    "both timed out": "neither of you threw in time",
    "not back": "{} did not come back in time",
    "neither back": "nobody came back in time",
    "cut off": "it was cut off",
    "fault": "a fault of this server has ended it",
}


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
class MatchWasOver(Fact, line=ended):
    opponent: str
    how: str  # a key of ENDED
    who: str | None  # has won, or left, or was late: 'you' or 'they'
    wins: tuple[int, int] | None
class SeatOutOfReach(
    Fact, line="Your seat is in another part of the house, which cannot be reached now. Try again in a while."
): ...
class OthersOutOfReach(
    Fact, line=lambda n: f"Nobody here has this code, and the rest of the house cannot be asked now.{more_codes(n)}"
):
    tries: int
class LostThere(Fact, line="The part of the house where you were is lost. Try to come back in a while."): ...
class YouAreBack(Fact, line="You are {name} again."):
    name: str
class YouAreHere(Fact, line="You have your seat."): ...
class OtherLine(Fact, line="You have come back by another line. Good-bye."): ...

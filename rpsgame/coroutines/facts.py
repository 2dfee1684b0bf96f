"""All that people are told. A fact is the plain line that tells it, and carries what the line was made of.

Print a fact, and you have the line; ask for its class and its fields to show it in another way. Facts of two classes
may have the same line, and are equal then: ask for the class first.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing_extensions import dataclass_transform
else:

    def dataclass_transform() -> Callable[[type], type]:
        return lambda cls: cls


KEPT = 4096  # facts that are handed out again, not made again: all of a best of nine, at many tables

# How a fact is made, compiled for each kind, as namedtuple does it: a function for all would take twice as long.
ONCE = """
def once({names}):
    fact = new(cls, {text})
    fact.values = ({names})
    return fact
"""


@dataclass_transform()
class Kind(type):
    """A class of facts: its fields are what it annotates, and its line is a format of them, or a function."""

    once: Callable[..., Any]  # makes a fact that will hardly recur, and is not to push out those that do

    def __new__(
        mcs, name: str, bases: tuple[type, ...], body: dict[str, Any], line: str | Callable[..., str] = ""
    ) -> Kind:
        """Make a class whose facts keep their values, and have a property for each."""
        fields = tuple(body.get("__annotations__", ()))
        for place, field in enumerate(fields):
            body[field] = property(lambda fact, place=place: fact.values[place])  # type: ignore[misc]
        cls = super().__new__(mcs, name, bases, {"__slots__": (), **body})
        names = "".join(f"{field}, " for field in fields)
        text = f"f{line!r}" if isinstance(line, str) else f"line({names})"
        scope: dict[str, Any] = {"new": str.__new__, "cls": cls, "line": line}
        exec(ONCE.format(names=names, text=text), scope)
        cls.once = scope["once"]
        return cls

    def __init__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any], **line: Any) -> None:
        super().__init__(name, bases, body)

    @lru_cache(KEPT, typed=True)  # 3 and 3.0 are equal, but not their lines  # noqa: B019 (classes are for ever)
    def __call__(cls, *values: Any) -> Any:
        """Return the fact with these values: the same object again, as long as it is kept."""
        return cls.once(*values)


class Fact(str, metaclass=Kind):
    """What somebody is told: a line, without its end."""

    __slots__ = ("values",)

    def __reduce__(self) -> tuple[Any, ...]:
        """Let copy and pickle make it again."""
        return type(self), self.values  # type: ignore[attr-defined]


def plural(count: float, what: str) -> str:
    """Return "1 second" or "2 seconds"."""
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


WATCH = ", w watches a match"
MEANWHILE = "; w watches a match meanwhile"
ENDINGS = {
    "played": "{} has won",
    "left": "{} has left",
    "timed out": "{} was timed out",
    "both timed out": "both were timed out",
    "cut off": "the server is stopping",
}
LEAVE = "leave", "close the house"

# fmt: off

# The article's, to the letter, which the machine tells.
class PlayerConnected(Fact, line="Player connected: {name}"):
    name: str
class Welcome(Fact, line="Welcome to the game"): ...
class InvalidKey(Fact, line="Invalid key"): ...
class GameTold(Fact, line="Player 0: {choice0}, Player 1: {choice1}"):
    choice0: str
    choice1: str
class PlayerWins(Fact, line="Player {player} wins!"):
    player: int
class Wins(Fact, line="Wins: {wins0} - {wins1}"):
    wins0: int
    wins1: int
class Overall(Fact, line="Overall: {percent:5.2f}%"):
    percent: float
class ThankYou(Fact, line="Thank you for playing!"): ...
class OpponentDisconnected(Fact, line="Opponent disconnected."): ...
class TimedOut(Fact, line="Timed out. Good-bye"): ...
class OpponentTimedOut(Fact, line="Opponent timed out."): ...

# A table's.
class YouArePlayer(Fact, line="You are player {player}."):
    player: int
class Seated(Fact, line="You are player 1. Player 0 is {opponent}."):
    opponent: str
class TimeToThrow(Fact, line=lambda seconds: f"You have {plural(seconds, 'second')} for each throw."):
    seconds: int
class YourThrow(Fact, line="Your throw ({keys})?"):
    keys: str
class NobodyWins(Fact, line="Nobody wins. Your throw ({keys})?"):
    keys: str
class YouThrow(Fact, line="You throw {throw}. Waiting for player {other}."):
    throw: str
    other: int
class OtherHasThrown(Fact, line="Player {other} has thrown. Your throw ({keys})?"):
    other: int
    keys: str
class ThrowPlease(Fact, line="Your throw, please; you are timed out in"): ...
class Count(Fact, line="{seconds}"):
    seconds: int
class TimeLeft(Fact, line=lambda player, seconds: f"Player {player} has {plural(seconds, 'second')} left."):
    player: int
    seconds: int
class MatchWon(Fact, line="You have won the match, {wins0} - {wins1}."):
    wins0: int
    wins1: int
class MatchLost(Fact, line="You have lost the match, {wins0} - {wins1}."):
    wins0: int
    wins1: int
class MatchBegins(Fact, line="Now {name0} plays {name1}."):
    name0: str
    name1: str
class MatchEnds(Fact, line=lambda w0, w1, how, who: f"The match ends {w0} - {w1}: {ENDINGS[how].format(who)}."):
    wins0: int
    wins1: int
    how: str
    who: str | None
class Remark(Fact, line="{text}"):
    text: str
class NobodyThere(Fact, line="There is nobody to play with yet."): ...
class OurFault(Fact, line="A fault of this server has ended the match; you have done nothing wrong."): ...

# The lobby's, and a visit's.
class GameIs(Fact, line="This is {game}, best of {best_of}."):
    game: str
    best_of: int
class YouAre(Fact, line="You are {name}."):
    name: str
class Keys(Fact, line="Keys: {throws}; ? shows them, q leaves."):
    throws: str
class PressEnter(Fact, line="Where a key alone does nothing, press Enter after it."): ...
class Rule(Fact, line="{text}"):
    text: str
class HouseIsFull(Fact, line="The house is full. Please come again later."): ...
class TooManyOfYou(Fact, line="Too many guests have come from your address. Please come again later."): ...
class HostIsHere(Fact, line="There is a host already. Please come again later."): ...
class WaitingForGuest(Fact, line="Waiting for a guest."): ...
class TableIsBusy(Fact, line="The table is busy. Watch the match while you wait."): ...
class Place(Fact, line="You are number {place} in the line."):
    place: int
class LineLength(Fact, line=lambda n: f"{plural(n, 'guest') if n else 'Nobody'} wait{'s' * (n < 2)} in the line."):
    guests: int
class HostIsAway(Fact, line="The host is away."): ...
class HostHasLeft(Fact, line="The host has left."): ...
class NextGuest(Fact, line=lambda watch: f"You play the next guest who comes{MEANWHILE * watch}."):
    watch: bool
class HouseSoon(Fact, line=lambda n: f"You play the house in {plural(n, 'second')}, unless another guest comes."):
    seconds: float
class HouseNext(Fact, line="Another guest plays the house, and then you."): ...
class EnterStarts(Fact, line=lambda watch: f"Enter starts at once{WATCH * watch}."):
    watch: bool
class EnterPlays(Fact, line="Enter plays the house."): ...
class WatchesAnother(Fact, line="w watches another match."): ...
class YouWatch(Fact, line="You watch {name0} against {name1}."):
    name0: str
    name1: str
class NoMatch(Fact, line="No match is on."): ...
class NoOtherMatch(Fact, line="No other match is on."): ...
class YourTurnComes(Fact, line="Your turn comes; q leaves."): ...
class AnotherMatch(Fact, line="Another match? Press any key, or q to leave."): ...
class WaitingForAnswer(Fact, line="You play again when {opponent} wants it too."):
    opponent: str
class OpponentDeclines(Fact, line="There is no other match with {opponent}."):
    opponent: str
class PressAgain(Fact, line=lambda closes: f"Somebody plays or waits. Press q again to {LEAVE[closes]}."):
    closes: bool
class HouseCloses(Fact, line="The host closes the house. Good-bye."): ...
class LastMatch(Fact, line=lambda n: f"The server is stopping: this match is the last. It has {plural(n, 'second')}."):
    seconds: float
class Stopping(Fact, line="The server is stopping. Good-bye."): ...
class GoodBye(Fact, line="Good-bye."): ...

# A door's.
class TooManyKeys(Fact, line="Too many keys at once; the last {dropped} were dropped."):
    dropped: int
class WrongProtocol(Fact, line="This is a game for telnet clients. Good-bye."): ...
class NoTelnet(Fact, line="That is no telnet. Good-bye."): ...
class WaysIn(Fact, line="Guests come in by: {command}"):
    command: str
class LinesLost(Fact, line="Lines lost, since the terminal took none: {lines}."):
    lines: int
class LogGoesTo(Fact, line="The log goes to {path}"):
    path: str

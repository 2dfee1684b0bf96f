"""All that people are told. A fact is the plain line that tells it, and carries what the line was made of.

Print a fact, and you have the line; ask for its class and its fields to show it in another way. Facts of two classes
may have the same line, and are equal then: ask for the class first.
"""

from __future__ import annotations

from collections.abc import Iterable

from .back_facts import *  # noqa: F403
from .door_facts import *  # noqa: F403 (so that all facts are found here)
from .fact import Fact as Fact
from .fact import plural as plural
from .name_facts import *  # noqa: F403
from .standing_facts import *  # noqa: F403


def listed(keys: Iterable[tuple[str, str]]) -> str:
    """Return the keys with their words, as "r rock, p paper"."""
    return ", ".join(f"{key} {word}" for key, word in keys)


def has(seconds: float | None) -> str:
    """Return what is said besides of a match that has so long; None: as long as it takes."""
    return "" if seconds is None else f" It has {plural(seconds, 'second')}."


WATCH = ", w watches a match"
MEANWHILE = "; w watches a match meanwhile"
ENDINGS = {
    "played": "{} has won",
    "left": "{} has left",
    "timed out": "{} was timed out",
    "both timed out": "both were timed out",
    "cut off": "the server is stopping",
    "not back": "{} did not come back",
    "neither back": "nobody came back",
}
LEAVE = "leave", "close the house"
PLAYERS = {(0,): "player 0", (1,): "player 1", (0, 1): "both players"}
PHRASES = "Good game!", "Thanks!", "Again?", "Ouch!"  # what two players can say to each other
MUTES = "; {} to hear them no more"
MUTED = "You hear the other player again.", "You do not hear the other player any more."
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
class MatchPoint(Fact, line=lambda players: f"Match point for {PLAYERS[players]}."):
    players: tuple[int, ...]
class Streak(Fact, line="Player {player} has won {games} games in a row."):
    player: int
    games: int
class Said(Fact, line="Player {player} says: {phrase}"):
    player: int
    phrase: str
class OtherSaid(Fact, line="{name} says: {phrase}"):
    name: str
    phrase: str
class SaidAlready(Fact, line="You have said that already."): ...
class Muted(Fact, line=lambda muted: MUTED[muted]):
    muted: bool
class SayKeys(Fact, line=lambda said, mute: f"To the other player: {listed(said)}{MUTES.format(mute) * bool(mute)}."):
    phrases: tuple[tuple[str, str], ...]
    mute: str
class GamesLeft(Fact, line=lambda least, most: f"Games left: {least}{f' to {most}' * (least < most)}."):
    least: int
    most: int
class NobodyThere(Fact, line="There is nobody to play with yet."): ...
class SealIs(Fact, line="Player {player} has thrown, sealed as {seal}"):
    player: int
    seal: str
class SealWas(Fact, line="In the last game player {player} threw {key} with {nonce}, sealed as {seal}"):
    player: int
    key: str
    nonce: str
    seal: str
class NoSeal(Fact, line="No throw has been sealed yet."): ...
class SealKey(Fact, line="{key} shows the seals of the throws."):
    key: str

# A table's, for programs: these have no line.
class Sealed(Fact):
    player: int
    seal: str
class Opened(Fact):
    player: int
    key: str
    nonce: str
class SeedWas(Fact):
    seed: str

class OurFault(Fact, line="A fault of this server has ended the match; you have done nothing wrong."): ...

# The lobby's, and a visit's.
class GameIs(Fact, line="This is {game}, best of {best_of}."):
    game: str
    best_of: int
class YouAre(Fact, line="You are {name}."):
    name: str
class Keys(Fact, line=lambda throws: f"Keys: {listed(throws)}; ? shows them, q leaves."):
    throws: tuple[tuple[str, str], ...]
class PressEnter(Fact, line="Where a key alone does nothing, press Enter after it."): ...
class Rules(Fact, line=lambda rules: " ".join(rules)):
    rules: tuple[str, ...]
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
class GuestWaits(Fact, line="{name} has come; your match with the house ends."):
    name: str
class WatchesAnother(Fact, line="w watches another match."): ...
class YouWatch(Fact, line="You watch {name0} against {name1}."):
    name0: str
    name1: str
class NoMatch(Fact, line="No match is on."): ...
class NoOtherMatch(Fact, line="No other match is on."): ...
class YourTurnComes(Fact, line="Your turn comes; q leaves."): ...
class AnotherMatch(Fact, line=lambda say: "Another match? Press any key, or q to leave."):
    say: tuple[SayKeys, ...]  # where somebody hears it; the line leaves it to ?
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
class LastForNow(Fact, line=lambda n: f"The house closes: this match is the last.{has(n)}"):
    seconds: float | None
class HouseIsClosed(Fact, line="The house is closed for now. Please come again later."): ...
class HouseIsOpen(Fact, line="The house opens again: this match is not the last."): ...
class HouseSays(Fact, line="The operator says: {text}"):
    text: str
class Kicked(Fact, line="The operator has put you out. Good-bye."): ...
class Banned(Fact, line="Nobody may come in from your address. Good-bye."): ...

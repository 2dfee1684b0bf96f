"""Drives a strategy as a table does, against opponents whose throws are made up from a seed."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import Any

from ..coroutines.games import Game
from ..strategies import Ask, Chance, LastWord, MatchOver, Setting, Strategy

NEEDED = (1, 2, 5, 20)  # games that win the matches that are played
LONGEST = 200  # throws, after which the opponent leaves
MOST_ASKED = 1_000  # times for a throw; what is still an Ask then is taken for the throw
SHOWN = 12  # throws in a sentence
RANDOM_GUESTS = 4  # opponents who throw anything


class Recall:
    """The memory that a strategy has of all its matches; where it has none, the answers are None.

    :ivar asked: what it was asked in matches
    """

    def __init__(self, strategy: Strategy, saved: Any = None) -> None:
        self._memory = strategy.memory(saved) if strategy.memory else None
        self.asked: list[Any] = []

    def send(self, word: str, match: Hashable = None, what: Any = None) -> Any:
        """Tell it that something is asked, over or to be saved; return its answer."""
        if word == "ask":
            self.asked.append(what)
        return self._memory.send((word, match, what)) if self._memory else None


class GoesOn(Exception):
    """A strategy yields when its match is over."""


class Player:
    """A strategy in a match.

    :param kept: what it has kept of its last match with this opponent
    :param recall: the memory that it asks
    :ivar throwing: its coroutine
    """

    def __init__(
        self, strategy: Strategy, game: Game, needed: int, kept: Any = None, recall: Recall | None = None
    ) -> None:
        keys, words = tuple(game.throws), tuple(game.throws.values())
        self.throwing = strategy.factory(Setting(keys, game.outcomes, needed, Chance(b"a match"), kept, words))
        self._recall = recall or Recall(strategy)

    def throw(self, told: str | None) -> Any:
        """Tell it the opponent's last throw, None at first; return what it throws."""
        said: Any = self.throwing.send(told)
        for _ in range(MOST_ASKED):
            if not isinstance(said, Ask):
                break
            said = self.throwing.send(self._recall.send("ask", self, said.what))
        return said

    def end(self, told: str) -> Any:
        """Tell it the opponent's last throw, and that the match is over; return its last word."""
        said: Any = self.throwing.send(told)
        if isinstance(said, Ask):
            self._recall.send("ask", self, said.what)
        try:
            self.throwing.throw(MatchOver())
            raise GoesOn
        except StopIteration as end:
            return LastWord() if end.value is None else end.value
        except MatchOver:
            return LastWord()
        finally:
            self._recall.send("over", self, True)

    def leave(self) -> None:
        """The opponent has left."""
        self.throwing.close()
        self._recall.send("over", self, False)


class Match:
    """A match that a strategy plays against some throws: until it is won, or the throws are at an end.

    :ivar told: the opponent's throws
    :ivar needed: the games that win it
    :ivar throws: the strategy's, up to one that is no throw
    :ivar last: its last word; None where the match was not won, and the opponent has left
    :ivar fault: what the coroutine raised; None where all is well
    :ivar where: "throw", "end" or "leave": what it did then
    """

    def __init__(
        self,
        strategy: Strategy,
        game: Game,
        told: Sequence[str],
        needed: int = 5,
        kept: Any = None,
        recall: Recall | None = None,
    ) -> None:
        self.told, self.needed = told, needed
        self.throws: list[Any] = []
        self.last: Any = None
        self.fault: BaseException | None = None
        self.where = "throw"
        try:
            self._play(Player(strategy, game, needed, kept, recall), game)
        except KeyboardInterrupt:
            raise
        except BaseException as fault:
            self.fault = fault

    def _play(self, player: Player, game: Game) -> None:
        referee, wins, last = game.factory(), [0, 0], None
        for throw in self.told:
            self.throws.append(player.throw(last))
            if not is_throw(self.throws[-1], game):
                return
            last = throw
            referee.send((0, self.throws[-1]))
            match referee.send((1, throw)):
                case ("win", int(winner), _, _):
                    wins[winner] += 1
            if self.needed in wins:
                self.where = "end"
                self.last = player.end(throw)
                return
        self.where = "leave"
        player.leave()

    def __str__(self) -> str:
        told = self.told[: len(self.throws)]
        shown = " ".join(told[:SHOWN]) + (f" and {len(told) - SHOWN} more" if len(told) > SHOWN else "")
        return f"a match to {self.needed} win{'s' * (self.needed > 1)} against {shown or 'no throw yet'}"


def is_throw(said: Any, game: Game) -> bool:
    """Whether a strategy yields the key of a throw."""
    return isinstance(said, str) and said in game.throws


def guests(game: Game) -> Iterator[list[str]]:
    """Yield the throws of one opponent after another: any, always the same, all in turn."""
    throws = tuple(game.throws)
    for number in range(RANDOM_GUESTS):
        chance = Chance(b"guest %d" % number)
        yield [throws[chance.randrange(len(throws))] for _ in range(LONGEST)]
    yield from ([throw] * LONGEST for throw in throws[:RANDOM_GUESTS])
    yield [throws[number % len(throws)] for number in range(LONGEST)]


def matches(strategy: Strategy, game: Game) -> Iterator[Match]:
    """Yield matches of all lengths against all of them, and matches that they leave."""
    for told in guests(game):
        yield from (Match(strategy, game, told, needed) for needed in NEEDED)
        yield from (Match(strategy, game, told[:moment], LONGEST) for moment in range(6))

"""The house at a table: player 0, whose throws are a strategy's."""

from __future__ import annotations

from typing import Any

from ..strategies import Ask, Chance, LastWord, MatchOver, Setting, Strategy, StrategyCoroutine
from .games import Game
from .match import Command
from .raised import FAULTS

MOST_QUESTIONS = 100  # that a strategy asks its memory between two throws


class House:
    """Lets a strategy play one match after another, and keeps for it what it has learnt of the guest.

    :ivar asked: whether it waits for an answer of the memory that it has of all guests
    """

    __slots__ = ("_best_of", "_game", "_kept", "_kind", "_questions", "_strategy", "asked")

    def __init__(self, strategy: Strategy, game: Game, best_of: int) -> None:
        self._kind, self._game, self._best_of = strategy, game, best_of
        self._kept: Any = None
        self._strategy: StrategyCoroutine | None = None
        self.asked = False
        self._questions = 0

    def begin(self, seed: bytes, saved: Any = None) -> list[Command]:
        """A match begins, all chance in which comes of *seed*; return a 'fault' where nothing can be made of *saved*.

        :param saved: what was learnt of the guest in another visit, as `learnt` has said it; None: what is known of
            their last match is newer, or there is nothing
        """
        fault: list[Command] = []
        if saved is not None:
            try:
                self._kept = self._kind.load(saved)
                self._strategy = self._kind.factory(self._setting(seed))
                return fault
            except FAULTS as problem:
                fault.append(("fault", "learnt", problem))
                self._kept = None
        self._strategy = self._kind.factory(self._setting(seed))
        return fault

    def _setting(self, seed: bytes) -> Setting:
        game, needed = self._game, self._best_of // 2 + 1
        keys, words = tuple(game.throws), tuple(game.throws.values())
        return Setting(keys, game.outcomes, needed, Chance(seed), self._kept, words)

    def play(self, told: Any) -> str | Ask:
        """Tell it what it waits for: the guest's last throw, None at first, or an answer; return what it says."""
        assert self._strategy, "a match is on"
        said = self._strategy.send(told)
        if said is None:
            raise ValueError(f"the strategy {self._kind.name} yields None in place of a throw")
        self.asked = isinstance(said, Ask)
        self._questions = self._questions + 1 if self.asked else 0
        if self._questions > MOST_QUESTIONS:
            raise ValueError(f"the strategy {self._kind.name} asks and asks, and does not throw")
        return said

    def hear_last_word(self, last: str) -> tuple[Ask | None, str | None]:
        """Tell it the guest's last throw, and that the match is over; return what it asks, and its remark."""
        assert self._strategy, "a match is on"
        said, word = self._strategy.send(last), LastWord()
        try:
            self._strategy.throw(MatchOver())
        except StopIteration as end:
            word = end.value or word
        except MatchOver:
            pass
        self._kept = word.kept
        return said if isinstance(said, Ask) else None, word.remark

    def learnt(self) -> list[Command]:
        """Say what it keeps of the guest, made of what JSON knows, if it keeps anything."""
        return [] if self._kept is None else [("learnt", 1, self._kind.save(self._kept))]

    def end(self) -> None:
        """The match is over."""
        self._strategy, self.asked = None, False

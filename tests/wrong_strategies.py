"""Strategies of which each breaks one rule, and memories."""

from __future__ import annotations

import random
from typing import Any

from rpsgame import advance_generator_once
from rpsgame.strategies import Ask, LastWord, Memory, Setting, StrategyCoroutine

from .wrong_games import Break, Sound


class Steady:
    """A strategy that is right, and throws at random. A coroutine need not be a generator."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.told: list[str] = []

    def send(self, told: Any) -> Any:
        self.told = [*self.told, told][-10:]
        return self.draw()

    def draw(self) -> Any:
        return self.setting.throws[self.setting.chance.randrange(len(self.setting.throws))]

    def throw(self, over: BaseException) -> Any:
        raise StopIteration(self.last_word())

    def last_word(self) -> Any:
        return LastWord(None, "something")

    def close(self) -> None:
        pass


def no_factory(setting: Setting) -> Any:
    """Raise."""
    raise RuntimeError("no match today")


def not_primed(setting: Setting) -> StrategyCoroutine:
    """Be a generator that stands before its first yield."""
    yield setting.throws[0]
    return None


async def later(setting: Setting) -> Any:
    """Be what asyncio calls a coroutine."""


class Breaks(Steady):
    def draw(self) -> Any:
        raise Break


class AsksForever(Steady):
    def draw(self) -> Any:
        return Ask("again?")


class Slow(Steady):
    def draw(self) -> Any:
        sum(range(1_000_000))
        return super().draw()


class Raises(Steady):
    def draw(self) -> Any:
        if self.told[-3:] == ["b", "b", "b"]:
            raise KeyError("b")
        return super().draw()


@advance_generator_once
def tired(setting: Setting) -> StrategyCoroutine:
    """End after three throws."""
    yield None
    for _ in range(3):
        yield setting.throws[0]
    return None


class NoEnd(Steady):
    def throw(self, over: BaseException) -> Any:
        return "a"


class RaisesAtTheEnd(Steady):
    def throw(self, over: BaseException) -> Any:
        raise ZeroDivisionError


class Clings(Steady):
    def close(self) -> None:
        raise RuntimeError("generator ignored GeneratorExit")


class NoThrow(Steady):
    def draw(self) -> Any:
        return super().draw().upper()


class Nothing(Steady):
    def draw(self) -> Any:
        return None if self.told[-2:] == ["a", "a"] else super().draw()


class OwnChance(Steady):
    def draw(self) -> Any:
        return random.choice("ab")


class Shares(Steady):
    """Throws what any of its matches was told last, and begins alike each time."""

    last = "a"

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        Shares.last = "a"

    def draw(self) -> Any:
        Shares.last, throw = self.told[-1] or "a", Shares.last
        return throw


class Watched(Sound):
    """A game that lets its last throw be seen."""

    seen = "a"

    def take(self, player: int, key: str) -> None:
        super().take(player, key)
        Watched.seen = self.chosen[1] or "a"


class Peeks(Steady):
    def draw(self) -> Any:
        return Watched.seen


class OldWord(Steady):
    def last_word(self) -> Any:
        return "Well played."


class TwoLines(Steady):
    def last_word(self) -> Any:
        return LastWord("Well played.\nAnother?")


class CannotRead(Steady):
    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        if setting.kept:
            self.wins = setting.kept[100]


class KeepsASet(Steady):
    def last_word(self) -> Any:
        return LastWord(None, {"something"})


class KeepsMuch(Steady):
    def last_word(self) -> Any:
        return LastWord(None, "something" * 500)


class KeepsATuple(Steady):
    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self.twice = (setting.kept or ()) * 2 == ["something"] * 2

    def draw(self) -> Any:
        return None if self.twice else super().draw()

    def last_word(self) -> Any:
        return LastWord(None, ("something",))


class KeepsNonsense(Steady):
    def draw(self) -> Any:
        return self.setting.kept or super().draw()


class Grows(Steady):
    def send(self, told: Any) -> Any:
        self.told.append(told)
        return self.draw()


@advance_generator_once
def asks(setting: Setting) -> StrategyCoroutine:
    """Ask the memory before each throw."""
    yield None
    while True:
        often = yield Ask("how often")
        yield setting.throws[often % len(setting.throws)]


@advance_generator_once
def counts(saved: Any) -> Memory:
    """A memory that is right: it counts the matches that are over."""
    over = saved or 0
    word, _, played = yield None
    while True:
        over += word == "over" and played
        word, _, played = yield over


@advance_generator_once
def nothing_kept(saved: Any) -> Memory:
    """Expect that something was saved before the first start."""
    yield from saved


@advance_generator_once
def forgets_nobody(saved: Any) -> Memory:
    """Remember all matches that were ever asked in."""
    asked: set[Any] = set()
    word, match, _ = yield None
    while True:
        if word == "ask":
            asked.add(match)
        word, match, _ = yield 0


@advance_generator_once
def expects_a_question(saved: Any) -> Memory:
    """Be told only of matches in which something was asked."""
    asked: set[Any] = set()
    word, match, _ = yield None
    while True:
        if word == "ask":
            asked.add(match)
        elif word == "over":
            asked.remove(match)
        word, match, _ = yield 0


@advance_generator_once
def ends(saved: Any) -> Memory:
    """Remember a thousand things, and no more."""
    answer = None
    while answer != 1_000:
        yield answer
        answer = (answer or 0) + 1


@advance_generator_once
def saves_a_set(saved: Any) -> Memory:
    """Save what JSON does not know."""
    word, _, _ = yield None
    while True:
        word, _, _ = yield {1, 2} if word == "save" else 0


@advance_generator_once
def cannot_restore(saved: Any) -> Memory:
    """Save a number, and expect a list."""
    number = len(saved) if saved is not None else 0
    yield None
    while True:
        yield number


@advance_generator_once
def restores_less(saved: Any) -> Memory:
    """Save what it does not look at when it begins again."""
    number = 0
    yield None
    while True:
        yield number
        number += 1


def choosy(*_: Any) -> bool:
    """Play nothing."""
    return False


def undecided(*_: Any) -> bool:
    """Raise."""
    raise LookupError("what game?")


def load_nothing(saved: Any) -> Any:
    """Return nothing."""


def load_fails(saved: Any) -> Any:
    """Raise."""
    return {}[saved]

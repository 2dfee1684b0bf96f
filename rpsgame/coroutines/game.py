"""What the house has to know of a game; one that cannot be played is refused when it is made."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from .facts import Fact, Keys, PressEnter, Rules
from .keys import HELP, LEAVE
from .raised import raised

Outcome: TypeAlias = tuple[str, int | None, str, str]
GameCoroutine: TypeAlias = Generator[Outcome | str | None, tuple[int, str], None]

NAME = re.compile(r"\w+(-\w+)*")  # a word of a command line, which no shell changes and no option looks like


@dataclass(frozen=True)
class Game:
    """What the house has to know of a game: its coroutine, its words for people, and who of the house can play it.

    :param name: what it is called: letters and digits, with hyphens between words
    :param factory: makes its coroutine
    :param throws: by its key, what each throw is called; a key is one character, no capital and not q or ?
    :param rules: what people have to know, in a sentence each
    :param strategies: the names of the strategies made for it, the best first; those that play any game such as this
        need not be named
    :raise ValueError: with the reason, where it cannot be played
    """

    name: str
    factory: Callable[[], GameCoroutine]
    throws: Mapping[str, str]
    rules: Sequence[str] = ()
    strategies: Sequence[str] = ()

    def __post_init__(self) -> None:
        reason = next(_reasons(self), None)
        if reason:
            raise ValueError(f"the game {self.name!r} cannot be played: {reason}")

    @cached_property
    def outcomes(self) -> tuple[tuple[int, ...], ...] | None:
        """What each throw of player 0, a row, is to them against each of player 1: 1 for a win, 0 for a tie, -1.

        None where that depends on more than one throw of both. It is found out by playing.

        :raise ValueError: where the game's coroutine cannot be played
        """
        try:
            return _try_out(self.factory(), tuple(self.throws))
        except KeyboardInterrupt:
            raise
        except BaseException as fault:
            raise ValueError(f"the game {self.name!r} cannot be played: it raises {raised(fault)}") from fault

    @cached_property
    def welcome(self) -> tuple[Fact, ...]:
        """What somebody is told who comes, and again when they ask: the keys and the rules."""
        rules = (Rules(tuple(self.rules)),) if self.rules else ()
        return Keys(tuple(self.throws.items())), PressEnter(), *rules


def _reasons(game: Game) -> Iterator[str]:
    """Yield why a game cannot be played."""
    if not isinstance(game.name, str) or not NAME.fullmatch(game.name):
        yield "its name must be of letters and digits, with hyphens between words"
    if not callable(game.factory):
        yield "its factory cannot be called"
    if not isinstance(game.throws, Mapping) or not game.throws:
        yield "it has no throws, which are a word for each key"
    for key in game.throws:
        if not isinstance(key, str) or len(key) != 1:
            yield f"the key {key!r} is not one character"
        if key == HELP or key in LEAVE:
            yield f"the key {key!r} has a meaning already"
        if key != key.lower():
            yield f"the key {key!r} is a capital, which players send as a small letter"
        if not _can_be_read(key):
            yield f"the key {key!r} cannot be seen"
    for word in game.throws.values():
        if not _can_be_read(word):
            yield f"a throw cannot be called {word!r}"
    if len(set(game.throws.values())) < len(game.throws):
        yield "it has two keys for one throw"
    if not _is_list(game.rules):
        yield "its rules are no sequence of sentences"
    for rule in game.rules:
        if not _can_be_read(rule) or not rule.endswith((".", "!")):
            yield f"the rule {rule!r} is no sentence"
    if not _is_list(game.strategies) or not all(isinstance(name, str) for name in game.strategies):
        yield "its strategies are no sequence of names"


def _is_list(things: object) -> bool:
    """Whether this is several things, and stays so when they have been looked at."""
    return isinstance(things, Sequence) and not isinstance(things, str)


def _can_be_read(text: object) -> bool:
    """Whether this is a line, or a part of one, as it stands."""
    return isinstance(text, str) and text.isprintable() and text == text.strip() != ""


def _try_out(tried: GameCoroutine, keys: Sequence[str]) -> tuple[tuple[int, ...], ...] | None:
    """Return the outcomes, None where a game has others when it is played again, or ends otherwise than by a throw."""
    rows = [[_outcome(tried, key0, key1) for key1 in keys] for key0 in keys]
    again = [[_outcome(tried, key0, key1) for key1 in keys] for key0 in keys]
    known = tuple(tuple(value for value in row if value is not None) for row in rows)
    return known if rows == again == [[*row] for row in known] else None


def _outcome(tried: GameCoroutine, key0: str, key1: str) -> int | None:
    """Return what a game is to player 0, None where it does not end when both have thrown, and by that."""
    first, second = tried.send((0, key0)), tried.send((1, key1))
    if first is not None or not isinstance(second, tuple) or second[2:] != (key0, key1):
        return None
    return {0: 1, 1: -1}.get(second[1], 0) if second[1] is not None else 0

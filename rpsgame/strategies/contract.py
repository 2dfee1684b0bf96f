"""What a strategy is: how it is told what it has to know, and how it answers."""

from __future__ import annotations

from collections.abc import Callable, Generator, Hashable, Sequence
from typing import Any, NamedTuple, TypeAlias

from .chance import Chance

Outcomes: TypeAlias = Sequence[Sequence[int]]

MOST_KEPT = 4096  # bytes of JSON that are kept of a guest with a name: so much goes into the journal at each visit


class Setting(NamedTuple):
    """What a strategy knows when a match begins.

    :param throws: the keys of the throws
    :param outcomes: what each throw of the house, a row, is to the house against each of its opponent's: 1 for a win,
        0 for a tie, -1 for a loss; None in a game where that depends on more
    :param needed: the games that win the match
    :param chance: all chance that there is
    :param kept: what the strategy has kept of its last match with this opponent, None in their first; of somebody with
        a name also where that was in another visit
    :param words: what the throws are called, in the order of the keys
    """

    throws: Sequence[str]
    outcomes: Outcomes | None
    needed: int
    chance: Chance
    kept: Any = None
    words: Sequence[str] = ()


class Ask(NamedTuple):
    """What a strategy yields to ask the memory that it has of all opponents; the answer is sent to it."""

    what: Any


class MatchOver(Exception):
    """The match is over, thrown into a strategy; one that has nothing to say need not catch it."""


class LastWord(NamedTuple):
    """What a strategy returns at a match's end: a line for the opponent, and what it keeps for the next match."""

    remark: str | None = None
    kept: Any = None


StrategyCoroutine: TypeAlias = Generator[str | Ask | None, Any, LastWord | None]
Memory: TypeAlias = Generator[Any, tuple[str, Hashable, Any], None]


def as_it_is(kept: Any) -> Any:
    """Return what is made of what JSON knows anyway."""
    return kept


def any_game(throws: Sequence[str], outcomes: Outcomes | None) -> bool:
    """Play whatever there is."""
    return True


class Strategy(NamedTuple):
    """What the house has to know of a strategy.

    :param name: what ``--house`` calls it
    :param factory: makes its coroutine, for one match; the coroutine
        yields: the key of its throw in the next game, or an `Ask`,
        accepts to .send(): None at first, the answer to an Ask, and after each game the opponent's throw,
        accepts to .throw(): `MatchOver`, after the last game's throw was sent: it ends, and may return a `LastWord`
    :param plays: whether it can play a game of these throws and outcomes
    :param memory: makes the coroutine that remembers for all matches at once, from what it had saved or None; it
        yields: an answer, made of what JSON knows if it shall stand in the journal,
        accepts to .send(): ('ask', match, what): a strategy asks in a match, which any value stands for,
        ('over', match, played): the match is over; whether it was played to its end,
        ('save', None, None): the answer is what it has to know at another start, made of what JSON knows
    :param version: another number for each change after which it throws otherwise than it did, told the same
    :param save: makes, of what it keeps of an opponent, what JSON knows, of `MOST_KEPT` bytes at most. Of somebody
        with a name it is kept from visit to visit, until they are forgotten or another version has played them
    :param load: makes of that again what it keeps
    """

    name: str
    factory: Callable[[Setting], StrategyCoroutine]
    plays: Callable[[Sequence[str], Outcomes | None], bool] = any_game
    memory: Callable[[Any], Memory] | None = None
    version: int = 1
    save: Callable[[Any], Any] = as_it_is
    load: Callable[[Any], Any] = as_it_is

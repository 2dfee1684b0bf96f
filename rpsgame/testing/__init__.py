"""Proves a game or a strategy of somebody else's sound: mixins for trial, and the same as a list of sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeAlias

from ..coroutines.games import Game
from ..coroutines.raised import raised
from ..strategies import Strategy
from . import games, strategies
from .driving import Broken

Rule: TypeAlias = Callable[..., None]
Before: TypeAlias = Callable[[], object] | None


class GameTests:
    """A mixin for ``twisted.trial.unittest.SynchronousTestCase`` with a test for each rule of a game.

    :cvar game: the game
    """

    game: Game


class StrategyTests:
    """The same for a strategy.

    :cvar strategy: the strategy
    :cvar game: what it plays
    """

    strategy: Strategy
    game: Game


def add_tests(mixin: type, rules: Sequence[Rule], *attributes: str) -> None:
    """Give a mixin a test for each rule, of what the attributes hold."""

    def as_test(rule: Rule) -> Callable[[Any], None]:
        """Return a rule as a method of a test case, which fails where the rule is broken."""

        def test(self: Any) -> None:
            try:
                rule(*(getattr(self, name) for name in attributes))
            except Broken as fault:
                raise self.failureException(str(fault)) from None

        test.__doc__ = rule.__doc__
        return test

    for rule in rules:
        setattr(mixin, f"test_{rule.__name__}", as_test(rule))


def faults_of_game(game: Game, before: Before = None) -> list[str]:
    """Return what is wrong with a game, in sentences; none where all is well.

    :param before: is called before each rule is looked at
    """
    return faults(games.FIRST_RULES, games.RULES, before, game)


def faults_of_strategy(strategy: Strategy, game: Game, before: Before = None) -> list[str]:
    """Return what is wrong with a strategy that plays a sound game, in sentences; none where all is well.

    :param before: is called before each rule is looked at
    """
    return faults(strategies.FIRST_RULES, strategies.RULES, before, strategy, game)


def faults(first: Sequence[Rule], more: Sequence[Rule], before: Before, *what: Any) -> list[str]:
    """Return the sentence of the first rule that is broken, or else of all the others that are."""
    return [*islice(broken(first, before, *what), 1)] or [*broken(more, before, *what)]


def broken(rules: Sequence[Rule], before: Before, *what: Any) -> Iterator[str]:
    """Yield the sentences of the rules that are broken."""
    for rule in rules:
        if before:
            before()
        try:
            rule(*what)
        except Broken as fault:
            yield str(fault)
        except KeyboardInterrupt:
            raise
        except BaseException as fault:
            yield f"It raises {raised(fault)}, where the rule is: {rule.__doc__}"


add_tests(GameTests, (*games.FIRST_RULES, *games.RULES), "game")
add_tests(StrategyTests, (*strategies.FIRST_RULES, *strategies.RULES), "strategy", "game")

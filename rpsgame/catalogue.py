"""The games and strategies that the command line may name: ours, and after them those of other packages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, Generic, TypeVar

from .coroutines.game import Game
from .coroutines.games import GAMES
from .coroutines.house import House
from .coroutines.raised import raised
from .plugins import IGame, IStrategy, look_for
from .strategies import STRATEGIES, Strategy

T = TypeVar("T", bound=Game | Strategy)

NOBODY = "none"  # the house does not play
ANY_GAME = ("reader", "matrix")  # who play games that name nobody; not `random`, which nobody plays twice


class Catalogue(Generic[T]):
    """All that there is of a kind, by name; it looks for plugins when it is asked for what is not ours.

    :param kind: Game or Strategy
    :param ours: those of this package
    :param interface: what the plugins of others provide
    :ivar problems: what is wrong with plugins, a line each, as far as it has looked for them
    """

    def __init__(self, kind: type[T], ours: Mapping[str, T], interface: Any) -> None:
        self._kind, self._ours, self._interface = kind, ours, interface
        self.problems: list[str] = []

    @cached_property
    def _theirs(self) -> dict[str, Any]:
        plugins, problems = look_for(self._interface, {*self._ours, NOBODY})
        self.problems += problems
        return plugins

    def names(self) -> list[str]:
        """Return all names, ours first."""
        return [*self._ours, *self._theirs]

    def listing(self) -> str:
        """Return all names in a sentence, in which those of other packages are told from ours."""
        theirs = f"; of other packages: {', '.join(self._theirs)}" if self._theirs else ""
        return f"{', '.join(self._ours)}{theirs}."

    def find(self, name: str) -> T:
        """Return what has a name.

        :raise ValueError: with what is wrong, where there is nothing, or nothing that works
        """
        if name in self._ours:
            return self._ours[name]
        if name not in self._theirs:
            raise ValueError(f"there is no such {self._kind.__name__.lower()}")
        try:
            found = self._theirs[name].load()
        except KeyboardInterrupt:
            raise
        except BaseException as fault:
            raise ValueError(f"its plugin does not work, {raised(fault)}") from None
        if not isinstance(found, self._kind):
            raise ValueError(f"its plugin loads what is no {self._kind.__name__}")
        if found.name != name:
            raise ValueError(f"its plugin loads what is called {found.name!r}")
        return found

    def get(self, name: str) -> T | None:
        """Return what has a name; None where there is nothing, or nothing that works, which is a problem."""
        try:
            return self.find(name)
        except ValueError as problem:
            if name in self._theirs:
                self.problems.append(f"{name}: {problem}")
            return None


def all_games() -> Catalogue[Game]:
    """Return a catalogue of the games."""
    return Catalogue(Game, GAMES, IGame)


def all_strategies() -> Catalogue[Strategy]:
    """Return a catalogue of the strategies."""
    return Catalogue(Strategy, STRATEGIES, IStrategy)


def problems(games: Catalogue[Game], strategies: Catalogue[Strategy]) -> list[str]:
    """Return what is known to be wrong with plugins, each line once."""
    return list(dict.fromkeys([*games.problems, *strategies.problems]))


def choose_game(name: str, games: Catalogue[Game]) -> Game:
    """Return the game of a name, tried out.

    :raise ValueError: with what is wrong, and what would be right
    """
    try:
        game = games.find(name)
        game.outcomes  # noqa: B018 (it plays)
    except ValueError as problem:
        right = ", ".join(other for other in games.names() if other != name)
        raise ValueError(f"{problem}. It must be one of {right}") from None
    return game


def choose_house(name: str | None, game: Game, strategies: Catalogue[Strategy]) -> Strategy | None:
    """Return who plays *game* for the house, None for nobody; where no name is given, who does so by default.

    :raise ValueError: with what is wrong, and what would be right
    """
    if name is None:
        return default_strategy(game, strategies.get)
    if name == NOBODY:
        return None
    try:
        strategy = strategies.find(name)
        problem = why_not(strategy, game)
        if problem is None:
            return strategy
    except ValueError as why:
        problem = str(why)
    others = [other for other in map(strategies.get, strategies.names()) if other and why_not(other, game) is None]
    right = ", ".join(other.name for other in others)
    raise ValueError(f"{problem}. It must be {NOBODY} or one of {right}")


def default_strategy(game: Game, known: Callable[[str], Strategy | None]) -> Strategy | None:
    """Return who plays *game* for the house unasked: the first that it names and that is known, or else a learner.

    None where guests had better play each other.

    :param known: returns the strategy that has a name, or None
    """
    candidates = map(known, (*game.strategies, *ANY_GAME))
    return next((strategy for strategy in candidates if strategy and why_not(strategy, game) is None), None)


def why_not(strategy: Strategy, game: Game) -> str | None:
    """Return why a strategy does not play a game; None where it does, for it fits, and has begun when it was tried."""
    if not fits(strategy, game):
        return f"it does not play {game.name}"
    try:
        House(strategy, game, 1).begin(b"")
        if strategy.memory:
            strategy.memory(None)
    except KeyboardInterrupt:
        raise
    except BaseException as fault:
        return f"it cannot begin, {raised(fault)}"
    return None


def fits(strategy: Strategy, game: Game) -> bool:
    """Return whether a strategy plays a game; one that fails to say so does not."""
    throws, outcomes = tuple(game.throws), game.outcomes
    try:
        return strategy.plays(throws, outcomes)
    except KeyboardInterrupt:
        raise
    except BaseException:
        return False

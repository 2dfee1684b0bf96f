"""``python -m rpsgame.check``: says in sentences what is wrong with a game or a strategy, or that all is well."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from functools import reduce
from importlib import import_module
from traceback import extract_tb
from typing import Any, NoReturn

from .catalogue import all_games, all_strategies, fits, problems
from .coroutines.game import NAME
from .coroutines.games import Game
from .coroutines.raised import raised
from .plugins import NAMES
from .strategies import Strategy
from .testing import faults_of_game, faults_of_strategy

USAGE = """\
Usage: python -m rpsgame.check GAME
       python -m rpsgame.check STRATEGY [GAME]
Each is a name that twistd rpsgame knows, or MODULE:ATTRIBUTE, such as odds_and_evens.game:ODDS_AND_EVENS."""
SOUND, WRONG, BAD_USAGE = 0, 1, 2  # how it exits
LONGEST = 100  # seconds for a rule: twice what the slowest strategy takes that is allowed


class CannotTell(Exception):
    """There is nothing to check: why, in a sentence, and how to exit."""

    def __init__(self, sentence: str, status: int) -> None:
        super().__init__(sentence)
        self.status = status


def main(arguments: Sequence[str]) -> int:
    """Check what the arguments name, and print what comes of it; return the exit status."""
    try:
        if not 1 <= len(arguments) <= 2 or arguments[0].startswith("-"):
            raise CannotTell(USAGE, SOUND if {*arguments} & {"-h", "--help"} else BAD_USAGE)
        watch(arguments[0])
        what, *games = [find(name) for name in arguments]
        if isinstance(what, Strategy):
            return check_strategy(what, games)
        if games:
            raise CannotTell(f"{what.name} is a game, and is checked alone.", BAD_USAGE)
        return report(what.name, faults_of_game(what, lambda: watch(what.name)))
    except CannotTell as why:
        print(why)
        return why.status
    except KeyboardInterrupt:
        return WRONG
    finally:
        watch_no_more()


def check_strategy(strategy: Strategy, games: Sequence[Any]) -> int:
    """Check a strategy that plays the given game, or else one that it is made for, or else the first that it plays."""
    known = [game for game in map(all_games().get, all_games().names()) if game and fits(strategy, game)]
    game = next(iter([*games, *sorted(known, key=lambda game: strategy.name not in game.strategies)]), None)
    if not isinstance(game, Game):
        raise CannotTell(f"Which game does {strategy.name} play? Name it after the strategy.", BAD_USAGE)
    if report(game.name, faults_of_game(game, lambda: watch(game.name))):
        return WRONG
    return report(
        f"{strategy.name}, which plays {game.name},", faults_of_strategy(strategy, game, lambda: watch(strategy.name))
    )


def report(name: str, faults: Sequence[str]) -> int:
    """Print what is wrong, or that all is well."""
    print(f"{name} is {'not ' if faults else ''}sound.", *faults, sep="\n* ", flush=True)
    return WRONG if faults else SOUND


def find(name: str) -> Any:
    """Return the game or the strategy of a name."""
    if ":" in name:
        return load(name)
    for catalogue in (all_games(), all_strategies()):
        if name in catalogue.names():
            try:
                return catalogue.find(name)
            except ValueError as problem:
                raise CannotTell(f"{name}: {problem}.", WRONG) from None
    games, strategies = all_games(), all_strategies()
    known = ", ".join([*games.names(), *strategies.names()])
    sentence = f"There is no game or strategy {name!r}. There are {known}; another is MODULE:ATTRIBUTE."
    raise CannotTell("\n* ".join([sentence, *problems(games, strategies)]), BAD_USAGE)


def load(where: str) -> Game | Strategy:
    """Import what stands in a module."""
    module, _, attribute = where.partition(":")
    if not all(part.isidentifier() for part in module.split(".")):
        raise CannotTell(f"{module!r} is no name of a module.", BAD_USAGE)
    try:
        imported = import_module(module)
    except KeyboardInterrupt:
        raise
    except BaseException as fault:
        if isinstance(fault, ModuleNotFoundError) and f"{module}.".startswith(f"{fault.name}."):
            raise CannotTell(f"There is no module {fault.name!r}.", BAD_USAGE) from None
        place = extract_tb(fault.__traceback__)[-1]
        line = "" if isinstance(fault, SyntaxError) else f", in line {place.lineno} of {place.filename}"
        raise CannotTell(f"{module} cannot be imported: {raised(fault)}{line}.", WRONG) from None
    try:
        found = reduce(getattr, attribute.split("."), imported)
    except AttributeError:
        raise CannotTell(f"There is no {attribute!r} in {module}.", BAD_USAGE) from None
    except Exception as fault:
        raise CannotTell(f"Asked for {attribute!r}, {module} raises {raised(fault)}.", WRONG) from None
    if not isinstance(found, Game | Strategy):
        raise CannotTell(f"{where} is no Game and no Strategy, but of type {type(found).__name__}.", WRONG)
    if not isinstance(found.name, str) or not NAME.fullmatch(found.name):
        raise CannotTell(f"{where} is called {found.name!r}, but {NAMES}.", WRONG)
    return found


def watch(name: str) -> None:
    """End the process if no other call comes in time; where a system has no SIGALRM, what loops for ever does so."""

    def end(*_: Any) -> NoReturn:
        report(name, [f"It has not come to an end in {LONGEST} second{'s' * (LONGEST > 1)}, and may loop for ever."])
        os._exit(WRONG)

    if hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, end)
        signal.alarm(LONGEST)


def watch_no_more() -> None:
    """All is done in time."""
    if hasattr(signal, "SIGALRM"):
        signal.alarm(0)


if __name__ == "__main__":
    sys.unraisablehook = lambda _: None  # a coroutine that does not go when it is closed has had its sentence
    sys.exit(main(sys.argv[1:]))

"""What another package says of its games and strategies, in a file of a few lines in its ``twisted/plugins/``.

Twisted imports that file, and this module with it, whenever it looks for plugins of any kind; a game is imported when
it is to be played.
"""

from __future__ import annotations

from collections.abc import Container
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any

from twisted.plugin import IPlugin
from twisted.python.modules import getModule
from zope.interface import Attribute, Interface, implementer

from .coroutines.game import NAME
from .coroutines.raised import raised

if TYPE_CHECKING:
    from .coroutines.game import Game
    from .strategies import Strategy

NAMES = "a name is of letters and digits, with hyphens between words"


class IGame(Interface):
    """A game that ``twistd rpsgame --game`` takes."""

    name: str = Attribute("What --game calls it, and it calls itself.")

    def load() -> Game:
        """Import the game, and return it."""


class IStrategy(Interface):
    """A strategy that ``twistd rpsgame --house`` takes."""

    name: str = Attribute("What --house calls it, and it calls itself.")

    def load() -> Strategy:
        """Import the strategy, and return it."""


class _Plugin:
    """Knows where a thing is.

    :param name: the thing's name
    :param where: its module, a colon, and what it is called there, such as ``odds_and_evens.game:ODDS_AND_EVENS``
    """

    def __init__(self, name: str, where: str) -> None:
        self.name = name
        self.where = where

    def load(self) -> Any:
        """Import the thing, and return it; raise whatever that raises."""
        return resolve_name(self.where)


@implementer(IPlugin, IGame)
class GamePlugin(_Plugin):
    """A game of another package, which is imported when it is to be played."""


@implementer(IPlugin, IStrategy)
class StrategyPlugin(_Plugin):
    """A strategy of another package, which is imported when it is to play."""


def look_for(interface: Any, taken: Container[str]) -> tuple[dict[str, Any], list[str]]:
    """Return the plugins that provide IGame or IStrategy, by name, and in a line each what is wrong with others.

    Twisted's own search logs a traceback for a file that it cannot import; this one says so in a line.

    :param taken: the names that no plugin can have; of two plugins of one name, the first has it
    """
    plugins: dict[str, Any] = {}
    problems = []
    for module in getModule("twisted.plugins").iterModules():
        try:
            plugged = [value for value in vars(module.load()).values() if interface.providedBy(value)]
            offered = [(getattr(plugin, "name", None), plugin) for plugin in plugged]
        except KeyboardInterrupt:
            raise
        except BaseException as fault:
            problems.append(f"{module.name} cannot be imported, {raised(fault)}")
            continue
        for name, plugin in offered:
            if not isinstance(name, str) or not NAME.fullmatch(name):
                problems.append(f"{module.name} offers {name!r}, but {NAMES}")
            elif name in taken or name in plugins:
                problems.append(f"{module.name} offers {name!r}, but that name is taken")
            else:
                plugins[name] = plugin
    return plugins, problems

"""What a program on Twisted needs of rpsgame, in one place; ``import rpsgame`` alone stays free of Twisted.

A `Game` is played in a `Hall`. Guests come to it by a `TelnetFactory`, the host by a `Console` at the terminal, and a
`Server` opens and closes all of this with the reactor, with a `Listener` for each endpoint.
"""

from .coroutines.facts import Fact
from .coroutines.games import GAMES, ROCK_PAPER_SCISSORS, Game, GameCoroutine, Outcome
from .doors.console import Console
from .doors.telnet import TelnetFactory
from .endpoints import parse_endpoint
from .hall import Hall
from .hall.batch import Door
from .server import Listener, Server
from .strategies import MOST_KEPT, STRATEGIES, Ask, Chance, LastWord, MatchOver, Setting, Strategy, StrategyCoroutine

__all__ = [
    "GAMES",
    "MOST_KEPT",
    "ROCK_PAPER_SCISSORS",
    "STRATEGIES",
    "Ask",
    "Chance",
    "Console",
    "Door",
    "Fact",
    "Game",
    "GameCoroutine",
    "Hall",
    "LastWord",
    "Listener",
    "MatchOver",
    "Outcome",
    "Server",
    "Setting",
    "Strategy",
    "StrategyCoroutine",
    "TelnetFactory",
    "parse_endpoint",
]

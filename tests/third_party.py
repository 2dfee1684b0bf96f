"""Packages of other people, with games and strategies of their own."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import twisted.plugins
from twisted.trial.unittest import SynchronousTestCase

PLUGIN = "twisted/plugins/{}_plugin.py"
SOUND = {
    "parity/__init__.py": "",
    "parity/game.py": """
from rpsgame.api import ROCK_PAPER_SCISSORS, Game

PARITY = Game("parity", ROCK_PAPER_SCISSORS.factory, {"r": "rock", "p": "paper"}, ("Be even.",), ("parrot",))
OTHER = Game("other", ROCK_PAPER_SCISSORS.factory, {"r": "rock"})
""",
    "parity/strategy.py": """
from rpsgame.api import LastWord, MatchOver, Strategy

def parrot(setting):
    yield None
    last = yield setting.throws[0]
    while True:
        last = yield last

def begin(setting):
    parroting = parrot(setting)
    next(parroting)
    return parroting

PARROT = Strategy("parrot", begin)
""",
    PLUGIN.format("parity"): """
from rpsgame.plugins import GamePlugin, StrategyPlugin

parity = GamePlugin("parity", "parity.game:PARITY")
parrot = StrategyPlugin("parrot", "parity.strategy:PARROT")
""",
}
"""A package that is as it should be: a game, a strategy, and the file that offers them."""


def offering(*plugins: str) -> str:
    """Return a file that offers plugins."""
    lines = [f"plugin{number} = {plugin}" for number, plugin in enumerate(plugins)]
    return "\n".join(["from rpsgame.plugins import GamePlugin, StrategyPlugin", *lines])


def write(folder: str, files: Mapping[str, str]) -> None:
    """Write packages into a folder."""
    for name, text in files.items():
        path = Path(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def install(test: SynchronousTestCase, files: Mapping[str, str]) -> None:
    """Install packages until a test is over."""
    directory = TemporaryDirectory()
    test.addCleanup(directory.cleanup)
    write(directory.name, files)
    test.patch(sys, "path", [directory.name, *sys.path])
    test.patch(twisted.plugins, "__path__", [f"{directory.name}/twisted/plugins", *twisted.plugins.__path__])
    test.addCleanup(forget, directory.name)


def forget(folder: str) -> None:
    """Forget the modules that come from a folder."""
    for name, module in [*sys.modules.items()]:
        if str(getattr(module, "__file__", None)).startswith(folder):
            del sys.modules[name]

"""Games of other packages under twistd: played, listed, broken and uninstalled."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from twisted.trial.unittest import SynchronousTestCase

from ..third_party import PLUGIN, SOUND, offering, write
from .terminals import CHECKOUT, TWISTD, Place

IMPORTED = "The package is imported."
TRACEBACK = "Traceback (most recent call last)"


class PluginsTests(SynchronousTestCase):
    """A folder with packages, as pip leaves it."""

    def setUp(self) -> None:
        self.place = Place(self.addCleanup)
        self.folder = os.path.join(self.place.cwd, "site-packages")
        self.path = ("sh", "-c", f'PYTHONPATH={self.folder}{os.pathsep}{CHECKOUT} exec "$@"', "sh")
        write(self.folder, SOUND | {"parity/__init__.py": f"print({IMPORTED!r})"})

    def said(self, *options: str) -> tuple[str, str]:
        """Run twistd rpsgame, which ends by itself; return what it says, by the two ways."""
        result = self.place.run(*self.path, *TWISTD, "rpsgame", *options)
        return result.stdout, result.stderr

    def test_played(self) -> None:
        """A game of another package is played like ours, and the strategy that it names plays it for the house."""
        self.place.daemon("--game", "parity", "--house-after", "0", "--best-of", "1", prefix=self.path)
        guest = self.place.call(self.place.port)
        said = guest.expect("Your throw (r/p)?")
        for line in ("This is parity, best of 1.", "Keys: r rock, p paper; ? shows them", "Be even."):
            self.assertIn(line, said)
        guest.send("p")
        guest.expect("Player 0: r, Player 1: p")
        guest.expect("You have won the match, 0 - 1.")
        self.assertNotIn(TRACEBACK, self.place.log)

    def test_house(self) -> None:
        """A strategy of another package plays a game of ours for the house."""
        self.place.daemon("--house", "parrot", "--house-after", "0", "--best-of", "3", prefix=self.path)
        guest = self.place.call(self.place.port)
        for key, outcome in ("s", "Player 0: r, Player 1: s"), ("p", "Player 0: s, Player 1: p"):
            guest.expect("Your throw (r/p/s)?")
            guest.send(key)
            guest.expect(outcome)
        guest.expect("You have lost the match, 2 - 0.")
        self.assertNotIn(TRACEBACK, self.place.log)

    def test_guests_where_no_strategy_fits(self) -> None:
        """Where nobody of the house can learn a game, guests play each other, unless random is asked for."""
        game = """
from rpsgame import advance_generator_once
from rpsgame.api import Game

@advance_generator_once
def long():
    answer, thrown = None, ["", ""]
    while True:
        player, key = yield answer
        thrown[player] += key
        answer = None
        if all(len(keys) > 1 for keys in thrown):
            answer, thrown = ("win", int(thrown[0][0] == thrown[1][1]), *thrown), ["", ""]

LONG = Game("long", long, {"a": "ant", "b": "bee"})
"""
        write(self.folder, {"long.py": game, PLUGIN.format("long"): offering("GamePlugin('long', 'long:LONG')")})
        self.place.daemon("--game", "long", "--house-after", "0", prefix=self.path)
        guest = self.place.call(self.place.port)
        guest.expect("You play the next guest who comes.")
        self.place.call(self.place.port).expect("You are player 1. Player 0 is guest 1.")
        guest.expect("Player connected: guest 2")

    def test_help(self) -> None:
        """The help names games and strategies, ours first, and imports none of another package."""
        said, errors = self.said("--help")
        self.assertIn("morra; of other packages: parity.\n", said)
        self.assertIn("random; of other packages: parrot.\n", said)
        self.assertNotIn(IMPORTED, said)
        self.assertEqual(errors, "")

    def test_game_that_does_not_import(self) -> None:
        """It is one line when it is asked for, without a traceback, and others are played."""
        write(self.folder, {PLUGIN.format("gone"): offering("GamePlugin('gone', 'gone:GONE')")})
        said, errors = self.said("--game", "gone")
        problem = "its plugin does not work, ModuleNotFoundError: No module named 'gone'. It must be one of rock-"
        self.assertIn(f"rpsgame: --game gone: {problem}", said.splitlines()[-1])
        self.assertEqual(errors, "")
        self.place.daemon("--game", "parity", prefix=self.path)
        self.assertNotIn(TRACEBACK, self.place.log)

    def test_file_that_does_not_import(self) -> None:
        """A file of plugins that raises costs a line of ours besides the traceback with which twistd itself begins."""
        write(self.folder, {PLUGIN.format("broken"): "import nothing_such"})
        line = "twisted.plugins.broken_plugin cannot be imported, ModuleNotFoundError: No module named 'nothing_such'"
        said, errors = self.said("--help")
        self.assertEqual(said.splitlines()[-1], line)
        self.assertIn("of other packages: parity.", said)
        self.assertEqual(errors.count(TRACEBACK), 1)
        self.place.daemon("--game", "parity", prefix=self.path)
        self.assertEqual(self.place.log.count(f"A plugin does not work: {line}\n"), 1)
        self.assertEqual(self.place.log.count(TRACEBACK), 1)

    def test_uninstalled(self) -> None:
        """A package that was uninstalled is gone, whatever Twisted's cache of plugins still says of it."""
        self.said("--help")
        self.assertTrue(Path(self.folder, "twisted", "plugins", "dropin.cache").exists())
        Path(self.folder, PLUGIN.format("parity")).unlink()
        shutil.rmtree(Path(self.folder, "parity"))
        said, errors = self.said("--game", "parity")
        self.assertIn("--game parity: there is no such game. It must be one of rock-paper-scissors, ", said)
        self.assertEqual(errors, "")

    def test_cache_that_cannot_be_written(self) -> None:
        """Where Twisted can neither read nor write its cache, plugins are found all the same."""
        Path(self.folder, "twisted", "plugins", "dropin.cache").mkdir()
        said, errors = self.said("--help")
        self.assertIn("of other packages: parity.", said)
        self.assertEqual(errors, "")
        self.place.daemon("--game", "parity", prefix=self.path)
        self.assertEqual(self.place.log.count("Unable to write to plugin cache"), 1)
        self.assertNotIn(TRACEBACK, self.place.log)

"""Games and strategies of other packages: what they offer, and what becomes of a plugin that does not work."""

from __future__ import annotations

import sys
from typing import Any
from unittest import mock

from twisted.plugin import IPlugin, getPlugins
from twisted.trial.unittest import SynchronousTestCase
from zope.interface.verify import verifyObject

from rpsgame import catalogue
from rpsgame.catalogue import Catalogue, all_games, all_strategies, choose_game, choose_house, default_strategy, fits
from rpsgame.coroutines.games import GAMES, ROCK_PAPER_SCISSORS, Game
from rpsgame.plugins import GamePlugin, IGame, IStrategy, StrategyPlugin, look_for
from rpsgame.strategies import STRATEGIES, Strategy

from .third_party import PLUGIN, SOUND, install, offering

BROKEN = {
    PLUGIN.format("broken"): "import nothing_such",
    PLUGIN.format("exits"): "raise SystemExit(3)",
    PLUGIN.format("long"): "raise ValueError('one line\\nand \\x1b another')",
    PLUGIN.format("no_exception"): "raise BaseException('it')",
    PLUGIN.format("no_name"): """
from rpsgame.plugins import GamePlugin
class Nameless(GamePlugin):
    name = property(lambda self: 1 / 0, lambda self, name: None)
nameless = Nameless("nameless", "a:B")
""",
    PLUGIN.format("no_words"): "class E(Exception):\n    __str__ = property(lambda self: 1 / 0)\nraise E",
    PLUGIN.format("odd"): "class Odd:\n    __provides__ = property(lambda self: 1 / 0)\nodd = Odd()",
}


class PluginTests(SynchronousTestCase):
    """What another package's file says."""

    def test_interfaces(self) -> None:
        """A plugin is Twisted's, has a name, and loads what it stands for."""
        for plugin, interface in (
            (GamePlugin("morra", "rpsgame.coroutines.games:MORRA"), IGame),
            (StrategyPlugin("random", "rpsgame.strategies:STRATEGIES"), IStrategy),
        ):
            self.assertTrue(verifyObject(interface, plugin))
            self.assertTrue(verifyObject(IPlugin, plugin))
        self.assertIs(GamePlugin("morra", "rpsgame.coroutines.games:MORRA").load(), GAMES["morra"])

    def test_twisted_finds_them(self) -> None:
        """Twisted's own search finds the plugins of a package."""
        install(self, SOUND)
        self.assertIn("parity", [plugin.name for plugin in getPlugins(IGame)])
        self.assertIn("parrot", [plugin.name for plugin in getPlugins(IStrategy)])

    def test_nothing_is_imported_before_it_is_needed(self) -> None:
        """To find plugins imports no game and no strategy; to load one imports it."""
        install(self, SOUND)
        games, problems = look_for(IGame, ())
        self.assertNotIn("parity", sys.modules)
        self.assertEqual(games["parity"].load().name, "parity")
        self.assertEqual(problems, [])


class ProblemTests(SynchronousTestCase):
    """Plugins that do not work: each is a line, and hides nobody else's."""

    def test_a_file_that_cannot_be_imported(self) -> None:
        """A file that raises or exits is told in one line, with its name and the reason, and no log entry."""
        install(self, SOUND | BROKEN)
        games, problems = look_for(IGame, ())
        self.assertIn("parity", games)
        self.assertEqual(
            problems,
            [
                "twisted.plugins.broken_plugin cannot be imported, "
                "ModuleNotFoundError: No module named 'nothing_such'",
                "twisted.plugins.exits_plugin cannot be imported, SystemExit: 3",
                "twisted.plugins.long_plugin cannot be imported, ValueError: one line and ? another",
                "twisted.plugins.no_exception_plugin cannot be imported, BaseException: it",
                "twisted.plugins.no_name_plugin cannot be imported, ZeroDivisionError: division by zero",
                "twisted.plugins.no_words_plugin cannot be imported, E",
                "twisted.plugins.odd_plugin cannot be imported, ZeroDivisionError: division by zero",
            ],
        )
        self.assertEqual(self.flushLoggedErrors(), [])

    def test_names_that_clash(self) -> None:
        """Ours keeps its name, and so does the first of two others; each that comes late is told."""
        first, second = 'GamePlugin("chess", "first:CHESS")', 'GamePlugin("chess", "second:CHESS")'
        install(
            self,
            SOUND
            | {
                PLUGIN.format("a"): offering(first, 'GamePlugin("morra", "a:MORRA")'),
                PLUGIN.format("b"): offering(second),
            },
        )
        games = all_games()
        self.assertEqual(games.names()[:4], list(GAMES))
        self.assertEqual(sorted(set(games.names()[4:]) & {"chess", "morra", "parity"}), ["chess", "parity"])
        self.assertIs(games.find("morra"), GAMES["morra"])
        self.assertEqual(
            str(self.assertRaises(ValueError, games.find, "chess")),
            "its plugin does not work, ModuleNotFoundError: No module named 'first'",
        )
        self.assertEqual(
            games.problems,
            [
                "twisted.plugins.a_plugin offers 'morra', but that name is taken",
                "twisted.plugins.b_plugin offers 'chess', but that name is taken",
            ],
        )

    def test_names_that_are_none(self) -> None:
        """A name that no command line could have is told; a strategy cannot be called none."""
        offered = [f"StrategyPlugin({name!r}, 'parity.strategy:PARROT')" for name in ("a b", "", "none", None, "no\n")]
        install(self, SOUND | {PLUGIN.format("z"): offering(*offered, "[]")})
        strategies, problems = look_for(IStrategy, {"none"})
        self.assertIn("parrot", strategies)
        wrong = "but a name is of letters and digits, with hyphens between words"
        self.assertEqual(
            [line.removeprefix("twisted.plugins.z_plugin offers ") for line in problems],
            [
                f"'a b', {wrong}",
                f"'', {wrong}",
                "'none', but that name is taken",
                f"None, {wrong}",
                f"'no\\n', {wrong}",
            ],
        )

    def test_what_is_not_there(self) -> None:
        """A plugin that does not import, names nothing, or names something else says so when it is asked for."""
        wrong = {
            "nothing_such:CHESS": "its plugin does not work, ModuleNotFoundError: No module named 'nothing_such'",
            "parity.game:CHESS": "its plugin does not work, "
            "AttributeError: module 'parity.game' has no attribute 'CHESS'",
            "parity game": "its plugin does not work, ValueError: invalid format: 'parity game'",
            "parity.strategy:PARROT": "its plugin loads what is no Game",
            "parity.game:OTHER": "its plugin loads what is called 'other'",
            "refused:CHESS": "its plugin does not work, ValueError: "
            "the game 'chess' cannot be played: the key 'q' has a meaning already",
            "exits:CHESS": "its plugin does not work, SystemExit: 3",
            "breaks:CHESS": "its plugin does not work, BaseException",
        }
        plugins = [f"GamePlugin('chess-{number}', {where!r})" for number, where in enumerate(wrong)]
        refused = "from rpsgame.api import Game\nCHESS = Game('chess', print, {'q': 'queen'})"
        modules = {"refused.py": refused, "exits.py": "raise SystemExit(3)", "breaks.py": "raise BaseException"}
        install(self, SOUND | modules | {PLUGIN.format("chess"): offering(*plugins)})
        games = all_games()
        for number, problem in enumerate(wrong.values()):
            name = f"chess-{number}"
            self.assertEqual(str(self.assertRaises(ValueError, games.find, name)), problem)
            self.assertIsNone(games.get(name))
            self.assertEqual(games.problems.pop(), f"{name}: {problem}")
        self.assertEqual(games.problems, [])
        self.assertEqual(games.find("parity").name, "parity")


def named(name: str, plays: Any = lambda throws, outcomes: True) -> Strategy:
    return Strategy(name, STRATEGIES["random"].factory, plays)


def game_for(*strategies: str, outcomes: bool = True) -> Game:
    """Return a game that names strategies; one without outcomes asks for two throws of each."""
    base = GAMES["morra"]
    if not outcomes:
        base = Game("long", ROCK_PAPER_SCISSORS.factory, {"x": "no throw"})
    return Game("a-game", base.factory, base.throws, strategies=strategies)


class ChoiceTests(SynchronousTestCase):
    """Which game, and who plays it for the house."""

    def test_ours_need_no_search(self) -> None:
        """While ours are named, nobody looks for plugins."""

        def searched(*args: object) -> Any:
            raise AssertionError("plugins are looked for")

        self.patch(catalogue, "look_for", searched)
        for name, game in GAMES.items():
            self.assertIs(choose_game(name, all_games()), game)
            self.assertIsNotNone(choose_house(None, game, all_strategies()))
        self.assertIs(choose_house("random", game, all_strategies()), STRATEGIES["random"])
        self.assertIsNone(choose_house("none", game, all_strategies()))

    def test_default(self) -> None:
        """The first that the game names plays it, if there is such a strategy that can; then reader; then matrix."""
        known = {**STRATEGIES, "good": named("good"), "no": named("no", lambda throws, outcomes: False)}
        known["faulty"] = named("faulty", lambda throws, outcomes: throws[99])
        for game, chosen in (
            (ROCK_PAPER_SCISSORS, "reader"),
            (GAMES["odds-and-evens"], "matrix"),
            (GAMES["morra"], "matrix"),
            (game_for("good", "random"), "good"),
            (game_for("no", "faulty", "unheard-of", "good"), "good"),
            (game_for("random"), "random"),
            (game_for("reader"), "matrix"),
            (game_for("good", outcomes=False), "good"),
        ):
            strategy = default_strategy(game, known.get)
            self.assertEqual(strategy and strategy.name, chosen, game)

    def test_no_default(self) -> None:
        """Where none but random plays a game, guests play each other."""
        self.assertIsNone(default_strategy(game_for(outcomes=False), STRATEGIES.get))
        self.assertTrue(fits(STRATEGIES["random"], game_for(outcomes=False)))

    def test_of_other_packages(self) -> None:
        """A game brings its own strategy; a strategy plays our games too."""
        install(self, SOUND)
        parity = choose_game("parity", all_games())
        for name, game in ((None, parity), ("parrot", parity), ("parrot", GAMES["morra"])):
            strategy = choose_house(name, game, all_strategies())
            assert strategy
            self.assertEqual(strategy.name, "parrot")

    def test_wrong_names(self) -> None:
        """A wrong name is told with what is wrong and what would be right."""
        install(self, SOUND | {PLUGIN.format("gone"): offering("GamePlugin('gone', 'gone:GONE')")})
        games = [name for name in all_games().names() if name != "gone"]
        for name, problem in {
            "chess": f"there is no such game. It must be one of {', '.join(all_games().names())}",
            "gone": "its plugin does not work, ModuleNotFoundError: No module named 'gone'. "
            f"It must be one of {', '.join(games)}",
        }.items():
            self.assertEqual(str(self.assertRaises(ValueError, choose_game, name, all_games())), problem)
        for name, wrong in {"chess": "there is no such strategy", "reader": "it does not play morra"}.items():
            problem = str(self.assertRaises(ValueError, choose_house, name, GAMES["morra"], all_strategies()))
            self.assertTrue(problem.startswith(f"{wrong}. It must be none or one of matrix, random, "), problem)
            self.assertIn("parrot", problem)

    def test_a_game_that_raises(self) -> None:
        """A game whose coroutine fails, in whatever way, is refused with the reason."""
        for fault in (ZeroDivisionError, SystemExit, GeneratorExit):
            game = Game("faulty", mock.Mock(side_effect=fault), {"r": "rock"})
            games = Catalogue(Game, {"faulty": game}, IGame)
            problem = str(self.assertRaises(ValueError, choose_game, "faulty", games))
            expected = f"the game 'faulty' cannot be played: it raises {fault.__name__}. It must be one of "
            self.assertTrue(problem.startswith(expected), problem)

    def test_a_strategy_that_cannot_begin(self) -> None:
        """A strategy that fails when it is asked whether it plays, or when it begins, hides no other one."""
        fails = mock.Mock(side_effect=SystemExit("not today"))
        cannot = "it cannot begin, SystemExit: not today"
        for strategy, wrong in (
            (named("fails", fails), "it does not play morra"),
            (named("fails")._replace(factory=fails), cannot),
            (named("fails")._replace(memory=fails), cannot),
        ):
            known = {"fails": strategy, **STRATEGIES}
            strategies = Catalogue(Strategy, known, IStrategy)
            problem = str(self.assertRaises(ValueError, choose_house, "fails", GAMES["morra"], strategies))
            self.assertTrue(problem.startswith(f"{wrong}. It must be none or one of matrix, random"), problem)
            chosen = default_strategy(game_for("fails", "random"), known.get)
            self.assertEqual(chosen and chosen.name, "random")

"""``python -m rpsgame.check``: a sentence for whatever there is to say, an exit status, and never a traceback."""

from __future__ import annotations

import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import dedent

from twisted.trial.unittest import SynchronousTestCase

from rpsgame.check import USAGE, main

from .third_party import PLUGIN, install

CHECKOUT = Path(__file__).parents[1]


class CheckTests(SynchronousTestCase):
    """The command, in this process."""

    def assertSays(self, arguments: str, said: str, status: int) -> None:
        """Assert what the command prints for some arguments, and how it exits."""
        with redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as err:
            exited = main(arguments.split())
        self.assertEqual((out.getvalue(), err.getvalue(), exited), (f"{said}\n", "", status))

    def module(self, source: str, number: int = 0) -> str:
        """Make a module of somebody else's, and return its name."""
        directory = TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        name = f"{self.id().rpartition('.')[2]}_module_{number}"
        Path(directory.name, f"{name}.py").write_text(dedent(source))
        self.patch(sys, "path", [directory.name, *sys.path])
        self.patch(sys, "dont_write_bytecode", True)
        self.addCleanup(sys.modules.pop, name, None)
        return name

    def test_game(self) -> None:
        """A game of ours is sound, by its name and by its place."""
        self.assertSays("rock-paper-scissors", "rock-paper-scissors is sound.", 0)
        self.assertSays("rpsgame.coroutines.games:ROCK_PAPER_SCISSORS", "rock-paper-scissors is sound.", 0)

    def test_strategy(self) -> None:
        """A strategy plays the first game of ours that it plays, or the one that is named."""
        self.assertSays(
            "random", "rock-paper-scissors is sound.\nrandom, which plays rock-paper-scissors, is sound.", 0
        )
        self.assertSays("random morra", "morra is sound.\nrandom, which plays morra, is sound.", 0)

    def test_wrong_game(self) -> None:
        """All that is wrong with a game is said in sentences."""
        name = self.module("""
            from rpsgame.coroutines.games import Game
            from tests.wrong_games import Sound

            class Twice(Sound):
                def send(self, sent):
                    return super().send((sent[0], sent[1].lower()))

                def outcome(self, choice0, choice1):
                    return "tie", None, choice0, choice1

            GAME = Game("twice", Twice, {"a": "ant", "b": "bee"})
        """)
        self.assertSays(
            f"{name}:GAME",
            "twice is not sound.\n"
            "* After 'A' by player 0 the answer is None, not 'invalid key': 'A' is no throw.\n"
            "* Nobody wins, whatever the players throw: a match would never end.",
            1,
        )

    def test_wrong_strategy(self) -> None:
        """So is what is wrong with a strategy, and with a game that it is to play."""
        name = self.module("""
            from rpsgame.coroutines.games import Game
            from rpsgame.strategies import Strategy
            from tests.wrong_games import NoEnd
            from tests.wrong_strategies import RaisesAtTheEnd

            STRATEGY = Strategy("wrong", RaisesAtTheEnd)
            GAME = Game("endless", NoEnd, {"a": "ant", "b": "bee"})
        """)
        self.assertSays(
            f"{name}:STRATEGY morra",
            "morra is sound.\nwrong, which plays morra, is not sound.\n"
            "* At the end of a match to 1 win against a a d the coroutine, told MatchOver, raises ZeroDivisionError.",
            1,
        )
        self.assertSays(f"random {name}:GAME", "endless is not sound.\n* No game ends, whatever the players throw.", 1)

    def test_strategy_that_plays_nothing_of_ours(self) -> None:
        """A strategy that plays none of our games needs to be told which it plays."""
        name = self.module("""
            from rpsgame.strategies import Strategy
            from tests.wrong_strategies import Steady, choosy

            STRATEGY = Strategy("choosy", Steady, choosy)
        """)
        self.assertSays(f"{name}:STRATEGY", "Which game does choosy play? Name it after the strategy.", 2)

    def test_usage(self) -> None:
        """No argument, too many, and an option that there is not, are answered by what would be right."""
        for arguments in ("", "random morra morra", "--moo"):
            self.assertSays(arguments, USAGE, 2)
        self.assertSays("--help", USAGE, 0)

    def test_the_wrong_things(self) -> None:
        """A game after a game, and a strategy after a strategy, are errors."""
        self.assertSays("morra morra", "morra is a game, and is checked alone.", 2)
        self.assertSays("random random", "Which game does random play? Name it after the strategy.", 2)

    def test_no_such_thing(self) -> None:
        """What is not there is named."""
        for arguments, sentence in {
            "nowhere.game:GAME": "There is no module 'nowhere'.",
            "rpsgame.nowhere:GAME": "There is no module 'rpsgame.nowhere'.",
            "rpsgame.coroutines.games:CHESS": "There is no 'CHESS' in rpsgame.coroutines.games.",
            "rpsgame.coroutines.games:": "There is no '' in rpsgame.coroutines.games.",
            ":GAME": "'' is no name of a module.",
            "a-b:GAME": "'a-b' is no name of a module.",
            "..:GAME": "'..' is no name of a module.",
        }.items():
            self.assertSays(arguments, sentence, 2)

    def test_no_such_name(self) -> None:
        """A name that nobody offers is answered by those that there are."""
        with redirect_stdout(StringIO()) as out:
            self.assertEqual(main(["chess"]), 2)
        self.assertRegex(out.getvalue(), "^There is no game or strategy 'chess'. There are .*morra, .*random")

    def test_no_such_name_for_its_plugin_fails(self) -> None:
        """Whoever asks for what a broken plugin would have offered is told what is wrong with the plugin."""
        install(self, {PLUGIN.format("chess"): "1 / 0"})
        with redirect_stdout(StringIO()) as out:
            self.assertEqual(main(["chess"]), 2)
        problem = "twisted.plugins.chess_plugin cannot be imported, ZeroDivisionError: division by zero"
        self.assertIn(f"; another is MODULE:ATTRIBUTE.\n* {problem}\n", out.getvalue())

    def test_neither_game_nor_strategy(self) -> None:
        """What is something else is said to be so."""
        self.assertSays(
            "rpsgame.coroutines.games:rock_paper_scissors",
            "rpsgame.coroutines.games:rock_paper_scissors is no Game and no Strategy, but of type function.",
            1,
        )

    def test_name_that_nobody_can_type(self) -> None:
        """A strategy whose name --house could not take is told so, in what any terminal can show."""
        name = self.module("""
            from rpsgame.strategies import STRATEGIES

            RED = STRATEGIES["random"]._replace(name="\\x1b[31mred")
            NOBODY = STRATEGIES["random"]._replace(name=None)
        """)
        wrong = "but a name is of letters and digits, with hyphens between words."
        self.assertSays(f"{name}:RED", rf"{name}:RED is called '\x1b[31mred', {wrong}", 1)
        self.assertSays(f"{name}:NOBODY", f"{name}:NOBODY is called None, {wrong}", 1)

    def test_module_that_raises_when_it_is_asked(self) -> None:
        """A module that makes what it has when it is asked for it, and fails, is told so."""
        name = self.module("""
            def __getattr__(name):
                raise RuntimeError("not today")
        """)
        self.assertSays(f"{name}:GAME", f"Asked for 'GAME', {name} raises RuntimeError: not today.", 1)

    def test_module_that_cannot_be_imported(self) -> None:
        """What is wrong with a module is said with its line."""
        for number, (line, fault) in enumerate(
            {
                "1 / 0": "ZeroDivisionError: division by zero",
                "raise SystemExit(3)": "SystemExit: 3",
                "raise BaseException": "BaseException",
                "raise ValueError('x' * 999)": f"ValueError: {'x' * 288}",
                r"raise ValueError('\n\x1b[31mred')": "ValueError: ?[31mred",
            }.items()
        ):
            name = self.module(f"import socket\n\n{line}\n", number)
            file = Path(sys.path[0], f"{name}.py")
            self.assertSays(f"{name}:GAME", f"{name} cannot be imported: {fault}, in line 3 of {file}.", 1)

    def test_module_that_imports_what_is_not_there(self) -> None:
        """A module that exists, and imports another that does not, cannot be imported."""
        name = self.module("import chess_pieces")
        file = Path(sys.path[0], f"{name}.py")
        sentence = (
            f"{name} cannot be imported: ModuleNotFoundError: No module named 'chess_pieces', in line 1 of {file}."
        )
        self.assertSays(f"{name}:GAME", sentence, 1)

    def test_module_with_a_game_that_is_refused(self) -> None:
        """A Game that cannot be made gives its own reason."""
        name = self.module("""
            from rpsgame.coroutines.games import Game, rock_paper_scissors

            GAME = Game("quits", rock_paper_scissors, {"q": "quit"})
        """)
        with redirect_stdout(StringIO()) as out:
            self.assertEqual(main([f"{name}:GAME"]), 1)
        self.assertRegex(out.getvalue(), f"^{name} cannot be imported: ValueError: .*'q'.*\n$")

    def test_module_that_is_no_python(self) -> None:
        """A mistake of writing is said with its line, as Python says it."""
        name = self.module("def def\n")
        sentence = f"{name} cannot be imported: SyntaxError: invalid syntax ({name}.py, line 1)."
        self.assertSays(f"{name}:GAME", sentence, 1)

    def test_interrupt(self) -> None:
        """Ctrl-C ends it without a word."""
        name = self.module("raise KeyboardInterrupt")
        with redirect_stdout(StringIO()) as out:
            self.assertEqual(main([f"{name}:GAME"]), 1)
        self.assertEqual(out.getvalue(), "")


class ProcessTests(SynchronousTestCase):
    """The command, as it is typed."""

    def run_python(self, *arguments: str) -> tuple[str, str, int]:
        """Return what Python prints, and how it exits."""
        ended = subprocess.run([sys.executable, *arguments], cwd=CHECKOUT, capture_output=True, text=True, timeout=60)
        return ended.stdout, ended.stderr, ended.returncode

    def test_command(self) -> None:
        """It exits with its status."""
        self.assertEqual(self.run_python("-m", "rpsgame.check", "morra"), ("morra is sound.\n", "", 0))
        self.assertEqual(self.run_python("-m", "rpsgame.check"), (f"{USAGE}\n", "", 2))

    def test_coroutine_that_loops_for_ever(self) -> None:
        """A coroutine that never answers is given up."""
        code = "import sys; from rpsgame import check; check.LONGEST = 1; sys.exit(check.main(sys.argv[1:]))"
        sentence = "It has not come to an end in 1 second, and may loop for ever."
        self.assertEqual(
            self.run_python("-c", code, "tests.wrong_ends:LOOPS"), (f"loops is not sound.\n* {sentence}\n", "", 1)
        )

    def test_coroutine_that_clings(self) -> None:
        """One that Python itself would complain about, when it is gone, is told in sentences alone."""
        out, err, status = self.run_python("-m", "rpsgame.check", "tests.wrong_ends:CLINGS", "morra")
        self.assertIn("* When the opponent leaves ", out)
        self.assertEqual((err, status), ("", 1))

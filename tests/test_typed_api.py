"""What a type checker sees of an installed rpsgame."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from twisted.trial.unittest import SynchronousTestCase

from .test_packaging import CHECKOUT, run, workshop

WRONG = """\
from twisted.internet import reactor

from rpsgame import game_machine, rock_paper_scissors
from rpsgame.api import Game, Hall, TelnetFactory


def say(txt: str, player: int | str = "all") -> None:
    print(txt)


machine = game_machine(rock_paper_scissors, say, best_of="9")  # [arg-type]
word: int = machine.send(("join", "Ernie"))  # [assignment]
Game("rock-paper-scissors", rock_paper_scissors, ["r", "p", "s"])  # [arg-type]
TelnetFactory(Hall(reactor, rock_paper_scissors), reactor)  # [arg-type]
Hall(reactor, rounds=9)  # [call-arg]
"""


class TypedApiTests(SynchronousTestCase):
    """A wheel that is installed beside Twisted, and programs that use it."""

    def setUp(self) -> None:
        folder = workshop().name
        (wheel,) = Path(folder, "packages").glob("rpsgame-*.whl")
        run(folder, "venv/bin/pip", "install", "-q", "--no-compile", "--no-deps", str(wheel))
        self.addCleanup(run, folder, "venv/bin/pip", "uninstall", "-q", "-y", "rpsgame")
        self.python = f"{folder}/venv/bin/python"
        directory = TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.folder = Path(directory.name)

    def complaints(self, program: str) -> list[tuple[int, str]]:
        """Return the lines at which mypy, at its strictest, finds fault with *program*, and which kind."""
        (self.folder / "program.py").write_text(program)
        command = [sys.executable, "-m", "mypy", "--python-executable", self.python, "--strict"]
        command += ["--allow-untyped-calls", "program.py"]  # some of Twisted has no types
        ended = subprocess.run(command, cwd=self.folder, capture_output=True, text=True)
        self.assertEqual(ended.stderr, "")
        found = re.findall(r"^program\.py:(\d+): error: .*\[([\w-]+)\]$", ended.stdout, re.MULTILINE)
        self.assertEqual(len(found), ended.stdout.count("error:"), ended.stdout)
        return [(int(line), kind) for line, kind in found]

    def test_a_program_that_is_right(self) -> None:
        """The examples, which use the article's names, those for games and those for Twisted, are typed throughout."""
        for name in (
            "odds_and_evens/odds_and_evens/game.py",
            "odds_and_evens/odds_and_evens/strategy.py",
            "rpsgame.tac",
        ):
            self.assertEqual(self.complaints((CHECKOUT / "examples" / name).read_text()), [], name)

    def test_a_program_that_is_wrong(self) -> None:
        """Mistakes are found, each where it stands: the names are not of any type."""
        marked = re.compile(r"# \[([\w-]+)\]$")
        wrong = [(n, found[1]) for n, line in enumerate(WRONG.splitlines(), 1) if (found := marked.search(line))]
        self.assertEqual(len(wrong), 5)
        self.assertEqual(self.complaints(WRONG), wrong)

"""docs/games.rst, walked through as a stranger would; it needs a shell's tools, and pip a package index."""

from __future__ import annotations

import contextlib
import os
import re
import select
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import dedent

from twisted.trial.unittest import SynchronousTestCase

from tests.endtoend.terminals import CHECKOUT, LIMIT, Place
from tests.test_docs import SAID_BY_TELNET
from tests.test_packaging import MADE_AT_RUN_TIME, NO_SOURCE, run

EXAMPLES = CHECKOUT / "examples"
DIRECTIVE = re.compile(
    r"^\.\. (literalinclude|code-block):: (.*)\n((?:    :.*\n)*)\n?((?:    .*\n|\n)*)", re.MULTILINE
)
NEGOTIATION = re.compile("\xff[\xfb-\xfe].")
CODE = re.compile("#[0-9]{8}")  # is drawn


class WalkTests(SynchronousTestCase):
    """docs/games.rst, from an empty folder to two players: its files are written, and its commands typed, in order."""

    def setUp(self) -> None:
        self.place = Place(self.addCleanup)
        self.folder = Path(self.place.cwd)
        clones = TemporaryDirectory()
        self.addCleanup(clones.cleanup)
        self.clone = f"{clones.name}/rpsgame"  # an installation leaves its own files in it
        shutil.copytree(CHECKOUT, self.clone, ignore=shutil.ignore_patterns(*NO_SOURCE, *MADE_AT_RUN_TIME))
        page = (CHECKOUT / "docs" / "games.rst").read_text()
        self.walk = page[: page.index("What a game is\n---")]

    def test_walk(self) -> None:
        """Each command works and prints what is shown, two guests play what is shown, and all is gone at the end."""
        self.addCleanup(self.kill)
        printed, played = "", 0
        for kind, what, options, text in self.steps():
            if kind == "literalinclude":
                destination = self.folder / options.split(":caption: ")[1].splitlines()[0]
                destination.write_text((CHECKOUT / "docs" / what).read_text())
            elif what == "shell":
                printed = "".join(map(self.type, text.splitlines()))
            elif text.startswith("$ telnet"):
                self.play([line for line in text.splitlines() if not line.startswith(("$", *SAID_BY_TELNET))])
                played += 1
            else:
                self.assertEqual(printed, text)
        self.assertEqual(played, 1)
        for guest in self.guests:
            guest.expect("Good-bye.\r\n")
            guest.expect_end()
        self.assertTrue(select.select([self.process], [], [], LIMIT)[0])
        self.play_alone()

    def test_the_walk_has_all_files(self) -> None:
        """Every file of examples/odds_and_evens/ but its README.rst is made in the walk."""
        package = Path(self.clone, "examples", "odds_and_evens")
        there = {path.relative_to(package) for path in package.rglob("*") if path.is_file()}
        files = {str(path) for path in there if not {"README.rst", *MADE_AT_RUN_TIME}.intersection(path.parts)}
        shown = {
            what.removeprefix("../examples/odds_and_evens/")
            for kind, what, _, _ in self.steps()
            if kind == "literalinclude"
        }
        self.assertEqual(shown, files)

    def test_the_readme_says_the_same(self) -> None:
        """The commands of the package's README.rst are those of the walk."""
        readme = (EXAMPLES / "odds_and_evens" / "README.rst").read_text()
        typed = {command for *_, text in self.steps() for command in text.splitlines()}
        commands = [text for kind, what, _, text in steps(readme) if what == "shell"]
        self.assertEqual([line for text in commands for line in text.splitlines() if line not in typed], [])
        self.assertTrue(commands)

    def steps(self) -> Iterator[tuple[str, str, str, str]]:
        """Yield what the walk shows."""
        return steps(self.walk)

    def type(self, command: str) -> str:
        """Type a command, with what differs here: where the clone and Python are, and where the server listens."""
        command = command.replace("~/rpsgame", self.clone).replace("python3 ", f"{sys.executable} ")
        if "twistd rpsgame" in command:
            command += " " + " ".join(self.place.local)
        printed = run(self.place.cwd, "sh", "-c", command)
        if "twistd rpsgame" in command:
            self.process = os.pidfd_open(self.place.pid)
            self.addCleanup(os.close, self.process)
        return printed

    def play(self, lines: list[str]) -> None:
        """Come as two guests, throw what is shown, and see that the second reads what is shown."""
        first = self.place.call()
        first.expect("You play ")
        second = self.place.call()
        self.guests = first, second
        for guest in self.guests:
            guest.expect("Your throw ")
        for line in lines:
            if thrown := re.fullmatch("Player 0: (.), Player 1: (.)", line):
                first.send(thrown[1])
                first.expect("You throw ")
                second.send(thrown[2])
                second.expect(line)
        second.expect(f"{lines[-1]}\r\n")
        told = NEGOTIATION.sub("", second.text).splitlines()
        self.assertEqual([CODE.sub("#", line) for line in told], [CODE.sub("#", line) for line in lines])

    def play_alone(self) -> None:
        """Without --house none, a guest plays the game's strategy, and hears what they have shown most."""
        self.type("venv/bin/twistd rpsgame --game odds-and-evens-to-five --house-after 0 --best-of 3 --screen plain")
        guest = self.place.call()
        guest.expect("Player 0 is the house.")
        guest.expect("Your throw (0/1/2/3/4/5)?")
        guest.send("555")
        guest.expect("You have shown five fingers ")

    def kill(self) -> None:
        """End the server, if the walk has not done so."""
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            os.kill(self.place.pid, signal.SIGKILL)


def steps(page: str) -> Iterator[tuple[str, str, str, str]]:
    """Yield what a page shows: which directive, its argument, its options, its text."""
    for kind, argument, options, text in DIRECTIVE.findall(page):
        yield kind, argument, options, dedent(text).strip("\n") + "\n"

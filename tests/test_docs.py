"""The documents: everything that they show is true when it is typed."""

from __future__ import annotations

import doctest
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
from configparser import ConfigParser
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import dedent
from typing import Any

from docutils import nodes
from docutils.core import publish_doctree
from twisted.internet.error import ConnectionDone
from twisted.internet.task import Clock
from twisted.internet.testing import StringTransport
from twisted.python.failure import Failure
from twisted.python.usage import UsageError
from twisted.trial.unittest import SynchronousTestCase

import rpsgame
import rpsgame.api
from rpsgame.coroutines.facts import Fact, LogGoesTo, ScreenKey, WaysIn
from rpsgame.coroutines.games import ROCK_PAPER_SCISSORS
from rpsgame.coroutines.toolbox import advance_generator_once
from rpsgame.coroutines.visit import TIME_TO_READ
from rpsgame.doors.negotiation import OFFER
from rpsgame.doors.screen import AUTO
from rpsgame.doors.telnet import TelnetFactory
from rpsgame.hall import Hall
from rpsgame.notify import BEAT
from rpsgame.options import MAX_DAYS, MAX_GAMES, MAX_GUESTS, MAX_SECONDS, Options
from rpsgame.screens import SCREENS
from rpsgame.strategies import STRATEGIES, Setting, Strategy, StrategyCoroutine

from .room import Person

CHECKOUT = Path(__file__).parents[1]
README = CHECKOUT / "README.rst"
LIMIT = 30  # seconds, after which what is expected will not come any more
AS_SYSTEMD = """
import os, sys

os.dup2(int(sys.argv[1]), 3)
os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS="1", LISTEN_FDNAMES="rpsgame.socket")
os.execv(sys.argv[2], sys.argv[2:])
"""
SAID_BY_TELNET = ("Trying ", "Connected to ", "Escape character is ", "Connection closed by ")
SAID_BY_DOOR = str(ScreenKey("v"))


class DoorsClient:
    """A guest whose client sends lines, at one door after another."""

    def __init__(self, hall: Hall, clock: Clock) -> None:
        self.factory = TelnetFactory(hall, clock)
        self.clock = clock

    def come(self) -> None:
        self.transport = StringTransport()
        self.door = self.factory.buildProtocol(None)
        self.door.makeConnection(self.transport)
        self.clock.advance(0)

    def send(self, keys: str) -> None:
        self.door.dataReceived(keys.encode())
        self.clock.advance(0)

    def hang_up(self) -> None:
        self.door.connectionLost(Failure(ConnectionDone()))
        self.clock.advance(0)

    def read(self) -> list[str]:
        """Return the lines that came."""
        self.clock.advance(0)
        return [line.decode() for line in self.transport.value().replace(OFFER, b"").splitlines()]


def readme() -> nodes.document:
    """Return README.rst as docutils reads it: as the package index would, which shows no page with a warning."""
    settings = {"halt_level": 2, "report_level": 2, "syntax_highlight": "none", "file_insertion_enabled": False}
    return publish_doctree(README.read_text(), settings_overrides=settings)


def commands() -> list[str]:
    """Return the shell lines of README.rst."""
    return [block.astext() for block in readme().findall(nodes.literal_block) if "shell" in block["classes"]]


class DocumentTests(SynchronousTestCase):
    """README.rst, CHANGES.rst and the pages of docs/."""

    def test_examples_come_out_as_shown(self) -> None:
        """Each document's doctests pass, and README.rst and docs/coroutines.rst have some."""
        examples = {}
        for path in (README, *sorted((CHECKOUT / "docs").glob("*.rst"))):
            with self.subTest(path.name):
                failed, examples[path.name] = doctest.testfile(str(path), module_relative=False, encoding="utf-8")[:2]
                self.assertEqual(failed, 0)
        self.assertTrue(examples["README.rst"])
        self.assertTrue(examples["coroutines.rst"])

    def test_pages_are_built_without_a_warning(self) -> None:
        """Sphinx builds docs/, and takes a warning for an error."""
        with TemporaryDirectory() as built:
            command = [sys.executable, "-m", "sphinx", "-W", "-q", "-b", "html", "-d", f"{built}/trees"]
            sphinx = subprocess.run([*command, CHECKOUT / "docs", f"{built}/html"], capture_output=True, text=True)
            self.assertEqual((sphinx.returncode, sphinx.stdout + sphinx.stderr), (0, ""))
            self.assertIn("yields:", Path(built, "html", "coroutines.html").read_text())

    def test_every_public_coroutine_has_its_protocol_in_the_docs(self) -> None:
        """docs/coroutines.rst shows every name that the package hands on."""
        page = (CHECKOUT / "docs" / "coroutines.rst").read_text()
        shown = re.findall(r"^\.\. auto\w+:: rpsgame\.(\w+)$", page, re.MULTILINE)
        self.assertEqual(sorted(shown), sorted(rpsgame.__all__))

    def test_limits_are_those_of_the_code(self) -> None:
        """Each limit in the table of docs/doors.rst has the value that the code gives it."""
        page = (CHECKOUT / "docs" / "doors.rst").read_text()
        rows = re.findall(r"\* - ``([\w.]+)\.([A-Z_]+)``\n +- (.*)", page)
        for module, name, said in rows:
            with self.subTest(name):
                limit = getattr(import_module(f"rpsgame.{module}"), name)
                numbers = list(limit.values()) if isinstance(limit, dict) else [limit]
                self.assertEqual([int(number) for number in re.findall(r"\d+", said)], numbers)
        self.assertEqual(len(rows), 45)

    def test_the_plan_names_every_module(self) -> None:
        """The plan of docs/index.rst has every module of the package, and none that is not there."""
        page = (CHECKOUT / "docs" / "index.rst").read_text()
        plan = page[page.index("The plan of the house") : page.index("What it depends on")]
        named = {Path(path).name for path in re.findall(r"``([\w/]+\.py)``", plan)}
        modules = {path.name for path in (CHECKOUT / "rpsgame").rglob("*.py")} | {"rpsgame_plugin.py"}
        self.assertEqual(named, modules)

    def test_the_api_is_described(self) -> None:
        """docs/embedding.rst has every name of rpsgame.api."""
        page = (CHECKOUT / "docs" / "embedding.rst").read_text()
        self.assertEqual([name for name in rpsgame.api.__all__ if not re.search(rf"\b{name}\b", page)], [])

    def test_options_that_limit_are_as_the_docs_say(self) -> None:
        """The defaults that docs/doors.rst names for how many may be in are those of the program."""
        page = (CHECKOUT / "docs" / "doors.rst").read_text()
        said = dict(re.findall(r"^\* ``--(max-[\w-]+)``, (\d+) by default", page, re.MULTILINE))
        options = Options()
        self.assertEqual(said, {name: str(options[name]) for name in ("max-guests", "max-per-address")})

    def test_changes_begin_with_this_version(self) -> None:
        """The first entry of CHANGES.rst is of the version that the package says it has."""
        entry = re.search(
            r"^(\S+) \((?:\d{4}-\d\d-\d\d|unreleased)\)\n-+$", (CHECKOUT / "CHANGES.rst").read_text(), re.MULTILINE
        )
        assert entry
        self.assertEqual(entry[1], rpsgame.__version__)


class UnitTests(SynchronousTestCase):
    """The systemd units of examples/, which docs/operating.rst shows."""

    def setUp(self) -> None:
        page = (CHECKOUT / "docs" / "operating.rst").read_text()
        self.units = []
        for name in ("rpsgame.socket", "rpsgame.service"):
            self.assertIn(f".. literalinclude:: ../examples/{name}\n", page)
            unit = ConfigParser(interpolation=None, strict=False)  # an option may be given more than once
            unit.optionxform = str  # type: ignore[assignment, method-assign]
            unit.read(CHECKOUT / "examples" / name)
            self.units.append(unit)

    def test_the_service_plays_on_the_socket_that_it_is_given(self) -> None:
        """Its own command, with a listening socket as systemd passes one, greets a guest; SIGTERM ends it."""
        program, *arguments = shlex.split(self.units[1]["Service"]["ExecStart"])
        self.assertEqual(Path(program).name, "twistd")
        listening = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(listening.close)
        directory, state = TemporaryDirectory(), TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.addCleanup(state.cleanup)
        twistd = str(Path(sys.executable).with_name("twistd"))
        server = subprocess.Popen(
            [sys.executable, "-c", AS_SYSTEMD, str(listening.fileno()), twistd, *arguments],
            cwd=directory.name,
            env={**os.environ, "PYTHONPATH": str(CHECKOUT), "STATE_DIRECTORY": state.name},
            pass_fds=[listening.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        assert server.stdout
        self.addCleanup(server.stdout.close)
        self.addCleanup(server.wait)
        self.addCleanup(server.kill)
        with socket.create_connection(listening.getsockname(), LIMIT) as guest, guest.makefile("rb") as heard:
            self.assertIn(b"Screen readers: press v for whole sentences.", heard.readline())
            self.assertIn(b"This is rock-paper-scissors, best of 9.", heard.readline())
            peer = "{}:{}".format(*guest.getsockname())
            server.send_signal(signal.SIGTERM)
            self.assertIn(b"The server is stopping. Good-bye.\r\n", heard.readlines())
        log, _ = server.communicate(timeout=LIMIT)
        self.assertEqual(server.returncode, -signal.SIGTERM)
        self.assertIn(f"guest 1 ({peer}) came", log.decode())
        self.assertEqual(os.listdir(directory.name), [])

    def test_the_units_fit_each_other_and_the_options(self) -> None:
        """The socket has the port and the kind that the service expects; the service's limits have room for ours."""
        door, service = self.units[0]["Socket"], self.units[1]["Service"]
        self.assertEqual(door["ListenStream"], "0.0.0.0:12333")
        self.assertTrue(service["ExecStart"].endswith(" --listen systemd:domain=INET:index=0"))
        options = Options()
        self.assertGreater(int(service["TimeoutStopSec"]), options["drain"] + 2)
        self.assertGreater(int(service["TimeoutStopSec"]), BEAT)
        self.assertGreater(int(service["LimitNOFILE"]), options["max-guests"] + 100)


class OperatorTests(SynchronousTestCase):
    """The operator's conversation of docs/operating.rst."""

    def setUp(self) -> None:
        self.clock = Clock()
        self.hall = Hall(self.clock, ROCK_PAPER_SCISSORS, max_guests=500, max_per_address=10, open_house=True)
        self.hall.office.screen = "auto"
        self.patch(self.hall._reception, "wall_clock", self.clock.seconds)
        self.operator = self.hall.office.operator((AUTO, *SCREENS))
        self.clock.advance(7500)
        for peer, kind in (("192.0.2.7:39325", "telnet"), ("192.0.2.9:53129", "json"), ("192.0.2.7:39330", "telnet")):
            guest = Person(self.hall, self.clock)
            guest.kind = kind  # type: ignore[attr-defined]
            guest.name = self.hall.enter(guest, peer, peer.partition(":")[0])
        self.clock.advance(12)

    def test_it_goes_as_shown(self) -> None:
        """Every line that is sent there is answered as it is shown; the columns stand where expand sets them."""
        page = (CHECKOUT / "docs" / "operating.rst").read_text()
        (block,) = re.findall(
            r"^\.\. code-block:: none\n\n((?:    .*\n)*    \$ echo (?:.*\n)(?:    .*\n)*)", page, re.M
        )
        said = [part.partition("\n") for part in dedent(block).removeprefix("$ ").split("\n$ ")]
        self.assertEqual(len(said), 11)
        for command, _, answer in said:
            with self.subTest(command):
                found = re.fullmatch(r"echo (.*) \| socat - UNIX:control.sock(?: \| expand -t ([\d,]+))?", command)
                assert found
                lines = self.say(" ".join(shlex.split(found[1])))
                stops = [int(stop) for stop in (found[2] or "").split(",") if stop]
                self.assertEqual([expand(line, stops) for line in lines], answer.rstrip("\n").split("\n"))

    def say(self, line: str) -> list[str]:
        """Say a line; return the lines of the answer."""
        heard: list[str] = []
        self.hall.batch.add(lambda: heard.extend(self.operator.hear(line.encode())))
        self.clock.advance(0.01)
        return [line for line in heard if not line.startswith("The server forgets it")]  # it has no folder here


def expand(line: str, stops: list[int]) -> str:
    """Return a line as expand prints it, with these columns."""
    first, *columns = line.split("\t")
    for stop, column in zip(stops, columns, strict=True) if stops else ():
        first = f"{first.ljust(stop)}{column}"
    return first if stops else line


class ReadmeTests(SynchronousTestCase):
    """What README.rst says of the command line, and the match that it shows."""

    def test_options_are_those_of_the_program(self) -> None:
        """The table names exactly the options that ``twistd rpsgame`` has, and their defaults."""
        (table,) = readme().findall(nodes.table)
        rows = [[entry.astext() for entry in row.findall(nodes.entry)] for row in table.findall(nodes.row)][1:]
        names = [option.split()[0] for option, _, _ in rows]
        self.assertEqual(names, sorted(f"--{option.rstrip('=')}" for option in Options().longOpt))
        taking = [option.split()[0] for option, _, _ in rows if " " in option]
        self.assertEqual(taking, sorted(f"--{option[:-1]}" for option in Options().longOpt if option.endswith("=")))

        defaults = {option.split()[0]: default for option, default, _ in rows if default}
        options = Options()
        options.parent = {"nodaemon": False}  # type: ignore[assignment]
        options.parseOptions([])
        self.assertEqual([defaults.pop("--listen")], list(options.endpoints["listen"]))
        self.assertRegex(defaults.pop("--host"), f"^console .* else {options['host']}$")
        self.assertRegex(defaults.pop("--state"), f"else {options['state']}$")
        self.assertEqual(defaults.pop("--game"), options["game"].name)
        self.assertEqual(defaults.pop("--house"), f"{options['strategy'].name} where it plays the game, else matrix")
        self.assertEqual(defaults, {option: str(options[option.removeprefix("--")]) for option in defaults})
        self.assertEqual(len(defaults), 8)

    def test_numbers_have_the_limits_of_the_program(self) -> None:
        """README.rst says how large a number may be."""
        people = f"{MAX_GUESTS} guests and {MAX_GAMES} games"
        limits = f"at most {MAX_SECONDS} seconds, which is a week, {MAX_DAYS} days, {people}."
        self.assertIn(limits, readme().astext().replace("\n", " "))

    def test_commands_are_one_line_each(self) -> None:
        """The first shell line runs the game, the second the tests, from nothing but a clone."""
        run, test = commands()[:2]
        for command in (run, test):
            self.assertNotIn("\n", command)
            self.assertTrue(command.startswith("python3 -m venv venv && venv/bin/pip install -q "))
        self.assertTrue(run.endswith(" && venv/bin/twistd -n rpsgame"))
        self.assertTrue(test.endswith(" && venv/bin/python -m pytest"))

    def test_the_test_command_is_what_ci_runs(self) -> None:
        """The pattern by which .ci/run takes its command from README.rst finds the test command, and no other."""
        script = (CHECKOUT / ".ci" / "run").read_text()
        (pattern,) = re.findall(r'grep -F -m 1 -- "(.*?)" README\.rst', script)
        self.assertEqual(
            [line.strip() for line in README.read_text().splitlines() if pattern in line], [commands()[1]]
        )

    def test_command_lines_are_understood(self) -> None:
        """Every ``twistd ... rpsgame`` line has options that are taken."""
        lines = [command for command in commands() if " rpsgame " in command and "twistd" in command]
        self.assertTrue(lines)
        for line in lines:
            options = Options()
            options.parent = {"nodaemon": False}  # type: ignore[assignment]
            try:
                options.parseOptions(line.split(" rpsgame ")[1].split())
            except UsageError as problem:
                self.fail(f"{line}: {problem}")

    def test_the_match_shown_is_played_so(self) -> None:
        """Both screens of the picture, played again: every line comes out, in this order."""
        screens = self.screens()
        clock = Clock()
        hall = Hall(clock, ROCK_PAPER_SCISSORS, best_of=3, house=STRATEGIES["reader"], **self.kept())
        host, guest = Person(hall, clock), Person(hall, clock)
        host.name = hall.host(host, "", self.notices(screens[0]), closes=True)
        guest.name = hall.enter(guest, "")
        clock.advance(0)
        for person, key in (
            (guest, "r"),
            (host, "p"),
            (host, "s"),
            (guest, "s"),
            (guest, "p"),
            (host, "s"),
            (host, "q"),
        ):
            person.press(key)
        self.assertEqual(screens[0], ["$ venv/bin/twistd -n rpsgame --best-of 3 \\   --screen plain", *host.read()])
        said_by_telnet = [line for line in screens[1] if line.startswith(("$", SAID_BY_DOOR, *SAID_BY_TELNET))]
        self.assertEqual(len(said_by_telnet), 6)
        self.assertEqual([line for line in screens[1] if line not in said_by_telnet], guest.read())

    def test_the_match_with_the_house_is_played_so(self) -> None:
        """The picture of a daemon's guest, played again against a house that throws as it did."""
        screen = next(
            text.splitlines() for text in map(nodes.literal_block.astext, self.blocks()) if "0 is the house" in text
        )
        thrown = iter(line.split()[2].rstrip(",") for line in screen if line.startswith("Player 0: "))

        @advance_generator_once
        def as_shown(setting: Setting) -> StrategyCoroutine:
            yield None
            while True:
                yield next(thrown, None)

        clock = Clock()
        hall = Hall(
            clock,
            ROCK_PAPER_SCISSORS,
            best_of=3,
            house=Strategy("as shown", as_shown),
            open_house=True,
            **self.kept(),
        )
        guest = Person(hall, clock)
        guest.name = hall.enter(guest, "")
        clock.pump([0, 3])
        for line in screen:
            if line.startswith("Player 0: "):
                guest.press(line[-1])
        clock.advance(TIME_TO_READ)
        guest.press("q")
        self.assertTrue(guest.closed)
        self.assertEqual(
            [line for line in screen if not line.startswith(("$", SAID_BY_DOOR, *SAID_BY_TELNET))], guest.read()
        )

    def test_somebody_comes_back_as_shown(self) -> None:
        """The picture of a guest who comes back by another door, played again through doors of a hall."""
        text = next(
            text for text in map(nodes.literal_block.astext, self.blocks()) if "You are guest 2 again." in text
        )
        telnet, ssh = (screen.splitlines() for screen in text.split("$ ssh "))
        clock = Clock()
        hall = Hall(
            clock,
            ROCK_PAPER_SCISSORS,
            best_of=3,
            house=STRATEGIES["reader"],
            open_house=True,
            **self.kept(),
        )
        other, guest = Person(hall, clock), DoorsClient(hall, clock)
        other.name = hall.enter(other, "")
        clock.advance(0)
        guest.come()
        guest.send("r")
        other.press("s")
        self.assertEqual([line for line in telnet if not line.startswith(("$", *SAID_BY_TELNET))], guest.read())
        clock.advance(2)
        guest.hang_up()
        self.assertIn("The line to player 1 is lost, 28 seconds left.", other.read())
        self.assertIn("The line to player 1 is lost, 28 seconds left.", README.read_text().replace("\n", " "))
        clock.advance(10)
        guest.come()
        typed = [line for line in ssh[1:] if line.isdigit() or len(line) == 1]
        for line in typed:
            guest.send(f"{line}\n")
            if line == "p":
                other.press("r")
                clock.advance(TIME_TO_READ)
        self.assertEqual([line for line in ssh[1:] if line not in typed], guest.read())

    def kept(self) -> dict[str, Any]:
        """Return what a server with a state directory gives its hall: codes, and records, which nobody asks here."""
        codes = iter(("70915526", "48213305", "33157204"))
        return {"draw_code": lambda: next(codes), "records": object()}

    def blocks(self) -> list[nodes.literal_block]:
        """Return the literal blocks of README.rst."""
        return list(readme().findall(nodes.literal_block))

    def screens(self) -> tuple[list[str], list[str]]:
        """Return the lines of the host's and of the guest's screen, unfolded."""
        picture = next(readme().findall(nodes.literal_block)).astext()
        screens: tuple[list[str], list[str]] = ([], [])
        for row in picture.splitlines()[2:]:
            for screen, cell in zip(screens, row.split("|"), strict=True):
                line = cell.removeprefix(" ").rstrip() if screen is screens[1] else cell.rstrip()
                if line.startswith("  "):
                    screen[-1] += line[1:]
                elif line:
                    screen.append(line)
        return screens

    def notices(self, screen: list[str]) -> list[Fact]:
        """Return what the console tells the host at the start, as the picture has it."""
        ways = [line.split(": ")[1] for line in screen if line.startswith("Guests come in by: ")]
        (log,) = (line.removeprefix("The log goes to ") for line in screen if line.startswith("The log goes to "))
        return [*map(WaysIn, ways), LogGoesTo(log)]

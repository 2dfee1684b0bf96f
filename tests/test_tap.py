"""The command line."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from twisted.application.internet import TimerService
from twisted.application.service import IService, IServiceMaker, MultiService
from twisted.internet import reactor
from twisted.plugin import getPlugins
from twisted.python.usage import UsageError
from twisted.trial.unittest import SynchronousTestCase

from rpsgame import door_makers, starter, tap, values
from rpsgame import options as command_line
from rpsgame.catalogue import all_games, all_strategies
from rpsgame.doors.console import Console
from rpsgame.endpoints import Trouble
from rpsgame.hall import Hall
from rpsgame.logs import reopen_logs
from rpsgame.server import Listener, Server
from rpsgame.store.keeper import Keeper
from rpsgame.store.remembered import Saving
from rpsgame.store.retelling import Retelling

from .room import lines_of, logged
from .third_party import PLUGIN, SOUND, install


def parse(*argv: str, parent: dict[str, Any] | None = None) -> tap.Options:
    options = tap.Options()
    options.parent = parent  # type: ignore[assignment]
    options.parseOptions(argv)
    return options


CHECKOUT = Path(__file__).parents[1]
PRIVATE = "a UNIX socket, such as unix:control.sock, or on a loopback address, such as interface=127.0.0.1"


class OptionsTests(SynchronousTestCase):
    """The options that are taken, and the answers to those that are not."""

    def setUp(self) -> None:
        self.terminal = False
        self.patch(command_line, "has_terminal", lambda: self.terminal)

    def test_defaults(self) -> None:
        """With nothing said, guests come to port 12333 for a best of 9, with 30 seconds a throw."""
        options = parse()
        self.assertEqual(list(options.endpoints["listen"]), ["tcp:12333"])
        self.assertEqual((options["best-of"], options["timeout"], options["host"]), (9, 30, "none"))
        self.assertEqual((options["game"].name, options["strategy"].name), ("rock-paper-scissors", "reader"))

    def test_values(self) -> None:
        """Each option takes its value, and --listen may be given more than once."""
        options = parse("--listen", "tcp:1", "--listen", "unix:/run/x", "--best-of", "3", "--timeout", "7")
        self.assertEqual([parse("--screen", screen)["screen"] for screen in ("auto", "spoken")], ["auto", "spoken"])
        self.assertEqual(list(options.endpoints["listen"]), ["tcp:1", "unix:/run/x"])
        self.assertEqual((options["best-of"], options["timeout"]), (3, 7))

    def test_state(self) -> None:
        """What outlives the server is kept where --state says, or systemd, or else beside the server's log."""
        self.patch(os, "environ", {})
        self.assertEqual(parse()["state"], Path("rpsgame-state"))
        self.patch(os, "environ", {"STATE_DIRECTORY": "/var/lib/rpsgame:/var/lib/other"})
        self.assertEqual(parse()["state"], Path("/var/lib/rpsgame"))
        self.assertEqual((parse("--state", "x")["state"], parse("--state", "none")["state"]), (Path("x"), None))

    def test_records(self) -> None:
        """Names and results are kept where --records says, or else in the state directory, where there is one."""
        for argv, where in {
            ("--state", "x"): "x/records.sqlite",
            ("--state", "none"): "none",
            ("--state", "none", "--records", "y"): "y",
            ("--records", "none"): "none",
        }.items():
            self.assertEqual(parse(*argv)["records"], where)

    def test_wrong_values(self) -> None:
        """A wrong value is one line that says what is wrong, and what is right."""
        for argv, problem in {
            ("--best-of", "4"): "--best-of 4: it must be odd and positive, such as 9.",
            ("--best-of", "-1"): "--best-of -1: it must be odd and positive, such as 9.",
            ("--best-of", "many"): "--best-of many: it must be odd and positive, such as 9.",
            ("--screen", "red"): "--screen red: it must be auto, plain, colour or spoken.",
            ("--timeout", "0"): "--timeout 0: it must be a whole number of seconds, 1 or more, such as 30.",
            ("--host", "sofa"): "--host sofa: Unknown endpoint type: 'sofa'. "
            "It must be console, none or an endpoint such as tcp:12334.",
            ("--listen", "tcp:1", "--listen", "tcp:1"): "--listen tcp:1: it is given twice.",
            ("--bots", "tcp:1", "--bots", "tcp:1"): "--bots tcp:1: it is given twice.",
            ("--control", "unix:x", "--control", "unix:x"): "--control unix:x: it is given twice.",
            ("--control", "unix:x:mode=rw"): f"--control unix:x:mode=rw: 'rw' is not a number. It must be {PRIVATE}.",
            ("--ssh", "tcp:1", "--ssh", "tcp:1"): "--ssh tcp:1: it is given twice.",
            ("--ssh", "tcp"): "--ssh tcp: its port is missing. It must be an endpoint such as tcp:2222.",
            ("--host", "none", "--host", "console"): "--host console: there is one host, "
            "and --host none is given already.",
            ("--timeout", "1000000000000"): "--timeout 1000000000000: it must be a whole number of seconds, "
            "1 or more, such as 30, and at most 604800.",
            ("--best-of", "1" + "0" * 30): f"--best-of 1{'0' * 30}: it must be odd and positive, such as 9, "
            "and at most 9999999999.",
            ("--drain", "9" * 5000): f"--drain {'9' * 40}...: it must be a whole number of seconds, 0 or more, "
            "such as 10, and at most 604800.",
            ("--max-guests", "1000001"): "--max-guests 1000001: it must be a whole number of guests, "
            "or 0 for no limit, and at most 1000000.",
            ("--max-per-address", "\u00b2"): "--max-per-address \u00b2: it must be a whole number of guests, "
            "or 0 for no limit.",
            (
                "--game",
                "chess",
            ): f"--game chess: there is no such game. It must be one of {', '.join(all_games().names())}.",
            ("--house", "chess"): "--house chess: there is no such strategy. "
            f"It must be none or one of {', '.join(all_strategies().names())}.",
            ("--house", "reader", "--game", "morra"): "--house reader: it does not play morra. "
            f"It must be none or one of {', '.join(all_strategies().names()[1:])}.",
            ("--host", "console"): "--host console: it needs a terminal in the foreground, as under twistd -n.",
        }.items():
            self.assertEqual(str(self.assertRaises(UsageError, parse, *argv)), problem)

    def test_doors_that_others_reach(self) -> None:
        """Whoever reaches the operator's door rules the house: others than those on this machine must not."""
        for endpoint in ("tcp:1", "tcp:1:interface=192.0.2.1", "tcp6:1", "haproxy:unix:x"):
            problem = f"--control {endpoint}: whoever can reach it rules the house. It must be {PRIVATE}."
            self.assertEqual(str(self.assertRaises(UsageError, parse, "--control", endpoint)), problem)

    def test_control(self) -> None:
        """The operator's door is nobody else's, unless they say so, or on this machine alone."""
        for endpoint in ("tcp:1:interface=127.0.0.1", "tcp6:1:interface=\\:\\:1", "unix:x", "unix:x:mode=660"):
            self.assertIn(endpoint, parse("--control", endpoint).endpoints["control"])

    def test_cluster(self) -> None:
        """Other processes come by a UNIX socket or a private address, which they are told by the records."""
        for endpoint, told in (
            ("unix:/run/rpsgame/1.sock", "unix:/run/rpsgame/1.sock"),
            ("tcp:12340:interface=10.0.0.5", "tcp:10.0.0.5:12340"),
            ("tcp6:12340:interface=\\:\\:1", "tcp:\\:\\:1:12340"),
        ):
            self.assertEqual(parse("--cluster", endpoint)["cluster"], told)
        for endpoint in ("tcp:1", "tcp:0:interface=127.0.0.1", "tcp:1:interface=8.8.8.8", "tcp:1:interface=0.0.0.0"):
            problem = str(self.assertRaises(UsageError, parse, "--cluster", endpoint))
            self.assertTrue(problem.startswith(f"--cluster {endpoint}: others than"), problem)
        both = "--cluster", "unix:a", "--cluster", "unix:b"
        self.assertEqual(str(self.assertRaises(UsageError, parse, *both)), "--cluster unix:b: it may be given once.")
        problem = "--cluster: it needs --records, by which processes know who has which seat."
        argv = "--cluster", "unix:a", "--records", "none"
        self.assertEqual(str(self.assertRaises(UsageError, parse, *argv)), problem)

    def test_games(self) -> None:
        """The house plays a game by the strategy that fits it, or by the one that is named, in any order."""
        for argv, game, strategy in (
            (("--game", "morra"), "morra", "matrix"),
            (("--house", "random", "--game", "odds-and-evens"), "odds-and-evens", "random"),
            (("--house", "matrix"), "rock-paper-scissors", "matrix"),
            (("--house", "none"), "rock-paper-scissors", None),
        ):
            options = parse(*argv)
            self.assertEqual(options["game"].name, game)
            self.assertEqual(options["strategy"] and options["strategy"].name, strategy)

    def test_help(self) -> None:
        """The help lists all games and strategies, other packages' after ours, and what is wrong with plugins."""
        said = StringIO()
        self.patch(sys, "stdout", said)
        install(self, SOUND | {PLUGIN.format("broken"): "import nothing_such"})
        self.assertRaises(SystemExit, parse, "--help")
        *_, games, strategies, problem = said.getvalue().splitlines()
        self.assertRegex(games, "^Games: rock-paper-scissors, .*, morra; of other packages: .*parity")
        self.assertRegex(strategies, "^Strategies: reader, matrix, random; of other packages: .*parrot")
        self.assertEqual(
            problem,
            "twisted.plugins.broken_plugin cannot be imported, ModuleNotFoundError: No module named 'nothing_such'",
        )
        self.assertNotIn("parity", sys.modules)

    def test_no_endpoint(self) -> None:
        """A string that is no endpoint is refused in our words, whatever its kind of endpoint complains of."""
        for endpoint in ("nonsense", "tcp", "tcp:abc", "systemd:x", "ssl:1:privateKey=/no", ""):
            problem = str(self.assertRaises(UsageError, parse, "--listen", endpoint))
            self.assertTrue(problem.startswith(f"--listen {endpoint}: "), problem)
            self.assertNotIn("()", problem)
            self.assertTrue(problem.endswith("It must be an endpoint such as tcp:12333."), problem)
            self.assertEqual(problem.count("\n"), 0)

    def test_the_host_is_where_the_terminal_is(self) -> None:
        """The console is the default where there is a terminal in the foreground, and nowhere else."""
        self.terminal = True
        self.assertEqual(parse(parent={"nodaemon": 1, "debug": False})["host"], "console")
        self.assertEqual(parse(parent={"nodaemon": 0, "debug": False})["host"], "none")
        self.assertEqual(parse("--host", "none", parent={"nodaemon": 1})["host"], "none")

    def test_the_log_is_kept_off_the_game(self) -> None:
        """With the console in use the log goes to a file, the one that was named or twistd.log."""
        self.terminal = True
        for named, kept in ((None, "twistd.log"), ("-", "twistd.log"), ("my.log", "my.log")):
            parent = {"nodaemon": 1, "logfile": named}
            self.assertTrue(parse(parent=parent)["log"].endswith("/" + kept))
            self.assertEqual(parent["logfile"], kept)

    def test_the_log_of_twist(self) -> None:
        """So it does under twist, which has another name for it."""
        self.terminal = True
        parent = {"logFile": sys.stdout}
        with TemporaryDirectory() as folder:
            self.patch(starter, "LOGFILE", f"{folder}/twistd.log")
            self.assertEqual(parse(parent=parent)["log"], f"{folder}/twistd.log")
            self.assertEqual(parent["logFile"].name, f"{folder}/twistd.log")
            parent["logFile"].close()


class ServiceTests(SynchronousTestCase):
    """From options to services."""

    def test_plugin(self) -> None:
        """twistd finds the plugin."""
        self.assertIn("rpsgame.tap", [maker.module for maker in getPlugins(IServiceMaker)])  # type: ignore[attr-defined]

    def test_services(self) -> None:
        """There is a listener for each endpoint, and a console where the host plays at one."""
        self.patch(command_line, "has_terminal", lambda: True)
        self.patch(os, "ttyname", lambda fd: "/dev/tty")
        for argv, kinds in {
            ("--host", "none", "--listen", "tcp:0", "--listen", "tcp:1"): [Listener, Listener],
            ("--host", "none", "--bots", "tcp:0", "--bots", "tcp:1"): [Listener, Listener, Listener],
            ("--host", "none", "--ssh", "tcp:0", "--state", "none"): [Listener, Listener],
            (): [Listener, Console],
            ("--state", "x", "--host", "none"): [Saving, TimerService, Keeper, Retelling, Listener],
            ("--state", "x", "--host", "none", "--house", "none", "--keep-days", "0"): [Keeper, Retelling, Listener],
        }.items():
            service = tap.makeService(parse("--state", "none", *argv))
            self.assertTrue(IService.providedBy(service))
            assert isinstance(service, MultiService)
            self.assertEqual([type(child) for child in service], kinds)

    def test_nothing_is_imported_that_was_not_asked_for(self) -> None:
        """The operator's door is imported where there is one."""
        code = (
            "import sys\n"
            "from rpsgame.tap import Options, makeService\n"
            "options = Options()\n"
            "options.parent = {'nodaemon': False}\n"
            "options.parseOptions(sys.argv[1:])\n"
            "makeService(options)\n"
            "print('rpsgame.doors.control' in sys.modules)"
        )
        for argv, imported in (((), False), (("--control", "unix:x"), True)):
            ended = subprocess.run([sys.executable, "-c", code, *argv], cwd=CHECKOUT, capture_output=True, text=True)
            self.assertEqual((ended.stdout, ended.stderr), (f"{imported}\n", ""))

    def test_host_key(self) -> None:
        """The fingerprint of the ssh host key is logged, printed where a daemon is started, and told to the host."""
        said = StringIO()
        self.patch(sys, "stdout", said)
        events = logged(self)
        with TemporaryDirectory() as folder:
            argv = "--host", "none", "--ssh", "tcp:0", "--state", folder
            for _ in range(2):
                tap.makeService(parse(*argv, parent={"nodaemon": 0}))
        first, second = said.getvalue().splitlines()
        self.assertRegex(first, r"^The ssh host key is SHA256:[\w+/]{43}$")
        self.assertEqual([second, *lines_of(events)], 3 * [first])
        options = parse("--host", "none", "--ssh", "tcp:0", "--state", "none", parent={"nodaemon": 1})
        tap.makeService(options)
        (key,) = door_makers.host_keys(options)
        self.assertEqual(lines_of(events)[-1], f"{key}, for this run, since none is kept.")
        self.assertEqual(said.getvalue().count("\n"), 2)

    def test_no_host_key(self) -> None:
        """A key that cannot be read or kept is refused in one line, before anything is opened."""
        with TemporaryDirectory() as folder:
            for name, held, why in (
                ("ssh_host_ed25519_key", "rubbish", "{}/ssh_host_ed25519_key holds no private Ed25519 key"),
                ("x", "", "Not a directory"),
            ):
                Path(folder, name).write_text(held)
                state = folder if held else f"{folder}/{name}"
                options = parse("--host", "none", "--ssh", "tcp:0", "--state", state)
                problem = self.assertRaises(SystemExit, tap.makeService, options)
                said = f"rpsgame: --state {state}: the ssh host key cannot be kept there: {why.format(folder)}."
                self.assertEqual(str(problem), said)

    def test_no_postgresql(self) -> None:
        """The same for records in PostgreSQL, and no password is shown."""
        self.patch(values, "import_module", self.fail_to_import)
        problem = self.assertRaises(UsageError, parse, "--records", "postgresql://me:secret@db/x")
        self.assertEqual(
            str(problem),
            "--records postgresql://me:...@db/x: postgresql is not installed: pip install 'rpsgame[postgresql]'",
        )

    def test_no_ssh(self) -> None:
        """Where the extra is missing, it is said what adds it."""
        self.patch(values, "import_module", self.fail_to_import)
        problem = self.assertRaises(UsageError, parse, "--ssh", "tcp:2222")
        self.assertEqual(str(problem), "--ssh tcp:2222: ssh is not installed: pip install 'rpsgame[ssh]'")

    def fail_to_import(self, name: str) -> None:
        """Find no module, as where cryptography is missing."""
        raise ModuleNotFoundError(f"No module named {name!r}")

    def test_game(self) -> None:
        """The server plays the game that was chosen, and the house plays it by its strategy."""
        made: list[tuple[Any, ...]] = []

        class Noted(Hall):
            def __init__(self, clock: Any, game: Any, **options: Any) -> None:
                super().__init__(clock, game, **options)
                made.append((game.name, options["house"] and options["house"].name))

        self.patch(tap, "Hall", Noted)
        for argv in (("--game", "odds-and-evens"), ("--game", "morra", "--house", "none")):
            tap.makeService(parse("--host", "none", *argv))
        self.assertEqual(made, [("odds-and-evens", "matrix"), ("morra", None)])

    def test_problems_with_plugins(self) -> None:
        """Where plugins were looked for, each that does not work is a line of the log, and the server starts."""
        install(self, SOUND | {PLUGIN.format("broken"): "import nothing_such"})
        events = logged(self)
        tap.makeService(parse("--host", "none"))
        self.assertEqual(lines_of(events), [])
        tap.makeService(parse("--host", "none", "--game", "parity", "--house", "parrot"))
        self.assertEqual(
            lines_of(events),
            [
                "A plugin does not work: twisted.plugins.broken_plugin cannot be imported, "
                "ModuleNotFoundError: No module named 'nothing_such'"
            ],
        )

    def test_hang_up(self) -> None:
        """SIGHUP stops a server in the foreground, and has a daemon open its log anew; after nohup it does nothing."""
        self.addCleanup(signal.signal, signal.SIGHUP, signal.getsignal(signal.SIGHUP))
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
        self.assertIs(self.hang_up(nodaemon=0), reopen_logs)
        stop = self.hang_up(nodaemon=1)
        stopped: list[str] = []
        self.patch(reactor, "stop", lambda: stopped.append("stopped"))
        stop()
        self.assertEqual(stopped, ["stopped"])
        self.assertIs(signal.getsignal(signal.SIGHUP), signal.SIG_IGN)  # the shell's comes after the kernel's
        self.assertIsNone(self.hang_up(nodaemon=1))

    def hang_up(self, **parent: object) -> Any:
        """Return what a server does at SIGHUP."""
        server = tap.makeService(parse("--host", "none", parent=parent))
        assert isinstance(server, Server)
        return server._hang_up


class ReportTests(SynchronousTestCase):
    """How the starter is told that a server cannot start."""

    trouble = Trouble("tcp:1", "Permission denied", "--listen")

    def test_foreground(self) -> None:
        """In the foreground it is a line on standard error, besides the log."""
        said = StringIO()
        self.patch(sys, "__stderr__", said)
        starter.report({}, self.trouble)
        self.assertEqual(
            said.getvalue(), "rpsgame: cannot listen on tcp:1: Permission denied. Choose another with --listen.\n"
        )

    def test_daemon(self) -> None:
        """A daemon tells twistd, within the hundred bytes that it reads, and leaves no file with its number."""
        readable, writable = os.pipe()
        self.addCleanup(os.close, readable)
        self.addCleanup(os.close, writable)
        with TemporaryDirectory() as folder:
            pid_file = Path(folder, "twistd.pid")
            pid_file.write_text("1")
            starter.report({"statusPipe": writable, "pidfile": str(pid_file)}, self.trouble)
            self.assertFalse(pid_file.exists())
        self.assertEqual(
            os.read(readable, 200), b"1 cannot listen on tcp:1: Permission denied. Choose another --listen."
        )

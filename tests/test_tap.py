"""The command line."""

from __future__ import annotations

import os
import sys
from tempfile import TemporaryDirectory
from typing import Any

from twisted.application.service import IService, IServiceMaker, MultiService
from twisted.plugin import getPlugins
from twisted.python.usage import UsageError
from twisted.trial.unittest import SynchronousTestCase

from rpsgame import tap
from rpsgame.doors.console import Console
from rpsgame.server import Listener


def parse(*argv: str, parent: dict[str, Any] | None = None) -> tap.Options:
    options = tap.Options()
    options.parent = parent  # type: ignore[assignment]
    options.parseOptions(argv)
    return options


class OptionsTests(SynchronousTestCase):
    """What may be said, and what is answered to what may not."""

    def setUp(self) -> None:
        self.terminal = False
        self.patch(tap, "_has_terminal", lambda: self.terminal)

    def test_defaults(self) -> None:
        """With nothing said, guests come to port 12333 for a best of 9, with 30 seconds a throw."""
        options = parse()
        self.assertEqual(list(options["listen"]), ["tcp:12333"])
        self.assertEqual((options["best-of"], options["timeout"], options["host"]), (9, 30, "none"))

    def test_values(self) -> None:
        """Each option takes its value, and --listen may be given more than once."""
        options = parse("--listen", "tcp:1", "--listen", "unix:/run/x", "--best-of", "3", "--timeout", "7")
        self.assertEqual(list(options["listen"]), ["tcp:1", "unix:/run/x"])
        self.assertEqual((options["best-of"], options["timeout"]), (3, 7))

    def test_wrong_values(self) -> None:
        """A wrong value is one line that says what is wrong, and what is right."""
        for argv, problem in {
            ("--best-of", "4"): "--best-of 4: it must be odd and positive, such as 9.",
            ("--best-of", "-1"): "--best-of -1: it must be odd and positive, such as 9.",
            ("--best-of", "many"): "--best-of many: it must be odd and positive, such as 9.",
            ("--timeout", "0"): "--timeout 0: it must be a whole number of seconds, 1 or more, such as 30.",
            ("--host", "sofa"): "--host sofa: Unknown endpoint type: 'sofa'. "
            "It must be console, none or an endpoint such as tcp:12334.",
            ("--host", "console"): "--host console: it needs a terminal in the foreground, as under twistd -n.",
        }.items():
            self.assertEqual(str(self.assertRaises(UsageError, parse, *argv)), problem)

    def test_no_endpoint(self) -> None:
        """What is no endpoint is said to be none, whatever it is that its kind of endpoint complains of."""
        for endpoint in ("nonsense", "tcp", "tcp:abc", "systemd:x", "ssl:1:privateKey=/no", ""):
            problem = str(self.assertRaises(UsageError, parse, "--listen", endpoint))
            self.assertTrue(problem.startswith(f"--listen {endpoint}: "), problem)
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
            self.patch(tap, "LOGFILE", f"{folder}/twistd.log")
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
        self.patch(tap, "_has_terminal", lambda: True)
        self.patch(os, "ttyname", lambda fd: "/dev/tty")
        for argv, kinds in {
            ("--host", "none", "--listen", "tcp:0", "--listen", "tcp:1"): [Listener, Listener],
            (): [Listener, Console],
        }.items():
            service = tap.makeService(parse(*argv))
            self.assertTrue(IService.providedBy(service))
            assert isinstance(service, MultiService)
            self.assertEqual([type(child) for child in service], kinds)

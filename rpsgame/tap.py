"""The command line of ``twistd rpsgame``, and the services made from it."""

from __future__ import annotations

import os
import sys
from typing import Any

from twisted.application.service import IService
from twisted.internet.endpoints import serverFromString
from twisted.python.usage import Options as UsageOptions
from twisted.python.usage import UsageError

from . import __version__
from .coroutines.games import ROCK_PAPER_SCISSORS
from .doors.console import Console
from .doors.telnet import TelnetFactory
from .hall import Hall
from .server import Listener, Server

LOGFILE = "twistd.log"


class Options(UsageOptions):
    """What ``twistd rpsgame`` can be told."""

    longdesc = "Rock-paper-scissors: one plays at the console, a key at a time, against whoever comes by telnet."

    def __init__(self) -> None:
        super().__init__()
        self["listen"] = {}
        self["best-of"] = 9
        self["timeout"] = 30
        self["host"] = None

    def opt_listen(self, endpoint: str) -> None:
        """A Twisted server endpoint that guests come to; may be given more than once [default: tcp:12333]"""
        from twisted.internet import reactor

        try:
            self["listen"][endpoint] = serverFromString(reactor, endpoint)
        except Exception as problem:  # each kind of endpoint has its own
            raise UsageError(f"--listen {endpoint}: {problem}. It must be an endpoint such as tcp:12333.") from None

    def opt_best_of(self, games: str) -> None:
        """The games of a match, an odd number [default: 9]"""
        if not games.isdecimal() or int(games) % 2 == 0:
            raise UsageError(f"--best-of {games}: it must be odd and positive, such as 9.")
        self["best-of"] = int(games)

    def opt_timeout(self, seconds: str) -> None:
        """The whole seconds that a guest has to throw; the last five are counted aloud [default: 30]"""
        if not seconds.isdecimal() or int(seconds) == 0:
            raise UsageError(f"--timeout {seconds}: it must be a whole number of seconds, 1 or more, such as 30.")
        self["timeout"] = int(seconds)

    def opt_host(self, host: str) -> None:
        """Where the host plays: console, or none [default: console where there is a terminal in the foreground]"""
        if host not in ("console", "none"):
            raise UsageError(f"--host {host}: it must be console or none.")
        self["host"] = host

    def opt_version(self) -> None:
        """Print the version and exit."""
        print(f"rpsgame {__version__}")
        raise SystemExit(0)

    def postOptions(self) -> None:
        if not self["listen"]:
            self.opt_listen("tcp:12333")
        parent = self.parent if self.parent is not None else {}
        foreground = bool(parent.get("nodaemon", True) or parent.get("debug"))
        terminal = foreground and _has_terminal()
        if self["host"] is None:
            self["host"] = "console" if terminal else "none"
        if self["host"] == "console":
            if not terminal:
                raise UsageError("--host console: it needs a terminal in the foreground, as under twistd -n.")
            self["log"] = _log_to_file(parent)


def makeService(options: Options) -> IService:
    """Return the server that *options* describe; it opens nothing before it is started."""
    from twisted.internet import reactor

    hall = Hall(reactor, ROCK_PAPER_SCISSORS, options["best-of"], options["timeout"])
    factory = TelnetFactory(hall, reactor)
    server = Server(hall, factory)
    listeners = [
        Listener(endpoint, description, factory, lambda line: _report(options.parent or {}, line))
        for description, endpoint in options["listen"].items()
    ]
    for listener in listeners:
        listener.setServiceParent(server)
    if options["host"] == "console":

        def notices() -> list[str]:
            ways = [way for listener in listeners for way in listener.ways_in()]
            return [f"Guests come in by: {' or '.join(ways)}", f"The log goes to {options['log']}"]

        Console(reactor, os.ttyname(0), hall, notices).setServiceParent(server)
    return server


def _has_terminal() -> bool:
    try:
        return os.tcgetpgrp(0) == os.getpgrp()
    except OSError:
        return False


def _log_to_file(parent: Any) -> str:
    """Keep the log off the game: where twistd or twist would write it to the terminal, name a file instead."""
    if "logFile" in parent:  # twist
        if parent["logFile"] in (sys.stdout, sys.stderr):
            parent["logFile"] = open(LOGFILE, "a")  # noqa: SIM115 (twist's to close)
        return os.path.abspath(str(parent["logFile"].name))
    if parent.get("syslog") or parent.get("logger"):
        return "where you said"
    if parent.get("logfile") in (None, "-"):
        parent["logfile"] = LOGFILE
    return os.path.abspath(str(parent["logfile"]))


def _report(parent: Any, line: str) -> None:
    """Say *line* to who has started us: the log has standard error already, and a daemon has but a pipe to twistd."""
    if "statusPipe" in parent:
        os.write(parent["statusPipe"], f"1 {line}".encode()[:100])
    else:
        print(f"rpsgame: {line}", file=sys.__stderr__)

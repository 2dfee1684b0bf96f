"""The command line of ``twistd rpsgame``, and the services made from it."""

from __future__ import annotations

import os
import sys
from functools import partial
from random import SystemRandom
from typing import Any

from twisted.application.service import IService
from twisted.internet.endpoints import serverFromString
from twisted.python.usage import Options as UsageOptions
from twisted.python.usage import UsageError

from . import __version__
from .coroutines.games import ROCK_PAPER_SCISSORS
from .coroutines.strategies import DEFAULT, STRATEGIES
from .doors.console import Console
from .doors.telnet import TelnetFactory
from .hall import Hall
from .server import Listener, Server

LOGFILE = "twistd.log"


class Options(UsageOptions):
    """What ``twistd rpsgame`` can be told."""

    longdesc = "Rock-paper-scissors for whoever comes by telnet: against you at the console, each other, or the house."

    def __init__(self) -> None:
        super().__init__()
        self["listen"] = {}
        self["best-of"] = 9
        self["timeout"] = 30
        self["host"] = None
        self["house"] = DEFAULT
        self["house-after"] = 3
        self["max-guests"] = 500
        self["max-per-address"] = 10
        self["drain"] = 10

    def opt_listen(self, endpoint: str) -> None:
        """A Twisted server endpoint that guests come to; may be given more than once [default: tcp:12333]"""
        self["listen"][endpoint] = _endpoint("--listen", endpoint, "an endpoint such as tcp:12333")

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
        """Where the host plays: console, none, or an endpoint to attach to by telnet or socat, such as
        unix:host.sock:mode=600 [default: console where there is a terminal in the foreground, else none]"""
        self["host"] = host
        if host not in ("console", "none"):
            self["host-endpoint"] = _endpoint("--host", host, "console, none or an endpoint such as tcp:12334")

    def opt_house(self, name: str) -> None:
        """Who plays a guest who is alone while there is no host: reader, which learns, random, or none; guests play
        each other in any case [default: reader]"""
        if name != "none" and name not in STRATEGIES:
            raise UsageError(f"--house {name}: it must be none or one of {', '.join(STRATEGIES)}.")
        self["house"] = name

    def opt_house_after(self, seconds: str) -> None:
        """The seconds that a guest is alone before the house plays them, 0 for at once [default: 3]"""
        self["house-after"] = _whole("--house-after", seconds, "seconds, 0 or more, such as 3")

    def opt_max_guests(self, guests: str) -> None:
        """How many guests may be in; 0 for no limit [default: 500]"""
        self["max-guests"] = _whole("--max-guests", guests, "guests, or 0 for no limit")

    def opt_max_per_address(self, guests: str) -> None:
        """How many guests may come from one address (an IPv6 /64 is one); 0 for no limit [default: 10]"""
        self["max-per-address"] = _whole("--max-per-address", guests, "guests, or 0 for no limit")

    def opt_drain(self, seconds: str) -> None:
        """The seconds that matches may take to end when the server is to stop [default: 10]"""
        self["drain"] = _whole("--drain", seconds, "seconds, 0 or more, such as 10")

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

    strategy = STRATEGIES.get(options["house"])
    at_console = options["host"] == "console"
    hall = Hall(
        reactor,
        ROCK_PAPER_SCISSORS,
        options["best-of"],
        options["timeout"],
        partial(strategy, SystemRandom()) if strategy else None,
        options["house-after"],
        not at_console,
        options["max-guests"],
        options["max-per-address"],
    )
    guests, hosts = TelnetFactory(hall, reactor), TelnetFactory(hall, reactor, for_host=True)
    server = Server(reactor, hall, [guests, hosts], 0 if at_console else options["drain"])
    report = partial(_report, options.parent if options.parent is not None else {})
    listeners = [
        Listener(endpoint, description, guests, report) for description, endpoint in options["listen"].items()
    ]
    for listener in listeners:
        listener.setServiceParent(server)
    if at_console:

        def notices() -> list[str]:
            ways = [way for listener in listeners for way in listener.ways_in()]
            return [f"Guests come in by: {' or '.join(ways)}", f"The log goes to {options['log']}"]

        Console(reactor, os.ttyname(0), hall, notices).setServiceParent(server)
    elif options["host"] != "none":
        Listener(options["host-endpoint"], options["host"], hosts, report, "--host").setServiceParent(server)
    return server


def _endpoint(option: str, description: str, right: str) -> Any:
    from twisted.internet import reactor

    try:
        return serverFromString(reactor, description)
    except Exception as problem:  # each kind of endpoint has its own
        raise UsageError(f"{option} {description}: {problem}. It must be {right}.") from None


def _whole(option: str, number: str, right: str) -> int:
    if not number.isdecimal():
        raise UsageError(f"{option} {number}: it must be a whole number of {right}.")
    return int(number)


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

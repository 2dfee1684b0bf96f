"""The options of ``twistd rpsgame``: what each takes, and what is said of a wrong one."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from twisted.python.usage import Options as UsageOptions
from twisted.python.usage import UsageError

from . import __version__
from .catalogue import all_games, all_strategies, choose_game, choose_house, problems
from .coroutines.games import ROCK_PAPER_SCISSORS
from .doors.screen import AUTO
from .screens import SCREENS
from .starter import has_terminal, in_foreground, log_to_file
from .store.records.opening import SCHEMES, shown
from .values import cluster_endpoint_of, endpoint_of, installed, number_of, private_endpoint_of

ENDPOINTS = "listen", "ssh", "web", "host", "bots", "control", "metrics", "cluster"  # the options that name endpoints
RECORDS = "records.sqlite"
MAX_GAMES = 9_999_999_999  # of a match: for ever, and a number still
MAX_SECONDS = 7 * 24 * 3600
MAX_DAYS = 36_500  # a century
MAX_GUESTS = 1_000_000  # more than a system lets a process have connections


class Options(UsageOptions):
    """The options of ``twistd rpsgame``.

    :ivar endpoints: by the option that names them, the endpoints by their descriptions
    :ivar starter: the options of what has started us: twistd's, twist's, or none
    """

    longdesc = "A game for whoever comes by telnet: against you at the console, each other, or the house."

    def __init__(self) -> None:
        super().__init__()
        self.games, self.strategies = all_games(), all_strategies()
        self["game"] = ROCK_PAPER_SCISSORS
        self.endpoints: dict[str, dict[str, Any]] = {option: {} for option in ENDPOINTS}
        self["best-of"] = 9
        self["timeout"] = 30
        self["host"] = None
        self["house"] = None
        self["house-after"] = 3
        self["max-guests"] = 500
        self["max-per-address"] = 10
        self["drain"] = 10
        self["screen"] = AUTO
        self["keep-days"] = 30
        self["records"] = ""
        self["state"] = Path(os.environ.get("STATE_DIRECTORY", "").partition(":")[0] or "rpsgame-state")

    @property
    def starter(self) -> Any:
        return self.parent if self.parent is not None else {}

    def opt_listen(self, endpoint: str) -> None:
        """A Twisted server endpoint that guests come to; may be given more than once [default: tcp:12333]"""
        self._listen("listen", endpoint, "an endpoint such as tcp:12333")

    def opt_bots(self, endpoint: str) -> None:
        """A Twisted server endpoint that programs come to, who play by JSON; may be given more than once"""
        self._listen("bots", endpoint, "an endpoint such as tcp:12335")

    def opt_control(self, endpoint: str) -> None:
        """Where operators say what is to be done, by socat or a script: a UNIX socket such as unix:control.sock, which
        gets mode=600, or an endpoint on a loopback address; may be given more than once"""
        self._check_new("control", endpoint)
        right = "a UNIX socket, such as unix:control.sock, or on a loopback address, such as interface=127.0.0.1"
        self.endpoints["control"][endpoint] = private_endpoint_of("--control", endpoint, right)

    def opt_cluster(self, endpoint: str) -> None:
        """Where the other processes of the house, which have the same --records, pass on guests who have their seat
        here: unix:cluster.sock, or tcp:PORT:interface=ADDRESS, where the address is a private one"""
        if self.endpoints["cluster"]:
            raise UsageError(f"--cluster {endpoint}: it may be given once.")
        self.endpoints["cluster"][endpoint], self["cluster"] = cluster_endpoint_of("--cluster", endpoint)

    def opt_ssh(self, endpoint: str) -> None:
        """A Twisted server endpoint that guests come to by ssh, asked nothing; may be given more than once"""
        installed("--ssh", endpoint, "twisted.conch.ssh.keys", "ssh")
        self._listen("ssh", endpoint, "an endpoint such as tcp:2222")

    def opt_web(self, endpoint: str) -> None:
        """A Twisted server endpoint that browsers come to, such as tcp:8080; may be given more than once"""
        installed("--web", endpoint, "wsproto", "web")
        self._listen("web", endpoint, "an endpoint such as tcp:8080")

    def opt_best_of(self, games: str) -> None:
        """The games of a match, an odd number [default: 9]"""
        self["best-of"] = number_of("--best-of", games, MAX_GAMES, "odd and positive, such as 9")
        if self["best-of"] % 2 == 0:
            raise UsageError(f"--best-of {games}: it must be odd and positive, such as 9.")

    def opt_timeout(self, seconds: str) -> None:
        """The whole seconds that a guest has to throw; the last five are counted aloud [default: 30]"""
        right = "a whole number of seconds, 1 or more, such as 30"
        self["timeout"] = number_of("--timeout", seconds, MAX_SECONDS, right)
        if not self["timeout"]:
            raise UsageError(f"--timeout {seconds}: it must be {right}.")

    def opt_host(self, host: str) -> None:
        """Where the host plays: console, none, or an endpoint to attach to by telnet or socat, such as
        unix:host.sock:mode=600 [default: console where there is a terminal in the foreground, else none]"""
        if self["host"] is not None:
            raise UsageError(f"--host {host}: there is one host, and --host {self['host']} is given already.")
        self["host"] = host
        if host not in ("console", "none"):
            self._listen("host", host, "console, none or an endpoint such as tcp:12334")

    def opt_game(self, name: str) -> None:
        """The game that is played, one of those below [default: rock-paper-scissors]"""
        try:
            self["game"] = choose_game(name, self.games)
        except ValueError as problem:
            raise UsageError(f"--game {name}: {problem}.") from None

    def opt_house(self, name: str) -> None:
        """Who plays a guest who is alone while there is no host: a strategy, one of those below, or none; guests play
        each other in any case [default: who plays the game best]"""
        self["house"] = name

    def opt_house_after(self, seconds: str) -> None:
        """The seconds that a guest is alone before the house plays them, 0 for at once [default: 3]"""
        self["house-after"] = number_of(
            "--house-after", seconds, MAX_SECONDS, "a whole number of seconds, 0 or more, such as 3"
        )

    def opt_metrics(self, endpoint: str) -> None:
        """A Twisted server endpoint where Prometheus asks for /metrics, such as tcp:9734:interface=127.0.0.1;
        may be given more than once"""
        installed("--metrics", endpoint, "prometheus_client", "metrics")
        self._listen("metrics", endpoint, "an endpoint such as tcp:9734:interface=127.0.0.1")

    def opt_max_guests(self, guests: str) -> None:
        """How many guests may be in; 0 for no limit [default: 500]"""
        self["max-guests"] = number_of(
            "--max-guests", guests, MAX_GUESTS, "a whole number of guests, or 0 for no limit"
        )

    def opt_max_per_address(self, guests: str) -> None:
        """How many guests may come from one address (an IPv6 /64 is one); 0 for no limit [default: 10]"""
        self["max-per-address"] = number_of(
            "--max-per-address", guests, MAX_GUESTS, "a whole number of guests, or 0 for no limit"
        )

    def opt_drain(self, seconds: str) -> None:
        """The seconds that matches may take to end when the server is to stop [default: 10]"""
        self["drain"] = number_of("--drain", seconds, MAX_SECONDS, "a whole number of seconds, 0 or more, such as 10")

    def opt_screen(self, screen: str) -> None:
        """What everybody sees at first: plain, colour, spoken, or auto, by what a terminal shows [default: auto]"""
        if screen not in (AUTO, *SCREENS):
            raise UsageError(f"--screen {screen}: it must be {', '.join((AUTO, *SCREENS[:-1]))} or {SCREENS[-1]}.")
        self["screen"] = screen

    def opt_state(self, folder: str) -> None:
        """The folder of what outlives the server, made when it is needed, or none
        [default: $STATE_DIRECTORY, which systemd sets, else rpsgame-state]"""
        self["state"] = None if folder == "none" else Path(folder)

    def opt_records(self, where: str) -> None:
        """Where names and results are kept: a file of SQLite, postgresql://..., or none
        [default: records.sqlite where --state is; none where that is none]"""
        if where.startswith(SCHEMES):
            installed("--records", shown(where), "psycopg", "postgresql")
        self["records"] = where

    def opt_keep_days(self, days: str) -> None:
        """The days after which the journal of a match is deleted, 0 for never [default: 30]"""
        self["keep-days"] = number_of("--keep-days", days, MAX_DAYS, "a whole number of days, or 0 for ever")

    def opt_version(self) -> None:
        """Print the version and exit."""
        print(f"rpsgame {__version__}")
        raise SystemExit(0)

    def getUsage(self, width: int | None = None) -> str:
        """Return the help, with the names of all games and strategies, and what is wrong with plugins."""
        names = [f"Games: {self.games.listing()}", f"Strategies: {self.strategies.listing()}"]
        return "\n".join([super().getUsage(width), *names, *problems(self.games, self.strategies)])

    def postOptions(self) -> None:
        try:
            self["strategy"] = choose_house(self["house"], self["game"], self.strategies)
        except ValueError as problem:
            raise UsageError(f"--house {self['house']}: {problem}.") from None
        if not self["records"]:
            self["records"] = str(self["state"] / RECORDS) if self["state"] else "none"
        if self.endpoints["cluster"] and self["records"] == "none":
            raise UsageError("--cluster: it needs --records, by which processes know who has which seat.")
        if not self.endpoints["listen"]:
            self.opt_listen("tcp:12333")
        terminal = in_foreground(self.starter) and has_terminal()
        if self["host"] is None:
            self["host"] = "console" if terminal else "none"
        if self["host"] == "console":
            if not terminal:
                raise UsageError("--host console: it needs a terminal in the foreground, as under twistd -n.")
            self["log"] = log_to_file(self.starter)

    def _listen(self, option: str, endpoint: str, right: str) -> None:
        self._check_new(option, endpoint)
        self.endpoints[option][endpoint] = endpoint_of(f"--{option}", endpoint, right)

    def _check_new(self, option: str, endpoint: str) -> None:
        if endpoint in self.endpoints[option]:
            raise UsageError(f"--{option} {endpoint}: it is given twice.")

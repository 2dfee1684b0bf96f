"""What makes the doors, by the options that open them. What is heavy is imported when it is asked for."""

from __future__ import annotations

from typing import Any

from .coroutines.facts import Fact, HostKeyIs
from .doors.bots import BotFactory
from .doors.passing import PassedFactory
from .doors.stream import DoorFactory
from .doors.telnet import TelnetFactory
from .hall import Hall
from .options import Options
from .server import Server
from .starter import in_foreground
from .store.state import State


def _telnet(options: Options, hall: Hall, reactor: Any) -> DoorFactory[Any]:
    return TelnetFactory(hall, reactor, screen=options["screen"])


def _telnet_for_host(options: Options, hall: Hall, reactor: Any) -> DoorFactory[Any]:
    return TelnetFactory(hall, reactor, for_host=True, screen=options["screen"])


def _bots(options: Options, hall: Hall, reactor: Any) -> DoorFactory[Any]:
    return BotFactory(hall, reactor)


def _control(options: Options, hall: Hall, reactor: Any) -> DoorFactory[Any]:
    from .doors.control import ControlFactory

    return ControlFactory(hall, reactor)


def _web(options: Options, hall: Hall, reactor: Any) -> DoorFactory[Any]:
    from .doors.web import WebFactory  # which imports a web server

    return WebFactory(hall, reactor)


def _cluster(options: Options, hall: Hall, reactor: Any) -> DoorFactory[Any]:
    return PassedFactory(hall, reactor)


def _metrics(options: Options, hall: Hall, reactor: Any) -> Any:
    from .scrape import MetricsFactory  # a web server, and prometheus_client

    return MetricsFactory(hall, reactor)


def _ssh(options: Options, hall: Hall, reactor: Any) -> DoorFactory[Any]:
    from .doors.host_key import host_key  # half a second, for those who want it
    from .doors.ssh import SSHFactory

    folder = options["state"]
    try:
        options["host-key"] = host_key(State(folder) if folder else None)
    except (OSError, ValueError) as problem:
        why = problem.strerror if isinstance(problem, OSError) else problem
        raise SystemExit(f"rpsgame: --state {folder}: the ssh host key cannot be kept there: {why}.") from None
    (key,) = host_keys(options)
    Server.log.info("{key}{kept}", key=key, kept="" if folder else ", for this run, since none is kept.")
    if not in_foreground(options.starter):
        print(key)  # where the daemon was started
    return SSHFactory(hall, reactor, options["host-key"], options["screen"])


DOORS = {  # what makes them, by the option that opens them
    "listen": _telnet,
    "ssh": _ssh,
    "web": _web,
    "host": _telnet_for_host,
    "bots": _bots,
    "control": _control,
    "cluster": _cluster,
    "metrics": _metrics,
}


def host_keys(options: Options) -> list[Fact]:
    """Return the fingerprint by which people know the server, where they come by ssh."""
    if not options.endpoints["ssh"]:
        return []
    from .doors.host_key import fingerprint

    return [HostKeyIs(fingerprint(options["host-key"].blob()))]

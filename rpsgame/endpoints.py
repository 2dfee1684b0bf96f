"""Endpoint strings, as --listen and --host take them, and in plain words what is wrong with one."""

from __future__ import annotations

import os
import re
import socket
from contextlib import suppress
from ipaddress import ip_address
from typing import Any, NamedTuple

from twisted.internet.endpoints import AdoptedStreamServerEndpoint, UNIXServerEndpoint, quoteStringArgument
from twisted.internet.error import CannotListenError
from twisted.internet.interfaces import IStreamServerEndpoint

from .doors.proxy import PREFIX, server_endpoint
from .twisted_private import interface_of

BACKLOG = 4096  # connections that may wait to be let in, a burst; Linux allows no more by itself (net.core.somaxconn)
WITH_BACKLOG = {"tcp", "tcp6", "ssl", "tls", "unix"}
PYTHONS = (  # what Python says of a wrong string, and what we say
    (r"missing .* argument: '(\w+)'", "its {} is missing"),
    (r"unexpected keyword argument '(\w+)'", "it knows no {}"),
    (r"multiple values for argument '(\w+)'", "its {} is given twice, or a colon in it is not written as \\:"),
    (r"takes .* positional argument", "it has too many parts"),
    (r"invalid literal for int\(\) with base \d+: ('.*')", "{} is not a number"),
    (r"(Unknown endpoint type: '.*')", "{}"),
    (r"Specify exactly one of descriptor index or name", "it needs either an index or a name"),
)


class Trouble(NamedTuple):
    """Why nobody can listen."""

    where: str
    why: str
    option: str

    def line(self) -> str:
        """Return the cause and the advice."""
        return f"cannot listen on {self.where}: {self.why}. Choose another with {self.option}."

    def short_line(self, size: int) -> str:
        """Return the same in *size* bytes; what is cut, if need be, is the middle of the endpoint."""
        before, after = "cannot listen on ", f": {self.why}. Choose another {self.option}."
        room = size - len((before + after).encode())
        where = self.where if len(self.where.encode()) <= room else f"{self.where[: room - 15]}...{self.where[-12:]}"
        return (before + where + after).encode()[:size].decode(errors="ignore")


def kind_of(description: str) -> str:
    """Return an endpoint's kind, such as tcp."""
    return description.partition(":")[0].lower()


def parse_endpoint(reactor: Any, description: str) -> IStreamServerEndpoint:
    """Return the endpoint, with room for a burst of connections where the string does not say how many may wait.

    :raise ValueError: with what is wrong, in plain words
    """
    try:
        return server_endpoint(reactor, _with_backlog(description))
    except Exception as problem:  # each kind of endpoint has its own
        raise ValueError(_explain(kind_of(description.removeprefix(PREFIX)), problem)) from None


def with_own_mode(description: str) -> str:
    """Return a description; a UNIX socket that has no mode gets one, by which only the server's own user connects."""
    parts = re.split(r"(?<!\\):", description)
    given = len([part for part in parts if "=" not in part]) > 2 or any(part.startswith("mode=") for part in parts)
    return description if given or kind_of(description) != "unix" else f"{description}:mode=600"


def is_private(endpoint: IStreamServerEndpoint) -> bool:
    """Return whether an endpoint is reached on this machine alone: a UNIX socket, or a loopback address."""
    if isinstance(endpoint, AdoptedStreamServerEndpoint):
        return bool(endpoint.addressFamily == socket.AF_UNIX)
    if isinstance(endpoint, UNIXServerEndpoint):
        return True
    with suppress(ValueError):
        return ip_address(interface_of(endpoint) or "").is_loopback
    return False


def client_of(description: str, endpoint: IStreamServerEndpoint) -> str | None:
    """Return by which endpoint other processes reach one that only they are to reach; None: anybody could, or none.

    :param description: of *endpoint*, a UNIX socket, or a port of a private address
    """
    kind, where = re.split(r"(?<!\\):", description)[:2]
    where = where.removeprefix("address=").removeprefix("port=")
    if kind == "unix":
        return f"unix:{quoteStringArgument(os.path.abspath(where))}"
    with suppress(ValueError):
        address = ip_address(interface_of(endpoint) or "")
        if kind in ("tcp", "tcp6") and address.is_private and not address.is_unspecified and int(where):
            return f"tcp:{quoteStringArgument(str(address))}:{where}"
    return None


def why_not(problem: BaseException | None) -> str:
    """Return in plain words why one cannot listen."""
    if isinstance(problem, CannotListenError):
        problem = problem.socketError
    if isinstance(problem, OverflowError):
        return "a port is a number from 0 to 65535"
    return str(getattr(problem, "strerror", None) or problem).rstrip(".")


def _with_backlog(description: str) -> str:
    inner = description.removeprefix(PREFIX)
    positional = [part for part in inner.split(":") if "=" not in part]
    if kind_of(inner) in WITH_BACKLOG and len(positional) == 2 and ":backlog=" not in inner:
        return f"{description}:backlog={BACKLOG}"
    return description


def _explain(kind: str, problem: Exception) -> str:
    if isinstance(problem, OSError):
        return f"{problem.strerror}: {problem.filename}"
    if isinstance(problem, ImportError | NameError):  # the latter from tls:
        return "TLS is not installed: pip install 'rpsgame[tls]'"
    for pattern, words in PYTHONS:
        found = re.search(pattern, str(problem))
        if found:
            return words.format(*found.groups())
    if kind == "systemd":
        return "systemd has handed over no such socket"
    return "its key or certificate cannot be used" if kind in ("ssl", "tls") else "it cannot be understood"

"""The values of options: what is right, or one line that says what is wrong with them, and what would be right."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from twisted.python.usage import UsageError

from .doors.passing import PassedEndpoint
from .endpoints import client_of, is_private, parse_endpoint, with_own_mode

SHOWN = 40  # characters of a wrong number: a line of it


def endpoint_of(option: str, description: str, right: str) -> Any:
    """Return the endpoint that *description* stands for."""
    from twisted.internet import reactor

    try:
        return parse_endpoint(reactor, description)
    except ValueError as problem:
        raise UsageError(f"{option} {description}: {problem}. It must be {right}.") from None


def private_endpoint_of(option: str, description: str, right: str) -> Any:
    """Return the endpoint that *description* stands for, which nobody can reach from outside of this machine."""
    endpoint = endpoint_of(option, with_own_mode(description), right)
    if not is_private(endpoint):
        raise UsageError(f"{option} {description}: whoever can reach it rules the house. It must be {right}.")
    return endpoint


def cluster_endpoint_of(option: str, description: str) -> tuple[Any, str]:
    """Return the endpoint that *description* stands for, and the one by which other processes connect to it."""
    from twisted.internet import reactor

    right = "unix:PATH, or tcp:PORT:interface=ADDRESS with a private address, such as tcp:12340:interface=10.0.0.5"
    description = with_own_mode(description)
    endpoint = endpoint_of(option, description, right)
    client = client_of(description, endpoint)
    if client is None:
        raise UsageError(
            f"{option} {description}: others than the house's processes could use it. It must be {right}."
        )
    return PassedEndpoint(endpoint, reactor), client


def number_of(option: str, number: str, most: int, right: str) -> int:
    """Return the whole number that *number* writes, from 0 to *most*."""
    shown = number if len(number) < SHOWN else f"{number[:SHOWN]}..."
    if not (number.isascii() and number.isdecimal()):
        raise UsageError(f"{option} {shown}: it must be {right}.")
    if len(number) > len(str(most)) or int(number) > most:
        raise UsageError(f"{option} {shown}: it must be {right}, and at most {most}.")
    return int(number)


def installed(option: str, value: str, module: str, extra: str) -> None:
    """Look whether *module* can be imported, which an extra of ours brings along."""
    try:
        import_module(module)
    except ImportError:
        raise UsageError(f"{option} {value}: {extra} is not installed: pip install 'rpsgame[{extra}]'") from None

"""The values of options: what is right, or one line that says what is wrong with them, and what would be right."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from twisted.python.usage import UsageError

from .endpoints import is_private, parse_endpoint, with_own_mode

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

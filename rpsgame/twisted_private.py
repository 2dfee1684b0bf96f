"""All that the server knows of Twisted's insides, as seen in Twisted 26.10; a test for each fails when it goes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from twisted.conch.telnet import DO, DONT, WILL, WONT, Telnet
from twisted.internet.error import ConnectionDone, ReactorNotRunning
from twisted.internet.stdio import StandardIO
from twisted.internet.tcp import Connection
from twisted.logger import FileLogObserver, globalLogPublisher
from twisted.python.failure import Failure
from twisted.python.logfile import BaseLogFile

MAX_SUBNEGOTIATION = 1024  # bytes; the longest that a client sends unasked has 55 (inetutils: its special characters)
STATUS_SIZE = 98  # bytes of an error that twistd shows for a daemon: it reads 100 from the pipe, "1 " among them


@contextmanager
def seconds_by(reactor: Any, seconds: Callable[[], float]) -> Iterator[None]:
    """Within it the reactor's time is that of *seconds*: ReactorBase asks self.seconds() wherever it waits."""
    before = reactor.seconds
    reactor.seconds = seconds
    try:
        yield
    finally:
        reactor.seconds = before


@contextmanager
def stopping_again(reactor: Any, again: Callable[[], object]) -> Iterator[None]:
    """Within it, to stop a reactor that stops already calls *again*, and is no error.

    ReactorBase's handlers of SIGINT and SIGTERM call self.stop, which raises the second time.
    """
    stop = reactor.stop

    def stop_or_again() -> None:
        try:
            stop()
        except ReactorNotRunning:
            again()

    reactor.stop = stop_or_again
    try:
        yield
    finally:
        reactor.stop = stop


def log_files() -> list[BaseLogFile]:
    """Return the files that are logged to: the publisher keeps its observers, and an observer of twistd's its file."""
    observers = [observer for observer in globalLogPublisher._observers if isinstance(observer, FileLogObserver)]
    return [observer._outFile for observer in observers if isinstance(observer._outFile, BaseLogFile)]


def cut_off(stdio: StandardIO) -> None:
    """Forget what a terminal has not taken, and let go of its descriptors: StandardIO has no abortConnection."""
    insides: Any = stdio
    insides.connectionLost(Failure(ConnectionDone()))


def status_pipe(parent: Mapping[str, Any]) -> int | None:
    """Return where a daemon tells the twistd that has started it why it cannot start; None in the foreground."""
    return parent.get("statusPipe")


class Side:
    """How an option stands on one side; conch's own has a dictionary, and there are eight for a client that talks."""

    __slots__ = ("negotiating", "onResult", "state")

    def __init__(self) -> None:
        self.state, self.negotiating, self.onResult = "no", False, None


class OptionState:
    """How an option stands, ours and theirs."""

    __slots__ = ("him", "us")

    def __init__(self) -> None:
        self.us, self.him = Side(), Side()


class Negotiator(Telnet):
    """Conch's telnet, with hooks for what it replies, and for a subnegotiation without an end; it is smaller, too.

    Conch makes two dictionaries for each connection, which take half a kilobyte, and most clients need none of them.
    """

    negotiationMap: dict[Any, Any] = {}  # noqa: RUF012 (as conch has it); is asked by conch's own `negotiate` alone

    _OptionState = OptionState  # type: ignore[assignment]
    _MAX_SUBNEGOTIATION_LENGTH = MAX_SUBNEGOTIATION

    def __init__(self) -> None:
        self.options: dict[bytes, OptionState] = {}

    @property
    def commandMap(self) -> dict[bytes, Callable[[bytes], None]]:  # type: ignore[override]
        """What conch does at each command, made when one comes."""
        return {WILL: self.telnet_WILL, WONT: self.telnet_WONT, DO: self.telnet_DO, DONT: self.telnet_DONT}

    def reply(self, data: bytes) -> None:
        """Send *data*, with which conch replies to the client."""
        raise NotImplementedError

    def overlong(self) -> None:
        """A subnegotiation has more bytes than MAX_SUBNEGOTIATION; called for each byte from there on."""
        raise NotImplementedError

    def _write(self, data: bytes) -> None:
        self.reply(data)

    def _subnegotiationLengthExceeded(self) -> None:
        self.overlong()


def report_unsent(connection: Connection) -> None:
    """Let *connection* pause its producer at the first byte that waits, and not after bufferSize bytes."""
    connection._isSendBufferFull = _always  # type: ignore[method-assign]


def interface_of(endpoint: Any) -> str | None:
    """Return the address that an endpoint is bound to, '' for all; None where that is not known of its kind."""
    return getattr(endpoint, "_interface", None)


def _always() -> bool:
    return True

"""Twisted's insides are as we know them."""

from __future__ import annotations

import os
import pty
import signal
import sys
from functools import partial
from io import StringIO
from tempfile import TemporaryDirectory
from typing import Any, cast

from twisted.conch.telnet import DO, IAC, NAWS, SB, WONT, Telnet
from twisted.internet.base import ReactorBase
from twisted.internet.endpoints import (
    SSL4ServerEndpoint,
    TCP4ServerEndpoint,
    TCP6ServerEndpoint,
    UNIXServerEndpoint,
)
from twisted.internet.error import ReactorNotRunning
from twisted.internet.protocol import Protocol
from twisted.internet.stdio import StandardIO
from twisted.internet.tcp import Connection
from twisted.internet.testing import MemoryReactorClock, StringTransport
from twisted.logger import globalLogPublisher, textFileLogObserver
from twisted.python.logfile import LogFile
from twisted.scripts import _twistd_unix
from twisted.trial.unittest import SynchronousTestCase

from rpsgame.twisted_private import (
    MAX_SUBNEGOTIATION,
    STATUS_SIZE,
    Negotiator,
    cut_off,
    interface_of,
    log_files,
    report_unsent,
    seconds_by,
    status_pipe,
    stopping_again,
)


class Reactor(ReactorBase):
    """A reactor without any input and output."""

    def installWaker(self) -> None:
        """Nobody sleeps."""

    def removeAll(self) -> list[Any]:
        """Nobody is connected."""
        return []


class Descriptors:
    """The part of a reactor that knows whom it reads from and writes to."""

    def __init__(self) -> None:
        self.known: set[Any] = set()
        self.addReader = self.addWriter = self.known.add
        self.removeReader = self.removeWriter = self.known.discard


class TwistedPrivateTests(SynchronousTestCase):
    """One test for each thing that we use."""

    def test_reactor_asks_for_seconds(self) -> None:
        """A reactor asks its own attribute for the time, for how long it may sleep and for what is due."""
        reactor = Reactor()
        now = 10.0
        rung: list[str] = []
        with seconds_by(reactor, lambda: now):
            reactor.callLater(5, rung.append, "late")
            self.assertEqual(reactor.timeout(), 5)
            now = 14.0
            self.assertEqual(reactor.timeout(), 1)
            reactor.runUntilCurrent()
            self.assertEqual(rung, [])
            now = 15.0
            reactor.runUntilCurrent()
            self.assertEqual(rung, ["late"])
        self.assertGreater(reactor.seconds(), 1e9)

    def test_reactor_stops_itself(self) -> None:
        """At SIGINT and SIGTERM a reactor calls its own attribute, and stopping twice is told, not raised."""
        again: list[str] = []
        for handler in ("sigInt", "sigTerm"):
            reactor: Any = Reactor()
            reactor._stopped = False  # as if it ran
            with stopping_again(reactor, lambda: again.append("again")):
                for _ in range(2):
                    getattr(reactor, handler)(signal.SIGTERM)
                reactor.runUntilCurrent()
            self.assertRaises(ReactorNotRunning, reactor.stop)
        self.assertEqual(again, ["again", "again"])
        self.assertEqual(self.flushLoggedErrors(), [])

    def test_log_files(self) -> None:
        """The file of an observer such as twistd's is found, and nothing that is no such file."""
        with TemporaryDirectory() as folder:
            file: Any = LogFile("twistd.log", folder)
            self.addCleanup(file.close)
            observers: list[Any] = [textFileLogObserver(file), textFileLogObserver(StringIO()), lambda event: None]
            for observer in observers:
                globalLogPublisher.addObserver(observer)
                self.addCleanup(globalLogPublisher.removeObserver, observer)
            self.assertEqual(log_files(), [file])

    def test_cut_off(self) -> None:
        """A terminal that takes nothing is let go of: the reactor forgets it, and the protocol is told."""
        keyboard, terminal = pty.openpty()
        self.addCleanup(os.close, keyboard)
        self.addCleanup(os.close, terminal)
        lost: list[str] = []
        protocol: Any = Protocol()
        protocol.connectionLost = lambda reason: lost.append("lost")
        reactor: Any = Descriptors()
        stdio = StandardIO(protocol, terminal, terminal, reactor)  # type: ignore[call-arg]
        stdio.write(b"which nobody reads")
        stdio.loseConnection()
        self.assertEqual((len(reactor.known), lost), (1, []))
        cut_off(stdio)
        self.assertEqual((reactor.known, lost), (set(), ["lost"]))

    def test_status_pipe(self) -> None:
        """A twistd that goes to the background keeps its pipe where we look for it, and shows as much as we think."""
        config = _twistd_unix.ServerOptions()
        self.assertIsNone(status_pipe(config))
        runner: Any = _twistd_unix.UnixApplicationRunner(config)
        self.patch(runner, "daemonize", lambda reactor: 77)
        self.patch(os, "chdir", lambda path: None)
        self.patch(os, "umask", lambda mask: 0)
        runner.setupEnvironment(None, ".", False, None, None)
        self.assertEqual(status_pipe(config), 77)

        readable, writable = os.pipe()
        self.addCleanup(os.close, readable)
        os.write(writable, b"1 " + b"x" * STATUS_SIZE + b"y")
        os.close(writable)
        said = StringIO()
        self.patch(sys, "__stderr__", said)
        self.assertEqual(runner._waitForStart(readable), 1)
        self.assertIn("x" * STATUS_SIZE + "'\n", said.getvalue())


class NegotiatorTests(SynchronousTestCase):
    """Conch's telnet."""

    def setUp(self) -> None:
        self.replies: list[bytes] = []
        self.overlong: list[str] = []
        self.patch(Negotiator, "reply", lambda door, data: self.replies.append(data))
        self.patch(Negotiator, "overlong", lambda door: self.overlong.append("overlong"))
        self.transport = StringTransport()
        self.telnet = Negotiator()
        self.telnet.makeConnection(self.transport)

    def test_replies(self) -> None:
        """What conch replies goes to our hook alone."""
        self.telnet.dataReceived(IAC + DO + NAWS)
        self.assertEqual(self.replies, [IAC + WONT + NAWS])
        self.assertEqual(self.transport.value(), b"")

    def test_a_subnegotiation_without_an_end(self) -> None:
        """A subnegotiation that is too long goes to our hook alone."""
        self.telnet.dataReceived(IAC + SB + b"x" * MAX_SUBNEGOTIATION)
        self.assertEqual(self.overlong, [])
        self.telnet.dataReceived(b"x")
        self.assertEqual(self.overlong, ["overlong"])
        self.assertFalse(self.transport.disconnecting)

    def test_the_names_are_there(self) -> None:
        """Twisted still has the names that are replaced."""
        for name in ("_MAX_SUBNEGOTIATION_LENGTH", "_write", "_subnegotiationLengthExceeded", "_OptionState"):
            self.assertTrue(hasattr(Telnet, name), name)

    def test_what_each_connection_has(self) -> None:
        """Conch makes three dictionaries for a connection, of which ours keeps the one that it writes to."""
        self.assertEqual(vars(Telnet()).keys(), {"options", "negotiationMap", "commandMap"})
        self.assertEqual(vars(Negotiator()), {"options": {}})
        self.assertEqual(Negotiator().commandMap.keys(), Telnet().commandMap.keys())

    def test_options(self) -> None:
        """The state of an option has what conch's own has, and begins alike."""
        theirs, ours = Telnet().getOptionState(NAWS), self.telnet.getOptionState(NAWS)
        for side in ("us", "him"):
            for name in ("state", "negotiating", "onResult"):
                self.assertEqual(getattr(getattr(ours, side), name), getattr(getattr(theirs, side), name))


class ReportUnsentTests(SynchronousTestCase):
    """A connection that says at once when something waits in it."""

    def test_it_pauses_at_the_first_byte(self) -> None:
        """One byte that waits to be sent pauses the producer, and when it has gone, the producer goes on."""
        heard: list[str] = []

        class Producer:
            def pauseProducing(self) -> None:
                heard.append("pause")

            def resumeProducing(self) -> None:
                heard.append("resume")

        class Socket:
            def setblocking(self, blocking: bool) -> None: ...

            def fileno(self) -> int:
                return 4711

            def send(self, data: bytes) -> int:
                return len(data)

        connection = Connection(cast(Any, Socket()), Protocol(), MemoryReactorClock())
        connection.connected = True
        report_unsent(connection)
        connection.registerProducer(cast(Any, Producer()), True)
        connection.write(b"x")
        self.assertEqual(heard, ["pause"])
        connection.doWrite()
        self.assertEqual(heard, ["pause", "resume"])

    def test_interfaces(self) -> None:
        """An endpoint keeps the address that it will be bound to."""
        reactor = MemoryReactorClock()
        for endpoint in (TCP4ServerEndpoint, TCP6ServerEndpoint, partial(SSL4ServerEndpoint, sslContextFactory=None)):
            made: Any = endpoint
            self.assertEqual(interface_of(made(reactor, 1, interface="127.0.0.1")), "127.0.0.1")
        self.assertIsNone(interface_of(UNIXServerEndpoint(reactor, "x")))

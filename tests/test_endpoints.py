"""Endpoint strings, and why one is wrong."""

from __future__ import annotations

import socket
from typing import Any

from twisted.internet.endpoints import AdoptedStreamServerEndpoint
from twisted.internet.error import CannotListenError
from twisted.internet.protocol import ServerFactory
from twisted.internet.testing import MemoryReactorClock
from twisted.trial.unittest import SynchronousTestCase

from rpsgame import endpoints
from rpsgame.endpoints import BACKLOG, Trouble, is_private, parse_endpoint, why_not, with_own_mode


def no_tls(*args: object) -> None:
    """Find no endpoint, as where pyOpenSSL is missing."""
    raise ModuleNotFoundError("No module named 'OpenSSL'")


class EndpointsTests(SynchronousTestCase):
    """With a reactor that opens nothing."""

    def setUp(self) -> None:
        self.reactor: Any = MemoryReactorClock()

    def backlogs(self, description: str) -> list[int]:
        """Listen, and return how many connections may wait."""
        self.reactor.__init__()
        parse_endpoint(self.reactor, description).listen(ServerFactory())
        reactor = self.reactor
        return [backlog for _, _, backlog, *_ in (*reactor.tcpServers, *reactor.unixServers)]

    def test_backlog(self) -> None:
        """A burst of connections has room to wait, where the string does not say how much room there is."""
        for description in ("tcp:1", "tcp:1:interface=127.0.0.1", "tcp6:1", "unix:/run/x:mode=600", "haproxy:tcp:1"):
            self.assertEqual(self.backlogs(description), [BACKLOG])
        for description in ("tcp:1:backlog=7", "tcp:1:127.0.0.1:7", "haproxy:tcp:1:backlog=7"):
            self.assertEqual(self.backlogs(description), [7])

    def test_wrong(self) -> None:
        """A mistake is explained in plain words, and never in Python's."""
        for description, problem in {
            "nonsense": "Unknown endpoint type: 'nonsense'",
            "": "Unknown endpoint type: ''",
            "tcp": "its port is missing",
            "haproxy:tcp": "its port is missing",
            "unix": "its address is missing",
            "tcp:abc": "'abc' is not a number",
            "unix:x:mode=rw": "'rw' is not a number",
            "tcp:1:host=here": "it knows no host",
            "tcp:1:here:2:3": "it has too many parts",
            "tcp:1:interface=::1": "its interface is given twice, or a colon in it is not written as \\:",
            "systemd:domain=INET": "it needs either an index or a name",
            "systemd:domain=INET:index=0": "systemd has handed over no such socket",
            "systemd:domain=INET:name=guests": "systemd has handed over no such socket",
            "ssl:1:privateKey=/no": "No such file or directory: /no",
            f"ssl:1:privateKey={__file__}": "its key or certificate cannot be used",
            "tcp:1:=": "it cannot be understood",
        }.items():
            self.assertEqual(str(self.assertRaises(ValueError, parse_endpoint, self.reactor, description)), problem)

    def test_no_tls(self) -> None:
        """Where Twisted has no TLS, it is said what adds it."""
        self.patch(endpoints, "server_endpoint", no_tls)
        problem = self.assertRaises(ValueError, parse_endpoint, self.reactor, "ssl:1:privateKey=/no")
        self.assertEqual(str(problem), "TLS is not installed: pip install 'rpsgame[tls]'")

    def test_private(self) -> None:
        """What is reached on this machine alone is known by the endpoint itself, whatever its kind."""
        for description, private in {
            "unix:x": True,
            "tcp:1:127.0.0.1": True,
            "tcp:1:interface=127.1.2.3": True,
            "tcp6:1:interface=\\:\\:1": True,
            "tcp:1": False,
            "tcp6:1": False,
            "tcp:1:interface=0.0.0.0": False,
            "tcp:1:interface=localhost": False,
            "haproxy:unix:x": False,
        }.items():
            self.assertEqual(is_private(parse_endpoint(self.reactor, description)), private, description)

    def test_handed_over(self) -> None:
        """Of sockets that were handed over, UNIX sockets are."""
        for family in (socket.AF_UNIX, socket.AF_INET):
            endpoint = AdoptedStreamServerEndpoint(self.reactor, 3, family)
            self.assertEqual(is_private(endpoint), family == socket.AF_UNIX)

    def test_mode(self) -> None:
        """A UNIX socket without a mode gets one; a colon in its path is none that begins another part."""
        for description, with_mode in {
            "unix:x": "unix:x:mode=600",
            "unix:address=x": "unix:address=x:mode=600",
            "unix:a\\:mode\\=7": "unix:a\\:mode\\=7:mode=600",
            "unix:x:backlog=5": "unix:x:backlog=5:mode=600",
            "unix:x:660": "unix:x:660",
            "unix:x:mode=660": "unix:x:mode=660",
            "unix:x:lockfile=0:mode=660": "unix:x:lockfile=0:mode=660",
            "tcp:1": "tcp:1",
        }.items():
            self.assertEqual(with_own_mode(description), with_mode)
            parse_endpoint(self.reactor, with_mode).listen(ServerFactory())

    def test_cannot_listen(self) -> None:
        """The cause is the system's, without what Python and Twisted put around it."""
        taken = CannotListenError("", 1, OSError(98, "Address already in use"))
        self.assertEqual(why_not(taken), "Address already in use")
        locked = CannotListenError(None, "x", "Cannot acquire lock")
        self.assertEqual(why_not(locked), "Cannot acquire lock")
        self.assertEqual(why_not(OverflowError("bind(): port")), "a port is a number from 0 to 65535")

    def test_short(self) -> None:
        """In few bytes the cause and the advice are said whole, and both ends of a long endpoint."""
        self.assertEqual(
            Trouble("tcp:12333:interface=127.0.0.1", "Address already in use", "--listen").short_line(98),
            "cannot listen on tcp:12333:interface=127.0.0.1: Address already in use. Choose another --listen.",
        )
        self.assertEqual(
            Trouble("unix:/var/lib/rpsgame/sockets/guests.sock", "Address already in use", "--listen").short_line(98),
            "cannot listen on unix:/var/lib/rp.../guests.sock: Address already in use. Choose another --listen.",
        )
        self.assertLessEqual(len(Trouble("\xe9" * 99, "\xe9" * 99, "--host").short_line(98).encode()), 98)

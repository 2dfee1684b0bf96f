"""What strangers do to a server on the open internet, by real sockets of each kind."""

from __future__ import annotations

import socket
import ssl
import struct
import sys

from twisted.trial.unittest import SynchronousTestCase

from .terminals import LIMIT, Place, Reservation
from .test_endpoints import hear, write_certificate

IMPATIENT = """
from rpsgame.doors import throttle
from twisted.scripts.twistd import run

throttle.MAX_STALL = 1
run()
"""  # or else a guest who reads nothing stays for half a minute
HEADER = b"PROXY TCP4 192.0.2.7 192.0.2.80 4711 23\r\n"
MAPPED = bytes(10) + b"\xff\xff\x7f\0\3\1"  # ::ffff:127.0.3.1
HEADER_2 = b"\r\n\r\n\0\r\nQUIT\n\x21\x21" + struct.pack("!H16s16sHH", 36, MAPPED, MAPPED, 4711, 23)
ENDLESS = 4_000  # more than are taken from a guest who reads nothing
NO_HEADERS = (
    b"GET / HTTP/1.1\r\n",
    b"PROXY TCP4 1.2.3.4 5.6.7.8 abc 5\r\n",
    b"PROXY TCP6 notanip ::1 5 5\r\n",
    b"PROXY TCP4 \x1b]0;evil\x07\n 5.6.7.8 5 5\r\n",
    b"PROXY TCP4 \xff\xfe 5.6.7.8 5 5\r\n",
    HEADER_2[:14] + struct.pack("!H", 4) + HEADER_2[16:20],
    HEADER_2[:14] + struct.pack("!H", 65535),
)


class AttackTests(SynchronousTestCase):
    """A server that listens by tcp, by TLS and behind a proxy."""

    def setUp(self) -> None:
        self.place = Place(self.addCleanup)
        write_certificate(self.place.cwd)
        self.proxied, self.by_tls = Reservation(), Reservation()
        self.addCleanup(self.proxied.close)
        self.addCleanup(self.by_tls.close)

    def serve(self, program: str = "from twisted.scripts.twistd import run; run()") -> None:
        tls = f"ssl:{self.by_tls.port}:privateKey=key.pem:certKey=cert.pem:interface=127.0.0.1"
        options = ["--timeout", "3600", "--listen", f"haproxy:{self.proxied.endpoint}", "--listen", tls]
        self.place.daemon(*options, program=(sys.executable, "-c", program))

    def connect(self, door: Reservation | None = None) -> socket.socket:
        """Connect to a port, by default the one that speaks telnet alone."""
        connection = socket.socket()
        self.addCleanup(connection.close)
        connection.settimeout(LIMIT)
        for buffer in (socket.SO_SNDBUF, socket.SO_RCVBUF):  # by default they take megabytes
            connection.setsockopt(socket.SOL_SOCKET, buffer, 4096)
        connection.connect(("127.0.0.1", (door or self.place).port))
        return connection

    def connect_by_proxy(self, header: bytes = HEADER) -> socket.socket:
        connection = self.connect(self.proxied)
        connection.sendall(header)
        return connection

    def connect_by_tls(self) -> socket.socket:
        context = ssl.create_default_context(cafile=f"{self.place.cwd}/cert.pem")
        context.check_hostname = False
        guest = context.wrap_socket(self.connect(self.by_tls))
        self.addCleanup(guest.close)
        return guest

    def test_a_guest_who_never_reads(self) -> None:
        """A guest who sends for ever and never reads is cut off, however they have come."""
        self.serve(IMPATIENT)
        for connect in (self.connect, self.connect_by_proxy, self.connect_by_tls):
            guest = connect()
            with self.assertRaises((ConnectionError, ssl.SSLError)):
                for _ in range(ENDLESS):
                    guest.sendall(b"?" * 32)
        self.assertNotIn("Traceback", self.place.log)

    def test_a_tls_client_that_never_shakes_hands(self) -> None:
        """A TLS client that never shakes hands is no opponent."""
        self.serve()
        self.connect(self.by_tls)
        guest = self.connect_by_tls()
        hear(guest, b"You play the house in 3 seconds, unless another guest comes.\r\n")

    def test_what_is_no_proxy_header(self) -> None:
        """Bytes that are no PROXY header cost the connection and one line of log; guests come in as before."""
        self.serve()
        for header in NO_HEADERS:
            connection = self.connect_by_proxy(header)
            with self.assertRaises(ConnectionResetError):
                connection.recv(1)
        self.assertEqual(self.place.log.count("for its PROXY header"), len(NO_HEADERS))
        for header in (b"PROXY UNKNOWN\r\n", HEADER, HEADER_2):
            hear(self.connect_by_proxy(header), b"This is rock-paper-scissors")
        for peer in ("behind 127.0.0.1:", "192.0.2.7:4711", "127.0.3.1:4711"):
            self.assertIn(peer, self.place.log)
        self.assertNotIn("Traceback", self.place.log)

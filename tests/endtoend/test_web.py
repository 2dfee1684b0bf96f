"""The web on a real server, by real sockets: guests play, and whoever does harm is cut off and disturbs nobody."""

from __future__ import annotations

import contextlib
import re
import signal
import socket
import ssl
import sys
from collections.abc import Sequence
from pathlib import Path

from twisted.trial.unittest import SynchronousTestCase

from .pages import CLOSE, TEXT, Page, frame
from .terminals import LIMIT, TWISTD, Place, Reservation
from .test_attacks import HEADER
from .test_endpoints import write_certificate

QUICK = """
from rpsgame.doors import site, throttle
from twisted.scripts.twistd import run

site.MAX_REQUEST = throttle.MAX_STALL = 2
run()
"""  # or else half a request stays for 20 seconds, and a guest who reads nothing for half a minute
MORE = 8_000  # KiB that a server may grow by while it is attacked, with what Python keeps of memory that it has freed
PIECE = bytes(65536)


class WebCase(SynchronousTestCase):
    """A server with a door for browsers, besides the one for telnet."""

    def setUp(self) -> None:
        self.place = Place(self.addCleanup)
        self.web, self.proxied, self.by_tls = Reservation(), Reservation(), Reservation()
        for reservation in (self.web, self.proxied, self.by_tls):
            self.addCleanup(reservation.close)

    def serve(self, *options: str, program: Sequence[str] = TWISTD) -> None:
        """Start the server."""
        write_certificate(self.place.cwd)
        tls = f"ssl:{self.by_tls.port}:privateKey=key.pem:certKey=cert.pem:interface=127.0.0.1"
        doors = [self.web.endpoint, f"haproxy:{self.proxied.endpoint}", tls]
        self.place.daemon(*(part for door in doors for part in ("--web", door)), *options, program=program)

    def page(self, door: Reservation | None = None) -> Page:
        """Connect to the web server."""
        connection = socket.create_connection(("127.0.0.1", (door or self.web).port), LIMIT)
        self.addCleanup(connection.close)
        return Page(connection)

    def guest(self) -> Page:
        """Come as a guest, and see how things stand."""
        page = self.page()
        page.enter()
        page.expect(event="state")
        return page


class GuestTests(WebCase):
    """What guests and operators do."""

    def test_page(self) -> None:
        """The page is there, with all that it names."""
        self.serve()
        page = self.page().get("/")
        self.assertTrue(page.startswith("HTTP/1.1 200 OK\r\n"), page[:100])
        for path in re.findall(r'(?:href|src)="([^"#]+)"', page):
            self.assertTrue(self.page().get(f"/{path}").startswith("HTTP/1.1 200 OK\r\n"), path)

    def test_a_match_with_telnet(self) -> None:
        """A guest of the web and one of telnet play a match; each is told in their own way, and wants another."""
        self.serve("--best-of", "3", "--house", "none")
        page = self.guest()
        page.expect(event="waiting")
        person = self.place.call()
        for n in (1, 2):
            person.expect("Your throw (r/p/s)?")
            page.expect(event="game", n=n)
            page.say(throw="paper")
            page.expect(event="thrown", who="you", throw="p")
            person.expect("Player 0 has thrown.")
            person.send("r")
            person.expect("Player 0: p, Player 1: r\r\nPlayer 0 wins!\r\n")
            page.expect(event="result", you="p", they="r", winner="you", wins=[n, 0])
        page.expect(event="over", ending="played", winner="you")
        page.expect(event="asked")
        page.say(again=True)
        page.expect(event="waiting", **{"for": "answer"})
        person.hang_up()
        page.expect(event="declined")
        page.say(leave=True)
        page.expect(event="bye", why="left")
        self.assertEqual(page.expect_end(), 1000)

    def test_by_tls(self) -> None:
        """A browser comes by https as well."""
        self.serve("--house", "none")
        context = ssl.create_default_context(cafile=f"{self.place.cwd}/cert.pem")
        context.check_hostname = False
        for enters in (False, True):
            page = Page(context.wrap_socket(self.page(self.by_tls).socket))
            self.addCleanup(page.socket.close)
            if enters:
                page.enter("Origin: https://play.example.org")
                page.expect(event="waiting")
                page.say(leave=True)
                self.assertEqual(page.expect_end(), 1000)
            else:
                self.assertIn("200 OK", page.get("/healthz"))

    def test_behind_a_proxy(self) -> None:
        """A guest who comes through a proxy is one from where the proxy says, and counts as that."""
        self.serve("--max-per-address", "1")
        for expected, code in (({"event": "state"}, None), ({"event": "bye", "why": "too many"}, 1013)):
            page = self.page(self.proxied)
            page.socket.sendall(HEADER)
            page.enter()
            page.expect(**expected)
            if code:
                self.assertEqual(page.expect_end(), code)
        self.assertIn("guest 1 (192.0.2.7:4711) came", self.place.log)

    def test_draining(self) -> None:
        """A server that drains says so to who asks; the guests play on, and are told to come back."""
        self.serve("--best-of", "1", "--drain", "60", "--house", "none")
        first, second = self.guest(), self.guest()
        for page in (first, second):
            page.expect(event="game")
        self.assertTrue(self.page().get("/healthz").startswith("HTTP/1.1 200 OK\r\n"))
        self.place.signal_server(signal.SIGTERM)
        first.expect(event="last match")
        self.assertTrue(self.page().get("/healthz").startswith("HTTP/1.1 503 "))
        first.say(throw="r")
        second.say(throw="s")
        for page in (first, second):
            page.expect(event="bye", why="stopping")
            self.assertEqual(page.expect_end(), 1001)

    def test_needs_the_extra(self) -> None:
        """Where the extra is not installed, the option is refused in one line."""
        hidden = "import sys; sys.modules['wsproto'] = None\nfrom twisted.scripts.twistd import run\nrun()"
        result = self.place.run(sys.executable, "-c", hidden, "-n", "rpsgame", "--web", "tcp:0")
        refusal = "--web tcp:0: web is not installed: pip install 'rpsgame[web]'"
        self.assertIn(refusal, result.stdout + result.stderr)
        self.assertEqual(result.returncode, 1)


class HostileTests(WebCase):
    """What no browser does, beside a guest of telnet who plays on."""

    def setUp(self) -> None:
        super().setUp()
        self.serve("--timeout", "3600", "--house", "none", program=(sys.executable, "-c", QUICK))
        self.witness = self.place.call()
        self.witness.expect("You play the next guest who comes")
        self.guest().say(leave=True)  # what the first guest needs is no growth
        self.witness.expect("Opponent disconnected.")
        self.witness.expect("You play the next guest who comes")
        self.before = self.memory()
        self.addCleanup(self.undisturbed)

    def undisturbed(self) -> None:
        """The witness is answered, the server has not grown, and nothing is in the log but who came and left."""
        self.witness.send("?")
        self.witness.expect("Keys: r rock, p paper, s scissors")
        self.assertLess(self.memory() - self.before, MORE)
        self.assertNotIn("Traceback", self.place.log)
        self.assertNotIn("Unhandled", self.place.log)

    def memory(self) -> int:
        """Return the KiB that the server has in memory, at most so far."""
        found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{self.place.pid}/status").read_text())
        assert found
        return int(found[1])

    def lines(self) -> int:
        return len(self.place.log.splitlines())

    def flood(self, page: Page, data: bytes, times: int) -> None:
        """Send for as long as it is taken."""
        with contextlib.suppress(ConnectionError):
            for _ in range(times):
                page.socket.sendall(data)

    def test_a_message_of_50_megabytes(self) -> None:
        """It is refused by its header, and what follows is read and dropped, so that the code arrives."""
        page = self.guest()
        page.socket.sendall(frame(TEXT, bytes(50_000_000))[:14])
        self.flood(page, PIECE, 16)
        self.assertEqual(page.expect_end(), 1009)
        self.flood(page, PIECE, 750)
        self.witness.expect("Opponent disconnected.")
        self.assertIn("left: sent too long a message", self.place.log)

    def test_fragments_without_end(self) -> None:
        """They are one long message."""
        page = self.guest()
        page.socket.sendall(frame(TEXT, b"x", final=False))
        self.flood(page, frame(0, bytes(500), final=False), 20)
        self.assertEqual(page.expect_end(), 1009)

    def test_a_reader_who_never_reads(self) -> None:
        """Somebody who asks and never reads is cut off."""
        page = self.page()
        page.socket.close()
        page.socket = socket.socket()
        self.addCleanup(page.socket.close)
        page.socket.settimeout(LIMIT)
        for buffer in (socket.SO_SNDBUF, socket.SO_RCVBUF):
            page.socket.setsockopt(socket.SOL_SOCKET, buffer, 4096)
        page.socket.connect(("127.0.0.1", self.web.port))
        page.enter()
        with self.assertRaises(ConnectionError):
            for _ in range(100_000):
                page.socket.sendall(frame(TEXT, b'{"status":true}') * 4)
        self.witness.expect("Opponent disconnected.")
        self.assertIn("read nothing", self.place.log)

    def test_a_post_of_100_megabytes(self) -> None:
        """A body is refused by its header, and no file is made of it."""
        before = self.lines()
        for length in ("Content-Length: 100000000", "Transfer-Encoding: chunked"):
            page = self.page()
            page.socket.sendall(f"POST /x HTTP/1.1\r\nHost: x\r\n{length}\r\n\r\n".encode())
            self.flood(page, PIECE, 1600)
        self.assertEqual(self.lines(), before)

    def test_a_wrong_origin(self) -> None:
        """A page from elsewhere is refused, in one line of log."""
        before = self.lines()
        answer = self.page().get("/play", *UPGRADE, "Origin: https://elsewhere.example.org")
        self.assertTrue(answer.startswith("HTTP/1.1 403 Forbidden\r\n"), answer)
        self.assertEqual(self.lines(), before + 1)

    def test_bad_utf8(self) -> None:
        """A text that is no UTF-8 ends the connection, with the code for that."""
        page = self.guest()
        page.socket.sendall(frame(TEXT, b"\xff\xfe") * 3)
        self.assertEqual(page.expect_end(), 1007)

    def test_a_message_after_the_end(self) -> None:
        """Whatever comes after a closing frame is nothing."""
        page = self.guest()
        self.flood(page, frame(CLOSE, b"") + frame(TEXT, b'{"throw":"r"}') * 10 + frame(CLOSE, b"") * 3, 1)
        self.flood(page, PIECE, 100)
        page.expect_end()

    def test_half_a_request(self) -> None:
        """Whoever does not go on is cut off, without a line."""
        before = self.lines()
        halves = [self.page() for _ in range(3)]
        for page, data in zip(halves, (b"GET / HTTP/1.1\r\nX:", b"", b"GET /play HTTP/1.1\r\n"), strict=True):
            page.socket.sendall(data)
        for page in halves:
            self.assertEqual(page.rest(), "")
        self.assertEqual(self.lines(), before)

    def test_headers_of_17_kilobytes(self) -> None:
        """They close the connection, without a line."""
        before = self.lines()
        page = self.page()
        self.flood(page, b"GET / HTTP/1.1\r\nX: " + b"x" * 17_000, 1)
        self.assertEqual(page.rest(), "")
        self.assertEqual(self.lines(), before)

    def test_too_many_connections(self) -> None:
        """An address has so many connections that are no guests, and each further one is closed."""
        pages = [self.page() for _ in range(30)]
        self.assertEqual(pages[-1].rest(), "")
        self.assertIn("is refused: too many connections at once", self.place.log)
        for page in pages:
            page.socket.close()

    def test_many_requests_unread(self) -> None:
        """A client that asks a thousand times in one go gets one answer."""
        page = self.page()
        self.flood(page, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n" * 1000, 1)
        self.assertEqual(page.rest().count("HTTP/1.1 "), 1)


UPGRADE = (
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
)

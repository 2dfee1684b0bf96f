"""The web server: the page, whether it plays, and who may begin a WebSocket."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from twisted.internet.address import IPv4Address, IPv6Address, UNIXAddress
from twisted.internet.interfaces import ISSLTransport
from twisted.logger import globalLogPublisher
from twisted.trial.unittest import SynchronousTestCase
from zope.interface import directlyProvides

from rpsgame.doors.pages import LINK
from rpsgame.doors.proxy import ProxiedFactory
from rpsgame.doors.site import MAX_ARRIVING, MAX_REQUEST
from rpsgame.doors.throttle import LINGER

from .browser import ANYWHERE, Browser, handshake
from .hall import DoorsHall

PAGE = Path(__file__).parents[2] / "rpsgame" / "page"
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)


class WebCase(SynchronousTestCase):
    """A web server, and all that is logged."""

    def setUp(self) -> None:
        self.hall = DoorsHall()
        self.logged: list[Any] = []
        observer: Any = self.logged.append
        globalLogPublisher.addObserver(observer)
        self.addCleanup(globalLogPublisher.removeObserver, observer)

    def ask(self, request: str | bytes, browser: Browser | None = None) -> tuple[int, dict[str, str], bytes]:
        """Send a request on a connection of its own; return the status, the headers and the body of the answer."""
        browser = browser or Browser(self.hall)
        answer = browser.ask(request if isinstance(request, bytes) else f"{request}\r\nHost: x\r\n\r\n".encode())
        head, _, body = answer.partition(b"\r\n\r\n")
        status, *lines = head.decode("latin-1").split("\r\n")
        headers = dict(line.split(": ", 1) for line in lines)
        return int(status.split()[1]), {name.lower(): value for name, value in headers.items()}, body


class PageTests(WebCase):
    """What is got."""

    def tearDown(self) -> None:
        self.assertEqual(self.logged, [])

    def test_files(self) -> None:
        """The page and all that it uses are there, and nothing else is."""
        for file in PAGE.iterdir():
            path = "" if file.name == "index.html" else file.name
            status, headers, body = self.ask(f"GET /{path} HTTP/1.1")
            self.assertEqual((status, body), (200, file.read_bytes().replace(LINK, b"")), path)
            self.assertEqual(headers["content-length"], str(len(body)))
        for path in ("index.html", "../setup.cfg", "%2e%2e/setup.cfg", "style.css/", "x", "", "play/x", "healthz/x"):
            status, headers, body = self.ask(f"GET /{path}{'' if path else '/'} HTTP/1.1")
            self.assertEqual((status, body), (404, b"Not Found\n"), path)

    def test_headers(self) -> None:
        """Every answer has the same rules for the browser, whatever it is."""
        for request in ("GET / HTTP/1.1", "GET /x HTTP/1.1", "GET /healthz HTTP/1.1", "DELETE / HTTP/1.1"):
            _, headers, _ = self.ask(request)
            self.assertEqual(headers["content-security-policy"], CSP)
            self.assertEqual(headers["x-content-type-options"], "nosniff")
            self.assertEqual(headers["referrer-policy"], "no-referrer")
            self.assertEqual(headers["server"], "rpsgame")

    def test_page_keeps_the_rules(self) -> None:
        """The page has no script, style or handler of its own, and nothing in it comes from elsewhere."""
        for file in PAGE.iterdir():
            text = file.read_text(encoding="utf-8")
            if file.suffix == ".html":
                self.assertNotRegex(text, r"<script>|<style|\bstyle=|\bon[a-z]+=")
            found = re.findall(r"\bhttps?://[^\"']*", text)
            self.assertEqual(set(found) - {"http://www.w3.org/2000/svg"}, set(), file)
            self.assertTrue(text.isascii(), file)

    def test_kept_by_browsers(self) -> None:
        """A browser that has a file asks whether it has changed, and does not get it again."""
        _, headers, _ = self.ask("GET /style.css HTTP/1.1")
        self.assertEqual(headers["cache-control"], "no-cache")
        status, _, body = self.ask(f"GET /style.css HTTP/1.1\r\nIf-None-Match: {headers['etag']}")
        self.assertEqual((status, body), (304, b""))

    def test_head(self) -> None:
        """HEAD gets the headers alone."""
        status, headers, body = self.ask("HEAD / HTTP/1.1")
        self.assertEqual((status, body), (200, b""))
        self.assertEqual(headers["content-length"], str((PAGE / "index.html").stat().st_size - len(LINK)))

    def test_other_methods(self) -> None:
        """Nothing can be changed."""
        for method in ("DELETE", "OPTIONS", "PUT", "POST", "TRACE", "BREW"):
            for path in ("/", "/healthz"):
                status, headers, _ = self.ask(f"{method} {path} HTTP/1.1")
                self.assertEqual((status, headers["allow"]), (405, "GET"), method)

    def test_one_request_a_connection(self) -> None:
        """The second request of a connection gets nothing."""
        browser = Browser(self.hall)
        _, headers, body = self.ask(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n" * 100, browser)
        self.assertEqual((headers["connection"], body), ("close", b"ok\n"))
        self.assertTrue(browser.transport.disconnecting)

    def test_health(self) -> None:
        """A server that drains says that it does not play."""
        status, headers, body = self.ask("GET /healthz HTTP/1.1")
        self.assertEqual((status, body, headers["cache-control"]), (200, b"ok\n", "no-store"))
        self.hall.office.plays = False
        status, _, body = self.ask("GET /healthz HTTP/1.1")
        self.assertEqual((status, body), (503, b"draining\n"))


class HostileTests(WebCase):
    """What no browser does: it costs the connection, and no line of log."""

    def tearDown(self) -> None:
        self.assertEqual(self.logged, [])

    def test_bodies(self) -> None:
        """A body is refused before it comes, of whatever length, and nothing of it is kept."""
        for header in (
            "Content-Length: 100000000",
            "Transfer-Encoding: chunked",
            "Content-Length: 5\r\nExpect: 100-continue",
        ):
            for path in ("/", "/x", "/play"):
                browser = Browser(self.hall)
                status, _, _ = self.ask(f"POST {path} HTTP/1.1\r\n{header}\r\nHost: x\r\n\r\nhello".encode(), browser)
                self.assertEqual(status, 413)
                browser.connection.dataReceived(b"5\r\nhello\r\n0\r\n\r\n")
                self.assertTrue(browser.transport.disconnecting)
                self.hall.clock.advance(LINGER)
                self.assertTrue(browser.transport.disconnected)

    def test_too_long_headers(self) -> None:
        """Headers of more than 16 KiB close the connection, in one line or in many."""
        for headers in ("X: " + "x" * 17_000, "\r\n".join(["X: " + "x" * 100] * 200)):
            browser = Browser(self.hall)
            browser.ask(f"GET / HTTP/1.1\r\n{headers}\r\n\r\n".encode())
            self.assertTrue(browser.transport.disconnecting)

    def test_half_a_request(self) -> None:
        """Whoever has not sent a request in time is cut off, even if they send a little all the while."""
        browser = Browser(self.hall)
        browser.ask(b"GET / HTTP/1.1\r\n")
        for _ in range(MAX_REQUEST):
            self.assertFalse(browser.transport.disconnected)
            browser.ask(b"X: y\r\n")
            self.hall.clock.advance(1)
        self.assertTrue(browser.transport.disconnected)
        browser.hang_up()
        self.assertEqual(self.hall.clock.getDelayedCalls(), [])

    def test_what_is_no_request(self) -> None:
        """What is no HTTP closes the connection."""
        for data in (
            b"SSH-2.0-Go\r\n",
            b"\x16\x03\x01\x02\0\r\n",
            b"GET\r\n",
            b"\0\r\n\r\n",
            b"GET / HTTP/1.1\r\nx\r\n\r\n",
        ):
            browser = Browser(self.hall)
            browser.ask(data)
            self.assertTrue(browser.transport.disconnecting, data)


class HandshakeTests(WebCase):
    """Who may begin a WebSocket."""

    def tearDown(self) -> None:
        self.assertEqual(self.flushLoggedErrors(), [])

    def test_refused(self) -> None:
        """What is wrong is answered by a status that says so, and by one line of log."""
        wrong: list[tuple[int, bytes]] = [
            (405, handshake("HEAD")),
            (405, handshake("DELETE")),
            (426, handshake(version="HTTP/1.0")),
            (426, handshake(Upgrade=None)),
            (426, handshake(Upgrade="h2c")),
            (426, handshake(Sec_WebSocket_Version="8")),
            (426, handshake(Sec_WebSocket_Version=None)),
            (400, handshake(Connection="keep-alive")),
            (400, handshake(Host=None)),
            (400, handshake(Sec_WebSocket_Key=None)),
            (400, handshake(Sec_WebSocket_Key="")),
            (400, handshake(Sec_WebSocket_Key="x" * 24)),
            (400, handshake(Sec_WebSocket_Key="\xe9" * 24)),
            (403, handshake(Origin="null")),
            (403, handshake(Origin="https://elsewhere.example.org")),
            (403, handshake(Origin="https://play.example.org.elsewhere")),
            (403, handshake(Origin="https://elsewhere/play.example.org")),
            (403, handshake(Origin="https://play.example.org@elsewhere")),
            (403, handshake(Origin="https://play.example.org:8443")),
            (403, handshake(Origin="file://play.example.org")),
            (403, handshake(Origin="")),
            (403, handshake(Origin="\xe9\x1b[0m")),
        ]
        for expected, request in wrong:
            self.logged.clear()
            status, headers, _ = self.ask(request)
            self.assertEqual(status, expected, request)
            self.assertEqual(
                [event["log_namespace"] for event in self.logged], ["rpsgame.hall.chronicle.Chronicle"], request
            )
            if status == 426:
                self.assertEqual((headers["upgrade"], headers["sec-websocket-version"]), ("websocket", "13"))
        self.assertEqual(self.hall.came, [])

    def test_taken(self) -> None:
        """A page of ours is taken by any name of the server's, and so is a program, which has no page."""
        taken: list[dict[str, str | None]] = [
            {"Origin": None},
            {"Origin": "https://play.example.org:443"},
            {"Origin": "http://PLAY.example.org", "Host": "play.example.org:80"},
            {"Origin": "http://127.0.0.1:8080", "Host": "127.0.0.1:8080"},
            {"Origin": "https://[2001:db8::1]:8443", "Host": "[2001:db8::1]:8443"},
            {"Connection": "keep-alive, Upgrade", "Upgrade": "WebSocket"},
            {"Sec-WebSocket-Protocol": "\xe9\xff"},
            {"Sec-WebSocket-Extensions": "permessage-deflate; client_max_window_bits"},
            {"Host": "\xe9..", "Origin": None},
        ]
        for headers in taken:
            guest = Browser(self.hall)
            guest.enter(**headers)
            self.assertEqual(guest.take(), ["hello", "state", "remark"], headers)

    def test_no_compression(self) -> None:
        """No extension is agreed on, and so a small message is no bomb."""
        answer = Browser(self.hall).ask(handshake(Sec_WebSocket_Extensions="permessage-deflate"))
        self.assertNotIn(b"xtensions", answer)


class ConnectionTests(WebCase):
    """Connections that are no guests yet."""

    def test_banned(self) -> None:
        """Whoever comes from a banned address gets no connection, and others do."""
        self.hall.bans.add("192.0.2.1")
        self.assertIsNone(Browser(self.hall).connection)
        self.assertEqual([event["why"] for event in self.logged], ["nobody may come from its address"])
        self.assertIsNotNone(Browser(self.hall, address=IPv4Address("TCP", "192.0.2.2", 1)).connection)

    def test_limit(self) -> None:
        """An address may have so many, and then no more until one of them has gone, or has become a guest."""
        first = Browser(self.hall)
        others = [Browser(self.hall, first.factory) for _ in range(MAX_ARRIVING - 1)]
        self.assertIsNone(Browser(self.hall, first.factory).connection)
        self.assertEqual([event["why"] for event in self.logged], ["too many connections at once"])
        self.assertIsNotNone(Browser(self.hall, first.factory, IPv4Address("TCP", "192.0.2.2", 1)).connection)
        first.enter()
        replaced = Browser(self.hall, first.factory)
        self.assertIsNotNone(replaced.connection)
        first.hang_up()
        self.assertIsNone(Browser(self.hall, first.factory).connection)
        others[0].hang_up()
        self.assertIsNotNone(Browser(self.hall, first.factory).connection)

    def test_no_address(self) -> None:
        """What comes by a UNIX socket has no address, and no such limit."""
        first = Browser(self.hall, address=UNIXAddress(None))
        for _ in range(2 * MAX_ARRIVING):
            self.assertIsNotNone(Browser(self.hall, first.factory, UNIXAddress(None)).connection)

    def test_guest_has_time(self) -> None:
        """A guest is no connection that has to end soon."""
        guest = Browser(self.hall)
        guest.enter()
        self.hall.clock.advance(MAX_REQUEST - 1)
        self.hall.clock.advance(2)
        self.assertFalse(guest.transport.disconnected)

    def test_tls(self) -> None:
        """A guest by TLS is in when their handshakes are done."""
        guest = Browser(self.hall)
        directlyProvides(guest.transport, ISSLTransport)
        guest.enter()
        self.assertEqual(guest.take(), ["hello", "state", "remark"])

    def test_behind_a_proxy(self) -> None:
        """A guest behind a proxy is one from where its header says."""
        guest = Browser(self.hall)
        guest.hang_up()
        guest.connection = ProxiedFactory(guest.factory, self.hall.clock).buildProtocol(None)
        guest.connection.makeConnection(guest.transport)
        guest.connection.dataReceived(b"PROXY TCP4 192.0.2.7 192.0.2.80 4711 80\r\n")
        guest.enter()
        self.assertEqual(self.hall.came, [("guest", "192.0.2.7:4711", "192.0.2.7")])

    def test_join(self) -> None:
        """A host is told which page their guests open."""
        factory = Browser(self.hall).factory
        self.assertEqual(factory.join_commands("tcp", ANYWHERE), ["http://192.0.2.1:4711/"])
        self.assertEqual(
            factory.join_commands("ssl", IPv6Address("TCP", "2001:db8::1", 443)), ["https://[2001:db8::1]:443/"]
        )
        self.assertEqual(factory.join_commands("haproxy", ANYWHERE), [])
        self.assertEqual(factory.join_commands("unix", UNIXAddress(b"/x")), [])

    def test_start_and_stop(self) -> None:
        """Nothing is logged, and nothing waited for, by a server that starts and stops."""
        factory = Browser(self.hall).factory
        self.hall.clock.advance(MAX_REQUEST)
        factory.doStart()
        factory.doStop()
        self.assertEqual((self.logged, self.hall.clock.getDelayedCalls()), ([], []))

    def test_nothing_imported_unasked(self) -> None:
        """Without --web nothing of the web is imported."""
        code = (
            "import sys\nfrom rpsgame.tap import Options, makeService\n"
            "options = Options()\noptions.parseOptions(['--host', 'none', '--bots', 'tcp:0'])\nmakeService(options)\n"
            "print(*(name for name in sys.modules if name.startswith(('twisted.web', 'wsproto', 'h11'))))"
        )
        ended = subprocess.run([sys.executable, "-c", code], cwd=PAGE.parents[1], capture_output=True, text=True)
        self.assertEqual((ended.stdout, ended.stderr, ended.returncode), ("\n", "", 0))

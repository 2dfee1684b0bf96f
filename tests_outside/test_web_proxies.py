"""The page behind the proxies that people put before web servers: each speaks TLS and HTTP/2 with the browser."""

from __future__ import annotations

import socket
import time
from pathlib import Path

from twisted.trial.unittest import SynchronousTestCase

from tests.endtoend.terminals import LIMIT, Place, Reservation
from tests.endtoend.test_endpoints import write_certificate

from .browsers import DESKTOP, Browser

HAPROXY = """\
defaults
    mode http
    timeout connect 5s
    timeout client 30s
    timeout server 30s
    timeout tunnel 1h

frontend web
    bind 127.0.0.1:{outside} ssl crt both.pem alpn h2,http/1.1
    default_backend rpsgame

backend rpsgame
    option httpchk GET /healthz
    server rpsgame 127.0.0.1:{inside} check send-proxy-v2
"""
CADDYFILE = """\
{{
    admin off
    auto_https disable_redirects
    skip_install_trust
    storage file_system caddy
}}
https://127.0.0.1:{outside} {{
    tls internal
    reverse_proxy unix/{folder}/web.sock
}}
"""


class ProxyTests(SynchronousTestCase):
    """A server behind a proxy."""

    def setUp(self) -> None:
        self.place = Place(self.addCleanup)
        self.inside, self.outside = Reservation(), Reservation()
        for reservation in (self.inside, self.outside):
            self.addCleanup(reservation.close)
        self.place.daemon("--web", f"haproxy:{self.inside.endpoint}", "--web", "unix:web.sock", "--house", "none")
        write_certificate(self.place.cwd)
        folder = Path(self.place.cwd)
        (folder / "both.pem").write_bytes((folder / "cert.pem").read_bytes() + (folder / "key.pem").read_bytes())

    def test_haproxy(self) -> None:
        """Behind HAProxy, which asks whether we play before it lets anybody in."""
        self.configure("haproxy.cfg", HAPROXY)
        self.place.terminal("haproxy", "-db", "-f", "haproxy.cfg")
        self.play("127.0.0.1:")

    def test_caddy(self) -> None:
        """Behind Caddy, which comes by a UNIX socket: Debian's does not speak the PROXY protocol."""
        self.configure("Caddyfile", CADDYFILE)
        self.place.terminal("caddy", "run", "--config", "Caddyfile", HOME=self.place.cwd)
        self.play("a local guest")

    def configure(self, name: str, text: str) -> None:
        Path(self.place.cwd, name).write_text(
            text.format(inside=self.inside.port, outside=self.outside.port, folder=self.place.cwd)
        )

    def play(self, peer: str) -> None:
        """Play by the proxy, and see from where the server knows the guest to be."""
        wait_for(self.outside.port)
        browser = Browser(self.addCleanup, DESKTOP)
        browser.open(f"https://127.0.0.1:{self.outside.port}/")
        browser.expect("Nobody else is here yet")
        caller = self.place.call()
        browser.expect("Press rock, paper or scissors.")
        browser.press("p")
        browser.expect("You throw paper")
        caller.send("r")
        browser.expect("Paper beats rock: you win.")
        self.assertEqual(browser.complaints(), [])
        self.assertIn(f"guest 1 ({peer}", self.place.log)
        self.assertNotIn("Traceback", self.place.log)
        browser.press("q")
        browser.expect("You have left")


def wait_for(port: int) -> None:
    """Wait until somebody listens on a port."""
    end = time.monotonic() + LIMIT
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), LIMIT).close()
        except ConnectionRefusedError:
            continue
        return
    raise AssertionError(f"nobody listens on {port}")

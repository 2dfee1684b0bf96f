"""Starting: the reasons why it cannot be, the ways in that the host is told, and room for a crowd."""

from __future__ import annotations

import os
import signal
import sys

from twisted.trial.unittest import SynchronousTestCase

from .terminals import LOCAL, TWISTD, Place, taken_port
from .test_endpoints import write_certificate

CROWD = 300  # more than the 50 that Twisted lets wait
WITHOUT_TLS = """
import sys
sys.modules["OpenSSL"] = None
from twisted.scripts.twistd import run
run()
"""


class CannotStartTests(SynchronousTestCase):
    """A server that cannot listen, or has been told something wrong."""

    def setUp(self) -> None:
        self.place = Place(self.addCleanup)

    def said(self, *command: str) -> str:
        """Run a server that cannot start, and return what is said."""
        result = self.place.run(*command)
        self.assertEqual(result.returncode, 1, result)
        self.place.expect_all_gone()
        self.assertFalse(os.path.exists(os.path.join(self.place.cwd, "twistd.pid")))
        return result.stdout + result.stderr

    def test_daemon(self) -> None:
        """The command that starts a daemon says the cause and the advice whole; no file with its number is left."""
        with taken_port() as port:
            endpoint = f"tcp:{port}:interface=127.0.0.1"
            said = self.said(*TWISTD, "--logfile", "twistd.log", "rpsgame", "--listen", endpoint)
        line = f"cannot listen on {endpoint}: Address already in use. Choose another"
        self.assertIn(f"{line} --listen.'", said)
        self.assertIn(f"{line} with --listen.\n", self.place.log)
        self.assertNotIn("Traceback", said + self.place.log)

    def test_foreground(self) -> None:
        """So it is in the foreground."""
        with taken_port() as port:
            endpoint = f"tcp:{port}:interface=127.0.0.1"
            said = self.said(*TWISTD, "-n", "rpsgame", "--listen", endpoint)
        self.assertIn(
            f"rpsgame: cannot listen on {endpoint}: Address already in use. Choose another with --listen.\n", said
        )

    def test_no_tls(self) -> None:
        """Where TLS is not installed, it is said what installs it."""
        write_certificate(self.place.cwd)
        for endpoint in ("ssl:0:privateKey=key.pem:certKey=cert.pem", "tls:.:0", "haproxy:tls:.:0"):
            said = self.place.run(sys.executable, "-c", WITHOUT_TLS, "-n", "rpsgame", "--listen", endpoint).stdout
            self.assertIn(f"--listen {endpoint}: TLS is not installed: pip install 'rpsgame[tls]'. ", said)
            self.assertNotIn("Traceback", said)


class CrowdTests(SynchronousTestCase):
    """Guests who all come at once."""

    def test_crowd(self) -> None:
        """As many as come while the server is busy wait before the door, and all are greeted when it is not."""
        place = Place(self.addCleanup)
        place.daemon("--house", "none", "--drain", "0", "--max-guests", "0", "--max-per-address", "0")
        port = place.port
        place.signal_server(signal.SIGSTOP)
        guests = [place.call(port) for _ in range(CROWD)]
        place.signal_server(signal.SIGCONT)
        for guest in guests:
            guest.expect("This is rock-paper-scissors")


class WaysInTests(SynchronousTestCase):
    """What the host at the console is told."""

    def setUp(self) -> None:
        self.place = Place(self.addCleanup)
        write_certificate(self.place.cwd)

    def test_ways_in(self) -> None:
        """There is a line for each way in that works, and none for a door behind a proxy."""
        tls = "ssl:0:privateKey=key.pem:certKey=cert.pem:interface=127.0.0.1"
        proxy = "haproxy:tcp:0:interface=127.0.0.1"
        options = [option for endpoint in (tls, proxy, "unix:guests.sock") for option in ("--listen", endpoint)]
        host = self.place.terminal(*TWISTD, "-n", "rpsgame", *LOCAL, *options)
        said = host.expect("The log goes to")
        ways = [line for line in said.splitlines() if line.startswith("Guests come in by: ")]
        self.assertEqual(len(ways), 3, said)
        self.assertRegex(ways[0], r"^Guests come in by: telnet 127\.0\.0\.1 \d+$")
        self.assertRegex(ways[1], r"^Guests come in by: openssl s_client -quiet -connect 127\.0\.0\.1:\d+$")
        self.assertRegex(ways[2], r"^Guests come in by: socat -,raw,echo=0 UNIX-CONNECT:guests\.sock$")
        self.assertEqual(said.count("Guests come in by: "), 3)

    def test_only_behind_a_proxy(self) -> None:
        """Where every door is behind a proxy, no way in is told that would not work."""
        host = self.place.terminal(*TWISTD, "-n", "rpsgame", "--listen", "haproxy:tcp:0:interface=127.0.0.1")
        self.assertNotIn("Guests come in by", host.expect("The log goes to"))

"""The server as a service: what systemd hears of it, and what Prometheus reads."""

from __future__ import annotations

import os
import signal
import socket
from urllib.request import urlopen

from prometheus_client.parser import text_string_to_metric_families
from twisted.trial.unittest import SynchronousTestCase

from .terminals import LIMIT, TWISTD, Place, Reservation


class NotifyTests(SynchronousTestCase):
    """A server that systemd has started."""

    def setUp(self) -> None:
        self.place = Place(self.addCleanup)
        self.path = os.path.join(self.place.cwd, "notify")
        self.systemd = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.addCleanup(self.systemd.close)
        self.systemd.bind(self.path)
        self.systemd.settimeout(LIMIT)

    def start(self, environ: str, *options: str) -> None:
        self.place.daemon(*options, prefix=["sh", "-c", f'{environ} exec "$@"', "sh"])

    def expect(self, line: str) -> None:
        """Wait until a message has come that has this line."""
        while line not in self.systemd.recv(4096).decode().split("\n"):
            pass

    def test_a_life(self) -> None:
        """It is ready when guests can come, says how many are in, lives, and stops when the last match is over."""
        self.start(f"NOTIFY_SOCKET={self.path} WATCHDOG_USEC=400000", "--drain", "60", "--house", "none")
        self.assertEqual(
            self.systemd.recv(4096).decode().split("\n"),
            ["READY=1", "WATCHDOG=1", "STATUS=people: 0, matches: 0, waiting: 0"],
        )
        first, second = self.place.call(), self.place.call()
        for guest in (first, second):
            guest.expect("Your throw (r/p/s)?")
        self.expect("STATUS=people: 2, matches: 1, waiting: 0")
        self.place.signal_server(signal.SIGTERM)
        self.expect("STOPPING=1")
        self.expect("EXTEND_TIMEOUT_USEC=20000000")
        first.send("q")
        self.place.expect_all_gone()
        self.assertNotIn("Traceback", self.place.log)

    def test_not_ready(self) -> None:
        """A server that cannot listen everywhere is never ready."""
        with socket.create_server(("127.0.0.1", 0)) as other:
            taken = f"tcp:{other.getsockname()[1]}:interface=127.0.0.1"
            command = ("sh", "-c", f'NOTIFY_SOCKET={self.path} exec "$@"', "sh")
            files = ("--pidfile", "twistd.pid", "--logfile", "twistd.log")
            ended = self.place.run(*command, *TWISTD, *files, "rpsgame", *self.place.local, "--listen", taken)
        self.assertEqual(ended.returncode, 1)
        self.systemd.setblocking(False)
        with self.assertRaises(BlockingIOError):
            self.systemd.recv(4096)


class MetricsTests(SynchronousTestCase):
    """A server that Prometheus reads."""

    def setUp(self) -> None:
        self.place = Place(self.addCleanup)
        self.page = Reservation()
        self.addCleanup(self.page.close)

    def read(self) -> dict[str, float]:
        """Return what there is, by name and labels."""
        with urlopen(f"http://127.0.0.1:{self.page.port}/metrics", timeout=LIMIT) as page:
            text = page.read().decode()
        return {
            f"{sample.name} {' '.join(sample.labels.values())}".strip(): sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
        }

    def test_a_visit(self) -> None:
        """A guest comes, plays the house and goes; each is read while it is so, and nobody's asking is logged."""
        self.place.daemon("--metrics", self.page.endpoint, "--house-after", "0", "--best-of", "999", "--drain", "0")
        guest = self.place.call()
        guest.expect("Your throw (r/p/s)?")
        guest.send("r")
        guest.expect("Your throw (r/p/s)?")
        numbers = self.read()
        self.assertEqual(numbers["rpsgame_guests telnet playing"], 1)
        self.assertEqual(numbers["rpsgame_throws_total"], 1)
        self.assertEqual(numbers["rpsgame_bytes_total in"], 1)
        self.assertGreaterEqual(numbers["rpsgame_answer_seconds_count"], 2)
        guest.send("q")
        guest.expect_end()
        numbers = self.read()
        self.assertEqual(numbers["rpsgame_guests telnet playing"], 0)
        self.assertEqual(numbers["rpsgame_matches_total left"], 1)
        self.assertEqual(numbers["rpsgame_bytes_total out"], len(guest.text))
        self.place.stop_server()
        self.assertNotIn("Traceback", self.place.log)
        self.assertNotIn("GET", self.place.log)

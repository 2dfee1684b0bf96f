"""What operators are given, as systemd, HAProxy and Prometheus read it."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from urllib.request import urlopen

from twisted.trial.unittest import SynchronousTestCase

from tests.endtoend.terminals import CHECKOUT, LIMIT, TWISTD, Place, Reservation

EXAMPLES = CHECKOUT / "examples"
OK = 5.0  # what systemd-analyze calls OK, of 10, is below
WORDS = {"PERFECT", "SAFE", "OK"}


class UnitTests(SynchronousTestCase):
    """The units, as systemd reads them, the service's with a twistd that is there."""

    def setUp(self) -> None:
        self.place = Place(self.addCleanup)
        for name in ("rpsgame.socket", "rpsgame.service"):
            unit = (EXAMPLES / name).read_text().replace("/opt/rpsgame/venv/bin/twistd", *TWISTD)
            Path(self.place.cwd, name).write_text(unit)

    def analyze(self, *arguments: str) -> str:
        """Return what systemd-analyze says."""
        ended = self.place.run("systemd-analyze", *arguments)
        self.assertEqual(ended.returncode, 0, ended)
        return ended.stdout + ended.stderr

    def make_public(self) -> None:
        """Put beside both what the public house has."""
        for name in ("rpsgame.socket", "rpsgame.service"):
            folder = Path(self.place.cwd, f"{name}.d")
            folder.mkdir()
            text = (EXAMPLES / "public" / f"{name}.conf").read_text()
            (folder / "public.conf").write_text(text.replace("/opt/rpsgame/venv/bin/twistd", *TWISTD))

    def test_they_are_right(self) -> None:
        """systemd finds nothing wrong with them, nor with the public house's."""
        self.assertEqual(self.analyze("verify", "./rpsgame.socket", "./rpsgame.service"), "")
        self.make_public()
        self.assertEqual(self.analyze("verify", "./rpsgame.socket", "./rpsgame.service"), "")

    def test_they_are_hardened(self) -> None:
        """The service's exposure is rated OK or better."""
        said = self.analyze("security", "--offline=true", "--no-pager", "./rpsgame.service")
        rated = re.search(r"Overall exposure level for rpsgame.service: ([\d.]+) (\w+)", said)
        assert rated, said
        self.assertLess(float(rated[1]), OK)
        self.assertIn(rated[2], WORDS)


class PrometheusTests(SynchronousTestCase):
    """The metrics, as Prometheus' own tool reads them."""

    def test_promtool_finds_nothing(self) -> None:
        """They parse, and break none of the conventions on names, units and help."""
        place, page = Place(self.addCleanup), Reservation()
        self.addCleanup(page.close)
        place.daemon("--metrics", page.endpoint, "--drain", "0")
        place.call().expect("You play the house in 3 seconds")
        with urlopen(f"http://127.0.0.1:{page.port}/metrics", timeout=LIMIT) as answer:
            metrics = answer.read()
        checked = subprocess.run(["promtool", "check", "metrics"], input=metrics, capture_output=True, timeout=LIMIT)
        self.assertEqual((checked.returncode, checked.stdout, checked.stderr), (0, b"", b""))


class HAProxyTests(SynchronousTestCase):
    """The public house's HAProxy, with ports of this test's in place of its own."""

    def setUp(self) -> None:
        self.place = Place(self.addCleanup)
        self.door, self.inner = Reservation(), Reservation()
        for reservation in (self.door, self.inner):
            self.addCleanup(reservation.close)
        config = (EXAMPLES / "public" / "haproxy.cfg").read_text()
        config = config.replace("/etc/haproxy/play.pem", os.path.join(self.place.cwd, "play.pem"))
        config = config.replace("bind :::23 v4v6", f"bind 127.0.0.1:{self.door.port}")
        config = re.sub(r"bind :::(\d+) v4v6", lambda found: f"bind {self.place.cwd}/{found[1]}.sock", config)
        config = config.replace("127.0.0.1:12333", f"127.0.0.1:{self.inner.port}")
        self.config = re.sub(r"^    (user|group|chroot|log /dev/log) .*$", "", config, flags=re.MULTILINE)
        Path(self.place.cwd, "haproxy.cfg").write_text(self.config)
        key = ["-keyout", "key.pem", "-out", "cert.pem", "-subj", "/CN=play.example.org"]
        made = self.place.run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *key)
        self.assertEqual(made.returncode, 0, made)
        parts = [Path(self.place.cwd, name).read_text() for name in ("cert.pem", "key.pem")]
        Path(self.place.cwd, "play.pem").write_text("".join(parts))

    def test_it_is_right(self) -> None:
        """HAProxy finds nothing wrong with it, and nothing to warn of."""
        checked = self.place.run("haproxy", "-c", "-f", "haproxy.cfg")
        self.assertEqual((checked.returncode, checked.stderr), (0, ""), checked)

    def test_guests_come_in_as_themselves(self) -> None:
        """Guests come in by HAProxy with their own addresses, one address no more than 20 at once."""
        self.place.daemon("--listen", f"haproxy:{self.inner.endpoint}", "--drain", "0", "--max-per-address", "0")
        self.place.terminal("haproxy", "-db", "-f", "haproxy.cfg")
        while not self.comes_in("127.0.0.4"):
            pass
        self.assertEqual([self.comes_in("127.0.0.2") for _ in range(25)].count(True), 20)
        self.assertTrue(self.comes_in("127.0.0.3"))
        self.assertEqual(len(re.findall(r"\(127\.0\.0\.2:\d+\) came", self.place.log)), 20)
        self.assertEqual(len(re.findall(r"\(127\.0\.0\.3:\d+\) came", self.place.log)), 1)

    def comes_in(self, source: str) -> bool:
        """Come as a guest who stays; return whether HAProxy listens, and lets them in."""
        try:
            return self.place.call(self.door.port, source).gets("You are guest ")
        except (ConnectionRefusedError, ConnectionResetError):  # the latter before the connection is ours
            return False

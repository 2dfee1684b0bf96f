"""What Prometheus is told, read by its own parser, and what others are told who ask."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from prometheus_client.parser import text_string_to_metric_families
from twisted.internet.error import ConnectionDone
from twisted.internet.testing import MemoryReactorClock, StringTransport
from twisted.python.failure import Failure
from twisted.python.usage import UsageError
from twisted.trial.unittest import SynchronousTestCase

import rpsgame.hall.batch
from rpsgame import __version__, tap
from rpsgame.coroutines.games import ROCK_PAPER_SCISSORS
from rpsgame.doors.telnet import TelnetFactory
from rpsgame.hall import Hall
from rpsgame.scrape import MAX_SCRAPERS, TIMEOUT, MetricsFactory

from .room import Person, logged

CHECKOUT = Path(__file__).parents[1]
GET = b"GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n"
Numbers = dict[str, float]


class Wire(StringTransport):
    """A connection that can be cut off."""

    aborted = False

    def abortConnection(self) -> None:
        self.aborted = self.disconnected = True


class ScrapeTests(SynchronousTestCase):
    """A house with a page for Prometheus."""

    def setUp(self) -> None:
        self.clock: Any = MemoryReactorClock()
        self.hall = Hall(self.clock, ROCK_PAPER_SCISSORS, best_of=1, open_house=True, max_per_address=2)
        self.factory = MetricsFactory(self.hall, self.clock)
        self.log = logged(self)

    def connect(self) -> tuple[Any, Wire]:
        """Connect as Prometheus."""
        protocol, wire = self.factory.buildProtocol(None), Wire()
        if protocol:
            protocol.makeConnection(wire)
        return protocol, wire

    def ask(self, *request: bytes) -> tuple[bytes, bytes]:
        """Send the parts of a request on a new connection; return the head and the body of what comes back."""
        protocol, wire = self.connect()
        for part in request:
            protocol.dataReceived(part)
        head, _, body = wire.value().partition(b"\r\n\r\n")
        return head, body

    def scrape(self) -> Numbers:
        """Return all samples, by their names and labels."""
        head, body = self.ask(GET)
        self.assertIn(b"HTTP/1.1 200 OK", head)
        self.assertIn(b"Content-Type: text/plain; version=0.0.4; charset=utf-8", head)
        return {
            sample.name + "".join(f" {label}={value}" for label, value in sorted(sample.labels.items())): sample.value
            for family in text_string_to_metric_families(body.decode())
            for sample in family.samples
        }

    def test_an_empty_house(self) -> None:
        """What can happen is there at 0 before it has happened, so that its first time is seen as a change."""
        numbers = self.scrape()
        self.assertEqual(numbers[f"rpsgame_info game=rock-paper-scissors version={__version__}"], 1)
        for series in ("refusals_total reason=full", "matches_total ended=played", "throws_total", "faults_total"):
            self.assertEqual(numbers[f"rpsgame_{series}"], 0)
        self.assertGreater(numbers["process_resident_memory_bytes"], 0)

    def test_a_visit(self) -> None:
        """What two guests did, and a third who was turned away, is what the page says; and then they are gone."""
        telnet = TelnetFactory(self.hall, self.clock)
        doors = [telnet.buildProtocol(None) for _ in range(2)]
        wires = [StringTransport() for _ in doors]
        for door, wire in zip(doors, wires, strict=True):
            door.makeConnection(wire)
        for _ in range(3):
            Person(self.hall, self.clock).name = self.hall.enter(Person(self.hall, self.clock), "", "192.0.2.9")
        self.clock.advance(0)
        for door, key in zip(doors, (b"r", b"s"), strict=True):
            door.dataReceived(key)
            self.clock.advance(0)
        doors[0].connectionLost()
        self.clock.advance(0)
        numbers = self.scrape()
        expected = {
            "guests door=telnet state=resting": 1,
            "guests door=telnet state=playing": 0,
            "guests door=other state=playing": 2,
            "visits_total door=telnet": 2,
            "visits_total door=other": 2,
            "open_connections door=telnet": 1,
            "connections_total door=telnet": 2,
            "refusals_total reason=address": 1,
            "refusals_total reason=full": 0,
            "matches_total ended=played": 1,
            "matches_total ended=left": 0,
            "throws_total": 2,
            "bytes_total direction=in": 2,
            "bytes_total direction=out": sum(len(wire.value()) for wire in wires),
        }
        self.assertEqual({series: numbers[f"rpsgame_{series}"] for series in expected}, expected)

    def test_answers(self) -> None:
        """The histogram's buckets grow, and the last has all; so has the count, and the sum their seconds."""
        times = iter([0, 0.0005, 10, 10.03, 20, 29.5])
        self.patch(rpsgame.hall.batch, "perf_counter", lambda: next(times))
        for _ in range(3):
            self.hall.enter(Person(self.hall, self.clock), "")
            self.clock.advance(0)
        numbers = self.scrape()
        buckets = [number for series, number in numbers.items() if series.startswith("rpsgame_answer_seconds_bucket")]
        self.assertEqual(buckets, [1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 3])
        self.assertEqual(numbers["rpsgame_answer_seconds_bucket le=0.05"], 2)
        self.assertEqual(numbers["rpsgame_answer_seconds_count"], 3)
        self.assertAlmostEqual(numbers["rpsgame_answer_seconds_sum"], 9.5305)

    def test_names(self) -> None:
        """All of ours have a help line and a type, counters end in _total, and no unit is but a base unit."""
        _, body = self.ask(GET)
        types = dict(re.findall(r"^# TYPE (rpsgame\S+) (\w+)$", body.decode(), re.MULTILINE))
        helped = re.findall(r"^# HELP (rpsgame\S+) \S.*\.$", body.decode(), re.MULTILINE)
        self.assertEqual(sorted(types), sorted(helped))
        for name, kind in types.items():
            self.assertEqual(kind == "counter", name.endswith("_total"), name)
            self.assertNotRegex(name, "minutes|kilo|_ms|percent")

    def test_others_are_not_found(self) -> None:
        """There is one page; what comes after a question mark is not looked at."""
        for page in (b"/", b"/metrics/", b"/metric", b"/metrics/../etc/passwd", b"http://elsewhere/"):
            head, body = self.ask(b"GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n" % page)
            self.assertIn(b"HTTP/1.1 404 Not Found", head)
            self.assertEqual(body, b"Here is /metrics, and nothing else.\n")
        head, _ = self.ask(b"GET /metrics?name[]=x HTTP/1.1\r\nHost: localhost\r\n\r\n")
        self.assertIn(b"HTTP/1.1 200 OK", head)

    def test_methods(self) -> None:
        """HEAD is answered with the head alone; what would change something is not allowed."""
        head, body = self.ask(GET.replace(b"GET", b"HEAD"))
        self.assertIn(b"HTTP/1.1 200 OK", head)
        self.assertEqual(body, b"")
        for method in (b"DELETE", b"TRACE", b"BREW"):
            head, body = self.ask(GET.replace(b"GET", method))
            self.assertIn(b"HTTP/1.1 405 Method Not Allowed", head)
            self.assertIn(b"Allow: GET, HEAD", head)
        self.assertEqual(self.log, [])

    def test_no_bodies(self) -> None:
        """A request that has a body, or says that one will come, is cut off before it is read."""
        for header in (b"Content-Length: 100000000", b"Content-Length: 1", b"Transfer-Encoding: chunked"):
            protocol, wire = self.connect()
            protocol.dataReceived(b"POST /metrics HTTP/1.1\r\nHost: x\r\n" + header + b"\r\n\r\n")
            self.assertTrue(wire.aborted, header)
            self.assertEqual(wire.value(), b"")
            protocol.dataReceived(b"x" * 1000)
        self.assertEqual(self.log, [])

    def test_what_is_no_http(self) -> None:
        """Other protocols, and headers without end, end the connection, and not in a traceback."""
        for sent in (b"\x16\x03\x01" + b"x" * 600 + b"\r\n", b"\xff" * 20000, b"GET /\r\n" * 300, b"\0\r\n\r\n"):
            protocol, wire = self.connect()
            protocol.dataReceived(sent)
            self.assertTrue(wire.disconnecting or wire.aborted, sent[:10])
        protocol, wire = self.connect()
        protocol.dataReceived(b"GET /metrics HTTP/1.1\r\n" + b"X: y\r\n" * 4000)
        self.assertTrue(wire.disconnecting or wire.aborted)

    def test_time(self) -> None:
        """Who says nothing, or half of something, is cut off after a while."""
        for sent in (b"", b"GET /metr", b"GET /metrics HTTP/1.1\r\nHost:"):
            protocol, wire = self.connect()
            protocol.dataReceived(sent)
            self.clock.advance(TIMEOUT - 1)
            self.assertFalse(wire.disconnecting)
            self.clock.advance(1)
            self.assertTrue(wire.disconnecting)

    def test_one_request(self) -> None:
        """A connection has one answer, however many requests come at once, and is closed, which the answer says."""
        head, body = self.ask(GET * 1000)
        self.assertIn(b"Connection: close", head)
        self.assertEqual(body.count(b"rpsgame_throws_total 0.0"), 1)
        protocol, wire = self.connect()
        protocol.dataReceived(GET)
        self.assertTrue(wire.disconnecting)
        wire.clear()
        protocol.dataReceived(GET)
        self.assertEqual(wire.value(), b"")

    def test_number(self) -> None:
        """A few may ask at once, and others when some of them have gone."""
        wires = [self.connect()[0] for _ in range(MAX_SCRAPERS)]
        self.assertIsNone(self.connect()[0])
        wires[0].connectionLost(Failure(ConnectionDone()))
        self.assertIsNotNone(self.connect()[0])

    def test_stopping(self) -> None:
        """When the server stops, nobody is waited for."""
        _, wire = self.connect()
        self.assertIsNone(self.successResultOf(self.factory.all_closed()))
        self.assertTrue(wire.aborted)


class OptionTests(SynchronousTestCase):
    """The option --metrics."""

    def test_not_installed(self) -> None:
        """Where the extra is not installed, the option is refused, with how to install it."""
        self.patch(sys, "modules", {**sys.modules, "prometheus_client": None})
        with self.assertRaises(UsageError) as refused:
            tap.Options().parseOptions(["--metrics", "tcp:0:interface=127.0.0.1"])
        self.assertEqual(
            str(refused.exception),
            "--metrics tcp:0:interface=127.0.0.1: metrics is not installed: pip install 'rpsgame[metrics]'",
        )

    def test_nothing_is_imported_unasked(self) -> None:
        """Without the option neither prometheus_client nor a web server is imported."""
        code = (
            "import sys\nfrom rpsgame.tap import Options, makeService\n"
            "def make(*argv):\n"
            "    options = Options()\n    options.parseOptions(argv)\n    makeService(options)\n"
            "    print(sorted({'prometheus_client', 'twisted.web.server', 'rpsgame.metrics'} & {*sys.modules}))\n"
            "make('--host', 'none')\nmake('--host', 'none', '--metrics', 'tcp:0')\n"
        )
        ended = subprocess.run([sys.executable, "-c", code], cwd=CHECKOUT, capture_output=True, text=True)
        self.assertEqual(
            ended.stdout, "[]\n['prometheus_client', 'rpsgame.metrics', 'twisted.web.server']\n", ended.stderr
        )

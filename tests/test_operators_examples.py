"""What examples/ has for operators: every name in it is one that the server has."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

from twisted.internet.task import Clock
from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines.games import ROCK_PAPER_SCISSORS
from rpsgame.doors.telnet import TelnetFactory
from rpsgame.hall import Hall
from rpsgame.metrics import registry_of
from rpsgame.options import Options

from .room import Person

CHECKOUT = Path(__file__).parents[1]
EXAMPLES = CHECKOUT / "examples"
FUNCTIONS = {"sum", "by", "rate", "increase", "changes", "histogram_quantile", "label_values"}


def series() -> dict[str, set[str]]:
    """Return the names of all samples that a server has, each with its labels."""
    hall = Hall(Clock(), ROCK_PAPER_SCISSORS)
    hall.enter(Person(hall, Clock()), "")
    hall.batch.run()
    TelnetFactory(hall, Clock())
    hall.tally.connections["telnet"] += 1
    return {
        sample.name: {"instance", *sample.labels}
        for family in registry_of(hall).collect()
        for sample in family.samples
    }


class MetricsTests(SynchronousTestCase):
    """The board for Grafana, and what docs/operating.rst says of the metrics."""

    def expressions(self, board: Any) -> list[str]:
        """Return all queries of a board, wherever they are."""
        if isinstance(board, list):
            return [found for part in board for found in self.expressions(part)]
        if isinstance(board, dict):
            own = [board[key] for key in ("expr", "query") if isinstance(board.get(key), str)]
            return own + self.expressions(list(board.values()))
        return []

    def assert_known(self, expression: str) -> None:
        """Assert that each metric of an expression is one that the server has, with these labels."""
        known = series()
        bare = re.sub(r'"[^"]*"|\[[^]]*\]', "", expression)
        names = re.findall(r"[a-z]\w+", re.sub(r"\{[^}]*\}|by \([^)]*\)", "", bare))
        metrics = [name for name in names if name not in FUNCTIONS and name != "instance"]
        self.assertTrue(metrics, expression)
        for name in metrics:
            self.assertIn(name, known, expression)
            grouped = re.findall(r"by \(([^)]*)\)", bare) + re.findall(r"\{([^}]*)\}", bare)
            labels = {label for group in grouped for label in re.findall(r"\w+", group)}
            self.assertLessEqual(labels, known[name], expression)

    def test_board(self) -> None:
        """Every expression of the board names metrics and labels that exist; no panel is empty or without a word."""
        board = json.loads((EXAMPLES / "grafana.json").read_text())
        expressions = [found for found in self.expressions(board) if found != "prometheus"]
        self.assertGreater(len(expressions), 12)
        for expression in expressions:
            self.assert_known(expression)
        for panel in board["panels"]:
            self.assertTrue(panel["targets"] and panel["title"] and panel["description"])

    def test_board_shows_all(self) -> None:
        """All metrics of ours are on the board."""
        shown = (EXAMPLES / "grafana.json").read_text()
        ours = {name for name in series() if name.startswith("rpsgame_")}
        self.assertEqual([name for name in sorted(ours) if name not in shown], [])

    def test_docs(self) -> None:
        """docs/operating.rst has every metric of ours with its labels, and no other."""
        page = (CHECKOUT / "docs" / "operating.rst").read_text()
        told = dict(re.findall(r"    \* - ``(rpsgame_\w+)(?:\{([\w, ]+)\})?``", page))
        ours = {
            name.removesuffix("_count"): labels - {"instance"}
            for name, labels in series().items()
            if name.startswith("rpsgame_") and not name.endswith(("_bucket", "_sum"))
        }
        self.assertEqual({name: set(filter(None, labels.split(", "))) for name, labels in told.items()}, ours)
        alerts = page[page.index("Alerts that are worth it") : page.index("File descriptors\n---")]
        for alert in re.findall(r"^    (.*rpsgame_.*) > ", alerts, re.MULTILINE):
            self.assert_known(alert)


class CommandTests(SynchronousTestCase):
    """The command lines of the container and of the public house."""

    def assert_options(self, words: list[str]) -> None:
        """Assert that each option is one of the server's."""
        options = {f"--{name.rstrip('=')}" for name in Options().longOpt}
        self.assertLessEqual({word for word in words if word.startswith("--")}, options)

    def test_container(self) -> None:
        """Its processes are no shell's, so that SIGTERM reaches the server; it is nobody's but a user of its own."""
        lines = (CHECKOUT / "Dockerfile").read_text()
        words = [json.loads(found) for found in re.findall(r"^(?:ENTRYPOINT|CMD) (\[.*\])$", lines, re.MULTILINE)]
        self.assertEqual(words[0][:5], ["twistd", "-n", "--pidfile=", "--logfile=-", "rpsgame"])
        self.assertIn("\nUSER rpsgame\n", lines)
        self.assert_options([*words[0][5:], *words[1]])

    def test_public_house(self) -> None:
        """Its command is understood, and its sockets are as many as HAProxy has servers, at the same ports."""
        service = (EXAMPLES / "public" / "rpsgame.service.conf").read_text().replace("\\\n", "")
        words = shlex.split(service.partition("ExecStart=/")[2])
        self.assert_options(words[words.index("rpsgame") :])
        listening = (EXAMPLES / "public" / "rpsgame.socket.conf").read_text()
        ports = re.findall(r"^ListenStream=127\.0\.0\.1:(\d+)$", listening, re.MULTILINE)
        haproxy = (EXAMPLES / "public" / "haproxy.cfg").read_text()
        servers = re.findall(r"server rpsgame 127\.0\.0\.1:(\d+) send-proxy-v2$", haproxy, re.MULTILINE)
        self.assertEqual(servers, ports)
        sockets = [word for word in words if word.startswith("haproxy:systemd:")]
        self.assertEqual(sockets, [f"haproxy:systemd:domain=INET:index={n}" for n in range(len(ports))])

    def test_cluster(self) -> None:
        """The template's command is understood, and HAProxy's servers are at its ports."""
        folder = EXAMPLES / "cluster"
        service = (folder / "rpsgame@.service").read_text().replace("\\\n", "")
        words = shlex.split(service.partition("ExecStart=/")[2].partition("\n")[0])
        self.assert_options(words[words.index("rpsgame") :])
        for name, servers in (("haproxy.cfg", 3), ("haproxy-machines.cfg", 4)):
            haproxy = (folder / name).read_text()
            for option, port in (("--listen", "1234"), ("--web", "1238")):
                endpoint = words[words.index(option) + 1]
                self.assertEqual(endpoint, f"haproxy:tcp:{port}%i:interface=${{ADDRESS}}")
                found = re.findall(rf"server \w+ [\d.]+:{port}[1-9] maxconn \d+ send-proxy-v2 check", haproxy)
                self.assertEqual(len(found), servers, name)
        others = (folder / "machine.conf").read_text().partition("OTHERS=")[2].strip().replace("%i", "1")
        options = Options()
        options.parseOptions(["--cluster", others])
        self.assertEqual(options["cluster"], "tcp:10.0.0.11:12391")

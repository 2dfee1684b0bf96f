"""The standings at the doors: the key at telnet, the message of programs, and the pages of the web."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from twisted.conch.telnet import DO, ECHO, IAC, SB, SE, SGA, WILL
from twisted.internet.address import IPv4Address
from twisted.internet.defer import Deferred, fail
from twisted.internet.error import ConnectionDone
from twisted.internet.task import Clock
from twisted.internet.testing import StringTransport
from twisted.python.failure import Failure
from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines.games import GAMES
from rpsgame.doors.bots import BotFactory
from rpsgame.doors.own_keys import own_keys
from rpsgame.doors.pages import LINK
from rpsgame.doors.standings import FRESH
from rpsgame.hall import Hall
from rpsgame.hall.board import SHARED
from rpsgame.store.records import RecordsAway
from rpsgame.store.records.sqlite import SQLite

from ..room import lines_of, logged
from ..store.records import NOON, records_at_once, result
from .browser import Browser
from .client import Client
from .test_web import CSP, PAGE

SINGLE_KEYS = IAC + DO + ECHO + IAC + DO + SGA
XTERM = IAC + WILL + b"\x18" + (IAC + SB + b"\x18\0XTERM" + IAC + SE) * 2
NO_NAME = b"  Without a name you are in no list. Press n to get one.\r\n"
HEAD = b"Standings:\r\n  For ever   rating   This month   won - lost   Today (UTC)   won - lost\r\n"


class StandingsCase(SynchronousTestCase):
    """A hall with records, in which Ernie has won two matches against Bert."""

    def setUp(self) -> None:
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.clock = Clock()
        path = Path(folder.name) / "records.sqlite"
        self.records = records_at_once(self.clock, lambda: SQLite(path, "rock-paper-scissors"))
        self.addCleanup(self.records.close)
        for n, name in enumerate(("Ernie", "Bert")):
            self.records.claim(name, bytes([n]) * 32, "", NOON)
        for nth in (1, 2):
            self.records.finish(result(nth))
        self.clock.advance(1)
        self.open(self.records)

    def open(self, records: Any) -> None:
        """Open a hall."""
        self.hall = Hall(self.clock, GAMES["rock-paper-scissors"], open_house=True, records=records)
        self.hall._reception.wall_clock = lambda: NOON
        self.hall.clock = self.clock  # type: ignore[attr-defined]

    def client(self, **options: Any) -> Client:
        client = Client(cast(Any, self.hall), **options)
        client.send(b"")
        return client


class KeyTests(StandingsCase):
    """The key, at telnet."""

    def test_waiting(self) -> None:
        """Somebody who waits sees the standings, how to get a name, and again what they wait for."""
        text = self.client().send(b"t")
        self.assertTrue(text.startswith(HEAD), text)
        self.assertIn(b"  nobody yet          1  Ernie          2 - 0   1  Ernie           2 - 0\r\n", text)
        self.assertIn(NO_NAME, text)
        self.assertTrue(text.endswith(b"You play the next guest who comes.\r\n"), text)

    def test_lines(self) -> None:
        """Where keys come in lines, the Enter after the key belongs to it, and a capital is its small letter."""
        client = self.client()
        self.assertTrue(client.send(b"T\r\n").startswith(HEAD))

    def test_in_a_match(self) -> None:
        """In a match the standings come between two throws, which keep their order; then the throw is asked for."""
        client, other = self.client(), self.client()
        client.send(b"")
        other.transport.clear()
        text = client.send(b"rt")
        self.assertTrue(text.startswith(b"You throw rock. Waiting for player 1.\r\n" + HEAD), text)
        self.assertTrue(text.endswith(b"Wins: 0 - 0\r\nYou throw rock. Waiting for player 1.\r\n"), text)
        self.assertEqual(bytes(other.transport.value()), b"Player 0 has thrown. Your throw (r/p/s)?\r\n")
        self.assertIn(b"Wins: 1 - 0", other.send(b"s"))

    def test_another_match(self) -> None:
        """The key is no answer to the question for another match."""
        self.hall = Hall(self.clock, GAMES["rock-paper-scissors"], open_house=True, best_of=1, records=self.records)
        self.hall.clock = self.clock  # type: ignore[attr-defined]
        client, other = self.client(), self.client()
        client.send(b"r")
        other.send(b"s")
        self.clock.advance(5)
        self.assertIn(b"Another match?", client.send(b"t"))
        self.assertEqual(client.door.view.phase, "asked")

    def test_colour(self) -> None:
        """On the colour screen the board is drawn again below them."""
        client = self.client()
        client.send(SINGLE_KEYS, XTERM)
        self.client()
        text = client.send(b"t")
        self.assertIn(b"\x1b[1mStandings\x1b[0m", text)
        self.assertLess(text.index(b"Standings"), text.index(b"\x1b[1mGame 1\x1b[0m"))
        self.assertTrue(text.endswith(b" your throw "), text)

    def test_in_a_name(self) -> None:
        """In a name it is a letter."""
        client = self.client()
        client.send(b"n")
        self.assertIn(b"You are Otto now.", client.send(b"Otto\r\n"))
        self.assertNotIn(NO_NAME, client.send(b"t"))

    def test_help(self) -> None:
        """The help names the key; a host has it too, but no name to get. Without records there is neither."""
        self.assertIn(b"t shows the standings.\r\n", self.client().send(b"?"))
        host = self.client(for_host=True)
        self.assertIn(b"t shows the standings.\r\n", host.send(b"?"))
        text = host.send(b"t")
        self.assertIn(HEAD, text)
        self.assertNotIn(NO_NAME, text)
        self.open(None)
        client = self.client()
        self.assertNotIn(b"standings", client.send(b"?"))
        self.assertNotIn(b"Standings", client.send(b"t"))

    def test_a_game_with_this_key(self) -> None:
        """Where t is a throw, $ shows the standings; where both are, nothing does."""
        shown = [own_keys(throws, standings=True).standings for throws in ((), ("t",), ("t", "$"))]
        self.assertEqual(shown, ["t", "$", ""])
        self.assertEqual(own_keys(()).standings, "")
        self.assertNotIn("t", own_keys(()).all)


class MessageTests(StandingsCase):
    """The message of programs."""

    def ask(self) -> list[dict[str, Any]]:
        """Let a program come that asks; return the events that answer."""
        door = cast(Any, BotFactory(self.hall, self.clock).buildProtocol(None))
        transport = StringTransport(peerAddress=IPv4Address("TCP", "192.0.2.1", 4711))
        door.makeConnection(transport)
        self.clock.advance(0)
        transport.clear()
        door.dataReceived(b'{"standings": true}\n')
        self.clock.advance(0)
        events = [json.loads(line) for line in transport.value().splitlines()]
        door.connectionLost(Failure(ConnectionDone()))
        self.clock.advance(0)
        return events

    def test_message(self) -> None:
        """A program gets one event."""
        (event,) = self.ask()
        self.assertEqual((event["event"], event["you"]), ("standings", None))
        self.assertEqual([line["name"] for line in event["month"]["lines"]], ["Ernie", "Bert"])

    def test_none(self) -> None:
        """Without records it is an error."""
        self.open(None)
        (event,) = self.ask()
        self.assertEqual((event["code"], event["what"]), ("no names", "standings"))

    def test_away(self) -> None:
        """While they are away it is another one."""
        self.patch(self.records, "standings", lambda *args: fail(RecordsAway("the disk is full")))
        (event,) = self.ask()
        self.assertEqual((event["event"], event["code"]), ("error", "no records"))


class WebTests(StandingsCase):
    """What a browser gets, or a program that asks the web server."""

    def get(self, path: str = "/standings", method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Ask; return the status, the headers and the body."""
        browser = Browser(cast(Any, self.hall))
        more = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
        answer = browser.ask(f"{method} {path} HTTP/1.1\r\nHost: x\r\n{more}\r\n".encode())
        head, _, body = answer.partition(b"\r\n\r\n")
        status, *lines = head.decode("latin-1").split("\r\n")
        return int(status.split()[1]), dict(line.lower().split(": ", 1) for line in lines), body

    def test_page(self) -> None:
        """The page is there, with the rules for the browser that all answers have, and fresh for a moment."""
        status, headers, body = self.get()
        self.assertEqual((status, headers["content-type"]), (200, "text/html; charset=utf-8"))
        self.assertEqual((headers["content-security-policy"], headers["cache-control"]), (CSP, FRESH.decode()))
        self.assertEqual(headers["content-length"], str(len(body)))
        self.assertIn(b'<th scope="row">Ernie</th><td>2&nbsp;-&nbsp;0</td>', body)
        self.assertEqual(FRESH.decode(), f"max-age={SHARED:.0f}")

    def test_json(self) -> None:
        """Programs get the same as JSON."""
        status, headers, body = self.get("/standings.json")
        self.assertEqual((status, headers["content-type"]), (200, "application/json"))
        found = json.loads(body)
        self.assertEqual(list(found), ["game", "ever", "month", "today"])
        self.assertEqual([line["name"] for line in found["today"]["lines"]], ["Ernie", "Bert"])

    def test_head_and_other_methods(self) -> None:
        """HEAD gets the headers alone, and nothing can be changed."""
        for path in ("/standings", "/standings.json"):
            status, headers, body = self.get(path, "HEAD")
            self.assertEqual((status, headers["content-length"], body), (200, str(len(self.get(path)[2])), b""))
            status, headers, _ = self.get(path, "POST")
            self.assertEqual((status, headers["allow"]), (405, "get"))

    def test_kept_by_browsers(self) -> None:
        """A browser that has them does not get them again until they have changed."""
        for path in ("/standings", "/standings.json"):
            tag = self.get(path)[1]["etag"]
            self.assertEqual(self.get(path, If_None_Match=tag)[::2], (304, b""))
        self.records.finish(result(3))
        self.clock.advance(SHARED)
        self.assertEqual(self.get(path, If_None_Match=tag)[0], 200)

    def test_away(self) -> None:
        """While the records are away the page says so, with 503, and is not kept; nothing is logged."""
        events = logged(self)
        self.patch(self.records, "standings", lambda *args: fail(RecordsAway("the disk is full")))
        for path in ("/standings", "/standings.json"):
            status, headers, body = self.get(path)
            self.assertEqual((status, headers["cache-control"]), (503, "no-store"))
            self.assertIn(b"The standings cannot be looked up at the moment. Please try again later.", body)
        self.assertEqual(lines_of(events), [])

    def test_slow(self) -> None:
        """A browser waits for slow records; one that has gone meanwhile costs nothing."""
        slow: Deferred[Any] = Deferred()
        self.patch(self.records, "house", lambda *args: slow)
        browsers = [Browser(cast(Any, self.hall)) for _ in range(2)]
        for browser in browsers:
            self.assertEqual(browser.ask(b"GET /standings HTTP/1.1\r\nHost: x\r\n\r\n"), b"")
        browsers[0].hang_up()
        slow.errback(RecordsAway("too late"))
        self.assertIn(b"503", bytes(browsers[1].transport.value()))
        self.assertEqual(bytes(browsers[0].transport.value()), b"")
        self.assertEqual(self.flushLoggedErrors(), [])

    def test_link(self) -> None:
        """The page of the game links to them, where there are any."""
        self.assertEqual(self.get("/")[2], (PAGE / "index.html").read_bytes())
        self.assertIn(LINK, self.get("/")[2])
        self.open(None)
        self.assertNotIn(b"tandings", self.get("/")[2])
        for path in ("/standings", "/standings.json"):
            self.assertEqual(self.get(path)[0], 404)

    def test_nothing_below(self) -> None:
        """There is nothing below them."""
        self.assertEqual([self.get(path)[0] for path in ("/standings/", "/standings/x")], [404, 404])

"""Lines about a name, typed at a telnet client: of single keys, and of lines."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from twisted.conch.telnet import DO, ECHO, IAC, SGA
from twisted.internet.error import ConnectionDone
from twisted.internet.task import Clock
from twisted.internet.testing import StringTransport
from twisted.python.failure import Failure
from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines.games import GAMES
from rpsgame.doors.own_keys import own_keys
from rpsgame.doors.telnet import TelnetFactory
from rpsgame.hall import Hall
from rpsgame.store.records.sqlite import SQLite

from ..store.records import records_at_once
from .client import Client

SINGLE_KEYS = IAC + DO + ECHO + IAC + DO + SGA
ASKS = b"Type a name, or the key of a name that is yours, and press Enter. Enter alone ends it.\r\n"


class NameTests(SynchronousTestCase):
    """One guest, in a hall with records."""

    def setUp(self) -> None:
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.clock = Clock()
        records = records_at_once(
            self.clock, lambda: SQLite(Path(folder.name) / "records.sqlite", "rock-paper-scissors")
        )
        self.addCleanup(records.close)
        self.hall = Hall(self.clock, GAMES["rock-paper-scissors"], open_house=True, records=records)
        self.hall.clock = self.clock  # type: ignore[attr-defined]

    def client(self, **options: Any) -> Client:
        client = Client(cast(Any, self.hall), **options)
        client.send(b"")
        return client

    def test_single_keys(self) -> None:
        """Where keys come at once, the server shows what is typed, and letters mean nothing else."""
        client = self.client()
        client.send(SINGLE_KEYS)
        self.assertEqual(client.send(b"n"), ASKS)
        self.assertEqual([client.send(bytes([key])) for key in b"Qvix\x7f"], [b"Q", b"v", b"i", b"x", b"\b \b"])
        told = client.send(b"\r\0")
        self.assertTrue(told.startswith(b"\r\nThe key of Qvi is "), told)
        self.assertIn(b"\r\nYou are Qvi now.\r\n", told)
        self.assertIn(b"You have come by telnet", client.send(b"i"))

    def test_lines(self) -> None:
        """Where keys come in lines, the terminal has shown them; the Enter after the key belongs to it."""
        client = self.client()
        self.assertEqual(client.send(b"n\r\n"), ASKS)
        told = client.send(b"Ernie\r\n")
        self.assertTrue(told.startswith(b"The key of Ernie is "), told)

    def test_all_at_once(self) -> None:
        """What comes with the key, and what comes before it is answered, is the line."""
        client = self.client()
        told = client.send(b"inEr", b"nie\r\n")
        self.assertTrue(told.startswith(b"You have come by telnet"), told)
        self.clock.advance(0)
        self.clock.advance(0)
        self.assertIn(b"You are Ernie now.", bytes(client.transport.value()))

    def test_key(self) -> None:
        """Somebody who has shown a key when they chose the name needs no other when they show it again."""
        for line, told in ((b"nErnie\r\n", b"The key of Ernie is "), (b"", b"Welcome back, Ernie.")):
            door = cast(Any, TelnetFactory(self.hall, self.clock).buildProtocol(None))
            door.key = "SHA256:ernie"
            transport = StringTransport()
            door.makeConnection(transport)
            for _ in range(3):
                self.clock.advance(0)
            door.dataReceived(line)
            for _ in range(3):
                self.clock.advance(0)
            self.assertIn(told, bytes(transport.value()))
            door.connectionLost(Failure(ConnectionDone()))
            self.clock.advance(0)

    def test_escape(self) -> None:
        """Escape ends it, and the keys mean again what they do."""
        client = self.client()
        client.send(b"n")
        told = b"You keep the name that you have.\r\nYou play the next guest who comes.\r\n"
        self.assertEqual(client.send(b"Er\x1b"), told)
        self.assertIn(b"Good-bye.", client.send(b"q"))

    def test_a_match_begins(self) -> None:
        """Where a match begins all the same, keys are throws again."""
        client = self.client()
        client.send(b"nEr")
        other = self.client()
        self.clock.advance(30)
        self.assertEqual(client.door.view.phase, "playing")
        self.assertIn(b"You throw rock.", client.send(b"r"))
        told = b"You can choose a name after the match, and are asked for it then.\r\n"
        self.assertEqual(client.send(b"n"), told)
        self.assertIn(b"Player 0", other.send(b"R"))

    def test_nonsense(self) -> None:
        """Bytes of any kind, and a line without end, make no name, cost nobody anything, and end like all lines."""
        client = self.client()
        for line in (b"\xff\xfe\x00\x80", b"x" * 10_000, "Zo\u00eb".encode(), b"\x01\x02\x07\x1b[A"):
            client.send(b"n")
            client.send(line)
            self.clock.pump([1] * 5)  # a flood is read slowly
            client.send(b"\r\n", b"\x15", b"\r\n")
            self.clock.advance(0)
            self.assertEqual((client.door.view.you, client.door.view.typing), ("guest 1", False), line)
        self.assertIn(b"Good-bye.", client.send(b"q"))

    def test_a_name_and_its_key_at_once(self) -> None:
        """Somebody who pastes a name of theirs and its key is them, however much that is at once."""
        client = self.client()
        client.send(b"nAbcdefghijklmnop\r\n")
        for _ in range(3):
            self.clock.advance(0)
        (key,) = re.findall(rb"(?:\w{4}-){3}\w{4}", bytes(client.transport.value()))
        client.hang_up()
        again = self.client()
        again.send(b"nAbcdefghijklmnop\r\n%b\r\n" % key)
        for _ in range(6):
            self.clock.advance(0)
        self.assertIn(b"Welcome back, Abcdefghijklmnop.", bytes(again.transport.value()))

    def test_after_the_match(self) -> None:
        """Whoever presses the key in a match types a name when it is over, and letters are no keys then."""
        client, other = self.client(), self.client()
        client.send(b"n")
        other.send(b"q")
        self.assertTrue(client.door.view.typing)
        client.send(b"quip\r\n")
        self.assertEqual(client.door.view.you, "quip")

    def test_help(self) -> None:
        """The help names the key; a host has none, nor has a server without records."""
        self.assertIn(b"n gives you a name that stays yours, or changes it.", self.client().send(b"?"))
        self.assertNotIn(b"gives you a name", self.client(for_host=True).send(b"?"))
        self.hall = Hall(self.clock, GAMES["rock-paper-scissors"], open_house=True)
        self.hall.clock = self.clock  # type: ignore[attr-defined]
        self.assertNotIn(b"gives you a name", self.client().send(b"?"))

    def test_a_game_with_this_key(self) -> None:
        """Where n is a throw, @ asks for a name; where both are, none does."""
        self.assertEqual([own_keys(throws, names=True).name for throws in (("n",), ("n", "@"))], ["@", ""])

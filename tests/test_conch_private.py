"""The insides of conch's ssh are as we know them."""

from __future__ import annotations

import hmac
from hashlib import sha256, sha512

from twisted.conch.ssh.transport import SSHServerTransport
from twisted.logger import ILogObserver, LogEvent, globalLogPublisher
from twisted.trial.unittest import SynchronousTestCase
from zope.interface import implementer

from rpsgame.conch_private import Ciphers, QuietTransport
from tests.doors.ssh_client import MemoryVisitor


class ConchPrivateTests(SynchronousTestCase):
    """One test for each thing that we use."""

    def test_silence(self) -> None:
        """Nothing of conch's is logged, from the first byte to the last."""
        events: list[LogEvent] = []

        @implementer(ILogObserver)
        def note(event: LogEvent) -> None:
            if event["log_namespace"].startswith("twisted.conch"):
                events.append(event)

        globalLogPublisher.addObserver(note)
        self.addCleanup(globalLogPublisher.removeObserver, note)
        visitor = MemoryVisitor()
        visitor.begin()
        visitor.press(b"r")
        visitor.end()
        self.assertEqual(events, [])

    def test_exchange(self) -> None:
        """A transport says how much waits for the end of a key exchange, and when it has ended."""
        visitor = MemoryVisitor()
        transport: QuietTransport = visitor.door
        visitor.exchange()
        ended: list[str] = []
        self.patch(transport, "exchanged", lambda: ended.append("ended"))
        transport.sendKexInit()
        transport.sendPacket(80, b"\0\0\0\0\0")
        self.assertEqual((transport.blocked, ended), (1, []))
        visitor.talk()
        self.assertEqual((transport.blocked, ended), (0, ["ended"]))

    def test_signatures(self) -> None:
        """What we sign a packet by is what everybody signs it by."""
        for name, new in ((b"hmac-sha2-256", sha256), (b"hmac-sha2-512", sha512)):
            ciphers = Ciphers(b"aes256-ctr", b"aes128-ctr", name, name)
            ciphers.setKeys(b"i" * 64, b"k" * 64, b"I" * 64, b"K" * 64, b"o" * 64, b"t" * 64)
            size = new().digest_size
            self.assertEqual(ciphers.makeMAC(7, b"packet"), hmac.digest(b"o" * size, b"\0\0\0\7packet", new))
            self.assertTrue(ciphers.verify(7, b"packet", hmac.digest(b"t" * size, b"\0\0\0\7packet", new)))
            self.assertFalse(ciphers.verify(8, b"packet", hmac.digest(b"t" * size, b"\0\0\0\7packet", new)))
            self.assertEqual(ciphers.verifyDigestSize, size)

    def test_names(self) -> None:
        """The names that we read and override are there."""
        for name in ("_blockedByKeyExchange", "_log", "_newKeys"):
            self.assertTrue(hasattr(SSHServerTransport, name), name)

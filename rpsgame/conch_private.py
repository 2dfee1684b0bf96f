"""All that the server knows of the insides of conch's ssh, as seen in Twisted 26.10, with a test for each.

It is apart from twisted_private.py because its imports cost half a second, which only those pay who ask for ssh.
"""

from __future__ import annotations

import hmac
from struct import Struct
from typing import Any

from twisted.conch.ssh.channel import SSHChannel
from twisted.conch.ssh.connection import SSHConnection
from twisted.conch.ssh.transport import SSHCiphers, SSHServerTransport
from twisted.conch.ssh.userauth import SSHUserAuthServer


class Silence:
    """A logger that says nothing.

    Conch logs six lines and more for each visit, some with a client's own text in them, and takes the usual end of a
    visit for an error. A Logger with an observer of its own would do as well, but is made anew each time it is asked.
    """

    def _hear(self, *what: object, **fields: object) -> None:
        """Forget it."""

    debug = info = warn = error = failure = _hear


SILENCE: Any = Silence()


SEQUENCE = Struct("!L")


class Ciphers(SSHCiphers):
    """Conch's ciphers, which sign as RFC 2104 says it: the standard library's HMAC takes twice as long to begin."""

    outMAC: Any
    inMAC: Any

    def setKeys(self, outIV: bytes, outKey: bytes, inIV: bytes, inKey: bytes, outInteg: bytes, inInteg: bytes) -> None:
        super().setKeys(outIV, outKey, inIV, inKey, outInteg, inInteg)
        self.outMAC, self.inMAC = tuple(self.outMAC), tuple(self.inMAC)  # without the keys, which are in them twice

    def makeMAC(self, seqid: int, data: bytes) -> bytes:
        return _sign(self.outMAC, seqid, data)

    def verify(self, seqid: int, data: bytes, mac: bytes) -> bool:
        return hmac.compare_digest(mac, _sign(self.inMAC, seqid, data))


def _sign(mac: Any, seqid: int, data: bytes) -> bytes:
    """Return the signature of a packet; *mac* has the hash, the inner key and the outer one, as conch keeps them."""
    new, inner, outer, _ = mac
    signature: bytes = new(outer + new(inner + SEQUENCE.pack(seqid) + data).digest()).digest()
    return signature


class QuietTransport(SSHServerTransport):
    """Conch's server side of a connection, without its log, and with what there is to know of a key exchange."""

    _log = SILENCE

    @property
    def blocked(self) -> int:
        """How many packets wait for the end of a key exchange."""
        return len(self._blockedByKeyExchange or ())

    def exchanged(self) -> None:
        """The new keys are in use."""
        raise NotImplementedError

    def ssh_KEXINIT(self, packet: bytes) -> None:
        super().ssh_KEXINIT(packet)
        chosen = self.nextEncryptions
        self.nextEncryptions = Ciphers(chosen.outCipType, chosen.inCipType, chosen.outMACType, chosen.inMACType)

    def _newKeys(self) -> None:
        super()._newKeys()
        self.exchanged()


class QuietAuth(SSHUserAuthServer):
    """Conch's authentication, without its log and its timer, which is of ten hours."""

    transport: Any
    _log = SILENCE
    _cancelLoginTimeout: Any = None

    def serviceStarted(self) -> None:
        self.authenticatedWith: list[bytes] = []
        self.loginAttempts = 0
        self.user = self.nextService = None
        self.portal = self.transport.factory.portal


class QuietConnection(SSHConnection):
    """Conch's multiplexer of channels, without its log."""

    _log = SILENCE


class QuietChannel(SSHChannel):
    """Conch's channel, without its log."""

    _log = SILENCE

"""Who may come in by ssh: everybody, and nobody is asked anything. A person who wants to be known shows their key.

``ssh HOST`` logs in by the method "none". ``ssh key@HOST`` is refused that, so that the client shows its keys, the
first of which is taken; a client that has none gets in by the method "keyboard-interactive", which asks no question.
"""

from __future__ import annotations

from typing import Any

from twisted.conch.error import ValidPublicKey
from twisted.conch.interfaces import IConchUser
from twisted.conch.ssh.common import NS
from twisted.conch.ssh.keys import Key
from twisted.cred.credentials import ISSHPrivateKey
from twisted.cred.error import UnauthorizedLogin
from twisted.internet.defer import Deferred, fail, succeed

from ..conch_private import QuietAuth
from ..coroutines.facts import NoKey
from .host_key import fingerprint
from .ssh_algorithms import SIGNATURES
from .ssh_packets import Nonsense, string
from .ssh_transport import GuestTransport

METHODS = [b"publickey", b"keyboard-interactive"]  # which are offered to whoever is refused another
BY_KEY = b"key"  # the user name of those who want to be known
MSG_USERAUTH_INFO_REQUEST = 60  # RFC 4256; the number is another message's too
IN = IConchUser, None, lambda: None  # of somebody who is logged in: conch's avatar, which nothing needs here


class Keys:
    """In place of a portal: checks that a client has the private key to a public one."""

    def listCredentialsInterfaces(self) -> list[Any]:
        return [ISSHPrivateKey]

    def login(self, credentials: Any, mind: object, *interfaces: object) -> Deferred[Any]:
        """Return a Deferred that fires when the key is theirs, or fails."""
        if credentials.signature is None:
            return fail(ValidPublicKey())
        key = Key.fromString(credentials.blob, type="blob")
        if key.verify(credentials.signature, credentials.sigData):
            return succeed(IN)
        return fail(UnauthorizedLogin("the signature is wrong"))


class GuestAuth(QuietAuth):
    """The login of one connection; its limit in time is the transport's."""

    transport: GuestTransport
    supportedAuthentications = METHODS
    _answered: Deferred[Any] | None = None

    def tryAuth(self, kind: bytes, user: bytes, data: bytes) -> Deferred[Any]:
        self._answered = None
        self.transport.key = ""
        if kind == b"none" and user != BY_KEY:
            return succeed(IN)
        return super().tryAuth(kind, user, data)

    def auth_publickey(self, packet: bytes) -> Deferred[Any]:
        """Take a key, of a kind that is safe; conch would guess what it is, and raise where it is none."""
        algorithm, rest = string(packet[1:])
        blob, _ = string(rest)
        key = Key.fromString(blob, type="blob") if algorithm in SIGNATURES else None
        if key is None or algorithm not in key.supportedSignatureAlgorithms():
            return fail(UnauthorizedLogin("no such keys are taken"))
        if packet[0] and string(string(string(rest)[1])[0])[0] != algorithm:
            raise Nonsense("signed by another algorithm than it said")
        login: Deferred[Any] = super().auth_publickey(packet)
        return login.addCallback(self._known, fingerprint(blob))

    def auth_keyboard_interactive(self, packet: bytes) -> Deferred[Any]:
        """Ask no question; the instruction is shown."""
        instruction = NoKey() if self.user == BY_KEY else ""
        self.transport.sendPacket(MSG_USERAUTH_INFO_REQUEST, NS(b"") + NS(instruction) + NS(b"") + bytes(4))
        self._answered = Deferred()
        return self._answered

    def ssh_USERAUTH_INFO_RESPONSE(self, packet: bytes) -> None:
        """The client has no answer, since there was no question."""
        answered, self._answered = self._answered, None
        if answered is None:
            raise Nonsense("answered what it was not asked")
        answered.callback(IN)

    def _known(self, login: Any, key: str) -> Any:
        self.transport.key = key
        return login

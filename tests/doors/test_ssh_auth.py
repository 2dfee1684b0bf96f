"""Who comes in by ssh: everybody, and those who want it are known by their key."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from twisted.conch.ssh.common import NS
from twisted.conch.ssh.keys import Key
from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines.facts import KnownBy, NoKey
from rpsgame.doors.host_key import fingerprint

from .ssh_client import (
    OPEN_CONFIRMATION,
    USERAUTH_FAILURE,
    USERAUTH_PK_OK,
    USERAUTH_REQUEST,
    USERAUTH_SUCCESS,
    MemoryVisitor,
)

ED25519 = Key(Ed25519PrivateKey.generate())
ECDSA = Key(ec.generate_private_key(ec.SECP256R1()))
RSA = Key(rsa.generate_private_key(65537, 2048))
METHODS = NS(b"publickey,keyboard-interactive") + b"\0"


class AuthTests(SynchronousTestCase):
    """A client that exchanges keys, and then logs in in its own way."""

    def setUp(self) -> None:
        self.visitor = MemoryVisitor()
        self.visitor.serve()

    def offer(self, key: Key, algorithm: bytes, user: bytes = b"key") -> None:
        """Offer a key, without a signature."""
        self.visitor.authenticate(b"publickey", b"\0" + NS(algorithm) + NS(key.blob()), user)

    def sign(self, key: Key, algorithm: bytes, signed: bytes = b"", user: bytes = b"key") -> None:
        """Show a key, with its signature of what is to be signed, or of something else."""
        said = b"\1" + NS(algorithm) + NS(key.blob())
        session = self.visitor.client.sessionID
        assert session
        message = bytes([USERAUTH_REQUEST]) + NS(user) + NS(b"ssh-connection") + NS(b"publickey") + said
        signature: bytes = key.sign(signed or NS(session) + message, signatureType=algorithm)
        self.visitor.authenticate(b"publickey", said + NS(signature), user)

    def came(self) -> tuple[str, ...]:
        """Open a session; return how the hall knows the guest."""
        self.visitor.hears(USERAUTH_SUCCESS)
        self.visitor.open()
        self.visitor.hears(OPEN_CONFIRMATION)
        self.visitor.start()
        came: tuple[str, ...] = self.visitor.hall.came[0]
        return came

    def test_everybody(self) -> None:
        """Everybody comes in by the first thing that a client tries, and has no key."""
        self.visitor.authenticate()
        self.assertEqual(self.came(), ("guest", "192.0.2.1:4711", "192.0.2.1"))

    def test_keys(self) -> None:
        """Whoever comes as "key" is refused that, and known by the key that they show."""
        for key, algorithm in (
            (ED25519, b"ssh-ed25519"),
            (ECDSA, b"ecdsa-sha2-nistp256"),
            (RSA, b"rsa-sha2-512"),
            (RSA, b"rsa-sha2-256"),
        ):
            self.setUp()
            self.visitor.authenticate(user=b"key")
            self.assertEqual(self.visitor.hears(USERAUTH_FAILURE), METHODS)
            self.offer(key, algorithm)
            self.assertEqual(self.visitor.hears(USERAUTH_PK_OK), NS(algorithm) + NS(key.blob()))
            self.sign(key, algorithm)
            known = fingerprint(key.blob())
            self.assertEqual(self.came(), ("guest", f"192.0.2.1:4711, key {known}", "192.0.2.1"))
            self.visitor.press(b"i")
            self.assertIn(KnownBy(known), self.visitor.hall.told)

    def test_a_program_with_a_key(self) -> None:
        """So is whoever shows a key unasked, by whatever name, and plays by JSON."""
        self.sign(ED25519, b"ssh-ed25519", user=b"anna")
        self.assertIn(fingerprint(ED25519.blob()), self.came()[1])

    def test_wrong_signatures(self) -> None:
        """A key whose signature is wrong is nobody's, and the client may go on to another."""
        self.sign(ED25519, b"ssh-ed25519", signed=b"something else")
        self.assertEqual(self.visitor.hears(USERAUTH_FAILURE), METHODS)
        self.visitor.authenticate()
        self.assertEqual(self.came()[1], "192.0.2.1:4711")

    def test_weak_keys(self) -> None:
        """A signature by SHA-1 is not taken, whether or not it is announced as one."""
        self.offer(RSA, b"ssh-rsa")
        self.assertEqual(self.visitor.hears(USERAUTH_FAILURE), METHODS)
        self.offer(RSA, b"ssh-ed25519")
        self.assertEqual(self.visitor.hears(USERAUTH_FAILURE), METHODS)
        said = b"\1" + NS(b"rsa-sha2-512") + NS(RSA.blob())
        self.visitor.authenticate(b"publickey", said + NS(RSA.sign(b"x", signatureType=b"ssh-rsa")), b"key")
        self.assertTrue(self.visitor.cut_off)

    def test_no_key(self) -> None:
        """Whoever comes as "key" and has none is asked no question, is told so, and comes in."""
        self.visitor.authenticate(user=b"key")
        self.visitor.authenticate(b"keyboard-interactive", NS(b"") + NS(b""), b"key")
        asked = self.visitor.hears(USERAUTH_PK_OK)  # the number of a question, too
        self.assertEqual(asked, NS(b"") + NS(NoKey()) + NS(b"") + bytes(4))
        self.visitor.send(61, bytes(4))
        self.assertEqual(self.came()[1], "192.0.2.1:4711")

    def test_a_question_that_is_answered_too_late(self) -> None:
        """A client that has gone on to another method has no answer any more."""
        self.visitor.authenticate(b"keyboard-interactive", NS(b"") + NS(b""), b"key")
        self.visitor.authenticate(user=b"key")
        self.visitor.send(61, bytes(4))
        self.assertTrue(self.visitor.cut_off)
        self.visitor.end()

    def test_passwords(self) -> None:
        """A password is refused, and nobody is asked for one."""
        for user in (b"anna", b"key"):
            self.visitor.authenticate(b"password", b"\0" + NS(b"secret"), user)
            self.assertEqual(self.visitor.hears(USERAUTH_FAILURE), METHODS)
        self.visitor.authenticate(b"password", b"")
        self.assertEqual(self.visitor.hears(USERAUTH_FAILURE), METHODS)

    def test_a_key_and_then_none(self) -> None:
        """A key that was offered and not proven is not known."""
        self.offer(ED25519, b"ssh-ed25519")
        self.visitor.authenticate()
        self.assertEqual(self.came()[1], "192.0.2.1:4711")

    def test_an_unknown_service(self) -> None:
        """A client that wants another service afterwards is refused, as often as it asks, and then cut off."""
        for _ in range(20):
            self.visitor.send(USERAUTH_REQUEST, NS(b"anna") + NS(b"foo") + NS(b"publickey") + b"\0")
            if self.visitor.cut_off:
                return
        self.fail("it may ask for ever")

"""Guests who come by other endpoints than tcp."""

from __future__ import annotations

import socket
import ssl
from datetime import datetime, timedelta, timezone
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from twisted.trial.unittest import SynchronousTestCase

from .terminals import LIMIT, Place, Reservation


def write_certificate(folder: str) -> None:
    """Write key.pem and cert.pem for localhost."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(timezone.utc)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, now - timedelta(days=1), now + timedelta(days=1))
        .sign(key, hashes.SHA256())
        .public_bytes(Encoding.PEM)
    )
    Path(folder, "cert.pem").write_bytes(certificate)
    Path(folder, "key.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def hear(guest: socket.socket, words: bytes) -> None:
    """Read until *words* have come."""
    heard = b""
    while words not in heard:
        more = guest.recv(4096)
        assert more, heard
        heard += more


class EndpointTests(SynchronousTestCase):
    """A guest comes in, presses a key, and is told when the server stops."""

    def setUp(self) -> None:
        self.place = Place(self.addCleanup)

    def stay(self, guest: socket.socket) -> None:
        """Follow such a guest's stay."""
        hear(guest, b"You play the house in 3 seconds, unless another guest comes.\r\n")
        guest.sendall(b"?")
        hear(guest, b"Keys: ")
        self.place.stop_server()
        hear(guest, b"The server is stopping. Good-bye.\r\n")
        self.assertNotIn("Traceback", self.place.log)

    def test_unix(self) -> None:
        """A guest may come by a UNIX socket."""
        self.place.daemon("--listen", "unix:guests.sock")
        with socket.socket(socket.AF_UNIX) as guest:
            guest.settimeout(LIMIT)
            guest.connect(f"{self.place.cwd}/guests.sock")
            self.stay(guest)

    def test_tls(self) -> None:
        """A guest may come by TLS."""
        write_certificate(self.place.cwd)
        door = Reservation()
        self.addCleanup(door.close)
        self.place.daemon("--listen", f"ssl:{door.port}:privateKey=key.pem:certKey=cert.pem:interface=127.0.0.1")
        context = ssl.create_default_context(cafile=f"{self.place.cwd}/cert.pem")
        context.check_hostname = False
        with socket.create_connection(("127.0.0.1", door.port), LIMIT) as plain, context.wrap_socket(plain) as guest:
            self.stay(guest)

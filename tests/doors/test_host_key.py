"""The host key: made once, and kept where nobody else can read it."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Barrier, Thread

from cryptography.hazmat.primitives.asymmetric import rsa
from twisted.conch.ssh.keys import Key
from twisted.trial.unittest import SynchronousTestCase

from rpsgame.doors.host_key import NAME, fingerprint, host_key
from rpsgame.store.state import State


class HostKeyTests(SynchronousTestCase):
    """A folder of its own."""

    def setUp(self) -> None:
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.state = State(Path(folder.name, "state"))
        self.file = self.state.path / NAME

    def test_it_is_kept(self) -> None:
        """The key of the first start is that of the next, and nobody else may read it."""
        key = host_key(self.state)
        self.assertEqual(stat.S_IMODE(os.stat(self.file).st_mode), 0o600)
        self.assertEqual(host_key(self.state), key)
        self.assertEqual(key.sshType(), b"ssh-ed25519")
        self.assertEqual(Key.fromFile(str(self.file)), key)

    def test_two_at_once(self) -> None:
        """Servers that start at once have the same key."""
        ready, keys = Barrier(4), []

        def start() -> None:
            ready.wait()
            keys.append(host_key(self.state))

        threads = [Thread(target=start) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(keys, [keys[0]] * 4)
        self.assertEqual(os.listdir(self.state.path), [NAME])

    def test_none(self) -> None:
        """Without a folder there is another key each time."""
        self.assertNotEqual(host_key(None), host_key(None))

    def test_no_key(self) -> None:
        """A file that holds something else is no key, and is left as it is."""
        public = host_key(None).public().toString("openssh")
        other = Key(rsa.generate_private_key(65537, 2048)).toString("openssh", subtype="v1")
        for held in (b"", b"rubbish", b"-----BEGIN OPENSSH PRIVATE KEY-----\n", public, other, b"\xff" * 99):
            self.state.write(NAME, held)
            problem = self.assertRaises(ValueError, host_key, self.state)
            self.assertEqual(str(problem), f"{self.file} holds no private Ed25519 key")
            self.assertEqual(self.file.read_bytes(), held)

    def test_fingerprint(self) -> None:
        """A fingerprint is written as ssh does it."""
        self.assertEqual(fingerprint(b""), "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU")

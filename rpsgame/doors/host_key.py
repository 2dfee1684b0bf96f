"""The server's ssh key, by which clients know that it is the same server again: it outlives the server."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from twisted.conch.ssh.keys import Key

from ..store.state import State

NAME = "ssh_host_ed25519_key"  # as sshd calls its own; ssh-keygen -lf reads it


def host_key(state: State | None) -> Key:
    """Return the key that is kept in *state*, where one is made at the first start; without it, one of this run.

    :raise OSError: where it can be neither read nor written
    :raise ValueError: where the file holds no such key
    """
    if state is None:
        return Key(Ed25519PrivateKey.generate())
    kept = state.read(NAME)
    if kept is None:
        made: bytes = Key(Ed25519PrivateKey.generate()).toString("openssh", subtype="v1")
        kept = state.create(NAME, made)
    try:
        key: Key = Key.fromString(kept)
        if key.sshType() == b"ssh-ed25519" and not key.isPublic():
            return key
    except Exception:  # of many kinds, by what is there instead
        pass
    raise ValueError(f"{state.path / NAME} holds no private Ed25519 key")


def fingerprint(blob: bytes) -> str:
    """Return the fingerprint of a public key, written as ssh does."""
    return "SHA256:" + b64encode(sha256(blob).digest()).decode().rstrip("=")

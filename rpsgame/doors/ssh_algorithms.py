"""The algorithms of ssh that are safe, of those that conch has, best first."""

from __future__ import annotations

from ..conch_private import QuietTransport

SAFE_EXCHANGES = b"mlkem768x25519-sha256", b"curve25519-sha256", b"curve25519-sha256@libssh.org"
EXCHANGES = [name for name in SAFE_EXCHANGES if name in QuietTransport.supportedKeyExchanges]
HOST_KEYS = [b"ssh-ed25519"]
CIPHERS = [b"aes256-ctr", b"aes192-ctr", b"aes128-ctr"]
MACS = [b"hmac-sha2-512", b"hmac-sha2-256"]
COMPRESSIONS = [b"none"]  # conch's zlib makes 573 MiB of 291 kB
SIGNATURES = (  # of the keys that people may have
    b"ssh-ed25519",
    b"sk-ssh-ed25519@openssh.com",
    b"ecdsa-sha2-nistp256",
    b"ecdsa-sha2-nistp384",
    b"ecdsa-sha2-nistp521",
    b"sk-ecdsa-sha2-nistp256@openssh.com",
    b"rsa-sha2-512",
    b"rsa-sha2-256",
)

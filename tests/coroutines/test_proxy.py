"""The PROXY protocol's header: what proxies send, and what nobody should send."""

from __future__ import annotations

import contextlib
import struct
from ipaddress import ip_address

from hypothesis import given, settings
from hypothesis import strategies as st
from twisted.python.compat import iterbytes
from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines import proxy
from rpsgame.coroutines.proxy import LONGEST_BLOCK, VERSION_1, VERSION_2, BadHeader, Source, proxy_header

TCP4 = b"PROXY TCP4 192.0.2.7 192.0.2.80 4711 23\r\n"


def version_2(command: int, kind: int, block: bytes) -> bytes:
    """Return such a header of version 2."""
    return VERSION_2 + struct.pack("!BBH", command, kind, len(block)) + block


def addresses(source: str, port: int) -> bytes:
    """Return the addresses of a version 2 header, in which ours does not matter."""
    packed = ip_address(source).packed
    return packed + bytes(len(packed)) + struct.pack("!HH", port, 23)


READ = {
    TCP4: ("192.0.2.7", 4711),
    b"PROXY TCP6 2001:db8::7 ::1 4711 23\r\n": ("2001:db8::7", 4711),
    b"PROXY UNKNOWN\r\n": None,
    b"PROXY UNKNOWN ffff:f...f:ffff x\x1b \xff 65535 65535\r\n": None,
    version_2(0x21, 0x11, addresses("192.0.2.7", 4711)): ("192.0.2.7", 4711),
    version_2(0x21, 0x21, addresses("2001:db8::7", 4711)): ("2001:db8::7", 4711),
    version_2(0x21, 0x21, addresses("::ffff:127.0.3.1", 4711)): ("::ffff:127.0.3.1", 4711),
    version_2(0x21, 0x11, addresses("192.0.2.7", 4711) + b"\x03\x00\x04\xa9\xb8\x7e\x8f"): ("192.0.2.7", 4711),
    version_2(0x20, 0x00, b""): None,  # LOCAL: the proxy looks whether we are there
    version_2(0x20, 0x11, b"whatever"): None,
    version_2(0x21, 0x00, b""): None,
    version_2(0x21, 0x31, bytes(216)): None,  # UNIX
}
REFUSED = (
    b"GET / HTTP/1.1\r\n",
    b"\xff\xfb\x01",
    b"PROXY \r\n",
    b"PROXY TCP4 1.2.3.4 5.6.7.8 abc 5\r\n",
    b"PROXY TCP4 1.2.3.4 5.6.7.8 5 65536\r\n",
    b"PROXY TCP4 1.2.3.4 5.6.7.8 -5 5\r\n",
    b"PROXY TCP4 1.2.3.4 5.6.7.8 5\r\n",
    b"PROXY TCP4 1.2.3.4 5.6.7.8 5 5 5\r\n",
    b"PROXY TCP4 2001:db8::7 ::1 5 5\r\n",
    b"PROXY TCP4 1.2.3.4\n 5.6.7.8 5 5\r\n",
    b"PROXY TCP4 \x1b]0;evil\x07 5.6.7.8 5 5\r\n",
    b"PROXY TCP4 \xff\xfe 5.6.7.8 5 5\r\n",
    b"PROXY TCP6 notanip ::1 5 5\r\n",
    b"PROXY TCP6 fe80::1%\x1b[31m ::1 5 5\r\n",
    b"PROXY UDP4 1.2.3.4 5.6.7.8 5 5\r\n",
    b"PROXY UNKNOWN " + b"x" * 100,
    b"PROXY UNKNOWN " + b"x" * 100 + b"\r\n",
    version_2(0x11, 0x11, addresses("192.0.2.7", 4711)),
    version_2(0x22, 0x11, addresses("192.0.2.7", 4711)),
    version_2(0x21, 0x11, b"too short"),
    version_2(0x21, 0x21, addresses("192.0.2.7", 4711)),
    VERSION_2 + struct.pack("!BBH", 0x21, 0x11, LONGEST_BLOCK + 1),
)


def read(*chunks: bytes) -> tuple[Source | None, bytes] | None:
    """Send *chunks*, and what comes after a header with the last; return what came of it."""
    header, found = proxy_header(), None
    for place, chunk in enumerate(chunks):
        found = header.send(chunk)
        if found:
            source, rest, _ = found
            return source, b"".join([rest, *chunks[place + 1 :]])
    return None


class ProxyHeaderTests(SynchronousTestCase):
    """One header, and what follows it."""

    def test_what_proxies_send(self) -> None:
        """A header tells where the guest comes from, or that nobody knows; what follows is the guest's."""
        for header, source in READ.items():
            expected = (ip_address(source[0]), source[1]) if source else None
            self.assertEqual(read(header), (expected, b""), header)
            self.assertEqual(read(header + b"?\r\n"), (expected, b"?\r\n"), header)
            self.assertEqual(read(*iterbytes(header + b"?")), (expected, b"?"), header)

    def test_values(self) -> None:
        """What is said besides the address is told by its kind; what is cut short is left out."""
        for source in ((ip_address("192.0.2.7"), 4711), (ip_address("2001:db8::7"), 4711), None):
            written = proxy.header(source, {0xE0: b"{}", 0xE1: b""})
            self.assertEqual(proxy_header().send(written + b"r"), (source, b"r", {0xE0: b"{}", 0xE1: b""}))
        cut = version_2(0x21, 0x11, addresses("192.0.2.7", 4711) + b"\xe0\x00\x02{}\xe1\x00\x09x")
        found = proxy_header().send(cut)
        assert found
        self.assertEqual(found.values, {0xE0: b"{}"})

    def test_it_waits_for_all_of_it(self) -> None:
        """A part of a header is no header yet."""
        for header in READ:
            self.assertIsNone(read(header[:-1]), header)

    def test_what_is_refused(self) -> None:
        """Bytes that are no header are refused, however they are cut, and the reason shows none of them."""
        for header in REFUSED:
            for cut in ([header], list(iterbytes(header))):
                problem = self.assertRaises(BadHeader, read, *cut)
                self.assertTrue(str(problem).isprintable())

    @settings(deadline=None, derandomize=True)
    @given(st.sampled_from([b"", VERSION_1, VERSION_1 + b"TCP6 ", VERSION_2]), st.binary(max_size=200))
    def test_anything(self, beginning: bytes, rest: bytes) -> None:
        """Whatever is sent, it is read, waited for or refused, and nothing else."""
        for cut in ([beginning + rest], [beginning, *iterbytes(rest)]):
            with contextlib.suppress(BadHeader):
                read(*filter(None, cut))

"""The telnet filter: bytes in, and which of them a person typed."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st
from twisted.python.compat import iterbytes
from twisted.trial.unittest import SynchronousTestCase

from rpsgame import telnet_filter

# A whole stream at once: typed, or a command, which is to its end or to that of the stream
TOKENS = re.compile(
    rb"""(?P<typed> [^\xff] ) | \xff (?P<escaped> \xff )
       | \xff \xfa (?: [^\xff] | \xff [^\xf0] )* (?: \xff \xf0 | \xff? \Z )
       | \xff [\xfb-\xfe] (?: . | \Z )
       | \xff (?: [^\xfa-\xff] | \Z )""",
    re.DOTALL | re.VERBOSE,
)
# Bytes that mean something, more often than chance would have them
streams = st.lists(st.sampled_from(b"\xff\xff\xfa\xf0\xfb\xfe\xf1\xf6\x22\x00r") | st.integers(0, 255)).map(bytes)


def typed(stream: bytes) -> bytes:
    """Return what of *stream* the filter keeps."""
    keep = telnet_filter()
    return b"".join(byte for byte in iterbytes(stream) if keep.send(byte))


class TelnetFilterTests(SynchronousTestCase):
    """The article's filter, with its two mistakes put right."""

    def test_article(self) -> None:
        """Of a client's chatter, the six characters between its commands are kept."""
        chatter = (
            b"\xff\xfd\x03si\xff\xfb\x22gn"
            b"\xff\xfa\x22\x03\x01\x00\x00\x03\x62\x03\x04\x02\x0f\x05\x00\x00\x07\x62\x1c\x08\x02\x04\x09\x42\x1a"
            b"\x0a\x02\x7f\x0b\x02\x15\x0c\x02\x17\x0d\x02\x12\x0e\x02\x16\x0f\x02\x11\x10\x02\x13\x11\x00\x00"
            b"\x12\x00\x00\xff\xf0a\xff\xfd\x01l"
        )
        self.assertEqual(typed(chatter), b"signal")

    def test_each_byte(self) -> None:
        """Each byte is answered as it comes: True is input, False is a command's."""
        keep = telnet_filter()
        script = [(b"r", True), (b"\xff", False), (b"\xfb", False), (b"p", False), (b"s", True)]
        for byte, kept in script:
            self.assertIs(keep.send(byte), kept)

    def test_typed_255(self) -> None:
        """IAC IAC is one byte of input, 255."""
        self.assertEqual(typed(b"a\xff\xffb"), b"a\xffb")

    def test_commands_without_parameter(self) -> None:
        """What follows NOP, AYT, IP and the like, the seldom ones included, is input."""
        for command in range(236, 250):
            self.assertEqual(typed(bytes([255, command]) + b"r"), b"r", command)

    def test_subnegotiation(self) -> None:
        """It ends at IAC SE, not at a 240 or an IAC IAC within, and may be empty."""
        self.assertEqual(typed(b"\xff\xfa\x1f\x00\xf0\xff\xff\xf0\x00\xff\xf0r"), b"r")
        self.assertEqual(typed(b"\xff\xfa\xff\xf0r"), b"r")

    @settings(deadline=None, derandomize=True, max_examples=500)
    @given(streams)
    def test_any_stream(self, stream: bytes) -> None:
        """It agrees with a grammar of the whole stream."""
        tokens = list(TOKENS.finditer(stream))
        self.assertEqual(b"".join(token[0] for token in tokens), stream)
        self.assertEqual(typed(stream), b"".join(token["typed"] or token["escaped"] or b"" for token in tokens))

    @settings(deadline=None, derandomize=True)
    @given(streams, streams)
    def test_any_cut(self, before: bytes, after: bytes) -> None:
        """A byte that was kept stays kept, wherever the stream is cut."""
        self.assertTrue(typed(before + after).startswith(typed(before)))

"""The key reader: what a terminal sends, and what a person pressed."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from twisted.python.compat import iterbytes
from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines.keys import ENTER, ESCAPE, LONGEST_SEQUENCE, key_reader

PRESSES = {
    "r": [b"r", b"R"],
    ENTER: [b"\r", b"\n", b"\r\n", b"\r\0"],
    ESCAPE: [b"\x1b", b"\x1b[A", b"\x1bOA", b"\x1b[3~", b"\x1b[15;16~", b"\x1b[[A", b"\x1b[<0;10;20M"],
    "é": ["é".encode()],
    "\N{FACE WITH TEARS OF JOY}": ["\N{FACE WITH TEARS OF JOY}".encode()],
    "\ufffd": [b"\xe9"],
    "\x7f": [b"\x7f"],
}
OPEN = (b"\r", b"\x1b", b"\xe9")  # the next bytes may belong to these

streams = st.lists(st.sampled_from([way for ways in PRESSES.values() for way in ways]) | st.binary()).map(b"".join)


def keys(stream: bytes) -> str:
    """Return the keys that *stream* completes."""
    reader = key_reader()
    return "".join(reader.send(byte) or "" for byte in iterbytes(stream))


class KeyReaderTests(SynchronousTestCase):
    """What a person pressed is one key."""

    def test_presses(self) -> None:
        """However many bytes a terminal sends for it, and whatever comes next."""
        for key, ways in PRESSES.items():
            for way in ways:
                self.assertEqual(keys(way + b"sp"), key + "sp", way)

    def test_at_once(self) -> None:
        """Nobody waits for the next byte to see their Enter, their Escape or their throw."""
        for byte, key in [(b"\r", ENTER), (b"\n", ENTER), (b"\x1b", ESCAPE), (b"r", "r")]:
            self.assertEqual(key_reader().send(byte), key)

    def test_enter_is_never_doubled(self) -> None:
        """Each of CR, LF, CR LF and CR NUL is one Enter, in any row of them."""
        self.assertEqual(keys(b"\r\r\n\n\r\0\r\r\n"), ENTER * 6)

    def test_nul_alone(self) -> None:
        """A NUL without a CR is a key of its own (Ctrl-Space)."""
        self.assertEqual(keys(b"r\0"), "r\0")

    def test_broken_sequences(self) -> None:
        """What ends an escape sequence or a character too early is a key of its own."""
        self.assertEqual(keys(b"\x1b[\r\n"), ESCAPE + ENTER)
        self.assertEqual(keys(b"\x1b[1;\x1b[Ar"), ESCAPE * 2 + "r")
        self.assertEqual(keys(b"\xc3r"), "\ufffdr")
        self.assertEqual(keys(b"\xc3\r\n"), "\ufffd" + ENTER)
        self.assertEqual(keys(b"\xed\xa0r"), "\ufffd\ufffdr")  # half of a UTF-16 pair, as CESU-8 has it

    def test_endless_sequence(self) -> None:
        """A sequence without an end swallows no more than so many bytes."""
        self.assertEqual(keys(b"\x1b[" + b"1" * (LONGEST_SEQUENCE + 3)), ESCAPE + "111")

    @settings(deadline=None, derandomize=True, max_examples=500)
    @given(streams)
    def test_any_bytes(self, stream: bytes) -> None:
        """Whatever is sent, there are keys and no exception, and no more than three for a byte."""
        reader = key_reader()
        for byte in iterbytes(stream):
            key = reader.send(byte)
            self.assertTrue(key is None or 1 <= len(key) <= 3, key)

    @settings(deadline=None, derandomize=True)
    @given(st.lists(st.sampled_from([(key, way) for key, ways in PRESSES.items() for way in ways if way not in OPEN])))
    def test_any_presses(self, presses: list[tuple[str, bytes]]) -> None:
        """Whatever is pressed, in any order, is that many keys, which tell no difference between the ways."""
        self.assertEqual(keys(b"".join(way for _, way in presses)), "".join(key for key, _ in presses))

    @settings(deadline=None, derandomize=True)
    @given(streams, streams)
    def test_any_cut(self, before: bytes, after: bytes) -> None:
        """A key that was pressed stays pressed, wherever the stream is cut."""
        self.assertTrue(keys(before + after).startswith(keys(before)))

    @settings(deadline=None, derandomize=True)
    @given(st.text(st.characters(exclude_characters="\x1b\r\n", exclude_categories=["Cs"])))
    def test_text(self, text: str) -> None:
        """Text is read as UTF-8, its ASCII capitals as small letters."""
        self.assertEqual(keys(text.encode()), text.encode().lower().decode())

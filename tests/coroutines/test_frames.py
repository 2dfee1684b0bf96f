"""What is heard of a client's frames, held against what wsproto makes of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from twisted.trial.unittest import SynchronousTestCase
from wsproto.connection import Connection, ConnectionType
from wsproto.events import BytesMessage, CloseConnection, Event, Ping, Pong, TextMessage
from wsproto.frame_protocol import CloseReason, FrameProtocol, Opcode

from rpsgame.coroutines.frames import (
    BAD_UTF8,
    CLOSE,
    CODES_OF_CLIENTS,
    GOOD_BYE,
    LONGEST_MESSAGE,
    NO_FRAME,
    NO_TEXT,
    TEXT,
    TOO_LONG,
    Heard,
    close_frame,
    frame,
    frame_reader,
)

HUGE = b"\x81\xff" + (1 << 62).to_bytes(8, "big") + b"mask"  # a header alone
ASCII = st.text(st.characters(max_codepoint=127), max_size=200).map(str.encode)  # UTF-8 is judged elsewhere
CLOSES = st.sampled_from([b"", b"x", b"\x03\xe8", b"\x03\xe9bye", b"\x03\xec", b"\x03\xed", b"\x0b\xb8", b"\x07\xd0"])
PIECES = st.one_of(
    st.tuples(st.sampled_from([0, 1, 3, 9, 10]), st.booleans(), ASCII),
    st.tuples(st.just(CLOSE), st.just(True), CLOSES),
)


def sent(*events: Event) -> bytes:
    """Return the frames that a client sends, with masks as they come."""
    client = Connection(ConnectionType.CLIENT)
    return b"".join(client.send(event) for event in events)


def text(data: str, finished: bool = True) -> TextMessage:
    return TextMessage(data, message_finished=finished)


def heard(*chunks: bytes) -> list[Heard]:
    """Return all that is heard of some chunks."""
    frames = frame_reader()
    return [found for chunk in chunks for found in frames.send(chunk) or ()]


def masked(opcode: int, final: bool, payload: bytes) -> bytes:
    """Return a frame of a client, masked by nothing."""
    head = bytes([opcode | 0x80 * final])
    length = bytes([0x80 | len(payload)]) if len(payload) < 126 else b"\xfe" + len(payload).to_bytes(2, "big")
    return head + length + bytes(4) + payload


class FrameReaderTests(SynchronousTestCase):
    """Bytes in, messages out."""

    def test_messages(self) -> None:
        """Messages up to the greatest length are heard whole, whatever they are masked by."""
        texts = ["", "r", "x" * 125, "x" * 126, "é" * 1000, "x" * LONGEST_MESSAGE]
        found = [Heard("text", one.encode()) for one in texts]
        self.assertEqual(heard(sent(*map(text, texts))), found)

    def test_cut_anywhere(self) -> None:
        """It does not matter how the bytes are cut."""
        data = sent(text("x" * 200), Ping(b"abc"), text("r"), Pong(), CloseConnection(1001, "bye"))
        found = [Heard("text", b"x" * 200), Heard("ping", b"abc"), Heard("text", b"r"), Heard("pong", b"")]
        found.append(Heard("close", code=1001))
        self.assertEqual(heard(*[data[n : n + 1] for n in range(len(data))]), found)
        self.assertEqual(heard(data), found)

    def test_fragments(self) -> None:
        """A message may come in fragments, with control frames between them."""
        data = sent(text("a", False), Ping(), text("b", False), text("", False), text("c"), text("d"))
        self.assertEqual(heard(data), [Heard("ping"), Heard("text", b"abc"), Heard("text", b"d")])

    def test_too_long(self) -> None:
        """A message is too long from the header on that says so, and nothing is heard after it."""
        wrong = [Heard("wrong", code=TOO_LONG)]
        self.assertEqual(heard(sent(text("x" * (LONGEST_MESSAGE + 1)))[:8]), wrong)
        self.assertEqual(heard(HUGE, sent(text("r"))), wrong)

    def test_fragments_that_are_too_long(self) -> None:
        """Fragments count together, and one of nothing counts as a byte."""
        half = LONGEST_MESSAGE // 2
        whole = sent(text("x" * half, False), text("x" * half))
        self.assertEqual([len(found.payload) for found in heard(whole, whole)], [LONGEST_MESSAGE] * 2)
        self.assertEqual(heard(sent(text("x" * half, False), text("x" * (half + 1))))[-1].code, TOO_LONG)
        nothing = masked(1, False, b"") + masked(0, False, b"") * LONGEST_MESSAGE
        self.assertEqual(heard(nothing), [])
        self.assertEqual(heard(nothing + masked(0, True, b"x"))[-1].code, TOO_LONG)

    def test_bytes(self) -> None:
        """Bytes are no text, in the first fragment already."""
        self.assertEqual(heard(sent(BytesMessage(b"r", message_finished=False))), [Heard("wrong", code=NO_TEXT)])

    def test_no_frames(self) -> None:
        """What the RFC does not allow is no frame."""
        for data in (
            b"\x81\x01r",  # not masked
            b"\x83\x80\0\0\0\0",  # an opcode that is none
            b"\x8b\x80\0\0\0\0",  # of a control frame
            b"\xc1\x80\0\0\0\0",  # compressed
            b"\x09\x80\0\0\0\0",  # a ping in fragments
            b"\x89\xfe\0\x7e\0\0\0\0",  # a long one
            b"\x80\x80\0\0\0\0",  # the rest of nothing
            b"\x01\x80\0\0\0\0\x01\x80\0\0\0\0",  # a text in a text
            b"\x88\x81\0\0\0\0x",  # half a code
            b"\x88\x82\0\0\0\0\x03\xed",  # 1005, which nobody may send
        ):
            self.assertEqual(heard(data, sent(text("r"))), [Heard("wrong", code=NO_FRAME)], data)

    def test_after_the_end(self) -> None:
        """Nothing is heard after a closing frame."""
        end = sent(CloseConnection(1000))
        self.assertEqual(heard(end + sent(text("r"), Ping()), end), [Heard("close", code=GOOD_BYE)])
        self.assertEqual(heard(b"\x88\x80\0\0\0\0"), [Heard("close", code=GOOD_BYE)])

    @given(st.lists(st.binary(max_size=300)))
    def test_anything(self, chunks: list[bytes]) -> None:
        """Whatever comes, nothing raises, and nothing is heard after the end."""
        found = heard(*chunks)
        self.assertLessEqual(len([one for one in found if one.code]), 1)
        self.assertFalse(any(one.code for one in found[:-1]))

    @given(st.lists(PIECES), st.integers(1, 50))
    def test_as_wsproto(self, pieces: list[tuple[int, bool, bytes]], size: int) -> None:
        """Any frames are heard as wsproto hears them, up to what either finds wrong."""
        data = b"".join(masked(*piece) for piece in pieces)
        ours = heard(*[data[n : n + size] for n in range(0, len(data), size)])
        self.assertEqual([(payload, code) for _, payload, code in ours], by_wsproto(data))


def by_wsproto(data: bytes) -> list[tuple[bytes, int]]:
    """Return what wsproto hears: payloads, and the code at the end."""
    server = Connection(ConnectionType.SERVER)
    server.receive_data(data)
    found: list[tuple[bytes, int]] = []
    message = ""
    for event in server.events():
        match event:
            case TextMessage(data=str(part), message_finished=finished):
                message += part
                if finished:
                    found.append((message.encode(), 0))
                    message = ""
            case Ping(payload=payload) | Pong(payload=payload):
                found.append((bytes(payload), 0))
            case CloseConnection(code=code):
                return [*found, (b"", GOOD_BYE if code == CloseReason.NO_STATUS_RCVD else code)]
    return found


class FrameTests(SynchronousTestCase):
    """The frames that a server sends."""

    def test_lengths(self) -> None:
        """A frame of any length is what wsproto sends."""
        for length in (0, 1, 125, 126, 65535, 65536):
            frames = FrameProtocol(client=False, extensions=[])
            data = b"x" * length
            self.assertEqual(frame(TEXT, data), frames._serialize_frame(Opcode.TEXT, data), length)

    def test_close(self) -> None:
        """A closing frame is one with a code, and the codes that clients may send are those of the RFC."""
        self.assertEqual(close_frame(1013), frame(CLOSE, b"\x03\xf5"))
        self.assertEqual(FrameProtocol(client=False, extensions=[]).close(1013), close_frame(1013))
        for code in (*CloseReason, BAD_UTF8):
            self.assertEqual(code in CODES_OF_CLIENTS, code not in (1004, 1005, 1006, 1015), code)

"""What programs send, and the keys that stand for it."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st
from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines.facts import WRONG, WrongMessage
from rpsgame.coroutines.games import GAMES, ROCK_PAPER_SCISSORS, Game, rock_paper_scissors
from rpsgame.coroutines.json_keys import ENDLESS, LONGEST_LINE, MESSAGES, SHOWN, Message, key_for, message_reader
from rpsgame.coroutines.keys import AGAIN, ENTER

PHASES = ("arriving", "waiting", "playing", "watching", "asked", "over")
NESTED = b"[" * (LONGEST_LINE // 2) + b"]" * (LONGEST_LINE // 2)
WRONG_LINES = (  # and what is wrong
    (b"\xff\xfd\x01", "not utf-8", ""),
    (b'{"throw": "\xe9"}', "not utf-8", ""),
    (b"throw r", "not json", ""),
    (b'{"throw": "r"', "not json", ""),
    (b'{"throw": NaN}', "not json", ""),
    (b'{"throw": -Infinity}', "not json", ""),
    (NESTED, "not json", ""),
    (b'{"throw": ' + NESTED[12:-12] + b"}", "not json", ""),
    (b'"throw"', "not an object", ""),
    (b'[["throw", "r"]]', "not an object", ""),
    (b"9" * LONGEST_LINE, "not an object", ""),
    (b"null", "not an object", ""),
    (b"{}", "no message", ""),
    (b'{"throw": "r", "leave": true}', "several messages", ""),
    (b'{"throw": "r", "throw": "p"}', "several messages", ""),
    (b'{"throw": "r", "id": 1}', "unknown field", "id"),
    (b'{"' + b"x" * 60 + b'": 1}', "unknown field", "x" * SHOWN + "..."),
    (b'{"\\ud800": 1}', "unknown field", "\ud800"),
    (b'{"throw": 1e999}', "wrong value", "throw"),
    (b'{"throw": ' + b"9" * 4000 + b"}", "wrong value", "throw"),
    (b'{"throw": {"throw": "r"}}', "wrong value", "throw"),
    (b'{"throw": null}', "wrong value", "throw"),
    (b'{"leave": false}', "wrong value", "leave"),
    (b'{"leave": 1}', "wrong value", "leave"),
    (b'{"mute": "yes"}', "wrong value", "mute"),
    (b'{"code": 48213305}', "wrong value", "code"),
    (b'{"code": true}', "wrong value", "code"),
    (b'{"code": ""}', "wrong value", "code"),
    (b'{"code": "4821330"}', "wrong value", "code"),
    (b'{"code": "482133051"}', "wrong value", "code"),
    (b'{"code": "4821330\\n"}', "wrong value", "code"),
    (b'{"code": "4821330\xd9\xa5"}', "wrong value", "code"),  # ARABIC-INDIC DIGIT FIVE
    (b'{"throw": "' + b"r" * LONGEST_LINE + b'"}', "too long", "4096"),
)
PARTS = (b"\n", b'{"throw":', b'"r"}\n', b"{", b"[", b'{"x":1}\n')
TOO_MANY_THROWS = Game("all-keys", rock_paper_scissors, {key: f"the throw {key}" for key in "m_"})


def read(*chunks: bytes) -> list[Message | WrongMessage]:
    """Return what a reader makes of these bytes."""
    reader = message_reader()
    return [said for chunk in chunks for said in reader.send(chunk) or []]


class ReaderTests(SynchronousTestCase):
    """From bytes to messages."""

    def test_messages(self) -> None:
        """An object of one field is a message, with any white space that JSON allows."""
        self.assertEqual(read(b'{"throw": "r"}\n{"leave":true}\r\n'), [("throw", "r"), ("leave", True)])
        self.assertEqual(read(b' { "mute" : false } \n'), [("mute", False)])
        self.assertEqual(read('{"throw": "é"}\n'.encode()), [("throw", "é")])

    def test_every_message(self) -> None:
        """Each message is read with the kind of value that it has."""
        for word, (kind, _) in MESSAGES.items():
            value = "48213305" if word == "code" else "x" if kind is str else True
            self.assertEqual(read(json.dumps({word: value}).encode() + b"\n"), [(word, value)])

    def test_wrong_lines(self) -> None:
        """Whatever is wrong with a line is one error, and the next line is read."""
        for line, code, what in WRONG_LINES:
            found = read(line + b'\n{"throw": "r"}\n')
            self.assertEqual(found, [WrongMessage(code, what), ("throw", "r")], line)

    def test_every_code_has_its_words(self) -> None:
        """All that can be wrong with a line is said."""
        self.assertLessEqual({code for _, code, _ in WRONG_LINES}, set(WRONG))

    def test_empty_lines(self) -> None:
        """An empty line says nothing."""
        self.assertEqual(read(b"\n\r\n  \n"), [])

    def test_the_longest_line(self) -> None:
        """A line may have as many bytes as is said, and is one error if it has one more, however it is cut."""
        for length, expected in (
            (LONGEST_LINE, ("leave", True)),
            (LONGEST_LINE + 1, WrongMessage("too long", "4096")),
        ):
            line = b'{"leave": true}'.ljust(length) + b"\n"
            for size in (1, 1000, LONGEST_LINE + 2):
                chunks = [line[start : start + size] for start in range(0, len(line), size)]
                self.assertEqual(read(*chunks, b'{"throw": "r"}\n'), [expected, ("throw", "r")])

    def test_a_line_without_end(self) -> None:
        """A line that does not end is one error, when it is far too long."""
        self.assertEqual(read(b"x" * ENDLESS), [])
        self.assertEqual(read(b"x" * ENDLESS, b"x"), [WrongMessage("endless", "")])

    @settings(deadline=None, derandomize=True)
    @given(
        st.lists(st.binary(max_size=30) | st.sampled_from([b"\n", b'{"throw":', b'"r"}\n', b"{", b"[", b'{"x":1}\n']))
    )
    def test_anything(self, chunks: list[bytes]) -> None:
        """Whatever is sent, the same is read of it however it is cut, and its error can be said."""
        whole = read(b"".join(chunks))
        self.assertEqual(read(*chunks), whole)
        self.assertEqual(read(*(bytes([byte]) for byte in b"".join(chunks))), whole)
        self.assertEqual([said for said in whole if isinstance(said, WrongMessage) and not said.isascii()], [])


class KeyTests(SynchronousTestCase):
    """From messages to keys."""

    def test_throws(self) -> None:
        """A throw is named by its key or by its word."""
        for game in GAMES.values():
            for key, word in game.throws.items():
                self.assertEqual(key_for(Message("throw", key), game, "playing"), key)
                self.assertEqual(key_for(Message("throw", word), game, "playing"), key)

    def test_keys(self) -> None:
        """Each message is the key that a person presses; 'status' has none."""
        for message, phase, key in (
            (Message("leave", True), "over", "q"),
            (Message("again", True), "asked", AGAIN),
            (Message("start", True), "watching", ENTER),
            (Message("watch", True), "waiting", "w"),
            (Message("say", "Good game!"), "playing", "g"),
            (Message("mute", True), "asked", "m"),
            (Message("status", True), "arriving", ""),
        ):
            self.assertEqual(key_for(message, ROCK_PAPER_SCISSORS, phase), key)

    def test_what_is_not_there(self) -> None:
        """What this game has no key for is an error."""
        for message, game, code in (
            (Message("throw", "lizard"), ROCK_PAPER_SCISSORS, "unknown throw"),
            (Message("throw", "w"), ROCK_PAPER_SCISSORS, "unknown throw"),
            (Message("say", "Boo!"), ROCK_PAPER_SCISSORS, "unknown phrase"),
            (Message("mute", True), TOO_MANY_THROWS, "not in this game"),
        ):
            wrong = key_for(message, game, "playing")
            self.assertEqual(wrong, WrongMessage(code, "mute" if message.word == "mute" else str(message.what)))

    def test_out_of_time(self) -> None:
        """A message that makes no sense in a phase is an error there, and never another's key."""
        for word, (_, phases) in MESSAGES.items():
            for phase in set(PHASES) - phases:
                wrong = key_for(Message(word, "r"), ROCK_PAPER_SCISSORS, phase)
                self.assertEqual(wrong, WrongMessage("not now", word))

"""The interview: what telnet clients answer, what they are asked next, and what is known of them then."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given, settings
from hypothesis import strategies as st
from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines.interview import (
    DO,
    DONT,
    ECHO,
    IS,
    NAWS,
    SCREEN_READER,
    SEND,
    SGA,
    TTYPE,
    UTF8,
    WILL,
    Client,
    Said,
    interview,
)
from rpsgame.coroutines.telnet import SB

WONT = b"\xfc"
WHAT_ARE_YOU = [(DO, TTYPE), (DO, NAWS)]
NAME_PLEASE = [(SB, TTYPE + SEND)]


class Talk:
    """An interview, whose questions are kept."""

    def __init__(self) -> None:
        self._interview = interview()
        self.asked: list[list[Said]] = []
        self.client = Client()

    def says(self, *said: Said) -> Client:
        """Let the client say something; return what is known then."""
        for words in said:
            answer = self._interview.send(words)
            assert answer is not None
            questions, self.client = answer
            self.asked.append(questions)
        return self.client

    def is_called(self, *names: str) -> Client:
        """Let the client take the offer, and give its names."""
        self.says((DO, ECHO), (DO, SGA), (WILL, TTYPE))
        return self.says(*named(*names))


def named(*names: str) -> Iterable[Said]:
    """Return how a client gives its names."""
    return [(SB, TTYPE + IS + name.encode()) for name in names]


class QuestionTests(SynchronousTestCase):
    """What is asked, and when."""

    def setUp(self) -> None:
        self.talk = Talk()

    def test_an_offer_that_is_taken(self) -> None:
        """A client that has taken an offer is asked what it is, once."""
        for answer in (ECHO, SGA):
            talk = Talk()
            talk.says((DO, answer), (DO, answer), (DO, ECHO), (DO, SGA))
            self.assertEqual(talk.asked, [WHAT_ARE_YOU, [], [], []])

    def test_no_answer(self) -> None:
        """A client is asked nothing that takes none."""
        self.talk.says((DONT, ECHO), (DONT, SGA), (WILL, SGA), (DO, b"\x06"), (WONT, TTYPE), (SB, b""), (SB, b"'"))
        self.assertEqual(self.talk.asked, [[]] * 7)

    def test_names(self) -> None:
        """A client is asked for one name after another, until it repeats one."""
        self.talk.is_called("KBtin", "hardcopy", "hardcopy", "KBtin")
        self.assertEqual(self.talk.asked, [WHAT_ARE_YOU, [], NAME_PLEASE, NAME_PLEASE, NAME_PLEASE, [], []])
        self.assertEqual(self.talk.client, Client(True, ("KBtin", "hardcopy"), named=True))

    def test_the_last_name(self) -> None:
        """The name that tells of MTTS is the last, and so is the fourth."""
        self.talk.is_called("TINTIN++", "XTERM", "MTTS 271")
        self.assertEqual(self.talk.asked[-1], [])
        self.assertTrue(self.talk.client.named)
        talk = Talk()
        self.assertFalse(talk.is_called("A", "B", "C").named)
        self.assertEqual(talk.asked[-1], NAME_PLEASE)
        self.assertTrue(talk.says(*named("D")).named)
        talk.says((WILL, TTYPE), *named("E"))
        self.assertEqual(talk.asked[-3:], [[], [], []])
        self.assertEqual(talk.client.names, ("A", "B", "C", "D"))

    def test_an_offer(self) -> None:
        """A client that offers its name by itself is asked for it, once, and not again before it has answered."""
        self.talk.says((WILL, TTYPE), (WILL, TTYPE), (WONT, TTYPE), (WILL, TTYPE))
        self.assertEqual(self.talk.asked, [NAME_PLEASE, [], [], []])

    def test_a_loop(self) -> None:
        """However a client goes on, it is asked for no more than four names."""
        for number in range(100):
            self.talk.says((WILL, TTYPE), *named(f"{number}"), (WONT, TTYPE))
        self.assertEqual([question for asked in self.talk.asked for question in asked], NAME_PLEASE * 4)


class KnownTests(SynchronousTestCase):
    """What is known of a client."""

    def test_colour(self) -> None:
        """A client that leaves the echo to the server, and names a terminal, gets colour when it has no more names."""
        talk = Talk()
        self.assertEqual(talk.is_called("XTERM").screen, "plain")
        self.assertEqual(talk.says(*named("XTERM")).screen, "colour")
        self.assertEqual(talk.says((DONT, ECHO)).screen, "plain")
        self.assertEqual(talk.says((DO, ECHO)).screen, "colour")

    def test_no_colour(self) -> None:
        """A client gets none that refuses the echo, has no name, or one of a terminal that shows none."""
        for names in (
            ("DUMB", "DUMB"),
            ("unknown", "unknown"),
            ("TINYFUGUE", "ANSI-ATTR", "ANSI", "UNKNOWN"),
            ("KBtin", "hardcopy", "hardcopy"),
            ("",),
        ):
            self.assertEqual(Talk().is_called(*names).screen, "plain", names)
        self.assertEqual(Talk().says((DONT, ECHO), (WILL, TTYPE), *named("ANSI", "ANSI")).screen, "plain")

    def test_mtts(self) -> None:
        """MTTS says what a client shows, and whether somebody listens to it, who gets sentences in any case."""
        client = Talk().is_called("TINTIN++", "XTERM", "MTTS 271")
        self.assertEqual((client.screen, client.has(UTF8), client.has(SCREEN_READER)), ("colour", True, False))
        client = Talk().says((DONT, ECHO), (WILL, TTYPE), *named("MUDLET", "ANSI", "MTTS 65"))
        self.assertEqual((client.screen, client.has(UTF8)), ("spoken", False))

    def test_broken_names(self) -> None:
        """What is no name is none, and ends the names."""
        for name in (b"", b" ", b"x" * 41, b"a\x1b[2Jb", "é".encode(), b"\xff", b"a\r\nb"):
            talk = Talk()
            talk.says((DO, ECHO), (WILL, TTYPE), (SB, TTYPE + IS + name))
            self.assertEqual((talk.client.names, talk.client.named, talk.asked[-1]), ((), True, []), name)

    def test_size(self) -> None:
        """A size is followed; 0 is unknown, a size that nobody has is the next that somebody may have."""
        talk = Talk()
        for width, height, size in (
            (80, 24, (80, 24)),
            (0, 24, None),
            (132, 0, None),
            (1, 1, (20, 8)),
            (65535, 65535, (500, 200)),
            (40, 12, (40, 12)),
        ):
            client = talk.says((SB, NAWS + width.to_bytes(2, "big") + height.to_bytes(2, "big")))
            self.assertEqual(client.size, size)

    def test_broken_sizes(self) -> None:
        """A size that is cut, or too long, is none."""
        for data in (b"", b"\0", b"\0\x50\0", b"\0\x50\0\x18\0", b"x" * 1000):
            self.assertIsNone(Talk().says((SB, NAWS + data)).size)

    @settings(deadline=None, derandomize=True)
    @given(st.lists(st.tuples(st.sampled_from([SB, WILL, WONT, DO, DONT]), st.binary(max_size=6))))
    def test_anything(self, said: list[Said]) -> None:
        """Whatever a client says, nothing raises."""
        talk = Talk()
        talk.says(*said)
        self.assertIn(talk.client.screen, ("plain", "colour", "spoken"))

"""A round of the reactor: the order in which people are heard, understood and answered."""

from __future__ import annotations

from collections.abc import Sequence

from twisted.internet.task import Clock
from twisted.trial.unittest import SynchronousTestCase

from rpsgame.guest import Guest
from rpsgame.round import Round


class Person:
    """Says in the round what they hear, and notes in a book whatever happens to them."""

    def __init__(self, name: str, book: list[str], round: Round) -> None:
        self.name = name
        self.book = book
        self.round = round
        self.guest = Guest(self, name, name)

    def take(self, data: bytes) -> None:
        self.book.append(f"{self.name} says {data!r}")
        self.round.tell(self.guest, str(1 // len(data)))
        self.round.tell(self.guest, "Next?")

    def abort(self) -> None:
        self.book.append(f"{self.name} is cut off")

    def write(self, lines: Sequence[str]) -> None:
        self.book.append(f"{self.name} reads {list(lines)}")

    def close(self) -> None:
        self.book.append(f"{self.name} goes")


class RoundTests(SynchronousTestCase):
    """One round, and what is written in the book."""

    def setUp(self) -> None:
        self.clock = Clock()
        self.round = Round(self.clock)
        self.book: list[str] = []
        self.ernie, self.bert = (Person(name, self.book, self.round) for name in ("Ernie", "Bert"))

    def test_all_are_heard_before_any_is_answered(self) -> None:
        """Reads come first, then what follows from them, then one write for each, then the good-byes."""
        self.round.dismiss(self.ernie.guest)
        self.round.hear(self.ernie, b"r")
        self.round.hear(self.bert, b"p")
        self.assertEqual(self.book, [])
        self.clock.advance(0)
        self.assertEqual(
            self.book,
            [
                "Ernie says b'r'",
                "Bert says b'p'",
                "Ernie reads ['1', 'Next?']",
                "Bert reads ['1', 'Next?']",
                "Ernie goes",
            ],
        )

    def test_it_ends_once(self) -> None:
        """Whatever happens in it, a round ends once, and when nothing happens there is none."""
        self.round.tell(self.ernie.guest, "Hello.")
        self.round.hear(self.bert, b"p")
        self.round.dismiss(self.bert.guest)
        self.assertEqual(len(self.clock.getDelayedCalls()), 1)
        self.clock.advance(0)
        self.assertEqual(self.clock.getDelayedCalls(), [])
        self.book.clear()
        self.round.tell(self.ernie.guest, "Good-bye.")
        self.clock.advance(0)
        self.assertEqual(self.book, ["Ernie reads ['Good-bye.']"])

    def test_an_exception_costs_nobody_else_anything(self) -> None:
        """Whose bytes raise one is cut off, with one line in the log, and the others are heard and answered."""
        self.round.hear(self.ernie, b"")
        self.round.hear(self.bert, b"p")
        self.clock.advance(0)
        self.assertEqual(
            self.book, ["Ernie says b''", "Ernie is cut off", "Bert says b'p'", "Bert reads ['1', 'Next?']"]
        )
        self.assertEqual(len(self.flushLoggedErrors(ZeroDivisionError)), 1)

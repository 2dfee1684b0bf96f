"""A batch: the order in which people are read, things are decided, and people are told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from twisted.internet.task import Clock
from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines.facts import Fact, GoodBye, Remark
from rpsgame.hall.batch import Batch
from rpsgame.hall.batch import Person as Somebody
from rpsgame.hall.reception import Reception
from rpsgame.hall.seating import Seating
from rpsgame.screens.view import View
from rpsgame.strategies import STRATEGIES

from .room import Person, Room


class Broken(Exception):
    """What goes wrong on purpose."""


class Reader:
    """A door that notes in a book whatever happens to it; what is broken raises."""

    def __init__(self, name: str, book: list[str], broken: Sequence[str] = ()) -> None:
        self.person = Somebody(name, self)
        self.book = book
        self.broken = broken

    def write(self, lines: Sequence[Fact]) -> None:
        self._note("write", f"reads {list(map(str, lines))}")

    def close(self) -> None:
        self._note("close", "goes")

    def abort(self) -> None:
        self._note("abort", "is cut off")

    @property
    def view(self) -> View:
        raise NotImplementedError

    def become(self, name: str, view: View) -> None:
        raise NotImplementedError

    def rename(self, name: str) -> None:
        raise NotImplementedError

    def _note(self, what: str, line: str) -> None:
        if what in self.broken:
            raise Broken
        self.book.append(f"{self.person.name} {line}")


class BatchTests(SynchronousTestCase):
    """One batch, and what is written in the book."""

    def setUp(self) -> None:
        self.clock = Clock()
        self.book: list[str] = []
        self.batch = Batch(self.clock, self.lose, lambda: self.book.append("settled"))
        self.ernie, self.bert = Reader("Ernie", self.book), Reader("Bert", self.book)

    def lose(self, person: Somebody) -> None:
        self.batch.add(self.book.append, f"{person.name} is lost")

    def say(self, reader: Reader, *lines: str) -> None:
        """An act: somebody is told lines."""
        self.book.append(f"{reader.person.name} is told")
        for line in lines:
            self.batch.tell(reader.person, Remark(line))

    def test_order(self) -> None:
        """Acts come first, in their order, then one write for each person, and then the good-byes."""
        self.batch.add(self.batch.dismiss, self.ernie.person)
        self.batch.add(self.say, self.ernie, "1")
        self.batch.add(self.say, self.bert, "2", "3")
        self.batch.add(self.say, self.ernie, "4")
        self.assertEqual(self.book, [])
        self.clock.advance(0)
        self.assertEqual(
            self.book,
            [
                *("Ernie is told", "Bert is told", "Ernie is told"),
                *("Ernie reads ['1', '4']", "Bert reads ['2', '3']"),
                *("Ernie goes", "settled"),
            ],
        )

    def test_what_follows_waits_its_turn(self) -> None:
        """An act that follows from another comes after all that were there, and before anybody is told."""

        def first() -> None:
            self.batch.add(self.book.append, "what follows")
            self.say(self.ernie, "1")

        self.batch.add(first)
        self.batch.add(self.book.append, "second")
        self.clock.advance(0)
        self.assertEqual(self.book, ["Ernie is told", "second", "what follows", "Ernie reads ['1']", "settled"])

    def test_it_ends_once(self) -> None:
        """Whatever happens in it, a batch ends once, and what happens after that makes another."""
        for _ in range(2):
            for reader in (self.ernie, self.bert):
                self.batch.add(self.say, reader, "1")
            self.assertEqual(len(self.clock.getDelayedCalls()), 1)
            self.clock.advance(0)
            self.assertEqual(self.clock.getDelayedCalls(), [])
            self.assertEqual(self.book.count("settled"), 1)
            self.clock.advance(1000)
            self.assertEqual(self.book.count("settled"), 1)
            self.book.clear()

    def test_it_tells_when_it_began(self) -> None:
        """All that happens in a batch happens at one time."""
        self.clock.advance(7)
        self.batch.add(lambda: self.book.append(str(self.batch.now)))
        self.batch.add(self.clock.advance, 1)
        self.batch.add(lambda: self.book.append(str(self.batch.now)))
        self.clock.advance(1)
        self.assertEqual(self.book[:2], ["8.0", "8.0"])

    def test_fault_of_an_act(self) -> None:
        """An act that raises costs nobody else anything: the others are carried out, and the next batch comes."""

        def broken() -> None:
            raise Broken

        for _ in range(2):
            self.batch.add(broken)
            self.batch.add(self.say, self.bert, "1")
            self.clock.advance(0)
            self.assertEqual(self.book, ["Bert is told", "Bert reads ['1']", "settled"])
            self.assertEqual(len(self.flushLoggedErrors(Broken)), 1)
            self.book.clear()

    def test_fault_of_a_door(self) -> None:
        """A door that raises costs that person alone, and what follows from it is told in the same batch."""
        for broken in ("write", "close"):
            elmo = Reader("Elmo", self.book, [broken])
            for reader in (self.ernie, elmo, self.bert):
                self.batch.add(self.batch.tell, reader.person, GoodBye())
                self.batch.add(self.batch.dismiss, reader.person)
            self.clock.advance(0)
            for name in ("Ernie", "Bert"):
                self.assertEqual(self.book.count(f"{name} reads ['Good-bye.']"), 1)
                self.assertEqual(self.book.count(f"{name} goes"), 1)
            self.assertEqual(self.book[-2:], ["Elmo is lost", "settled"])
            self.assertEqual(len(self.flushLoggedErrors(Broken)), 1)
            self.book.clear()


class NestingTests(SynchronousTestCase):
    """A hall in which much happens at once."""

    def test_nothing_happens_inside_anything_else(self) -> None:
        """No coroutine is told anything while another one's commands are carried out, its own included."""
        depth, deepest, told = 0, 0, 0

        def watched(send: Callable[..., object]) -> Callable[..., object]:
            def nested(*args: Any) -> object:
                nonlocal depth, deepest, told
                depth, told = depth + 1, told + 1
                deepest = max(depth, deepest)
                made = send(*args)
                depth -= 1
                return made

            return nested

        self.patch(Seating, "send", watched(Seating.send))
        self.patch(Reception, "send", watched(Reception.send))
        self.play()
        self.assertEqual(deepest, 1)
        self.assertGreater(told, 100)

    def play(self) -> None:
        """Come and go, play with one another and the house, watch, be timed out, and close the house."""
        room = Room(open_house=True, house=STRATEGIES["random"], house_after=0, best_of=1, timeout=2)
        people = [room.enter("") for _ in range(5)]
        for key in "wrpsrpsrps\n":
            for person in people:
                room.hall.press(person.name, key + "rps")
            room.clock.advance(1)
        people.append(room.host())
        for key in "rpsrpsrpsq":
            people.append(room.enter(""))
            for person in people:
                room.hall.press(person.name, key + "wr")
            people.pop(0).hang_up()
            room.clock.advance(1)
        room.hall.drain(10)
        room.clock.pump([1] * 5)
        room.enter("")
        room.hall.close()


class SettledTests(SynchronousTestCase):
    """The end of a batch, as the server sees it."""

    def test_drained(self) -> None:
        """The hall is drained when the last match is over, and not before all is done and everybody is told."""
        room = Room(open_house=True, best_of=1)
        ernie, bert = room.enter(""), room.enter("")
        seen: list[object] = []
        room.hall.drain(10).addCallback(
            lambda drained: seen.extend((person.closed, person.read()[-1]) for person in (ernie, bert))
        )
        ernie.press("r")
        self.assertEqual(seen, [])
        bert.press("p")
        self.assertEqual(seen, [(True, "The server is stopping. Good-bye.")] * 2)

    def test_one_write(self) -> None:
        """However much a batch has to tell somebody, they are told it in one write; a match that ends included."""
        room = Room(best_of=1)
        host, ernie, bert = room.host(), room.enter(""), room.enter("")
        for person in (host, ernie, bert):
            person.writes.clear()
        room.hall.press(host.name, "r?x")
        room.hall.press(ernie.name, "?xp")
        room.hall.press(bert.name, "?r")
        elmo = Person(room.hall, room.clock)
        elmo.name = room.hall.enter(elmo, "")
        room.clock.advance(0)
        self.assertEqual([len(person.writes) for person in (host, ernie, bert, elmo)], [1, 1, 1, 1])
        self.assertTrue(ernie.closed)

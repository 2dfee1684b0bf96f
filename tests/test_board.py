"""The board: standings for those who ask for them, asked of the records no more often than they change."""

from __future__ import annotations

from collections import Counter
from typing import Any

from twisted.internet.defer import Deferred, fail
from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines.facts import Fact, Played, Standings, Versus
from rpsgame.coroutines.glicko import MOST, PROVISIONAL, Rating, after, matches_missing
from rpsgame.hall.board import LAST, PERIODS, REST, SHARED
from rpsgame.store.records import RecordsAway
from rpsgame.strategies import STRATEGIES

from .room import Person, Room, lines_of, logged
from .store.records import NOON, result
from .test_names import NamesTests

AWAY = "The standings cannot be looked up at the moment. Please try again later."
QUESTIONS = "standings", "house", "standing", "last", "versus", "rating"


class BoardTests(NamesTests):
    """A hall with records, and people who press the key for the standings."""

    def room(self, **options: Any) -> Room:
        room = super().room(**options)
        room.hall._reception.wall_clock = lambda: NOON
        return room

    def play(self, *winners: int, players: tuple[int | None, int | None] = (1, 2), run: str = "run") -> None:
        """Let two have played matches, one after another, which these have won."""
        for nth, winner in enumerate(winners, 1):
            self.records.finish(result(nth, players, winner, ended=NOON - 60 + nth, run=run))

    def ask(self, person: Person, name_key: str = "") -> list[Fact]:
        """Press the key; return what is told of standings."""
        person.read()
        person.hall.registry.board.show(person.name, name_key)
        person.clock.advance(0)
        return [fact for fact in person.read() if "Standings" in type(fact).__name__]

    def standings(self, person: Person, name_key: str = "") -> Standings:
        """Press the key, and be told the standings."""
        (fact,) = self.ask(person, name_key)
        assert isinstance(fact, Standings), fact
        return fact

    def asked(self) -> Counter[str]:
        """Return what counts from now on how often the records are asked for each thing."""
        counter: Counter[str] = Counter()

        def counted(name: str, ask: Any) -> Any:
            def count(*args: Any) -> Any:
                counter[name] += 1
                return ask(*args)

            return count

        for name in QUESTIONS:
            self.patch(self.records, name, counted(name, getattr(self.records, name)))
        return counter

    def slow(self) -> list[Deferred[Any]]:
        """Let the records not answer the next question for lines; return what does, when it was asked."""
        slow: list[Deferred[Any]] = []
        ask = self.records.standings

        def wait(*args: Any) -> Deferred[Any]:
            if slow:
                return ask(*args)
            slow.append(Deferred())
            return slow[0]

        self.patch(self.records, "standings", wait)
        return slow


class ShownTests(BoardTests):
    """What is shown."""

    def test_nobody(self) -> None:
        """Where nobody has played, there is nobody in any list."""
        guest = self.room(open_house=False).enter("elsewhere")
        fact = self.standings(guest, "n")
        self.assertEqual([each.period for each in fact.ranks], [*PERIODS])
        self.assertEqual([(each.lines, each.house) for each in fact.ranks], [((), (0, 0))] * 3)
        self.assertEqual((fact.own, fact.name_key), (None, "n"))

    def test_places(self) -> None:
        """Somebody with a name is told their place in each period, and what is missing to a rating that counts."""
        room, ernie, _ = self.pair()
        self.play(0, 0, 1)
        self.play(1, players=(0, 1), run="house")
        room.clock.advance(SHARED)
        fact = self.standings(ernie)
        ever, month, today = fact.ranks
        self.assertEqual((ever.lines, ever.house), ((), (0, 1)))
        self.assertEqual(
            [(line.place, line.name, line.won, line.lost) for line in month.lines],
            [(1, "Ernie", 2, 1), (2, "Bert", 1, 2)],
        )
        self.assertEqual(today.lines, month.lines)
        assert fact.own
        self.assertEqual((fact.own.name, fact.own.lines), ("Ernie", (None, *[month.lines[0]] * 2)))
        self.assertEqual(fact.own.rating, month.lines[0].rating)
        self.assertTrue(8 < fact.own.missing < 12)
        self.play(*[0, 1] * 12, run="more")
        room.clock.advance(SHARED)
        fact = self.standings(ernie)
        assert fact.own
        self.assertEqual((fact.own.lines[0], fact.own.missing), (fact.ranks[0].lines[1], 0))

    def test_another_month(self) -> None:
        """A rating of before this month is told too, with what is missing."""
        room, ernie, _ = self.pair()
        for nth in range(4):
            self.records.finish(result(nth, winner=nth % 2, ended=NOON - 40 * 24 * 3600))
        room.clock.advance(SHARED)
        own = self.standings(ernie).own
        assert own and own.rating
        self.assertEqual((own.lines, 8 < own.missing < 12), ((None,) * 3, True))

    def test_opponents(self) -> None:
        """It is told against whom one plays, or has played last, and the house where one has played it."""
        room, ernie, bert = self.pair()
        self.play(0, 0, 1)
        room.clock.advance(SHARED)
        self.assertEqual(self.versus(ernie), (("Bert", 2, 1),))
        self.assertEqual(self.versus(bert), (("Ernie", 1, 2),))
        ernie.press("r")
        bert.press("s")
        bert.hang_up()
        ernie.hang_up()
        room.clock.advance(SHARED)
        self.play(0, 0, players=(0, 1), run="house")
        room.clock.advance(SHARED)
        ernie = self.by_ssh(room, "Ernie")
        self.assertEqual(self.versus(ernie), (("Bert", 3, 1), ("the house", 0, 2)))
        room.enter("elsewhere", "192.0.2.3")
        self.assertEqual(ernie.view.phase, "playing")
        room.clock.advance(SHARED)
        self.assertEqual(self.versus(ernie), (("the house", 0, 2),))

    def test_house(self) -> None:
        """Against the house it is the record against the house, once."""
        room = self.room(house=STRATEGIES["random"])
        ernie, _ = self.named(room, "Ernie")
        self.play(0, 1, 1, players=(0, 1))
        room.clock.advance(5)
        self.assertEqual(ernie.view.names[0], "the house")
        self.assertEqual(self.versus(ernie), (("the house", 2, 1),))

    def test_last_matches(self) -> None:
        """The last matches are told, the latest first, against whomever."""
        room, ernie, _ = self.pair()
        self.play(0)
        self.play(1, 1, players=(0, 1), run="house")
        self.play(0, players=(1, None), run="nobody")
        room.clock.advance(SHARED)
        own = self.standings(ernie).own
        assert own
        self.assertEqual(own.last[0], Played(int(NOON) - 58, "the house", 2, 1, True))
        self.assertEqual({match.opponent for match in own.last[1:]}, {"Bert", "the house", ""})
        self.play(*[0] * 9, run="more")
        room.clock.advance(SHARED)
        own = self.standings(ernie).own
        assert own
        self.assertEqual(len(own.last), LAST)

    def test_a_name_that_was_taken_away(self) -> None:
        """Somebody whose name was taken away stands there without one, and sees their own place."""
        room, ernie, bert = self.pair()
        self.play(0, 0, 1)
        room.hall.office.operator(()).hear(b"unname Ernie\n")
        ernie.press("r")
        bert.press("s")
        bert.hang_up()
        room.clock.advance(SHARED)
        fact = self.standings(ernie)
        assert fact.own
        self.assertEqual((fact.own.name, fact.ranks[1].lines[0].name), ("", ""))
        self.assertEqual(fact.own.lines[1], fact.ranks[1].lines[0])

    def test_a_match_goes_on(self) -> None:
        """Nothing of a match changes for somebody who looks at the standings, nor for the other."""
        _room, ernie, bert = self.pair(best_of=3)
        ernie.press("r")
        bert.read()
        before = ernie.view.left(7)
        self.standings(ernie)
        self.assertEqual((bert.read(), ernie.view.left(7), ernie.view.thrown), ([], before, "rock"))
        bert.press("s")
        self.assertEqual(ernie.view.wins, (1, 0))

    def versus(self, person: Person) -> tuple[Versus, ...]:
        own = self.standings(person).own
        assert own
        self.clock_on(person)
        return own.versus

    def clock_on(self, person: Person) -> None:
        """Let enough time go by for another answer."""
        person.clock.advance(REST)


class AskingTests(BoardTests):
    """How much the records are asked."""

    def test_crowd(self) -> None:
        """A crowd that asks at once, or soon, costs the records as much as one guest."""
        room = self.room(open_house=False)
        guests = [room.enter("elsewhere") for _ in range(50)]
        asked = self.asked()
        for guest in guests:
            self.standings(guest)
        self.assertEqual(asked, {"standings": 3, "house": 3})
        room.clock.advance(SHARED)
        self.standings(guests[0])
        self.assertEqual(asked, {"standings": 6, "house": 6})

    def test_crowd_that_waits(self) -> None:
        """All who ask while the records are slow get the one answer."""
        room = self.room(open_house=False)
        slow = self.slow()
        guests = [room.enter("elsewhere") for _ in range(9)]
        for guest in guests:
            self.assertEqual(self.ask(guest), [])
        self.assertEqual(len(slow), 1)
        guests[0].hang_up()
        slow[0].callback([])
        room.clock.advance(0)
        for guest in guests[1:]:
            self.assertIn(Standings, [type(fact) for fact in guest.read()])

    def test_one_who_asks_again_and_again(self) -> None:
        """A guest has one answer under way, and another one a second after it at the earliest."""
        room, ernie, _ = self.pair()
        asked = self.asked()
        for _ in range(20):
            room.hall.registry.board.show("Ernie")
        room.clock.advance(0)
        for _ in range(20):
            room.hall.registry.board.show("Ernie")
            room.clock.advance(0.04)
        self.assertEqual((asked["standing"], asked["last"], asked["versus"]), (3, 1, 2))
        room.clock.advance(REST)
        self.standings(ernie)

    def test_somebody_who_has_gone(self) -> None:
        """Somebody who has gone before the answer came is told nothing, and nor is one who is not there."""
        room = self.room(open_house=False)
        guest = room.enter("elsewhere")
        room.hall.registry.board.show("nobody")
        slow = self.slow()
        self.ask(guest)
        guest.hang_up()
        slow[0].callback([])
        room.clock.advance(0)
        self.assertEqual(guest.writes, [])

    def test_records_away(self) -> None:
        """Where the records are away, that is said, in one sentence and without a line in the log."""
        room, ernie, _ = self.pair()
        events = logged(self)
        for name in QUESTIONS:
            with_this_away = self.patch(self.records, name, lambda *args: fail(RecordsAway("the disk is full")))
            room.clock.advance(SHARED)
            self.assertEqual(self.ask(ernie), [AWAY], name)
            with_this_away.restore()
        self.assertEqual(lines_of(events), [])
        room.clock.advance(SHARED)
        self.standings(ernie)

    def test_fault(self) -> None:
        """A fault of the records is logged once, and told in the same sentence; play goes on."""
        room = self.room(open_house=False)
        guests = [room.enter("elsewhere") for _ in range(3)]
        slow: Deferred[Any] = Deferred()
        self.patch(self.records, "house", lambda *args: slow)
        for guest in guests:
            self.ask(guest)
        slow.errback(ZeroDivisionError("no"))
        room.clock.advance(0)
        self.assertEqual([guest.read() for guest in guests], [[AWAY]] * 3)
        self.assertEqual(len(self.flushLoggedErrors(ZeroDivisionError)), 1)


class MissingTests(SynchronousTestCase):
    """How many matches are missing to a rating that counts."""

    def test_as_it_comes(self) -> None:
        """It is about as many as it takes between equals, at any deviation."""
        for deviation in (MOST, 300.0, 200.0, 150.0, 120.0, 111.0):
            rating, played = Rating(deviation=deviation), 0
            while rating.deviation > PROVISIONAL:
                rating = after(rating, [(Rating(rating.rating, 75.0), float(played % 2))], 0, 0)
                played += 1
            self.assertLessEqual(abs(matches_missing(deviation) - played), 1, deviation)
        self.assertEqual(matches_missing(PROVISIONAL), 0)

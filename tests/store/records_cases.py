"""What holds of records in any database. Each kind of database is a subclass of each of these, in another module."""

from __future__ import annotations

from random import Random
from typing import Any, TypeVar

from twisted.internet.defer import Deferred
from twisted.internet.task import Clock
from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines.glicko import DAY, PROVISIONAL, Rating, after_match
from rpsgame.store.records.contract import HOUSE, LastMatch, NameTaken, Person, RecordsAway, Result, SeatPlace, Tally
from rpsgame.store.records.exporting import TABLES, BadExport, exported, import_all
from rpsgame.store.records.migrating import Steps
from rpsgame.store.records.periods import Period
from rpsgame.store.records.recounting import recount
from rpsgame.store.records.results import prune
from rpsgame.store.records.session import Session, nothing
from rpsgame.store.records.waiting import SOON

from ..room import lines_of, logged
from .records import NOON, records_at_once, result

T = TypeVar("T")
ADDED_UP = "tally", "versus"
PERIODS: tuple[Period, ...] = ("today", "month", "ever")


def run(session: Session, sql: str) -> list[Any]:
    """Run a statement."""
    return session.run(sql)


class RecordsCase(SynchronousTestCase):
    """Empty records, in which nobody is."""

    steps: Steps

    def session(self, steps: Steps | None = None, game: str = "rock-paper-scissors") -> Session:
        """Return a session with the records of this test."""
        raise NotImplementedError

    def another(self) -> Session:
        """Return a session with other records, which are empty."""
        raise NotImplementedError

    def setUp(self) -> None:
        self.clock = Clock()
        self.events = logged(self)
        self.records = records_at_once(self.clock, self.session)
        self.addCleanup(lambda: self.done(self.records.close()))
        self.looking = self.session()
        self.addCleanup(self.looking.close)

    def done(self, deferred: Deferred[T]) -> T:
        return self.successResultOf(deferred)

    def people(self, *names: str) -> list[Person]:
        """Have people claim names; return them."""
        return [self.done(self.records.claim(name, name.encode() * 8, "", NOON)) for name in names]

    def play(self, *results: Any) -> None:
        """Have results written."""
        for each in results:
            self.records.finish(each)
        self.clock.advance(SOON)

    def rows(self, sql: str) -> list[Any]:
        return self.looking.read(run, sql)

    def added_up(self) -> list[list[Any]]:
        return [self.rows(f"SELECT * FROM {table} ORDER BY 1, 2, 3") for table in ADDED_UP]

    def assert_adds_up(self, session: Session | None = None) -> None:
        """Fail unless what is added up is what comes out when it is added up again."""
        before = self.added_up()
        (session or self.looking).change(recount)
        self.assertEqual(before, self.added_up())


class NameCase(RecordsCase):
    """Names, and who has them."""

    def test_claim(self) -> None:
        """A guest who has claimed a name is found by it, by their key and by their ssh key."""
        person = self.done(self.records.claim("Ann", b"k" * 32, "SHA256:abc", NOON))
        self.assertEqual(person, Person(1, "Ann"))
        for found in (
            self.records.by_key(b"k" * 32),
            self.records.by_fingerprint("SHA256:abc"),
            self.records.by_name("ann"),
        ):
            self.assertEqual(self.done(found), person)
        for found in (
            self.records.by_key(b"x" * 32),
            self.records.by_fingerprint("SHA256:x"),
            self.records.by_fingerprint(""),
            self.records.by_name("Ben"),
        ):
            self.assertIsNone(self.done(found))

    def test_taken(self) -> None:
        """A name that looks like another is that name, and an ssh key is one person's."""
        self.done(self.records.claim("Bill", b"1" * 32, "SHA256:a", NOON))
        self.failureResultOf(self.records.claim("B1II", b"2" * 32, "", NOON), NameTaken)
        self.failureResultOf(self.records.claim("Carl", b"2" * 32, "SHA256:a", NOON), NameTaken)
        self.failureResultOf(self.records.claim("Carl", b"1" * 32, "", NOON), NameTaken)
        self.assertIsNone(self.done(self.records.by_name("Carl")))

    def test_claim_again(self) -> None:
        """A claim that is made again, since nobody knew whether it was done, is done once."""
        one, again = (self.done(self.records.claim("Ann", b"1" * 32, "", NOON)) for _ in range(2))
        self.assertEqual(one, again)

    def test_no_ssh_keys(self) -> None:
        """Any number of people have no ssh key."""
        self.assertEqual([person.id for person in self.people("Ann", "Ben", "Cleo")], [1, 2, 3])

    def test_rename(self) -> None:
        """A person has one name at a time, and may write it otherwise; the one before is free."""
        ann, ben = self.people("Ann", "Ben")
        self.assertEqual(self.done(self.records.rename(ann.id, "ANN")), Person(ann.id, "ANN"))
        self.failureResultOf(self.records.rename(ann.id, "ben"), NameTaken)
        self.assertEqual(self.done(self.records.rename(ann.id, "Anna")), Person(ann.id, "Anna"))
        self.assertEqual(self.done(self.records.rename(ben.id, "Ann")), Person(ben.id, "Ann"))
        self.failureResultOf(self.records.rename(99, "Zoe"), NameTaken)

    def test_keys(self) -> None:
        """A new key takes the place of the one before; an ssh key can be added, taken off, and is one person's."""
        ann, ben = self.people("Ann", "Ben")
        self.done(self.records.set_key(ann.id, b"new" * 8))
        self.assertIsNone(self.done(self.records.by_key(b"Ann" * 8)))
        self.assertEqual(self.done(self.records.by_key(b"new" * 8)), ann)
        self.done(self.records.set_fingerprint(ann.id, "SHA256:a"))
        self.assertEqual(self.done(self.records.by_fingerprint("SHA256:a")), ann)
        self.failureResultOf(self.records.set_fingerprint(ben.id, "SHA256:a"), NameTaken)
        self.done(self.records.set_fingerprint(ann.id, ""))
        self.assertIsNone(self.done(self.records.by_fingerprint("SHA256:a")))

    def test_forget(self) -> None:
        """Of who is forgotten nothing is left; their opponent keeps the result, against somebody."""
        ann, ben, cleo = self.people("Ann", "Ben", "Cleo")
        self.done(self.records.learn(ann.id, b"much"))
        self.play(result(1, (ann.id, ben.id), 0), result(2, (ben.id, ann.id), 0), result(3, (HOUSE, ann.id)))
        self.play(result(4, (ben.id, cleo.id), 1))
        self.done(self.records.forget(ann.id))
        self.assertIsNone(self.done(self.records.by_name("Ann")))
        self.assertIsNone(self.done(self.records.learnt(ann.id)))
        self.assertEqual(self.done(self.records.last(ann.id, 9)), [])
        self.assertEqual(self.done(self.records.versus(ben.id, ann.id)), Tally(0, 0))
        opponents = [match.opponent for match in self.done(self.records.last(ben.id, 9))]
        self.assertEqual(opponents, [cleo, None, None])
        line = self.done(self.records.standing(ben.id, "month", NOON))
        assert line
        self.assertEqual(line.tally, Tally(1, 2))
        self.assertEqual(self.done(self.records.house("ever", NOON)), Tally(1, 0))
        for table, column in (("tally", "person"), ("rating", "person"), ("learnt", "person"), ("person", "id")):
            self.assertEqual(self.rows(f"SELECT * FROM {table} WHERE {column} = {ann.id}"), [], table)
        self.assertEqual(self.rows(f"SELECT * FROM result WHERE {ann.id} IN (player0, player1)"), [])
        self.assertEqual(self.rows(f"SELECT * FROM versus WHERE {ann.id} IN (low, high)"), [])
        self.assert_adds_up()

    def test_never_the_same(self) -> None:
        """Whoever comes after somebody who was forgotten has an id that nobody has had."""
        _, ben = self.people("Ann", "Ben")
        self.done(self.records.forget(ben.id))
        (cleo,) = self.people("Cleo")
        self.assertGreater(cleo.id, ben.id)

    def test_forgotten_meanwhile(self) -> None:
        """A match that ends while a player is forgotten is one against somebody."""
        ann, ben = self.people("Ann", "Ben")
        self.records.finish(result(1, (ann.id, ben.id)))
        self.done(self.records.forget(ann.id))
        self.done(self.records.learn(ann.id, b"more"))
        self.clock.advance(SOON)
        (match,) = self.done(self.records.last(ben.id, 9))
        self.assertIsNone(match.opponent)
        self.assertIsNone(self.done(self.records.standing(ben.id, "month", NOON)))
        self.assertIsNone(self.done(self.records.learnt(ann.id)))
        self.assertEqual(self.rows("SELECT * FROM rating"), [])

    def test_take_away(self) -> None:
        """A name that an operator takes away is nobody's until it is given back; whoever had it goes on without."""
        ann, ben = self.people("Ann", "Ben")
        self.play(result(1, (ann.id, ben.id)))
        self.assertEqual(self.done(self.records.take_away("ANN", NOON)), ann)
        self.assertEqual(self.done(self.records.by_key(b"Ann" * 8)), Person(ann.id, ""))
        line = self.done(self.records.standings("today", 9, 0, NOON))[0]
        self.assertEqual((line.person, line.tally), (Person(ann.id, ""), Tally(1, 0)))
        self.failureResultOf(self.records.rename(ann.id, "Ann"), NameTaken)
        self.failureResultOf(self.records.claim("aNN", b"9" * 32, "", NOON), NameTaken)
        self.assertIsNone(self.done(self.records.take_away("Ann", NOON)))
        self.done(self.records.give_back("ann"))
        self.assertEqual(self.done(self.records.rename(ann.id, "Ann")), ann)

    def test_nobody_is_the_house(self) -> None:
        """The house keeps its place, whatever is asked for."""
        self.done(self.records.forget(HOUSE))
        self.done(self.records.set_key(HOUSE, b"1" * 32))
        self.done(self.records.set_fingerprint(HOUSE, "SHA256:a"))
        self.done(self.records.learn(HOUSE, b"1"))
        self.assertIsNone(self.done(self.records.learnt(HOUSE)))
        self.failureResultOf(self.records.rename(HOUSE, "Ann"), NameTaken)
        self.assertEqual(
            self.rows("SELECT id, name, skeleton, key_digest, fingerprint FROM person"), [(0, "", None, None, None)]
        )

    def test_learnt(self) -> None:
        """What the house has learnt of somebody is kept, byte by byte, and for each game apart."""
        ann, ben = self.people("Ann", "Ben")
        data = bytes(range(256)) * 16
        for each in (b"first", data):
            self.done(self.records.learn(ann.id, each))
        self.assertEqual(self.done(self.records.learnt(ann.id)), data)
        self.assertIsNone(self.done(self.records.learnt(ben.id)))
        other = records_at_once(self.clock, lambda: self.session(game="morra"))
        self.assertIsNone(self.done(other.learnt(ann.id)))
        self.done(other.close())


class ResultCase(RecordsCase):
    """What results change."""

    def setUp(self) -> None:
        super().setUp()
        self.ann, self.ben, self.cleo = (person.id for person in self.people("Ann", "Ben", "Cleo"))

    def test_once(self) -> None:
        """However often a result is told, at once or later, it is counted once."""
        one = result(1, (self.ann, self.ben))
        self.play(one, one)
        self.play(one, result(2, (self.ann, self.ben)))
        self.assertEqual(self.done(self.records.versus(self.ann, self.ben)), Tally(2, 0))
        self.assertEqual(self.rows("SELECT count(*) FROM result"), [(2,)])
        self.assertEqual(self.rating(self.ann)[0], self.expected((0, 1), (0, 1))[0].rating)
        self.assert_adds_up()

    def test_which(self) -> None:
        """Matches of other runs, tables and places are other matches."""
        one = result(1, (self.ann, self.ben))
        self.play(one, one._replace(run="another"), one._replace(table=2), one._replace(nth=2))
        self.assertEqual(self.done(self.records.versus(self.ben, self.ann)), Tally(0, 4))

    def test_ratings(self) -> None:
        """Ratings are those of Glicko-2, match by match, in one batch or in several."""
        self.play(result(1, (self.ann, self.ben), 0), result(2, (self.ben, self.ann), 0, ended=NOON + 5))
        self.play(result(3, (self.ann, self.ben), 0, ended=NOON + 9 * DAY))
        ann, ben = self.expected((0, 1), (5, 0), (9 * DAY, 1))
        self.assertEqual(self.rating(self.ann), list(ann))
        self.assertEqual(self.rating(self.ben), list(ben))

    def test_unrated(self) -> None:
        """Matches from one address, with somebody without a name, or with oneself count for no rating or standing."""
        self.play(
            result(1, (self.ann, self.ben), apart=False), result(2, (self.ann, None)), result(3, (None, self.ben))
        )
        self.play(result(4, (self.ann, self.ann)), result(5, (None, None)), result(6, (HOUSE, None)))
        self.assertEqual(self.rows("SELECT * FROM rating"), [])
        self.assertEqual(self.rows("SELECT * FROM tally"), [])
        self.assertEqual(self.done(self.records.versus(self.ann, self.ben)), Tally(1, 0))
        self.assertEqual(self.rows("SELECT nth FROM result ORDER BY nth"), [(1,), (2,), (3,)])
        self.assert_adds_up()

    def test_house(self) -> None:
        """The house has a record, against each and in all, and no rating; nor does anybody get one from it."""
        self.play(result(1, (HOUSE, self.ann), 0), result(2, (HOUSE, self.ann), 1), result(3, (HOUSE, self.ben), 0))
        for period in PERIODS:
            self.assertEqual(self.done(self.records.house(period, NOON)), Tally(2, 1))
            self.assertEqual(self.done(self.records.standings(period, 9, 0, NOON)), [])
        self.assertEqual(self.done(self.records.house("today", NOON + DAY)), Tally(0, 0))
        self.assertEqual(self.done(self.records.versus(self.ann, HOUSE)), Tally(1, 1))
        self.assertEqual(self.done(self.records.versus(HOUSE, self.ben)), Tally(1, 0))
        (match,) = self.done(self.records.last(self.ben, 9))
        self.assertEqual(match, LastMatch(NOON, Person(HOUSE, ""), 1, 2, False))
        self.assertEqual(self.rows("SELECT * FROM rating"), [])
        self.assert_adds_up()

    def test_last(self) -> None:
        """The last matches come latest first, from whichever seat they were played."""
        seats = (self.ann, self.ben), (self.ben, self.ann)
        self.play(*(result(n, seats[n % 2], 0, ended=NOON + n) for n in range(1, 8)))
        self.play(result(8, (None, self.ann), 1, ended=NOON + 8))
        found = self.done(self.records.last(self.ann, 4))
        self.assertEqual([match.ended - NOON for match in found], [8, 7, 6, 5])
        self.assertEqual([match.won for match in found], [True, False, True, False])
        self.assertEqual([(match.wins, match.losses) for match in found], [(2, 1), (1, 2)] * 2)
        self.assertEqual([match.opponent and match.opponent.name for match in found], [None, "Ben", "Ben", "Ben"])

    def test_games_apart(self) -> None:
        """Each game has its own ratings, standings and records; people are the same."""
        self.play(result(1, (self.ann, self.ben)), result(2, (HOUSE, self.ben)))
        other = records_at_once(self.clock, lambda: self.session(game="morra"))
        self.assertEqual(self.done(other.standings("month", 9, 0, NOON)), [])
        self.assertEqual(self.done(other.versus(self.ann, self.ben)), Tally(0, 0))
        self.assertEqual(self.done(other.last(self.ann, 9)), [])
        self.assertEqual(self.done(other.house("ever", NOON)), Tally(0, 0))
        self.assertEqual(self.done(other.by_name("Ann")), Person(self.ann, "Ann"))
        self.done(other.close())

    def test_any_order(self) -> None:
        """Whoever plays whom, what is told twice, and whoever is forgotten: what is added up is right."""
        for seed in range(8):
            chance = Random(seed)
            people = [person.id for person in self.people(*(f"P{chr(97 + seed)}{n}" for n in range(3)))]
            told: list[Result] = []
            for n in range(40):
                players = chance.choice([*people, None, HOUSE]), chance.choice([*people, HOUSE])
                ended = NOON + chance.randrange(24 * 3600)
                new = result(n, players, n % 2, ended=ended, apart=n % 3 > 0, run=f"run {seed}")
                told.append(chance.choice([*told, new]) if n % 5 == 0 else new)
                self.records.finish(told[-1])
                if chance.random() < 0.3:
                    self.clock.advance(SOON)
                if chance.random() < 0.03:
                    self.done(self.records.forget(chance.choice(people)))
            self.clock.advance(SOON)
            self.assert_adds_up()

    def test_poison(self) -> None:
        """A result that no database can keep is left out, with one line in the log, and holds up no others."""
        good = result(1, (self.ann, self.ben))
        nonsense: Any = "two"
        self.play(good, good._replace(nth=2**70), good._replace(nth=2, wins=(nonsense, 1)), good._replace(nth=3))
        self.assertEqual(self.done(self.records.versus(self.ann, self.ben)), Tally(2, 0))
        lines = lines_of(self.events)
        self.assertEqual(len(lines), 2)
        for line in lines:
            self.assertTrue(
                line.startswith("A result cannot be written, and is left out: Result(run='run', table=1, ")
            )
        self.assertEqual(self.records.waiting, 0)

    def test_prune(self) -> None:
        """Of days before yesterday nothing is added up any more; months and all else stay."""
        for days in range(4):
            self.play(result(days, (self.ann, self.ben), ended=NOON + days * DAY))
        self.assertEqual(
            self.rows(f"SELECT period FROM tally WHERE person = {self.ann} ORDER BY period"),
            [(0,), (202611,), (20261128,), (20261129,)],
        )
        self.looking.change(prune, NOON + 60 * DAY)
        self.assertEqual(self.rows("SELECT count(*) FROM tally"), [(4,)])

    def rating(self, person: int) -> list[float]:
        sql = f"SELECT rating, deviation, volatility, rated FROM rating WHERE person = {person}"
        (found,) = self.rows(sql)
        return list(found)

    def expected(self, *matches: tuple[float, int]) -> tuple[Rating, Rating]:
        """Return both ratings after matches: when each ended, and whether the first player has won."""
        ann = ben = Rating(rated=NOON)
        for when, won in matches or ():
            if won:
                ann, ben = after_match(ann, ben, NOON + when)
            else:
                ben, ann = after_match(ben, ann, NOON + when)
        return ann, ben


class StandingCase(RecordsCase):
    """Who stands where."""

    def setUp(self) -> None:
        super().setUp()
        self.ids = [person.id for person in self.people("Ann", "Ben", "Cleo", "Dora", "Emil")]

    def win(self, *pairs: tuple[int, int], ended: float = NOON) -> None:
        """Have people, by their places in ids, win against others."""
        first = self.rows("SELECT count(*) FROM result")[0][0]
        self.play(
            *(result(first + n, (self.ids[one], self.ids[two]), ended=ended) for n, (one, two) in enumerate(pairs))
        )

    def lines(
        self, period: Any, limit: int = 9, offset: int = 0, now: float = NOON
    ) -> list[tuple[int, str, int, int]]:
        found = self.done(self.records.standings(period, limit, offset, now))
        return [(line.place, line.person.name, *line.tally) for line in found]

    def test_today(self) -> None:
        """Today and this month go by matches won, then by fewer lost; who is equal shares a place."""
        self.win((0, 1), (0, 2), (1, 2), (3, 4))
        expected = [(1, "Ann", 2, 0), (2, "Dora", 1, 0), (3, "Ben", 1, 1), (4, "Emil", 0, 1), (5, "Cleo", 0, 2)]
        self.assertEqual(self.lines("today"), expected)
        self.assertEqual(self.lines("month"), expected)
        self.assertEqual(self.lines("today", 2, 1), expected[1:3])
        self.win((1, 4))
        self.win((0, 4))
        self.win((3, 1), (2, 4), (2, 4))
        self.assertEqual(
            self.lines("today"),
            [(1, "Ann", 3, 0), (2, "Dora", 2, 0), (3, "Ben", 2, 2), (3, "Cleo", 2, 2), (5, "Emil", 0, 5)],
        )
        self.assertEqual(self.lines("today", 1, 3), [(3, "Cleo", 2, 2)])

    def test_midnight(self) -> None:
        """A day ends at midnight in UTC, and a month with its last day."""
        midnight = NOON + DAY / 2
        self.win((0, 1), ended=midnight - 1)
        self.assertEqual(len(self.lines("today", now=midnight - 1)), 2)
        self.assertEqual(self.lines("today", now=midnight), [])
        december = midnight + 4 * DAY
        self.assertEqual(len(self.lines("month", now=december - 1)), 2)
        self.assertEqual(self.lines("month", now=december), [])

    def test_ever(self) -> None:
        """For ever goes by rating, and has nobody whose rating is provisional."""
        self.win(*[(0, 1), (1, 0), (0, 1), (2, 1), (1, 2)] * 8)
        self.win((3, 4))
        found = self.done(self.records.standings("ever", 9, 0, NOON))
        self.assertEqual([line.place for line in found], [1, 2, 3])
        ratings = [line.rating or 0 for line in found]
        self.assertEqual(ratings, sorted(ratings, reverse=True))
        self.assertEqual(found[0].person.name, "Ann")
        self.assertEqual(found[0].tally, Tally(16, 8))
        for line in found:
            self.assertLess(line.deviation or 999, PROVISIONAL)
        self.assertEqual(self.done(self.records.standings("ever", 1, 1, NOON)), found[1:2])
        self.assertIsNone(self.done(self.records.standing(self.ids[3], "ever", NOON)))

    def test_first_match(self) -> None:
        """The first match of two who are new is rated as if they had never been away."""
        self.win((0, 1))
        won, lost = after_match(Rating(rated=NOON), Rating(rated=NOON), NOON)
        for who, rating in enumerate((won, lost)):
            self.assertEqual(self.done(self.records.rating(self.ids[who], NOON)), rating[:2])
        self.assertLess(won.deviation, 420)

    def test_rating(self) -> None:
        """A rating is told whether it is provisional or not, as unsure as it is by now; some have none."""
        self.win(*[(0, 1), (1, 0)] * 20, (3, 4))
        for line in self.done(self.records.standings("month", 9, 0, NOON)):
            self.assertEqual(self.done(self.records.rating(line.person.id, NOON)), (line.rating, line.deviation))
        later = self.done(self.records.rating(self.ids[3], NOON + 90 * DAY))
        now = self.done(self.records.rating(self.ids[3], NOON))
        assert now and later
        self.assertEqual((later[0], later[1] > now[1] > PROVISIONAL), (now[0], True))
        self.assertIsNone(self.done(self.records.rating(self.ids[2], NOON)))

    def test_away(self) -> None:
        """Somebody who has not played for long is provisional again, and stands there no more."""
        self.win(*[(0, 1), (1, 0)] * 20)
        self.assertEqual(sorted(name for _, name, _, _ in self.lines("ever")), ["Ann", "Ben"])
        self.win(*[(0, 2), (2, 0)] * 20, ended=NOON + 400 * DAY)
        later = NOON + 400 * DAY
        self.assertEqual(sorted(name for _, name, _, _ in self.lines("ever", now=later)), ["Ann", "Cleo"])
        self.assertIsNone(self.done(self.records.standing(self.ids[1], "ever", later)))

    def test_place(self) -> None:
        """Everybody finds their own place, the one that the list has."""
        self.win(*[(0, 1), (1, 2), (2, 3), (0, 4), (3, 4), (4, 0), (1, 0)] * 25)
        for period in PERIODS:
            found = self.done(self.records.standings(period, 9, 0, NOON))
            self.assertGreater(len(found), 3)
            for line in found:
                own = self.records.standing(line.person.id, period, NOON)
                self.assertEqual(self.done(own), line)
        for nobody in (HOUSE, 99):
            self.assertIsNone(self.done(self.records.standing(nobody, "today", NOON)))

    def test_no_period(self) -> None:
        """What is no period is refused."""
        failure = self.failureResultOf(self.records.house("week", NOON), ValueError)  # type: ignore[arg-type]
        self.assertEqual(failure.getErrorMessage(), "'week' is no period: it must be today, month or ever")


class SeatCase(RecordsCase):
    """In which process a seat is."""

    def test_seats(self) -> None:
        """A seat is where it was said last that it is, until it is dropped there, or too long ago."""
        self.done(self.records.set_seats(["Ann", "12345678"], "one", "tcp:1", 100.0))
        self.assertEqual(self.done(self.records.find_seat("Ann", 90.0)), SeatPlace("one", "tcp:1", 100.0))
        self.assertIsNone(self.done(self.records.find_seat("Ann", 101.0)))
        self.done(self.records.set_seats(["Ann"], "two", "tcp:2", 120.0))
        self.done(self.records.drop_seats("one", ["Ann"]))
        self.assertEqual(self.done(self.records.find_seat("Ann", 90.0)), SeatPlace("two", "tcp:2", 120.0))
        self.done(self.records.set_seats(["87654321"], "one", "tcp:1", 130.0, no_others=True))
        self.assertIsNone(self.done(self.records.find_seat("12345678", 90.0)))
        self.assertEqual(self.done(self.records.find_seat("87654321", 90.0)), SeatPlace("one", "tcp:1", 130.0))
        self.done(self.records.drop_seats("two", ["Ann"]))
        self.assertIsNone(self.done(self.records.find_seat("Ann", 90.0)))

    def test_many_seats(self) -> None:
        """A crowd's seats are said at once, and dropped at once, however many they are."""
        crowd = [f"{number:08}" for number in range(2500)]
        self.done(self.records.set_seats(crowd, "one", "tcp:1", 100.0))
        self.assertEqual(self.done(self.records.find_seat(crowd[-1], 90.0)), SeatPlace("one", "tcp:1", 100.0))
        self.done(self.records.drop_seats("one", crowd[1:]))
        self.assertEqual(self.done(self.records.find_seat(crowd[0], 90.0)), SeatPlace("one", "tcp:1", 100.0))
        self.assertIsNone(self.done(self.records.find_seat(crowd[-1], 90.0)))


class MigrationCase(RecordsCase):
    """From one version to the next."""

    MORE = ("ALTER TABLE person ADD COLUMN colour TEXT", "UPDATE person SET colour = 'red' WHERE id > 0")

    def test_from_every_version(self) -> None:
        """Records of any version that was released become those of a later one, with all that is in them."""
        for version in range(1, len(self.steps) + 1):
            old = self.another_of(version)
            old.read(run, "INSERT INTO person (name, since) VALUES ('Ann', 1)")
            new = self.same(old, [*self.steps, self.MORE])
            self.assertEqual(new.read(run, "SELECT name, colour FROM person WHERE id > 0"), [("Ann", "red")])
            self.assertEqual(new.read(run, "SELECT version FROM schema_version"), [(len(self.steps) + 1,)])

    def test_whole_or_not_at_all(self) -> None:
        """A step that fails leaves everything as it was, for the version before."""
        before = self.looking.read(run, "SELECT * FROM person")
        broken = self.session([*self.steps, (*self.MORE, "UPDATE nonsense SET x = 1")])
        self.addCleanup(broken.close)
        self.assertRaises(RecordsAway, broken.read, nothing)
        self.assertEqual(self.looking.read(run, "SELECT * FROM person"), before)
        self.assertEqual(self.looking.read(run, "SELECT version FROM schema_version"), [(len(self.steps),)])

    def test_first_step(self) -> None:
        """So does the very first."""
        empty = self.same(self.another_of(0), [(*self.steps[0], "UPDATE nonsense SET x = 1")])
        self.assertRaises(RecordsAway, empty.read, nothing)
        again = self.same(empty, self.steps)
        self.assertEqual(again.read(run, "SELECT id FROM person"), [(0,)])

    def test_newer(self) -> None:
        """Records of a later version than ours are refused, in a line that says what to do, and left alone."""
        self.session([*self.steps, self.MORE]).read(nothing)
        ours = self.session()
        for _ in range(2):
            problem = self.assertRaises(RecordsAway, ours.read, run, "DELETE FROM person")
            self.assertEqual(
                str(problem), "they are of version 2, and this rpsgame knows versions up to 1: install a newer one"
            )
        later = self.session([*self.steps, self.MORE])
        self.assertEqual(later.read(run, "SELECT id FROM person"), [(0,)])

    def another_of(self, version: int) -> Session:
        """Return other records, of this version; 0: that have no tables."""
        session = self.another()
        if version:
            self.same(session, self.steps[:version]).read(nothing)
        return self.same(session, self.steps[:version]) if version else session

    def same(self, session: Session, steps: Steps) -> Session:
        """Return another session with the records of a session."""
        raise NotImplementedError


class ExportCase(RecordsCase):
    """Out of one database and into another."""

    def setUp(self) -> None:
        super().setUp()
        ann, ben, cleo = (person.id for person in self.people("Ann", "Ben", "Cleo"))
        self.done(self.records.set_fingerprint(ann, "SHA256:a"))
        self.done(self.records.learn(ann, b"\x00\xff"))
        self.play(*(result(n, (ann, ben), n % 2, ended=NOON + n) for n in range(30)))
        self.play(result(1, (HOUSE, ben), run="2"), result(2, (cleo, ben), run="2"), result(3, (None, ben), run="2"))
        self.done(self.records.forget(cleo))
        self.done(self.records.take_away("Moo", NOON))
        self.other = self.another()
        self.addCleanup(self.other.close)
        self.other.read(nothing)
        self.looking.read(nothing)

    def test_round_trip(self) -> None:
        """What is exported and imported is exported again the same, and adds up to the same."""
        lines = list(exported(self.looking))
        self.assertEqual(self.other.change(import_all, lines), len(lines) - 2)
        self.assertEqual(sorted(exported(self.other)), sorted(lines))
        added = [self.other.read(run, f"SELECT * FROM {table} ORDER BY 1, 2, 3") for table in ADDED_UP]
        self.assertEqual(added, self.added_up())
        self.assertEqual({line.split('"')[3] for line in lines[1:-1]}, set(TABLES))

    def test_one_moment(self) -> None:
        """What others write meanwhile is not in an export, neither whole nor in part."""
        before = list(exported(self.looking))
        exporting = exported(self.looking)
        lines = [next(exporting), next(exporting)]
        self.people("Zoe")
        self.play(result(1, (1, 2), run="3"))
        self.assertEqual([*lines, *exporting], before)
        self.assertEqual(len(list(exported(self.looking))), len(before) + 3)

    def test_goes_on(self) -> None:
        """Whoever comes after an import has an id of their own."""
        self.other.change(import_all, list(exported(self.looking)))
        (row,) = self.other.change(run, "INSERT INTO person (name, since) VALUES ('Zoe', 1) RETURNING id")
        self.assertGreater(row[0], 2)

    def test_refused(self) -> None:
        """What is broken, cut off, of another kind or not needed changes nothing, and the line says why."""
        lines = list(exported(self.looking))
        person = next(place for place, line in enumerate(lines) if '"person"' in line)
        for broken, why in (
            ([], "The end is missing after line 0."),
            (["{}"], "Line 1: this is no export of version 1."),
            (["moo"], "Line 1: this is not JSON."),
            (["[]"], "Line 1: this is no JSON object."),
            (lines[:-1], f"The end is missing after line {len(lines) - 1}."),
            ([*lines[:5], *lines[6:]], f"Line {len(lines) - 1}: these are not the columns of a table."),
            ([*lines[:2], '{"table": "seat"}'], "Line 3: these are not the columns of a table."),
            (
                [*lines[:person], lines[person].replace('"key_digest": "', '"key_digest": "x')],
                "this is not hexadecimal.",
            ),
        ):
            problem = self.assertRaises(BadExport, self.other.change, import_all, broken)
            self.assertIn(why, str(problem))
        for broken in (
            [*lines[: person + 1], *lines[person:]],
            [*lines[:person], lines[person].replace('"since": ', f'"since": {10**20}'), *lines[person + 1 :]],
        ):
            problem = self.assertRaises(BadExport, self.other.change, import_all, broken)
            self.assertIn(f"Line {person + 1}, or one soon after it: ", str(problem))
        self.assertEqual(self.other.read(run, "SELECT count(*) FROM person"), [(1,)])
        problem = self.assertRaises(BadExport, self.looking.change, import_all, lines)
        self.assertIn("There are records already", str(problem))

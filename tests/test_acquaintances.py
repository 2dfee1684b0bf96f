"""Whom the house knows from another visit: what it has learnt of people with names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from twisted.internet.defer import Deferred, fail
from twisted.trial.unittest import SynchronousTestCase

from rpsgame import advance_generator_once
from rpsgame.coroutines.games import ROCK_PAPER_SCISSORS
from rpsgame.memory import HouseMemory
from rpsgame.replay import main as replay
from rpsgame.store.records import RecordsAway
from rpsgame.store.store import Store
from rpsgame.strategies import MOST_KEPT, STRATEGIES, LastWord, MatchOver, Setting, Strategy, StrategyCoroutine
from rpsgame.strategies.mind import REMEMBERED, Mind
from rpsgame.strategies.trust import Trust

from .room import Person, Room, lines_of, logged
from .test_names import NOBODY, NamesTests


class Counter:
    """A strategy that throws rock, and counts the matches with each guest.

    :ivar began: with how many it knew of each match that has begun
    """

    def __init__(self) -> None:
        self.began: list[Any] = []
        self.strategy = Strategy("counter", self.counting, version=3)

    @advance_generator_once
    def counting(self, setting: Setting) -> StrategyCoroutine:
        self.began.append(setting.kept)
        try:
            yield None
            while True:
                yield "r"
        except MatchOver:
            return LastWord(None, (setting.kept or 0) + 1)


class KnownCase(NamesTests):
    """A house that counts matches."""

    def setUp(self) -> None:
        super().setUp()
        self.counter = Counter()

    def house(self, **options: Any) -> Room:
        return self.room(**{"house": self.counter.strategy, "house_after": 1, **options})

    def play(self, person: Person, *keys: str) -> None:
        """Play a match with the house, which has begun or begins now; stay."""
        person.clock.advance(2)
        if person.view.phase != "playing":
            person.press("y")
            person.clock.advance(2)
        self.assertEqual((person.view.phase, person.view.names[0]), ("playing", "the house"))
        person.press("".join(keys) or "p")

    def known(self, number: int) -> Any:
        """Return what the records have of the person of this id."""
        data = self.successResultOf(self.records.learnt(number))
        return data and json.loads(data)


class VisitTests(KnownCase):
    """What becomes of it from visit to visit."""

    def test_next_visit(self) -> None:
        """The house opens with what it has learnt of somebody, by whatever door they come, and after a restart."""
        room = self.house()
        ernie, key = self.named(room, "Ernie")
        self.play(ernie)
        self.assertEqual(self.known(1), [["counter", 3], 1])
        self.play(ernie)
        ernie.hang_up()
        again = room.enter("elsewhere", NOBODY)
        self.type(again, key)
        self.play(again)
        room.hall.close()
        room = self.house()
        after = room.enter("elsewhere", NOBODY)
        self.say(after, "key", key)
        self.play(after)
        self.assertEqual(self.counter.began, [None, 1, 2, 3])
        self.assertEqual(self.known(1), [["counter", 3], 4])

    def test_ssh(self) -> None:
        """Somebody who is known by an ssh key is known to the house before their first match."""
        ernie = self.by_ssh(self.house(), "Ernie", claims=True)
        self.play(ernie)
        ernie.hall.close()
        again = self.by_ssh(self.house(house_after=0), "Ernie")
        self.assertEqual((again.view.phase, self.counter.began), ("playing", [None, 1]))

    def test_claimed_in_a_visit(self) -> None:
        """What was learnt of a guest is theirs from the moment at which they claim a name."""
        room = self.house()
        guest = room.enter("elsewhere")
        self.play(guest)
        (key,) = [fact.key for fact in self.type(guest, "Ernie") if hasattr(fact, "key")]
        self.assertEqual(self.known(1), [["counter", 3], 1])
        self.play(guest)
        guest.hang_up()
        again = room.enter("elsewhere")
        self.type(again, key)
        self.play(again)
        self.assertEqual(self.counter.began, [None, 1, 2])

    def test_proved_in_a_visit(self) -> None:
        """Somebody whom the house knows, and who says so after a match, is whom it knew."""
        room = self.house()
        ernie, key = self.named(room, "Ernie")
        for _ in range(3):
            self.play(ernie)
        ernie.hang_up()
        guest = room.enter("elsewhere")
        self.play(guest)
        self.type(guest, key)
        self.play(guest)
        self.assertEqual(self.counter.began, [None, 1, 2, None, 3])

    def test_another_person(self) -> None:
        """Nothing goes from one person to another who comes by the same line, not even to a new one."""
        room = self.house()
        ernie, ernies = self.named(room, "Ernie")
        self.play(ernie)
        bert, berts = self.named(room, "Bert")
        bert.hang_up()
        self.type(ernie, berts)
        self.assertEqual(ernie.name, "Bert")
        self.assertIsNone(self.known(2))
        self.play(ernie)
        self.assertEqual((self.counter.began, self.known(1)[1], self.known(2)[1]), ([None, None], 1, 1))
        self.type(ernie, ernies)
        self.play(ernie)
        self.assertEqual(self.counter.began[-1], 1)

    def test_renamed(self) -> None:
        """Another name is no other person, and neither is one whose name an operator has taken away."""
        room = self.house()
        ernie, _ = self.named(room, "Ernie")
        self.play(ernie)
        self.type(ernie, "Elmo")
        self.play(ernie)
        room.hall.office.operator(()).hear(b"unname Elmo\n")
        ernie.read()
        self.play(ernie)
        self.assertEqual((self.counter.began, self.known(1)[1]), ([None, 1, 2], 3))

    def test_forget_me(self) -> None:
        """Whoever has themselves forgotten is a stranger to the house, at once."""
        room = self.house()
        ernie, _ = self.named(room, "Ernie")
        self.play(ernie)
        self.type(ernie, "forget me", "forget me")
        self.assertEqual(ernie.name, "guest 2")
        self.assertIsNone(self.known(1))
        self.play(ernie)
        self.assertEqual(self.counter.began, [None, None])
        self.type(ernie, "Ernie")
        self.assertEqual(self.known(2)[1], 1)

    def test_left(self) -> None:
        """A match that somebody leaves teaches the house nothing."""
        room = self.house(best_of=3)
        ernie, _ = self.named(room, "Ernie")
        self.play(ernie, "p", "p")
        ernie.press("y")
        ernie.clock.advance(2)
        ernie.press("y")
        self.play(ernie, "p")
        ernie.press("q")
        self.assertEqual(self.known(1)[1], 1)

    def test_another_line(self) -> None:
        """The seat that somebody takes over, or comes back to, is theirs with all that the house has learnt."""
        room = self.house(best_of=3)
        ernie, key = self.named(room, "Ernie")
        self.play(ernie, "pp")
        ernie.clock.advance(2)
        ernie.press("y")
        ernie.clock.advance(2)
        ernie.press("p")
        ernie.hang_up()
        again = room.enter("elsewhere", NOBODY)
        self.say(again, "key", key)
        again.press("p")
        self.assertEqual((self.counter.began, self.known(1)[1]), ([None, 1], 2))

    def test_known_late(self) -> None:
        """Somebody who plays before the records have said who they are is a stranger in that match alone."""
        room = self.house()
        ernie = self.by_ssh(room, "Ernie", claims=True)
        for _ in range(3):
            self.play(ernie)
        ernie.hang_up()
        answer, person = Deferred[Any](), self.successResultOf(self.records.by_name("Ernie"))
        self.patch(self.records, "by_fingerprint", lambda key: answer)
        again = Person(room.hall, room.clock)
        again.name = room.hall.enter(again, "elsewhere", NOBODY, "SHA256:Ernie")
        again.press("\n")
        self.assertEqual(again.view.names, ("the house", "guest 2"))
        answer.callback(person)
        again.press("p")
        self.assertEqual((again.name, self.known(1)[1]), ("Ernie", 3))
        self.play(again)
        self.assertEqual((self.counter.began, self.known(1)[1]), ([None, 1, 2, None, 3], 4))

    def test_match_with_somebody(self) -> None:
        """A match between two teaches the house nothing, and takes nothing away."""
        _, ernie, bert = self.pair(house=self.counter.strategy)
        ernie.press("p")
        bert.press("s")
        self.assertEqual((self.known(1), self.known(2)), (None, None))


class TroubleTests(KnownCase):
    """What goes wrong with it."""

    def stored(self, data: bytes) -> Person:
        """Return somebody of whom the records have this, and who has begun to play."""
        room = self.house()
        ernie, key = self.named(room, "Ernie")
        ernie.hang_up()
        self.successResultOf(self.records.learn(1, data))
        again = room.enter("elsewhere")
        self.type(again, key)
        again.clock.advance(2)
        self.assertEqual(again.view.phase, "playing")
        return again

    def test_of_no_use(self) -> None:
        """What another strategy or version has kept, what is broken, and what is too large, is nothing."""
        large = json.dumps([["counter", 3], 10**MOST_KEPT]).encode()
        for data in (b'[["counter",2],5]', b'[["reader",3],5]', b"[[", b"\xff", b"5", b"[]", b"", b"[" * 4000, large):
            self.stored(data).press("p")
            self.assertEqual(self.counter.began.pop(), None, data)
            self.assertEqual(self.known(1)[1], 1)
            self.setUp()

    def test_load_fails(self) -> None:
        """A strategy that can make nothing of what it kept begins as with a stranger, and the log says so."""
        for name in ("load", "factory"):
            self.setUp()
            good = self.counter.counting

            def bad(what: Any, good: Any = good) -> Any:
                if what == 5 or what.kept == 5:
                    raise ZeroDivisionError
                return good(what)

            self.counter.strategy = self.counter.strategy._replace(**{name: bad})  # type: ignore[arg-type]
            self.stored(b'[["counter",3],5]').press("p")
            self.assertEqual((self.counter.began, self.known(1)[1]), ([None], 1))
            self.assertEqual(len(self.flushLoggedErrors(ZeroDivisionError)), 1)

    def test_fault_in_a_match(self) -> None:
        """A strategy that fails in a match, perhaps for what it kept, begins the next as with a stranger."""

        @advance_generator_once
        def failing(setting: Setting) -> StrategyCoroutine:
            yield None
            yield "r"
            raise ZeroDivisionError

        good = self.counter.counting
        self.counter.strategy = self.counter.strategy._replace(
            factory=lambda setting: (failing if setting.kept == 5 else good)(setting)
        )
        ernie = self.stored(b'[["counter",3],5]')
        ernie.press("r")
        self.assertEqual(len(self.flushLoggedErrors(ZeroDivisionError)), 1)
        self.play(ernie)
        self.assertEqual((self.counter.began, self.known(1)[1]), ([None], 1))

    def test_save_fails(self) -> None:
        """A strategy that cannot save what it keeps has played its match all the same; what was saved last stays."""

        def bad(kept: Any) -> Any:
            if kept == 2:
                raise ZeroDivisionError
            return kept

        self.counter.strategy = self.counter.strategy._replace(save=bad)
        room = self.house()
        ernie, _ = self.named(room, "Ernie")
        for saved in (1, 1, 3):
            self.play(ernie)
            self.assertEqual((self.known(1)[1], ernie.view.phase), (saved, "asked"))
        self.assertEqual(len(self.flushLoggedErrors(ZeroDivisionError)), 1)

    def test_no_json(self) -> None:
        """A strategy that keeps what JSON does not know, or too much, plays on; the log says it once."""
        log = logged(self)
        memory = HouseMemory(self.counter.strategy)
        self.assertEqual([memory.pack(kept) for kept in ({1, 2}, float("nan"), "x" * MOST_KEPT)], [None] * 3)
        (line,) = lines_of(log)
        self.assertTrue(line.startswith("What the house learns of guests is not kept for their next visit: "), line)

    def test_records_away(self) -> None:
        """While the records are away nobody notices, and the next match makes up for it."""
        room = self.house()
        ernie, _ = self.named(room, "Ernie")
        log = logged(self)
        learn = self.records.learn
        self.patch(self.records, "learn", lambda *what: fail(RecordsAway("the disk is full")))
        self.play(ernie)
        self.patch(self.records, "learn", learn)
        self.play(ernie)
        self.assertEqual(self.known(1)[1], 2)
        self.assertEqual([line for line in lines_of(log) if "played" not in line], [])

    def test_slow_records(self) -> None:
        """Somebody is nobody before it is known what the house knows of them."""
        room = self.house()
        ernie, key = self.named(room, "Ernie")
        ernie.hang_up()
        again, answer = room.enter("elsewhere"), Deferred[Any]()
        self.patch(self.records, "learnt", lambda who: answer)
        self.type(again, key)
        self.assertEqual(again.name, "guest 2")
        answer.callback(b'[["counter",3],7]')
        again.clock.advance(0)
        self.assertEqual(again.name, "Ernie")
        self.play(again)
        self.assertEqual(self.counter.began, [7])


class JournalTests(KnownCase):
    """What the house knows, in the journal."""

    def start(self, **options: Any) -> Room:
        store = Store(self.folder, 30, lambda act: act(), ROCK_PAPER_SCISSORS, 3, 30, STRATEGIES["reader"])
        self.addCleanup(store.journal.close)
        options = {"best_of": 3, "house": STRATEGIES["reader"], "house_after": 1, **options}
        room = self.room(journal=store.journal, unfinished=store.unfinished(), **options)
        room.hall.keeping.begin()
        room.clock.advance(0)
        return room

    def to_the_end(self, person: Person) -> None:
        person.clock.advance(2)
        if person.view.phase != "playing":
            person.press("y")
            person.clock.advance(2)
        while person.view.phase == "playing":
            person.press("r")

    def test_verify(self) -> None:
        """A match that the house has opened with what it knew can be played again, and verified; so can the next."""
        room = self.start()
        ernie, key = self.named(room, "Ernie")
        for _ in range(4):
            self.to_the_end(ernie)
        ernie.hang_up()
        again = room.enter("elsewhere", NOBODY)
        self.type(again, key)
        for _ in range(2):
            self.to_the_end(again)
        room.hall.close()
        (path,) = (self.folder / "journal").iterdir()
        self.assertEqual(replay([str(path), "--verify"]), 0)
        joins = [
            event[3]
            for line in path.read_text().splitlines()[1:]
            for event in json.loads(line)[1:]
            if event[1] == "join"
        ]
        self.assertEqual([join[3] is None for join in joins], [True] * 4 + [False, True])
        changed = path.read_text().replace(json.dumps(joins[4][3], separators=(",", ":")), "null")
        Path(path).write_text(changed)
        self.assertEqual(replay([str(path), "--verify"]), 1)

    def test_killed(self) -> None:
        """A match that goes on after the server was killed goes on with what the house knew, and adds to it."""
        room = self.start()
        ernie, key = self.named(room, "Ernie")
        self.to_the_end(ernie)
        ernie.hang_up()
        again = room.enter("elsewhere", NOBODY)
        self.type(again, key)
        again.clock.advance(2)
        again.press("r")
        before = len(self.known(1)[1]["games"])
        room = self.start()
        back = room.enter("elsewhere", NOBODY)
        self.type(back, key)
        room.clock.advance(0)
        self.to_the_end(back)
        self.assertGreater(len(self.known(1)[1]["games"]), before + 1)


class FormTests(SynchronousTestCase):
    """What the strategies keep."""

    def test_reader(self) -> None:
        """A mind that was made again of few games is the same; of many it has the last, in less than 300 bytes."""
        reader = STRATEGIES["reader"]
        memory = HouseMemory(reader)
        for number in (0, 5, REMEMBERED - 1, REMEMBERED, 1000):
            mind, trust = Mind(3, 5), Trust()
            games = bytes(game * 7 % 9 for game in range(number))
            mind.hear(games)
            trust.learn(1)
            data = memory.pack(reader.save((mind, trust)))
            assert data
            again, trusted = reader.load(memory.unpack(data))
            self.assertLess(len(data), 300)
            self.assertEqual((again.games, trusted.save()), (mind.games, trust.save()))
            if number <= REMEMBERED:
                self.assertEqual(again.blend.scores(), mind.blend.scores())

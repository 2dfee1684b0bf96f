"""Names: how they are claimed, proved, changed and given up, and what counts for those who have them."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from twisted.internet.defer import Deferred, fail
from twisted.internet.task import Clock
from twisted.internet.testing import MemoryReactorClock
from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines.facts import Fact, KeyIs, NameHint, NamesAway
from rpsgame.coroutines.games import ROCK_PAPER_SCISSORS
from rpsgame.coroutines.match import Ending, winner_of
from rpsgame.coroutines.names import digest_of
from rpsgame.store.keeper import Keeper
from rpsgame.store.records import RecordsAway
from rpsgame.store.records.sqlite import SQLite
from rpsgame.store.store import Store
from rpsgame.strategies import STRATEGIES

from .room import Person, Room, lines_of, logged
from .store.records import records_at_once

ASKS = "Type a name, or the key of a name that is yours, and press Enter. Enter alone ends it."
NOBODY = "192.0.2.9"


def draws() -> Any:
    """Return what draws 00000001, 00000002 and so on."""
    numbers = count(1)
    return lambda: f"{next(numbers):08}"


def about_names(person: Person) -> list[Fact]:
    """Return what somebody is told of names, but for how to get one."""
    told = [fact for fact in person.read() if type(fact).__module__.endswith("name_facts")]
    return [fact for fact in told if type(fact) is not NameHint]


class NamesTests(SynchronousTestCase):
    """A hall with records."""

    def setUp(self) -> None:
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.rooms: list[Room] = []

    def room(self, **options: Any) -> Room:
        """Open a hall, with records that were there before or not."""
        clock = Clock()
        self.records = records_at_once(clock, lambda: SQLite(self.folder / "records.sqlite", "rock-paper-scissors"))
        options = {"best_of": 1, "open_house": True, "draw_code": draws(), "records": self.records, **options}
        room = Room(clock=clock, **options)
        self.addCleanup(self.records.close)
        return room

    def type(self, person: Person, *lines: str) -> list[Fact]:
        """Press the key for a name, and type lines; return what was told of names."""
        person.hall.registry.dialogues.ask(person.name)
        person.clock.advance(0)
        for line in lines:
            person.hall.registry.dialogues.hear(person.name, line)
            person.clock.advance(0)
        return about_names(person)

    def say(self, person: Person, word: str, what: str) -> list[Fact]:
        """Say what a program says."""
        person.hall.registry.dialogues.say(person.name, word, what)
        person.clock.advance(0)
        return about_names(person)

    def named(self, room: Room, name: str, address: str = "192.0.2.1") -> tuple[Person, str]:
        """Let somebody in who claims a name; return them, and their key."""
        person = room.enter(name, address)
        (key,) = [fact.key for fact in self.type(person, name) if type(fact) is KeyIs]
        person.read()
        return person, key

    def by_ssh(self, room: Room, name: str, address: str = "192.0.2.1", claims: bool = False) -> Person:
        """Let somebody in by ssh, who is known by their key, or claims the name."""
        person = Person(room.hall, room.clock)
        person.key = f"SHA256:{name}"  # type: ignore[attr-defined]
        person.name = room.hall.enter(person, name, address, f"SHA256:{name}")
        room.clock.advance(0)
        if claims:
            self.type(person, name)
        self.assertEqual(person.name, name)
        return person

    def pair(self, second: str = "192.0.2.2", **options: Any) -> tuple[Room, Person, Person]:
        """Let two with names play."""
        room = self.room(**options)
        for name in ("Ernie", "Bert"):
            self.by_ssh(room, name, claims=True).hang_up()
        ernie, bert = self.by_ssh(room, "Ernie"), self.by_ssh(room, "Bert", second)
        ernie.read()
        bert.read()
        self.assertEqual((ernie.view.phase, bert.view.names), ("playing", ("Ernie", "Bert")))
        return room, ernie, bert

    def last(self, room: Room, name: str) -> list[tuple[str | None, bool]]:
        """Return the matches that are counted for somebody, the latest first: against whom, and whether they won."""
        room.clock.advance(1)
        person = self.successResultOf(self.records.by_name(name))
        assert person
        matches = self.successResultOf(self.records.last(person.id, 10))
        return [(match.opponent and match.opponent.name, match.won) for match in matches]


class ClaimTests(NamesTests):
    """Names that are claimed, proved, changed and given up."""

    def test_claim(self) -> None:
        """A name that nobody has is given, with a key that is shown once; the guest waits on under it."""
        room = self.room()
        ernie = room.enter("elsewhere", "192.0.2.1")
        ernie.read()
        asks, key, named = self.type(ernie, "Ernie")
        self.assertEqual((asks, named), (ASKS, "You are Ernie now."))
        self.assertRegex(
            key,
            r"^The key of Ernie is (\w{4}-){3}\w{4}\. Write it down: it is shown this once, and proves who you are\.$",
        )
        self.assertEqual((ernie.name, ernie.view.you, ernie.view.phase), ("Ernie", "Ernie", "waiting"))
        self.assertEqual(room.hall.status(), "people: 1, matches: 0, waiting: 1")
        bert = room.enter("elsewhere", "192.0.2.2")
        self.assertEqual(bert.view.names, ("Ernie", "guest 2"))

    def test_no_names(self) -> None:
        """What is no name is said, and asked for again; an empty line ends it."""
        ernie = self.room().enter("elsewhere")
        told = self.type(ernie, "x", "7up", "the house", "admin", "")
        self.assertEqual(
            [line.partition(" Type")[0] for line in told[1:]],
            [
                "A name has 3 characters at least.",
                "A name begins with a letter.",
                "A name has letters from a to z and digits, and nothing else.",
                "The house calls others by this name.",
                "You keep the name that you have.",
            ],
        )
        self.assertFalse(ernie.view.typing)
        self.assertEqual(ernie.name, "guest 1")

    def test_taken(self) -> None:
        """A name that looks like another asks for its key, and three wrong ones end it."""
        room = self.room(open_house=False)
        self.named(room, "Ernie")
        wrong = "abcd-efgh-ijkm-npqr"
        other = room.enter("elsewhere", NOBODY)
        told = self.type(other, "Emie", wrong, "nonsense", wrong)
        self.assertEqual(
            [line.partition(" Type")[0] for line in told[1:]],
            [
                "Emie belongs to somebody.",
                "Nobody has this key.",
                "Nobody has this key.",
                "Nobody has this key either. You keep the name that you have.",
            ],
        )

    def test_another_one(self) -> None:
        """Whoever has typed a name that is somebody's can type another one, which is theirs then."""
        room = self.room(open_house=False)
        self.named(room, "Ernie")
        other = room.enter("elsewhere", NOBODY)
        self.assertEqual(self.type(other, "Ernie", "Bert")[-1], "You are Bert now.")

    def test_key_without_dashes(self) -> None:
        """What has the letters of a key is one, with dashes or not, and never becomes a name that everybody reads."""
        room = self.room(open_house=False)
        ernie, key = self.named(room, "Ernie")
        ernie.hang_up()
        other = room.enter("elsewhere", NOBODY)
        *_, refusal, welcome = self.type(other, "abcdefghijkmnpqr", key.replace("-", ""))
        self.assertEqual(refusal, "Nobody has this key. Type it again. Enter alone ends it.")
        self.assertEqual(welcome, "Welcome back, Ernie.")

    def test_key(self) -> None:
        """Whoever has the key of a name comes in under it, by the name first, or by the key alone."""
        room = self.room()
        ernie, key = self.named(room, "Ernie")
        ernie.hang_up()
        again = room.enter("elsewhere", NOBODY)
        self.assertEqual(self.type(again, "ernie", key.replace("-", "").upper())[-1], "Welcome back, Ernie.")
        again.hang_up()
        again = room.enter("elsewhere", NOBODY)
        self.assertEqual(self.type(again, key)[-1], "Welcome back, Ernie.")
        self.assertEqual(again.name, "Ernie")

    def test_another_line(self) -> None:
        """A name that is in is one person: the new line takes over the old one's seat."""
        room, ernie, bert = self.pair(best_of=3)
        ernie.press("r")
        bert.press("s")
        bert.read()
        key = self._key_of("Ernie")
        again = room.enter("elsewhere", NOBODY)
        self.say(again, "key", key)
        self.assertTrue(ernie.closed)
        self.assertEqual((again.name, again.view.wins), ("Ernie", (1, 0)))
        self.assertEqual(bert.read(), [])

    def test_kept_seat(self) -> None:
        """Somebody with a name comes back to a seat that is kept by the key of it."""
        room, ernie, bert = self.pair(best_of=3)
        key = self._key_of("Ernie")
        ernie.hang_up()
        bert.read()
        again = room.enter("elsewhere", NOBODY)
        self.say(again, "key", key)
        self.assertEqual((again.name, again.view.phase), ("Ernie", "playing"))
        self.assertIn("Player 0 is back, 30 seconds left.", bert.read())

    def _key_of(self, name: str) -> str:
        """Return a key of somebody, who gets another one for it."""
        key = "abcd-efgh-ijkm-npqr"
        person, digest = self.successResultOf(self.records.by_name(name)), digest_of(key)
        assert person and digest
        self.successResultOf(self.records.set_key(person.id, digest))
        return key

    def test_rename(self) -> None:
        """Somebody with a name takes another, and the old one is free."""
        room = self.room()
        ernie, _ = self.named(room, "Ernie")
        told = self.type(ernie, "Elmo")
        self.assertTrue(told[0].startswith("You are Ernie. Type another name, or forget me to be forgotten."))
        self.assertEqual((told[-1], ernie.name), ("You are Elmo now.", "Elmo"))
        self.assertIsNone(self.successResultOf(self.records.by_name("Ernie")))

    def test_forget_me(self) -> None:
        """Somebody who says it twice is forgotten, and plays on without a name."""
        room = self.room()
        ernie, key = self.named(room, "Ernie")
        self.assertEqual(self.type(ernie, "forget me", "no")[-1], "You keep the name that you have.")
        told = self.type(ernie, "forget me", "Forget  me")
        self.assertTrue(told[1].startswith("All that is known of you will be deleted for good."))
        self.assertEqual(
            (told[-1], ernie.name), ("All that was known of you is deleted. You are guest 2 now.", "guest 2")
        )
        self.assertIsNone(self.successResultOf(self.records.by_name("Ernie")))
        self.assertTrue(self.type(ernie, key)[1].startswith("Nobody has this key."))

    def test_during_a_match(self) -> None:
        """During a match a name has to wait."""
        _room, ernie, _bert = self.pair()
        told = ["You can choose a name after the match, and are asked for it then."]
        self.assertEqual(self.type(ernie, "Elmo"), told)

    def test_typing_stops_the_house(self) -> None:
        """The house waits for somebody who types a name, and plays them when they have ended that."""
        room = self.room(house=STRATEGIES["random"])
        ernie = room.enter("elsewhere")
        room.clock.advance(2)
        self.type(ernie)
        room.clock.advance(20)
        self.assertEqual(ernie.view.phase, "waiting")
        room.hall.registry.dialogues.hear(ernie.name, "")
        room.clock.advance(0)
        room.clock.advance(3)
        self.assertEqual(ernie.view.phase, "playing")

    def test_records_away(self) -> None:
        """Where the records are away, that is said, and nothing else happens."""
        room = self.room()
        ernie = room.enter("elsewhere")
        self.patch(self.records, "by_name", lambda name: fail(RecordsAway("the disk is full")))
        self.assertEqual(
            self.type(ernie, "Ernie")[-1], "Names cannot be looked up at the moment. Please try again later."
        )
        self.assertEqual(ernie.name, "guest 1")
        self.assertFalse(ernie.view.typing)

    def test_programs(self) -> None:
        """A program says all in one message, and what a person is asked is an error."""
        room = self.room()
        bot = room.enter("elsewhere")
        self.assertEqual([type(fact).__name__ for fact in self.say(bot, "name", "Bot7")], ["NoName"])
        self.assertEqual([type(fact).__name__ for fact in self.say(bot, "name", "Walle")], ["KeyIs", "NameIs"])
        self.assertEqual([type(fact).__name__ for fact in self.say(bot, "forget", "Eve")], ["NotYourName"])
        self.assertEqual([type(fact).__name__ for fact in self.say(bot, "forget", "Walle")], ["Forgotten"])
        self.assertEqual(bot.name, "guest 2")

    def test_ssh(self) -> None:
        """Somebody who comes by the ssh key that has a name has it at once; others wait no longer than ever."""
        room = self.room()
        ernie = Person(room.hall, room.clock)
        ernie.key = "SHA256:ernie"  # type: ignore[attr-defined]
        ernie.name = room.hall.enter(ernie, "elsewhere", "192.0.2.1", "SHA256:ernie")
        room.clock.advance(0)
        self.type(ernie, "Ernie")
        ernie.hang_up()
        bert = room.enter("bert", "192.0.2.2")
        again = Person(room.hall, room.clock)
        again.name = room.hall.enter(again, "elsewhere", NOBODY, "SHA256:ernie")
        room.clock.advance(0)
        self.assertEqual((again.name, bert.view.names), ("Ernie", ("guest 2", "Ernie")))
        oscar, zoe = Person(room.hall, room.clock), Person(room.hall, room.clock)
        for person in (oscar, zoe):
            person.name = room.hall.enter(person, "elsewhere", "", f"SHA256:{person}")
        room.clock.advance(0)
        self.assertEqual(oscar.view.phase, "playing")

    def test_another_ssh_key(self) -> None:
        """Somebody who comes by an ssh key that is nobody's, and types the key of a name, has the name by both."""
        room = self.room()
        ernie, key = self.named(room, "Ernie")
        ernie.hang_up()
        for ssh in ("SHA256:new", "SHA256:newer"):
            again = Person(room.hall, room.clock)
            again.key = ssh  # type: ignore[attr-defined]
            again.name = room.hall.enter(again, "elsewhere", NOBODY, ssh)
            room.clock.advance(0)
            told = self.type(again, key)
            self.assertEqual(
                told[-2:],
                [
                    "Welcome back, Ernie.",
                    "From now on your ssh key proves that you are Ernie, and no other ssh key does.",
                ],
            )
            again.hang_up()
        self.assertIsNone(self.successResultOf(self.records.by_fingerprint("SHA256:new")))
        known = Person(room.hall, room.clock)
        known.key = "SHA256:newer"  # type: ignore[attr-defined]
        known.name = room.hall.enter(known, "elsewhere", NOBODY, "SHA256:newer")
        room.clock.advance(0)
        self.assertEqual((known.name, about_names(known)), ("Ernie", ["Welcome back, Ernie."]))

    def test_somebodys_ssh_key(self) -> None:
        """An ssh key that proves another name goes on doing so, whatever is typed there."""
        room = self.room()
        ernie, key = self.named(room, "Ernie")
        ernie.hang_up()
        bert = self.by_ssh(room, "Bert", claims=True)
        self.assertEqual(self.type(bert, key)[-1], "Welcome back, Ernie.")
        person = self.successResultOf(self.records.by_fingerprint("SHA256:Bert"))
        self.assertEqual(person and person.name, "Bert")

    def test_operator(self) -> None:
        """An operator takes a name away: whoever has it goes on without, and keeps their record under another."""
        room = self.room()
        ernie, key = self.named(room, "Ernie")
        operator = room.hall.office.operator(())
        self.assertEqual(
            operator.hear(b"unname Ernie\n"),
            ["Nobody is called Ernie any more, and nobody can be, as soon as the records have it."],
        )
        self.assertEqual(about_names(ernie), ["The operator has taken your name away. You are guest 2 now."])
        self.assertEqual(ernie.name, "guest 2")
        ernie.hang_up()
        again = room.enter("elsewhere", NOBODY)
        told = self.type(again, key, "ernie", "Elmo")
        self.assertTrue(told[1].startswith("The operator has taken your name away. Type another one."))
        self.assertTrue(told[2].startswith("Nobody else can have the name ernie."))
        self.assertEqual((told[3], again.name), ("You are Elmo now.", "Elmo"))

    def test_operator_during_a_match(self) -> None:
        """A name that is taken away during a match stays until it is over, and the match counts."""
        room, ernie, bert = self.pair()
        room.hall.office.operator(()).hear(b"unname Ernie\n")
        self.assertEqual((about_names(ernie), ernie.name), ([], "Ernie"))
        ernie.press("r")
        bert.press("s")
        self.assertEqual(about_names(ernie), ["The operator has taken your name away. You are guest 5 now."])
        self.assertEqual(self.last(room, "Bert"), [("", False)])

    def test_a_claim_that_nobody_has_heard_of(self) -> None:
        """A name is free again where somebody has gone before they could be told its key."""
        room = self.room()
        ernie = room.enter("elsewhere")
        claim, answer = self.records.claim, Deferred[Any]()
        self.patch(self.records, "claim", lambda *what: answer)
        self.type(ernie, "Ernie")
        ernie.hang_up()
        answer.callback(self.successResultOf(claim("Ernie", b"x" * 32, "", 1e9)))
        room.clock.advance(0)
        self.assertIsNone(self.successResultOf(self.records.by_name("Ernie")))

    def test_fault(self) -> None:
        """A fault of the records is logged, and costs one dialogue."""
        room = self.room()
        ernie = room.enter("elsewhere")
        self.patch(self.records, "by_name", lambda name: fail(ZeroDivisionError()))
        self.assertEqual(type(self.type(ernie, "Ernie")[-1]), NamesAway)
        self.assertEqual(len(self.flushLoggedErrors(ZeroDivisionError)), 1)

    def test_operator_says_nonsense(self) -> None:
        """What is no name, or where there are no records, an operator is told that."""
        operator = self.room().hall.office.operator(())
        self.assertEqual(operator.hear(b"unname\n"), ["It must be: unname NAME"])
        self.assertEqual(operator.hear(b"unname guest 3\n"), ["'guest 3' is nobody's name."])
        without = Room(open_house=True).hall.office.operator(())
        self.assertEqual(without.hear(b"unname Ernie\n"), ["This server keeps no names."])


class ResultTests(NamesTests):
    """The matches that count."""

    def test_played(self) -> None:
        """A match that was played counts for both."""
        room, ernie, bert = self.pair()
        ernie.press("r")
        bert.press("s")
        self.assertEqual((self.last(room, "Ernie"), self.last(room, "Bert")), ([("Bert", True)], [("Ernie", False)]))

    def test_each_match_counts(self) -> None:
        """Two matches of the same two are two."""
        room, ernie, bert = self.pair()
        for _ in range(2):
            ernie.press("r")
            bert.press("s")
            room.clock.advance(2)
            ernie.press("y")
            bert.press("y")
        self.assertEqual(self.last(room, "Ernie"), [("Bert", True), ("Bert", True)])

    def test_left(self) -> None:
        """Whoever leaves has lost."""
        room, ernie, _bert = self.pair()
        ernie.press("q")
        self.assertEqual(self.last(room, "Bert"), [("Ernie", True)])

    def test_cut_off(self) -> None:
        """A match that is cut off counts for nobody."""
        room, _ernie, _bert = self.pair()
        room.hall.close()
        self.assertEqual(self.last(room, "Bert"), [])

    def test_house(self) -> None:
        """A match with the house counts for the record of the house."""
        room = self.room(house=STRATEGIES["random"], house_after=1)
        ernie, _ = self.named(room, "Ernie")
        room.clock.advance(1)
        self.assertEqual(ernie.view.names, ("the house", "Ernie"))
        while ernie.view.phase == "playing":
            ernie.press("r")
        ((opponent, _won),) = self.last(room, "Ernie")
        self.assertEqual(opponent, "")

    def test_winner(self) -> None:
        """Whoever leaves or is late has lost; where both are, or nobody is to blame, nobody has."""
        for how, gone, winner in (
            ("left", (0,), 1),
            ("timed out", (1,), 0),
            ("timed out", (0, 1), None),
            ("cut off", (0,), None),
            ("fault", (), None),
        ):
            self.assertEqual(winner_of(Ending(how, gone, (1, 0))), winner, how)

    def test_addresses(self) -> None:
        """What two from one address play is kept, and is not rated; addresses are not kept."""
        room, ernie, bert = self.pair(second="192.0.2.1")
        ernie.press("r")
        bert.press("s")
        self.assertEqual(self.last(room, "Ernie"), [("Bert", True)])
        person = self.successResultOf(self.records.by_name("Ernie"))
        assert person
        now = room.hall._reception.wall_clock()
        self.assertIsNone(self.successResultOf(self.records.standing(person.id, "today", now)))
        self.assertNotIn(b"192.0.2", (self.folder / "records.sqlite").read_bytes())


class RestartTests(NamesTests):
    """The same match, after the server was killed."""

    def start(self, run: str) -> Room:
        """Start a server on what the last one has left."""
        store = Store(self.folder, 30, lambda act: act(), ROCK_PAPER_SCISSORS, 3, 30, None)
        store.journal.run = store.journal.id = run
        self.addCleanup(store.journal.close)
        room = self.room(best_of=3, journal=store.journal, unfinished=store.unfinished())
        room.hall.keeping.begin()
        room.clock.advance(0)
        return room

    def test_not_seated_meanwhile(self) -> None:
        """Until the match of somebody who has proved their name has been told again, they are seated with nobody."""
        room = self.start("20000101T000001Z-1")
        ernie, key = self.named(room, "Ernie")
        room.enter("Bert")
        ernie.press("p")
        room = self.start("20000101T000002Z-1")
        elmo = room.enter("Elmo")
        room.clock.advance(3)
        again = room.enter("elsewhere", NOBODY)
        self.say(again, "key", key)
        self.assertEqual((again.name, again.view.phase, elmo.view.phase), ("Ernie", "playing", "waiting"))

    def test_goes_on(self) -> None:
        """Those with names come back by them alone, and their match has the id that it began with."""
        results: list[Any] = []
        room = self.start("20000101T000001Z-1")
        keys = []
        for name in ("Ernie", "Bert"):
            person, key = self.named(room, name)
            keys.append(key)
            person.hang_up()
        for n, name in enumerate(("Ernie", "Bert"), 1):
            self.successResultOf(self.records.set_fingerprint(n, f"SHA256:{name}"))
        ernie, bert = self.by_ssh(room, "Ernie"), self.by_ssh(room, "Bert", "192.0.2.2")
        ernie.press("r")
        bert.press("s")
        for run in ("20000101T000002Z-1", "20000101T000003Z-1"):
            room = self.start(run)
        self.patch(self.records, "finish", results.append)
        ernie, bert = room.enter("elsewhere", NOBODY), room.enter("elsewhere", "192.0.2.8")
        self.say(ernie, "key", keys[0])
        self.say(bert, "key", keys[1])
        self.assertEqual((ernie.name, ernie.view.wins), ("Ernie", (1, 0)))
        ernie.press("r")
        bert.press("s")
        (result,) = results
        self.assertEqual(result[:3], ("20000101T000001Z-1", 1, 1))
        self.assertEqual(result[4:], ((1, 2), (2, 0), 0, True))


class KeeperTests(NamesTests):
    """The records as the server opens and closes them."""

    def test_cannot_be_opened(self) -> None:
        """Records that cannot be opened are a line in the log, and play goes on."""
        (self.folder / "records.sqlite").write_text("nonsense")
        log = logged(self)
        self.room()
        reactor = MemoryReactorClock()
        keeper = Keeper(reactor, self.records, "records.sqlite")
        keeper.startService()
        self.assertEqual(log, [])
        reactor.run()
        (line,) = lines_of(log)
        self.assertTrue(line.startswith("No names and no results are kept, --records records.sqlite: "), line)
        self.successResultOf(keeper.stopService())

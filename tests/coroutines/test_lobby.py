"""The lobby: scripts of who comes and goes, and what shall be done for it."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines.lobby import HOUSE, REST, lobby


def done(commands: list[Any] | None) -> list[Any]:
    """Return what shall be done, without what shall be said."""
    return [command for command in commands or () if command[0] != "tell"]


class HostedTests(SynchronousTestCase):
    """One host, and a line of guests."""

    def test_script(self) -> None:
        """Guests are seated one after another, leave after their match, and all who are concerned are told."""
        tell = lobby().send
        self.assertEqual(tell(("host", "host")), [("tell", "host", "Waiting for a guest.")])
        self.assertEqual(tell(("came", "Ernie")), [("seat", "host", "Ernie")])
        self.assertEqual(
            tell(("came", "Bert")),
            [
                ("tell", "Bert", "The table is busy. Watch the match while you wait."),
                ("wait", "Bert", None),
                ("watch", "Bert", "host"),
                ("tell", "Bert", "You are number 1 in the line."),
                ("tell", "host", "1 guest waits in the line."),
            ],
        )
        self.assertEqual(
            tell(("over", ("host", "Ernie"), [])),
            [("let go", "Ernie"), ("seat", "host", "Bert"), ("tell", "host", "Nobody waits in the line.")],
        )
        self.assertEqual(tell(("left", "Bert")), [])
        self.assertEqual(
            tell(("over", ("host", "Bert"), ["Bert"])),
            [("tell", "host", "Waiting for a guest."), ("let go", "Bert")],
        )

    def test_a_closed_house(self) -> None:
        """Where nobody plays without a host, guests wait for one; who played one who left is the next to play."""
        tell = lobby(open_house=False).send
        self.assertEqual(
            tell(("came", "Ernie")),
            [("tell", "Ernie", "The host is away."), ("tell", "Ernie", "You are number 1 in the line.")],
        )
        tell(("came", "Bert"))
        self.assertEqual(done(tell(("host", "host")))[0], ("seat", "host", "Ernie"))
        self.assertEqual(tell(("left", "host")), [("tell", "Bert", "The host has left.")])
        self.assertEqual(done(tell(("over", ("host", "Ernie"), ["host"]))), [("let go", "host")])
        self.assertEqual(
            done(tell(("host", "host"))),
            [("seat", "host", "Bert"), ("wait", "Ernie", None), ("watch", "Ernie", "host")],
        )

    def test_the_open_house_goes_on(self) -> None:
        """When the host of an open house leaves, who stood in the line plays on without."""
        tell = lobby().send
        tell(("host", "host"))
        for guest in ("Ernie", "Bert", "Elmo"):
            tell(("came", guest))
        self.assertEqual(done(tell(("left", "host"))), [("seat", "Bert", "Elmo")])
        self.assertEqual(done(tell(("over", ("host", "Ernie"), ["host"])))[-1], ("wait", "Ernie", 3))


class OpenHouseTests(SynchronousTestCase):
    """No host: duels, and the house."""

    def setUp(self) -> None:
        self.tell = lobby(house_after=3).send

    def test_a_duel(self) -> None:
        """Two guests are seated with each other, the first as player 0."""
        self.assertEqual(done(self.tell(("came", "Ernie"))), [("wait", "Ernie", 3)])
        self.assertEqual(self.tell(("came", "Bert")), [("seat", "Ernie", "Bert")])

    def test_the_house(self) -> None:
        """Who is alone is told that the house will play them, and plays it when the wait is over, or at Enter."""
        self.assertEqual(
            self.tell(("came", "Ernie")),
            [
                ("tell", "Ernie", "You play the house in 3 seconds, unless another guest comes."),
                ("tell", "Ernie", "Enter starts at once, w watches a match."),
                ("wait", "Ernie", 3),
            ],
        )
        self.assertEqual(self.tell(("waited", "Ernie")), [("seat", HOUSE, "Ernie")])
        self.tell(("came", "Bert"))
        self.assertEqual(self.tell(("key", "Bert", "\n")), [("seat", HOUSE, "Bert")])

    def test_the_house_at_once(self) -> None:
        """Where the house does not wait, nor does who is alone; nor, where it never plays, is anything waited for."""
        self.assertEqual(lobby(house_after=0).send(("came", "Ernie")), [("seat", HOUSE, "Ernie")])
        tell = lobby(house_after=None).send
        self.assertEqual(done(tell(("came", "Ernie"))), [])
        self.assertEqual(done(tell(("key", "Ernie", "\n"))), [])

    def test_who_comes_during_a_match_with_the_house(self) -> None:
        """The match with the house is played out, and then the two are seated together."""
        for event in (("came", "Ernie"), ("waited", "Ernie"), ("came", "Bert")):
            self.tell(event)
        self.assertEqual(self.tell(("over", (HOUSE, "Ernie"), [])), [("seat", "Bert", "Ernie")])

    def test_both_with_the_house(self) -> None:
        """Where both play the house, who is ready first waits for the other, but not for ever."""
        for event in (("came", "Ernie"), ("waited", "Ernie"), ("came", "Bert"), ("waited", "Bert")):
            self.tell(event)
        self.assertEqual(done(self.tell(("over", (HOUSE, "Ernie"), []))), [("wait", "Ernie", REST)])
        self.assertEqual(self.tell(("over", (HOUSE, "Bert"), [])), [("seat", "Ernie", "Bert")])

    def test_another_match(self) -> None:
        """After a duel both are asked for another; who presses a key waits, who does not is let go after a while."""
        self.tell(("came", "Ernie"))
        self.tell(("came", "Bert"))
        self.assertEqual(
            done(self.tell(("over", ("Ernie", "Bert"), []))), [("wait", "Ernie", REST), ("wait", "Bert", REST)]
        )
        self.assertEqual(done(self.tell(("key", "Bert", " "))), [("wait", "Bert", 3)])
        self.assertEqual(self.tell(("waited", "Ernie")), [("tell", "Ernie", "Good-bye."), ("let go", "Ernie")])

    def test_the_same_opponent(self) -> None:
        """Where both want another match they have it."""
        self.tell(("came", "Ernie"))
        self.tell(("came", "Bert"))
        self.tell(("over", ("Ernie", "Bert"), []))
        self.tell(("key", "Bert", " "))
        self.assertEqual(done(self.tell(("key", "Ernie", " "))), [("seat", "Bert", "Ernie")])

    def test_the_one_who_stays(self) -> None:
        """Whose opponent is gone stays, and is next."""
        self.tell(("came", "Ernie"))
        self.tell(("came", "Bert"))
        self.assertEqual(
            done(self.tell(("over", ("Ernie", "Bert"), ["Ernie"]))), [("let go", "Ernie"), ("wait", "Bert", 3)]
        )

    def test_watching(self) -> None:
        """Who waits may watch a match, is not timed meanwhile, and is seated when their turn comes."""
        self.assertEqual(done(self.tell(("came", "Ernie"))), [("wait", "Ernie", 3)])
        self.assertEqual(self.tell(("key", "Ernie", "w")), [("tell", "Ernie", "No match is on.")])
        for event in (("came", "Bert"), ("came", "Elmo")):
            self.tell(event)
        self.assertEqual(done(self.tell(("key", "Elmo", "w"))), [("wait", "Elmo", None), ("watch", "Elmo", "Ernie")])
        self.assertEqual(done(self.tell(("came", "Grover"))), [("seat", "Elmo", "Grover")])

    def test_draining(self) -> None:
        """Before the server stops no match begins: who waits is let go, who plays is told, and let go after it."""
        for event in (("came", "Ernie"), ("came", "Bert"), ("came", "Elmo")):
            self.tell(event)
        self.assertEqual(
            self.tell(("drain",)),
            [
                ("tell", "Elmo", "The server is stopping. Good-bye."),
                ("let go", "Elmo"),
                ("tell", "Ernie", "The server is stopping: this match is the last."),
                ("tell", "Bert", "The server is stopping: this match is the last."),
            ],
        )
        self.assertEqual(
            self.tell(("over", ("Ernie", "Bert"), ["Ernie"])),
            [("let go", "Ernie"), ("tell", "Bert", "The server is stopping. Good-bye."), ("let go", "Bert")],
        )


PERSON = st.integers(0, 5)
EVENTS = st.lists(
    st.tuples(st.sampled_from(["host", "came", "left", "waited"]), PERSON)
    | st.tuples(st.just("key"), PERSON, st.sampled_from("w\nx"))
    | st.tuples(st.just("over"), PERSON, st.sets(PERSON))
    | st.just(("drain",)),
    max_size=40,
)


class Driver:
    """Carries out what the lobby says, as a hall does, and notices where it makes no sense."""

    def __init__(self, **options: Any) -> None:
        self.lobby = lobby(**options)
        self.host: Any = None
        self.resting: set[Any] = set()
        self.here: set[Any] = set()
        self.tables: dict[Any, tuple[Any, Any]] = {}  # by player

    def send(self, event: tuple[Any, ...]) -> None:
        """Send *event* as it would come from a hall that is as it is."""
        kind, *rest = event
        person = rest[0] if rest else None
        if (kind in ("host", "came") and person in self.here) or (kind == "host" and self.host is not None):
            return
        if kind == "host" and self.host is None:
            self.host = person
        if kind in ("host", "came"):
            self.here.add(person)
        if kind == "over":
            if person in self.tables:
                self.over(person, {player for player in self.tables[person] if player in rest[1]})
            return
        if kind == "left":
            self.here.discard(person)
            self.host = None if person == self.host else self.host
        self.carry_out(event)
        if kind == "left" and person in self.tables:
            self.over(person, {person})

    def over(self, person: Any, gone: set[Any]) -> None:
        table = self.tables[person]
        for player in table:
            self.tables.pop(player, None)
        self.carry_out(("over", table, gone - {self.host} if person != self.host else gone))

    def carry_out(self, event: tuple[Any, ...]) -> None:
        if event[0] == "key":
            self.resting.discard(event[1])
        for command in self.lobby.send(event) or ():
            match command:
                case ("tell", person, line) if line.startswith("Another match?"):
                    self.resting.add(person)
                case ("seat", player0, player1):
                    for player in {player0, player1} - {HOUSE}:
                        assert player in self.here, "who is seated is here"
                        assert player not in self.tables, "nobody is at two tables"
                        self.tables[player] = (player0, player1)
                case ("let go", person):
                    assert person not in self.tables
                    self.here.discard(person)
                case ("tell" | "watch" | "wait", person, _):
                    assert person in self.here, "only who is here is told anything"


class PropertyTests(SynchronousTestCase):
    """What holds in whatever order things happen."""

    @given(EVENTS)
    def test_any_order(self, events: list[tuple[Any, ...]]) -> None:
        """Nobody is at two tables, nobody waits while another waits, and who has left is forgotten."""
        driver = Driver(house_after=3)
        for event in events:
            driver.send(event)
            waiting = driver.here - set(driver.tables) - driver.resting - {driver.host}
            if driver.host is None:
                self.assertLessEqual(len(waiting), 1)
            else:
                self.assertTrue(not waiting or driver.host in driver.tables)

    @given(st.lists(st.tuples(st.sampled_from(["host", "came", "left", "over", "key", "?"]), PERSON)))
    def test_nonsense(self, events: list[tuple[Any, ...]]) -> None:
        """No order of events raises, even of those that make no sense."""
        coroutine = lobby()
        for event in events:
            coroutine.send(event)

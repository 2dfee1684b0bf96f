"""A fault costs one match, or one connection, and nothing else: shown by what fails at every possible call."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import cycle
from typing import Any

from twisted.conch.telnet import DO, ECHO, IAC, NAWS, SB, SE, WILL
from twisted.internet.address import IPv4Address
from twisted.internet.task import Clock
from twisted.internet.testing import StringTransport
from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines.facts import (
    AnotherMatch,
    Fact,
    GoodBye,
    HostHasLeft,
    HostIsHere,
    HouseIsFull,
    MatchLost,
    MatchWon,
    OpponentDisconnected,
    OurFault,
    PlayerConnected,
    PlayerWins,
    ScreenFault,
    ThankYou,
    WatchesAnother,
    Wins,
    YourThrow,
    YouWatch,
)
from rpsgame.coroutines.games import ROCK_PAPER_SCISSORS, Game
from rpsgame.coroutines.toolbox import advance_generator_once
from rpsgame.coroutines.visit import REST, TIME_TO_READ
from rpsgame.doors.bots import BotFactory
from rpsgame.doors.telnet import TelnetFactory
from rpsgame.hall import Hall
from rpsgame.screens import SCREENS, display
from rpsgame.screens.contract import Kind
from rpsgame.screens.display import KINDS
from rpsgame.screens.form import Form
from rpsgame.screens.view import View
from rpsgame.strategies import Ask, LastWord, MatchOver, Memory, Setting, Strategy, StrategyCoroutine

from .room import Person, Room, lines_of, logged

MOST_CALLS = 100  # of anything, in the matches that are played here
NO_THROWS: tuple[Any, ...] = ("x", "", "rr", "?", None, 7)
NO_OUTCOMES: tuple[Any, ...] = (7, (), ("win", 0, "r"), ("win", 7, "r", "s"), ("tie", None, [], "s"))


class Broken(Exception):
    """What fails on purpose."""


class Fuse:
    """Blows at the n-th call: that one does what *blow* does, and the others what they always did."""

    def __init__(self, at: int, blow: Callable[[], Any]) -> None:
        self._left = at
        self._blow = blow

    @property
    def blown(self) -> bool:
        return self._left <= 0

    def call(self, function: Callable[..., Any], *args: Any) -> Any:
        """Call *function*, or blow."""
        self._left -= 1
        return function(*args) if self._left else self._blow()


class Wired:
    """A coroutine that burns a fuse."""

    def __init__(self, coroutine: Any, fuse: Fuse) -> None:
        self.send = partial(fuse.call, coroutine.send)
        self.throw = partial(fuse.call, coroutine.throw)


def fragile(factory: Callable[..., Any], fuse: Fuse) -> Callable[..., Any]:
    """Return a factory whose first coroutine burns *fuse*: when it is made, and whenever something is sent to it."""
    firsts = iter([True])

    def make(*args: Any) -> Any:
        coroutine = factory(*args)
        return fuse.call(Wired, coroutine, fuse) if next(firsts, False) else coroutine

    return make


def fragile_game(fuse: Fuse) -> Game:
    """Return rock-paper-scissors, of which the first match burns *fuse*."""
    return replace(ROCK_PAPER_SCISSORS, factory=fragile(ROCK_PAPER_SCISSORS.factory, fuse))


@advance_generator_once
def paper(setting: Setting) -> StrategyCoroutine:
    """A strategy that always throws paper, and has something to say."""
    try:
        yield None
        while True:
            yield "p"
    except MatchOver:
        return LastWord("Well played.")


PAPER = Strategy("paper", paper)


def broken() -> Any:
    """Fail."""
    raise Broken


def ended() -> Any:
    """Fail as a coroutine does that has ended."""
    raise StopIteration


def every_call(blow: Callable[[], Any]) -> Iterator[Fuse]:
    """Yield a fuse for the first call, another for the second, ... until one has not blown."""
    for at in range(1, MOST_CALLS):
        fuse = Fuse(at, blow)
        yield fuse
        if not fuse.blown:
            assert at > 1, "no call at all"
            return
    raise AssertionError("no end of calls")


def press(room: Room, people: Sequence[Person], keys: str) -> None:
    """Let everybody press a key in the same batch."""
    for person, key in zip(people, keys, strict=False):
        room.hall.press(person.name, key)
    room.clock.advance(0)


class Faults(SynchronousTestCase):
    """What has to hold after any fault."""

    def setUp(self) -> None:
        self.events = logged(self)

    def assert_one_entry(self, error: type[BaseException], line: str) -> None:
        """Check that a fault is one entry in the log, with its traceback, and forget it."""
        entries = [event for event in self.events if "log_failure" in event]
        self.assertEqual(lines_of(entries), [line])
        self.assertEqual([failure.type for failure in self.flushLoggedErrors()], [error])
        self.events.clear()

    def assert_told(self, people: Sequence[Person]) -> None:
        """Check that the players of a match that has failed are told so, once, and stay."""
        for person in people:
            facts = person.read()
            after = facts[facts.index(OurFault()) + 1 :]
            self.assertFalse({OurFault(), ThankYou()}.intersection(after))
            self.assertEqual(after[:1] == [AnotherMatch(())], person.name != "the host")
            self.assertFalse(person.closed)

    def assert_well(self, room: Room, people: Sequence[Person]) -> None:
        """Check that the house goes on: it drains when its matches are over, and lets everybody go."""
        drained = room.hall.drain(10)
        for keys in zip(cycle("rps"), cycle("psr"), cycle("psr"), cycle("srp"), range(9), strict=False):
            press(room, people, "".join(map(str, keys)))
        self.successResultOf(drained)
        room.hall.close()
        self.assertEqual([person.closed for person in people], [True] * len(people))
        self.assertEqual(room.hall.status(), "people: 0, matches: 0, waiting: 0")
        room.clock.advance(0)
        self.assertEqual(room.clock.getDelayedCalls(), [])
        self.assertEqual(self.flushLoggedErrors(), [])
        self.events.clear()


class GameTests(Faults):
    """A game that fails."""

    def duel(self, fuse: Fuse) -> tuple[Room, list[Person]]:
        """Let two guests play to the end, and two others beside them; a fifth watches the first two."""
        room = Room(fragile_game(fuse), open_house=True, best_of=3)
        people = [room.enter("") for _ in range(5)]
        people[4].press("w")
        for person in people[2:4]:
            person.writes.clear()
        for keys in ("rprp", "xxxx", "ssrr", "pspr"):
            press(room, people, keys)
        return room, people

    def test_duel(self) -> None:
        """Whatever call fails, both guests are told and asked again, and nobody else's match is touched."""
        _, people = self.duel(Fuse(MOST_CALLS, broken))
        whole = [person.read() for person in people[2:4]]
        for blow, error in ((broken, Broken), (ended, RuntimeError)):
            for fuse in every_call(blow):
                room, people = self.duel(fuse)
                if fuse.blown:
                    self.assert_one_entry(error, "A fault has ended the match of guest 1 and guest 2")
                    self.assert_told(people[:2])
                    self.assertEqual([person.read() for person in people[2:4]], whole)
                    facts = people[4].read()
                    if YouWatch("guest 1", "guest 2") in facts:
                        self.assertEqual(facts[-2:], [OurFault(), WatchesAnother()])
                    self.assertEqual(room.hall.status(), "people: 5, matches: 1, waiting: 3")
                self.assert_well(room, people)

    def test_exit(self) -> None:
        """A game that would end the program ends its match."""
        room, people = self.duel(Fuse(3, sys.exit))
        self.assert_one_entry(SystemExit, "A fault has ended the match of guest 1 and guest 2")
        self.assert_told(people[:2])
        self.assert_well(room, people)

    def test_another_match(self) -> None:
        """After a fault the same two may play again."""
        room, people = self.duel(Fuse(3, broken))
        self.flushLoggedErrors()
        people[4].hang_up()
        room.clock.advance(TIME_TO_READ)
        press(room, people, "yy")
        press(room, people, "rs")
        for person in people[:2]:
            self.assertIn(PlayerWins(0), person.read())

    def test_no_outcome(self) -> None:
        """A game that says what is no outcome is a fault as well."""
        for outcome in NO_OUTCOMES:
            room, people = self.duel(Fuse(3, lambda outcome=outcome: outcome))  # type: ignore[misc]
            self.assertEqual(len(self.flushLoggedErrors(TypeError, ValueError, IndexError)), 1)
            self.assert_told(people[:2])
            self.assert_well(room, people)

    def hosted(self, fuse: Fuse) -> tuple[Room, list[Person]]:
        """Let a host play the first of two guests to the end."""
        room = Room(fragile_game(fuse), best_of=3)
        people = [room.host(), room.enter(""), room.enter("")]
        for keys in ("rp", "xx", "ss", "rp"):
            press(room, people, keys)
        return room, people

    def test_host(self) -> None:
        """After a fault the host's table plays the next guest, and then whoever had the fault, if they want to."""
        for fuse in every_call(broken):
            room, people = self.hosted(fuse)
            if fuse.blown:
                host, ernie, bert = people
                self.assert_one_entry(Broken, "A fault has ended the match of the host and guest 1")
                self.assert_told([host, ernie])
                self.assertEqual(room.hall.status(), "people: 3, matches: 1, waiting: 1")
                room.clock.advance(TIME_TO_READ)
                ernie.press("y")
                bert.press("q")
                host.press("r")
                ernie.press("p")
                self.assertEqual(
                    [fact for fact in host.read() if isinstance(fact, (PlayerConnected, PlayerWins, Wins))],
                    [PlayerConnected("guest 1"), PlayerWins(1), Wins(0, 1)],
                )
            self.assert_well(room, people)

    def test_first_throw_decides(self) -> None:
        """A game that one throw decides is over when it is: nothing is asked after "Thank you for playing!"."""

        @advance_generator_once
        def decided() -> Any:
            outcome = None
            while True:
                player, key = yield outcome
                outcome = "win", player, key, "-"

        game = replace(ROCK_PAPER_SCISSORS, factory=decided)
        room = Room(game, open_house=True, best_of=1)
        people = [room.enter(""), room.enter("")]
        press(room, people, "rp")
        host_room = Room(game, best_of=1)
        people += [host_room.host(), host_room.enter("")]
        press(host_room, people[2:], "rp")
        house_room = Room(game, open_house=True, house=PAPER, house_after=0, best_of=9)
        people.append(house_room.enter(""))
        for person in people:
            facts = person.read()
            after = facts[facts.index(ThankYou()) + 1 :]
            self.assertIsInstance(after[0], MatchWon if person in people[::2][:2] else MatchLost)
            self.assertFalse(any(isinstance(fact, YourThrow) for fact in after), after)
        self.assertEqual(house_room.hall.status(), "people: 1, matches: 0, waiting: 1")
        self.assert_well(room, people[:2])
        self.assert_well(host_room, people[2:4])
        self.assert_well(house_room, people[4:])

    def test_no_end(self) -> None:
        """A game that the house's throws alone decide, and never for anybody, is a fault, and does not go on."""

        @advance_generator_once
        def tied() -> Any:
            outcome = None
            while True:
                _, key = yield outcome
                outcome = "tie", None, key, key

        game = replace(ROCK_PAPER_SCISSORS, factory=tied)
        room = Room(game, open_house=True, house=PAPER, house_after=0)
        guest = room.enter("")
        self.assert_one_entry(ValueError, "A fault has ended the match of the house and guest 1")
        self.assert_told([guest])
        self.assert_well(room, [guest])


class StrategyTests(Faults):
    """A strategy that fails: when it is made, at its first throw, a later one, or one of its two calls at the end."""

    throws = 3  # calls before those of the last word

    def housed(self, fuse: Fuse) -> tuple[Room, list[Person]]:
        """Let two guests beat the house."""
        room = Room(open_house=True, house=Strategy("fragile", fragile(paper, fuse)), house_after=0, best_of=3)
        people = [room.enter(""), room.enter("")]
        for keys in ("ss", "xx", "ss"):
            press(room, people, keys)
        return room, people

    def assert_contained(self, fuse: Fuse, error: type[BaseException]) -> None:
        """Check that the first guest is told of the fault and stays, and that the second has won."""
        room, people = self.housed(fuse)
        self.assertTrue(fuse.blown)
        self.assert_one_entry(error, "A fault has ended the match of the house and guest 1")
        self.assert_told(people[:1])
        self.assertEqual(people[1].read()[-3:], [MatchWon(0, 2), "Well played.", AnotherMatch(())])
        self.assertEqual(room.hall.status(), "people: 2, matches: 0, waiting: 2")
        self.assert_well(room, people)

    def assert_played(self, fuse: Fuse, error: type[BaseException]) -> None:
        """Check that the first guest has won as the second has, and missed no more than the remark."""
        room, people = self.housed(fuse)
        self.assertTrue(fuse.blown)
        played = [event["ending"] for event in self.events if "ending" in event]
        line = "A fault has cost the house the last word in a match with guest 1, which was played to the end"
        self.assert_one_entry(error, line)
        self.assertEqual(played, ["played", "played"])
        self.assertEqual(people[0].read()[-3:], [ThankYou(), MatchWon(0, 2), AnotherMatch(())])
        self.assertEqual(people[1].read()[-3:], [MatchWon(0, 2), "Well played.", AnotherMatch(())])
        self.assert_well(room, people)

    def test_every_call(self) -> None:
        """Whatever call fails before the last word, the match is over, and the guest is asked again."""
        fuses = every_call(broken)
        for _, fuse in zip(range(self.throws), fuses, strict=False):
            self.assert_contained(fuse, Broken)
        for _, fuse in zip(range(2), fuses, strict=False):
            self.assert_played(fuse, Broken)
        _, people = self.housed(next(fuses))
        self.assertEqual(people[0].read()[-2:], ["Well played.", AnotherMatch(())])

    def test_end(self) -> None:
        """A strategy that ends in the middle of a match is a fault; one that ends when the match does says nothing."""
        for at in range(1, self.throws + 1):
            self.assert_contained(Fuse(at, ended), RuntimeError)
        self.assert_played(Fuse(self.throws + 1, ended), StopIteration)
        _, people = self.housed(Fuse(self.throws + 2, ended))
        self.assertEqual(people[0].read()[-2:], [MatchWon(0, 2), AnotherMatch(())])

    def test_the_score(self) -> None:
        """The log has the score that a match had when it ended by a fault."""
        self.housed(Fuse(self.throws, broken))
        self.flushLoggedErrors(Broken)
        self.assertEqual(
            [(event["ending"], event["wins"]) for event in self.events if "wins" in event],
            [("fault", (0, 1)), ("played", (0, 2))],
        )

    def test_no_throw(self) -> None:
        """A strategy that throws what is no throw is a fault, at its first throw and later."""
        for throw in NO_THROWS:
            for at in (2, 3):
                self.assert_contained(Fuse(at, lambda throw=throw: throw), ValueError)  # type: ignore[misc]

    def test_exit(self) -> None:
        """One that would end the program ends its match, or misses its last word."""
        self.assert_contained(Fuse(2, sys.exit), SystemExit)
        self.assert_played(Fuse(self.throws + 1, sys.exit), SystemExit)

    def test_only_asks(self) -> None:
        """One that asks its memory for ever, and never throws, is a fault as well."""

        @advance_generator_once
        def curious(setting: Setting) -> StrategyCoroutine:
            yield None
            while True:
                yield Ask(None)

        @advance_generator_once
        def memory(saved: Any) -> Memory:
            while True:
                yield None

        room = Room(open_house=True, house=Strategy("curious", curious, memory=memory), house_after=0)
        guest = room.enter("")
        self.assert_one_entry(ValueError, "A fault has ended the match of the house and guest 1")
        self.assert_told([guest])
        self.assert_well(room, [guest])

    def test_no_loop(self) -> None:
        """Where the house plays at once, a strategy that cannot begin is tried when a guest comes, or asks for it."""

        def never(setting: Setting) -> StrategyCoroutine:
            raise Broken

        room = Room(open_house=True, house=Strategy("never", never), house_after=0)
        guest = room.enter("")
        for _ in range(2):
            self.assert_one_entry(Broken, "A fault has ended the match of the house and guest 1")
            self.assert_told([guest])
            room.clock.pump([TIME_TO_READ, REST - TIME_TO_READ - 1])
            self.assertEqual((guest.read(), self.flushLoggedErrors()), ([], []))
            guest.press("y")
        self.flushLoggedErrors()
        room.clock.pump([TIME_TO_READ, REST - TIME_TO_READ])
        self.assertEqual(guest.read()[-1:], [GoodBye()])
        self.assert_well(room, [guest])


class Wobbly(Person):
    """Somebody whose door burns fuses, by the names of its methods."""

    def __init__(self, hall: Hall, clock: Clock, fuses: Mapping[str, Fuse]) -> None:
        super().__init__(hall, clock)
        self.aborted = 0
        for name, fuse in fuses.items():
            setattr(self, name, partial(fuse.call, getattr(self, name)))

    def abort(self) -> None:
        self.aborted += 1
        super().abort()


class DoorTests(Faults):
    """A door that fails."""

    def duel(self, **fuses: Fuse) -> tuple[Room, list[Any]]:
        """Let two guests play, and then one whose door burns fuses with another; at the end that one leaves."""
        self.events.clear()
        room = Room(open_house=True, best_of=3)
        people: list[Any] = [room.enter(""), room.enter("")]
        people += [room.enter("", person=partial(Wobbly, fuses=fuses)), room.enter("")]
        for keys in ("rprp", "xxxx", "ssrr", "prpr"):
            press(room, people, keys)
        people[2].press("q")
        return room, people

    def assert_one_is_gone(self, room: Room, people: list[Any], whole: list[list[Fact]]) -> None:
        """Check that one has left, once, and that the others were told what they were to be told; *whole* is that."""
        ernie, bert, elmo, grover = people
        self.assertEqual(elmo.aborted, 1)
        left = [line for line in lines_of(self.events) if line.startswith("guest 3 left: ")]
        self.assertIn(left, (["guest 3 left: their door has failed"], ["guest 3 left: pressed q"]))
        self.assert_one_entry(Broken, "The door of guest 3 has failed")
        self.assertEqual([ernie.read(), bert.read()], whole[:2])
        facts = grover.read()
        told = facts.index(OpponentDisconnected()) if OpponentDisconnected() in facts else 4
        self.assertEqual(facts[:told], whole[3][:told])
        self.assertEqual(room.hall.status(), "people: 3, matches: 1, waiting: 1")

    def test_write(self) -> None:
        """Whatever write fails, that one is gone; all the others are told what they were to be told in that batch."""
        whole = [person.read() for person in self.duel()[1]]
        for fuse in every_call(broken):
            room, people = self.duel(write=fuse)
            if fuse.blown:
                self.assert_one_is_gone(room, people, whole)
            self.assert_well(room, people)

    def test_close(self) -> None:
        """So it is where the door does not close."""
        whole = [person.read() for person in self.duel()[1]]
        for fuse in every_call(broken):
            room, people = self.duel(close=fuse)
            if fuse.blown:
                self.assert_one_is_gone(room, people, whole)
            self.assert_well(room, people)

    def test_abort(self) -> None:
        """A door that cannot even be cut off costs no more than that."""
        for name in ("write", "close"):
            room, people = self.duel(**{name: Fuse(1, broken)}, abort=Fuse(1, broken))
            self.assert_one_entry(Broken, "The door of guest 3 has failed")
            self.assertEqual(room.hall.status(), "people: 3, matches: 1, waiting: 1")
            people[2].closed = True  # as its connection is, sooner or later
            self.assert_well(room, people)

    def test_turned_away(self) -> None:
        """Somebody who is not let in, and whose door fails, is in no count."""
        for name in ("write", "close"):
            room = Room(max_guests=1, max_per_address=1)
            guest = room.enter("", "192.0.2.1")
            late: Any = room.enter("", "192.0.2.1", partial(Wobbly, fuses={name: Fuse(1, broken)}))
            self.assert_one_entry(Broken, "The door of guest 2 has failed")
            self.assertEqual(late.aborted, 1)
            guest.hang_up()
            self.assertNotIn(HouseIsFull(), room.enter("", "192.0.2.1").read())
            self.assert_well(room, [late])

    def test_host(self) -> None:
        """Whatever write to the host fails, the guests are told that the host has left, and another host may come."""
        for fuse in every_call(broken):
            room = Room(best_of=3)
            ernie, bert = room.enter(""), room.enter("")
            host = room.host(person=partial(Wobbly, fuses={"write": fuse}))
            for keys in ("rp", "xx", "?r", "qp", "qp"):
                press(room, [host, ernie], keys)
            if fuse.blown:
                self.assert_one_entry(Broken, "The door of the host has failed")
                self.assertIn(OpponentDisconnected(), ernie.read())
                self.assertIn(HostHasLeft(), bert.read())
                self.assertEqual(room.hall.status(), "people: 2, matches: 0, waiting: 2")
                other = room.host()
                self.assertNotIn(HostIsHere(), other.read())
                self.assertEqual(other.name, "the host")
                self.assert_well(room, [other, bert, ernie])

    def test_cut_off(self) -> None:
        """A door that was cut off tells the hall nothing any more: the next host is not taken for the last one."""

        class Full(StringTransport):
            def write(self, data: bytes) -> None:
                raise Broken

        room = Room()
        factory = TelnetFactory(room.hall, room.clock, for_host=True)
        first, second = factory.buildProtocol(None), factory.buildProtocol(None)
        first.makeConnection(Full(peerAddress=IPv4Address("TCP", "192.0.2.1", 1)))
        room.clock.advance(0)
        self.flushLoggedErrors(Broken)
        first.connectionLost()
        second.makeConnection(StringTransport(peerAddress=IPv4Address("TCP", "192.0.2.1", 2)))
        room.clock.advance(0)
        self.assertEqual(room.hall.status(), "people: 1, matches: 0, waiting: 1")

    def test_all(self) -> None:
        """Where every door fails at the end, everybody is cut off, and the house is empty all the same."""
        room = Room(open_house=True, best_of=3)
        fuses = [Fuse(at, broken) for at in (2, 2, 3)]
        people: list[Any] = [room.enter("", person=partial(Wobbly, fuses={"write": fuse})) for fuse in fuses]
        self.flushLoggedErrors(Broken)
        self.assert_well(room, people)


class ScreenTests(Faults):
    """A screen that fails."""

    def wire(self, screen: str, fuse: Fuse) -> None:
        """Let all that a kind of screen does burn a fuse."""
        kind = KINDS[screen]

        def begin(view: View, form: Form) -> Any:
            return Wired(kind.begin(view, form), fuse)

        self.patch(display, "KINDS", {**KINDS, screen: Kind(begin, partial(fuse.call, kind.next_time))})

    def visit(self, screen: str) -> tuple[str, Room, Person]:
        """Let somebody come by telnet, with a screen, and win a match; return what they read, and their opponent.

        The screen tells facts, is drawn, follows the window, and moves as time passes.
        """
        room = Room(open_house=True, best_of=3)
        factory = TelnetFactory(room.hall, room.clock, screen=screen)
        transport = StringTransport(peerAddress=IPv4Address("TCP", "192.0.2.1", 1))
        door = factory.buildProtocol(None)
        door.makeConnection(transport)
        room.clock.advance(0)
        other = room.enter("")
        for keys in (b"r", IAC + DO + ECHO, IAC + WILL + NAWS + IAC + SB + NAWS + b"\0\x28\0\x0c" + IAC + SE, b"?vvv"):
            door.dataReceived(keys)
            room.clock.pump([0, 4])
        for key in "ss":
            other.press(key)
            door.dataReceived(b"r")
            room.clock.advance(0)
        self.assertIn(MatchLost(2, 0), other.read())
        door.dataReceived(b"q")
        room.clock.advance(0)
        self.assertTrue(transport.disconnecting)
        door.connectionLost()
        return transport.value().decode("latin-1"), room, other

    def test_every_call(self) -> None:
        """Wherever a screen fails, the person is told so once, and plays on by plain lines; the log has one entry."""
        for screen in SCREENS:
            told = 0
            for fuse in every_call(broken):
                self.events.clear()
                self.wire(screen, fuse)
                text, room, other = self.visit(screen)
                self.assertTrue(text.endswith(f"{GoodBye()}\r\n"))
                _, fault, plain = text.partition(ScreenFault())
                self.assertNotIn(ScreenFault(), plain)
                self.assertNotIn("\x1b", plain)
                if fuse.blown:
                    told += bool(fault)
                    line = f"The screen {screen} has failed; somebody goes on with plain lines"
                    self.assert_one_entry(Broken, line)
                self.assert_well(room, [other])
            self.assertGreater(told, 1)  # one at the very end is told to nobody

    def test_programs(self) -> None:
        """A program cannot read lines: where its screen fails, its connection is closed, and its opponent told."""
        self.wire("json", Fuse(2, broken))
        room = Room(open_house=True)
        door = BotFactory(room.hall, room.clock).buildProtocol(None)
        transport = StringTransport(peerAddress=IPv4Address("TCP", "192.0.2.1", 1))
        door.makeConnection(transport)
        other = room.enter("")
        other.press("r")
        self.assert_one_entry(Broken, "The door of guest 1 (192.0.2.1:1) has failed")
        self.assertTrue(transport.disconnected)
        self.assertIn(OpponentDisconnected(), other.read())
        self.assert_well(room, [other])

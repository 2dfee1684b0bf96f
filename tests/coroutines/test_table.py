"""The table: scripts of what it is told, and what it wants done."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Collection
from itertools import cycle
from typing import Any, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st
from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines import facts
from rpsgame.coroutines.facts import (
    Count,
    Fact,
    GamesLeft,
    GameTold,
    Keys,
    MatchBegins,
    MatchEnds,
    MatchLost,
    MatchPoint,
    MatchWon,
    NobodyWins,
    OpponentDisconnected,
    OpponentTimedOut,
    OtherHasThrown,
    OurFault,
    Overall,
    PlayerConnected,
    PlayerWins,
    PressEnter,
    Remark,
    Seated,
    ThankYou,
    ThrowPlease,
    TimedOut,
    TimeLeft,
    TimeToThrow,
    Welcome,
    Wins,
    YouArePlayer,
    YourThrow,
    YouThrow,
)
from rpsgame.coroutines.games import ROCK_PAPER_SCISSORS, Game, GameCoroutine
from rpsgame.coroutines.match import Ending, Start
from rpsgame.coroutines.seats import ALONE
from rpsgame.coroutines.table import Table, table
from rpsgame.coroutines.toolbox import advance_generator_once
from rpsgame.strategies import STRATEGIES, Ask, LastWord, MatchOver, Setting, Strategy, StrategyCoroutine

from .playbook import Command, Event, Playbook, clock, exact, is_for_people, tell

START = Start(("guest 1", "guest 2"), b"seed")
JOIN = "join", None, START
LATE = "late", None, None
WATCH = "watch", "guest 9", None
STOP = "stop", None, None
PROMPT = YourThrow("r/p/s")
SAY_KEYS = facts.SayKeys((("g", "Good game!"), ("h", "Thanks!"), ("a", "Again?"), ("o", "Ouch!")), "m")


def key(player: int, key: str) -> Event:
    return "key", player, key


def leave(player: int) -> Event:
    return "leave", player, None


def over(how: str, gone: Collection[int], wins0: int, wins1: int) -> Command:
    return "over", None, Ending(how, gone, (wins0, wins1))


def guests(best_of: int = 3, timeout: int = 30) -> Table:
    """Return a table where two guests play."""
    return table(ROCK_PAPER_SCISSORS, best_of, timeout)


def host(best_of: int = 3, timeout: int = 30) -> Table:
    """Return a table where the host plays guests."""
    return table(ROCK_PAPER_SCISSORS, best_of, timeout, (1,))


def house(
    strategy: Callable[[Setting], StrategyCoroutine], best_of: int = 3, game: Game = ROCK_PAPER_SCISSORS
) -> Table:
    """Return a table where the house plays a guest."""
    return table(game, best_of, 30, (1,), Strategy("a house", strategy))


@advance_generator_once
def paper(setting: Setting) -> StrategyCoroutine:
    """A house that throws paper."""
    yield None
    while True:
        yield "p"


def assert_fault(seats: Table, event: Event, kind: type[Exception], wins: tuple[int, int] = (0, 0)) -> None:
    """Check that an event ends the match by a fault, and that the table is ready for the next one."""
    commands = seats.send(event) or []
    (word, cost, fault), *others = commands
    assert (word, cost, type(fault)) == ("fault", "match", kind)
    ended = [tell("all", OurFault()), clock(None), over("fault", (), *wins)]
    assert list(map(exact, others)) == list(map(exact, ended))
    assert seats.send(WATCH) is None
    assert seats.send(JOIN)


class GuestsTests(SynchronousTestCase):
    """Two guests, both on the clock."""

    def test_a_match(self) -> None:
        """Both are told who plays and how long they have, each game, and at the end who has won."""
        assert (
            Playbook(guests())
            >> JOIN
            << tell(0, YouArePlayer(0))
            << tell(0, PlayerConnected("guest 2"))
            << tell(1, Welcome())
            << tell(1, Seated("guest 1"))
            << tell(0, TimeToThrow(30))
            << tell(1, TimeToThrow(30))
            << tell("watchers", MatchBegins("guest 1", "guest 2"))
            << clock(25)
            << tell("players", PROMPT)
            >> key(1, "r")
            << tell(1, YouThrow("rock", 0))
            << tell(0, OtherHasThrown(1, "r/p/s"))
            >> key(1, "p")
            << tell(1, YouThrow("paper", 0))
            >> key(0, "p")
            << tell("all", GameTold("p", "p"))
            << clock(25)
            << tell("players", NobodyWins("r/p/s"))
            >> key(0, "r")
            << tell(0, YouThrow("rock", 1))
            << tell(1, OtherHasThrown(0, "r/p/s"))
            >> key(1, "p")
            << tell("all", GameTold("r", "p"))
            << tell("all", PlayerWins(1))
            << tell("all", Wins(0, 1))
            << clock(25)
            << tell("all", MatchPoint((1,)))
            << tell("players", PROMPT)
            >> key(1, "p")
            << tell(1, YouThrow("paper", 0))
            << tell(0, OtherHasThrown(1, "r/p/s"))
            >> key(0, "r")
            << tell("all", GameTold("r", "p"))
            << tell("all", PlayerWins(1))
            << tell("all", Wins(0, 2))
            << tell("players", ThankYou())
            << tell(1, MatchWon(0, 2))
            << tell(0, MatchLost(0, 2))
            << tell("watchers", MatchEnds(0, 2, "played", "guest 2"))
            << clock(None)
            << over("played", [], 0, 2)
        )

    def test_one_is_late(self) -> None:
        """One who is late is counted down and told good-bye; the other hears that, and how the match stands."""
        script = Playbook(guests()).after(JOIN, key(0, "r")) >> LATE
        script = script << tell(1, ThrowPlease()) << tell(1, Count(5)) << tell(0, TimeLeft(1, 5)) << clock(1)
        for n in (4, 3, 2, 1):
            script = script >> LATE << tell(1, Count(n)) << tell(0, TimeLeft(1, n)) << clock(1)
        assert (
            script
            >> LATE
            << tell(1, TimedOut())
            << tell(0, OpponentTimedOut())
            << tell(0, MatchEnds(0, 0, "timed out", "guest 2"))
            << tell("watchers", MatchEnds(0, 0, "timed out", "guest 2"))
            << clock(None)
            << over("timed out", [1], 0, 0)
        )

    def test_both_are_late(self) -> None:
        """Where both are late both hear the count, and both must go."""
        script = Playbook(guests(timeout=2)).after(JOIN) >> LATE
        script = script << tell(0, ThrowPlease()) << tell(0, Count(2)) << tell(1, ThrowPlease()) << tell(1, Count(2))
        assert (
            script
            << clock(1)
            >> LATE
            << tell(0, Count(1))
            << tell(1, Count(1))
            << clock(1)
            >> LATE
            << tell("players", TimedOut())
            << tell("watchers", MatchEnds(0, 0, "both timed out", "guest 1"))
            << clock(None)
            << over("timed out", [0, 1], 0, 0)
        )

    def test_a_throw_during_the_count(self) -> None:
        """The count goes on for the other alone, and ends with their throw; the next game has its whole time."""
        assert (
            Playbook(guests()).after(JOIN, LATE)
            >> key(0, "r")
            << tell(0, YouThrow("rock", 1))
            << tell(1, OtherHasThrown(0, "r/p/s"))
            >> LATE
            << tell(1, Count(4))
            << tell(0, TimeLeft(1, 4))
            << clock(1)
            >> key(1, "r")
            << tell("all", GameTold("r", "r"))
            << clock(25)
            << tell("players", NobodyWins("r/p/s"))
            >> LATE
            << tell(0, ThrowPlease())
            << tell(0, Count(5))
            << tell(1, ThrowPlease())
            << tell(1, Count(5))
            << clock(1)
        )

    def test_leaving(self) -> None:
        """When a player goes, the other and those who watch are told; the table is ready for others then."""
        for gone, name in enumerate(START.names):
            assert (
                Playbook(guests()).after(JOIN, key(0, "r"), key(1, "s"))
                >> leave(gone)
                << tell(1 - gone, OpponentDisconnected())
                << tell(1 - gone, MatchEnds(1, 0, "left", name))
                << tell("watchers", MatchEnds(1, 0, "left", name))
                << clock(None)
                << over("left", [gone], 1, 0)
                >> leave(1 - gone)
                << None
            )

    def test_stop(self) -> None:
        """A match that is cut off is over for those who watch; the players are told why by others."""
        assert (
            Playbook(guests()).after(JOIN, key(0, "r"))
            >> STOP
            << tell("watchers", MatchEnds(0, 0, "cut off", None))
            << clock(None)
            << over("cut off", [], 0, 0)
        )

    def test_watching(self) -> None:
        """Somebody who begins to watch is shown the score, and how many games have still to be won."""
        assert (
            Playbook(guests()).after(JOIN, key(0, "r"), key(1, "s"), key(0, "r"))
            >> WATCH
            << ("show", "guest 9", Wins(1, 0))
            << ("show", "guest 9", GamesLeft(1, 2))
        )

    def test_keys_that_are_no_throws(self) -> None:
        """Enter is harmless, ? says how the match stands and whose throw is missing, and the rest is wrong."""
        keys = Keys((("r", "rock"), ("p", "paper"), ("s", "scissors")))
        assert (
            Playbook(guests()).after(JOIN)
            >> key(0, "\n")
            >> key(0, "?")
            << tell(0, keys)
            << tell(0, PressEnter())
            << tell(0, facts.Rules(tuple(ROCK_PAPER_SCISSORS.rules)))
            << tell(0, SAY_KEYS)
            << tell(0, facts.SealKey("f"))
            << tell(0, Wins(0, 0))
            << tell(0, PROMPT)
            >> key(0, "x")
            << tell(0, facts.InvalidKey())
            >> key(0, "s")
            << tell(0, YouThrow("scissors", 1))
            << tell(1, OtherHasThrown(0, "r/p/s"))
            >> key(0, "?")
            << tell(0, keys)
            << tell(0, PressEnter())
            << tell(0, facts.Rules(tuple(ROCK_PAPER_SCISSORS.rules)))
            << tell(0, SAY_KEYS)
            << tell(0, facts.SealKey("f"))
            << tell(0, Wins(0, 0))
            << tell(0, YouThrow("scissors", 1))
        )

    def test_a_fault_of_the_game(self) -> None:
        """What a game raises ends the match, with the score that it had, and the next one begins."""

        @advance_generator_once
        def game() -> GameCoroutine:
            player, _ = yield None
            while True:
                player, _ = yield "win", player, "r", "r"
                if player == 0:
                    raise LookupError

        seats = table(Game("unsound", game, {"r": "rock"}), 5)
        seats.send(JOIN)
        seats.send(key(1, "r"))
        assert_fault(seats, key(0, "r"), LookupError, (0, 1))

    def test_the_next_match(self) -> None:
        """Whatever ended a match, the next one begins like the first."""
        first = guests().send(JOIN)
        assert first is not None
        for ended in ([leave(0)], [STOP], [LATE] * 6, [key(0, "r"), key(1, "p")] * 2):
            used = guests()
            for event in (JOIN, key(0, "p"), key(1, "p"), WATCH, *ended):
                used.send(event)
            again = used.send(JOIN)
            self.assertEqual(list(map(exact, again or ())), list(map(exact, first)), ended)


class HostTests(SynchronousTestCase):
    """A host, who is not timed, and one guest after another."""

    def test_a_guest(self) -> None:
        """The guest has a time to throw, and the host is told who has come."""
        assert (
            Playbook(host())
            >> JOIN
            << tell(0, PlayerConnected("guest 2"))
            << tell(1, Welcome())
            << tell(1, Seated("guest 1"))
            << tell(1, TimeToThrow(30))
            << tell("watchers", MatchBegins("guest 1", "guest 2"))
            << clock(25)
            << tell("players", PROMPT)
            >> LATE
            << tell(1, ThrowPlease())
            << tell(1, Count(5))
            << tell(0, TimeLeft(1, 5))
            << clock(1)
            >> key(1, "r")
            << tell(1, YouThrow("rock", 0))
            << tell(0, OtherHasThrown(1, "r/p/s"))
            << clock(None)
            >> LATE
            << None
        )

    def test_overall(self) -> None:
        """The host is told how many of all games they have won, whoever the guests were."""
        assert (
            Playbook(host(best_of=1)).after(JOIN, key(0, "r"), key(1, "s"), JOIN, key(0, "r"))
            >> key(1, "p")
            << tell("all", GameTold("r", "p"))
            << tell("all", PlayerWins(1))
            << tell("all", Wins(0, 1))
            << tell(0, Overall(50.0))
            << tell("players", ThankYou())
            << tell(1, MatchWon(0, 1))
            << tell(0, MatchLost(0, 1))
            << tell("watchers", MatchEnds(0, 1, "played", "guest 2"))
            << clock(None)
            << over("played", [], 0, 1)
        )

    def test_the_guest_is_late(self) -> None:
        """The host is told that the guest was timed out, whether they have thrown or not."""
        assert (
            Playbook(host(timeout=1)).after(JOIN, key(0, "r"), LATE)
            >> LATE
            << tell(1, TimedOut())
            << tell(0, OpponentTimedOut())
            << tell(0, MatchEnds(0, 0, "timed out", "guest 2"))
            << tell("watchers", MatchEnds(0, 0, "timed out", "guest 2"))
            << clock(None)
            << over("timed out", [1], 0, 0)
        )


class HouseTests(SynchronousTestCase):
    """The house, which throws first, and what may go wrong with it."""

    def test_the_house_throws_first(self) -> None:
        """The house has thrown when the guest is asked; it hears each throw only after its game."""
        heard: list[str | None] = []

        @advance_generator_once
        def listening(setting: Setting) -> StrategyCoroutine:
            last = yield None
            while True:
                heard.append(last)
                last = yield "p"

        script = Playbook(house(listening)).after(JOIN)
        self.assertEqual(heard, [None])
        assert (
            script
            >> key(1, "r")
            << tell("all", GameTold("p", "r"))
            << tell("all", PlayerWins(0))
            << tell("all", Wins(1, 0))
            << clock(25)
            << tell("all", MatchPoint((0,)))
            << tell("players", PROMPT)
        )
        self.assertEqual(heard, [None, "r"])

    def test_nobody_throws_for_the_house(self) -> None:
        """A key of player 0 makes no sense where the house plays."""
        assert Playbook(house(paper)).after(JOIN) >> key(0, "r") << None

    def test_the_last_word(self) -> None:
        """A strategy that has something to say after a match says it to the guest, having heard the last throw."""

        @advance_generator_once
        def talking(setting: Setting) -> StrategyCoroutine:
            heard: list[str] = []
            yield None
            try:
                while True:
                    heard += (yield "p") or ""
            except MatchOver:
                return LastWord("".join(heard))

        assert (
            Playbook(house(talking)).after(JOIN, key(1, "s"))
            >> key(1, "s")
            << tell("all", GameTold("p", "s"))
            << tell("all", PlayerWins(1))
            << tell("all", Wins(0, 2))
            << tell("players", ThankYou())
            << tell(1, MatchWon(0, 2))
            << tell(0, MatchLost(0, 2))
            << tell(1, Remark("ss"))
            << tell("watchers", MatchEnds(0, 2, "played", "guest 2"))
            << clock(None)
            << over("played", [], 0, 2)
        )

    def test_a_fault_in_the_last_word(self) -> None:
        """A match that is won is played, whatever becomes of the house's last word."""

        @advance_generator_once
        def deaf(setting: Setting) -> StrategyCoroutine:
            yield None
            yield "p"
            raise LookupError

        @advance_generator_once
        def speechless(setting: Setting) -> StrategyCoroutine:
            yield None
            try:
                while True:
                    yield "p"
            except MatchOver:
                raise LookupError from None

        for strategy in (deaf, speechless):
            seats = house(strategy, 1)
            first = seats.send(JOIN)
            commands = seats.send(key(1, "s")) or []
            commands = [command for command in commands if is_for_people(command)]
            words = [command[0] for command in commands]
            self.assertEqual(words, ["tell"] * 6 + ["fault", "tell", "clock", "over"])
            _, cost, fault = commands[6]
            self.assertEqual((cost, type(fault), commands[-1]), ("last word", LookupError, over("played", [], 0, 1)))
            self.assertEqual(seats.send(JOIN), first, "the next match begins like the first")

    def test_practice(self) -> None:
        """Nobody has a clock at a table where the house plays somebody who is not timed."""
        assert (
            Playbook(table(ROCK_PAPER_SCISSORS, 3, 30, (), Strategy("paper", paper)))
            >> JOIN
            << tell(0, PlayerConnected("guest 2"))
            << tell(1, Welcome())
            << tell(1, Seated("guest 1"))
            << tell("watchers", MatchBegins("guest 1", "guest 2"))
            << tell("players", PROMPT)
            >> LATE
            << None
            >> key(1, "p")
            << tell("all", GameTold("p", "p"))
            << tell("players", NobodyWins("r/p/s"))
            >> leave(1)
            << tell(0, OpponentDisconnected())
            << tell(0, MatchEnds(0, 0, "left", "guest 2"))
            << tell("watchers", MatchEnds(0, 0, "left", "guest 2"))
            << clock(None)
            << over("left", [1], 0, 0)
        )

    def test_asking(self) -> None:
        """A strategy that asks is given the answer before the guest is asked to throw; the last needs none."""

        @advance_generator_once
        def asking(setting: Setting) -> StrategyCoroutine:
            last = yield None
            while True:
                last = yield (yield Ask(last))

        assert (
            Playbook(house(asking, 1)).after(JOIN)
            >> ("answer", None, "p")
            << tell("players", PROMPT)
            >> ("answer", None, "p")
            << None
            >> key(1, "p")
            << tell("all", GameTold("p", "p"))
            << clock(25)
            << ("ask", None, "p")
            >> ("answer", None, "r")
            << tell("players", NobodyWins("r/p/s"))
            >> key(1, "p")
            << tell("all", GameTold("r", "p"))
            << tell("all", PlayerWins(1))
            << tell("all", Wins(0, 1))
            << tell("players", ThankYou())
            << tell(1, MatchWon(0, 1))
            << tell(0, MatchLost(0, 1))
            << ("note", None, "p")
            << tell("watchers", MatchEnds(0, 1, "played", "guest 2"))
            << clock(None)
            << over("played", [], 0, 1)
            >> ("answer", None, "p")
            << None
        )

    def test_the_seed(self) -> None:
        """All chance of a match comes of its seed: the same seed gives the same throws, another gives others."""

        def throws(seed: bytes) -> str:
            seats, thrown = house(STRATEGIES["random"].factory, 99), ""
            seats.send(("join", None, Start(START.names, seed)))
            for _ in range(20):
                thrown += "".join(what.choice0 for *_, what in seats.send(key(1, "r")) or () if type(what) is GameTold)
            return thrown

        self.assertEqual(throws(b"one"), throws(b"one"))
        self.assertNotEqual(throws(b"one"), throws(b"two"))

    def test_no_throw(self) -> None:
        """A strategy that throws what is no throw is a fault, and so is one that ends or raises."""
        for thrown in ("x", "", None, 3, b"r", "rock"):

            @advance_generator_once
            def wrong(setting: Setting, thrown: Any = thrown) -> StrategyCoroutine:
                yield None
                while True:
                    yield thrown

            assert_fault(house(wrong), JOIN, ValueError)

        @advance_generator_once
        def ending(setting: Setting) -> StrategyCoroutine:
            yield None
            yield "r"
            return None

        seats = house(ending)
        seats.send(JOIN)
        assert_fault(seats, key(1, "r"), RuntimeError)  # what a generator makes of the StopIteration


def decided_by(word: str, winner: int | None) -> Game:
    """Return a game whose first throw decides it."""

    @advance_generator_once
    def game() -> GameCoroutine:
        _, choice = yield None
        while True:
            _, choice = yield word, winner, choice, choice

    return Game("the-first-throw", game, {"r": "rock"})


class DecidedTests(SynchronousTestCase):
    """Games that one throw decides."""

    def test_by_the_house(self) -> None:
        """Nothing is told after the end of a match that the house's own throws decide, but how it ended."""
        for best_of in (1, 3):
            commands = house(paper, best_of, decided_by("win", 0)).send(JOIN) or []
            wins = (best_of + 1) // 2
            ended = [
                tell("players", ThankYou()),
                tell(0, MatchWon(wins, 0)),
                tell(1, MatchLost(wins, 0)),
                tell("watchers", MatchEnds(wins, 0, "played", "guest 1")),
                clock(None),
                over("played", [], wins, 0),
            ]
            said = [exact(command) for command in commands if is_for_people(command)]
            self.assertEqual(said[-len(ended) :], list(map(exact, ended)))
            self.assertEqual([what for *_, what in commands if type(what) is PlayerWins], [PlayerWins(0)] * wins)
            self.assertNotIn(YourThrow, [type(what) for *_, what in commands])

    def test_the_next_match(self) -> None:
        """The table of such a match is ready for the next one."""
        seats = house(paper, 1, decided_by("win", 0))
        self.assertEqual(seats.send(JOIN), seats.send(JOIN))

    def test_by_a_guest(self) -> None:
        """Nor does a match go on that a guest's first throw decides."""
        assert (
            Playbook(table(decided_by("win", 1), 1)).after(JOIN)
            >> key(1, "r")
            << tell("all", GameTold("r", "r"))
            << tell("all", PlayerWins(1))
            << tell("all", Wins(0, 1))
            << tell("players", ThankYou())
            << tell(1, MatchWon(0, 1))
            << tell(0, MatchLost(0, 1))
            << tell("watchers", MatchEnds(0, 1, "played", "guest 2"))
            << clock(None)
            << over("played", [], 0, 1)
        )

    def test_for_ever(self) -> None:
        """A game that the house's throw alone ties again and again is a fault, and not for ever."""
        assert_fault(house(paper, 1, decided_by("tie", None)), JOIN, ValueError)
        assert_fault(house(paper, 2 * ALONE + 1, decided_by("win", 0)), JOIN, ValueError, (ALONE, 0))


STATES: dict[str, list[Event]] = {
    "empty": [],
    "nobody has thrown": [JOIN],
    "0 has thrown": [JOIN, key(0, "r")],
    "1 has thrown": [JOIN, key(1, "r")],
    "over": [JOIN, leave(0)],
}
EVERY = set(STATES)
MATCH = EVERY - {"empty", "over"}
EVENTS: list[tuple[Event, set[str]]] = [
    (JOIN, {"empty", "over"}),
    (key(0, "r"), MATCH),
    (key(1, "x"), MATCH),
    (key(1, "?"), MATCH),
    (key(1, "\n"), MATCH),
    (LATE, MATCH),
    (leave(0), MATCH),
    (leave(1), MATCH),
    (WATCH, MATCH),
    (STOP, MATCH),
    (("moo", None, None), set()),
    (("", 1, "r"), set()),
]
PROBE: list[Event] = [WATCH, key(0, "?"), key(1, "?"), LATE, key(1, "p"), key(0, "s"), leave(1), JOIN]


class StatesTests(SynchronousTestCase):
    """Every word in every state."""

    def check(self, make: Any, event: Event, taken_in: set[str]) -> None:
        for state, before in STATES.items():
            seats, untouched = make(), make()
            for happened in before:
                seats.send(happened)
                untouched.send(happened)
            commands = seats.send(event)
            self.assertEqual(commands is not None, state in taken_in, (state, event))
            if commands is None:
                for probe in PROBE:
                    self.assertEqual(seats.send(probe), untouched.send(probe), (state, event, probe))

    def test_states_and_events(self) -> None:
        """What makes no sense in a state is ignored, and changes nothing."""
        for event, taken_in in EVENTS:
            self.check(guests, event, taken_in)

    def test_the_host(self) -> None:
        """A table where the host plays differs in one thing: when the guest has thrown, nobody is late."""
        for event, taken_in in EVENTS:
            self.check(host, event, taken_in - {"1 has thrown"} if event == LATE else taken_in)


class Told(NamedTuple):
    """How a table is made, and what it is told."""

    best_of: int
    timeout: int
    kind: str
    events: list[Event]

    def make(self) -> Table:
        timed = (0, 1) if self.kind == "guests" else (1,)
        return table(ROCK_PAPER_SCISSORS, self.best_of, self.timeout, timed, STRATEGIES.get(self.kind))


JOINS: list[Event] = [("join", None, Start(("guest 3", f"guest {n}"), bytes([n]))) for n in range(8)]
KEYS = [key(player, pressed) for player in (0, 1) for pressed in "rps?x\n"]
LIKELY = [*JOINS, *KEYS, *KEYS, *[key(1, throw) for throw in "rps"] * 3, *[LATE] * 12]
SELDOM = [leave(0), leave(1), WATCH, STOP, ("moo", None, None)]
HAPPENS = LIKELY + SELDOM
told = st.builds(
    Told,
    best_of=st.sampled_from((1, 3, 9)),
    timeout=st.sampled_from((1, 5, 30)),
    kind=st.sampled_from(("host", "guests", *STRATEGIES)),
    events=st.binary(min_size=30, max_size=60).map(
        lambda drawn: [JOIN, *(HAPPENS[byte % len(HAPPENS)] for byte in drawn)]
    ),
)


class ToldAgainTests(SynchronousTestCase):
    """All that a table has been told is a list of events, and the same list gives the same match again."""

    @settings(max_examples=2000, deadline=None, derandomize=True)
    @given(told)
    def test_told_again(self, first: Told) -> None:
        """The events of a table, stored, read and told to another, give the same commands, and all tell facts."""
        seats, shares = first.make(), cycle((1.0, 0.5, 0.02))
        events, done = list[Event](), list[list[Command] | None]()
        for event in first.events:
            events.append(event)
            done.append(seats.send(event))
            while any(word == "ask" for word, *_ in done[-1] or ()):
                events.append(("answer", None, next(shares)))
                done.append(seats.send(events[-1]))
        again = pickle.loads(pickle.dumps(first._replace(events=events)))
        others = again.make()
        for event, commands in zip(again.events, done, strict=True):
            found = others.send(event)
            assert (found is None) == (commands is None)
            assert list(map(exact, found or ())) == list(map(exact, commands or ()))
            assert all(isinstance(what, Fact) for word, _, what in commands or () if word in ("tell", "show"))

"""The machine: a script of who comes, presses and goes, and what both players are told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from twisted.trial.unittest import SynchronousTestCase

from rpsgame import Disconnect, Timeout, advance_generator_once, game_machine, rock_paper_scissors
from rpsgame.coroutines.facts import (
    Fact,
    GameTold,
    InvalidKey,
    Overall,
    PlayerConnected,
    PlayerWins,
    ThankYou,
    Welcome,
    Wins,
)
from rpsgame.coroutines.games import GameCoroutine
from rpsgame.coroutines.machine import Machine

from ..scripts import SCRIPTS, nameless

WORDS = ("waiting", "play", "disable timeout", "reset timeout")
BEATS = {"r": "s", "p": "r", "s": "p"}

junk: st.SearchStrategy[Any] = st.none() | st.text(max_size=2) | st.integers() | st.just([])
joins = st.tuples(st.just("join"), st.sampled_from(["Ernie", "Bert"]))
presses = st.tuples(st.just("key"), st.tuples(st.sampled_from((0, 1)), st.sampled_from("rpsx")))
wrong = junk | st.tuples(junk, junk) | st.tuples(st.just("key"), junk | st.tuples(junk, junk) | st.tuples(junk))
ends = st.sampled_from([Disconnect(), Timeout(), Disconnect(0), Timeout(0), Timeout(1)])
happenings = st.lists(presses | joins | wrong | ends)


def machine(best_of: int = 9) -> tuple[Machine, list[str]]:
    """Return a machine that waits for its first guest, and what will have been said, as the article prints it."""
    said: list[str] = []
    g = game_machine(rock_paper_scissors, lambda t, player="all": said.append(f"{player} > {t}"), best_of)
    assert next(g) == "waiting"
    return g, said


def happen(g: Machine, event: Any) -> str:
    """Send or throw *event*."""
    return g.throw(event) if isinstance(event, Exception) else g.send(event)


class ArticleTests(SynchronousTestCase):
    """The article's transcript."""

    def test_ernie_then_bert(self) -> None:
        """Every line that the article shows, and every word that it shows or leaves out."""
        said: list[str] = []

        def say(t: str, player: int | str = "all") -> None:
            said.append(f"{player} > {t}")

        g = game_machine(rock_paper_scissors, say)

        def shows(word: str, *lines: str) -> Callable[[str], None]:
            def check(yielded: str) -> None:
                self.assertEqual((yielded, said), (word, list(lines)))
                said.clear()

            return check

        shows("waiting")(next(g))
        shows("reset timeout", "0 > Player connected: Ernie", "1 > Welcome to the game")(g.send(("join", "Ernie")))
        shows("play")(g.send(("key", (0, "r"))))
        shows(
            "reset timeout",
            "all > Player 0: r, Player 1: s",
            "all > Player 0 wins!",
            "all > Wins: 1 - 0",
            "0 > Overall: 100.00%",
        )(g.send(("key", (1, "s"))))
        shows("waiting", "0 > Opponent disconnected.")(g.throw(Disconnect()))
        shows("reset timeout", "0 > Player connected: Bert", "1 > Welcome to the game")(g.send(("join", "Bert")))
        shows("play", "1 > Invalid key")(g.send(("key", (1, "x"))))
        shows("disable timeout")(g.send(("key", (1, "p"))))
        shows(
            "reset timeout",
            "all > Player 0: r, Player 1: p",
            "all > Player 1 wins!",
            "all > Wins: 0 - 1",
            "0 > Overall: 50.00%",
        )(g.send(("key", (0, "r"))))
        for player, key in [(0, "s"), (1, "p")] * 5:
            r = g.send(("key", (player, key)))
        shows(
            "waiting",
            *("all > Player 0: s, Player 1: p", "all > Player 0 wins!", "all > Wins: 1 - 1", "0 > Overall: 66.67%"),
            *("all > Player 0: s, Player 1: p", "all > Player 0 wins!", "all > Wins: 2 - 1", "0 > Overall: 75.00%"),
            *("all > Player 0: s, Player 1: p", "all > Player 0 wins!", "all > Wins: 3 - 1", "0 > Overall: 80.00%"),
            *("all > Player 0: s, Player 1: p", "all > Player 0 wins!", "all > Wins: 4 - 1", "0 > Overall: 83.33%"),
            *("all > Player 0: s, Player 1: p", "all > Player 0 wins!", "all > Wins: 5 - 1", "0 > Overall: 85.71%"),
            "all > Thank you for playing!",
        )(r)


class MachineTests(SynchronousTestCase):
    """One guest after another."""

    def test_timeout(self) -> None:
        """A guest who is late is told good-bye, and so is the house; the next guest may come."""
        g, said = machine()
        g.send(("join", "Ernie"))
        self.assertEqual(g.throw(Timeout()), "waiting")
        self.assertEqual(said[2:], ["all > Timed out. Good-bye"])
        self.assertEqual(g.send(("join", "Bert")), "reset timeout")

    def test_tie(self) -> None:
        """A tie counts for nobody, and the guest has a new time for the next game."""
        g, said = machine()
        g.send(("join", "Ernie"))
        self.assertEqual(g.send(("key", (1, "p"))), "disable timeout")
        self.assertEqual(g.send(("key", (0, "p"))), "reset timeout")
        self.assertEqual(said[2:], ["all > Player 0: p, Player 1: p"])

    def test_house_leaves(self) -> None:
        """When the house goes, the guest is told; when one is late, each is told what concerns them."""
        for gone, told in [
            (Disconnect(0), ["1 > Opponent disconnected."]),
            (Timeout(0), ["0 > Timed out. Good-bye", "1 > Opponent timed out."]),
            (Timeout(1), ["1 > Timed out. Good-bye", "0 > Opponent timed out."]),
        ]:
            g, said = machine()
            g.send(("join", "Ernie"))
            self.assertEqual((g.throw(gone), said[2:]), ("waiting", told))

    def test_both_timed(self) -> None:
        """Where both are timed, the throw of either stops their clock."""
        g = game_machine(rock_paper_scissors, lambda t, player="all": None, timed=(0, 1))
        told = [next(g), g.send(("join", "Ernie")), g.send(("key", (0, "r"))), g.send(("key", (0, "p")))]
        self.assertEqual(told, ["waiting", "reset timeout", "disable timeout", "disable timeout"])

    def test_facts_are_told(self) -> None:
        """What is said is facts, which carry who threw what, who has won and how the match stands."""
        said: list[str] = []
        g = game_machine(rock_paper_scissors, lambda t, player="all": said.append(t), best_of=1)
        next(g)
        for event in [("join", "Ernie"), ("key", (1, "z")), ("key", (0, "r")), ("key", (1, "p"))]:
            g.send(event)
        told: list[Fact] = [PlayerConnected("Ernie"), Welcome(), InvalidKey()]
        told += [GameTold("r", "p"), PlayerWins(1), Wins(0, 1), Overall(0.0), ThankYou()]
        self.assertEqual([(type(fact), fact) for fact in said], [(type(fact), fact) for fact in told])

    def test_long_matches(self) -> None:
        """The score of a match of more than nine wins is told as any other."""
        g, said = machine(21)
        g.send(("join", "Ernie"))
        for _ in range(11):
            g.send(("key", (0, "r")))
            g.send(("key", (1, "s")))
        self.assertEqual(said[-3], "all > Wins: 11 - 0")

    def test_states_and_events(self) -> None:
        """In each state each event leads to one word; what makes no sense there leads to the word for no change."""
        join, rock, paper = ("join", "Ernie"), ("key", (0, "r")), ("key", (1, "p"))
        states: dict[str, list[Any]] = {
            "empty": [],
            "nobody has thrown": [join],
            "0 has thrown": [join, rock],
            "1 has thrown": [join, paper],
        }
        table: list[tuple[Any, str, str, str, str]] = [
            (join, "reset timeout", "play", "play", "play"),
            (rock, "waiting", "play", "play", "reset timeout"),
            (paper, "waiting", "disable timeout", "reset timeout", "disable timeout"),
            (("key", (0, "x")), "waiting", "play", "play", "play"),
            (("key", (1, "x")), "waiting", "play", "play", "play"),
            (("leave", 1), "waiting", "play", "play", "play"),
            (Disconnect(), "waiting", "waiting", "waiting", "waiting"),
            (Timeout(), "waiting", "waiting", "waiting", "waiting"),
        ]
        for event, *words in table:
            for (state, before), word in zip(states.items(), words, strict=True):
                g, _ = machine()
                for happened in before:
                    g.send(happened)
                self.assertEqual(happen(g, event), word, (state, event))

    def test_a_game_that_raises(self) -> None:
        """What a game raises the machine raises, and it has ended."""

        @advance_generator_once
        def broken() -> GameCoroutine:
            yield None
            raise RuntimeError("broken")

        g = game_machine(broken, lambda t, player="all": None)
        next(g)
        g.send(("join", "Ernie"))
        with self.assertRaises(RuntimeError):
            g.send(("key", (0, "r")))
        with self.assertRaises(StopIteration):
            g.send(("join", "Bert"))

    def test_overall_untold(self) -> None:
        """Where there is no house that plays one guest after another, nobody is told of all their games."""
        said: list[str] = []
        g = game_machine(rock_paper_scissors, lambda t, player="all": said.append(t), tell_overall=False)
        next(g)
        for event in [("join", "Ernie"), ("key", (0, "r")), ("key", (1, "p"))]:
            g.send(event)
        self.assertEqual(said[2:], ["Player 0: r, Player 1: p", "Player 1 wins!", "Wins: 0 - 1"])

    def test_empty_seat(self) -> None:
        """Without a guest nothing is played, nobody can leave or be late, and nothing is said."""
        g, said = machine()
        for event in [("key", (0, "r")), ("key", (1, "r")), ("leave", 1), None, Disconnect(), Timeout()]:
            self.assertEqual(happen(g, event), "waiting")
        self.assertEqual(said, [])

    def test_nonsense(self) -> None:
        """An event, a seat or a key that is none changes nothing, and the throw that was made stands."""
        g, said = machine()
        g.send(("join", "Ernie"))
        g.send(("key", (0, "r")))
        nonsense: list[Any] = [None, "key", ("key",), ("key", "r"), ("key", (2, "r")), ("key", (-1, "r"))]
        nonsense += [("key", (1, None)), ("key", (1, b"r")), ("key", (None, "r")), ("join", "Bert"), ("moo", (1, "r"))]
        for event in nonsense:
            self.assertEqual(g.send(event), "play", event)
        self.assertEqual(said[2:], [])
        g.send(("key", (1, "s")))
        self.assertIn("all > Wins: 1 - 0", said)

    def test_best_of(self) -> None:
        """The match is won by more than half of its games; an even or negative number of games is refused."""
        for best_of in (1, 3, 5):
            g, said = machine(best_of)
            word = g.send(("join", "Ernie"))
            games = 0
            while word != "waiting":
                g.send(("key", (0, "r")))
                word = g.send(("key", (1, "p")))
                games += 1
            self.assertEqual((games, said[-1]), ((best_of + 1) // 2, "all > Thank you for playing!"))
        for best_of in (0, 2, -1):
            with self.assertRaises(ValueError):
                machine(best_of)

    def test_scripts(self) -> None:
        """What the shared scripts have both players told is what the machine says, their clock left aside."""
        for name, steps in SCRIPTS.items():
            g, said = machine()
            for event, told in steps:
                said.clear()
                if event[0] == "wait":
                    if "Timed out. Good-bye" in told[0]:
                        g.throw(Timeout())
                elif event[0] == "leave":
                    g.throw(Disconnect())
                else:
                    g.send(("join", "Ernie") if event[0] == "join" else ("key", event[1:]))
                for player in (0, 1):
                    lines = [line.partition(" > ") for line in said]
                    heard = [nameless(line) for to, _, line in lines if to in ("all", str(player))]
                    self.assertEqual(heard, [line for line in told[player] if not line.isdigit()], (name, event))


class AnythingTests(SynchronousTestCase):
    """Whatever happens, in any order."""

    @settings(deadline=None, derandomize=True, max_examples=300)
    @given(happenings)
    def test_words(self, events: list[Any]) -> None:
        """A machine yields one of its four words, and at the end it closes quietly."""
        g, said = machine(3)
        for event in events:
            self.assertIn(happen(g, event), WORDS)
        said.clear()
        g.close()
        self.assertEqual(said, [])

    @settings(deadline=None, derandomize=True)
    @given(happenings, ends)
    def test_ends(self, events: list[Any], end: Exception) -> None:
        """A Timeout or a Disconnect at any moment leads to 'waiting', and then a guest may join."""
        g, _ = machine(3)
        for event in events:
            happen(g, event)
        self.assertEqual(g.throw(end), "waiting")
        self.assertEqual(g.send(("join", "Bert")), "reset timeout")

    @settings(deadline=None, derandomize=True, max_examples=300)
    @given(happenings)
    def test_scores(self, events: list[Any]) -> None:
        """The scores add up: of the match, and of all matches."""
        g, said = machine(3)
        scores: list[str] = []
        wins = [0, 0]
        overall: list[int] = []
        thrown: dict[int, str] = {}
        playing = False
        for event in events:
            match event:
                case Exception():
                    playing = False
                case ("join", _) if not playing:
                    playing, wins, thrown = True, [0, 0], {}
                case ("key", (0 | 1 as player, "r" | "p" | "s" as key)) if playing:
                    thrown[player] = key
                    if len(thrown) == 2:
                        if thrown[0] != thrown[1]:
                            winner = int(BEATS[thrown[1]] == thrown[0])
                            wins[winner] += 1
                            overall.append(winner == 0)
                            scores += [f"all > Wins: {wins[0]} - {wins[1]}"]
                            scores += [f"0 > Overall: {100 * sum(overall) / len(overall):5.2f}%"]
                            playing = 2 not in wins
                        thrown = {}
            word = happen(g, event)
            self.assertEqual(word != "waiting", playing)
        self.assertEqual([line for line in said if " > Wins: " in line or " > Overall: " in line], scores)

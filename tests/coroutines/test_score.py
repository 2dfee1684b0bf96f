"""The score: what all are told of it besides, and what those who begin to watch are shown."""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines.facts import Fact, GamesLeft, MatchPoint, PlayerWins, Streak, Wins, YourThrow
from rpsgame.coroutines.games import ROCK_PAPER_SCISSORS
from rpsgame.coroutines.match import Start
from rpsgame.coroutines.score import LONGEST
from rpsgame.coroutines.table import Table, table

BEATS = {"r": "s", "s": "p", "p": "r"}


def begun(best_of: int, winners: str) -> tuple[Table, list[list[Fact]]]:
    """Return a table where games were won by players 0 and 1, or tied, -; and what all were told of each, by kinds."""
    seats = table(ROCK_PAPER_SCISSORS, best_of)
    seats.send(("join", None, Start(("Ann", "Bob"), b"seed")))
    told: list[list[Fact]] = []
    for winner in winners:
        thrown = {"0": "rs", "1": "sr", "-": "rr"}[winner]
        commands = [command for player in (0, 1) for command in seats.send(("key", player, thrown[player])) or []]
        facts = [what for word, who, what in commands if word == "tell" and who in ("all", "players")]
        told.append([fact for fact in facts if isinstance(fact, (PlayerWins, Streak, MatchPoint, YourThrow))])
    return seats, told


def news(best_of: int, winners: str) -> list[list[Fact]]:
    """Return what all are told of each game besides who has won it."""
    told = begun(best_of, winners)[1]
    return [[fact for fact in facts if isinstance(fact, (Streak, MatchPoint))] for facts in told]


class MatchPointTests(SynchronousTestCase):
    """One game more wins the match."""

    def test_one_player(self) -> None:
        """It is said of the winner of a game, once, and of both where both need one more."""
        self.assertEqual(news(5, "00"), [[], [MatchPoint((0,))]])
        self.assertEqual(news(5, "0101"), [[], [], [MatchPoint((0,))], [MatchPoint((0, 1))]])
        self.assertEqual(news(3, "10"), [[MatchPoint((1,))], [MatchPoint((0, 1))]])

    def test_a_tie(self) -> None:
        """A tie does not say it again."""
        self.assertEqual(news(5, "00-"), [[], [MatchPoint((0,))], []])

    def test_the_other_wins(self) -> None:
        """Nor does a game that the other wins, who needs more."""
        self.assertEqual(news(5, "110"), [[], [MatchPoint((1,))], []])

    def test_one_game(self) -> None:
        """In a match of one game, and of one that has been won, nothing is said."""
        self.assertEqual(news(1, "0"), [[]])
        self.assertEqual(news(3, "00")[1], [])

    def test_before_the_prompt(self) -> None:
        """It comes between the result and the next prompt."""
        _, told = begun(9, "1111")
        self.assertEqual(
            [*map(type, told[3])],
            [PlayerWins, Streak, MatchPoint, YourThrow],
        )
        self.assertEqual(told[3][1:3], [Streak(1, 4), MatchPoint((1,))])


class StreakTests(SynchronousTestCase):
    """Games that one player has won in a row."""

    def test_three_and_more(self) -> None:
        """The third is said, and each that follows; the other's game ends it."""
        self.assertEqual(
            news(99, "0000111"),
            [[], [], [Streak(0, 3)], [Streak(0, 4)], [], [], [Streak(1, 3)]],
        )

    def test_ties_between(self) -> None:
        """Ties neither count nor end it."""
        self.assertEqual(news(99, "1-1--1-"), [[], [], [], [], [], [Streak(1, 3)], []])

    def test_the_last_game(self) -> None:
        """The end of the match says enough."""
        self.assertEqual(news(5, "000"), [[], [MatchPoint((0,))], []])

    def test_a_new_match(self) -> None:
        """Each match begins anew."""
        seats, _ = begun(5, "00")
        seats.send(("leave", 0, None))
        seats.send(("join", None, Start(("Ann", "Eve"), b"seed")))
        told = [command for player, key in enumerate("rs") for command in seats.send(("key", player, key)) or []]
        self.assertEqual([what for *_, what in told if isinstance(what, (Streak, MatchPoint))], [])


class StandingTests(SynchronousTestCase):
    """What somebody is shown who begins to watch."""

    def shown(self, best_of: int, winners: str) -> list[Fact]:
        commands = begun(best_of, winners)[0].send(("watch", "Eve", None)) or []
        self.assertEqual({command[:2] for command in commands}, {("show", "Eve")})
        return [what for *_, what in commands]

    def test_games_left(self) -> None:
        """The least is what the one who leads needs, the most what both need, but one."""
        for winners, least, most in (("", 5, 9), ("0", 4, 8), ("01-0", 3, 6), ("0001111", 1, 2), ("01010101", 1, 1)):
            score = Wins(winners.count("0"), winners.count("1"))
            self.assertEqual(self.shown(9, winners), [score, GamesLeft(least, most)])

    def test_a_long_match(self) -> None:
        """In a match that is longer than anybody plays, games are not counted."""
        self.assertEqual(self.shown(LONGEST, ""), [Wins(0, 0), GamesLeft(50, 99)])
        self.assertEqual(self.shown(LONGEST + 2, ""), [Wins(0, 0)])

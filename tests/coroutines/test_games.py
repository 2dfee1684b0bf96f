"""The games: scripts of who throws what, and what the referee says."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from twisted.trial.unittest import SynchronousTestCase

from rpsgame import rock_paper_scissors
from rpsgame.coroutines.games import ROCK_PAPER_SCISSORS

BEATS = {"r": "s", "p": "r", "s": "p"}


def winner(choice0: str, choice1: str) -> int | None:
    """Who wins, by the rules as one tells them to a child."""
    if BEATS[choice0] == choice1:
        return 0
    return 1 if BEATS[choice1] == choice0 else None


class RockPaperScissorsTests(SynchronousTestCase):
    """The article's game."""

    def test_article(self) -> None:
        """The article's transcript, line by line."""
        rps = rock_paper_scissors()
        self.assertIsNone(rps.send((0, "r")))
        self.assertEqual(rps.send((1, "p")), ("win", 1, "r", "p"))
        self.assertIsNone(rps.send((1, "s")))
        self.assertIsNone(rps.send((1, "p")))
        self.assertEqual(rps.send((1, "z")), "invalid key")
        self.assertEqual(rps.send((0, "s")), ("win", 0, "s", "p"))
        self.assertIsNone(rps.send((0, "r")))
        self.assertEqual(rps.send((1, "r")), ("tie", None, "r", "r"))

    def test_no_throw(self) -> None:
        """Only the single characters r, p and s are throws; nothing else changes the game."""
        rps = rock_paper_scissors()
        rps.send((0, "r"))
        no_throws: list[Any] = ["", "rp", "rps", "R", " ", "\n", None, 0, b"r", ("r",)]
        for key in no_throws:
            self.assertEqual(rps.send((0, key)), "invalid key", key)
        self.assertEqual(rps.send((1, "s")), ("win", 0, "r", "s"))

    @settings(deadline=None, derandomize=True)
    @given(st.lists(st.tuples(st.sampled_from((0, 1)), st.sampled_from("rpsx"))))
    def test_any_throws(self, sent: list[tuple[int, str]]) -> None:
        """A game is decided by the last throw of each, as soon as both have thrown."""
        rps = rock_paper_scissors()
        thrown: dict[int, str] = {}
        for player, key in sent:
            result = rps.send((player, key))
            if key == "x":
                self.assertEqual(result, "invalid key")
                continue
            thrown[player] = key
            if len(thrown) < 2:
                self.assertIsNone(result)
                continue
            won = winner(thrown[0], thrown[1])
            self.assertEqual(result, ("tie" if won is None else "win", won, thrown[0], thrown[1]))
            thrown = {}

    def test_words(self) -> None:
        """The game as a table knows it: its name, its coroutine, and a word for each throw."""
        game = ROCK_PAPER_SCISSORS
        self.assertEqual((game.name, game.factory), ("rock-paper-scissors", rock_paper_scissors))
        self.assertEqual(game.throws, {"r": "rock", "p": "paper", "s": "scissors"})

    def test_outcomes(self) -> None:
        """What each throw of player 0 is to them, against each of player 1, is found out from the coroutine."""
        self.assertEqual(ROCK_PAPER_SCISSORS.outcomes, ((0, -1, 1), (1, 0, -1), (-1, 1, 0)))

"""The games: scripts of who throws what, and what the referee says."""

from __future__ import annotations

from itertools import cycle, product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from twisted.trial.unittest import SynchronousTestCase

from rpsgame import advance_generator_once, rock_paper_scissors
from rpsgame.coroutines.facts import Keys, PressEnter, Rules
from rpsgame.coroutines.games import GAMES, ROCK_PAPER_SCISSORS, Game, GameCoroutine

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


CRUSHES = {"r": "sl", "p": "rv", "s": "pl", "v": "rs", "l": "pv"}


def results(game: Game) -> dict[str, int | None]:
    """Return who wins by the throw of player 0 and that of player 1, who throws first here."""
    played, won = game.factory(), {}
    for key0, key1 in product(game.throws, repeat=2):
        assert played.send((1, key1)) is None
        result = played.send((0, key0))
        assert isinstance(result, tuple)
        won[key0 + key1] = result[1]
        assert result == ("tie" if result[1] is None else "win", result[1], key0, key1)
    return won


class OurGamesTests(SynchronousTestCase):
    """The other games of ours, by their rules."""

    def test_names(self) -> None:
        """A game is found by its name, and people are told its rules."""
        self.assertEqual(
            list(GAMES), ["rock-paper-scissors", "rock-paper-scissors-lizard-spock", "odds-and-evens", "morra"]
        )
        for name, game in GAMES.items():
            self.assertEqual(game.name, name)
            self.assertTrue(game.rules)

    def test_lizard_spock(self) -> None:
        """Each of the five throws beats two others, which its rule names."""
        game = GAMES["rock-paper-scissors-lizard-spock"]
        for pair in product(game.throws, repeat=2):
            expected = None if pair[0] == pair[1] else 0 if pair[1] in CRUSHES[pair[0]] else 1
            self.assertEqual(results(game)["".join(pair)], expected, pair)
        for (key, throw), rule in zip(game.throws.items(), game.rules, strict=True):
            self.assertEqual(
                {word for word in game.throws.values() if word in rule.lower().replace("spock", "Spock")},
                {throw, *(game.throws[loser] for loser in CRUSHES[key])},
            )

    def test_circles(self) -> None:
        """The throws are listed so that each beats the one before it, and of five the third before it."""
        for name, throws, beaten in (("rock-paper-scissors", 3, {1}), ("rock-paper-scissors-lizard-spock", 5, {1, 3})):
            outcomes = GAMES[name].outcomes
            assert outcomes
            wins = {(i - j) % throws for i, row in enumerate(outcomes) for j, value in enumerate(row) if value == 1}
            self.assertEqual((wins, len(outcomes)), (beaten, throws))

    def test_odds_and_evens(self) -> None:
        """An even sum wins for player 0, an odd one for player 1, and nobody ties."""
        self.assertEqual(results(GAMES["odds-and-evens"]), {"11": 0, "12": 1, "21": 1, "22": 0})

    def test_morra(self) -> None:
        """The player who calls the sum of the fingers wins, unless the other does so too."""
        self.assertEqual(
            {thrown: won for thrown, won in results(GAMES["morra"]).items() if won is not None},
            {"ab": 0, "ba": 1, "bd": 0, "db": 1, "dc": 0, "cd": 1, "ca": 0, "ac": 1},
        )

    def test_minds_change(self) -> None:
        """A player may throw otherwise until the other has thrown; a wrong key changes nothing."""
        morra = GAMES["morra"].factory()
        self.assertEqual(
            [morra.send((1, key)) for key in ("a", "b", "e", "", "ab")], [None, None] + ["invalid key"] * 3
        )
        self.assertEqual(morra.send((0, "d")), ("win", 1, "d", "b"))
        self.assertEqual(morra.send((0, "e")), "invalid key")
        self.assertIsNone(morra.send((0, "a")))


def game_of(factory: Any = rock_paper_scissors, throws: Any = None, **other: Any) -> Game:
    """Return a game that is right where nothing else is said."""
    return Game(**{"name": "a-game", "factory": factory, "throws": throws or {"r": "rock", "p": "paper"}, **other})


class RefusedTests(SynchronousTestCase):
    """Games that cannot be played."""

    def test_when_it_is_made(self) -> None:
        """What cannot work is refused with the reason."""
        name, key = "its name must be of letters and digits, with hyphens between words", "the key {!r} "
        cases: list[tuple[dict[str, Any], str]] = [
            *(({"name": wrong}, name) for wrong in ("", "odds and evens", "-morra", "morra-", "a/b", "a\nb", None)),
            ({"factory": rock_paper_scissors()}, "its factory cannot be called"),
            *(({"throws": wrong}, "it has no throws, which are a word for each key") for wrong in (["r", "p"], "rp")),
            ({"throws": {1: "one"}}, "the key 1 is not one character"),
            ({"throws": {"": "rock"}}, "the key '' is not one character"),
            ({"throws": {"r": "rock", "10": "ten"}}, "the key '10' is not one character"),
            *(({"throws": {wrong: "rock"}}, key.format(wrong) + "has a meaning already") for wrong in "q?\x03\x04"),
            ({"throws": {"R": "rock"}}, "the key 'R' is a capital, which players send as a small letter"),
            *(({"throws": {wrong: "rock"}}, key.format(wrong) + "cannot be seen") for wrong in "\n\x1b \x7f\xa0"),
            *(({"throws": {"r": wrong}}, f"a throw cannot be called {wrong!r}") for wrong in ("", " ", "a\nb", None)),
            ({"throws": {"r": "rock", "s": "rock"}}, "it has two keys for one throw"),
            *(
                ({"rules": [wrong]}, f"the rule {wrong!r} is no sentence")
                for wrong in ("", "Rock wins", "A.\r\n", None)
            ),
            *(
                ({"rules": wrong}, "its rules are no sequence of sentences")
                for wrong in ("Rock wins.", None, {"Rock wins."}, iter(["Rock wins."]))
            ),
            *(
                ({"strategies": wrong}, "its strategies are no sequence of names")
                for wrong in ("reader", None, [5], [["reader"]], {"reader"})
            ),
        ]
        for wrong, reason in cases:
            with self.subTest(reason):
                problem = self.assertRaises(ValueError, game_of, **wrong)
                named = wrong.get("name", "a-game")
                self.assertEqual(str(problem), f"the game {named!r} cannot be played: {reason}")
        self.assertRaises(ValueError, Game, "a-game", rock_paper_scissors, {})

    def test_what_works(self) -> None:
        """One throw is enough, and any character that can be seen may be a key, w too, which is for those who wait."""
        game_of(throws={"x": "the only throw"})
        game_of(
            name="Jeu-2-d\xe9s", throws={"w": "well", "1": "one", "!": "bang", "\xe9": "\xe9p\xe9e", "\u77f3": "stone"}
        )
        game_of(rules=("Rock wins.", "So there!"), strategies=("reader",))

    def test_when_it_is_tried_out(self) -> None:
        """A coroutine that raises is a fault of the game, in a line with its reason."""

        @advance_generator_once
        def raises() -> GameCoroutine:
            yield None
            raise KeyError("rock")

        def not_primed() -> GameCoroutine:
            yield None

        def none() -> None: ...

        for factory, reason in (
            (raises, "it raises KeyError: 'rock'"),
            (not_primed, "it raises TypeError: can't send non-None value to a just-started generator"),
            (none, "it raises AttributeError: 'NoneType' object has no attribute 'send'"),
            (lambda: 1 / 0, "it raises ZeroDivisionError: division by zero"),
        ):
            problem = self.assertRaises(ValueError, lambda factory=factory: game_of(factory).outcomes)
            self.assertEqual(str(problem), f"the game 'a-game' cannot be played: {reason}")


class OutcomesTests(SynchronousTestCase):
    """What each throw is to player 0 against each other, found out from the coroutine."""

    def test_matrix(self) -> None:
        """A row for each throw of player 0, and in it a win, a tie or a loss for each of player 1."""
        self.assertEqual(ROCK_PAPER_SCISSORS.outcomes, ((0, -1, 1), (1, 0, -1), (-1, 1, 0)))
        self.assertEqual(GAMES["odds-and-evens"].outcomes, ((1, -1), (-1, 1)))

    def test_no_matrix(self) -> None:
        """There is none where a game remembers the last one, does not end with both throws, or tells others."""

        def says(*answers: Any) -> Any:
            @advance_generator_once
            def game() -> GameCoroutine:
                yield None
                for answer in cycle(answers):
                    _ = yield answer

            return game

        win0, win1 = ("win", 0, "r", "r"), ("win", 1, "r", "r")
        for answers in (
            (None, win0, None, win1),
            (None, None),
            (win0, win0),
            (None, "invalid key"),
            (None, ("win", 0, "r", "rr")),
        ):
            self.assertIsNone(game_of(says(*answers), {"r": "rock"}).outcomes, answers)
        self.assertEqual(game_of(says(None, win0), {"r": "rock"}).outcomes, ((1,),))


class ToldTests(SynchronousTestCase):
    """What people are told of a game."""

    def test_rules(self) -> None:
        """A guest who comes, or asks, is told the keys, and all rules in one line."""
        for game in GAMES.values():
            keys, enter, rules = game.welcome
            self.assertEqual((keys, enter), (Keys(tuple(game.throws.items())), PressEnter()))
            self.assertEqual(rules, Rules(tuple(game.rules)))
        self.assertEqual([len(game.rules) for game in GAMES.values()], [3, 5, 2, 2])

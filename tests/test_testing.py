"""rpsgame.testing: ours keep all rules; whatever breaks one is told so in one sentence, and nothing else."""

from __future__ import annotations

import re
import unittest
from pathlib import Path
from typing import Any

from twisted.trial.unittest import SynchronousTestCase

from rpsgame.catalogue import fits
from rpsgame.coroutines.games import GAMES, Game
from rpsgame.strategies import STRATEGIES, Strategy
from rpsgame.testing import GameTests, StrategyTests, faults_of_game, faults_of_strategy, games, strategies

from . import wrong_games, wrong_strategies
from .wrong_calls import Prints
from .wrong_imports import Naps, Sleeps, reminisces

WAITS = "Line 5 of tests.wrong_imports imports time, which can wait; a coroutine never waits, its caller does."
FORMS = "None, 'invalid key', ('win', 0 or 1, choice0, choice1) or ('tie', None, choice0, choice1)."
TIED = "After 'a' by player 0, 'a' by player 1"
THROW_OR_THROWS = "it must be the key of their throw or, in a game of several, keys in their order."
WRONG_GAMES: list[tuple[Any, str]] = [
    (wrong_games.no_game, "The factory makes None, which is no coroutine."),
    (wrong_games.no_factory, "The factory makes no coroutine, for it raises RuntimeError: no game today."),
    (wrong_games.later, "The factory is written with async def: write it with def and yield."),
    (wrong_games.one_by_one, "The factory is written with async def: write it with def and yield."),
    (
        wrong_games.not_primed,
        "What the factory makes cannot be sent to at once: decorate it with advance_generator_once.",
    ),
    (wrong_games.ends, "After 'a' by player 0 the coroutine ends; it must referee the next game too."),
    (wrong_games.Raises, "After ' ' by player 1 the coroutine raises KeyError: ' '."),
    (wrong_games.RaisesNothing, f"{TIED} the coroutine raises ValueError."),
    (wrong_games.Exits, "After ' ' by player 1 the coroutine raises SystemExit: 1."),
    (wrong_games.breaks, "The factory makes no coroutine, for it raises Break."),
    (wrong_games.Breaks, "After ' ' by player 1 the coroutine raises Break."),
    (
        wrong_games.Unspeakable,
        "It raises Break, where the rule is: Every answer is None, 'invalid key', an outcome with a winner, or one "
        "without.",
    ),
    (wrong_games.SaysMoo, f"After ' ' by player 1 the answer is 'moo', not {FORMS}"),
    (wrong_games.SaysOk, f"After 'a' by player 0 the answer is 'ok', not {FORMS}"),
    (wrong_games.NoWinner, f"{TIED} the answer is ('win', None, 'a', 'a'), not {FORMS}"),
    (wrong_games.ThirdPlayer, f"{TIED} the answer is ('win', 2, 'a', 'a'), not {FORMS}"),
    (wrong_games.TrueWins, f"{TIED} the answer is ('win', True, 'a', 'a'), not {FORMS}"),
    (wrong_games.OnePointNothingWins, f"{TIED} the answer is ('win', 1.0, 'a', 'a'), not {FORMS}"),
    (wrong_games.TieHasWinner, f"{TIED} the answer is ('tie', 0, 'a', 'a'), not {FORMS}"),
    (wrong_games.List, f"{TIED} the answer is ['tie', None, 'a', 'a'], not {FORMS}"),
    (
        wrong_games.Chance,
        "After 'a' by player 0, 'b' by player 1 the answer is ('win', 1, 'a', 'b'), and ('win', 0, 'a', 'b') another "
        "time: there must be no chance in a game.",
    ),
    (
        wrong_games.WinnerServes,
        "After 'b' by player 0, 'b' by player 1 the answer is ('win', 0, 'b', 'b'), and ('tie', None, 'b', 'b') in a "
        "first game: something is left of those before.",
    ),
    (
        wrong_games.Shares,
        "Two coroutines that are played at the same time disturb each other: they share something.",
    ),
    (wrong_games.NeverTakesBees, "The key 'b' is listed as a throw, and is always invalid for player 1."),
    (wrong_games.TakesCapitals, "After 'A' by player 0 the answer is None, not 'invalid key': 'A' is no throw."),
    (
        wrong_games.WrongKeyForgets,
        "A wrong key changes the game: the throws after it have other answers than without it.",
    ),
    (
        wrong_games.NoSecondThoughts,
        "After 'a' by player 0, 'b' by player 0, 'a' by player 1 the answer is ('tie', None, 'a', 'a'), not "
        "('win', 0, 'b', 'a'): minds may change.",
    ),
    (wrong_games.Tells, "After 'a' by player 0 the answer is ('win', 1, 'a', ''), before both have thrown."),
    (
        wrong_games.NoTwoAlike,
        "After 'a' by player 0, 'a' by player 1 the answer is 'invalid key', and ('win', 0, 'b', 'a') where player 0 "
        "has thrown 'b': that tells of a throw.",
    ),
    (wrong_games.Words, f"{TIED} the outcome has 'ant' as the choice of player 1: {THROW_OR_THROWS}"),
    (wrong_games.NoChoice, f"{TIED} the outcome has '' as the choice of player 0: {THROW_OR_THROWS}"),
    (wrong_games.NoEnd, "No game ends, whatever the players throw."),
    (wrong_games.NobodyWins, "Nobody wins, whatever the players throw: a match would never end."),
    (wrong_games.HouseWins, "Player 1 never wins, whatever the players throw."),
    (
        wrong_games.FirstWins,
        "After 'a' by player 1, 'a' by player 0 the answer is ('win', 1, 'a', 'a'), not ('win', 0, 'a', 'a'): the "
        "first to throw matters.",
    ),
    (wrong_games.Remembers, "The coroutine's memory grows, by # bytes in 10000 games."),
    (Sleeps, WAITS),
]

WRONG_STRATEGIES: list[tuple[Any, str]] = [
    (wrong_strategies.no_factory, "The factory makes no coroutine, for it raises RuntimeError: no match today."),
    (wrong_strategies.later, "The factory is written with async def: write it with def and yield."),
    (
        wrong_strategies.AsksForever,
        "In a match to 1 win against a it throws Ask(what='again?'), which is no throw of watched.",
    ),
    (
        wrong_strategies.not_primed,
        "What the factory makes cannot be sent to at once: decorate it with advance_generator_once.",
    ),
    (Naps, WAITS),
    (wrong_strategies.Breaks, "In a match to 1 win against no throw yet the coroutine raises Break."),
    (wrong_strategies.Slow, "Its throws take more than 5 ms each, on average."),
    (
        wrong_strategies.Raises,
        "In a match to 5 wins against a a b a b b a a b b b the coroutine raises KeyError: 'b'.",
    ),
    (wrong_strategies.tired, "In a match to 1 win against a a b the coroutine ends before the match."),
    (wrong_strategies.NoEnd, "At the end of a match to 1 win against a the coroutine, told MatchOver, goes on."),
    (
        wrong_strategies.RaisesAtTheEnd,
        "At the end of a match to 1 win against a the coroutine, told MatchOver, raises ZeroDivisionError.",
    ),
    (
        wrong_strategies.Clings,
        "When the opponent leaves a match to 200 wins against no throw yet, the coroutine raises RuntimeError: "
        "generator ignored GeneratorExit.",
    ),
    (wrong_strategies.NoThrow, "In a match to 1 win against a it throws 'B', which is no throw of watched."),
    (wrong_strategies.Nothing, "In a match to 5 wins against a a b it throws None, which is no throw of watched."),
    (
        wrong_strategies.Peeks,
        "It sees what it plays against: it throws 'b' where the opponent is about to throw 'b', and 'a' where it will "
        "be 'a'.",
    ),
    (wrong_strategies.OwnChance, "In a match # it does not do the same again with the same seed."),
    (
        wrong_strategies.Shares,
        "Two matches that are played at the same time disturb each other: they share something.",
    ),
    (
        wrong_strategies.OldWord,
        "After a match to 1 win against a it returns 'Well played.', which is no LastWord.",
    ),
    (
        wrong_strategies.TwoLines,
        r"After a match to 1 win against a its remark is 'Well played.\nAnother?', which is no line.",
    ),
    (
        wrong_strategies.CannotRead,
        "In a match to 5 wins against no throw yet, after others with the same opponent, it raises IndexError: string "
        "index out of range.",
    ),
    (
        wrong_strategies.KeepsNonsense,
        "In a match to 5 wins against b, after others with the same opponent, it throws 'something'.",
    ),
    (
        wrong_strategies.KeepsASet,
        "What it keeps after a match to 20 wins against # cannot be saved: TypeError: Object of type set is not JSON "
        "serializable.",
    ),
    (
        wrong_strategies.KeepsMuch,
        "What it keeps after a match to 20 wins against # has 4502 bytes, and 4096 is the limit.",
    ),
    (
        wrong_strategies.KeepsATuple,
        "In another visit, after a match to 20 wins against #, it throws None.",
    ),
    (wrong_strategies.Grows, "The coroutine's memory grows, by # bytes in 5000 throws."),
]
WRONG_MEMORIES: list[tuple[Any, str]] = [
    ("memory", "The factory of the memory makes no coroutine, for it raises TypeError: 'str' object is not callable."),
    (
        wrong_strategies.nothing_kept,
        "The factory of the memory makes no coroutine, for it raises TypeError: 'NoneType' object is not iterable.",
    ),
    (reminisces, WAITS),
    (wrong_strategies.forgets_nobody, "The memory grows, by # bytes in 5000 matches that are over."),
    (
        wrong_strategies.expects_a_question,
        "Told of matches in any order, the memory raises KeyError: 43.",
    ),
    (wrong_strategies.ends, "The memory ends; it has to answer for as long as the house is open."),
    (
        wrong_strategies.saves_a_set,
        "The memory saves what JSON does not know: TypeError: Object of type set is not JSON serializable.",
    ),
    (
        wrong_strategies.cannot_restore,
        "Given what it has saved, the memory raises TypeError: object of type 'int' has no len().",
    ),
    (wrong_strategies.restores_less, "Given what it has saved, '5000', the memory saves '0'."),
]


def game_of(factory: Any) -> Game:
    """Return a game of two throws."""
    return Game("watched", factory, {"a": "ant", "b": "bee"})


def strategy_of(factory: Any, **more: Any) -> Strategy:
    """Return a strategy."""
    return Strategy("wrong", factory, **more)


WATCHED = game_of(wrong_strategies.Watched)


class MorraTests(GameTests, SynchronousTestCase):
    """A game of ours, by the mixin."""

    game = GAMES["morra"]


class RandomTests(StrategyTests, SynchronousTestCase):
    """A strategy of ours, by the mixin."""

    strategy = STRATEGIES["random"]
    game = GAMES["morra"]


class SoundTests(SynchronousTestCase):
    """What is right."""

    def test_our_games(self) -> None:
        """Every game of ours keeps all rules."""
        for game in GAMES.values():
            self.assertEqual(faults_of_game(game), [], game.name)

    def test_our_strategies(self) -> None:
        """Every strategy of ours keeps all rules in every game that it plays."""
        played = [(one, game) for one in STRATEGIES.values() for game in GAMES.values() if fits(one, game)]
        self.assertLessEqual(STRATEGIES.keys(), {one.name for one, _ in played})
        for strategy, game in played:
            self.assertEqual(faults_of_strategy(strategy, game), [], (strategy.name, game.name))

    def test_coroutines_that_are_no_generators(self) -> None:
        """A coroutine may be any object that can be sent to: what the wrong ones are made from keeps all rules."""
        self.assertEqual(faults_of_game(game_of(wrong_games.Sound)), [])
        self.assertEqual(faults_of_strategy(strategy_of(wrong_strategies.Steady), WATCHED), [])

    def test_several_keys(self) -> None:
        """A game may need several keys of a player before its outcome."""
        game = game_of(wrong_games.SeveralKeys)
        self.assertIsNone(game.outcomes)
        self.assertEqual(faults_of_game(game), [])

    def test_memory(self) -> None:
        """A strategy may ask a memory that counts all its matches."""
        strategy = strategy_of(wrong_strategies.asks, memory=wrong_strategies.counts)
        self.assertEqual(faults_of_strategy(strategy, WATCHED), [])


class WrongTests(SynchronousTestCase):
    """What is wrong."""

    def assertSaid(self, said: list[str], sentence: str, about: Any) -> None:
        """Assert that this is said and nothing else; # stands for what differs from run to run."""
        pattern = re.escape(sentence).replace(r"\#", ".+")
        self.assertEqual(len(said), 1, (about, said))
        self.assertRegex(said[0], f"^{pattern}$", about)

    def test_games(self) -> None:
        """Each wrong game gets the sentence that is meant for it, and no other."""
        for factory, sentence in WRONG_GAMES:
            self.assertSaid(faults_of_game(game_of(factory)), sentence, factory)

    def test_outcomes(self) -> None:
        """So does a game whose outcomes are not those of its coroutine."""
        game = wrong_games.Lies("lies", wrong_games.Sound, {"a": "ant", "b": "bee"})  # type: ignore[arg-type]
        sentence = (
            "After 'a' by player 0, 'b' by player 1 the answer is ('win', 1, 'a', 'b'); the game's outcomes differ."
        )
        self.assertSaid(faults_of_game(game), sentence, game)

    def test_strategies(self) -> None:
        """Each wrong strategy gets the sentence that is meant for it, and no other."""
        for factory, sentence in WRONG_STRATEGIES:
            self.assertSaid(faults_of_strategy(strategy_of(factory), WATCHED), sentence, factory)

    def test_memories(self) -> None:
        """Each wrong memory gets the sentence that is meant for it, and no other."""
        for memory, sentence in WRONG_MEMORIES:
            strategy = strategy_of(wrong_strategies.asks, memory=memory)
            self.assertSaid(faults_of_strategy(strategy, WATCHED), sentence, memory)

    def test_what_is_kept(self) -> None:
        """What is saved of an opponent must be understood again, and be the same."""
        for load, sentence in (
            (wrong_strategies.load_nothing, "Of what it has saved after #, '\"something\"', it makes 'null'."),
            (wrong_strategies.load_fails, "Of what it has saved after # it makes nothing: KeyError: 'something'."),
        ):
            strategy = strategy_of(wrong_strategies.Steady, load=load)
            self.assertSaid(faults_of_strategy(strategy, WATCHED), sentence, load)

    def test_plays(self) -> None:
        """A strategy that does not play the game is told so, and one that cannot say whether it does."""
        for plays, sentence in (
            (wrong_strategies.choosy, "It says that it does not play watched."),
            (wrong_strategies.undecided, "Asked whether it plays watched, it raises LookupError: what game?."),
        ):
            strategy = strategy_of(wrong_strategies.Steady, plays=plays)
            self.assertSaid(faults_of_strategy(strategy, WATCHED), sentence, plays)

    def test_source_is_not_found(self) -> None:
        """Where nobody can see whether a game waits, that is said."""
        game = game_of(eval("lambda: Sound()", {"Sound": wrong_games.Sound, "__name__": "nowhere"}))
        sentence = "The source of nowhere is not to be found, so nobody can see whether it waits."
        self.assertSaid(faults_of_game(game), sentence, game)

    def test_calls(self) -> None:
        """What waits without an import is found too."""
        sentence = (
            "Line # of tests.wrong_calls calls print(), which can wait; a coroutine never waits, its caller does."
        )
        self.assertSaid(faults_of_game(game_of(Prints)), sentence, Prints)

    def test_docs(self) -> None:
        """docs/games.rst lists every rule, in its own words."""
        page = (Path(__file__).parents[1] / "docs" / "games.rst").read_text()
        listed = [" ".join(words.split()) for words in re.findall(r"^\* ((?:.+\n)(?:  .+\n)*)", page, re.MULTILINE)]
        rules = [*games.FIRST_RULES, *games.RULES, *strategies.FIRST_RULES, *strategies.RULES]
        self.assertEqual(listed[-len(rules) :], [rule.__doc__ for rule in rules])

    def test_mixins(self) -> None:
        """A mixin has a test for each rule, and of these fails the one for the rule that is broken."""

        class Tests(GameTests, SynchronousTestCase):
            """A suite for a game that takes capitals."""

            game = game_of(wrong_games.TakesCapitals)

        class MoreTests(StrategyTests, SynchronousTestCase):
            """A suite for a strategy that grows."""

            strategy = strategy_of(wrong_strategies.Grows)
            game = WATCHED

        for suite, rules, broken in (
            (Tests, (*games.FIRST_RULES, *games.RULES), "wrong_keys_are_invalid"),
            (MoreTests, (*strategies.FIRST_RULES, *strategies.RULES), "memory_is_bounded"),
        ):
            result = unittest.TestResult()
            tests = [suite(f"test_{rule.__name__}") for rule in rules]
            self.assertEqual([test.shortDescription() for test in tests], [rule.__doc__ for rule in rules])
            unittest.TestSuite(tests).run(result)
            self.assertEqual([test.id().rpartition(".")[2] for test, _ in result.failures], [f"test_{broken}"])
            self.assertEqual((result.testsRun, result.errors), (len(rules), []))

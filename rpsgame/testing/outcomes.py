"""What comes out of a game: a function for each rule, which raises a sentence where the rule is broken."""

from __future__ import annotations

from itertools import product

from ..coroutines.games import Game
from .driving import Broken, after, all_games, play, says


def throws_are_secret(game: Game) -> None:
    """Nobody is told of a throw before both have thrown."""
    for played in all_games(game):
        if played.is_over and not (played.thrown(0) and played.thrown(1)):
            said = says(played.answers[-1])
            raise Broken(f"After {after(played.sent)} the answer is {said}, before both have thrown.")


def choices_are_throws(game: Game) -> None:
    """The choices of an outcome are the players' throws: a key or, in a game of several, keys in their order."""
    for played in all_games(game):
        for player, choice in enumerate(played.answers[-1][2:] if played.is_over else ()):
            keys = iter(played.thrown(player))
            if played.thrown(player) and not (choice and all(key in keys for key in choice)):
                raise Broken(
                    f"After {after(played.sent)} the outcome has {choice!r} as the choice of player {player}: it must "
                    "be the key of their throw or, in a game of several, keys in their order."
                )


def both_can_win(game: Game) -> None:
    """Games end, and each player wins some of them."""
    winners = {played.answers[-1][1] for played in all_games(game) if played.is_over}
    if not winners:
        raise Broken("No game ends, whatever the players throw.")
    if winners == {None}:
        raise Broken("Nobody wins, whatever the players throw: a match would never end.")
    for player in {0, 1} - winners:
        raise Broken(f"Player {player} never wins, whatever the players throw.")


def outcomes_agree(game: Game) -> None:
    """Where one throw of each decides, it does not matter who throws first; the game's outcomes say the same."""
    throws = tuple(game.throws)
    for (row, key0), (column, key1) in product(enumerate(throws), enumerate(throws)):
        one, other = play(game, (0, key0), (1, key1)), play(game, (1, key1), (0, key0))
        if not (one and one.is_over and other):
            continue
        answer = one.answers[-1]
        if other.answers[-1] != answer:
            said, due = says(other.answers[-1]), says(answer)
            raise Broken(f"After {after(other.sent)} the answer is {said}, not {due}: the first to throw matters.")
        if game.outcomes and game.outcomes[row][column] != {0: 1, 1: -1, None: 0}[answer[1]]:
            raise Broken(f"After {after(one.sent)} the answer is {says(answer)}; the game's outcomes differ.")

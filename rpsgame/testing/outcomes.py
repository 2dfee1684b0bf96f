"""What comes out of a game: a function for each rule, which raises a sentence where the rule is broken."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice, product
from typing import Any

from ..coroutines.games import Game
from .driving import Broken, Played, Walk, after, all_games, play, says

COMPARED = 300  # games that are played again with other throws of one player


def throws_are_secret(game: Game) -> None:
    """Nobody is told of a throw before both have thrown."""
    for played in all_games(game):
        if played.is_over and not (played.thrown(0) and played.thrown(1)):
            said = says(played.answers[-1])
            raise Broken(f"After {after(played.sent)} the answer is {said}, before both have thrown.")
    for played, player, key in product(islice(all_games(game), COMPARED), (0, 1), game.throws):
        answers = Walk(game.factory, [(who, own if who == player else key) for who, own in played.sent]).answers
        number = told_by(played, answers, player)
        if number is not None:
            keys, said, otherwise = after(played.sent[: number + 1]), says(played.answers[number]), answers[number]
            raise Broken(
                f"After {keys} the answer is {said}, and {says(otherwise)} where player {1 - player} has thrown "
                f"{key!r}: that tells of a throw."
            )


def told_by(played: Played, answers: Sequence[Any], player: int) -> int | None:
    """Return which answer, by refusing a player's key, tells them what the other has thrown; None where none does.

    :param answers: those to the same keys of the player and others of the other
    """
    both = zip(played.answers, answers, strict=False)
    number, said = next(((number, said) for number, said in enumerate(both) if said[0] != said[1]), (0, ()))
    return number if "invalid key" in said and played.sent[number][0] == player else None


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

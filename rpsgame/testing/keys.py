"""What a game does with keys: a function for each rule, which raises a sentence where the rule is broken."""

from __future__ import annotations

from itertools import product, zip_longest

from ..coroutines.games import Game
from .driving import Broken, Walk, after, all_games, any_keys, play, says, walks, wrong_keys


def every_throw_is_taken(game: Game) -> None:
    """Each key that the game lists is a throw, for both players."""
    taken = {(player, key) for played in all_games(game) for player in (0, 1) for key in played.thrown(player)}
    for player, key in product((0, 1), game.throws):
        if (player, key) not in taken:
            raise Broken(f"The key {key!r} is listed as a throw, and is always invalid for player {player}.")


def wrong_keys_are_invalid(game: Game) -> None:
    """A key that the game does not list is answered 'invalid key', whenever it comes."""
    for player, wrong, first in product((0, 1), wrong_keys(game), (None, *game.throws)):
        played = play(game, *([(1 - player, first)] if first else []), (player, wrong))
        if played and played.answers[-1] != "invalid key":
            said = says(played.answers[-1])
            raise Broken(f"After {after(played.sent)} the answer is {said}, not 'invalid key': {wrong!r} is no throw.")


def wrong_keys_change_nothing(game: Game) -> None:
    """After a wrong key the game is where it was before."""
    tried = {wrong: Walk(game.factory, [(0, wrong), (1, wrong)]).answers for wrong in wrong_keys(game)}
    refused = tuple(wrong for wrong, answers in tried.items() if answers == ["invalid key"] * 2)
    for number, sent in enumerate(walks(game) if refused else ()):
        wrong = any_keys(refused, number)[: len(sent)]
        mixed = [key for both in zip_longest(wrong, sent) for key in both if key]
        answers, alone = ([*valid(Walk(game.factory, keys))] for keys in (mixed, sent))
        if answers != alone:
            raise Broken("A wrong key changes the game: the throws after it have other answers than without it.")


def valid(walk: Walk) -> list[object]:
    """Return the answers to throws."""
    return [answer for answer in walk.answers if answer != "invalid key"]


def minds_may_change(game: Game) -> None:
    """Where one throw of each decides, a player may change their mind until the other has thrown."""
    for player, regretted, key, other in product((0, 1), game.throws, game.throws, game.throws):
        straight = play(game, (player, key), (1 - player, other))
        changed = play(game, (player, regretted), (player, key), (1 - player, other))
        if straight and straight.is_over and changed and changed.answers[-1] != straight.answers[-1]:
            said, due = says(changed.answers[-1]), says(straight.answers[-1])
            raise Broken(f"After {after(changed.sent)} the answer is {said}, not {due}: minds may change.")

"""The games: each a coroutine that referees one game after another, for ever."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from .toolbox import advance_generator_once

Outcome: TypeAlias = tuple[str, int | None, str, str]
GameCoroutine: TypeAlias = Generator[Outcome | str | None, tuple[int, str], None]


@dataclass(frozen=True)
class Game:
    """What the house has to know of a game: its coroutine, its words for people, and who of the house can play it.

    :param name: what it is called
    :param factory: makes its coroutine
    :param throws: by its key, what each throw is called
    :param rules: what people have to know, in a sentence each
    :param strategies: the names of the strategies made for it, the best first; those that play any game such as this
        need not be named
    """

    name: str
    factory: Callable[[], GameCoroutine]
    throws: Mapping[str, str]
    rules: Sequence[str] = ()
    strategies: Sequence[str] = ()

    @cached_property
    def outcomes(self) -> tuple[tuple[int, ...], ...] | None:
        """What each throw of player 0, a row, is to them against each of player 1: 1 for a win, 0 for a tie, -1.

        None where that depends on more than one throw of both.
        """
        tried, keys = self.factory(), tuple(self.throws)
        rows = tuple(tuple(_outcome(tried, key0, key1) for key1 in keys) for key0 in keys)
        again = tuple(tuple(_outcome(tried, key0, key1) for key1 in keys) for key0 in keys)
        known = [tuple(value for value in row if value is not None) for row in rows]
        return tuple(known) if rows == again == tuple(known) else None


def _outcome(tried: GameCoroutine, key0: str, key1: str) -> int | None:
    """Return what a game is to player 0, None where it does not end when both have thrown."""
    first, second = tried.send((0, key0)), tried.send((1, key1))
    if first is not None or not isinstance(second, tuple):
        return None
    return {0: 1, 1: -1}.get(second[1], 0) if second[1] is not None else 0


@advance_generator_once
def rock_paper_scissors() -> GameCoroutine:
    """coroutine that referees rock-paper-scissors

    A player may change their mind until the other has thrown.

    yields: None: waiting for a throw
            'invalid key': the key is no throw; nothing has changed
            ('win', player, choice0, choice1): a player wins, and the next game begins
            ('tie', None, choice0, choice1): nobody wins, and the next game begins

    accepts to .send(): (player, key): player is 0 or 1, key is 'r', 'p' or 's'
    """
    beats = {"r": "s", "s": "p", "p": "r"}
    result: Outcome | str | None = None
    while True:
        chosen = ["", ""]
        while "" in chosen:
            player, key = yield result
            if key in beats:
                chosen[player] = key
                result = None
            else:
                result = "invalid key"

        choice0, choice1 = chosen
        if beats[choice0] == choice1:
            result = ("win", 0, choice0, choice1)
        elif beats[choice1] == choice0:
            result = ("win", 1, choice0, choice1)
        else:
            result = ("tie", None, choice0, choice1)


ROCK_PAPER_SCISSORS = Game(
    "rock-paper-scissors",
    rock_paper_scissors,
    {"r": "rock", "p": "paper", "s": "scissors"},
    ("Paper beats rock.", "Scissors beat paper.", "Rock beats scissors."),
)

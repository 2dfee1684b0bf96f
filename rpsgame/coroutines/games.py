"""The games: each a coroutine that referees one game after another, for ever."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from typing import NamedTuple, TypeAlias

from .toolbox import advance_generator_once

Outcome: TypeAlias = tuple[str, int | None, str, str]
GameCoroutine: TypeAlias = Generator[Outcome | str | None, tuple[int, str], None]


class Game(NamedTuple):
    """What a table has to know of a game: its coroutine, and its words for people."""

    name: str
    factory: Callable[[], GameCoroutine]
    throws: Mapping[str, str]  # key: what it stands for


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


ROCK_PAPER_SCISSORS = Game("rock-paper-scissors", rock_paper_scissors, {"r": "rock", "p": "paper", "s": "scissors"})

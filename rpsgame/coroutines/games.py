"""Our games: rock-paper-scissors, whose coroutine referees one game after another for ever, and three others."""

from __future__ import annotations

from functools import partial

from .game import Game, GameCoroutine, Outcome
from .simultaneous import circle, simultaneous
from .toolbox import advance_generator_once

__all__ = ["GAMES", "ROCK_PAPER_SCISSORS", "Game", "GameCoroutine", "Outcome", "rock_paper_scissors"]


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

LIZARD_SPOCK = Game(
    "rock-paper-scissors-lizard-spock",
    partial(simultaneous, "rpsvl", circle("rpsvl")),
    {"r": "rock", "p": "paper", "s": "scissors", "v": "Spock", "l": "lizard"},
    (
        "Rock crushes scissors and lizard.",
        "Paper covers rock and disproves Spock.",
        "Scissors cut paper and decapitate lizard.",
        "Spock smashes scissors and vaporizes rock.",
        "Lizard poisons Spock and eats paper.",
    ),
)


def odd_or_even(fingers0: str, fingers1: str) -> int:
    """Return who wins at odds and evens: 0 by an even sum, 1 by an odd one."""
    return (int(fingers0) + int(fingers1)) % 2


ODDS_AND_EVENS = Game(
    "odds-and-evens",
    partial(simultaneous, "12", odd_or_even),
    {"1": "one finger", "2": "two fingers"},
    ("Player 0 wins if the sum of the fingers is even.", "Player 1 wins if it is odd."),
)

FINGERS_AND_CALL = {"a": (1, 2), "b": (1, 3), "c": (2, 3), "d": (2, 4)}


def right_call(choice0: str, choice1: str) -> int | None:
    """Return who wins at Morra: the only one who has called how many fingers there are in all."""
    (fingers0, call0), (fingers1, call1) = FINGERS_AND_CALL[choice0], FINGERS_AND_CALL[choice1]
    total = fingers0 + fingers1
    if (call0 == total) == (call1 == total):
        return None
    return 0 if call0 == total else 1


MORRA = Game(
    "morra",
    partial(simultaneous, FINGERS_AND_CALL, right_call),
    {key: f"{fingers} and call {call}" for key, (fingers, call) in FINGERS_AND_CALL.items()},
    (
        "Both show 1 or 2 fingers, and call how many there are in all.",
        "Whoever alone is right wins one game, whatever the sum.",
    ),
)

GAMES = {game.name: game for game in (ROCK_PAPER_SCISSORS, LIZARD_SPOCK, ODDS_AND_EVENS, MORRA)}

"""Odds and evens: both show up to five fingers at once, and the sum decides."""

from __future__ import annotations

from rpsgame import advance_generator_once
from rpsgame.api import Game, GameCoroutine, Outcome

FINGERS = {
    "0": "no finger",
    "1": "one finger",
    "2": "two fingers",
    "3": "three fingers",
    "4": "four fingers",
    "5": "five fingers",
}


@advance_generator_once
def odds_and_evens() -> GameCoroutine:
    """coroutine that referees odds and evens

    yields: None: waiting for a throw
            'invalid key': the key is no throw; nothing has changed
            ('win', player, choice0, choice1): player 0 wins by an even sum, player 1 by an odd one

    accepts to .send(): (player, key): player is 0 or 1, key is '0' to '5'
    """
    result: Outcome | str | None = None
    while True:
        shown = ["", ""]
        while "" in shown:
            player, key = yield result
            if key in FINGERS:
                shown[player] = key
                result = None
            else:
                result = "invalid key"
        fingers0, fingers1 = shown
        result = ("win", (int(fingers0) + int(fingers1)) % 2, fingers0, fingers1)


GAME = Game(
    "odds-and-evens-to-five",
    odds_and_evens,
    FINGERS,
    rules=("Player 0 wins if the sum of the fingers is even.", "Player 1 wins if it is odd."),
    strategies=("tally",),
)

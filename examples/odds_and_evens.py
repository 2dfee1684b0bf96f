"""A game of one's own on telnet: odds and evens, for two guests at a time, until Ctrl-C.

python examples/odds_and_evens.py [ENDPOINT]
"""

from __future__ import annotations

import sys
from typing import Any

from twisted.internet.defer import Deferred
from twisted.internet.endpoints import serverFromString
from twisted.internet.task import react

from rpsgame import advance_generator_once
from rpsgame.api import Game, GameCoroutine, Hall, Outcome, Server, TelnetFactory


@advance_generator_once
def odds_and_evens() -> GameCoroutine:
    """coroutine that referees odds and evens: player 0 wins if the sum of the fingers is even, player 1 if it is odd

    yields: as rpsgame.rock_paper_scissors(); nobody ties

    accepts to .send(): (player, key): player is 0 or 1, key is '1' or '2'
    """
    result: Outcome | str | None = None
    while True:
        shown = ["", ""]
        while "" in shown:
            player, key = yield result
            if key in ("1", "2"):
                shown[player] = key
                result = None
            else:
                result = "invalid key"
        fingers0, fingers1 = shown
        result = ("win", (int(fingers0) + int(fingers1)) % 2, fingers0, fingers1)


ODDS_AND_EVENS = Game("odds and evens", odds_and_evens, {"1": "one finger", "2": "two fingers"})


async def serve(reactor: Any, endpoint: str = "tcp:12333") -> None:
    """Let guests come to *endpoint* and play each other; when it ends, they are told good-bye."""
    hall = Hall(reactor, ODDS_AND_EVENS, best_of=3, timeout=30, open_house=True)
    guests = TelnetFactory(hall, reactor)
    server = Server(reactor, hall, [guests])
    server.startService()
    reactor.addSystemEventTrigger("before", "shutdown", server.stopService)
    await serverFromString(reactor, endpoint).listen(guests)
    print(f"Guests come in at {endpoint}.")
    await Deferred()  # never fires: Ctrl-C ends the program


if __name__ == "__main__":
    react(serve, sys.argv[1:])

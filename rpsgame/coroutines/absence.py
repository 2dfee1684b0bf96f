"""What a table does when the line to a player is lost, and when they are back.

In a duel the clock runs on: nobody waits longer than for somebody who thinks. With the house nobody waits, and so the
clock stands. It also stands after the server was down, until both players are back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import facts
from .machine import Disconnect
from .match import Command

if TYPE_CHECKING:
    from .seats import Seats

KEPT = 600  # seconds that a seat at a table with the house is kept


def lose_line(seats: Seats, player: int, left: float | None) -> None:
    """The line to a player is lost. *left*: the seconds after which the clock would have rung."""
    seats.away += (player,)
    if seats.stands:
        return
    seconds = None
    if seats.house:
        seats.stands = True
        seats.commands.append(("clock", None, KEPT))
    elif player in seats.turn.late():
        seconds = seats.turn.left(left)
    seats.commands.append(("tell", "all", facts.LineLost(player, seconds)))


def come_back(seats: Seats, player: int, left: float | None) -> None:
    """A player is back; *left* as above. The time for a throw begins anew where the clock stood."""
    seats.away = tuple(other for other in seats.away if other != player)
    if seats.stands and seats.away:
        seats.commands.append(("tell", "all", facts.CameBack(player, None)))
        for other in seats.away:
            seats.commands.append(("tell", player, facts.NotBackYet(other, round(left or 0))))
        return
    if seats.stands:
        seats.stands = False
        seats.commands += seats.turn.begin_clock()
        left = seats.turn.quiet
    seconds = seats.turn.left(left) if player in seats.turn.late() else None
    seats.commands.append(("tell", "all", facts.CameBack(player, seconds)))


def stand(seats: Seats, seconds: float) -> None:
    """The server was down: the players have so many seconds to come back, and the clock stands until they have."""
    seats.away, seats.stands = tuple(seats.timed), True
    seats.commands += (("tell", "all", facts.ServerWasDown()), ("clock", None, seconds))


def give_up(seats: Seats) -> None:
    """End the match, which counts for nobody: the time is over in which somebody could have come back."""
    seats.machine.throw(Disconnect())
    seats.commands.clear()
    one = len(seats.away) == 1
    seats.end("cut off", seats.away, "not back" if one else "neither back", seats.away[0])


def without_clock(commands: list[Command]) -> list[Command]:
    """Return what follows from keys while the clock stands, and whoever is there may throw."""
    return [command for command in commands if command[0] != "clock"]

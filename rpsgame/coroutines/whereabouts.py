"""Where everybody is: what is asked of the lobby by those who only want to know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .match import Command

if TYPE_CHECKING:
    from .floor import Floor

STATES = ("waiting", "playing", "watching", "resting", "away")


def whereabouts(floor: Floor) -> list[Command]:
    """Return ('is', person, state) for everybody who is in.

    A guest who watches also waits to play; one who rests has played, and is asked for another match or wants one with
    the same opponent. A host who does not play waits. The seat of one who is away is kept.
    """
    waiting = {*floor.line, floor.host}
    found: list[Command] = []
    for person in floor.visits:
        if person in floor.returns.away:
            state = "away"
        elif person in floor.matches:
            state = "playing"
        elif floor.audience.holds(person):
            state = "watching"
        else:
            state = "waiting" if person in waiting else "resting"
        found.append(("is", person, state))
    return found

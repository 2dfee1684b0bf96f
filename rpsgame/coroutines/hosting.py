"""A host's visit: all that a host does between coming and leaving."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .facts import EnterPlays, GoodBye, NobodyThere, PressAgain, WaitingForGuest, YouArePlayer
from .keys import ENTER, HELP
from .match import HOUSE
from .orders import Visit
from .toolbox import advance_generator_once

if TYPE_CHECKING:
    from .floor import Floor

TIME_TO_CONFIRM = 10  # seconds in which another q leaves: one that comes later was not meant for this


@advance_generator_once
def host_visit(me: str, floor: Floor) -> Visit:
    """coroutine of a host's visit; it ends when the host is to go

    While no guest is there, the host may play the house, and is called away when one comes.

    :param me: the host's id
    :param floor: what all visits share, and where this one leaves what is to be done

    yields: None

    accepts to .send(): ('seat', hosted): a match with a guest begins
                        ('over', (how, gone)): it is over; how an Ending says it, or 'fault'; gone: who is to go
                        ('leave', key): the host has pressed a key to leave
                        ('key', key): the host has pressed another key, and does not play
                        ('waited', None): the time is over that the host was to wait
    """
    asked = practises = False
    _wait(me, floor, is_player=True)
    while True:
        match (yield):
            case ("seat", _):
                asked = practises = False
            case ("over", _):
                if asked:
                    asked = False
                    floor.wait(me, None)
                if floor.closing and not floor.pauses:
                    return floor.dismiss(me, floor.closing, "sent home")
                _wait(me, floor, is_player=practises)
            case ("leave", "q") if not asked and (floor.line or floor.matches.keys() - {me}):
                asked = True
                floor.tell(me, PressAgain(floor.host_closes))
                floor.wait(me, TIME_TO_CONFIRM)
            case ("leave", _):
                return floor.dismiss(me, GoodBye(), "pressed q")
            case ("waited", _) if asked:
                asked = False
            case ("key", key) if me not in floor.matches:
                if _begins_practice(me, floor, key):
                    asked, practises = False, True
            case _:
                floor.ignored = True


def _begins_practice(me: str, floor: Floor, key: str) -> bool:
    """Do what a key is for that a host presses who waits; return whether it has begun a match with the house."""
    if key == HELP:
        floor.tell_keys(me)
        _wait(me, floor)
    elif key != ENTER:
        floor.tell(me, NobodyThere())
    elif floor.practice_is_offered():
        floor.seat(HOUSE, me)
        return True
    return False


def _wait(me: str, floor: Floor, is_player: bool = False) -> None:
    """Say what the host waits for, unless it is there. *is_player*: say first who the host is in a match."""
    if is_player:
        floor.tell(me, YouArePlayer(0))
    if not floor.line:
        floor.tell(me, WaitingForGuest())
        if floor.practice_is_offered():
            floor.tell(me, EnterPlays())

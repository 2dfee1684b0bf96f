"""A visit: all that one person does between coming and leaving. Its place in the code says where the person is."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any, TypeAlias

from .facts import (
    AnotherMatch,
    EnterStarts,
    GoodBye,
    HostIsAway,
    HouseNext,
    HouseSoon,
    NextGuest,
    NobodyThere,
    PressAgain,
    TableIsBusy,
    WaitingForAnswer,
    WaitingForGuest,
    YourTurnComes,
)
from .keys import ENTER, HELP
from .toolbox import advance_generator_once

if TYPE_CHECKING:
    from .floor import Floor

HOUSE = "the house"
TIME_TO_READ = 1  # seconds after a match: a key that comes sooner was meant for the last game, and answers no question
REST = 30  # seconds that a guest has to want another match

Visit: TypeAlias = Generator[None, tuple[str, Any], None]


@advance_generator_once
def visit(me: str, floor: Floor) -> Visit:
    """coroutine of a guest's visit; it ends when the guest is to go

    :param me: the guest's id
    :param floor: what all visits share, and where this one leaves what is to be done

    yields: None

    accepts to .send(): ('stand', None): nobody is free to play with, and the guest has to wait
                        ('seat', hosted): a match begins; with the host, if so
                        ('over', (how, gone)): it is over; how an Ending says it, or 'fault'; gone: who is to go
                        ('alone', None): the opponent, who was asked as well, does not want another match
                        ('key', key): the guest has pressed a key, and does not play
                        ('waited', None): the time is over that the guest was to wait
    """
    hosted = yield from _wait(me, floor)
    while True:
        match (yield):  # playing, where the table is told the keys
            case ("over", (how, gone)):
                pass
            case _:
                floor.ignored = True
                continue
        if me in gone:
            return floor.let_go(me, how)
        if floor.closing:
            return floor.dismiss(me, floor.closing, "sent home")
        if how == "played" and hosted:
            return floor.let_go(me, "played")
        if how in ("left", "timed out"):
            hosted = yield from _wait(me, floor)
        elif (yield from _ask(me, floor)):
            hosted = not (yield from _play_again(me, floor)) and (yield from _wait(me, floor, again=True))
        else:
            return floor.dismiss(me, GoodBye(), "wanted no other match")


@advance_generator_once
def host_visit(me: str, floor: Floor) -> Visit:
    """coroutine of a host's visit; it ends when the host is to go

    :param me: the host's id
    :param floor: what all visits share, and where this one leaves what is to be done

    yields: None

    accepts to .send(): ('seat', hosted), ('over', (how, gone)): as a guest's
                        ('leave', key): the host has pressed a key to leave
                        ('key', key): the host has pressed another key, and does not play
    """
    asked = False
    while True:
        match (yield):
            case ("seat", _):
                pass
            case ("over", _):
                asked = False
                if floor.closing:
                    return floor.dismiss(me, floor.closing, "sent home")
                if not floor.line:
                    floor.tell(me, WaitingForGuest())
            case ("leave", "q") if not asked and (floor.matches or floor.line):
                asked = True
                floor.tell(me, PressAgain(floor.host_closes))
            case ("leave", _):
                return floor.dismiss(me, GoodBye(), "pressed q")
            case ("key", key) if me not in floor.matches:
                if key == HELP:
                    floor.tell_keys(me)
                if key != ENTER:
                    floor.tell(me, NobodyThere())
            case _:
                floor.ignored = True


def _wait(me: str, floor: Floor, again: bool = False) -> Generator[None, tuple[str, Any], bool]:
    """Stand in the line until a match begins; return whether it is with the host. *again*: rather with a guest."""
    floor.line.stand(me)
    while True:
        match (yield):
            case ("seat", hosted):
                return bool(hosted)
            case ("stand", _):
                _explain(me, floor, again)
            case ("waited", _) | ("key", "\n") if floor.house_plays():
                floor.seat(HOUSE, me)
                return False
            case ("key", "w"):
                floor.watch_next(me)
            case ("key", key):
                _remind(me, floor, key)
            case _:
                floor.ignored = True


def _explain(me: str, floor: Floor, again: bool) -> None:
    """Say what the guest waits for, and for how long."""
    watch = bool(floor.matches)
    if floor.host is not None:
        floor.tell(me, TableIsBusy())
        floor.audience.show(me, floor.matches[floor.host])
    elif not floor.open_house:
        floor.tell(me, HostIsAway())
    elif floor.house_after is None:
        floor.tell(me, NextGuest(watch))
    elif again and floor.with_house:
        floor.tell(me, HouseNext())
        floor.tell(me, EnterStarts(watch))
        floor.wait(me, REST)
    else:
        floor.tell(me, HouseSoon(floor.house_after))
        floor.tell(me, EnterStarts(watch))
        floor.wait(me, floor.house_after)


def _ask(me: str, floor: Floor) -> Generator[None, tuple[str, Any], bool]:
    """Ask the guest for another match; return whether they want it."""
    floor.tell(me, AnotherMatch())
    floor.wait(me, TIME_TO_READ)
    read = False
    while True:
        match (yield):
            case ("waited", _) if read:
                return False
            case ("waited", _):
                read = True
                floor.wait(me, REST - TIME_TO_READ)
            case ("key", "?"):
                floor.tell_keys(me)
                floor.tell(me, AnotherMatch())
            case ("key", _) if read:
                return True
            case ("key", _):
                pass
            case _:
                floor.ignored = True


def _play_again(me: str, floor: Floor) -> Generator[None, tuple[str, Any], bool]:
    """Wait for the opponent of the last match, who is asked as well; return whether the two play again."""
    rival = floor.rivals.get(me)
    if rival is None:
        return False
    if rival in floor.willing:
        floor.seat_again(rival, me)
        return True
    floor.willing.add(me)
    floor.tell(me, WaitingForAnswer(rival))
    floor.wait(me, None)
    while True:
        match (yield):
            case ("seat", _):
                return True
            case ("alone", _):
                return False
            case ("key", key):
                _remind(me, floor, key)
            case _:
                floor.ignored = True


def _remind(me: str, floor: Floor, key: str) -> None:
    """Answer a key of a guest who waits."""
    if key == HELP:
        floor.tell_keys(me)
    if key != ENTER:
        floor.tell(me, YourTurnComes())

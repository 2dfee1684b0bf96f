"""A visit: all that a guest does between coming and leaving. Its place in the code says where the guest is."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any

from .facts import (
    AnotherMatch,
    EnterPlays,
    EnterStarts,
    GoodBye,
    HostIsAway,
    HouseNext,
    HouseSoon,
    NextGuest,
    TableIsBusy,
    WaitingForAnswer,
    YourTurnComes,
)
from .keys import AGAIN, ENTER
from .match import HOUSE
from .orders import Visit
from .toolbox import advance_generator_once

if TYPE_CHECKING:
    from .floor import Floor

TIME_TO_READ = 1  # seconds after a match: a key that comes sooner was meant for the last game, and answers no question
TIME_TO_SAY = 3  # seconds in which somebody who comes may say that they have a seat, while any is kept
TIME_TO_TYPE = 30  # seconds for a code, or for the rest of one
REST = 30  # seconds that a guest has to want another match


@advance_generator_once
def visit(me: str, floor: Floor, plays: bool = False) -> Visit:
    """coroutine of a guest's visit; it ends when the guest is to go

    :param me: the guest's id
    :param floor: what all visits share, and where this one leaves what is to be done
    :param plays: whether the guest plays already, in a match that goes on after the server was down

    yields: None

    accepts to .send(): ('stand', None): nobody is free to play with, and the guest has to wait
                        ('seat', hosted): a match begins; with the host, if so
                        ('over', (how, gone)): it is over; how an Ending says it, or 'fault'; gone: who is to go
                        ('alone', None): the opponent, who was asked as well, does not want another match
                        ('key', key): the guest has pressed a key, and does not play
                        ('types', None): the guest has typed a part of a code, or of a name
                        ('stranger', None): the guest has typed what changes nothing
                        ('waited', None): the time is over that the guest was to wait
    """
    hosted = not plays and (yield from _wait(me, floor))
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
        if how in ("left", "timed out", "cut off"):
            hosted = yield from _wait(me, floor)
        elif (yield from _ask(me, floor)):
            hosted = not (yield from _play_again(me, floor)) and (yield from _wait(me, floor, again=True))
        else:
            return floor.dismiss(me, GoodBye(), "wanted no other match")


def _wait(me: str, floor: Floor, again: bool = False) -> Generator[None, tuple[str, Any], bool]:
    """Stand in the line until a match begins; return whether it is with the host. *again*: rather with a guest."""
    floor.line.stand(me)
    timed = True
    while True:
        match (yield):
            case ("seat", hosted):
                return bool(hosted)
            case ("stand", _):
                timed = True
                _stand(me, floor, again)
            case ("types", _):
                floor.fresh.add(me)
                floor.wait(me, TIME_TO_TYPE)
            case ("stranger", _):
                floor.fresh.discard(me)
                floor.wait(me, floor.house_after if timed and floor.house_plays() else None)
            case ("waited", _) if me in floor.fresh and (len(floor.line) > 1 or not floor.house_plays()):
                floor.fresh.remove(me)
                floor.wait(me, floor.house_after if floor.house_plays() else None)
            case ("waited", _) | ("key", "\n") if floor.house_plays():
                floor.seat(HOUSE, me)
                return False
            case ("key", "w"):
                floor.fresh.discard(me)
                timed = not floor.watch_next(me) and timed
            case ("key", "?"):
                _remind(me, floor, again, timed)
            case ("key", key):
                if key != ENTER:
                    floor.tell(me, YourTurnComes())
            case _:
                floor.ignored = True


def _stand(me: str, floor: Floor, again: bool) -> None:
    """Nobody is free to play with the guest: show them the host's match, or say what they wait for."""
    if floor.host is not None:
        floor.tell(me, TableIsBusy())
        floor.audience.show(me, floor.matches[floor.host])
        return
    _explain(me, floor, again)
    if me in floor.fresh:
        floor.wait(me, max(floor.house_after or 0, TIME_TO_SAY))


def _explain(me: str, floor: Floor, again: bool) -> None:
    """Say what the guest waits for while there is no host, and for how long."""
    watch = bool(floor.matches)
    if not floor.open_house:
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


def _remind(me: str, floor: Floor, again: bool, timed: bool) -> None:
    """Say again what the guest waits for; if that takes so long, the time begins anew. *timed*: they do not watch."""
    floor.tell_keys(me)
    if floor.host is not None:
        floor.tell(me, TableIsBusy())
    elif timed or not floor.open_house:
        _explain(me, floor, again)
    else:
        floor.tell(me, NextGuest(bool(floor.matches)))
    floor.audience.show_again(me)
    if floor.host is not None or not floor.open_house:
        floor.line.tell_place(me)
    elif not timed and floor.house_plays():
        floor.tell(me, EnterPlays())


def _ask(me: str, floor: Floor) -> Generator[None, tuple[str, Any], bool]:
    """Ask the guest for another match; return whether they want it. What they say to a rival is no answer."""
    rival = floor.rivals.get(me)
    asks = AnotherMatch(floor.say_keys if rival else ())
    floor.tell(me, asks)
    floor.wait(me, TIME_TO_READ)
    read = False
    while True:
        match (yield):
            case ("waited", _) if read:
                return False
            case ("types", _):
                read = True
                floor.wait(me, TIME_TO_TYPE)
            case ("waited", _):
                read = True
                floor.wait(me, REST - TIME_TO_READ)
            case ("key", "?"):
                floor.tell_keys(me, talks=rival is not None)
                floor.tell(me, asks)
            case ("key", key) if rival and floor.rivals.press(me, rival, key):
                pass
            case ("key", key) if read or key == AGAIN:
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
    if rival in floor.rivals.willing:
        floor.seat_again(rival, me)
        return True
    floor.rivals.willing.add(me)
    floor.tell(me, WaitingForAnswer(rival))
    floor.wait(me, None)
    while True:
        match (yield):
            case ("seat", _):
                return True
            case ("alone", _):
                return False
            case ("key", "?"):
                floor.tell_keys(me, talks=True)
                floor.tell(me, WaitingForAnswer(rival))
            case ("key", key):
                if not floor.rivals.press(me, rival, key) and key != ENTER:
                    floor.tell(me, YourTurnComes())
            case _:
                floor.ignored = True

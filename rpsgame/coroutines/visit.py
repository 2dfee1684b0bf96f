"""A visit: all that a guest does between coming and leaving. Its place in the code says where the guest is."""

from __future__ import annotations

from collections.abc import Collection, Generator
from typing import TYPE_CHECKING, Any

from .facts import AnotherMatch, GoodBye, NameHint, WaitingForAnswer, YourTurnComes
from .keys import AGAIN, ENTER
from .match import HOUSE
from .orders import Visit
from .toolbox import advance_generator_once
from .waiting import REST as REST
from .waiting import remind, stand

if TYPE_CHECKING:
    from .floor import Floor

TIME_TO_READ = 1  # seconds after a match: a key that comes sooner was meant for the last game, and answers no question
TIME_TO_TYPE = 30  # seconds for a code or a name, or for the rest of one


@advance_generator_once
def visit(me: str, floor: Floor, where: str = "waits", hints: bool = False) -> Visit:
    """coroutine of a guest's visit; it ends when the guest is to go

    :param me: the guest's id
    :param floor: what all visits share, and where this one leaves what is to be done
    :param where: the visit begins: "waits", "plays", in a match that goes on after the server was down, or "rests",
        as somebody who has played by another name, and is asked for another match
    :param hints: whether the guest is told once how to get a name, where there are any

    yields: None

    accepts to .send(): ('stand', None): nobody is free to play with, and the guest has to wait
                        ('seat', hosted): a match begins; with the host, if so
                        ('over', (how, gone)): it is over; how an Ending says it, or 'fault'; gone: who is to go
                        ('alone', None): the opponent, who was asked as well, does not want another match
                        ('key', key): the guest has pressed a key, and does not play
                        ('types', None): the guest has typed a part of a code, or of a name
                        ('types', 'name'): the guest wants to type a name when the match is over
                        ('stranger', again): the guest might not have a seat or a name any more; again: or has ended
                                             what they typed, and is told again what they wait for, or are asked
                        ('waited', None): the time is over that the guest was to wait
    """
    hosted = where == "waits" and (yield from _wait(me, floor))
    how, gone = ("played", ()) if where == "rests" else (yield from _play(me, floor))
    while True:
        if me in gone:
            return floor.let_go(me, how)
        if floor.closing:
            return floor.dismiss(me, floor.closing, "sent home")
        if how == "played" and hosted:
            return floor.let_go(me, "played")
        if how in ("left", "timed out", "cut off"):
            hosted = yield from _wait(me, floor)
        elif (yield from _ask(me, floor, hints)):
            hosted = not (yield from _play_again(me, floor)) and (yield from _wait(me, floor, again=True))
            hints = False
        else:
            return floor.dismiss(me, GoodBye(), "wanted no other match")
        how, gone = yield from _play(me, floor)


def _play(me: str, floor: Floor) -> Generator[None, tuple[str, Any], tuple[str, Collection[str]]]:
    """Play, where the table is told the keys; return how it ends, and who is to go, as of ('over', ...)."""
    while True:
        match (yield):
            case ("over", (how, gone)):
                return how, gone
            case ("types", "name"):
                floor.fresh.add(me)
            case _:
                floor.ignored = True


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
                stand(me, floor, again)
            case ("types", _):
                floor.fresh.add(me)
                floor.wait(me, TIME_TO_TYPE)
            case ("stranger", again_told):
                _is_nobody_else(me, floor, timed, again_told)
            case ("waited", _) if me in floor.fresh and (len(floor.line) > 1 or not floor.house_plays()):
                _is_nobody_else(me, floor, True, False)
            case ("waited", _) | ("key", "\n") if floor.house_plays():
                floor.seat(HOUSE, me)
                return False
            case ("key", "w"):
                floor.fresh.discard(me)
                timed = not floor.watch_next(me) and timed
            case ("key", "?"):
                remind(me, floor, again, timed)
            case ("key", key):
                if key != ENTER:
                    floor.tell(me, YourTurnComes())
            case _:
                floor.ignored = True


def _is_nobody_else(me: str, floor: Floor, timed: bool, again: bool) -> None:
    """The guest has no other name or seat, and is seated like others; *again*: is told what they wait for."""
    floor.fresh.discard(me)
    floor.wait(me, floor.house_after if timed and floor.house_plays() else None)
    if timed and (again or floor.host is not None):  # a host may have been free before, which nobody was told
        floor.line.new.append(me)


def _ask(me: str, floor: Floor, hints: bool) -> Generator[None, tuple[str, Any], bool]:
    """Ask the guest for another match; return whether they want it. What they say to a rival is no answer.

    Whoever has wanted a name during the match is asked when they have it, or want none.
    """
    rival = floor.rivals.get(me)
    asks = AnotherMatch(floor.say_keys if rival else ())
    read = names = me in floor.fresh
    if not names:
        if hints and floor.name_key:
            floor.tell(me, NameHint(floor.name_key))
        floor.tell(me, asks)
    floor.wait(me, TIME_TO_TYPE if read else TIME_TO_READ)
    while True:
        rival = floor.rivals.get(me, rival)  # who may have got another name
        match (yield):
            case ("waited", _) if read:
                return False
            case ("types", _):
                read = True
                floor.wait(me, TIME_TO_TYPE)
            case ("stranger", _):
                read, names = True, False
                floor.fresh.discard(me)
                floor.tell(me, asks)
                floor.wait(me, REST)
            case ("waited", _):
                read = True
                floor.wait(me, REST - TIME_TO_READ)
            case ("key", "?"):
                floor.tell_keys(me, talks=rival is not None)
                if not names:
                    floor.tell(me, asks)
            case ("key", key):
                said = rival is not None and floor.rivals.press(me, rival, key)
                if not said and (key == AGAIN or (read and not names)):
                    return True
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
        rival = floor.rivals.get(me, rival)
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

"""What a guest is told who waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .facts import EnterPlays, EnterStarts, HostIsAway, HouseNext, HouseSoon, NextGuest, TableIsBusy

if TYPE_CHECKING:
    from .floor import Floor

TIME_TO_SAY = 3  # seconds in which somebody who comes may say that they have a seat, or a name, where they might have
REST = 30  # seconds that a guest has to want another match


def stand(me: str, floor: Floor, again: bool) -> None:
    """Nobody is free to play with the guest: show them the host's match, or say what they wait for."""
    if floor.host is None:
        _explain(me, floor, again)
    elif floor.host in floor.matches:
        floor.tell(me, TableIsBusy())
        floor.audience.show(me, floor.matches[floor.host])
    _let_say(me, floor)


def _let_say(me: str, floor: Floor) -> None:
    """Let somebody say who they are, if they might have a seat or a name, before they are seated as a stranger."""
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


def remind(me: str, floor: Floor, again: bool, timed: bool) -> None:
    """Say again what the guest waits for; if that takes so long, the time begins anew. *timed*: they do not watch."""
    floor.tell_keys(me)
    if floor.host in floor.matches:
        floor.tell(me, TableIsBusy())
    elif floor.host is None and (timed or not floor.open_house):
        _explain(me, floor, again)
    elif floor.host is None:
        floor.tell(me, NextGuest(bool(floor.matches)))
    if floor.host is None or floor.host in floor.matches:  # or else what they have watched is over
        floor.audience.show_again(me)
        _let_say(me, floor)
    if floor.host is not None or not floor.open_house:
        floor.line.tell_place(me)
    elif not timed and floor.house_plays():
        floor.tell(me, EnterPlays())

"""When matches may begin: the house closes for good, or until it is opened again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import facts
from .comeback import adjourn

if TYPE_CHECKING:
    from .floor import Floor


def drain(floor: Floor, seconds: float) -> None:
    """Let no match begin any more, and tell those who play that theirs is the last."""
    close(floor, facts.Stopping())
    _tell_players(floor, facts.LastMatch(seconds))


def stop(floor: Floor, keeps: bool) -> None:
    """Let everybody go. Those who play go when their match has been cut off, or at once where it is kept."""
    if keeps:
        adjourn(floor)
    close(floor, facts.Stopping())
    if floor.host is not None and floor.host not in floor.matches:
        floor.dismiss(floor.host, facts.Stopping(), "sent home")


def pause(floor: Floor, seconds: float | None) -> None:
    """Let no match begin until the house opens again; a host stays. It makes no sense where it has closed for good."""
    if floor.closing and not floor.pauses:
        floor.ignored = True
        return
    close(floor, facts.HouseIsClosed())
    floor.pauses = True
    _tell_players(floor, facts.LastForNow(seconds))


def resume(floor: Floor) -> None:
    """Let matches begin again after a pause."""
    if not floor.pauses:
        floor.ignored = True
        return
    floor.closing, floor.pauses = None, False
    _tell_players(floor, facts.HouseIsOpen())


def close(floor: Floor, farewell: facts.Fact) -> None:
    """Let no match begin, and let go those who do not play."""
    floor.closing, floor.pauses = farewell, False
    floor.rivals.clear()  # nobody is told that there will be no other match
    for person in list(floor.visits):
        if person != floor.host and person not in floor.matches:
            floor.dismiss(person, farewell, "sent home")


def _tell_players(floor: Floor, fact: facts.Fact) -> None:
    for player in floor.matches:
        if player in floor.visits:  # some may have left already
            floor.tell(player, fact)

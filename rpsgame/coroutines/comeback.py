"""What the lobby does about somebody whose line is lost, and about a code by which they come back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from . import facts
from .match import HOUSE
from .visit import visit

if TYPE_CHECKING:
    from .floor import Floor


def lose_line(floor: Floor, person: str, why: str, keeps: bool) -> None:
    """Keep the seat of somebody who plays, if they can come back to it, and *keeps* says so; others have gone."""
    plays = keeps and person in floor.matches and person != floor.host
    if plays and floor.returns.code_of(person) and floor.limits.keep(person):
        floor.returns.away.add(person)
        floor.commands.append(("keep", person, why))
    else:
        floor.commands.append(("gone", person, why))
        floor.forget(person)


def take_code(floor: Floor, person: str, code: str, now: float, others: bool = False) -> None:
    """Bring somebody to the seat whose code they have typed.

    :param now: seconds since 1970
    :param others: whether another process may have it; the code counts as a wrong one until it is found there
    """
    returns, address = floor.returns, floor.limits.address(person)
    returns.awaited.discard(person)
    owner = person if person == floor.host else returns.owner(code)
    refusal = returns.refusal(person, code, address, now)
    if refusal:
        floor.tell(person, refusal)
    elif owner == person:
        floor.tell(person, facts.YouAreHere())
    elif owner is not None:
        _take_over(floor, owner, person)
    elif code in returns.kept:
        rebuild(floor, person, returns.kept[code], "code", (code, now))
    elif over := returns.results.told(code, now):
        floor.tell(person, over)
        floor.send(person, "stranger", None)  # they wait for no seat any more
    else:
        miss = returns.miss(person, address, now)
        floor.commands.append(("seek", person, (code, miss)) if others else ("tell", person, miss))


def bring(floor: Floor, person: str, known: str, address: str, now: float) -> None:
    """Another process passes somebody on who has their seat here, by the code or the name *known*; or no more."""
    returns = floor.returns
    owner = known if known in floor.visits and known != floor.host else returns.owner(known)
    if owner is None and known in returns.kept:
        told = "brought", (known, address, now)
        floor.commands.append(("rebuild", person, (returns.kept[known], told)))
        return
    refusal = facts.WrongCode(0) if owner is None else floor.limits.bring(person, address, now)
    if refusal or owner is None:
        floor.refuse(person, refusal or facts.WrongCode(0))
    else:
        _take_over(floor, owner, person)


def call(floor: Floor, person: str, name: str, fact: facts.Fact) -> None:
    """Let somebody who does not play be called *name*, who has their seat if they are in; tell the others *fact*."""
    returns = floor.returns
    returns.awaited.discard(person)
    if name in floor.visits:
        _take_over(floor, name, person)
    elif name in returns.kept:
        rebuild(floor, person, returns.kept[name], "named", (name, fact))
    else:
        code, muted = returns.code_of(person), person in floor.rivals.muted
        place = floor.line.index(person) if person in floor.line else None
        floor.rivals.rename(person, name)
        floor.limits.come_back(name, person)
        floor.forget(person)
        floor.commands.append(("rename", person, name))
        returns.give(name, code)
        floor.rivals.muted.update([name] * muted)
        floor.tell(name, fact)
        floor.visits[name] = visit(name, floor, "rests" if place is None else "waits")
        if place is not None:
            floor.line.move(name, place)


def rebuild(floor: Floor, person: str, number: int, event: str, told: Any) -> None:
    """Let a match go on, and hear *event* again then; meanwhile *person* plays nobody."""
    if person not in floor.matches:
        floor.send(person, "types", None)
        floor.returns.awaited.add(person)
    floor.commands.append(("rebuild", person, (number, (event, told))))


def _take_over(floor: Floor, owner: str, person: str) -> None:
    """Somebody who has come as *person* is the *owner* of a seat: their new line counts, whatever the old one does."""
    floor.limits.come_back(owner, person)
    floor.commands.append(("take over", owner, person))
    floor.forget(person)
    floor.returns.away.discard(owner)
    floor.tell(owner, facts.YouAreBack.once(owner))
    floor.tell_code(owner)


def restore(floor: Floor, pair: tuple[str, str], codes: Sequence[str]) -> None:
    """The match of two goes on, which the server was stopped in: their seats are kept."""
    for player, code in zip(pair, codes, strict=True):
        if player == HOUSE:
            floor.with_house.add(pair[1])
        else:
            floor.visits[player] = visit(player, floor, "plays")
            floor.matches[player] = pair
            for known in (code, player):
                floor.returns.kept.pop(known, None)
            floor.returns.give(player, code)
            floor.returns.away.add(player)


def adjourn(floor: Floor) -> None:
    """Break off all matches without an ending, since they can go on when the server is back; the host's cannot."""
    for pair in list(dict.fromkeys(floor.matches.values())):
        if floor.host in pair:
            continue
        floor.commands.append(("adjourn", pair[1], None))
        for player in pair:
            code = floor.returns.code_of(player)
            if floor.matches.pop(player, None) and code:
                floor.tell(player, facts.MatchIsKept.once(floor.returns.mark, code))

"""What the lobby does about somebody whose line is lost, and about a code by which they come back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

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


def take_code(floor: Floor, person: str, code: str, now: float) -> None:
    """Bring somebody to the seat whose code they have typed.

    :param now: seconds since 1970
    """
    returns, address = floor.returns, floor.limits.address(person)
    owner = person if person == floor.host else returns.owner(code)
    refusal = returns.refusal(person, code, address, now)
    if refusal:
        floor.tell(person, refusal)
    elif owner == person:
        floor.tell(person, facts.YouAreHere())
    elif owner is not None:
        _take_over(floor, owner, person)
    elif code in returns.kept:
        floor.commands.append(("rebuild", person, (returns.kept[code], ("code", (code, now)))))
    else:
        floor.tell(person, returns.miss(person, address, now))


def call(floor: Floor, person: str, name: str, fact: facts.Fact) -> None:
    """Let somebody who does not play be called *name*, who has their seat if they are in; tell the others *fact*."""
    returns = floor.returns
    if name in floor.visits:
        _take_over(floor, name, person)
    elif name in returns.kept:
        floor.commands.append(("rebuild", person, (returns.kept[name], ("named", (name, fact)))))
    else:
        code, muted = returns.code_of(person), person in floor.rivals.muted
        floor.limits.come_back(name, person)
        floor.forget(person)
        floor.commands.append(("rename", person, name))
        returns.give(name, code)
        floor.rivals.muted.update([name] * muted)
        floor.tell(name, fact)
        floor.visits[name] = visit(name, floor)


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
            floor.visits[player] = visit(player, floor, plays=True)
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

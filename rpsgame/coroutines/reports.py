"""What an operator is told of the hall, in lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from .bans import Network, written

UNITS = ("d", 86400), ("h", 3600), ("min", 60)


class Presence(NamedTuple):
    """Somebody who is in.

    :param door: the kind of their door
    :param peer: where they come from
    :param does: one of STATES, or whom they play
    :param seconds: how long they have been in
    """

    name: str
    door: str
    peer: str
    does: str
    seconds: float


class Status(NamedTuple):
    """How things stand.

    :param seconds: how long the hall has been there
    :param draining: whether no match may begin: 'no', 'yes' or 'the server is stopping'
    :param screen: what everybody sees at first, '' where each door has its own
    :param limits: how many may be in, and from one address; 0 is no limit
    :param people: how many are in, by the kind of their door and what they do
    :param came: how many have come, by the kind of their door
    :param on: the matches that are on
    :param endings: how many are over, by how they ended
    :param players: how many seats of those were taken, by the kind of the door
    :param refusals: how many were turned away, by the reason
    :param bans: how many hold
    :param lost: how many batches the journal lacks, since they could not be written; None where there is no journal
    """

    seconds: float
    draining: str
    screen: str
    limits: tuple[int, int]
    people: Counter[tuple[str, str]]
    came: Mapping[str, int]
    on: int
    endings: Mapping[str, int]
    players: Mapping[str, int]
    refusals: Mapping[str, int]
    bans: int
    lost: int | None = None


class Kept(NamedTuple):
    """What has come of a ban: how many were put out, and why it is not kept; '' where it is."""

    out: int
    why_not: str


def status(known: Status) -> list[str]:
    """Return how things stand: a name and a colon, and what there is to say."""
    most, most_per_address = (str(limit) if limit else "no limit" for limit in known.limits)
    playing = {door: n for (door, does), n in known.people.items() if does == "playing"}
    lines = {
        "up": lasting(known.seconds),
        "draining": known.draining,
        "limits": f"guests {most}, from one address {most_per_address}",
        "screen": known.screen or "each door has its own",
        "people": _sum(Counter(door for door, _ in known.people.elements())),
    }
    for door in sorted({door for door, _ in known.people}):
        lines[f"by {door}"] = _sum(Counter({does: n for (by, does), n in known.people.items() if by == door}))
    lines |= {
        "came": _sum(known.came),
        "matches on": f"{known.on}{_parts(playing)}",
        "matches over": _sum(known.endings),
        "played by": _sum(known.players),
        "turned away": _sum(known.refusals),
        "bans": str(known.bans),
        "journal": "none" if known.lost is None else f"{known.lost} batches not written" if known.lost else "written",
    }
    return [f"{name}: {said}" for name, said in lines.items()]


def who(people: Iterable[Presence]) -> list[str]:
    """Return a line for each who is in, whose columns are parted by tabs."""
    return ["\t".join((*person[:4], lasting(person.seconds))) for person in people]


def bans(known: Iterable[tuple[Network, float | None]]) -> list[str]:
    """Return a line for each ban, whose columns are parted by tabs."""
    return [f"{written(network)}\t{'for ever' if left is None else lasting(left)}" for network, left in known]


def not_kept(kept: Kept) -> list[str]:
    """Return what is to be said of a ban that does not outlive the server."""
    return [f"The server forgets it when it ends: {kept.why_not}."] if kept.why_not else []


def heads(people: int) -> str:
    """Return how many they are."""
    return "1 person" if people == 1 else f"{people} people"


def lasting(seconds: float) -> str:
    """Return a time in its two largest units."""
    whole, parts = int(seconds), []
    for unit, size in UNITS:
        if whole >= size:
            parts.append(f"{whole // size} {unit}")
            whole %= size
    return " ".join([*parts, f"{whole} s"][:2])


def _sum(counted: Mapping[str, int]) -> str:
    return f"{sum(counted.values())}{_parts(counted)}"


def _parts(counted: Mapping[str, int]) -> str:
    parts = ", ".join(f"{name} {n}" for name, n in sorted(counted.items()) if n)
    return f" ({parts})" if parts else ""

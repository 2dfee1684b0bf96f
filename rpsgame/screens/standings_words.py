"""What standings say in sentences: all of it for those who listen, and for others what stands below the lines."""

from __future__ import annotations

from collections.abc import Sequence

from ..coroutines.facts import BEST, Line, Own, Played, Ranks, Standings, Versus

SOMEBODY = "somebody without a name"
WHEN = {"ever": "for ever", "month": "this month", "today": "today"}
ORDER = {"ever": "by rating", "month": "by matches won", "today": "by matches won"}
WHAT_COUNTS = "Matches count that you play with others who have names, from other addresses."


def spoken_standings(fact: Standings) -> list[str]:
    """Return the standings in sentences."""
    own = fact.own.lines if fact.own else (None,) * len(fact.ranks)
    return [told.replace(" - ", " to ") for told in (*map(_period, fact.ranks, own), *below(fact))]


def below(fact: Standings) -> list[str]:
    """Return what there is to say besides the lines, the most important first."""
    said = _about(fact.own) if fact.own else [no_name(fact.name_key)]
    return [*filter(None, said), house(fact.ranks)]


def no_name(key: str) -> str:
    """Return how somebody without a name gets one, by this key; '' where they cannot."""
    return f"Without a name you are in no list. Press {key} to get one." if key else ""


def house(ranks: Sequence[Ranks]) -> str:
    """Return the record of the house."""
    played = [f"{WHEN[each.period]} {won_and_lost(*each.house)}" for each in reversed(ranks) if any(each.house)]
    return f"The house against people with names: {', '.join(played) or 'no match yet'}."


def won_and_lost(won: int, lost: int) -> str:
    """Return a record in words."""
    return f"{won} won, {lost} lost" if won or lost else "no match yet"


def name_of(line: Line, own: Line | None) -> str:
    """Return who a line is for the one whose own another one is."""
    return "you" if is_own(line, own) else line.name or SOMEBODY


def is_own(line: Line, own: Line | None) -> bool:
    """Return whether two lines of a period are the same person's; they may have been asked for one after another."""
    return own is not None and (line == own or (bool(own.name) and line.name == own.name))


def _period(ranks: Ranks, own: Line | None) -> str:
    best = [f"{line.place} {name_of(line, own)}, {_figure(ranks.period, line)}" for line in ranks.lines[:BEST]]
    told = f"Standings {WHEN[ranks.period]}, {ORDER[ranks.period]}: {'; '.join(best) or 'nobody yet'}."
    if own and not any(is_own(line, own) for line in ranks.lines[:BEST]):
        told += f" You are number {own.place}: {_figure(ranks.period, own)}."
    return told


def _figure(period: str, line: Line) -> str:
    return str(line.rating) if period == "ever" else won_and_lost(line.won, line.lost)


def _about(own: Own) -> list[str]:
    last = ", ".join(map(_match, own.last))
    return [
        _missing(own) if own.missing else "",
        " ".join(map(_against, own.versus)),
        f"Your last matches: {last}." if last else "",
    ]


def _missing(own: Own) -> str:
    if own.rating is None:
        return f"After about {own.missing} matches you are in the list for ever. {WHAT_COUNTS}"
    more = "one more match" if own.missing == 1 else f"{own.missing} more matches"
    return f"Your rating is {own.rating}, and not sure yet. After about {more} you are in the list for ever."


def _against(versus: Versus) -> str:
    return f"You against {versus.name or SOMEBODY}: {won_and_lost(versus.won, versus.lost)}."


def _match(played: Played) -> str:
    ended = "won" if played.won else "lost"
    return f"{ended} {played.wins} - {played.losses} against {played.opponent or SOMEBODY}"

"""Results, in SQL: a batch is one transaction, and what it has counted already it does not count again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from ...coroutines.glicko import Rating, after_match, settled_until
from . import periods
from .entries import HOUSE, Result
from .session import Session

COLUMNS = "run, number, nth, game, ended, player0, player1, wins0, wins1, winner, rated"
RATING = "person, game, rating, deviation, volatility, rated, settled_until"


def write(session: Session, results: Sequence[Result]) -> None:
    """Write results. Those that are there are left alone, and change nothing."""
    runs = _runs(session, {result.run for result in results})
    known = _known(session, {player for result in results for player in result.players if player})
    with_names = [
        result.between(*(player if player in known or player == HOUSE else None for player in result.players))
        for result in results
    ]
    by_id = {(runs[result.run], result.table, result.nth): result for result in with_names if kept(result)}
    new = session.run_rows(
        f"INSERT INTO result ({COLUMNS})",
        ((*key, session.game, *_columns(result)) for key, result in by_id.items()),
        "ON CONFLICT DO NOTHING RETURNING run, number, nth",
    )
    counting = [by_id[run, number, nth] for run, number, nth in sorted(new)]
    _count_versus(session, counting)
    _count_tallies(session, counting)
    _rate(session, sorted(filter(rated, counting), key=lambda result: result.ended))


def prune(session: Session, now: float) -> None:
    """Delete the tallies of days of which nobody is told any more: all before yesterday."""
    yesterday = periods.day(now - periods.DAY)
    session.run(
        "DELETE FROM tally WHERE game = ? AND period > ? AND period < ?",
        *(session.game, 10**7, yesterday),
    )


def kept(result: Result) -> bool:
    """Return whether a result is anybody's: of somebody with a name, and not of somebody who played themselves."""
    return any(result.players) and result.players[0] != result.players[1]


def rated(result: Result) -> bool:
    """Return whether a result counts for ratings and standings: two people with names, from different addresses."""
    one, other = result.players
    return bool(result.apart and one and other)


def _runs(session: Session, names: Iterable[str]) -> dict[str, int]:
    """Return the ids of runs; they are looked up in one order, as all that two processes may wait for."""
    ids = {}
    for name in sorted(names):
        find = "SELECT id FROM run WHERE name = ?"
        if not session.run(find, name):
            session.run("INSERT INTO run (name) VALUES (?) ON CONFLICT DO NOTHING", name)
        ((ids[name],),) = session.run(find, name)
    return ids


def _known(session: Session, people: set[int]) -> set[int]:
    """Return those who have not been forgotten; nobody else changes what is counted of them before we are done."""
    marks = ", ".join("?" * len(people))
    return (
        {
            person
            for (person,) in session.run(
                f"SELECT id FROM person WHERE id IN ({marks}) ORDER BY id {session.FOR_UPDATE}", *sorted(people)
            )
        }
        if people
        else set()
    )


def _columns(result: Result) -> tuple[int | None, ...]:
    return int(result.ended), *result.players, *result.wins, result.winner, int(rated(result))


def _count_versus(session: Session, results: Iterable[Result]) -> None:
    won: Counter[tuple[int, int, int]] = Counter()
    for result in results:
        one, other = result.players
        if one is not None and other is not None:
            low, high = sorted((one, other))
            won[low, high, result.players[result.winner] == high] += 1
    pairs = sorted({pair[:2] for pair in won})
    session.run_rows(
        "INSERT INTO versus (low, high, game, won_low, won_high)",
        ((*pair, session.game, won[(*pair, False)], won[(*pair, True)]) for pair in pairs),
        "ON CONFLICT (low, high, game) DO UPDATE SET won_low = versus.won_low + excluded.won_low,"
        " won_high = versus.won_high + excluded.won_high",
    )


def _count_tallies(session: Session, results: Iterable[Result]) -> None:
    """Count what is rated for both, and what was played against the house for the house."""
    won: Counter[tuple[int, int, bool]] = Counter()
    for result in results:
        day = periods.day(result.ended)
        for player, who in enumerate(result.players):
            if who is not None and (rated(result) or who == HOUSE):
                won.update((who, period, player == result.winner) for period in (day, day // 100, periods.EVER))
    keys = sorted({key[:2] for key in won})
    session.run_rows(
        "INSERT INTO tally (person, game, period, won, lost)",
        ((who, session.game, period, won[who, period, True], won[who, period, False]) for who, period in keys),
        "ON CONFLICT (person, game, period) DO UPDATE SET won = tally.won + excluded.won,"
        " lost = tally.lost + excluded.lost",
    )


def _rate(session: Session, results: Sequence[Result]) -> None:
    # Somebody new begins with their first match, and has not been away since 1970
    ratings = {who: Rating(rated=result.ended) for result in reversed(results) for who in result.players if who}
    people = sorted(ratings)
    marks = ", ".join("?" * len(people))
    for person, *rating in (
        session.run(
            f"SELECT person, rating, deviation, volatility, rated FROM rating WHERE game = ? AND person IN ({marks})",
            *(session.game, *people),
        )
        if people
        else ()
    ):
        ratings[person] = Rating(*rating)
    for result in results:
        winner, loser = result.players[result.winner], result.players[1 - result.winner]
        assert winner and loser
        ratings[winner], ratings[loser] = after_match(ratings[winner], ratings[loser], result.ended)
    session.run_rows(
        f"INSERT INTO rating ({RATING})",
        ((person, session.game, *rating, settled_until(rating)) for person, rating in sorted(ratings.items())),
        "ON CONFLICT (person, game) DO UPDATE SET rating = excluded.rating, deviation = excluded.deviation,"
        " volatility = excluded.volatility, rated = excluded.rated, settled_until = excluded.settled_until",
    )

"""Standings, in SQL: each is read from an index, however many matches there were."""

from __future__ import annotations

from ...coroutines.glicko import Rating, at
from . import periods
from .entries import HOUSE, LastMatch, Person, Standing, Tally
from .periods import Period
from .session import Row, Session

COLUMNS = """SELECT person.id, person.name, rating.rating, rating.deviation, rating.volatility, rating.rated,
    coalesce(tally.won, 0), coalesce(tally.lost, 0)"""
# The lines are found first, by their index alone, and then what else is said of them: so no database thinks of sorting
# everybody. What stands in a partial index has to be said again, or SQLite does not use it.
EVER = f"""{COLUMNS} FROM (SELECT * FROM rating
        WHERE game = ? AND settled_until IS NOT NULL AND settled_until > ? {{which}}) AS rating
    JOIN person ON person.id = rating.person
    LEFT JOIN tally ON tally.person = rating.person AND tally.game = rating.game AND tally.period = 0
    ORDER BY rating.rating DESC, rating.person"""
IN_PERIOD = f"""{COLUMNS} FROM (SELECT * FROM tally WHERE game = ? AND period = ? AND person > 0 {{which}}) AS tally
    JOIN person ON person.id = tally.person
    LEFT JOIN rating ON rating.person = tally.person AND rating.game = tally.game
    ORDER BY tally.won DESC, tally.lost, tally.person"""
LINES_EVER = EVER.format(which="ORDER BY rating DESC, person LIMIT ? OFFSET ?")
LINES_IN_PERIOD = IN_PERIOD.format(which="ORDER BY won DESC, lost, person LIMIT ? OFFSET ?")
LINE_EVER, LINE_IN_PERIOD = (sql.format(which="AND person = ?") for sql in (EVER, IN_PERIOD))
BETTER_EVER = """SELECT count(*) FROM rating WHERE game = ? AND rating > ? AND settled_until IS NOT NULL
    AND settled_until > ?"""
BETTER_IN_PERIOD = "(SELECT count(*) FROM tally WHERE game = ? AND period = ? AND person > 0 AND"
BETTER_IN_PERIOD = f"SELECT {BETTER_IN_PERIOD} won > ?) + {BETTER_IN_PERIOD} won = ? AND lost < ?)"
RATED = "SELECT rating, deviation, volatility, rated FROM rating WHERE game = ? AND person = ?"
OF_PLAYER = """SELECT ended, run, number, nth, player{other} AS opponent, wins{mine} AS wins, wins{other} AS losses,
    CASE winner WHEN {mine} THEN 1 ELSE 0 END AS won FROM result
    WHERE player{mine} = ? AND player{mine} > 0 AND game = ?
    ORDER BY ended DESC, run DESC, number DESC, nth DESC LIMIT ?"""
LAST = " UNION ALL ".join(
    f"SELECT * FROM ({OF_PLAYER.format(mine=mine, other=1 - mine)}) AS of_{mine}" for mine in (0, 1)
)
LAST = f"""SELECT ended, person.id, person.name, wins, losses, won FROM ({LAST}) AS found
    LEFT JOIN person ON person.id = found.opponent ORDER BY ended DESC, run DESC, number DESC, nth DESC LIMIT ?"""


def standings(session: Session, period: Period, limit: int, offset: int, now: float) -> list[Standing]:
    """Return the lines from *offset* on, which counts from 0."""
    sql = LINES_EVER if period == "ever" else LINES_IN_PERIOD
    rows = session.run(sql, session.game, _bound(period, now), limit, offset)
    lines: list[Standing] = []
    for number, row in enumerate(rows):
        if number == 0:
            place = _place(session, row, period, now)
        elif _worth(row, period) != _worth(rows[number - 1], period):
            place = offset + number + 1
        lines.append(_standing(row, place, now))
    return lines


def standing(session: Session, person: int, period: Period, now: float) -> Standing | None:
    """Return where somebody stands, if anywhere."""
    sql = LINE_EVER if period == "ever" else LINE_IN_PERIOD
    rows = session.run(sql, session.game, _bound(period, now), person)
    return _standing(rows[0], _place(session, rows[0], period, now), now) if rows else None


def rating(session: Session, person: int, now: float) -> tuple[float, float] | None:
    """Return somebody's rating and its deviation by now, if they have one."""
    rows = session.run(RATED, session.game, person)
    return at(Rating(*rows[0]), now)[:2] if rows else None


def house(session: Session, period: Period, now: float) -> Tally:
    """Return the record of the house."""
    return _tally(
        session.run(
            "SELECT won, lost FROM tally WHERE person = ? AND game = ? AND period = ?",
            *(HOUSE, session.game, periods.number(period, now)),
        )
    )


def versus(session: Session, person: int, opponent: int) -> Tally:
    """Return the record of one against another."""
    low, high = sorted((person, opponent))
    won_low, won_high = _tally(
        session.run(
            "SELECT won_low, won_high FROM versus WHERE low = ? AND high = ? AND game = ?",
            *(low, high, session.game),
        )
    )
    return Tally(won_low, won_high) if person == low else Tally(won_high, won_low)


def last(session: Session, person: int, limit: int) -> list[LastMatch]:
    """Return the last matches of somebody."""
    each = person, session.game, limit
    return [
        LastMatch(ended, None if opponent is None else Person(opponent, name), wins, losses, bool(won))
        for ended, opponent, name, wins, losses, won in session.run(LAST, *each, *each, limit)
    ]


def _bound(period: Period, now: float) -> float:
    """Return what bounds the lines of a period: until when a rating must be settled, or the number of the period."""
    return now if period == "ever" else periods.number(period, now)


def _standing(row: Row, place: int, now: float) -> Standing:
    person, name, rating, deviation, volatility, when, won, lost = row
    by_now = None if rating is None else at(Rating(rating, deviation, volatility, when), now).deviation
    return Standing(place, Person(person, name), rating, by_now, Tally(won, lost))


def _worth(row: Row, period: Period) -> tuple[object, ...]:
    """Return what the order of lines goes by."""
    return row[2:3] if period == "ever" else row[6:8]


def _place(session: Session, row: Row, period: Period, now: float) -> int:
    """Return one more than the number of those who are better."""
    _, _, rating, _, _, _, won, lost = row
    if period == "ever":
        ((better,),) = session.run(BETTER_EVER, session.game, rating, now)
    else:
        at_one = session.game, periods.number(period, now)
        ((better,),) = session.run(BETTER_IN_PERIOD, *at_one, won, *at_one, won, lost)
    return int(better) + 1


def _tally(rows: list[Row]) -> Tally:
    return Tally(*rows[0]) if rows else Tally(0, 0)

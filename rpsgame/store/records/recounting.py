"""What is added up from results, added up again from all of them."""

from __future__ import annotations

from .session import Session

TALLY = """INSERT INTO tally (person, game, period, won, lost)
    SELECT person, game, {period}, sum(won), count(*) - sum(won) FROM ({seats}) AS seats GROUP BY 1, 2, 3"""
SEAT = """SELECT player{seat} AS person, game, ended, CASE winner WHEN {seat} THEN 1 ELSE 0 END AS won FROM result
    WHERE player{seat} = 0 OR (player{seat} > 0 AND rated = 1)"""
VERSUS = """INSERT INTO versus (low, high, game, won_low, won_high)
    SELECT low, high, game, count(*) - sum(won_high), sum(won_high) FROM (SELECT game,
    CASE WHEN player0 < player1 THEN player0 ELSE player1 END AS low,
    CASE WHEN player0 < player1 THEN player1 ELSE player0 END AS high,
    CASE WHEN (winner = 0) = (player0 > player1) THEN 1 ELSE 0 END AS won_high
    FROM result WHERE player0 <> player1) AS pairs GROUP BY 1, 2, 3"""


def recount(session: Session) -> None:
    """Make the tallies and the records against each other anew."""
    session.run("DELETE FROM tally")
    session.run("DELETE FROM versus")
    session.run(VERSUS)
    seats = " UNION ALL ".join(SEAT.format(seat=seat) for seat in (0, 1))
    for period in (session.DAY_OF_RESULT, f"{session.DAY_OF_RESULT} / 100", "0"):
        session.run(TALLY.format(period=period, seats=seats))

"""The tables in SQLite, step by step, from one version to the next. A step that was released never changes.

person: 0 is the house. An id is never given twice, so a result never counts for another than who played it.
refused: names that an operator has taken away.
result: a player is null where they have no name, or were forgotten; a rated one counts for ratings and standings.
rating_order: without those that are provisional already.
tally: by day (20261126), month (202611) and for ever (0): of rated results; of the house, of all its results.
versus: of all results of two, the one with the lower id first.
"""

from __future__ import annotations

STEPS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE game (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT",
        "CREATE TABLE run (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT",
        """CREATE TABLE person (
            id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, skeleton TEXT UNIQUE, key_digest BLOB UNIQUE,
            fingerprint TEXT UNIQUE, since INTEGER NOT NULL) STRICT""",
        "INSERT INTO person (id, name, since) VALUES (0, '', 0)",
        "CREATE TABLE refused (skeleton TEXT PRIMARY KEY, since INTEGER NOT NULL) STRICT, WITHOUT ROWID",
        """CREATE TABLE result (
            run INTEGER NOT NULL, number INTEGER NOT NULL, nth INTEGER NOT NULL, game INTEGER NOT NULL,
            ended INTEGER NOT NULL, player0 INTEGER, player1 INTEGER, wins0 INTEGER NOT NULL, wins1 INTEGER NOT NULL,
            winner INTEGER NOT NULL, rated INTEGER NOT NULL,
            PRIMARY KEY (run, number, nth)) STRICT, WITHOUT ROWID""",
        "CREATE INDEX result_player0 ON result (player0, ended) WHERE player0 > 0",
        "CREATE INDEX result_player1 ON result (player1, ended) WHERE player1 > 0",
        """CREATE TABLE rating (
            person INTEGER NOT NULL, game INTEGER NOT NULL, rating REAL NOT NULL, deviation REAL NOT NULL,
            volatility REAL NOT NULL, rated REAL NOT NULL, settled_until REAL,
            PRIMARY KEY (person, game)) STRICT, WITHOUT ROWID""",
        """CREATE INDEX rating_order ON rating (game, rating DESC, person, settled_until)
            WHERE settled_until IS NOT NULL""",
        """CREATE TABLE tally (
            person INTEGER NOT NULL, game INTEGER NOT NULL, period INTEGER NOT NULL, won INTEGER NOT NULL,
            lost INTEGER NOT NULL, PRIMARY KEY (person, game, period)) STRICT, WITHOUT ROWID""",
        "CREATE INDEX tally_order ON tally (game, period, won DESC, lost, person)",
        """CREATE TABLE versus (
            low INTEGER NOT NULL, high INTEGER NOT NULL, game INTEGER NOT NULL, won_low INTEGER NOT NULL,
            won_high INTEGER NOT NULL, PRIMARY KEY (low, high, game)) STRICT, WITHOUT ROWID""",
        """CREATE TABLE learnt (
            person INTEGER NOT NULL, game INTEGER NOT NULL, data BLOB NOT NULL,
            PRIMARY KEY (person, game)) STRICT""",
        """CREATE TABLE seat (
            who TEXT PRIMARY KEY, process TEXT NOT NULL, endpoint TEXT NOT NULL, since REAL NOT NULL
            ) STRICT, WITHOUT ROWID""",
    ),
)

"""How the matches of a journal ended, for those who come with their codes when the server is back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from ..coroutines.results import Result
from .history import READ, BadJournal, Past, last_run, read, run_of
from .journal import SIZE, SUFFIX

MOST_READ = READ * SIZE  # bytes of the runs before the last: there are many where a server does not stay up


def ended(tables: Mapping[int, Past], since: float) -> list[Result]:
    """Return how the matches ended that were over after *since*, in seconds since 1970, in that order."""
    results = [result for past in tables.values() if (result := result_of(past)) and result.when > since]
    return sorted(results, key=lambda result: result.when)


def result_of(past: Past) -> Result | None:
    """Return how the last match of a table ended; None where it is on, or nobody can ask for it by a code."""
    if not past.events or not any(past.codes):
        return None
    when, (word, _, what) = past.events[-1]
    if word == "over":
        how, gone, wins, *_ = what
        return Result(past.pair(), past.codes, how, gone, (wins[0], wins[1]), when)
    return None if past.given_up is None else nobody_came_back(past, past.given_up)


def nobody_came_back(past: Past, when: float) -> Result:
    """Return how a match ends that nobody has come back to, in seconds since 1970; nobody has counted the wins."""
    return Result(past.pair(), past.codes, "cut off", (0, 1), None, when)


def runs_before(folder: Path, since: float) -> Iterator[dict[int, Past]]:
    """Yield the tables of the runs before the last that were on after *since*, the oldest first.

    What cannot be read of them is left out.
    """
    last, runs, size = {*last_run(folder)}, [], 0
    files = [path for path in sorted(folder.glob(f"*{SUFFIX}"), reverse=True) if path not in last]
    while files:
        run = run_of(files[0])
        files = [path for path in files if path not in run]
        size += sum(path.stat().st_size for path in run)
        if size > MOST_READ or max(path.stat().st_mtime for path in run) < since:
            break
        runs.append(run)
    for run in reversed(runs):
        with suppress(OSError, BadJournal):
            yield read(run)

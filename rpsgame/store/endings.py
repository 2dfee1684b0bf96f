"""How matches of people with names have ended, as the journal tells it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..coroutines.match import Ending, winner_of
from .history import KEPT, MATCH
from .journal import SUFFIX
from .records.contract import Result


def results(path: Path, game: str, on: dict[int, list[Any]]) -> Iterator[Result]:
    """Yield the results of people with names in a file of the journal; what cannot be read is left out.

    Most lines tell of keys, and are not looked at: a file of 64 MiB takes half a second.

    :param on: by the table, the match that is on, as the journal's word `match` has it; for the next file of the run
    """
    try:
        with path.open("rb") as file:
            if not _is_of(next(file, b""), game):
                return
            for line in file:
                if b'"match"' in line or (on and b'"over"' in line):
                    yield from _results(line, on)
    except OSError:  # it is deleted meanwhile, since it is old
        return


def runs_after(folder: Path, last: str, before: str) -> Iterator[list[Path]]:
    """Yield the files of each run in a folder that began after the run *last*, and before another."""
    runs: dict[str, list[Path]] = {}
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        runs.setdefault(path.name.rpartition("-")[0], []).append(path)
    yield from (paths for run, paths in runs.items() if last < run < before)


def _is_of(line: bytes, game: str) -> bool:
    """Return whether a journal begins so where this game is played."""
    try:
        opening = json.loads(line)
    except ValueError:
        return False
    return isinstance(opening, dict) and opening.get("game") == game


def _results(line: bytes, on: dict[int, list[Any]]) -> list[Result]:
    """Return the results of one line, and note which matches begin."""
    found: list[Result] = []
    try:
        when, *events = json.loads(line)
        copied = {number for number, word, whom, _ in events if word == "table" and whom == KEPT}
        for number, word, _, what in events:
            if word == MATCH and what:
                on[number] = what
            elif word == MATCH:
                on.pop(number, None)
            elif word == "over" and number in on and number not in copied:
                run, table, nth, one, other, apart = on.pop(number)
                ending = Ending(what[0], what[1], (what[2][0], what[2][1]))
                winner = winner_of(ending)
                if winner is not None:
                    found.append(Result(run, table, nth, when, (one, other), ending.wins, winner, apart))
    except (ValueError, TypeError, LookupError):  # half a line, which the server was killed in, or none of ours
        pass
    return found

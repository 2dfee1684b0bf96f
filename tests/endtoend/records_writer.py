"""A process that writes results, a few to a transaction, and says after each which is the last that is written.

    python -m tests.endtoend.records_writer RECORDS FIRST LAST ONE OTHER

The matches are those of two people; the numbers say which of a run.
"""

from __future__ import annotations

import sys

from rpsgame.store.records.opening import session
from rpsgame.store.records.results import write
from tests.store.records import result

BATCH = 5


def main(where: str, first: int, last: int, one: int, other: int) -> None:
    """Write the results."""
    records = session(where, "rock-paper-scissors")
    for begin in range(first, last, BATCH):
        numbers = range(begin, min(begin + BATCH, last))
        records.change(write, [result(number, (one, other), number % 2) for number in numbers])
        print(numbers[-1], flush=True)


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))

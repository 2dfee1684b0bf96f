"""Thousands of duels at once: pairs of guests who play a game every so many seconds.

    python benchmarks/duels.py [--duels 4000] [--interval 2] [--seconds 20] [--json FILE]

Player 0 throws, and player 1 half of the interval later. Both hear of each throw; each is an answer.
"""

from __future__ import annotations

from load import CROWDED, Crowd, Report, arguments, cpu, memory, server


def main(duels: int, interval: float, seconds: float, json: str | None) -> None:
    """Measure, and say it."""
    report = Report(f"{duels} duels at once, a game each every {interval:g} s")
    with server("rpsgame", "--house", "none", "--timeout", "3600", *CROWDED) as (port, pid):
        empty = memory(pid)
        crowd = Crowd(port, 2 * duels)
        seated, before = memory(pid), cpu(pid)
        took = crowd.pace(interval, seconds, seats=2)
        used = cpu(pid) - before
        games = len(took) / 4
        report.times("answer", took)
        report.row("games per second", f"{games / seconds:.0f}")
        report.row("CPU a game", f"{1e6 * used / games:.0f} µs ({used / seconds:.0%} of a core)")
        report.row("memory a guest", f"{(seated - empty) / duels / 2 / 1024:.2f} KiB")
        report.row("lost", str(crowd.lost), "nobody")
        crowd.close()
    report.save(json)


if __name__ == "__main__":
    main(
        **vars(
            arguments(
                __doc__,
                duels=(4000, "how many are on at once"),
                interval=(2.0, "seconds from game to game"),
                seconds=(20.0, "how long they play"),
            )
        )
    )

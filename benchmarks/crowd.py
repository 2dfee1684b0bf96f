"""Thousands of guests, each at a table with the house: memory, the time an answer takes, and what a key costs.

    python benchmarks/crowd.py [--guests 8000] [--few 500] [--interval 2] [--seconds 20] [--long 60] [--json FILE]

They play what people play: best-of-nines with the default house, one after another, by the default options. Only the
limits of how many may come are off, and the house does not let them wait, since those who wait would be seated with
each other. Beside it, in the same run, the same guests play a house that throws at random, at a server of its own;
and that in colour, at a third.

A few guests press a key each every so many seconds; then as many keys a second as the crowd will, so that the two
differ in nothing but the number of guests. Then the rest come to the same server: the crowd plays at the first pace,
and at last so long as fast as it can, because the house remembers what a guest throws. Before, as many guests come to
the bare protocol of servers.py.
"""

from __future__ import annotations

from typing import NamedTuple

from load import DEFAULT_HOUSE, IN_COLOUR, KEYS, RANDOM_HOUSE, READ, Crowd, Report, arguments, cpu, memory, server


class Plan(NamedTuple):
    """How many play, and for how long; see `arguments` below."""

    guests: int
    few: int
    interval: float
    seconds: float
    long: float


def main(guests: int, few: int, interval: float, seconds: float, long: float, json: str | None) -> None:
    """Measure, and say it."""
    report = Report(f"{guests} guests at once, each with the house, a key each every {interval:g} s")
    with server("bare") as (port, _):
        crowd = Crowd(port)
        bare = crowd.grow(guests)[-1]
        crowd.close()
    report.row("greeted per second, bare", f"{guests / bare:.0f}")
    plan = Plan(guests, few, interval, seconds, long)
    measure(report, "the house", DEFAULT_HOUSE, plan, bare, "at most 16 KiB")
    measure(report, "random", RANDOM_HOUSE, plan, bare, "at most 8 KiB")
    measure(report, "in colour", (*RANDOM_HOUSE, *IN_COLOUR), plan, bare, "at most 10 KiB")
    report.save(json)


def measure(report: Report, house: str, options: tuple[str, ...], plan: Plan, bare: float, most: str) -> None:
    """Say what a house can bear, beside the seconds in which all come to the bare protocol; *most* is of memory."""
    guests, few, interval, seconds, long = plan
    as_many = few * interval / guests - READ / KEYS  # seconds from key to key, for those who also read
    if as_many <= 0:
        raise SystemExit(f"{few} guests cannot press as many keys as {guests}, since they read a second a match.")
    with server("rpsgame", *options) as (port, pid):
        empty = memory(pid)
        crowd = Crowd(port, few)

        def play(name: str, pace: float, goal: str = "") -> float:
            before = cpu(pid)
            took = crowd.pace(pace, seconds)
            report.times(f"{house}, {name}", took, goal)
            return (cpu(pid) - before) / len(took)

        def per_guest(what: str) -> None:
            kib = (memory(pid) - empty) / guests / 1024
            report.found["bars"][f"{house}, {what}, KiB"] = round(kib, 2)
            report.row(f"{house}, memory a guest, {what}", f"{kib:.2f} KiB", most)

        slow = play(f"{few} guests", interval)
        busy = play(f"{few} guests, as many keys", as_many)
        seated = crowd.grow(guests - few)
        ours = seated[-1] * guests / len(seated)
        report.row(f"{house}, greeted per second", f"{guests / ours:.0f} ({bare / ours:.2f} of the bare protocol)")
        per_guest("seated")
        each = play(f"{guests} guests", interval, "p99 at most 50 ms")
        per_guest(f"after {seconds / interval:.0f} keys")
        report.row(f"{house}, CPU a key, {few} guests", f"{1e6 * slow:.0f} µs")
        report.row(f"{house}, CPU a key, {few} guests, as many keys", f"{1e6 * busy:.0f} µs")
        figure = f"{1e6 * each:.0f} µs ({each / slow:.2f}, {each / busy:.2f})"
        report.row(f"{house}, CPU a key, {guests} guests", figure, "at most 1.3 times")
        if long:
            per_guest(f"after {crowd.play(long) * long / guests:.0f} more")
        report.row(f"{house}, lost", str(crowd.lost), "nobody")
        crowd.close()


if __name__ == "__main__":
    main(
        **vars(
            arguments(
                __doc__,
                guests=(8000, "how many play at once"),
                few=(500, "how many play at once for comparison"),
                interval=(2.0, "seconds from key to key"),
                seconds=(20.0, "how long each part takes"),
                long=(60.0, "seconds as fast as can be, for the memory of a long visit; 0 for none"),
            )
        )
    )

"""Thousands of guests, each at a table with the house: memory, the time an answer takes, and what a key costs.

    python benchmarks/crowd.py [--guests 8000] [--few 100] [--interval 2] [--seconds 20] [--long 60] [--json FILE]

A few guests come and play, a key each every so many seconds; then again, as many keys a second as the crowd will
press, so that the two differ in nothing but the number of guests. Then the rest come to the same server: the crowd
plays at the first pace, and at last so long as fast as it can, because a table remembers what was thrown. Before, as
many guests come to the bare protocol of servers.py.
"""

from __future__ import annotations

from load import WITH_HOUSE, Crowd, Report, arguments, cpu, memory, server


def main(guests: int, few: int, interval: float, seconds: float, long: float, json: str | None) -> None:
    """Measure, and say it."""
    report = Report(f"{guests} guests at once, each with the house, a key each every {interval:g} s")
    with server("bare") as (port, _):
        crowd = Crowd(port)
        bare = crowd.grow(guests)[-1]
        crowd.close()
    with server("rpsgame", *WITH_HOUSE, "--timeout", "3600") as (port, pid):
        empty = memory(pid)
        crowd = Crowd(port, few)

        def play(name: str, pace: float) -> float:
            before = cpu(pid)
            took = crowd.pace(pace, seconds)
            report.times(f"answer, {name}", took, "p99 at most 50 ms" if name == all_of_them else "")
            return (cpu(pid) - before) / len(took)

        all_of_them = f"{guests} guests"
        slow = play(f"{few} guests", interval)
        busy = play(f"{few} guests, as many keys", interval * few / guests)
        seated = crowd.grow(guests - few)
        ours = seated[-1] * guests / len(seated)
        report.row("greeted per second, bare", f"{guests / bare:.0f}")
        report.row("greeted per second, rpsgame", f"{guests / ours:.0f} ({bare / ours:.2f} of it)")
        per_guest(report, "memory a guest, seated", pid, empty, guests, "at most 8 KiB")
        each = play(all_of_them, interval)
        per_guest(report, f"memory a guest, after {seconds / interval:.0f} games", pid, empty, guests, "at most 8 KiB")
        report.row(f"CPU a key, {few} guests", f"{1e6 * slow:.0f} µs")
        report.row(f"CPU a key, {few} guests, as many keys", f"{1e6 * busy:.0f} µs")
        goal = "at most 1.3 times"
        report.row(f"CPU a key, {guests} guests", f"{1e6 * each:.0f} µs ({each / slow:.2f}, {each / busy:.2f})", goal)
        if long:
            games = crowd.play(long) * long / guests
            per_guest(report, f"memory a guest, after {games:.0f} more", pid, empty, guests, "at most 8 KiB")
        report.row("lost", str(crowd.lost), "nobody")
        crowd.close()
    report.save(json)


def per_guest(report: Report, what: str, pid: int, empty: int, guests: int, goal: str) -> None:
    """Say how much the server has grown, by guests."""
    kib = (memory(pid) - empty) / guests / 1024
    report.found["bars"][f"{what}, KiB"] = round(kib, 2)
    report.row(what, f"{kib:.2f} KiB", goal)


if __name__ == "__main__":
    main(
        **vars(
            arguments(
                __doc__,
                guests=(8000, "how many play at once"),
                few=(100, "how many play at once for comparison"),
                interval=(2.0, "seconds from key to key"),
                seconds=(20.0, "how long each part takes"),
                long=(60.0, "seconds as fast as can be, for the memory of a long match; 0 for none"),
            )
        )
    )

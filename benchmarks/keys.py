"""Keys answered per second, each a whole game against the house, beside a bare Twisted protocol and telnetlib3.

    python benchmarks/keys.py [--guests 200] [--seconds 3] [--rounds 5] [--json FILE]

The bare protocol and the telnetlib3 server write one fixed line of the same length for each read. Each guest sends the
next key when the answer to the last one has come. rpsgame plays one endless match with each, and, as another server,
best-of-nines; a guest rests for a second after each of those, so there are more of them, of whom as many play at once.
The servers have one core, the guests another; they take turns. Where other programs want these cores, keys by the
server's CPU seconds tell more than keys by the clock.
"""

from __future__ import annotations

import statistics

from load import NO_LIMITS, RANDOM_HOUSE, WITH_HOUSE, Crowd, Report, arguments, cpu, server

NINES = "rpsgame, best of 9"
SERVERS = {
    "bare": ("bare",),
    "rpsgame": ("rpsgame", *WITH_HOUSE, "--timeout", "3600"),
    NINES: ("rpsgame", *RANDOM_HOUSE, *NO_LIMITS, "--timeout", "3600"),
    "telnetlib3": ("telnetlib3",),
}
RESTING = 9  # guests of best-of-nines who rest while one plays
GOALS = {("rpsgame", "bare"): "at least 1.0", (NINES, "bare"): "at least 1.0", ("rpsgame", "telnetlib3"): "at least 2"}


def main(guests: int, seconds: float, rounds: int, json: str | None) -> None:
    """Measure, and say the median, the least and the most of all rounds."""
    report = Report(f"Keys answered per second, {guests} guests at once")
    clock: dict[str, list[float]] = {name: [] for name in SERVERS}
    core: dict[str, list[float]] = {name: [] for name in SERVERS}
    for _ in range(rounds):
        for name, argv in SERVERS.items():
            with server(*argv) as (port, pid):
                crowd = Crowd(port, guests * (1 + RESTING) if name == NINES else guests)
                crowd.play(max(1.5, seconds / 4))
                before = cpu(pid)
                rate = crowd.play(seconds)
                clock[name].append(rate)
                core[name].append(rate * seconds / (cpu(pid) - before))
                crowd.close()
    for by, rates in (("by the clock", clock), ("by CPU", core)):
        for name, found in rates.items():
            report.row(f"keys/s {by}, {name}", spread(found))
            report.found["bars"][f"{name}, {by}"] = round(statistics.median(found))
        for (name, peer), goal in GOALS.items():
            ratios = [ours / theirs for ours, theirs in zip(rates[name], rates[peer], strict=True)]
            report.row(f"{name} to {peer}, {by}", spread(ratios, 2), goal)
    report.save(json)


def spread(values: list[float], digits: int = 0) -> str:
    """Return the median, the least and the most."""
    return f"{statistics.median(values):.{digits}f} ({min(values):.{digits}f} to {max(values):.{digits}f})"


if __name__ == "__main__":
    main(
        **vars(
            arguments(
                __doc__,
                guests=(200, "how many play at once"),
                seconds=(3.0, "how long a turn takes"),
                rounds=(5, "how many turns each has"),
            )
        )
    )

"""Keys answered per second, each a whole game against the house, beside a bare Twisted protocol and telnetlib3.

    python benchmarks/keys.py [--guests 200] [--seconds 3] [--rounds 5] [--json FILE]

The bare protocol and the telnetlib3 server write one fixed line of the same length for each read. Each guest sends the
next key when the answer to the last one has come. rpsgame plays what people play, best-of-nines with the default
house; then the same with a house that throws at random; and then one endless match of that, which is the game and no
more, on the plain screen, without a journal, and in colour. A guest of best-of-nines reads for a second after each, so
there are more of them, of whom about as many play at once. The servers have one core, the guests another; they take
turns. Where other programs want these cores, keys by the server's CPU seconds tell more than keys by the clock.
"""

from __future__ import annotations

import statistics

from load import (
    DEFAULT_HOUSE,
    FORGETFUL,
    IN_COLOUR,
    RANDOM_HOUSE,
    WITH_HOUSE,
    Crowd,
    Report,
    arguments,
    cpu,
    server,
    spread,
)

HOUSE, RANDOM, ENDLESS, COLOUR = "the house", "random", "random, endless", "random, endless, in colour"
NO_JOURNAL = "random, endless, without a journal"
SERVERS = {
    "bare": ("bare",),
    HOUSE: ("rpsgame", *DEFAULT_HOUSE),
    RANDOM: ("rpsgame", *RANDOM_HOUSE),
    ENDLESS: ("rpsgame", *WITH_HOUSE),
    NO_JOURNAL: ("rpsgame", *WITH_HOUSE, *FORGETFUL),
    COLOUR: ("rpsgame", *WITH_HOUSE, *IN_COLOUR),
    "telnetlib3": ("telnetlib3",),
}
RESTING = {HOUSE: 7, RANDOM: 9}  # guests who read while one plays: the slower the house, the fewer
GOALS = {
    (HOUSE, "bare"): "at least 0.3",
    (RANDOM, "bare"): "at least 1.0",
    (ENDLESS, "bare"): "at least 1.0",
    (COLOUR, "bare"): "at least 0.7",
    (ENDLESS, NO_JOURNAL): "at least 0.9",
    (ENDLESS, "telnetlib3"): "at least 2",
}


def main(guests: int, seconds: float, rounds: int, json: str | None) -> None:
    """Measure, and say the median, the least and the most of all rounds."""
    report = Report(f"Keys answered per second, {guests} guests at once")
    clock: dict[str, list[float]] = {name: [] for name in SERVERS}
    core: dict[str, list[float]] = {name: [] for name in SERVERS}
    for _ in range(rounds):
        for name, argv in SERVERS.items():
            with server(*argv) as (port, pid):
                crowd = Crowd(port, guests * (1 + RESTING.get(name, 0)))
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

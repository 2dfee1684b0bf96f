"""Each door beside the bare protocol of that door: keys answered per second, and the memory of those who are in.

    python benchmarks/doors.py [--guests 400] [--seconds 3] [--rounds 5] [--held 1000] [--json FILE]

The bare server is Twisted's own for that protocol, as small as it can be: it writes one fixed line of the same length
for each read. rpsgame plays an endless match with a house that throws at random, on the plain screen. Each guest sends
the next key when the answer to the last one has come. There must be so many that none of them presses more than 40
keys a second, beyond which the door reads them slowly. Then so many guests are held, each of whom plays the house.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable
from typing import Any, NamedTuple

from load import WITH_HOUSE, Crowd, Report, arguments, cpu, memory, server, spread
from ssh_visitors import SSHCrowd
from web_visitors import Browsers

PLAIN = "--screen", "plain"
LOCAL = "tcp:0:interface=127.0.0.1:backlog=4096"


class Door(NamedTuple):
    """A kind of door.

    :param bare: the server of servers.py that it stands beside
    :param begins: how the commands or addresses begin by which guests come in
    :param options: those of rpsgame
    :param crowd: lets guests come to a port: has `play` and `close`
    :param most: KiB that one who is held may take
    """

    bare: str
    begins: str
    options: tuple[str, ...]
    crowd: Callable[[int, int], Any]
    most: float


DOORS = {
    "telnet": Door("bare", "telnet", (), Crowd, 10),
    "ssh": Door("bare_ssh", "ssh", ("--ssh", LOCAL), SSHCrowd, 14),
    "web": Door("bare_web", "http", ("--web", LOCAL), Browsers, 10),
}


def main(guests: int, seconds: float, rounds: int, held: int, json: str | None) -> None:
    """Measure each door, and say the median, the least and the most of all rounds."""
    report = Report(f"The doors, {guests} guests at once, {held} held")
    for name, door in DOORS.items():
        servers = {"bare": (door.bare,), "rpsgame": ("rpsgame_door", door.begins, *door.options, *PLAIN, *WITH_HOUSE)}
        rates: dict[str, list[float]] = {which: [] for which in servers}
        cores: dict[str, list[float]] = {which: [] for which in servers}
        for _ in range(rounds):
            for which, argv in servers.items():
                with server(*argv) as (port, pid):
                    crowd = door.crowd(port, guests)
                    crowd.play(seconds / 4)
                    before = cpu(pid)
                    rate = crowd.play(seconds)
                    rates[which].append(rate)
                    cores[which].append(rate * seconds / (cpu(pid) - before))
                    crowd.close()
        for by, found in (("by the clock", rates), ("by CPU", cores)):
            for which in servers:
                report.row(f"{name}: keys/s {by}, {which}", spread(found[which]))
                report.found["bars"][f"{name}, {which}, {by}"] = round(statistics.median(found[which]))
            ratios = [ours / bare for ours, bare in zip(found["rpsgame"], found["bare"], strict=True)]
            report.row(f"{name}: rpsgame to bare, {by}", spread(ratios, 2), "at least 0.8")
        for which, argv in servers.items():
            with server(*argv) as (port, pid):
                door.crowd(port, 20).close()
                before_all = memory(pid)
                crowd = door.crowd(port, held)
                each = (memory(pid) - before_all) / held / 1024
                report.row(f"{name}: KiB each of {held} held, {which}", f"{each:.1f}", f"at most {door.most:g}")
                crowd.close()
    report.save(json)


if __name__ == "__main__":
    main(
        **vars(
            arguments(
                __doc__,
                guests=(400, "how many play at once"),
                seconds=(3.0, "how long a turn takes"),
                rounds=(5, "how many turns each has"),
                held=(1000, "how many are held"),
            )
        )
    )

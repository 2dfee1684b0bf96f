"""Two processes behind HAProxy, with PostgreSQL, beside one: what a key costs each part, and how much two carry.

    python benchmarks/cluster.py [--guests 200] [--seconds 5] [--rounds 3] [--json FILE]

A key is a game: of best-of-nines with the default house, which is what people play, and of endless matches with a
house that throws at random, which is the least that a key can cost a server. The records are in PostgreSQL, which this
starts for itself, as the tests do. Whoever makes the load needs a core too, and looks for answers without a pause: on
two cores, keys by the clock say little of the servers. So it is counted how much CPU (user and system, of all threads)
a key costs each part, and from that how many keys two cores carry where the guests are elsewhere: of one process, as
many as one core; of two, as many as both cores have CPU for, HAProxy and PostgreSQL among it. They take turns.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from load import DEFAULT_HOUSE, PATIENCE, SERVERS, WITH_HOUSE, Crowd, Problem, Report, arguments, spread

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.endtoend.terminals import Reservation
from tests_outside.postgresql import Cluster

CONFIG = """\
global
    maxconn 4000
    nbthread 1
defaults
    mode tcp
    timeout connect 1s
    timeout client 1h
    timeout server 1h
frontend telnet
    bind 127.0.0.1:{door}
    default_backend telnet
backend telnet
    balance first
"""
GOAL = "at least 1.6"
CORES = 2
PLAYED = {"the house": (DEFAULT_HOUSE, 4), "random, endless": (WITH_HOUSE, 0)}  # and how many rest while one plays
Taken = tuple[float, dict[str, float]]  # keys answered in a second, and the µs of CPU that each part takes for one


class House:
    """Processes behind HAProxy.

    :ivar parts: the process ids of each kind of part
    """

    def __init__(self, stack: ExitStack, postgresql: Cluster, processes: int, guests: int, *argv: str) -> None:
        self.parts: dict[str, list[int]] = {"servers": [], "HAProxy": [], "PostgreSQL": [], "load": [os.getpid()]}
        folder = Path(stack.enter_context(TemporaryDirectory()))
        door = Reservation()
        stack.callback(door.close)
        self.port, config = door.port, CONFIG.format(door=door.port)
        for nth in range(processes):
            inner, between = Reservation(), Reservation()
            stack.callback(inner.close)
            stack.callback(between.close)
            config += f"    server s{nth} {inner.endpoint.split(':')[2].removeprefix('interface=')}:{inner.port}"
            config += f" maxconn {-(-guests // processes)} send-proxy-v2\n"
            doors = ["--listen", f"haproxy:{inner.endpoint}", "--cluster", between.endpoint]
            self._run(stack, folder / str(nth), "--records", postgresql.url, *doors, *argv)
        (folder / "haproxy.cfg").write_text(config)
        haproxy = stack.enter_context(running(["haproxy", "-db", "-f", str(folder / "haproxy.cfg")]))
        self.parts["HAProxy"].append(haproxy.pid)

    def _run(self, stack: ExitStack, folder: Path, *argv: str) -> None:
        folder.mkdir()
        command = [sys.executable, str(SERVERS), "rpsgame", *argv]
        process = stack.enter_context(running(command, STATE_DIRECTORY=str(folder)))
        assert process.stdout
        if not process.stdout.readline().strip().isdecimal():
            raise Problem("A server has not started.")
        self.parts["servers"].append(process.pid)

    def used(self) -> dict[str, float]:
        """Return the seconds of a core that each part has used by now; PostgreSQL's are of all its processes."""
        self.parts["PostgreSQL"] = [
            int(path.parent.name) for path in Path("/proc").glob("[0-9]*/comm") if read(path) == "postgres\n"
        ]
        return {part: sum(cpu(pid) for pid in pids) for part, pids in self.parts.items()}


def cpu(pid: int) -> float:
    """Return the seconds of a core that all threads of a process have used."""
    threads = [read(path) for path in Path(f"/proc/{pid}/task").glob("*/schedstat")]
    return sum(int(said.split()[0]) for said in threads if said) / 1e9


def read(path: Path) -> str:
    """Return what a file of /proc says, '' where its process has gone."""
    try:
        return path.read_text()
    except OSError:
        return ""


@contextmanager
def running(command: list[str], **environ: str) -> Iterator[subprocess.Popen[str]]:
    """Run a program, and kill it."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, **environ})
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def crowd_of(port: int, guests: int) -> Crowd:
    """Return the guests, as soon as HAProxy listens."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return Crowd(port, guests)
        except Problem:
            if time.monotonic() > end:
                raise


def measure(postgresql: Cluster, played: str, processes: int, guests: int, seconds: float) -> Taken:
    """Let guests play."""
    argv, resting = PLAYED[played]
    guests *= 1 + resting
    with ExitStack() as stack:
        house = House(stack, postgresql, processes, guests, *argv)
        crowd = crowd_of(house.port, guests)
        stack.callback(crowd.close)
        crowd.play(max(1.5, seconds / 4))
        before = house.used()
        rate = crowd.play(seconds)
        after = house.used()
    return rate, {part: 1e6 * (after[part] - before[part]) / (rate * seconds) for part in after}


def carried(processes: int, taken: Taken) -> float:
    """Return the keys a second that two cores carry, where the guests are elsewhere."""
    _, parts = taken
    most = processes * 1e6 / parts["servers"]
    return min(most, CORES * 1e6 / (parts["servers"] + parts["HAProxy"] + parts["PostgreSQL"]))


def main(guests: int, seconds: float, rounds: int, json: str | None) -> None:
    """Measure, and say it."""
    report = Report(f"One process and two behind HAProxy, {guests} guests at once, a game a key")
    postgresql = Cluster()
    postgresql.start()
    found: dict[tuple[str, int], list[Taken]] = {(played, number): [] for played in PLAYED for number in (1, 2)}
    try:
        for _ in range(rounds):
            for which, taken in found.items():
                taken.append(measure(postgresql, *which, guests, seconds))
    finally:
        postgresql.remove()
    for played in PLAYED:
        say(report, played, found[played, 1], found[played, 2])
    report.save(json)


def say(report: Report, played: str, ones: list[Taken], twos: list[Taken]) -> None:
    """Say what was found."""
    for processes, taken in ((1, ones), (2, twos)):
        for part in taken[0][1]:
            costs = [parts[part] for _, parts in taken]
            report.row(f"{played}, {processes}: {part}, CPU a key", f"{spread(costs, 1)} µs")
        report.row(f"{played}, {processes}: keys/s by the clock", spread([rate for rate, _ in taken]))
        report.row(f"{played}, {processes}: keys/s of two cores", spread([carried(processes, one) for one in taken]))
    pairs = list(zip(ones, twos, strict=True))
    report.row(f"{played}: two to one, by the clock", spread([two[0] / one[0] for one, two in pairs], 2))
    ratios = [carried(2, two) / carried(1, one) for one, two in pairs]
    report.row(f"{played}: two to one, of two cores", spread(ratios, 2), GOAL)


if __name__ == "__main__":
    main(
        **vars(
            arguments(
                __doc__,
                guests=(200, "how many play at once"),
                seconds=(5.0, "how long they play each time"),
                rounds=(3, "how often each is measured"),
            )
        )
    )

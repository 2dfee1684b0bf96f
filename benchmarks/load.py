"""Guests, many of them: a load generator on bare sockets and epoll, so that it is faster than what it measures.

It runs on another core than the server, and gives up with a line that says why where the server stops answering.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import resource
import select
import socket
import statistics
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import cycle
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

SERVERS = Path(__file__).with_name("servers.py")
CORES = sorted(os.sched_getaffinity(0))
PATIENCE = 10.0  # seconds that a server may say nothing to anybody who waits for it
KNOCKING = 512  # guests who have not been greeted yet, at most: a listening socket holds so many and not all
STATUS = b"  your throw "  # what ends an answer in colour, where it asks for a throw
PROMPT = b"?\r\n", STATUS  # what ends an answer that asks for a throw
END = b"\r\n", STATUS  # what ends any answer
ANOTHER = (  # what ends the answer that ends a match
    b"Another match? Press any key, or q to leave.\r\n",
    b"Another match? Press \x1b[1many key\x1b[0m, or \x1b[1mq\x1b[0m to leave.\r\n",
)
READ = 1.1  # seconds after which a key answers that: rpsgame takes no answer before the question could be read
KEYS = 14  # of a best-of-nine, about, and the one that answers that question
ENDLESS = "1000000001"  # games of a match
NO_LIMITS = ("--max-guests", "0", "--max-per-address", "0")  # options of rpsgame
CROWDED = ("--best-of", ENDLESS, *NO_LIMITS)
DEFAULT_HOUSE = ("--house-after", "0", *NO_LIMITS)  # guests who wait for it would be seated with each other
RANDOM_HOUSE = ("--house", "random", *DEFAULT_HOUSE)
WITH_HOUSE = (*RANDOM_HOUSE, *CROWDED)
IN_COLOUR = ("--screen", "colour")
FORGETFUL = ("--state", "none")


class Problem(SystemExit):
    """A benchmark that cannot go on, and why."""


@contextmanager
def server(name: str, *argv: str) -> Iterator[tuple[int, int]]:
    """Run a server of servers.py on the first core, and go to another; give its port and its process id."""

    def prepare() -> None:
        os.sched_setaffinity(0, CORES[:1])

    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))  # the server inherits it
    os.sched_setaffinity(0, CORES[1:] or CORES)
    gc.disable()  # here, where nothing makes cycles: a collection would be measured as the server's delay
    kept = TemporaryDirectory()
    process = subprocess.Popen(
        [sys.executable, str(SERVERS), name, *argv],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "STATE_DIRECTORY": kept.name},
        preexec_fn=prepare,
    )
    try:
        assert process.stdout
        started, _, _ = select.select([process.stdout], [], [], PATIENCE)
        port = process.stdout.readline() if started else ""
        if not port.strip().isdecimal():
            raise Problem(f"{name}: the server has not started.")
        yield int(port), process.pid
        if process.poll() is not None:
            raise Problem(f"{name}: the server has ended by itself, with status {process.returncode}.")
    finally:
        process.kill()
        process.wait()
        kept.cleanup()


def cpu(pid: int) -> float:
    """Return the seconds of a core that a process has used."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


def memory(pid: int) -> int:
    """Return the bytes that a process holds in memory."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) * 1024


class Crowd:
    """Guests who are connected and have been asked for a throw, in the order in which they came."""

    def __init__(self, port: int, guests: int = 0) -> None:
        self.port = port
        self.sockets: dict[int, socket.socket] = {}
        self.lost = 0
        self.keys = cycle(Random(1).choices((b"r", b"p", b"s"), k=99_991))  # so that nobody throws in a circle
        self.asked = dict[int, float]()  # who is asked for another match, and when they have read that
        self.resting = deque[tuple[float, int]]()  # the same in the order of time, with some who have answered
        self.epoll = select.epoll()
        self.grow(guests)

    def grow(self, guests: int) -> list[float]:
        """Let so many more come; return after how many seconds each was asked for a throw."""
        if len(self.sockets) + guests + 50 > resource.getrlimit(resource.RLIMIT_NOFILE)[0]:
            raise Problem(f"{guests} guests need more file descriptors: ulimit -n.")
        start, greeted, waiting, said = time.perf_counter(), list[float](), set[int](), b""
        for number in range(guests):
            waiting.add(self._connect(len(self.sockets)))
            while len(waiting) > KNOCKING or (waiting and number == guests - 1):
                for fd, data in self.hear():
                    if data.endswith(PROMPT) and fd in waiting:
                        waiting.discard(fd)
                        greeted.append(time.perf_counter() - start)
                    elif not data:
                        raise Problem(f"The server refused one of {len(self.sockets) + 1} guests: {said!r}")
                    said = data
        return greeted

    def hear(self, seconds: float = PATIENCE) -> Iterator[tuple[int, bytes]]:
        """Look once for as long as this, and yield who has heard something and what; b'' where they were cut off.

        With all of the patience it is a problem to hear nothing.
        """
        if not self.sockets:
            raise Problem(f"The server has cut off everybody, {self.lost} guests.")
        ready = self.epoll.poll(seconds)
        if not ready and seconds >= PATIENCE:
            raise Problem(f"The server has answered nobody of {len(self.sockets)} for {PATIENCE:.0f} s.")
        for fd, _ in ready:
            try:
                data = self.sockets[fd].recv(4096)
            except OSError:
                data = b""
            if not data:
                self._lose(fd)
            yield fd, data

    def press(self, fd: int) -> None:
        """Let a guest press the next key of all, at random."""
        with suppress(OSError, KeyError):  # cut off, which is heard and counted
            self.sockets[fd].send(next(self.keys))

    def play(self, seconds: float) -> float:
        """Let each guest press the next key when the answer to the last has come; return the answers a second.

        A guest who is asked for another match wants one, when they have read the question. It looks without a pause:
        if it slept, each answer would have to wake it, for which the server pays.
        """
        answered, press, asked, resting = 0, self.press, self.asked, self.resting
        for fd in self.sockets.keys() - asked.keys():
            press(fd)
        start = now = time.perf_counter()
        while now < start + seconds:
            for fd, data in self.hear(0):
                if data.endswith(PROMPT):
                    answered += 1
                    asked.pop(fd, None)
                    press(fd)
                elif data.endswith(ANOTHER):
                    self._let_read(fd)
            now = time.perf_counter()
            while resting and resting[0][0] < now:
                _, fd = resting.popleft()
                if asked.get(fd, now) < now:
                    press(fd)
                    self._let_read(fd)  # and press again, if the server has had no second meanwhile
        waiting = self.sockets.keys() - asked.keys()  # for one more answer each, which is not counted
        while waiting:
            for fd, data in self.hear():
                if data.endswith(PROMPT + ANOTHER) or not data:
                    waiting.discard(fd)
                if data.endswith(ANOTHER):
                    self._let_read(fd)
        return answered / (now - start)

    def _let_read(self, fd: int) -> None:
        """Note that a guest is asked for another match."""
        self.asked[fd] = when = time.perf_counter() + READ
        self.resting.append((when, fd))

    def pace(self, interval: float, seconds: float, seats: int = 1) -> list[float]:
        """Let each press a key every *interval* seconds, evenly spread; return how long the answers took.

        Guests who came one after another share a table of so many *seats*, and each there hears of each key. The time
        is from when the key is sent. A guest who never hears of one is lost. A guest who is asked for another match
        presses none before they have read the question, and then says yes.
        """
        guests = list(self.sockets)
        tables = [guests[first : first + seats] for first in range(0, len(guests), seats)]
        presses = [(table[seat], table) for seat in range(seats) for table in tables]
        step, total, pressed = interval / len(presses), round(seconds / interval * len(presses)), 0
        took, since = list[float](), dict[int, float]()
        start = time.perf_counter()
        while pressed < total or since.keys() - self.asked.keys():
            now = time.perf_counter()
            while pressed < total and start + pressed * step <= now:
                fd, table = presses[pressed % len(presses)]
                pressed += 1
                if fd in self.sockets and self.asked.get(fd, now) <= now:
                    since.update(dict.fromkeys(table, time.perf_counter()))
                    self.press(fd)
                    if fd in self.asked:
                        self._let_read(fd)  # and press again, if the server has had no second meanwhile
            wait = PATIENCE if pressed == total and since else max(0.0, start + pressed * step - now)
            for fd, data in self.hear(wait):
                if fd in since and (data.endswith(END) or not data):
                    took.append(time.perf_counter() - since.pop(fd))
                if data.endswith(ANOTHER):
                    self._let_read(fd)
                else:
                    self.asked.pop(fd, None)
        if time.perf_counter() - start > 1.1 * seconds + interval:
            print("(The load generator could not keep the pace: the figures are of less.)", file=sys.stderr)
        return took

    def close(self) -> None:
        """Hang up, all of them."""
        for guest in self.sockets.values():
            guest.close()
        self.epoll.close()

    def _connect(self, number: int) -> int:
        source = f"127.0.{number // 200 + 1}.{number % 200 + 1}"
        try:
            guest = socket.create_connection(("127.0.0.1", self.port), PATIENCE, (source, 0))
        except OSError as problem:
            raise Problem(f"The server takes no guest after {number}: {problem}") from None
        guest.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        guest.setblocking(False)
        self.sockets[guest.fileno()] = guest
        self.epoll.register(guest, select.EPOLLIN)
        return guest.fileno()

    def _lose(self, fd: int) -> None:
        self.epoll.unregister(fd)
        self.sockets.pop(fd).close()
        self.lost += 1


def percentile(values: Sequence[float], percent: float) -> float:
    """Return what so many percent of *values* are at most."""
    return sorted(values)[min(len(values) - 1, int(len(values) * percent / 100))]


class Report:
    """What a benchmark has found: printed line by line, and kept for the plots."""

    def __init__(self, title: str) -> None:
        self.found: dict[str, Any] = {"title": title, "rows": [], "bars": {}, "curves": {}}
        print(title)

    def row(self, what: str, figure: str, goal: str = "") -> None:
        """Say one figure, and what it should be."""
        self.found["rows"].append((what, figure, goal))
        print(f"  {what:44} {figure:>24}   {goal}", flush=True)

    def times(self, what: str, seconds: Sequence[float], goal: str = "") -> None:
        """Say a row of percentiles in milliseconds, and keep the curve of them."""
        if not seconds:
            raise Problem(f"{what}: nothing was measured.")
        ms = sorted(1000 * value for value in seconds)
        p50, p99 = percentile(ms, 50), percentile(ms, 99)
        self.row(f"{what}: p50, p99, most", f"{p50:.1f}, {p99:.1f}, {ms[-1]:.1f} ms", goal)
        percents = (100 - 100 * 10 ** (-step / 20) for step in range(61))  # to 99.9, close together at the end
        self.found["curves"][what] = [(round(one, 2), round(percentile(ms, one), 3)) for one in percents]

    def save(self, file: str | None) -> None:
        """Keep it all in *file*, as JSON."""
        if file:
            Path(file).write_text(json.dumps(self.found))


def spread(values: list[float], digits: int = 0) -> str:
    """Return the median, the least and the most."""
    return f"{statistics.median(values):.{digits}f} ({min(values):.{digits}f} to {max(values):.{digits}f})"


def arguments(doc: str | None, **numbers: tuple[float, str]) -> argparse.Namespace:
    """Read the command line: options that are numbers, each with its default and its help, and ``--json FILE``."""
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, (default, what) in numbers.items():
        parser.add_argument(
            f"--{name}", type=type(default), default=default, metavar="N", help=f"{what} (default: {default})"
        )
    parser.add_argument("--json", metavar="FILE", help="where to keep the figures for plots.py")
    return parser.parse_args()

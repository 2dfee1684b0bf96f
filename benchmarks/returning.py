"""A crowd that comes back all at once: a server is killed while all play the house, and all type their codes after it.

    python benchmarks/returning.py [--guests 1000] [--throws 20] [--seconds 1] [--json FILE]

Each match is played again from the journal when its guest is back. One more guest, who plays all the time, shows how
long the others are kept waiting by that.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from tempfile import TemporaryDirectory

from load import DEFAULT_HOUSE, PATIENCE, PROMPT, Crowd, Problem, Report, arguments, cpu, memory, server

CODE = re.compile(rb"type (\d{8}) when you come again")
GREETED = b"You are guest "
BACK = b"is back"
PAUSE = 0.005  # seconds between an answer to the one who plays all the time, and their next key
OPTIONS = ("rpsgame", *DEFAULT_HOUSE, "--best-of", "999", "--timeout", "600")  # nobody throws any more


class Returning(Crowd):
    """Guests who learn their codes, or come back by them.

    :ivar codes: what they were told, in the order in which they came
    """

    def __init__(self, port: int, guests: int = 0) -> None:
        self.codes: dict[int, bytes] = {}
        super().__init__(port, guests)

    def hear(self, seconds: float = PATIENCE) -> Iterator[tuple[int, bytes]]:
        for fd, data in super().hear(seconds):
            found = CODE.search(data)
            if found:
                self.codes[fd] = found[1]
            yield fd, data

    def throw(self, throws: int) -> None:
        """Let each throw so often."""
        for _ in range(throws):
            waiting = {*self.sockets}
            for fd in waiting:
                self.press(fd)
            while waiting:
                waiting -= {fd for fd, data in self.hear() if data.endswith(PROMPT)}

    def come_back(self, codes: list[bytes], seconds: float, player: int) -> tuple[list[float], list[float]]:
        """Let so many come, evenly spread over so long, each with a code, while *player* plays.

        Returns how long each took from when they called until they were back, and how long the player's answers took.
        """
        left, called, said, back = [*reversed(codes)], dict[int, float](), set[int](), list[float]()
        answers, asked, idle = list[float](), 0.0, 0.0
        start = time.perf_counter()
        while len(back) < len(codes):
            now = time.perf_counter()
            while left and start + (len(codes) - len(left)) * seconds / len(codes) <= now:
                fd = self._connect(len(self.sockets))
                called[fd] = time.perf_counter()
                self.codes[fd] = left.pop()
            if not asked and idle <= now:
                asked = time.perf_counter()
                self.press(player)
            for fd, data in self.hear(PAUSE / 5):
                now = time.perf_counter()
                if not data:
                    raise Problem("Somebody who came back was cut off.")
                if fd == player:
                    if asked and data.endswith(PROMPT):
                        answers.append(now - asked)
                        asked, idle = 0.0, now + PAUSE
                elif fd not in said and GREETED in data:
                    said.add(fd)
                    self.sockets[fd].send(self.codes[fd])
                elif BACK in data and fd in called:
                    back.append(now - called.pop(fd))
            if time.perf_counter() > start + seconds + 6 * PATIENCE:
                raise Problem(f"{len(codes) - len(back)} of {len(codes)} are not back.")
        return back, answers


def main(guests: int, throws: int, seconds: float, json: str | None) -> None:
    """Kill the server, and let all come back."""
    report = Report(f"{guests} guests come back within {seconds:g} s, after {throws} throws each")
    with TemporaryDirectory() as folder:
        with server(*OPTIONS, "--state", folder) as (port, _):
            crowd = Returning(port, guests)
            crowd.throw(throws)
            codes = [*crowd.codes.values()]
        crowd.close()
        with server(*OPTIONS, "--state", folder) as (port, pid):
            crowd = Returning(port, 1)
            (player,) = crowd.sockets
            before, used, began = memory(pid), cpu(pid), time.perf_counter()
            back, answers = crowd.come_back(codes, seconds, player)
            took, used = time.perf_counter() - began, cpu(pid) - used
            each = (memory(pid) - before) / guests / 1024
            crowd.close()
    report.row("s until all were back", f"{took:.2f}")
    report.times("ms until one was back", back)
    report.times("ms until the player was answered meanwhile", answers, "at most 100 ms")
    report.row("ms of CPU for each", f"{1000 * used / guests:.2f}")
    report.row("KiB for each", f"{each:.1f}")
    report.save(json)


if __name__ == "__main__":
    main(
        **vars(
            arguments(
                __doc__,
                guests=(1000, "how many come back"),
                throws=(20, "how often each had thrown"),
                seconds=(1.0, "within how many seconds they call"),
            )
        )
    )

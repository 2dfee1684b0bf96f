"""The door of the web: keys answered per second, and memory a guest, beside Twisted's own WebSocket.

    python benchmarks/door_web.py [--guests 200] [--seconds 3] [--rounds 5] [--many 2000] [--json FILE]

The bare server answers each message by a fixed one, as long as the two events that tell a game. rpsgame's guests play
a house that throws at random, one endless match, which is the game and no more. The servers have one core, the guests
another; they take turns. At last many guests come, for the memory of one who is seated.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from contextlib import suppress

from load import PATIENCE, WITH_HOUSE, Crowd, Report, arguments, cpu, memory, server

HANDSHAKE = (
    b"GET /play HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    b"User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0\r\n"
    b"Accept-Encoding: gzip, deflate, br, zstd\r\nAccept-Language: en-US,en;q=0.9\r\nCache-Control: no-cache\r\n"
    b"Origin: http://127.0.0.1\r\nSec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n"
)
ASKED = b'"seconds":30}'  # what ends the events that ask for a throw
SERVERS = {"bare": ("bare_web",), "rpsgame": ("rpsgame_web", *WITH_HOUSE)}


class Browsers(Crowd):
    """Guests who play by WebSocket: each throw is a message, masked by nothing."""

    def _connect(self, number: int) -> int:
        fd = super()._connect(number)
        self.sockets[fd].send(HANDSHAKE)
        return fd

    def press(self, fd: int) -> None:
        """Throw."""
        message = b'{"throw":"%s"}' % next(self.keys)
        with suppress(OSError, KeyError):
            self.sockets[fd].send(bytes((0x81, 0x80 | len(message), 0, 0, 0, 0)) + message)

    def hear(self, seconds: float = PATIENCE) -> Iterator[tuple[int, bytes]]:
        """Hear events, and yield what asks for a throw as telnet has it."""
        for fd, data in super().hear(seconds):
            yield fd, b"?\r\n" if data.endswith(ASKED) else data


def web(report: Report, guests: int, seconds: float, rounds: int, many: int) -> None:
    """Measure the web beside the bare protocol, and say it."""
    clock: dict[str, list[float]] = {name: [] for name in SERVERS}
    core: dict[str, list[float]] = {name: [] for name in SERVERS}
    for _ in range(rounds):
        for name, argv in SERVERS.items():
            with server(*argv) as (port, pid):
                crowd = Browsers(port, guests)
                crowd.play(max(1.0, seconds / 4))
                before = cpu(pid)
                rate = crowd.play(seconds)
                clock[name].append(rate)
                core[name].append(rate * seconds / (cpu(pid) - before))
                crowd.close()
    for by, rates in (("by the clock", clock), ("by CPU", core)):
        for name, found in rates.items():
            report.row(f"web, keys/s {by}, {name}", f"{statistics.median(found):.0f}")
            report.found["bars"][f"web, {name}, {by}"] = round(statistics.median(found))
        ratios = [ours / bare for ours, bare in zip(rates["rpsgame"], rates["bare"], strict=True)]
        figure = f"{statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"
        report.row(f"web, rpsgame to bare, {by}", figure, "at least 0.8")
    for name, argv in SERVERS.items():
        with server(*argv) as (port, pid):
            first = Browsers(port, 50)  # what is needed once is no guest's
            empty = memory(pid)
            crowd = Browsers(port, many)
            kib = (memory(pid) - empty) / many / 1024
            report.row(f"web, memory a guest, {name}", f"{kib:.2f} KiB", "at most 10 KiB" * (name == "rpsgame"))
            report.found["bars"][f"web, {name}, KiB"] = round(kib, 2)
            crowd.close()
            first.close()


def main(guests: int, seconds: float, rounds: int, many: int, json: str | None) -> None:
    """Measure the web alone."""
    report = Report(f"The web, {guests} guests at once")
    web(report, guests, seconds, rounds, many)
    report.save(json)


if __name__ == "__main__":
    main(
        **vars(
            arguments(
                __doc__,
                guests=(200, "how many play at once"),
                seconds=(3.0, "how long a turn takes"),
                rounds=(5, "how many turns each has"),
                many=(2000, "how many are in for the memory of one"),
            )
        )
    )

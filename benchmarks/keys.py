"""Keys answered per second by one table, against a bare Twisted protocol that writes a fixed line for each read.

    python benchmarks/keys.py [--seconds 2] [--rounds 5]

Both listen in this process, on the same reactor, and take turns. The client is a process of its own; it sends the next
key when the answer to the last one has come. The guest changes their mind for ever, because the host never throws.
"""

from __future__ import annotations

import argparse
import socket
import statistics
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

from twisted.internet.defer import inlineCallbacks
from twisted.internet.endpoints import TCP4ServerEndpoint
from twisted.internet.protocol import Factory, Protocol
from twisted.internet.task import react
from twisted.internet.threads import deferToThread

from rpsgame.coroutines.games import ROCK_PAPER_SCISSORS
from rpsgame.doors.telnet import TelnetFactory
from rpsgame.hall import Hall

ANSWER = b"You throw rock. Waiting for player 0.\r\n"


class Bare(Protocol):
    """Writes a fixed line for each read."""

    def dataReceived(self, data: bytes) -> None:
        assert self.transport is not None
        self.transport.write(ANSWER)


class SilentHost:
    """A host who never throws, and reads nothing."""

    def write(self, text: str) -> None: ...

    def close(self) -> None: ...


def play(port: int, seconds: float) -> float:
    """Press keys for so many *seconds*; return how many were answered in one."""
    with socket.create_connection(("127.0.0.1", port)) as guest:
        guest.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        guest.sendall(b"r")
        heard = b""
        while not heard.endswith(ANSWER):
            heard += guest.recv(4096)
        keys, start = 0, time.perf_counter()
        while time.perf_counter() < start + seconds:
            guest.sendall(b"r")
            heard = guest.recv(4096)
            while not heard.endswith(b"\n"):
                heard += guest.recv(4096)
            keys += 1
        return keys / (time.perf_counter() - start)


@inlineCallbacks
def main(reactor: Any, seconds: float, rounds: int) -> Any:
    hall = Hall(reactor, ROCK_PAPER_SCISSORS, best_of=9, timeout=3600)
    hall.host(SilentHost(), "host")
    factories = {"bare protocol": Factory.forProtocol(Bare), "table": TelnetFactory(hall, reactor)}
    rates: dict[str, list[float]] = {name: [] for name in factories}
    with ProcessPoolExecutor(1, get_context("spawn")) as client:
        for _ in range(rounds):
            for name, factory in factories.items():
                endpoint = TCP4ServerEndpoint(reactor, 0, interface="127.0.0.1")
                port = yield endpoint.listen(factory)
                rate = yield deferToThread(client.submit(play, port.getHost().port, seconds).result)
                yield port.stopListening()
                rates[name].append(rate)
    for name, found in rates.items():
        print(f"{name:14} {statistics.median(found):8.0f} keys/s  (from {min(found):.0f} to {max(found):.0f})")
    ratios = [table / bare for table, bare in zip(rates["table"], rates["bare protocol"], strict=True)]
    print(f"ratio          {statistics.median(ratios):8.2f}         (from {min(ratios):.2f} to {max(ratios):.2f})")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=2, help="how long a turn takes (default: 2)")
    parser.add_argument("--rounds", type=int, default=5, help="how many turns each has (default: 5)")
    options = parser.parse_args()
    react(main, (options.seconds, options.rounds))

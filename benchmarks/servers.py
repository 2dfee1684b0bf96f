"""The servers that are measured, each a process of its own: ``python benchmarks/servers.py NAME [ARGUMENT ...]``.

They listen on a free port of 127.0.0.1 and print it. `bare` is a Twisted protocol that writes one fixed line for each
read; `telnetlib3` does the same on that library; `rpsgame` is ours, with the options of ``twistd rpsgame``.
"""

from __future__ import annotations

import asyncio
import sys
from typing import Any

LINE = b"Player 0: p, Player 1: r\r\nPlayer 0 wins!\r\nWins: 1000 - 0\r\nYour throw (r/p/s)?\r\n"


def bare() -> None:
    """Twisted, and nothing else."""
    from twisted.internet import reactor
    from twisted.internet.protocol import Factory, Protocol

    class Bare(Protocol):
        transport: Any

        def connectionMade(self) -> None:
            self.transport.write(LINE)

        def dataReceived(self, data: bytes) -> None:
            self.transport.write(LINE)

    factory: Any = Factory.forProtocol(Bare)
    port: Any = reactor.listenTCP(0, factory, backlog=4096, interface="127.0.0.1")
    print(port.getHost().port, flush=True)
    reactor.run()


def rpsgame(*argv: str) -> None:
    """Our own, as twistd runs it."""
    from twisted.internet import reactor
    from twisted.logger import globalLogBeginner

    from rpsgame.server import Listener
    from rpsgame.tap import Options, makeService

    observers: Any = [lambda event: None]
    globalLogBeginner.beginLoggingTo(observers, redirectStandardIO=False)
    options = Options()
    options.parseOptions(["--host", "none", "--listen", "tcp:0:interface=127.0.0.1:backlog=4096", *argv])
    service: Any = makeService(options)
    service.privilegedStartService()
    service.startService()
    listener = next(child for child in service if isinstance(child, Listener))
    print(listener.join_commands()[0].split()[-1], flush=True)
    reactor.run()


def telnetlib3() -> None:
    """The library that other telnet servers of Python are made with."""
    import telnetlib3  # type: ignore[import-not-found, unused-ignore]

    async def shell(reader: Any, writer: Any) -> None:
        writer.write(LINE.decode())
        while await reader.read(1):
            writer.write(LINE.decode())

    async def main() -> None:
        server: Any = await telnetlib3.create_server("127.0.0.1", 0, shell=shell, connect_maxwait=0.1)
        print(server.sockets[0].getsockname()[1], flush=True)
        await server.wait_closed()

    asyncio.run(main())


if __name__ == "__main__":
    {"bare": bare, "rpsgame": rpsgame, "telnetlib3": telnetlib3}[sys.argv[1]](*sys.argv[2:])

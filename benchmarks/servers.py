"""The servers that are measured, each a process of its own: ``python benchmarks/servers.py NAME [ARGUMENT ...]``.

They listen on a free port of 127.0.0.1 and print it. `bare` is a Twisted protocol that writes one fixed line for each
read; `telnetlib3` does the same on that library; `rpsgame` is ours, with the options of ``twistd rpsgame``.
`bare_ssh` and `bare_web` do so by ssh and by WebSocket.
"""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Callable
from typing import Any, cast

LINE = b"Player 0: p, Player 1: r\r\nPlayer 0 wins!\r\nWins: 1000 - 0\r\nYour throw (r/p/s)?\r\n"

EVENTS = (  # what is as long as the two events that tell a game
    '{"event":"result","n":1000,"you":"p","they":"r","winner":"you","wins":[500,500],'
    '"opened":{"who":"they","throw":"r","nonce":"6b1f4e0d9a7c5b3e2f8d0c1a9b7e5d3f"}}'
    '{"event":"game","n":1001,"wins":[500,500],"need":500000001,"seconds":30,'
    '"seal":"24fef3c5cf710b850ec8176b90a182c4d88914993e7dcbb6f06d75de7437d75d"}'
)


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


def bare_ssh() -> None:
    """Twisted's own ssh, and nothing else: everybody is let in, and has a session that answers by a line."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from twisted.conch.avatar import ConchUser
    from twisted.conch.interfaces import IConchUser
    from twisted.conch.ssh.channel import SSHChannel
    from twisted.conch.ssh.factory import SSHFactory
    from twisted.conch.ssh.keys import Key
    from twisted.conch.ssh.userauth import SSHUserAuthServer
    from twisted.cred.portal import Portal
    from twisted.internet import reactor
    from twisted.internet.defer import succeed
    from twisted.logger import globalLogBeginner

    class Session(SSHChannel):
        name = b"session"

        def request_shell(self, data: bytes) -> bool:
            self.write(LINE)
            return True

        def dataReceived(self, data: bytes) -> None:
            self.write(LINE)

    class Auth(SSHUserAuthServer):
        def tryAuth(self, kind: bytes, user: bytes, data: bytes) -> Any:
            avatar = ConchUser()
            avatar.channelLookup[b"session"] = Session
            return succeed((IConchUser, avatar, lambda: None))

    class Factory(SSHFactory):
        services: Any = {**SSHFactory.services, b"ssh-userauth": Auth}  # noqa: RUF012
        key = Key(Ed25519PrivateKey.generate())
        publicKeys: Any = {b"ssh-ed25519": key.public()}  # noqa: RUF012
        privateKeys: Any = {b"ssh-ed25519": key}  # noqa: RUF012
        portal = Portal(None)  # type: ignore[arg-type]

    observers: Any = [lambda event: None]
    globalLogBeginner.beginLoggingTo(observers, redirectStandardIO=False)
    port: Any = reactor.listenTCP(0, cast(Any, Factory()), backlog=4096, interface="127.0.0.1")
    print(port.getHost().port, flush=True)
    reactor.run()


def bare_web() -> None:
    """Twisted's own WebSocket, which answers each message by a fixed one."""
    from twisted.internet import reactor
    from twisted.web.resource import Resource
    from twisted.web.server import Site
    from twisted.web.websocket import WebSocketResource

    class Bare:
        def __init__(self, request: Any) -> None:
            pass

        def negotiationStarted(self, transport: Any) -> None:
            self.transport = transport

        def negotiationFinished(self) -> None:
            self.transport.sendTextMessage(EVENTS)

        def textMessageReceived(self, message: str) -> None:
            self.transport.sendTextMessage(EVENTS)

        def bytesMessageReceived(self, data: bytes | bytearray) -> None:
            """Nobody sends any."""

        def pongReceived(self, payload: bytes) -> None:
            """Nobody is pinged."""

        def connectionLost(self, reason: Any) -> None:
            """It has gone."""

    class Factory:
        buildProtocol = Bare

    root = Resource()
    root.putChild(b"play", WebSocketResource(Factory()))
    site: Any = Site(root)
    port: Any = reactor.listenTCP(0, site, backlog=4096, interface="127.0.0.1")
    print(port.getHost().port, flush=True)
    reactor.run()


def rpsgame(*argv: str) -> None:
    """Our own, as twistd runs it."""
    rpsgame_door("telnet", *argv)


def rpsgame_door(client: str, *argv: str) -> None:
    """The same, with the port to which guests come by this client, as the host would be told."""
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
    commands = [command for child in service if isinstance(child, Listener) for command in child.join_commands()]
    found = next(filter(None, (re.match(rf"{client}.*\b(\d{{4,5}})\b", command) for command in commands)))
    print(found[1], flush=True)
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


SERVERS: dict[str, Callable[..., None]] = {"bare": bare, "bare_ssh": bare_ssh, "telnetlib3": telnetlib3}
SERVERS |= {"bare_web": bare_web, "rpsgame": rpsgame, "rpsgame_door": rpsgame_door}

if __name__ == "__main__":
    SERVERS[sys.argv[1]](*sys.argv[2:])

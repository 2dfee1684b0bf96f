"""The web: a page, and a WebSocket to play by, on one port."""

from __future__ import annotations

from typing import Any

from twisted.internet.interfaces import IAddress, IReactorTime
from twisted.web.server import Request
from twisted.web.websocket import WebSocketServerFactory

from ..hall import Hall
from ..hall.chronicle import Chronicle
from .addresses import describe_peer
from .join import join_pages
from .pages import Root, WayIn
from .pings import Pings
from .site import GameSite
from .standings import standings
from .stream import DoorFactory
from .websocket import WebSocketDoor

NAMED = b"named"  # in /play?named=1: the page has the key of a name, and will send it


class WebFactory(DoorFactory[WebSocketDoor]):
    """Makes a connection for each browser, and a door for each guest."""

    def __init__(self, hall: Hall, clock: IReactorTime) -> None:
        super().__init__(hall, clock)
        self._chronicle = Chronicle(clock)
        self._pings = Pings(clock)
        shows = standings(hall.game.name, hall.registry.board.ranks) if hall.registry.keeps else {}
        root = Root(lambda: hall.office.plays, WayIn(Guests(self), self._refused), shows)
        self._site = GameSite(root, clock)

    def join_commands(self, kind: str, listening: IAddress) -> list[str]:
        return join_pages(kind, listening)

    def buildProtocol(self, addr: IAddress | None) -> Any:
        """Return what speaks HTTP with a browser; None where its address is banned, or has too many connections."""
        peer, address = describe_peer(addr) if addr else ("", "")
        banned = self._hall.office.banned(address)
        if not banned and self._site.arrivals.has_room(address):
            return self._site.buildProtocol(addr)
        why = "nobody may come from its address" if banned else "too many connections at once"
        self._chronicle.note("refused", address, "{peer} is refused: {why}", peer=peer, why=why)
        return None

    def stopFactory(self) -> None:
        self._chronicle.close()

    def guest(self, channel: Any, named: bool) -> WebSocketDoor:
        """Return the door of a guest, whose WebSocket begins on *channel*. *named*: they will prove a name."""
        self._open += 1
        door = WebSocketDoor(self._hall, self._clock, self._closed, self._pings)
        door.named = named
        door.begin(channel.give_away(door))
        return door

    def _refused(self, request: Request, why: str) -> None:
        peer, address = describe_peer(request.getClientAddress())
        self._chronicle.note("refused", address, "{peer} is refused a WebSocket: {why}", peer=peer, why=why)


class Guests(WebSocketServerFactory[WebSocketDoor]):
    """What makes a door of a request: twisted.web.websocket wants it apart from what makes connections."""

    def __init__(self, factory: WebFactory) -> None:
        self._factory = factory

    def buildProtocol(self, request: Request) -> WebSocketDoor:
        return self._factory.guest(request.channel, NAMED in request.args)

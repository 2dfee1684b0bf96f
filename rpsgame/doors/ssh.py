"""The ssh door: people who need nothing but the ssh that they have, and who are asked nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from twisted.conch.ssh.keys import Key
from twisted.internet.interfaces import IAddress, IReactorTime
from twisted.internet.protocol import connectionDone
from twisted.python.failure import Failure

from ..hall import Hall
from ..hall.tally import Tally
from ..screens import SCREENS
from ..screens.form import Form
from .bots import BotDoor
from .connection import Connection
from .join import ssh_commands
from .keyboard import KeyboardDoor
from .own_terminal import screen_of
from .screen import AUTO
from .ssh_auth import GuestAuth, Keys
from .ssh_connection import GuestConnection
from .ssh_session import Session
from .ssh_transport import GuestTransport
from .stream import DoorFactory, StreamDoor

FOR_PROGRAMS = "json"


class SSHDoor(KeyboardDoor):
    """One guest's session, at a terminal or at a pipe.

    :param session: what is known of their client
    :param screen: what they have asked for, or what everybody gets; AUTO: what their terminal shows
    """

    kind = "ssh"

    def __init__(
        self, hall: Hall, clock: IReactorTime, closed: Callable[[], object], session: Session, screen: str
    ) -> None:
        self._session = session
        self._raw = session.pty
        super().__init__(
            hall, clock, closed, screen=screen_of(session.term) if screen == AUTO else screen, form=self._form()
        )

    def show(self, text: str) -> None:
        """Send *text*; a terminal there is raw, and a pipe has lines."""
        if text:
            self._throttle.write((text.replace("\n", "\r\n") if self._raw else text).encode())

    def connection(self) -> Connection:
        session = self._session
        names = (session.term,) if session.term else ()
        return Connection("ssh", names, session.size, session.pty, session.utf8, None, self.key)

    def resized(self) -> None:
        """Their window has another size."""
        self.found(self._display.screen, self._form())

    def connectionLost(self, reason: Failure = connectionDone) -> None:
        super().connectionLost(reason)
        del self._session  # most of what a guest takes up, and a table may remember them for a while

    def _form(self) -> Form:
        width, height = self._session.size or Form()[:2]
        return Form(width, height, self._session.utf8)


class SSHFactory(DoorFactory[GuestTransport]):
    """Makes a connection for each client, and a door for each session.

    :param hall: where the guests go in
    :param clock: what the limits in time wait on
    :param key: the host key
    :param screen: the screen that everybody gets, or AUTO
    :ivar publicKeys: the host keys by their kind, as conch wants them
    :ivar privateKeys: the same
    :ivar portal: checks people's keys, as conch wants it
    :ivar on_wire: counts the bytes of packets, of which the hall's tally counts what is in them
    """

    def __init__(self, hall: Hall, clock: IReactorTime, key: Key, screen: str = AUTO) -> None:
        super().__init__(hall, clock)
        self.publicKeys = {b"ssh-ed25519": key.public()}
        self.privateKeys = {b"ssh-ed25519": key}
        self.portal = Keys()
        self.on_wire = Tally()
        self._screen = screen

    def door(self, closed: Callable[[], object]) -> GuestTransport:
        return GuestTransport(self, self._clock, closed)

    def join_commands(self, kind: str, listening: IAddress) -> list[str]:
        return ssh_commands(kind, listening)

    def getService(self, transport: GuestTransport, service: bytes) -> Any:
        """Return what conch is to make for a client that asks for a service, None where there is none for it."""
        if service == b"ssh-userauth" and transport.service is None:
            return GuestAuth
        if service == b"ssh-connection" and isinstance(transport.service, GuestAuth) and hasattr(transport, "avatar"):
            return GuestConnection
        return None

    def session_door(self, session: Session, screen: str) -> StreamDoor | None:
        """Return the door for a session, None where there is no such screen; '' is the one that everybody gets."""
        if screen == FOR_PROGRAMS:
            return BotDoor(self._hall, self._clock, _nobody)
        if screen in ("", *SCREENS):
            return SSHDoor(
                self._hall, self._clock, _nobody, session, screen or self._hall.office.screen or self._screen
            )
        return None

    def resized(self, session: Session) -> None:
        """The window of a session has another size."""
        if isinstance(session.door, SSHDoor):
            session.door.resized()


def _nobody() -> None:
    """It is the connection, and not the door in it, for which the server waits when it stops."""

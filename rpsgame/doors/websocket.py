"""The door of the web: the json screen and its messages by a WebSocket (RFC 6455), an object a frame.

twisted.web.websocket makes the handshake. The frames are read and written here: its own code joins messages of any
length, raises exceptions at what comes after a closing frame, and takes 6 KiB a guest (Twisted 26.10, wsproto 1.3).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from twisted.internet.interfaces import IDelayedCall, IReactorTime
from twisted.internet.protocol import connectionDone
from twisted.python.failure import Failure

from ..coroutines import frames
from ..coroutines.facts import Fact, HouseIsClosed, HouseIsFull, NoMessages, Stopping, TooManyOfYou, WrongMessage
from ..coroutines.frames import close_frame, frame, frame_reader
from ..coroutines.json_keys import Message, read_message
from ..hall import Hall
from .json_door import JsonDoor
from .pings import Pings
from .throttle import LINGER, Throttle

CODES: dict[type[Fact], int] = {  # by what was told last; the page stays away after GOOD_BYE alone
    Stopping: frames.SERVER_STOPS,
    NoMessages: frames.NONSENSE,
    HouseIsFull: frames.FULL,
    HouseIsClosed: frames.FULL,
    TooManyOfYou: frames.FULL,
}
REFUSED = {
    frames.NO_FRAME: "sent what is no frame",
    frames.NO_TEXT: "sent bytes, and no text",
    frames.BAD_UTF8: "sent what is no UTF-8",
    frames.TOO_LONG: "sent too long a message",
}


class WebSocketDoor(JsonDoor):
    """One guest's WebSocket, which begins when its handshake is done; it conforms to Twisted's WebSocketProtocol.

    :param pings: what lets us ping
    """

    kind = "web"

    def __init__(self, hall: Hall, clock: IReactorTime, closed: Callable[[], object], pings: Pings) -> None:
        super().__init__(hall, clock, closed)
        self._pings = pings
        self._frames = frame_reader()
        self._code = frames.GOOD_BYE
        self._answered = True
        self._part = b""  # of an event
        self._end: IDelayedCall | None = None

    # What the hall wants

    def write(self, facts: Sequence[Fact]) -> None:
        """Send the events that tell *facts*, all at once."""
        self._code = CODES.get(type(facts[-1]), frames.GOOD_BYE)
        self._throttle.write(b"".join([frame(frames.TEXT, event) for event in self.events(facts).splitlines()]))

    def close(self) -> None:
        """Send the closing frame; what comes is read and dropped, until theirs has come, or for a second.

        If the connection were closed on unread bytes, the guest would get a reset, and not the frame.
        """
        self.gone()
        if self._throttle.open:
            self._throttle.write(close_frame(self._code))
            self._throttle.stop()
            self.transport.resumeProducing()
            self._end = self._clock.callLater(LINGER, self._throttle.hang_up)

    # What twisted.web.websocket tells

    def negotiationStarted(self, transport: object) -> None:
        """The handshake's answer is about to be written."""

    def negotiationFinished(self) -> None:
        """It is written."""
        self._pings.join(self)
        self.enter()

    def textMessageReceived(self, message: str) -> None:
        """Not called: all that comes after the handshake comes to dataReceived."""

    def bytesMessageReceived(self, data: bytes | bytearray) -> None:
        """Not called."""

    def pongReceived(self, payload: bytes) -> None:
        """Not called."""

    # What the connection tells

    def begin(self, transport: Any) -> None:
        """This is the protocol of *transport* from now on."""
        self.transport = transport
        self._hall.tally.connections[self.kind] += 1
        self._throttle = Throttle(transport, self._clock, self._take, self._hall.tally)

    def dataReceived(self, data: bytes) -> None:
        if self._throttle.open:
            self._throttle.read(data)
        elif any(word == "close" for word, _, _ in self._frames.send(data) or ()):
            self._hang_up()

    def take(self, data: bytes) -> None:
        """Take the frames that have come."""
        found: list[Message | WrongMessage] = []
        code = 0
        for word, payload, code in self._frames.send(data) or ():  # noqa: B007 (that of the last)
            if word == "text" and self.onward:
                self.onward.write(payload.replace(b"\n", b" ") + b"\n")
            elif word == "text" and payload.strip():
                found.append(read_message(payload))
            elif word == "ping":
                self._throttle.write(frame(frames.PONG, payload))
            elif word == "pong":
                self._answered = True
        if any(isinstance(said, WrongMessage) and said.code == "not utf-8" for said in found):
            code, found = frames.BAD_UTF8, []
        self.hear(found)
        if code:
            self._over(code)

    def ping(self) -> None:
        """Ping the guest, who is gone where the last ping was not answered."""
        if self._answered:
            self._answered = False
            self._throttle.write(frame(frames.PING, b""))
        else:
            self._hall.leave(self._person, "answered no ping", self)
            self.abort()

    def connectionLost(self, reason: Failure = connectionDone) -> None:
        super().connectionLost(reason)
        self._pings.leave(self)
        if self._end and self._end.active():
            self._end.cancel()

    # What comes from another process

    def relay(self, data: bytes) -> None:
        """Send the events that are whole with this data, each in a frame."""
        *events, self._part = (self._part + data).split(b"\n")
        for event in events:
            self._code = frames.SERVER_STOPS if b'"why":"stopping"' in event else frames.GOOD_BYE
        self._throttle.write(b"".join([frame(frames.TEXT, event) for event in events]))

    def lost_there(self) -> None:
        """Close the connection: the page comes back by itself, and says its code again."""
        self._code = frames.SERVER_STOPS
        self.close()

    # How it ends

    def _over(self, code: int) -> None:
        """They have closed it, or have sent what nobody may."""
        self._hall.leave(self._person, REFUSED.get(code, "hung up"), self, code not in REFUSED)
        self._code = code
        self.close()
        if code not in REFUSED:
            self._hang_up()

    def _hang_up(self) -> None:
        """Both have sent a closing frame."""
        if self._end and self._end.active():
            self._end.cancel()
            self._throttle.hang_up()

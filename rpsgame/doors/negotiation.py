"""What is negotiated with a telnet client: single keys are offered, and those who answer are asked what they are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from twisted.conch.telnet import AYT, BRK, DO, DONT, ECHO, IAC, IP, NAWS, SB, SGA, WILL, WONT, NegotiationError
from twisted.internet.defer import Deferred
from twisted.internet.error import ConnectionClosed
from twisted.internet.interfaces import IReactorTime
from twisted.python.compat import iterbytes
from twisted.python.failure import Failure

from ..coroutines.interview import TTYPE, Client, Interview, interview
from ..coroutines.telnet import TelnetFilter, telnet_filter
from ..twisted_private import Negotiator

OFFERED = (ECHO, SGA)  # single keys, which most clients give for this offer and no other
OFFER = b"".join(IAC + WILL + option for option in OFFERED)
IAC_BYTE = ord(IAC)  # bytes look for a number faster than for bytes
NEGOTIATION = (SB, WILL, WONT, DO, DONT)
EOF, SUSP, ABORT = b"\xec", b"\xed", b"\xee"  # RFC 1184, unknown to conch
KEY_OF_COMMAND = {IP: b"\x03", EOF: b"\x04", SUSP: b"\x1a", BRK: b"\x1c", ABORT: b"\x1c", AYT: b"?"}
WELCOME = (TTYPE, NAWS)  # what a client may tell
STRANGER = Client()


class Negotiation(Negotiator):
    """Conch's telnet, which an interview tells what to ask. A client that answers nothing costs no memory.

    :param clock: tells how long an answer takes
    :ivar client: what is known of the client
    :ivar replies: what conch replies, to go out in one write with what the guest is told for the same bytes
    :ivar delay: the seconds that its last answer took, None where it has given none
    """

    client = STRANGER
    delay: float | None = None
    _keep: TelnetFilter | None = None  # made at the first IAC
    _interview: Interview | None = None
    _asked: float | None = None  # when the last question was asked, in the clock's seconds

    def __init__(self, clock: IReactorTime) -> None:
        super().__init__()
        self._clock = clock
        self._command = False  # the last byte was an IAC, which conch has not been told yet
        self.replies = b""

    def reply(self, data: bytes) -> None:
        self.replies += data

    def learned(self) -> None:
        """Something new is known of the client."""
        raise NotImplementedError

    # What conch asks of a subclass

    def getOptionState(self, option: bytes) -> Any:
        """Return how an option stands: as after `will`, if offered, which needs no memory until the client answers."""
        unheard_of = option not in self.options
        state = super().getOptionState(option)
        if unheard_of and option in OFFERED:
            state.us.negotiating = True
            state.us.onResult = _unheard(Deferred())
        return state

    def enableLocal(self, option: bytes) -> bool:
        return option in OFFERED

    def enableRemote(self, option: bytes) -> bool:
        return option in WELCOME

    def disableLocal(self, option: bytes) -> None:
        """The client wants its own echo or lines back, and has them."""

    def disableRemote(self, option: bytes) -> None:
        """The client tells no more of itself."""

    def commandReceived(self, command: bytes, argument: bytes) -> None:
        super().commandReceived(command, argument)
        self._hear(command, argument)

    def negotiate(self, data: list[bytes]) -> None:
        """Hear a subnegotiation; conch's own method stumbles over an empty one."""
        self._hear(SB, b"".join(data))

    def typed(self, data: bytes) -> Iterator[bytes]:
        """Let conch have what is telnet's, and yield what was typed, or what a command says was typed.

        Conch raises at commands that it does not know (twisted#5381), so it is fed negotiations only.
        """
        if self._keep is None:
            self._keep = telnet_filter()
        for byte in iterbytes(data):
            if self._keep.send(byte):
                self._command = False
                yield byte
            elif self._command:
                self._command = False
                if byte in NEGOTIATION:
                    super().dataReceived(IAC + byte)
                elif byte in KEY_OF_COMMAND:
                    yield KEY_OF_COMMAND[byte]
            elif self.state == "data":
                self._command = True
            else:
                super().dataReceived(byte)

    def _hear(self, command: bytes, what: bytes) -> None:
        """Tell the interview what the client has said, and ask the client what it asks."""
        if self._interview is None:
            self._interview = interview()
        if self._asked is not None and what[:1] == TTYPE:
            self.delay, self._asked = self._clock.seconds() - self._asked, None
        result = self._interview.send((command, what))
        assert result
        questions, client = result
        for question, about in questions:
            self._asked = self._clock.seconds()
            if question == SB:
                self.requestNegotiation(about[:1], about[1:])
            else:
                _unheard(self.do(about))
        if client != self.client:
            self.client = client
            self.learned()


def _unheard(answer: Deferred[Any]) -> Deferred[Any]:
    """Let nobody hear of an answer: conch hands it on by itself, and a refusal, or a hang-up before, is no error."""
    return answer.addErrback(Failure.trap, NegotiationError, ConnectionClosed)

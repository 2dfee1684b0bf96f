"""The channels of an ssh connection: one session, and nothing else."""

from __future__ import annotations

from struct import Struct

from twisted.conch.ssh.common import NS
from twisted.conch.ssh.connection import (
    MSG_CHANNEL_OPEN_FAILURE,
    OPEN_ADMINISTRATIVELY_PROHIBITED,
    OPEN_RESOURCE_SHORTAGE,
    OPEN_UNKNOWN_CHANNEL_TYPE,
)

from ..conch_private import QuietConnection
from .ssh_packets import Nonsense, string
from .ssh_session import WINDOW, Session
from .ssh_transport import GuestTransport

SMALLEST_PACKET = 32  # bytes; a client that takes less than a key's answer in one packet is none (and 0 stops conch)
OPENING = Struct("!3L")
FORWARDING = b"direct-tcpip", b"direct-streamlocal@openssh.com"


class GuestConnection(QuietConnection):
    """The channels of a connection, of which there is one."""

    transport: GuestTransport

    def serviceStarted(self) -> None:
        """Nothing is to be done: conch would tell its avatar."""

    def ssh_CHANNEL_OPEN(self, packet: bytes) -> None:
        """Open a session, where there has been none; refuse all else, which conch logs as a failure."""
        kind, rest = string(packet)
        number, _, longest = OPENING.unpack_from(rest)
        if kind in FORWARDING:
            self._refuse(number, OPEN_ADMINISTRATIVELY_PROHIBITED)
        elif kind != b"session":
            self._refuse(number, OPEN_UNKNOWN_CHANNEL_TYPE)
        elif self.localChannelID or longest < SMALLEST_PACKET:
            self._refuse(number, OPEN_RESOURCE_SHORTAGE)
        else:
            super().ssh_CHANNEL_OPEN(packet)

    def getChannel(self, channelType: bytes, windowSize: int, maxPacket: int, data: bytes) -> Session:
        return Session(WINDOW, WINDOW, windowSize, maxPacket, self)

    def gotGlobalRequest(self, requestType: bytes, data: bytes) -> bool:
        """Refuse all of them: forwarding, and questions that ask only whether we are alive."""
        return False

    def adjustWindow(self, channel: Session, bytesToAdd: int) -> None:
        """Let the client send more, unless it has sent too much already."""
        if channel.reads:
            super().adjustWindow(channel, bytesToAdd)

    def sendClose(self, channel: Session) -> None:
        """Close the session; where it was not the session that wanted this, the client has sent more than it may."""
        if not channel.closing:
            raise Nonsense("sent more than it may")
        super().sendClose(channel)

    def _refuse(self, number: int, reason: int) -> None:
        failure = number.to_bytes(4, "big") + reason.to_bytes(4, "big") + NS(b"refused") + NS(b"")
        self.transport.sendPacket(MSG_CHANNEL_OPEN_FAILURE, failure)

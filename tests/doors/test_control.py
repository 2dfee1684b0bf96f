"""The operator's door: lines that come in any pieces, operators who do not read, and those who are none."""

from __future__ import annotations

import socket
from typing import Any, cast

from twisted.internet.error import ConnectionDone
from twisted.internet.interfaces import IHalfCloseableProtocol
from twisted.internet.testing import MemoryReactorClock, StringTransport
from twisted.internet.unix import Server
from twisted.python.failure import Failure
from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines.control import LONGEST_LINE, OTHER_PROTOCOL, TOO_LONG
from rpsgame.doors.control import MAX_PAUSE, ControlFactory
from rpsgame.doors.tcp import SEND_BUFFER
from rpsgame.doors.throttle import LINGER, READ_SIZE

from ..room import Room, lines_of, logged


class Operator:
    """An operator's connection to a hall."""

    def __init__(self, room: Room) -> None:
        self.clock = room.clock
        self.factory = ControlFactory(room.hall, room.clock)
        self.connect()

    def connect(self) -> None:
        """Connect, once more."""
        self.transport = StringTransport()
        self.door = cast(Any, self.factory.buildProtocol(None))
        self.door.makeConnection(self.transport)

    def send(self, *chunks: bytes) -> list[str]:
        """Send bytes; return the lines that come back."""
        for chunk in chunks:
            self.door.dataReceived(chunk)
        return self.receive()

    def receive(self) -> list[str]:
        """Return the lines that have come."""
        self.clock.advance(0)
        data: bytes = self.transport.value()
        self.transport.clear()
        return data.decode().splitlines()

    def reading(self) -> bool:
        """Whether the door would read more."""
        return self.transport.producerState == "producing"

    def say_no_more(self) -> None:
        """Close the sending half."""
        IHalfCloseableProtocol(self.door).readConnectionLost()


class ControlDoorTests(SynchronousTestCase):
    """One operator."""

    def setUp(self) -> None:
        self.room = Room()
        self.operator = Operator(self.room)

    def test_lines_in_pieces(self) -> None:
        """A line is heard when it has ended, however it is cut; several are answered in their order."""
        self.assertEqual(self.operator.send(b"ba", b"ns\r"), [])
        self.assertEqual(self.operator.send(b"\nresume moo\nba"), ["It must be: resume"])
        self.assertEqual(self.operator.send(b"n\n"), ["It must be: ban ADDRESS [HOURS]"])

    def test_a_line_a_round(self) -> None:
        """Of many lines one is heard in a round of the reactor, and nothing more is read meanwhile."""
        heard: list[int] = []

        def count() -> None:
            heard.append(self.operator.transport.value().count(b"\n"))
            self.assertFalse(self.operator.reading())

        self.operator.door.dataReceived(b"bans x\n" * 1000)
        count()
        self.room.clock.callLater(0, count)
        self.assertEqual(len(self.operator.receive()), 1000)
        self.assertEqual(heard, [0, 1])
        self.assertTrue(self.operator.reading())

    def test_half_close(self) -> None:
        """An operator who has said all is answered all, a last line without an end too, and then it closes."""
        self.operator.door.dataReceived(b"bans x\n" * 3 + b"screen x")
        self.operator.say_no_more()
        answers = self.operator.receive()
        self.assertEqual(len(answers), 4)
        self.assertTrue(answers[-1].startswith("The screen must be one of"))
        self.assertTrue(self.operator.transport.disconnecting)
        self.assertIsNone(self.operator.transport.producer, "or else it would never close")
        self.operator.transport.producerState = "stopped"
        self.operator.receive()
        self.assertFalse(self.operator.reading(), "nothing is read after the end")

    def test_half_close_after_the_answer(self) -> None:
        """The same where the end comes later."""
        self.operator.send(b"bans x\n")
        self.operator.say_no_more()
        self.assertTrue(self.operator.transport.disconnecting)

    def test_who_does_not_read(self) -> None:
        """While an answer waits, nothing more is read or heard; after a long while the operator is cut off."""
        self.operator.door.dataReceived(b"help\n" * 3)
        self.room.clock.callLater(0, self.operator.door.pauseProducing)
        self.assertEqual(len(self.operator.receive()), 12)
        self.assertEqual(self.operator.receive(), [])
        self.assertFalse(self.operator.reading())
        self.operator.door.resumeProducing()
        self.assertEqual(len(self.operator.receive()), 24)
        self.room.clock.advance(MAX_PAUSE)
        self.assertFalse(self.operator.transport.disconnected)
        self.operator.door.pauseProducing()
        self.room.clock.advance(MAX_PAUSE - 1)
        self.assertFalse(self.operator.transport.disconnected)
        self.room.clock.advance(1)
        self.assertTrue(self.operator.transport.disconnected)

    def test_a_slow_reader_after_the_end(self) -> None:
        """An operator who has said all may still read for long."""
        self.operator.door.dataReceived(b"help\n")
        self.operator.say_no_more()
        self.operator.receive()
        self.room.clock.advance(MAX_PAUSE - 1)
        self.assertFalse(self.operator.transport.disconnected)
        self.room.clock.advance(1)
        self.assertTrue(self.operator.transport.disconnected)

    def test_too_long(self) -> None:
        """A line that is too long, with an end or without, gets one line, and the connection is closed."""
        for data in (b"x" * (LONGEST_LINE + 1), b"x" * (LONGEST_LINE + 1) + b"\nbans x\n"):
            self.operator.connect()
            self.assertEqual(self.operator.send(b"bans x\n", data), ["It must be: bans", TOO_LONG])
            self.assertTrue(self.operator.transport.disconnecting)
            self.room.clock.advance(LINGER)
            self.assertTrue(self.operator.transport.disconnected)
        self.operator.connect()
        self.assertEqual(self.operator.send(b"screen " + b"x" * (LONGEST_LINE - 7) + b"\n")[0][:10], "The screen")

    def test_a_browser(self) -> None:
        """A page in a browser that sends what an operator might say gets nowhere: its first line is no operator's."""
        for first in (b"POST / HTTP/1.1\r\n", b"SSH-2.0-OpenSSH_9.2\r\n"):
            self.operator.connect()
            self.assertEqual(self.operator.send(first + b"\r\nban 0.0.0.0/0\n", b"drain\n"), [OTHER_PROTOCOL])
            self.assertTrue(self.operator.transport.disconnecting)
        self.assertFalse(self.room.hall.office.banned("192.0.2.1"))

    def test_hung_up(self) -> None:
        """What was said by somebody who hung up at once is done; nobody is answered."""
        self.operator.door.dataReceived(b"ban 192.0.2.1\n")
        self.operator.door.connectionLost(Failure(ConnectionDone()))
        self.assertEqual(self.operator.receive(), [])
        self.assertTrue(self.room.hall.office.banned("192.0.2.1"))
        self.assertEqual(self.room.clock.getDelayedCalls(), [])

    def test_garbage(self) -> None:
        """Bytes of any kind are answered by lines, and nothing is logged."""
        log = logged(self)
        answers = self.operator.send(bytes(range(256)) * 4, b"\n")
        self.assertTrue(answers)
        self.assertTrue(all(answer.isprintable() for answer in answers))
        self.assertEqual(lines_of(log), [])
        self.assertEqual(self.operator.send(b"bans x\n"), ["It must be: bans"])

    def test_two_operators(self) -> None:
        """Two operators are heard in turns, and each is answered."""
        other = Operator(self.room)
        self.operator.door.dataReceived(b"bans x\n" * 3)
        other.door.dataReceived(b"who x\n" * 3)
        self.assertEqual(self.operator.receive(), ["It must be: bans"] * 3)
        self.assertEqual(other.receive(), ["It must be: who"] * 3)

    def test_what_the_kernel_keeps(self) -> None:
        """Little is read at a time, and the kernel keeps little of what is not read."""
        near, far = socket.socketpair()
        self.addCleanup(near.close)
        self.addCleanup(far.close)
        door = self.operator.factory.buildProtocol(None)
        connection = Server(near, door, "", cast(Any, None), 0, MemoryReactorClock())
        door.makeConnection(connection)
        self.assertEqual(connection.bufferSize, READ_SIZE)
        self.assertEqual(near.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF), 2 * SEND_BUFFER)

    def test_the_end(self) -> None:
        """When the server stops, the doors of operators close, and it waits for nobody who stays."""
        closed: list[None] = []
        self.operator.factory.all_closed().addCallback(closed.append)
        self.assertTrue(self.operator.transport.disconnecting)
        self.assertEqual(closed, [])
        self.operator.door.connectionLost(Failure(ConnectionDone()))
        self.assertEqual(closed, [None])
        self.assertEqual(self.operator.factory._doors, set())
        self.assertEqual(self.operator.factory.join_commands("unix", cast(Any, None)), [])

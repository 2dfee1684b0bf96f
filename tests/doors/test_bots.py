"""The door for programs: what they send, what they are sent, and what nobody should send."""

from __future__ import annotations

import json
from typing import Any, cast

from hypothesis import given, settings
from hypothesis import strategies as st
from twisted.internet.address import IPv4Address
from twisted.internet.error import ConnectionAborted, ConnectionDone
from twisted.internet.testing import StringTransport
from twisted.python.failure import Failure
from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines.facts import (
    AnotherMatch,
    Fact,
    GameIs,
    GameTold,
    HouseSoon,
    HowItStands,
    Muted,
    PlayerWins,
    Seated,
    TooManyMessages,
    Wins,
    WrongMessage,
    YouAre,
    YouAreBack,
    YourThrow,
)
from rpsgame.coroutines.games import ROCK_PAPER_SCISSORS
from rpsgame.coroutines.json_keys import ENDLESS, MOST_MESSAGES
from rpsgame.coroutines.keys import AGAIN, ENTER
from rpsgame.doors.bots import BotFactory
from rpsgame.doors.throttle import LINGER, MAX_STALL
from rpsgame.screens.view import View

from .hall import DoorsHall

SEATED = Seated("guest 7"), YourThrow("r/p/s")


class Program:
    """A program's connection."""

    def __init__(self, hall: DoorsHall) -> None:
        self.factory = BotFactory(cast(Any, hall), hall.clock)
        self.clock = hall.clock
        self.transport = StringTransport(peerAddress=IPv4Address("TCP", "192.0.2.1", 4711))
        self.door = self.factory.buildProtocol(None)
        self.door.makeConnection(self.transport)
        self.events = self.received()

    def send(self, *chunks: bytes) -> list[dict[str, Any]]:
        """Send bytes; return the events that came back."""
        for chunk in chunks:
            self.door.dataReceived(chunk)
        return self.received()

    def say(self, **message: str | bool) -> list[dict[str, Any]]:
        """Send a message; return the events that came back."""
        return self.send(json.dumps(message).encode() + b"\n")

    def told(self, *told: Fact) -> None:
        """Let the hall tell it facts."""
        cast(Any, self.door).write(told)
        self.received()

    def received(self) -> list[dict[str, Any]]:
        self.clock.advance(0)
        data = self.transport.value()
        self.transport.clear()
        return [json.loads(line) for line in data.splitlines()]


class BotTests(SynchronousTestCase):
    """A program in a hall that keeps what it is told."""

    def setUp(self) -> None:
        self.hall = DoorsHall()
        self.program = Program(self.hall)

    def test_hello(self) -> None:
        """A program is greeted without being waited for, and is a guest from where it comes."""
        self.assertEqual([event["event"] for event in self.program.events], ["hello", "state", "remark"])
        self.assertEqual(self.hall.came, [("guest", "192.0.2.1:4711", "192.0.2.1")])

    def test_a_visit(self) -> None:
        """Each message is the key that a person presses where the program has been told that it is."""
        self.program.told(GameIs("rock-paper-scissors", 9), HouseSoon(3))
        self.program.say(watch=True)
        self.program.say(start=True)
        self.program.told(*SEATED)
        self.program.say(throw="rock")
        self.program.say(say="Ouch!")
        self.program.say(mute=True)
        self.program.told(AnotherMatch(()))
        self.program.say(again=True)
        self.program.say(leave=True)
        self.assertEqual(self.hall.pressed, f"w{ENTER}rom{AGAIN}q")
        self.assertEqual(self.hall.told, [])

    def test_not_now(self) -> None:
        """What makes no sense where the program is presses no key: 'watch' is never a throw."""
        self.program.told(*SEATED)
        self.program.say(watch=True)
        self.assertEqual((self.hall.pressed, self.hall.told), ("", [WrongMessage("not now", "watch")]))

    def test_wrong_messages(self) -> None:
        """Whatever is wrong is said, and costs nothing."""
        self.program.told(*SEATED)
        self.program.send(b'{"throw": "lizard"}\n{"throw":', b' "p"}\nr\n')
        self.assertEqual(self.hall.told, [WrongMessage("unknown throw", "lizard"), WrongMessage("not json", "")])
        self.assertEqual(self.hall.pressed, "p")
        self.assertFalse(self.program.transport.disconnecting)

    def test_status(self) -> None:
        """The state can be asked for at any time, and no key is pressed for it."""
        self.program.told(*SEATED)
        self.program.say(status=True)
        self.assertEqual((self.hall.pressed, self.hall.told), ("", [HowItStands()]))

    def test_mute(self) -> None:
        """What is so already is said again, since the key would change it."""
        self.program.told(*SEATED, Muted(True))
        self.program.say(mute=True)
        self.assertEqual((self.hall.pressed, self.hall.told), ("", [Muted(True)]))
        self.program.say(mute=False)
        self.assertEqual(self.hall.pressed, "m")

    def test_code(self) -> None:
        """A code is taken at any time, by eight digits in a string."""
        self.program.say(code="48213305")
        self.program.told(*SEATED)
        self.program.say(code="48213306")
        self.program.say(code="4821330")
        self.assertEqual(self.hall.codes, ["48213305", "48213306"])
        self.assertEqual((self.hall.pressed, self.hall.told), ("", [WrongMessage("wrong value", "code")]))

    def test_no_codes(self) -> None:
        """Where no codes are given, there is no such message."""
        self.hall.takes_codes = False
        self.program.say(code="48213305")
        self.assertEqual((self.hall.codes, self.hall.told), ([], [WrongMessage("not in this game", "code")]))

    def test_become(self) -> None:
        """A program that comes back hears no second hello, but the state of whom it is now."""
        view = View(ROCK_PAPER_SCISSORS)
        view.see_all([YouAre("guest 7"), *SEATED, GameTold("r", "p"), PlayerWins(1), Wins(0, 1), SEATED[1]], 0)
        self.hall.doors["guest 7"] = self.hall.doors.pop("guest 1")
        door = cast(Any, self.program.door)
        door.become("guest 7", view)
        self.assertEqual((self.program.received(), self.hall.announced["guest 7"]), ([], [HowItStands()]))
        door.write([HowItStands(), YouAreBack("guest 7")])
        state, you = self.program.received()
        self.assertEqual(you, {"event": "you", "name": "guest 7"})
        self.assertEqual([state[what] for what in ("event", "you", "phase", "n")], ["state", "guest 7", "playing", 2])
        self.program.say(throw="r")
        self.program.door.connectionLost(Failure(ConnectionDone()))
        self.assertEqual((self.hall.pressed, self.hall.doors), ("r", {}))

    def test_keepalive(self) -> None:
        """An empty line is nothing."""
        self.assertEqual(self.program.send(b"\n", b"\r\n"), [])
        self.assertEqual((self.hall.pressed, self.hall.told), ("", []))

    def test_too_many_at_once(self) -> None:
        """More messages in one read than anybody needs are dropped, and that is said."""
        self.program.told(*SEATED)
        self.program.send(b'{"throw":"r"}\n' * (MOST_MESSAGES + 2))
        self.assertEqual((self.hall.pressed, self.hall.told), ("r" * MOST_MESSAGES, [TooManyMessages(2)]))

    def test_other_protocols(self) -> None:
        """A browser, a TLS client and an ssh client get one error and a closed connection."""
        for greeting in (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\xff\xef", b"SSH-2.0-Go\r\n"):
            program = Program(self.hall)
            (error,) = program.send(greeting)
            self.assertEqual([error["event"], error["code"]], ["error", "not json"])
            self.assertTrue(program.transport.disconnecting)
            self.assertEqual(self.hall.left.pop(), "spoke another protocol")

    def test_a_line_without_end(self) -> None:
        """A line that does not end closes the connection, after one error, whatever comes with it."""
        answers = []
        for _ in range(0, 2 * ENDLESS, 1024):
            answers += self.program.send(b"x" * 1024)
            self.hall.clock.advance(1)
        self.assertEqual([answer["code"] for answer in answers], ["endless"])
        self.assertEqual(self.hall.left, ["sent a line without end"])
        self.assertTrue(self.program.transport.disconnected)

    def test_who_reads_nothing(self) -> None:
        """A program that reads nothing is cut off, and the hall hears why."""
        cast(Any, self.program.transport.producer).pauseProducing()  # as a transport does that cannot send
        self.hall.clock.advance(MAX_STALL)
        self.assertTrue(self.program.transport.disconnected)
        self.program.door.connectionLost(Failure(ConnectionAborted()))
        self.assertEqual(self.hall.left, ["read nothing"])

    def test_behind_a_closed_door(self) -> None:
        """All that is read or written when the door has closed is dropped."""
        self.program.door.close()
        self.program.told(*SEATED)
        self.assertEqual(self.program.say(status=True), [])
        self.hall.clock.advance(LINGER)
        self.program.door.connectionLost(Failure(ConnectionDone()))
        self.assertEqual((self.hall.pressed, self.hall.left), ("", []))
        self.assertEqual(self.hall.clock.getDelayedCalls(), [])

    @settings(deadline=None, derandomize=True)
    @given(st.lists(st.binary(max_size=40) | st.sampled_from([b'{"throw":"r"}\n', b'{"status":true}\n', b"\n", b"{"])))
    def test_anything(self, chunks: list[bytes]) -> None:
        """Whatever is sent, however it is cut, nothing raises, and nothing is logged."""
        program = Program(DoorsHall())
        program.send(*chunks)
        program.door.connectionLost(Failure(ConnectionDone()))
        self.assertEqual(self.flushLoggedErrors(), [])

    def test_all_closed(self) -> None:
        """The end waits for the last door."""
        closed = self.program.factory.all_closed()
        self.assertNoResult(closed)
        self.program.door.connectionLost(Failure(ConnectionDone()))
        self.successResultOf(closed)

"""The tally: what a visit counts, and who does what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from twisted.internet.testing import StringTransport
from twisted.logger import Logger
from twisted.python.failure import Failure
from twisted.trial.unittest import SynchronousTestCase

import rpsgame.hall.batch
from rpsgame.coroutines.facts import Remark
from rpsgame.coroutines.visit import TIME_TO_READ
from rpsgame.doors.bots import BotFactory
from rpsgame.doors.stream import DoorFactory
from rpsgame.doors.telnet import TelnetFactory
from rpsgame.hall.tally import OTHER, QUICK, SECONDS
from rpsgame.strategies import STRATEGIES

from .room import Person, Room


class ByTelnet(Person):
    """Somebody who has come by telnet."""

    kind = "telnet"


class CountingTests(SynchronousTestCase):
    """What happens in the hall is counted."""

    def setUp(self) -> None:
        self.room = Room(best_of=1, open_house=True, max_guests=3, max_per_address=2)
        self.tally = self.room.hall.tally

    def pair(self) -> tuple[Person, Person]:
        """Let two come who play each other."""
        return self.room.enter("", "192.0.2.1", ByTelnet), self.room.enter("", "192.0.2.2")

    def test_guests_are_counted_by_their_door(self) -> None:
        """A door of somebody's own, which does not say what kind it is, is another."""
        self.pair()
        self.assertEqual(self.tally.guests, {"telnet": 1, OTHER: 1})

    def test_throws(self) -> None:
        """A throw that takes the place of another counts too; what is no throw does not, nor does one outside."""
        first, second = self.pair()
        for key in "rpx?g":
            first.press(key)
        second.press("r")
        first.press("s")
        self.assertEqual(self.tally.throws, 3)

    def test_matches_by_their_end(self) -> None:
        """A match counts when it is over, by how it ended."""
        first, second = self.pair()
        self.assertEqual(sum(self.tally.matches.values()), 0)
        first.press("r")
        second.press("p")
        self.room.clock.advance(TIME_TO_READ)
        first.press("x")
        second.press("x")
        first.hang_up()
        third = self.room.enter("")
        self.assertIn("Welcome to the game", third.read())
        self.room.clock.pump([1] * 31)
        self.assertEqual(self.tally.matches, {"played": 1, "left": 1, "timed out": 1, "cut off": 0, "fault": 0})

    def test_refusals_by_their_reason(self) -> None:
        """Those who are turned away count by what they are told, whatever it is."""
        for _ in range(3):
            self.room.enter("", "192.0.2.1")
        self.room.enter("", "192.0.2.2")
        self.room.enter("", "192.0.2.3")
        self.room.host()
        self.room.host()
        self.room.hall.drain(10)
        self.room.enter("")
        self.tally.refuse(Remark("Not today."))
        expected = {"address": 1, "full": 1, "host": 1, "draining": 1, "closing": 0, "banned": 0, OTHER: 1}
        self.assertEqual(self.tally.refusals, expected)

    def test_a_house_that_its_host_has_closed(self) -> None:
        """A guest who comes then is turned away for that."""
        first, _ = self.pair()
        host = self.room.host(closes=True)
        host.press("qq")
        self.room.enter("")
        self.assertEqual(self.tally.refusals["closing"], 1)
        self.assertFalse(first.closed)

    def test_faults(self) -> None:
        """Within the context an exception that is logged is a fault, and after it, or a warning, is none."""
        with self.tally.counting_faults():
            Logger().failure("A fault", Failure(ZeroDivisionError()))
            Logger().warn("no fault")
        Logger().failure("A fault", Failure(ZeroDivisionError()))
        self.assertEqual(self.tally.faults, 1)
        self.assertEqual(len(self.flushLoggedErrors(ZeroDivisionError)), 2)


class AnswerTests(SynchronousTestCase):
    """How long people wait for an answer."""

    def setUp(self) -> None:
        self.now = 100.0
        self.patch(rpsgame.hall.batch, "perf_counter", lambda: self.now)
        self.room = Room(best_of=1, open_house=True)
        self.tally = self.room.hall.tally

    def takes(self, seconds: float) -> Callable[[Any], None]:
        """Return what may be done instead of what takes so long."""

        def wait(what: object) -> None:
            self.now += seconds

        return wait

    def test_it_is_measured_from_the_first_act_until_all_are_told(self) -> None:
        """What is read before the batch and what is told at its end are within, and a batch counts once."""
        guest = self.room.enter("")
        self.assertEqual(self.tally.quick, 1)
        self.patch(guest, "write", self.takes(0.25))
        self.room.hall.press(guest.name, "?")
        self.now += 0.5
        self.room.hall.press(guest.name, "x")
        self.room.clock.advance(0)
        self.assertEqual((self.tally.answering, self.tally.quick), (0.75, 1))
        self.assertEqual(self.tally.answers[SECONDS.index(1)], 1)
        self.assertEqual(sum(self.tally.answers), 1)

    def test_a_bucket_holds_its_upper_end(self) -> None:
        """A time that is exactly an upper end belongs to it, as Prometheus wants; one beyond all has a place too."""
        for seconds in (QUICK, *SECONDS, 2.6):
            self.tally.answer(seconds)
        self.assertEqual(self.tally.answers, [2, *[1] * len(SECONDS)])

    def test_nothing_to_do_is_no_answer(self) -> None:
        """A batch that is asked for when nothing has come, at the end of the server, is not counted."""
        self.room.hall.close()
        self.now += 1000
        self.room.hall.batch.run()
        self.assertEqual((self.tally.quick, sum(self.tally.answers), self.tally.answering), (1, 0, 0))


class DoorTests(SynchronousTestCase):
    """Connections and bytes."""

    def connect(self, factory: DoorFactory[Any]) -> tuple[Any, StringTransport]:
        """Let somebody connect."""
        door, transport = factory.buildProtocol(None), StringTransport()
        transport.abortConnection = transport.loseConnection  # type: ignore[method-assign]
        door.makeConnection(transport)
        self.room.clock.advance(0)
        return door, transport

    def setUp(self) -> None:
        self.room = Room(best_of=1, open_house=True, house=STRATEGIES["random"], house_after=0)
        self.tally = self.room.hall.tally

    def test_connections_by_the_kind_of_door(self) -> None:
        """They count when they are made and when they have closed."""
        self.connect(TelnetFactory(self.room.hall, self.room.clock))
        door, _ = self.connect(BotFactory(self.room.hall, self.room.clock))
        door.connectionLost()
        self.room.clock.advance(0)
        self.assertEqual(self.tally.connections, {"telnet": 1, "json": 1})
        self.assertEqual(self.tally.closed, {"json": 1})
        self.assertEqual(self.tally.guests, self.tally.connections)

    def test_bytes_both_ways(self) -> None:
        """All that a connection carries counts, telnet's own bytes too, and so does what is read and dropped."""
        door, transport = self.connect(TelnetFactory(self.room.hall, self.room.clock))
        door.dataReceived(b"?")
        self.room.clock.advance(0)
        door.dataReceived(b"q")
        self.room.clock.advance(0)
        door.dataReceived(b"too late")
        self.assertEqual(self.tally.bytes_in, 10)
        self.assertEqual(self.tally.bytes_out, len(transport.value()))


class CensusTests(SynchronousTestCase):
    """Who does what."""

    def setUp(self) -> None:
        self.room = Room(best_of=1, open_house=True, house=STRATEGIES["random"], house_after=3)

    def census(self) -> dict[tuple[str, str], int]:
        return dict(self.room.hall.census())

    def test_nobody(self) -> None:
        """An empty house has nothing to count."""
        self.assertEqual(self.census(), {})

    def test_a_visit(self) -> None:
        """A guest waits, plays, rests and is gone; another watches."""
        guest = self.room.enter("", person=ByTelnet)
        self.assertEqual(self.census(), {("telnet", "waiting"): 1})
        guest.press("\n")
        self.assertEqual(self.census(), {("telnet", "playing"): 1})
        watcher = self.room.enter("")
        watcher.press("w")
        self.assertEqual(self.census(), {("telnet", "playing"): 1, (OTHER, "watching"): 1})
        while self.room.hall.tally.matches["played"] == 0:
            guest.press("r")
        self.assertEqual(self.census(), {("telnet", "resting"): 1, (OTHER, "waiting"): 1})
        guest.hang_up()
        self.assertEqual(self.census(), {(OTHER, "waiting"): 1})

    def test_a_host(self) -> None:
        """A host who does not play waits, and so do those for whom there is no place yet; they may watch."""
        host = self.room.host()
        self.assertEqual(self.census(), {(OTHER, "waiting"): 1})
        self.room.enter("")
        self.room.enter("")
        self.assertEqual(self.census(), {(OTHER, "playing"): 2, (OTHER, "watching"): 1})
        host.press("q")
        host.press("q")
        self.assertEqual(sum(self.census().values()), 2)

    def test_asking_changes_nothing(self) -> None:
        """The lobby does what it would have done unasked, with the events that come before and after."""
        guest, other = self.room.enter(""), Person(self.room.hall, self.room.clock)
        other.name = self.room.hall.enter(other, "")
        self.assertEqual(self.census(), {(OTHER, "waiting"): 1})
        self.room.clock.advance(0)
        self.assertEqual(self.census(), {(OTHER, "playing"): 2})
        self.assertIn("Welcome to the game", guest.read() + other.read())

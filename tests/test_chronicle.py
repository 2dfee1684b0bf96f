"""What stands in the log: who came, why they left, how a match went, and not too much of it."""

from __future__ import annotations

from collections import Counter

from twisted.internet.task import Clock
from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines.facts import NoTelnet, WrongProtocol
from rpsgame.coroutines.visit import REST, TIME_TO_READ
from rpsgame.hall.chronicle import LINES, MINUTE, Chronicle
from rpsgame.strategies import STRATEGIES

from .room import Person, Room, lines_of, logged


class ChronicleTests(SynchronousTestCase):
    """The lines of a minute."""

    def setUp(self) -> None:
        self.clock = Clock()
        self.events = logged(self)
        self.chronicle = Chronicle(self.clock)

    def note(self, times: int, kind: str = "came", address: str = "192.0.2.1") -> None:
        for _ in range(times):
            self.chronicle.note(kind, address, "{what} {whence}", what=kind, whence=address)

    def lines(self) -> Counter[str]:
        """Return the lines since the last time, and how often each was logged."""
        lines = Counter(lines_of(self.events))
        self.events.clear()
        return lines

    def test_sum(self) -> None:
        """Of one kind from one address some lines a minute are logged, and then, when it is over, one sum."""
        self.note(LINES)
        self.assertEqual(self.lines(), {"came 192.0.2.1": LINES})
        self.note(1000)
        self.clock.advance(MINUTE - 1)
        self.assertEqual(self.lines(), {})
        self.clock.advance(1)
        self.assertEqual(self.lines(), {"came: 1000 more from 192.0.2.1": 1})
        self.clock.advance(MINUTE)
        self.assertEqual(self.lines(), {})

    def test_others_are_not_touched(self) -> None:
        """What else that address does, and what others do, is logged as ever."""
        self.note(LINES + 1)
        self.note(1, kind="left")
        self.note(1, address="192.0.2.2")
        self.note(LINES + 2, address="")
        self.assertEqual(
            self.lines(), {"came 192.0.2.1": LINES, "left 192.0.2.1": 1, "came 192.0.2.2": 1, "came ": LINES}
        )
        self.clock.advance(MINUTE)
        self.assertEqual(self.lines(), {"came: 1 more from 192.0.2.1": 1, "came: 2 more from no address": 1})

    def test_next_minute(self) -> None:
        """The next minute has its own lines, whether or not there was a sum; few lines need no call of the clock's."""
        for more in (0, 1):
            self.note(LINES + more)
            self.clock.advance(MINUTE)
            self.assertEqual(self.lines()["came 192.0.2.1"], LINES)
            self.assertEqual(self.clock.getDelayedCalls(), [])

    def test_close(self) -> None:
        """At the end the sum that is due is logged at once, and nothing is left on the clock."""
        self.chronicle.close()
        self.assertEqual(self.lines(), {})
        self.note(LINES + 5)
        self.chronicle.close()
        self.assertEqual(self.lines(), {"came 192.0.2.1": LINES, "came: 5 more from 192.0.2.1": 1})
        self.assertEqual(self.clock.getDelayedCalls(), [])


class FloodTests(SynchronousTestCase):
    """What one address makes happen in a minute, and what is logged of it."""

    def test_connections_without_end(self) -> None:
        """48,600 connections, more than are let in from one address, make 31 lines."""
        room = Room(open_house=True, max_per_address=10)
        for _ in range(10):
            room.enter("", "192.0.2.1")
        events = logged(self)
        for _ in range(48):
            for _ in range(1000):
                room.hall.enter(Person(room.hall, room.clock), "192.0.2.1:1", "192.0.2.1")
            room.clock.advance(0.25)
        room.clock.advance(MINUTE)
        lines = [line for line in lines_of(events) if "timed out" not in line]
        self.assertEqual(len(lines), LINES + 1)
        self.assertEqual(lines[-1], f"turned away: {48_000 - LINES} more from 192.0.2.1")

    def test_matches_without_end(self) -> None:
        """Ten guests who press the throws for ever make some lines a minute of matches, and no others."""
        room = Room(open_house=True, house=STRATEGIES["random"], house_after=0, best_of=1)
        people = [room.enter("", "192.0.2.1") for _ in range(10)]
        room.clock.advance(MINUTE)
        events = logged(self)
        for _ in range(2 * MINUTE * 5):
            for person in people:
                room.hall.press(person.name, "rps")
            room.clock.advance(0.2)
        lines = lines_of(events)
        self.assertTrue(all(" played " in line or line.startswith("played: ") for line in lines), lines)
        self.assertLessEqual(len(lines), 2 * (LINES + 1))


class ReasonTests(SynchronousTestCase):
    """Who it was, and why they left."""

    def setUp(self) -> None:
        self.events = logged(self)

    def lines(self) -> list[str]:
        """Return the lines since the last time."""
        lines = lines_of(self.events)
        self.events.clear()
        return lines

    def test_log_says_who(self) -> None:
        """Everybody is known by their id and by where they come from; whoever has no address, by the id alone."""
        room = Room(open_house=True, best_of=1)
        for _ in range(4):
            room.enter("192.0.2.9:4000").hang_up()
        self.lines()
        ernie, bert = room.enter("192.0.2.1:4001"), room.enter("")
        self.assertEqual(self.lines(), ["guest 5 (192.0.2.1:4001) came", "guest 6 came"])
        room.clock.advance(2)
        ernie.press("r")
        bert.press("s")
        self.assertEqual(
            self.lines(),
            ["guest 5 (192.0.2.1:4001) and guest 6 played rock-paper-scissors for 2 s: 1 - 0"],
        )

    def test_log_says_the_host(self) -> None:
        """The host is called the host: at the console, or with their address where they have one."""
        for peer, name in (("", "the host"), ("192.0.2.1:4001", "the host (192.0.2.1:4001)")):
            room = Room(best_of=1)
            host, guest = room.host(peer), room.enter("")
            guest.press("r")
            host.press("r")
            guest.hang_up()
            host.press("q")
            self.assertEqual(
                self.lines(),
                [
                    f"{name} came",
                    "guest 1 came",
                    "guest 1 left: hung up",
                    f"{name} and guest 1 played rock-paper-scissors for 0 s: 0 - 0, left",
                    f"{name} left: pressed q",
                ],
            )

    def test_log_says_the_house(self) -> None:
        """The house is called the house."""
        room = Room(open_house=True, house=STRATEGIES["random"], house_after=0, timeout=1)
        room.enter("")
        room.clock.advance(1)
        self.assertEqual(
            self.lines()[1:],
            [
                "the house and guest 1 played rock-paper-scissors for 1 s: 0 - 0, timed out",
                "guest 1 left: timed out",
            ],
        )

    def test_log_says_why_a_door_closes(self) -> None:
        """A guest hangs up, presses a key, or is sent away by their door, and it is said which."""
        room = Room()
        for leave, why in (
            (lambda person: person.hang_up(), "hung up"),
            (lambda person: person.press("q"), "pressed q"),
            (lambda person: person.press("\x03"), "pressed q"),
            (lambda person: room.hall.leave(person.name, "was cut off"), "was cut off"),
            (
                lambda person: room.hall.dismiss(person.name, WrongProtocol(), "spoke another protocol"),
                "spoke another protocol",
            ),
        ):
            guest = room.enter("192.0.2.1:1")
            leave(guest)
            room.clock.advance(0)
            self.assertEqual(self.lines()[1:], [f"{guest.name} (192.0.2.1:1) left: {why}"])

    def test_log_says_why_somebody_is_turned_away(self) -> None:
        """A guest who is not let in has not come, but was turned away, for the reason that they are told."""
        room = Room(max_guests=1, max_per_address=1)
        room.host()
        room.enter("", "192.0.2.1")
        self.lines()
        room.enter("192.0.2.2:2", "192.0.2.2")
        room.host("192.0.2.3:3")
        self.assertEqual(
            self.lines(),
            [
                "guest 2 (192.0.2.2:2) turned away: The house is full. Please come again later.",
                "guest 3 (192.0.2.3:3) turned away: There is a host already. Please come again later.",
            ],
        )

    def test_log_says_what_follows_a_match(self) -> None:
        """A guest has played with the host, wanted no other match with a guest, or was sent home at the end."""
        room = Room(best_of=1)
        host, guest = room.host(), room.enter("")
        guest.press("r")
        host.press("p")
        self.assertEqual(self.lines()[-1], "guest 1 left: played")
        room = Room(open_house=True, best_of=1)
        ernie, bert = room.enter(""), room.enter("")
        ernie.press("r")
        bert.press("p")
        room.clock.pump([TIME_TO_READ, REST - TIME_TO_READ])
        self.assertEqual(
            self.lines()[-2:], ["guest 1 left: wanted no other match", "guest 2 left: wanted no other match"]
        )
        room.enter("")
        room.hall.drain(10)
        room.clock.advance(0)
        self.assertEqual(self.lines()[-1], "guest 3 left: sent home")

    def test_log_says_it_once(self) -> None:
        """A guest who was sent away has left, and nothing that their door tells after that is logged."""
        room = Room()
        guest = room.enter("")
        for _ in range(3):
            room.hall.dismiss(guest.name, NoTelnet(), "sent no telnet")
        room.hall.leave(guest.name, "hung up")
        self.assertEqual(guest.read()[-1:], ["That is no telnet. Good-bye."])
        self.assertEqual(guest.read(), [])
        self.assertEqual(self.lines(), ["guest 1 came", "guest 1 left: sent no telnet"])

    def test_nonsense_is_counted(self) -> None:
        """A guest whose keys keep coming between the end of a match and the question fills no log with them."""
        room = Room(best_of=1, open_house=True, house=STRATEGIES["random"], house_after=0)
        guest = room.enter("", "192.0.2.1")
        debug = logged(self, debug=True)
        for _ in range(100):
            for key in "rpsrps":
                room.hall.press(guest.name, key)
            room.clock.advance(0)
            room.clock.advance(TIME_TO_READ / 2)
        useless = [event for event in debug if event["log_level"].name == "debug"]
        self.assertTrue(useless)
        self.assertLessEqual(len(useless), 2 * LINES)

    def test_nonsense(self) -> None:
        """What makes no sense where it comes changes nothing; a line for debugging says that it came, and no other."""
        room = Room(best_of=1)
        host, guest = room.host(), room.enter("")
        people = [host, guest]
        guest.press("r")
        for person in people:
            person.read()
        self.lines()
        debug = logged(self, debug=True)
        (seats,) = room.hall._reception.tables
        for act in (
            (seats.send, "late"),
            (seats.send, "dance", 1),
            (room.hall._reception.send, "waited", "guest 1"),
            (room.hall._reception.send, "over", ("guest 1", "guest 7")),
            (room.hall._reception.send, "key", "guest 7", "r"),
        ):
            room.hall.batch.add(*act)
        self.assertEqual([person.read() for person in people], [[], []])
        self.assertEqual(self.lines(), [])
        self.assertEqual(
            lines_of(debug),
            [
                "('the host', 'guest 1'): no use for late None",
                "('the host', 'guest 1'): no use for dance 1",
                "the lobby: no use for waited guest 1",
                "the lobby: no use for over ('guest 1', 'guest 7')",
                "the lobby: no use for key guest 7",
            ],
        )
        host.press("p")
        self.assertTrue(guest.closed)

"""The office: what an operator says is done, to people in a hall, and is logged."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines.facts import Banned, HouseIsClosed, HouseIsOpen, HouseSays, Kicked, LastForNow
from rpsgame.store.state import State

from .room import Person, Room, lines_of, logged

SCREENS = "auto", "plain"


class ByTelnet(Person):
    """Somebody who has come by telnet."""

    kind = "telnet"


class AtConsole(Person):
    """A host at the console."""

    kind = "console"


class Office:
    """A hall with an operator."""

    def __init__(self, **options: Any) -> None:
        self.room = Room(best_of=1, open_house=True, **options)
        self.hall, self.clock = self.room.hall, self.room.clock
        self.hall._reception.wall_clock = lambda: 1e9 + self.clock.seconds()
        self._operator = self.hall.office.operator(SCREENS)

    def say(self, line: str) -> list[str]:
        """Say a line; return the answer."""
        answers: list[list[str]] = []
        self.hall.batch.add(lambda: answers.append(self._operator.hear(line.encode())))
        self.clock.advance(0)
        return answers[0]

    def enter(self, address: str) -> Person:
        """Let a guest in who comes from an address."""
        return self.room.enter(f"{address}:4711", address, ByTelnet)


class OfficeTests(SynchronousTestCase):
    """What an operator says, and what people hear of it."""

    def setUp(self) -> None:
        self.office = Office(max_guests=3)
        self.log = logged(self)

    def logs(self) -> list[str]:
        """Return what the log says of the operator."""
        return [line for line in lines_of(self.log) if line.startswith("operator: ")]

    def test_say(self) -> None:
        """Everybody is told, those too who play."""
        people = [self.office.enter(f"192.0.2.{n}") for n in (1, 2, 3)]
        self.assertEqual(self.office.say("say Back at noon."), ["Said to 3 people."])
        for person in people:
            self.assertEqual(person.read()[-1], HouseSays("Back at noon."))
        self.assertEqual(self.logs(), ["operator: say Back at noon."])

    def test_kick(self) -> None:
        """Somebody is put out, and told so; their opponent stays."""
        ernie, bert = self.office.enter("192.0.2.1"), self.office.enter("192.0.2.2")
        self.assertEqual(self.office.say(f"kick {bert.name}"), ["guest 2 is out."])
        self.assertEqual((bert.closed, bert.read()[-1]), (True, Kicked()))
        self.assertEqual((ernie.closed, ernie.read()[-3]), (False, "Opponent disconnected."))
        self.assertEqual(self.office.say("kick guest 2")[0].partition(";")[0], "Nobody is called 'guest 2'")
        self.assertEqual(self.logs(), ["operator: kick guest 2"])
        self.assertIn("guest 2 (192.0.2.2:4711) left: kicked", lines_of(self.log))

    def test_console(self) -> None:
        """A host at the console is not put out; the server would end."""
        host = self.office.room.host(person=AtConsole)
        self.assertIn("end it by SIGTERM", self.office.say("kick the host")[0])
        self.assertFalse(host.closed)

    def test_ban(self) -> None:
        """A guest from there is put out, and one who comes is turned away, until the ban ends or is ended."""
        ernie, bert = self.office.enter("192.0.2.1"), self.office.enter("198.51.100.1")
        self.assertEqual(
            self.office.say("ban 192.0.2.0/24 1"),
            [
                "192.0.2.0/24 is banned for 1 hour; 1 person put out.",
                "The server forgets it when it ends: there is no state directory.",
            ],
        )
        self.assertEqual((ernie.closed, ernie.read()[-1], bert.closed), (True, Banned(), False))
        elmo = self.office.enter("192.0.2.9")
        self.assertEqual((elmo.closed, elmo.read()), (True, [Banned()]))
        self.assertTrue(self.office.hall.office.banned("192.0.2.9"))
        self.assertEqual(self.office.say("bans"), ["192.0.2.0/24\t1 h 0 s"])
        self.office.clock.advance(3599)
        self.assertEqual(self.office.say("bans"), ["192.0.2.0/24\t1 s"])
        self.office.clock.advance(1)
        self.assertFalse(self.office.hall.office.banned("192.0.2.9"))
        self.assertEqual(self.office.say("bans"), [])
        self.assertFalse(self.office.enter("192.0.2.9").closed)
        self.office.say("ban 203.0.113.1")
        self.office.say("unban 203.0.113.1")
        self.assertFalse(self.office.hall.office.banned("203.0.113.1"))
        self.assertEqual(
            self.logs(),
            [
                "operator: ban 192.0.2.0/24 for 1 hour",
                "operator: ban 203.0.113.1 for ever",
                "operator: unban 203.0.113.1",
            ],
        )

    def test_local_guests_and_hosts(self) -> None:
        """Nobody is banned who has no address, not even where all addresses are; nor is a host."""
        host, guest = self.office.room.host("192.0.2.1:4711"), self.office.enter("")
        for network in ("0.0.0.0/0", "::/0"):
            self.office.say(f"ban {network}")
        self.assertEqual((host.closed, guest.closed), (False, False))
        self.assertFalse(self.office.hall.office.banned(""))

    def test_drain(self) -> None:
        """No match begins, those that are on are cut off when their time is over, and then they go."""
        ernie, bert = self.office.enter("192.0.2.1"), self.office.enter("192.0.2.2")
        self.office.say("drain 20")
        self.assertEqual(self.office.say("status")[1], "draining: yes")
        self.assertEqual(self.office.enter("192.0.2.3").read(), [HouseIsClosed()])
        self.office.clock.advance(19)
        for person in (ernie, bert):
            self.assertEqual((person.closed, person.read()[-1]), (False, LastForNow(20)))
        self.office.clock.advance(1)
        for person in (ernie, bert):
            self.assertEqual((person.closed, person.read()[-1]), (True, HouseIsClosed()))
        self.assertIn("turned away: 1 (draining 1)", self.office.say("status"))
        self.assertEqual(self.office.clock.getDelayedCalls(), [])

    def test_drain_without_end(self) -> None:
        """Without a number matches take as long as they take."""
        ernie, bert = self.office.enter("192.0.2.1"), self.office.enter("192.0.2.2")
        self.office.say("drain 1")
        self.office.say("drain")
        self.office.clock.advance(5)
        self.assertFalse(ernie.closed)
        ernie.press("r")
        bert.press("p")
        self.assertEqual((ernie.closed, bert.closed), (True, True))

    def test_resume(self) -> None:
        """The match goes on, and the next begin as ever; a host's table too, where a match was cut off."""
        ernie, bert = self.office.enter("192.0.2.1"), self.office.enter("192.0.2.2")
        self.office.say("drain 20")
        self.assertEqual(self.office.say("resume"), ["Matches begin again."])
        self.office.clock.advance(21)
        self.assertEqual((ernie.closed, bert.closed), (False, False))
        self.assertIn(HouseIsOpen(), ernie.read())
        ernie.press("r")
        bert.press("p")
        self.assertIn("Player 0: r, Player 1: p", ernie.read())
        self.assertFalse(self.office.enter("192.0.2.3").closed)
        self.assertEqual(self.logs(), ["operator: drain 20", "operator: resume"])
        self.assertIn("makes sense after drain only", self.office.say("resume")[0])

    def test_a_host_after_a_drain(self) -> None:
        """A host whose match was cut off plays the next guest after it."""
        host, guest = self.office.room.host(), self.office.enter("192.0.2.1")
        self.office.say("drain 0")
        self.office.clock.advance(0)
        self.assertEqual((host.closed, guest.closed), (False, True))
        self.office.say("resume")
        elmo = self.office.enter("192.0.2.3")
        elmo.press("r")
        host.press("p")
        self.assertIn("Player 0: p, Player 1: r", elmo.read())

    def test_the_server_stops(self) -> None:
        """Nothing that an operator says keeps a server from stopping."""
        self.office.hall.drain(10)
        self.office.clock.advance(0)
        for word in ("drain", "resume"):
            self.assertIn("the server is stopping", self.office.say(word)[0])
        self.assertEqual(self.office.say("status")[1], "draining: the server is stopping")
        self.assertEqual(self.logs(), [])
        office = Office()
        office.hall.close()
        self.assertEqual(office.say("status")[1], "draining: the server is stopping")

    def test_who(self) -> None:
        """Who is in, with what they do."""
        for n in (1, 2, 3):
            self.office.enter(f"192.0.2.{n}")
        self.office.clock.advance(2)
        self.assertEqual(
            self.office.say("who"),
            [
                "guest 1\ttelnet\t192.0.2.1:4711\tplaying guest 2\t2 s",
                "guest 2\ttelnet\t192.0.2.2:4711\tplaying guest 1\t2 s",
                "guest 3\ttelnet\t192.0.2.3:4711\twaiting\t2 s",
            ],
        )

    def test_status(self) -> None:
        """How things stand, after a match and with another that is on."""
        ernie, bert = self.office.enter("192.0.2.1"), self.office.enter("192.0.2.2")
        ernie.press("r")
        bert.press("p")
        for n in (3, 4):
            self.office.enter(f"192.0.2.{n}")
        self.office.say("ban 192.0.2.1")
        for n in (1, 5, 6):
            self.office.enter(f"192.0.2.{n}")
        self.assertEqual(
            self.office.say("status"),
            [
                "up: 0 s",
                "draining: no",
                "limits: guests 3, from one address no limit",
                "screen: each door has its own",
                "people: 3 (telnet 3)",
                "by telnet: 3 (playing 2, resting 1)",
                "came: 4 (telnet 4)",
                "matches on: 1 (telnet 2)",
                "matches over: 1 (played 1)",
                "played by: 2 (telnet 2)",
                "turned away: 3 (banned 1, full 2)",
                "bans: 1",
                "journal: none",
            ],
        )

    def test_a_fault(self) -> None:
        """A fault is logged, costs the operator an answer, and nothing else; the operator sees no traceback."""
        self.patch(self.office.hall._reception, "whereabouts", lambda: 1 / 0)
        self.assertEqual(self.office.say("who"), ["A fault of this server has prevented that; its log says more."])
        self.assertEqual(len(self.flushLoggedErrors(ZeroDivisionError)), 1)
        self.assertEqual(self.office.say("bans"), [])


class RestartTests(SynchronousTestCase):
    """Bans outlive the server."""

    def setUp(self) -> None:
        directory = TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.state = State(Path(directory.name))

    def test_another_start(self) -> None:
        """A server that starts anew bans those whom the last one has banned."""
        office = Office()
        with office.hall.office.keeping(self.state):
            self.assertEqual(office.say("ban 192.0.2.1"), ["192.0.2.1 is banned for ever."])
        office = Office()
        with office.hall.office.keeping(self.state):
            self.assertEqual(office.enter("192.0.2.1").read(), [Banned()])

    def test_a_full_disk(self) -> None:
        """A ban that cannot be kept holds, and the operator is told."""

        def full(name: str, data: bytes) -> None:
            raise OSError(28, "No space left on device")

        self.patch(self.state, "write", full)
        office = Office()
        with office.hall.office.keeping(self.state):
            answer = office.say("ban 192.0.2.1")
            self.assertEqual(answer[1], "The server forgets it when it ends: No space left on device.")
            self.assertEqual(office.enter("192.0.2.1").read(), [Banned()])

    def test_nothing_waits_at_the_end(self) -> None:
        """When the server has stopped, nothing of a drain is left."""
        office = Office()
        with office.hall.office.keeping(None):
            office.say("drain 100")
        self.assertEqual(office.clock.getDelayedCalls(), [])

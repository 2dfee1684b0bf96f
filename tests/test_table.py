"""The table: what it tells both seats, and how it keeps the time."""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from .room import Room
from .scripts import SCRIPTS, nameless


class ScriptTests(SynchronousTestCase):
    """The scripts that the article's own program is driven with."""

    def test_scripts(self) -> None:
        """A table tells all that the select loop tells, in the same order, whatever else it says in between."""
        for name, steps in SCRIPTS.items():
            room = Room(timeout=10)
            seats = [room.host()] * 2
            for event, told in steps:
                for person in seats:
                    person.read()
                match event:
                    case ("join",):
                        seats[1] = room.enter("Ernie")
                    case ("leave",):
                        seats[1].hang_up()
                    case ("key", int(player), str(key)):
                        seats[player].press(key)
                    case ("wait", int(seconds)):
                        room.clock.pump([1] * seconds)
                for player, person in enumerate(seats):
                    lines = told[player]
                    if player == 0 and lines == ["Timed out. Good-bye"]:  # the article tells both, a table the late
                        lines = ["Opponent timed out."]
                    heard = [nameless(line) for line in person.read()]
                    self.assertEqual([line for line in heard if line in lines], lines, (name, event))


class TableTests(SynchronousTestCase):
    """A host and a guest, from the welcome to the good-bye."""

    def setUp(self) -> None:
        self.room = Room(best_of=3)
        self.host = self.room.host()
        self.guest = self.room.enter("Ernie")
        self.host.read()
        self.guest.read()

    def test_both_are_told_whose_throw_is_missing(self) -> None:
        """A player who throws is told what, and who is missing; the other, that it is their turn, and never what."""
        self.guest.press("r")
        self.assertEqual(self.guest.read(), ["You throw rock. Waiting for player 0."])
        self.assertEqual(self.host.read(), ["Player 1 has thrown. Your throw (r/p/s)?"])

    def test_a_mind_changed_is_told_to_nobody_else(self) -> None:
        """A player who throws again, before the other has, is told so; the other hears nothing."""
        self.host.press("r")
        self.guest.read()
        self.host.press("p")
        self.assertEqual(self.host.read()[-1], "You throw paper. Waiting for player 1.")
        self.assertEqual(self.guest.read(), [])

    def test_one_event_is_one_write(self) -> None:
        """All that one event makes a seat say goes out in one write, the next guest's welcome included."""
        self.room.enter("Bert")
        self.guest.press("pp")
        self.host.writes.clear()
        self.guest.writes.clear()
        self.host.press("r")
        self.guest.press("p")
        self.host.writes.clear()
        self.host.press("r")
        self.assertEqual(len(self.host.writes), 1)
        self.assertEqual(
            self.host.read(),
            [
                "Player 0: r, Player 1: p",
                "Player 1 wins!",
                "Wins: 0 - 2",
                "Overall:  0.00%",
                "Thank you for playing!",
                "You have lost the match, 0 - 2.",
                "Nobody waits in the line.",
                "Player connected: guest 2",
                "Your throw (r/p/s)?",
            ],
        )

    def test_each_is_told_who_has_won(self) -> None:
        """At the end of a match each seat is told whether they have won, and the guest leaves."""
        self.host.press("r")
        self.guest.press("p")
        self.host.press("s")
        self.guest.read()
        self.guest.press("r")
        self.assertEqual(
            self.guest.read(),
            [
                "Player 0: s, Player 1: r",
                "Player 1 wins!",
                "Wins: 0 - 2",
                "Thank you for playing!",
                "You have won the match, 0 - 2.",
            ],
        )
        self.assertTrue(self.guest.closed)
        self.assertEqual(self.host.read()[-2:], ["You have lost the match, 0 - 2.", "Waiting for a guest."])

    def test_a_tie_is_said(self) -> None:
        """Where nobody wins, that is said with the next prompt, and counts for nobody."""
        self.host.press("r")
        self.guest.press("r")
        self.assertEqual(self.guest.read()[-2:], ["Player 0: r, Player 1: r", "Nobody wins. Your throw (r/p/s)?"])

    def test_nobody_to_play_with(self) -> None:
        """A host who throws with nobody there is told so."""
        self.guest.hang_up()
        self.assertEqual(
            self.host.read(),
            ["Opponent disconnected.", "The match ends 0 - 0: guest 1 has left.", "Waiting for a guest."],
        )
        self.host.press("r")
        self.assertEqual(self.host.read(), ["There is nobody to play with yet."])


class ClockTests(SynchronousTestCase):
    """The guest's time, the last five seconds of it aloud."""

    def setUp(self) -> None:
        self.room = Room(timeout=30)
        self.host = self.room.host()
        self.guest = self.room.enter("Ernie")
        self.host.read()
        self.guest.read()

    def test_the_guest_is_warned_and_timed_out(self) -> None:
        """After 25 quiet seconds the guest is asked for their throw, hears 5 to 1, and is timed out after 30."""
        self.room.clock.advance(24)
        self.assertEqual(self.guest.read(), [])
        heard = []
        for _ in range(6):
            self.room.clock.advance(1)
            heard.append(self.guest.read())
        self.assertEqual(
            heard,
            [
                ["Your throw, please; you are timed out in", "5"],
                ["4"],
                ["3"],
                ["2"],
                ["1"],
                ["Timed out. Good-bye"],
            ],
        )
        self.assertTrue(self.guest.closed)

    def test_the_host_sees_the_countdown(self) -> None:
        """The host is told how long the guest has left, and that the guest has timed out."""
        self.room.clock.pump([25, 1, 1, 1, 1, 1])
        self.assertEqual(
            self.host.read(),
            [
                *(f"Player 1 has {n} seconds left." for n in (5, 4, 3, 2)),
                "Player 1 has 1 second left.",
                "Opponent timed out.",
                "The match ends 0 - 0: guest 1 was timed out.",
                "Waiting for a guest.",
            ],
        )

    def test_a_throw_stops_the_clock(self) -> None:
        """A guest who has thrown is not timed, however long the host takes; the next game starts the time afresh."""
        self.room.clock.pump([25, 1, 1])
        self.guest.press("r")
        self.assertEqual(self.room.clock.getDelayedCalls(), [])
        self.host.press("p")
        self.guest.read()
        self.room.clock.advance(24)
        self.assertEqual(self.guest.read(), [])
        self.room.clock.advance(1)
        self.assertEqual(self.guest.read()[-1], "5")

    def test_the_host_is_not_timed(self) -> None:
        """The host's throw does not stop the guest's clock, nor does an invalid key."""
        self.host.press("r")
        self.guest.press("x")
        self.guest.read()
        self.room.clock.pump([25, 1, 1, 1, 1, 1])
        self.assertTrue(self.guest.closed)

    def test_a_short_time_is_counted_whole(self) -> None:
        """Where a guest has less than five seconds, all of them are counted aloud."""
        room = Room(timeout=2)
        room.host()
        guest = room.enter("Ernie")
        self.assertEqual(guest.read()[-2:], ["Your throw, please; you are timed out in", "2"])
        room.clock.pump([1, 1])
        self.assertEqual(guest.read(), ["1", "Timed out. Good-bye"])

    def test_nothing_is_left_on_the_clock(self) -> None:
        """A guest who leaves takes their clock along, and a server that stops stops it."""
        self.guest.hang_up()
        self.assertEqual(self.room.clock.getDelayedCalls(), [])
        self.room.enter("Bert")
        self.room.hall.close()
        self.room.clock.advance(0)
        self.assertEqual(self.room.clock.getDelayedCalls(), [])

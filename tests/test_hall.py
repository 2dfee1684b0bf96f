"""The hall: who comes, who waits, who leaves."""

from __future__ import annotations

import gc

from twisted.logger import formatEvent
from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines.facts import GoodBye
from rpsgame.coroutines.seats import Seats
from rpsgame.hall.people import Guest
from rpsgame.strategies import STRATEGIES

from .room import Person, Room, logged

SEATED = [
    "Welcome to the game",
    "You are player 1. Player 0 is the host.",
    "You have 30 seconds for each throw.",
    "Your throw (r/p/s)?",
]
KEYS = [
    "Keys: r rock, p paper, s scissors; ? shows them, q leaves.",
    "Where a key alone does nothing, press Enter after it.",
    "Paper beats rock. Scissors beat paper. Rock beats scissors.",
]
TALK = "To the other player: g Good game!, h Thanks!, a Again?, o Ouch!; m to hear them no more."
SEALS = "f shows the seals of the throws."


class MemoryTests(SynchronousTestCase):
    """What is left of those who have gone."""

    def left(self) -> int:
        """Return how much there is of guests and tables that are no more, without a look at garbage."""
        return sum(isinstance(found, Guest | Seats) for found in gc.get_objects())

    def test_nothing_is_left(self) -> None:
        """Nobody who has gone waits for the garbage to be collected, which is seldom, nor does their table."""
        duel = Room(best_of=1, open_house=True)
        house = Room(open_house=True, house=STRATEGIES["reader"], house_after=0)
        self.visit(duel, house)
        gc.collect()
        self.addCleanup(gc.enable)
        gc.disable()
        before = self.left()  # the house's memory knows the last match; some may be left of other tests
        for _ in range(3):
            self.visit(duel, house)
        self.assertLessEqual(self.left(), before)

    def visit(self, duel: Room, house: Room) -> None:
        """Let guests come, play and leave, in either way."""
        for leave in (Person.hang_up, lambda person: person.press("q")):
            guests = duel.enter("Ernie"), duel.enter("Bert"), house.enter("Elmo")
            for guest in guests:
                guest.press("r")
                guest.press("p")
            for guest in guests:
                leave(guest)


class LineTests(SynchronousTestCase):
    """Guests who come while the host is busy."""

    def setUp(self) -> None:
        self.room = Room(best_of=1)
        self.host = self.room.host()
        self.ernie = self.room.enter("Ernie")
        self.bert = self.room.enter("Bert")
        self.elmo = self.room.enter("Elmo")

    def test_a_guest_is_welcomed_and_seated(self) -> None:
        """The first guest is told the game, the keys and who they are, and asked for their throw."""
        self.assertEqual(
            self.ernie.read(),
            [
                "This is rock-paper-scissors, best of 1.",
                "You are guest 1.",
                *KEYS,
                *SEATED,
            ],
        )

    def test_a_guest_is_told_their_place(self) -> None:
        """A guest who comes to a busy table is told so, and their place in the line; the host, how many wait."""
        self.assertEqual(
            self.elmo.read()[5:],
            [
                "The table is busy. Watch the match while you wait.",
                "You watch the host against guest 1.",
                "Wins: 0 - 0",
                "Games left: 1.",
                "You are number 2 in the line.",
            ],
        )
        self.assertEqual(self.host.read()[-2:], ["1 guest waits in the line.", "2 guests wait in the line."])

    def test_the_line_watches(self) -> None:
        """A guest who waits sees what is said to all, and no throw before both are in."""
        self.bert.read()
        self.ernie.press("r")
        self.assertEqual(self.bert.read(), [])
        self.host.press("r")
        self.assertEqual(self.bert.read(), ["Player 0: r, Player 1: r"])

    def test_the_line_moves_up(self) -> None:
        """When the match is over the first of the line is seated, and the others are told that they move up."""
        self.ernie.press("r")
        self.bert.read()
        self.elmo.read()
        self.host.press("p")
        self.assertTrue(self.ernie.closed)
        self.assertEqual(
            self.bert.read()[-5:],
            ["The match ends 1 - 0: the host has won.", *SEATED],
        )
        self.assertEqual(
            self.elmo.read()[-3:],
            [
                "The match ends 1 - 0: the host has won.",
                "You are number 1 in the line.",
                "Now the host plays guest 2.",
            ],
        )
        self.assertEqual(
            self.host.read()[-3:], ["1 guest waits in the line.", "Player connected: guest 2", "Your throw (r/p/s)?"]
        )

    def test_a_guest_who_leaves_the_line_lets_the_others_move_up(self) -> None:
        """A guest who leaves the line makes room for those behind, and only for them."""
        grover = self.room.enter("Grover")
        for guest in (self.bert, self.elmo, grover):
            guest.read()
        self.elmo.press("q")
        self.assertEqual(self.elmo.read(), ["Good-bye."])
        self.assertEqual(self.bert.read(), [])
        self.assertEqual(grover.read(), ["You are number 2 in the line."])

    def test_a_guest_who_waits_is_not_timed(self) -> None:
        """However long the line takes, a guest who stands in it is not sent away."""
        self.ernie.press("r")
        self.room.clock.advance(10_000)
        self.assertFalse(self.bert.closed)

    def test_a_guest_who_waits_is_told_that_it_is_not_their_turn(self) -> None:
        """A throw from the line changes nothing, and says why."""
        self.bert.read()
        self.bert.press("r")
        self.assertEqual(self.bert.read(), ["Your turn comes; q leaves."])
        self.assertNotIn("Player 1 has thrown. Your throw (r/p/s)?", self.host.read())


class BatchTests(SynchronousTestCase):
    """What happens in one round of the reactor."""

    def setUp(self) -> None:
        self.room = Room()
        self.host = self.room.host()
        self.guest = self.room.enter("Ernie")
        self.host.writes.clear()
        self.guest.writes.clear()

    def test_all_are_heard_before_any_is_answered(self) -> None:
        """Nobody is answered before the round ends, and then each in one write, in the order of what happened."""
        self.room.hall.press(self.guest.name, "r")
        self.room.hall.press(self.host.name, "s")
        self.assertEqual([self.guest.writes, self.host.writes], [[], []])
        self.room.clock.advance(0)
        self.assertEqual([len(self.guest.writes), len(self.host.writes)], [1, 1])
        self.assertEqual(
            self.guest.read(),
            [
                "You throw rock. Waiting for player 0.",
                "Player 0: s, Player 1: r",
                "Player 1 wins!",
                "Wins: 0 - 1",
                "Your throw (r/p/s)?",
            ],
        )

    def test_a_guest_who_has_left_is_not_heard(self) -> None:
        """Keys that come from a guest after their good-bye, and before their door closes, change nothing."""
        guest = self.guest.name
        self.room.hall.press(guest, "q")
        self.room.hall.press(guest, "r")
        self.room.hall.tell(guest, GoodBye())
        self.room.hall.dismiss(guest, GoodBye(), "too late")
        self.room.hall.leave(guest, why="too late")
        self.assertEqual(self.guest.read(), ["Good-bye."])
        self.assertTrue(self.guest.closed)
        self.assertEqual(
            self.host.read(),
            ["Opponent disconnected.", "The match ends 0 - 0: guest 1 has left.", "Waiting for a guest."],
        )

    def test_a_key_that_comes_with_a_guest_counts(self) -> None:
        """A guest who is seated at once has played the key that came in the same batch as they did."""
        room = Room()
        room.host()
        person = Person(room.hall, room.clock)
        person.name = room.hall.enter(person, "")
        room.hall.press(person.name, "r")
        self.assertEqual(person.read()[-1], "You throw rock. Waiting for player 0.")


class KeysTests(SynchronousTestCase):
    """The keys that mean the same everywhere."""

    def setUp(self) -> None:
        self.room = Room()
        self.host = self.room.host()
        self.guest = self.room.enter("Ernie")
        self.guest.read()
        self.host.read()

    def test_enter_is_harmless(self) -> None:
        """Enter is no throw and no wrong key."""
        self.guest.press("\n\n")
        self.assertEqual(self.guest.read(), [])

    def test_help(self) -> None:
        """A question mark shows the keys, the rules, how the match stands, and whose throw is missing."""
        self.guest.press("?")
        self.assertEqual(self.guest.read(), [*KEYS, TALK, SEALS, "Wins: 0 - 0", "Your throw (r/p/s)?"])
        self.guest.press("r")
        self.guest.read()
        self.guest.press("?")
        self.assertEqual(
            self.guest.read(), [*KEYS, TALK, SEALS, "Wins: 0 - 0", "You throw rock. Waiting for player 0."]
        )

    def test_leaving(self) -> None:
        """q, Ctrl-C and Ctrl-D are a good-bye, keys pressed after it are lost, and the host is told at once."""
        for key in ("q", "\x03", "\x04"):
            with self.subTest(key=key):
                guest = self.room.enter("Bert")
                self.guest.hang_up()
                guest.read()
                self.host.read()
                guest.press(key + "rrr")
                self.assertEqual(guest.read(), ["Good-bye."])
                self.assertTrue(guest.closed)
                ends = f"The match ends 0 - 0: {guest.name} has left."
                self.assertEqual(self.host.read(), ["Opponent disconnected.", ends, "Waiting for a guest."])

    def test_an_invalid_key_is_told_to_whoever_pressed_it(self) -> None:
        """A key that is no throw is an invalid key, told to nobody else."""
        self.guest.press("x")
        self.assertEqual(self.guest.read(), ["Invalid key"])
        self.assertEqual(self.host.read(), [])


class HostTests(SynchronousTestCase):
    """The host's coming and going."""

    def test_the_house_is_away(self) -> None:
        """Without a host, guests are told that the host is away, and are kept in the line until one comes."""
        room = Room()
        ernie, bert = room.enter("Ernie"), room.enter("Bert")
        self.assertEqual(ernie.read()[5:], ["The host is away.", "You are number 1 in the line."])
        self.assertEqual(bert.read()[5:], ["The host is away.", "You are number 2 in the line."])
        host = room.host()
        self.assertEqual(
            host.read(),
            [
                "This is rock-paper-scissors, best of 9.",
                *KEYS,
                "You are player 0.",
                "1 guest waits in the line.",
                "Player connected: guest 1",
                "Your throw (r/p/s)?",
            ],
        )
        self.assertEqual(ernie.read(), SEATED)
        self.assertEqual(
            bert.read(),
            [
                "The table is busy. Watch the match while you wait.",
                "You watch the host against guest 1.",
                "You are number 1 in the line.",
                "Now the host plays guest 1.",
            ],
        )

    def test_the_host_leaves(self) -> None:
        """When the host leaves, the line is told, and the guest who played stands in it again."""
        room = Room()
        host, ernie, bert = room.host(), room.enter("Ernie"), room.enter("Bert")
        ernie.read()
        bert.read()
        host.press("qq")
        self.assertTrue(host.closed)
        self.assertEqual(
            ernie.read(),
            [
                "Opponent disconnected.",
                "The match ends 0 - 0: the host has left.",
                "The host is away.",
                "You are number 2 in the line.",
            ],
        )
        self.assertEqual(bert.read(), ["The host has left."])

    def test_the_server_stops(self) -> None:
        """Everybody is told that the server stops, and every door is closed; the log has a line for all."""
        room = Room()
        people = [room.host(), room.enter("Ernie"), room.enter("Bert")]
        events = logged(self)
        room.hall.close()
        for person in people:
            self.assertEqual(person.read()[-1], "The server is stopping. Good-bye.")
            self.assertTrue(person.closed)
        lines = [formatEvent(event) for event in events]
        self.assertEqual(lines[0], "people told good-bye: 3")
        self.assertEqual(len(lines), 2)
        self.assertEqual(room.hall.status(), "people: 0, matches: 0, waiting: 0")
        self.assertEqual(room.clock.getDelayedCalls(), [])


class GameTests(SynchronousTestCase):
    """A hall that cannot be."""

    def test_best_of(self) -> None:
        """A match of an even number of games is refused when the hall is made, and not when the first two sit down."""
        self.assertRaises(ValueError, Room, best_of=2)


class LimitTests(SynchronousTestCase):
    """Guests for whom there is no room are told so politely."""

    def test_a_full_house(self) -> None:
        """Over the limit of guests a newcomer gets one line and a closed door; those who are in stay."""
        room = Room(max_guests=2)
        ernie = room.enter("Ernie")
        room.enter("Bert")
        elmo = room.enter("Elmo")
        self.assertEqual(elmo.read(), ["The house is full. Please come again later."])
        self.assertTrue(elmo.closed)
        ernie.hang_up()
        self.assertFalse(room.enter("Grover").closed)

    def test_too_many_from_one_address(self) -> None:
        """An address has so many guests and no more, until one of them leaves; others are not touched by it."""
        room = Room(max_per_address=1)
        ernie = room.enter("Ernie", "192.0.2.1")
        bert = room.enter("Bert", "192.0.2.1")
        self.assertEqual(bert.read(), ["Too many guests have come from your address. Please come again later."])
        self.assertTrue(bert.closed)
        self.assertFalse(room.enter("Elmo", "192.0.2.2").closed)
        ernie.hang_up()
        self.assertFalse(room.enter("Bert", "192.0.2.1").closed)

    def test_what_has_no_address_is_not_counted(self) -> None:
        """Guests of a UNIX socket have no address, and no limit of one."""
        room = Room(max_per_address=1)
        self.assertFalse([room.enter(name) for name in ("Ernie", "Bert")][-1].closed)

    def test_the_host_knows_no_limit(self) -> None:
        """The host comes in however full the house is."""
        room = Room(max_guests=1)
        room.enter("Ernie")
        self.assertFalse(room.host().closed)

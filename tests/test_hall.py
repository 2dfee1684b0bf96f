"""The hall: who comes, who waits, who leaves."""

from __future__ import annotations

from twisted.logger import formatEvent
from twisted.trial.unittest import SynchronousTestCase

from .room import Room, logged

SEATED = ["Welcome to the game", "You are player 1. Player 0 is the host.", "Your throw (r/p/s)?"]
WELCOME = [
    "This is rock-paper-scissors, best of 9.",
    "Keys: r rock, p paper, s scissors; ? shows them, q leaves.",
    "Where a key alone does nothing, press Enter after it.",
]


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
                *WELCOME[1:],
                "Welcome to the game",
                "You are player 1. Player 0 is the host.",
                "Your throw (r/p/s)?",
            ],
        )

    def test_a_guest_is_told_their_place(self) -> None:
        """Who comes to a busy table is told so, and which place in the line is theirs; the host, how many wait."""
        self.assertEqual(
            self.elmo.read()[3:],
            ["The table is busy. Watch the match while you wait.", "You are number 2 in the line."],
        )
        self.assertEqual(self.host.read()[-2:], ["1 guest waits in the line.", "2 guests wait in the line."])

    def test_the_line_watches(self) -> None:
        """Who waits sees what is said to all, and no throw before both are in."""
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
            self.bert.read()[-3:],
            ["Welcome to the game", "You are player 1. Player 0 is the host.", "Your throw (r/p/s)?"],
        )
        self.assertEqual(self.elmo.read()[-2:], ["Thank you for playing!", "You are number 1 in the line."])
        self.assertEqual(self.host.read()[-1], "1 guest waits in the line.")

    def test_who_leaves_the_line_lets_the_others_move_up(self) -> None:
        """A guest who leaves the line makes room for those behind, and only for them."""
        grover = self.room.enter("Grover")
        for guest in (self.bert, self.elmo, grover):
            guest.read()
        self.elmo.press("q")
        self.assertEqual(self.elmo.read(), ["Good-bye."])
        self.assertEqual(self.bert.read(), [])
        self.assertEqual(grover.read(), ["You are number 2 in the line."])

    def test_who_waits_is_not_timed(self) -> None:
        """However long the line takes, who stands in it is not sent away."""
        self.ernie.press("r")
        self.room.clock.advance(10_000)
        self.assertFalse(self.bert.closed)

    def test_who_waits_is_told_that_it_is_not_their_turn(self) -> None:
        """A throw from the line changes nothing, and says why."""
        self.bert.read()
        self.bert.press("r")
        self.assertEqual(self.bert.read(), ["Your turn comes; q leaves."])
        self.assertNotIn("Player 1 has thrown. Your throw (r/p/s)?", self.host.read())


class RoundTests(SynchronousTestCase):
    """What is heard in one round of the reactor."""

    def setUp(self) -> None:
        self.room = Room()
        self.host = self.room.host()
        self.guest = self.room.enter("Ernie")
        self.host.writes.clear()
        self.guest.writes.clear()

    def test_all_are_heard_before_any_is_answered(self) -> None:
        """Nobody is answered before the round ends, and then each in one write, in the order of what happened."""
        assert self.host.guest and self.guest.guest
        self.room.hall.press(self.guest.guest, "r")
        self.room.hall.press(self.host.guest, "s")
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

    def test_who_has_left_is_not_heard(self) -> None:
        """What comes from a guest after their good-bye, and before their door closes, changes nothing."""
        guest = self.guest.guest
        assert guest
        self.room.hall.press(guest, "q")
        self.room.hall.press(guest, "r")
        self.room.hall.tell(guest, "Too late.")
        self.room.hall.dismiss(guest, "Too late.")
        self.room.hall.leave(guest, "too late")
        self.assertEqual(self.guest.read(), ["Good-bye."])
        self.assertTrue(self.guest.closed)
        self.assertEqual(self.host.read(), ["Opponent disconnected.", "Waiting for a guest."])


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
        """A question mark shows the keys."""
        self.guest.press("?")
        self.assertEqual(self.guest.read(), WELCOME[1:])

    def test_leaving(self) -> None:
        """q, Ctrl-C and Ctrl-D are a good-bye, what was pressed after it is lost, and the host is told at once."""
        for key in ("q", "\x03", "\x04"):
            with self.subTest(key=key):
                guest = self.room.enter("Bert")
                self.guest.hang_up()
                guest.read()
                self.host.read()
                guest.press(key + "rrr")
                self.assertEqual(guest.read(), ["Good-bye."])
                self.assertTrue(guest.closed)
                self.assertEqual(self.host.read(), ["Opponent disconnected.", "Waiting for a guest."])

    def test_an_invalid_key_is_told_to_who_pressed_it(self) -> None:
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
        self.assertEqual(ernie.read()[3:], ["The host is away.", "You are number 1 in the line."])
        self.assertEqual(bert.read()[3:], ["The host is away.", "You are number 2 in the line."])
        host = room.host()
        self.assertEqual(
            host.read(),
            [
                *WELCOME,
                "You are player 0.",
                "Player connected: Ernie",
                "Your throw (r/p/s)?",
                "1 guest waits in the line.",
            ],
        )
        self.assertEqual(
            ernie.read(), ["Welcome to the game", "You are player 1. Player 0 is the host.", "Your throw (r/p/s)?"]
        )
        self.assertEqual(
            bert.read(), ["The table is busy. Watch the match while you wait.", "You are number 1 in the line."]
        )

    def test_the_host_leaves(self) -> None:
        """When the host leaves, the line is told, and the one who plays stands in it again."""
        room = Room()
        host, ernie, bert = room.host(), room.enter("Ernie"), room.enter("Bert")
        ernie.read()
        bert.read()
        host.press("q")
        self.assertTrue(host.closed)
        self.assertEqual(
            ernie.read(), ["Opponent disconnected.", "The host is away.", "You are number 2 in the line."]
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


class LimitTests(SynchronousTestCase):
    """No room is said politely."""

    def test_a_full_house(self) -> None:
        """Over the limit of guests a newcomer gets one line and a closed door; who is in stays."""
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

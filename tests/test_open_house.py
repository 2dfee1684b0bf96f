"""The open house: duels, the house, watching, another match, and going down well."""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines.toolbox import advance_generator_once
from rpsgame.coroutines.visit import REST, TIME_TO_READ
from rpsgame.strategies import LastWord, MatchOver, Setting, Strategy, StrategyCoroutine

from .room import Room, logged

HEARD: list[str | None] = []


@advance_generator_once
def paper(setting: Setting) -> StrategyCoroutine:
    """A house that always throws paper, notes what it is told of the guest's throws, and says it after the match."""
    heard = yield None
    try:
        while True:
            HEARD.append(heard)
            heard = yield "p"
    except MatchOver:
        return LastWord(f"You threw {', '.join(filter(None, HEARD))}.")


PAPER = Strategy("paper", paper)


class DuelTests(SynchronousTestCase):
    """Two guests, both on the clock."""

    def setUp(self) -> None:
        self.room = Room(open_house=True, best_of=1)
        self.ernie = self.room.enter("192.0.2.1:1")
        self.bert = self.room.enter("192.0.2.2:2")

    def test_they_are_seated(self) -> None:
        """The first to come is player 0; both are told who they are, and nothing of the other's address."""
        self.assertEqual(
            self.ernie.read()[-4:],
            [
                "You are player 0.",
                "Player connected: guest 2",
                "You have 30 seconds for each throw.",
                "Your throw (r/p/s)?",
            ],
        )
        self.assertEqual(
            self.bert.read()[-4:],
            [
                "Welcome to the game",
                "You are player 1. Player 0 is guest 1.",
                "You have 30 seconds for each throw.",
                "Your throw (r/p/s)?",
            ],
        )

    def test_a_guest_who_does_not_throw_is_timed_out(self) -> None:
        """Each has a visible countdown until they have thrown; only the one who is late must go."""
        self.bert.press("r")
        self.ernie.read()
        self.bert.read()
        self.room.clock.pump([25, 1, 1, 1, 1, 1])
        self.assertEqual(
            self.ernie.read(),
            ["Your throw, please; you are timed out in", "5", "4", "3", "2", "1", "Timed out. Good-bye"],
        )
        self.assertTrue(self.ernie.closed)
        self.assertEqual(
            self.bert.read(),
            [
                *(f"Player 0 has {n} seconds left." for n in (5, 4, 3, 2)),
                "Player 0 has 1 second left.",
                "Opponent timed out.",
                "The match ends 0 - 0: guest 1 was timed out.",
                "You play the next guest who comes.",
            ],
        )

    def test_both_late(self) -> None:
        """Where neither throws, both are timed out."""
        self.room.clock.pump([25, 1, 1, 1, 1, 1])
        for person in (self.ernie, self.bert):
            self.assertEqual(person.read()[-1], "Timed out. Good-bye")
            self.assertTrue(person.closed)
        self.assertEqual(self.room.clock.getDelayedCalls(), [])

    def test_the_one_who_is_left_stays_and_is_next(self) -> None:
        """A guest whose opponent leaves is told at once, and plays the next guest who comes."""
        self.bert.read()
        self.ernie.hang_up()
        self.assertEqual(self.bert.read()[0], "Opponent disconnected.")
        elmo = self.room.enter("192.0.2.3:3")
        self.assertIn("You are player 1. Player 0 is guest 2.", elmo.read())

    def test_another_match(self) -> None:
        """Where both want it they play again; the Enter after the last throw is no answer yet."""
        self.ernie.press("r")
        self.bert.press("p\n")
        self.assertEqual(
            self.bert.read()[-3:],
            [
                "Thank you for playing!",
                "You have won the match, 0 - 1.",
                "Another match? Press any key, or q to leave.",
            ],
        )
        self.room.clock.advance(TIME_TO_READ)
        self.bert.press("x\n")
        self.assertEqual(self.bert.read(), ["You play again when guest 1 wants it too."])
        self.ernie.press("\n")
        self.assertIn("You are player 1. Player 0 is guest 2.", self.ernie.read())

    def test_silence_leaves(self) -> None:
        """A guest who does not answer within half a minute is let go."""
        self.ernie.press("r")
        self.bert.press("p")
        self.room.clock.pump([TIME_TO_READ, REST - TIME_TO_READ])
        for person in (self.ernie, self.bert):
            self.assertEqual(person.read()[-1], "Good-bye.")
            self.assertTrue(person.closed)

    def test_watching(self) -> None:
        """A guest who watches sees what is said to all, no throw before both are in, and is not timed."""
        elmo = self.room.enter("192.0.2.3:3")
        elmo.press("w")
        elmo.read()
        self.ernie.press("r")
        self.assertEqual(elmo.read(), [])
        self.bert.press("s")
        self.assertEqual(
            elmo.read(),
            ["Player 0: r, Player 1: s", "Player 0 wins!", "Wins: 1 - 0", "The match ends 1 - 0: guest 1 has won."],
        )
        self.room.clock.advance(1000)
        self.assertFalse(elmo.closed)


class HouseTests(SynchronousTestCase):
    """A guest who is alone."""

    def setUp(self) -> None:
        HEARD.clear()
        self.room = Room(open_house=True, house=PAPER, best_of=3)
        self.guest = self.room.enter("192.0.2.1:1")

    def test_the_wait_is_told(self) -> None:
        """The house plays a guest who has been alone for three seconds."""
        self.assertEqual(
            self.guest.read()[-2:],
            [
                "You play the house in 3 seconds, unless another guest comes.",
                "Enter starts at once.",
            ],
        )
        self.room.clock.advance(3)
        self.assertEqual(
            self.guest.read(),
            [
                "Welcome to the game",
                "You are player 1. Player 0 is the house.",
                "You have 30 seconds for each throw.",
                "Your throw (r/p/s)?",
            ],
        )

    def test_a_key_is_a_game(self) -> None:
        """The house has thrown already, so that each throw of the guest is answered by the game's result."""
        self.guest.press("\n")
        self.guest.read()
        self.guest.press("r")
        self.assertEqual(
            self.guest.read(),
            [
                "Player 0: p, Player 1: r",
                "Player 0 wins!",
                "Wins: 1 - 0",
                "Match point for player 0.",
                "Your throw (r/p/s)?",
            ],
        )

    def test_the_house_cannot_peek(self) -> None:
        """The house is told a throw only after the game for which it was thrown, when it must throw for the next."""
        self.guest.press("\n")
        self.assertEqual(HEARD, [None])
        self.guest.press("s")
        self.assertEqual(HEARD, [None, "s"])
        self.guest.press("p")
        self.assertEqual(HEARD, [None, "s", "p"])

    def test_what_it_saw(self) -> None:
        """After a match, the last throw included, a strategy that has something to say says it."""
        self.guest.press("\n")
        self.guest.press("s")
        self.guest.press("s")
        self.assertEqual(
            self.guest.read()[-4:],
            [
                "Thank you for playing!",
                "You have won the match, 0 - 2.",
                "You threw s, s.",
                "Another match? Press any key, or q to leave.",
            ],
        )

    def test_only_the_guest_is_timed(self) -> None:
        """A guest who does not throw against the house is timed out as at any table."""
        self.guest.press("\n")
        self.room.clock.pump([25, 1, 1, 1, 1, 1])
        self.assertEqual(self.guest.read()[-1], "Timed out. Good-bye")
        self.assertEqual(self.room.clock.getDelayedCalls(), [])


class GoingDownTests(SynchronousTestCase):
    """Drain, log and status."""

    def setUp(self) -> None:
        self.room = Room(open_house=True, house=PAPER, house_after=0, best_of=1)
        self.guest = self.room.enter("192.0.2.1:1")

    def test_draining(self) -> None:
        """No match begins any more, and the server is drained when the last one is over."""
        drained = self.room.hall.drain(10)
        self.assertEqual(self.guest.read()[-1], "The server is stopping: this match is the last. It has 10 seconds.")
        late = self.room.enter("192.0.2.2:2")
        self.assertEqual(late.read()[-1], "The server is stopping. Good-bye.")
        self.assertTrue(late.closed)
        self.assertNoResult(drained)
        self.guest.press("s")
        self.assertEqual(self.guest.read()[-1], "The server is stopping. Good-bye.")
        self.assertTrue(self.guest.closed)
        self.successResultOf(drained)

    def test_draining_without_one_who_leaves(self) -> None:
        """A player who has left in the same batch is told nothing any more, and the server is drained."""
        self.room.hall.leave(self.guest.name, "hung up")
        drained = self.room.hall.drain(10)
        self.room.clock.advance(0)
        self.successResultOf(drained)

    def test_nothing_to_drain(self) -> None:
        """Where no match is on, there is nothing to wait for."""
        self.guest.hang_up()
        drained = self.room.hall.drain(10)
        self.room.clock.advance(0)
        self.successResultOf(drained)

    def test_each_match_is_logged(self) -> None:
        """A match that ends is one structured event."""
        events = logged(self)
        self.room.clock.advance(2)
        self.guest.press("s")
        (event,) = (event for event in events if "wins" in event)
        self.assertEqual(
            {key: event[key] for key in ("player0", "player1", "game", "wins", "ending", "seconds")},
            {
                "player0": "the house",
                "player1": "guest 1 (192.0.2.1:1)",
                "game": "rock-paper-scissors",
                "wins": (0, 1),
                "ending": "played",
                "seconds": 2.0,
            },
        )

    def test_cut_off(self) -> None:
        """A match that is on when the server closes is logged as cut off, and nothing waits any more."""
        events = logged(self)
        self.room.hall.close()
        self.assertEqual([event["ending"] for event in events if "ending" in event], ["cut off"])
        self.assertEqual(self.guest.read()[-1], "The server is stopping. Good-bye.")
        self.assertTrue(self.guest.closed)
        self.assertEqual(self.room.clock.getDelayedCalls(), [])

    def test_status(self) -> None:
        """The status says how many are here, how many matches are on, and how many wait."""
        self.assertEqual(self.room.hall.status(), "people: 1, matches: 1, waiting: 0")

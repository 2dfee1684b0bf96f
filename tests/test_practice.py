"""A host who plays the house while no guest is there."""

from __future__ import annotations

from typing import Any

from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines.facts import (
    EnterPlays,
    GoodBye,
    GuestWaits,
    LastMatch,
    Overall,
    PlayerConnected,
    Seated,
    Stopping,
    TimeToThrow,
    WaitingForGuest,
    YouArePlayer,
)
from rpsgame.coroutines.toolbox import advance_generator_once
from rpsgame.strategies import LastWord, MatchOver, Setting, Strategy, StrategyCoroutine

from .room import Person, Room, lines_of, logged

WAITS = ["Waiting for a guest.", "Enter plays the house."]


@advance_generator_once
def counting(setting: Setting) -> StrategyCoroutine:
    """A house that throws paper, and says how many matches it has played with somebody."""
    matches = (setting.kept or 0) + 1
    yield None
    try:
        while True:
            yield "p"
    except MatchOver:
        return LastWord(f"Match {matches}.", matches)


class PracticeTests(SynchronousTestCase):
    """At a console, where no guest plays the house."""

    def setUp(self) -> None:
        self.events = logged(self)
        self.room = Room(house=Strategy("counting", counting), best_of=1)
        self.host = self.room.host(closes=True)

    def told(self, *kinds: Any) -> list[Any]:
        """Return what the host was told, of some kinds."""
        return [fact for fact in self.host.read() if isinstance(fact, kinds)]

    def test_a_match(self) -> None:
        """Enter starts it, the host is player 1, and nobody is timed; when it is over the host waits as before."""
        self.assertEqual(self.host.read()[-3:], ["You are player 0.", *WAITS])
        self.host.press("\n")
        self.assertEqual(
            self.host.read(),
            ["Welcome to the game", "You are player 1. Player 0 is the house.", "Your throw (r/p/s)?"],
        )
        self.assertEqual(self.room.clock.getDelayedCalls(), [])
        self.host.press("\nxg?")
        self.assertEqual(self.host.read()[:2], ["Invalid key", "Invalid key"])
        self.host.press("s\n")
        self.assertEqual(
            self.host.read(),
            [
                *("Player 0: p, Player 1: s", "Player 1 wins!", "Wins: 0 - 1", "Thank you for playing!"),
                *("You have won the match, 0 - 1.", "Match 1."),
                *("You are player 0.", *WAITS),
            ],
        )

    def test_the_house_remembers(self) -> None:
        """The house keeps what it has learnt of the host, whatever guests are played between two matches with it."""
        self.host.press("\n")
        self.host.press("s")
        guest = self.room.enter("")
        guest.press("r")
        self.host.press("p")
        self.assertEqual(self.told(Overall), [Overall(100.0)])
        self.host.press("\n")
        self.host.press("s")
        self.assertIn("Match 2.", self.host.read())
        guest = self.room.enter("")
        guest.press("r")
        self.host.press("s")
        self.assertEqual(self.told(Overall), [Overall(50.0)])

    def test_a_guest_comes(self) -> None:
        """The host is told who has come, and plays them at once, as player 0."""
        self.host.press("\n")
        self.host.read()
        guest = self.room.enter("")
        self.assertEqual(
            self.host.read(),
            [
                "guest 1 has come; your match with the house ends.",
                "You are player 0.",
                "Player connected: guest 1",
                "Your throw (r/p/s)?",
            ],
        )
        self.assertEqual([fact for fact in guest.read() if isinstance(fact, Seated)], [Seated("the host")])
        self.assertEqual(self.room.hall.status(), "people: 2, matches: 1, waiting: 0")
        guest.press("r")
        self.host.press("p")
        self.assertEqual(self.host.read()[-2:], WAITS)
        self.assertEqual(
            [line for line in lines_of(self.events) if "played" in line],
            [
                "the house and the host played rock-paper-scissors for 0 s: 0 - 0, left",
                "the host and guest 1 played rock-paper-scissors for 0 s: 1 - 0",
                "guest 1 left: played",
            ],
        )

    def test_a_key_that_comes_with_a_guest_counts(self) -> None:
        """A guest plays the host from the moment when they come."""
        self.host.press("\n")
        guest = Person(self.room.hall, self.room.clock)
        guest.name = self.room.hall.enter(guest, "")
        guest.press("r")
        self.assertEqual(guest.read()[-1], "You throw rock. Waiting for player 0.")
        self.assertEqual(self.host.read()[-1], "Player 1 has thrown. Your throw (r/p/s)?")

    def test_all_at_once(self) -> None:
        """A guest who comes and goes again, while keys of the host wait their turn, leaves the host waiting."""
        self.host.press("\n")
        self.host.read()
        hall = self.room.hall
        guest = self.room.enter("")
        hall.leave(guest.name, "hung up")
        hall.press(self.host.name, "\nr")
        hall.press(self.host.name, "\n")
        self.assertEqual(self.told(GuestWaits, PlayerConnected, WaitingForGuest, EnterPlays)[-2:], WAITS)
        self.assertEqual(hall.status(), "people: 1, matches: 0, waiting: 1")
        self.host.press("\n")
        self.assertEqual(self.told(Seated, TimeToThrow), [Seated("the house")])

    def test_leaving(self) -> None:
        """q in that match leaves the house, and the match with it."""
        self.host.press("\n")
        self.host.press("q")
        self.assertEqual(self.told(GoodBye), [GoodBye()])
        self.assertTrue(self.host.closed)
        self.assertEqual(self.room.hall.status(), "people: 0, matches: 0, waiting: 0")

    def test_draining(self) -> None:
        """The match is the last that the host plays; the server is drained when it is over."""
        self.host.press("\n")
        drained = self.room.hall.drain(10)
        self.assertEqual(self.told(LastMatch), [LastMatch(10)])
        self.assertNoResult(drained)
        self.host.press("s")
        self.assertEqual(self.told(Stopping, YouArePlayer), [Stopping()])
        self.successResultOf(drained)

    def test_closing(self) -> None:
        """A server that stops cuts it off."""
        self.host.press("\n")
        self.room.hall.close()
        self.assertEqual(self.told(Stopping), [Stopping()])
        self.assertTrue(self.host.closed)
        self.assertEqual(self.room.clock.getDelayedCalls(), [])

    def test_a_fault(self) -> None:
        """A strategy that fails costs that match: the host is told so, and waits for guests as before."""

        def broken(setting: Setting) -> StrategyCoroutine:
            raise LookupError

        room = Room(house=Strategy("broken", broken))
        self.host = room.host()
        self.host.press("\n")
        self.assertEqual(len(self.flushLoggedErrors(LookupError)), 1)
        self.assertEqual(
            self.host.read()[-4:],
            ["A fault of this server has ended the match; you have done nothing wrong.", "You are player 0.", *WAITS],
        )
        room.enter("")
        self.assertEqual(self.told(PlayerConnected), [PlayerConnected("guest 1")])

    def test_no_house(self) -> None:
        """Where the house does not play, nothing is offered, and Enter starts nothing."""
        room = Room()
        self.host = room.host()
        self.host.press("\n")
        self.assertEqual(self.host.read()[-1], "Waiting for a guest.")
        self.assertEqual(room.hall.status(), "people: 1, matches: 0, waiting: 1")

"""The view: what somebody has been told, folded, through whole visits to a real hall."""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines import facts
from rpsgame.coroutines.facts import Fact
from rpsgame.coroutines.games import ROCK_PAPER_SCISSORS
from rpsgame.screens.folding import KEPT
from rpsgame.screens.view import View
from rpsgame.strategies.at_random import RANDOM

from .people import Theatre, Viewer


def stands(viewer: Viewer) -> tuple[str, int | None, tuple[int, int], str | None]:
    """Return where somebody is, which player they are, how the match stands, and what they throw."""
    view = viewer.display.view
    return view.phase, view.player, view.wins, view.thrown


class VisitTests(SynchronousTestCase):
    """Where people are, as they know it."""

    def test_duel(self) -> None:
        """Two guests wait, play and are asked; one wants another match, which the other declines."""
        theatre = Theatre(best_of=3)
        ann = theatre.sees("plain")
        self.assertEqual(
            (stands(ann), ann.display.view.waits), (("waiting", None, (0, 0), None), (facts.NextGuest(False),))
        )
        bob = theatre.sees("plain")
        self.assertEqual((stands(ann), stands(bob)), (("playing", 0, (0, 0), None), ("playing", 1, (0, 0), None)))
        self.assertEqual((ann.display.view.names, bob.display.view.names), (("guest 1", "guest 2"),) * 2)
        ann.press("r")
        self.assertEqual((stands(ann)[3], bob.display.view.other_has_thrown), ("rock", True))
        bob.press("p")
        self.assertEqual((stands(ann), stands(bob)), (("playing", 0, (0, 1), None), ("playing", 1, (0, 1), None)))
        for key in "rp":
            ann.press("r")
            bob.press(key)
        self.assertEqual((stands(ann), stands(bob)), (("asked", 0, (0, 2), None), ("asked", 1, (0, 2), None)))
        self.assertEqual(bob.display.view.rows, [("r", "p", 1), ("r", "r", None), ("r", "p", 1)])
        theatre.wait(2)
        ann.press("y")
        self.assertEqual(ann.display.view.waits, (facts.WaitingForAnswer("guest 2"),))
        bob.press("q")
        self.assertEqual((stands(ann)[0], stands(bob)[0]), ("waiting", "over"))
        self.assertEqual(ann.display.view.waits, (facts.NextGuest(False),))

    def test_house(self) -> None:
        """Somebody alone plays the house, and again, from nought."""
        theatre = Theatre(best_of=1, house=RANDOM, house_after=3)
        ann = theatre.sees("plain")
        self.assertEqual(ann.display.view.waits, (facts.HouseSoon(3), facts.EnterStarts(False)))
        theatre.wait(3)
        self.assertEqual((stands(ann), ann.display.view.opponent), (("playing", 1, (0, 0), None), "the house"))
        while stands(ann)[0] == "playing":
            ann.press("r")
        self.assertEqual((stands(ann)[0], sum(ann.display.view.wins)), ("asked", 1))
        theatre.wait(2)
        ann.press("y")
        theatre.wait(3)
        self.assertEqual((stands(ann), ann.display.view.rows), (("playing", 1, (0, 0), None), []))

    def test_time(self) -> None:
        """The clock of a game is the player's own; then the other's, until both are late."""
        theatre = Theatre()
        ann, bob = theatre.sees("plain"), theatre.sees("plain")
        theatre.wait(7)
        self.assertEqual(ann.display.view.left(theatre.clock.seconds()), 23)
        ann.press("r")
        theatre.wait(20)
        self.assertEqual(ann.display.view.left(theatre.clock.seconds()), 3)
        theatre.wait(3)
        self.assertEqual((stands(ann)[0], stands(bob)[0]), ("waiting", "over"))
        bob = theatre.sees("plain")
        theatre.wait(30)
        self.assertEqual((stands(ann)[0], stands(bob)[0]), ("over", "over"))
        self.assertIsNone(ann.display.view.left(theatre.clock.seconds()))

    def test_host(self) -> None:
        """A host has no clock, and a guest has none when the host is waited for; a guest who waits watches."""
        theatre = Theatre(best_of=1, open_house=False)
        host = theatre.hosts("plain")
        self.assertEqual(
            (stands(host), host.display.view.waits), (("waiting", 0, (0, 0), None), (facts.WaitingForGuest(),))
        )
        ann, bob = theatre.sees("plain"), theatre.sees("plain")
        self.assertEqual(
            [stands(person)[:2] for person in (host, ann, bob)], [("playing", 0), ("playing", 1), ("watching", None)]
        )
        self.assertEqual(bob.display.view.waits, (facts.Place(1),))
        theatre.wait(26)
        self.assertEqual([p.display.view.left(theatre.clock.seconds()) for p in (host, ann, bob)], [4, 4, None])
        ann.press("p")
        self.assertEqual([p.display.view.left(theatre.clock.seconds()) for p in (host, ann, bob)], [None] * 3)
        host.press("r")
        self.assertEqual(
            [stands(person)[:2] for person in (host, ann, bob)], [("playing", 0), ("over", 1), ("playing", 1)]
        )
        host.hang_up()
        self.assertEqual((stands(bob)[0], bob.display.view.waits), ("waiting", (facts.HostIsAway(), facts.Place(1))))

    def test_stop(self) -> None:
        """A server that stops ends all visits, those of people who play or watch too."""
        theatre = Theatre()
        people = [theatre.sees("plain") for _ in range(3)]
        people[2].press("w")
        self.assertEqual(stands(people[2])[0], "watching")
        theatre.hall.close()
        self.assertEqual([stands(person)[0] for person in people], ["over"] * 3)


class FactTests(SynchronousTestCase):
    """What single facts are to the view."""

    def test_help_begins_no_game(self) -> None:
        """Somebody who asks how it stands is told so in facts that were told before: the clock goes on."""
        view = View(ROCK_PAPER_SCISSORS)
        for now, fact in enumerate((facts.Seated("guest 1"), facts.TimeToThrow(30), facts.YourThrow("r/p/s"))):
            view.see(fact, now)
        for fact in (*ROCK_PAPER_SCISSORS.welcome, facts.Wins(0, 0), facts.YourThrow("r/p/s")):
            view.see(fact, 9)
        self.assertEqual((view.since, view.left(10), view.games), (0, 20, 0))

    def test_other_news_change_no_phase(self) -> None:
        """A player goes on playing, whatever a host is told of the line, or anybody of a fault of the door."""
        others: list[Fact] = [facts.LineLength(2), facts.TooManyKeys(3), facts.Said(0, "Ouch!"), facts.ScreenKey("v")]
        view = View(ROCK_PAPER_SCISSORS)
        for fact in (facts.PlayerConnected("guest 1"), *others):
            view.see(fact, 0)
            self.assertEqual(view.phase, "playing", fact)

    def test_fault(self) -> None:
        """A fault ends the match for those who play it."""
        view = View(ROCK_PAPER_SCISSORS)
        for fact in (facts.Seated("guest 1"), facts.TimeToThrow(30), facts.OurFault()):
            view.see(fact, 0)
        self.assertEqual((view.phase, view.left(1)), ("over", None))

    def test_lost_lines(self) -> None:
        """A lost line says how long a throw may be missing; with the house the clock stands until they come."""
        for opponent, steps in (
            (
                "guest 1",
                (
                    (5, facts.LineLost(0, 27), (0,), 27),
                    (6, facts.LineLost(1, None), (0, 1), 26),
                    (9, facts.CameBack(0, 23), (1,), 23),
                    (10, facts.CameBack(1, None), (), 22),
                ),
            ),
            ("the house", ((5, facts.LineLost(1, None), (1,), None), (99, facts.CameBack(1, 30), (), 30))),
            ("guest 1", ((5, facts.ServerWasDown(), (0, 1), None), (9, facts.CameBack(1, None), (0,), None))),
            ("the house", ((5, facts.ServerWasDown(), (1,), None), (9, facts.CameBack(1, 30), (), 30))),
        ):
            view = View(ROCK_PAPER_SCISSORS)
            view.see_all([facts.Seated(opponent), facts.TimeToThrow(30), facts.YourThrow("r/p/s")], 0)
            for now, fact, away, left in steps:
                view.see(fact, now)
                self.assertEqual((view.away, view.left(now)), (away, left), (opponent, fact))

    def test_code(self) -> None:
        """The code is that of the match, which is told before it begins, and goes with it."""
        view = View(ROCK_PAPER_SCISSORS)
        view.see_all([facts.YourCode("", "48213305"), facts.Seated("guest 1"), facts.LineLost(0, 27)], 0)
        self.assertEqual((view.code, view.away), (facts.YourCode("", "48213305"), (0,)))
        view.see_all([facts.MatchEnds(0, 0, "not back", "guest 1"), facts.NextGuest(False)], 0)
        self.assertEqual((view.code, view.away), (None, ()))

    def test_become(self) -> None:
        """All that somebody has been told is known to the one who turns out to be them, and goes on from there."""
        owner, view = View(ROCK_PAPER_SCISSORS), View(ROCK_PAPER_SCISSORS)
        owner.see_all([facts.YouAre("guest 7"), facts.Seated("guest 1"), facts.GameTold("r", "p")], 3)
        view.see_all([facts.YouAre("guest 9"), facts.NextGuest(False)], 9)
        view.become(owner)
        for slot in View.__slots__:
            self.assertEqual(getattr(view, slot), getattr(owner, slot), slot)
        view.see(facts.GameTold("s", "s"), 10)
        self.assertEqual((view.games, len(view.rows), owner.games, len(owner.rows)), (2, 2, 1, 1))

    def test_long_match(self) -> None:
        """However long a match is, only its last games are kept, and all are counted."""
        view = View(ROCK_PAPER_SCISSORS)
        for fact in (facts.Seated("guest 1"), *[facts.GameTold("r", "r")] * 1000):
            view.see(fact, 0)
        self.assertEqual((view.games, len(view.rows)), (1000, KEPT))

"""What people are told, and when: what was found by playing."""

from __future__ import annotations

import gc
import weakref

from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines.facts import (
    AnotherMatch,
    Count,
    EnterPlays,
    EnterStarts,
    Fact,
    GamesLeft,
    GoodBye,
    HouseCloses,
    MatchBegins,
    MatchEnds,
    MatchLost,
    MatchPoint,
    MatchWon,
    NextGuest,
    NoMatch,
    NoOtherMatch,
    OpponentDeclines,
    OpponentDisconnected,
    OpponentTimedOut,
    Place,
    PlayerWins,
    Seated,
    ThankYou,
    TimedOut,
    TimeLeft,
    TimeToThrow,
    WaitingForAnswer,
    WatchesAnother,
    Wins,
    YouWatch,
)
from rpsgame.coroutines.visit import REST, TIME_TO_READ
from rpsgame.strategies import STRATEGIES

from .room import Person, Room

COUNTDOWN = [25, 1, 1, 1, 1, 1]


def told(person: Person, *kinds: type[Fact]) -> list[Fact]:
    """Return the facts of some kinds that a person was told since the last time."""
    return [fact for fact in person.read() if isinstance(fact, kinds)]


class AudienceTests(SynchronousTestCase):
    """Lines reach only those whom they are for; two play, and a third waits."""

    def setUp(self) -> None:
        self.room = Room(open_house=True, best_of=3)
        self.ernie, self.bert, self.elmo = (self.room.enter("") for _ in range(3))

    def play(self, *throws: str) -> None:
        """Let two throw, once for each pair."""
        for pair in throws:
            for person, throw in zip((self.ernie, self.bert), pair, strict=True):
                person.press(throw)

    def test_timed_out_is_told_to_the_late(self) -> None:
        """Only the one who is timed out is told so; the others hear who it was, and how the match stood."""
        self.play("rs")
        self.bert.press("r")
        self.elmo.press("w")
        self.room.clock.pump(COUNTDOWN)
        ends = MatchEnds(1, 0, "timed out", "guest 1")
        kinds = TimedOut, OpponentTimedOut, MatchEnds, ThankYou
        self.assertEqual(told(self.ernie, *kinds), [TimedOut()])
        self.assertEqual(told(self.bert, *kinds), [OpponentTimedOut(), ends])
        self.assertEqual(told(self.elmo, *kinds), [ends])

    def test_watchers_hear_all_of_a_match(self) -> None:
        """Watchers hear who plays, how it stands, each game and how it ends, and nothing that is for the players."""
        self.play("rs")
        self.elmo.read()
        self.elmo.press("w")
        self.play("rr", "sr", "ps")
        self.assertEqual(
            self.elmo.read(),
            [
                YouWatch("guest 1", "guest 2"),
                *(Wins(1, 0), GamesLeft(1, 2)),
                "Player 0: r, Player 1: r",
                *("Player 0: s, Player 1: r", PlayerWins(1), Wins(1, 1), MatchPoint((0, 1))),
                *("Player 0: p, Player 1: s", PlayerWins(1), Wins(1, 2)),
                MatchEnds(1, 2, "played", "guest 2"),
            ],
        )

    def test_watchers_hear_who_has_left(self) -> None:
        """A match that somebody leaves ends for the watchers with how it stood."""
        self.elmo.press("w")
        self.bert.press("q")
        self.assertEqual(told(self.elmo, MatchEnds, OpponentDisconnected), [MatchEnds(0, 0, "left", "guest 2")])

    def test_line_hears_the_next_match_begin(self) -> None:
        """Those who wait for the host watch one match after another, and hear who plays; no good-bye is for them."""
        room = Room(best_of=1)
        host, ernie, _, grover = room.host(), room.enter(""), room.enter(""), room.enter("")
        ernie.press("r")
        host.press("p")
        self.assertEqual(
            told(grover, YouWatch, MatchEnds, MatchBegins, ThankYou, MatchWon),
            [
                YouWatch("the host", "guest 1"),
                MatchEnds(1, 0, "played", "the host"),
                MatchBegins("the host", "guest 2"),
            ],
        )

    def test_w_shows_the_next_match(self) -> None:
        """A second w shows the next match that is on, and says whose; the last one is followed by the first."""
        people = [self.elmo, *(self.room.enter("") for _ in range(4))]
        watcher = people[-1]
        kinds = YouWatch, NoOtherMatch
        for key in "wwww":
            watcher.press(key)
        first, second, third = [("guest 1", "guest 2"), ("guest 3", "guest 4"), ("guest 5", "guest 6")]
        self.assertEqual(told(watcher, *kinds), [YouWatch(*pair) for pair in (first, second, third, first)])
        self.play("rs")
        watcher.press("w")
        self.assertEqual(told(watcher, *kinds, PlayerWins), [PlayerWins(0), YouWatch(*second)])
        self.play("pr")
        self.assertEqual(told(watcher, PlayerWins, MatchEnds), [])

    def test_w_where_there_is_no_other(self) -> None:
        """Where no other match is on, or none at all, w says so."""
        for key in "ww":
            self.elmo.press(key)
        self.assertEqual(told(self.elmo, YouWatch, NoOtherMatch)[1:], [NoOtherMatch()])
        self.bert.press("q")
        self.ernie.press("q")
        self.elmo.press("w")
        self.assertEqual(told(self.elmo, NoMatch), [NoMatch()])

    def test_w_is_offered_where_a_match_is_on(self) -> None:
        """Watching is offered to those who wait while a match is on, and to nobody else."""
        self.assertEqual(told(self.ernie, NextGuest), [NextGuest(False)])
        self.assertEqual(told(self.elmo, NextGuest), [NextGuest(True)])
        room = Room(open_house=True, house=STRATEGIES["random"])
        self.assertEqual(told(room.enter(""), EnterStarts), [EnterStarts(False)])
        room.clock.advance(3)
        self.assertEqual(told(room.enter(""), EnterStarts), [EnterStarts(True)])

    def test_watchers_hear_what_they_can_do_next(self) -> None:
        """When a match is over, those who watched it hear whether w shows another, and Enter plays the house."""
        room = Room(open_house=True, house=STRATEGIES["random"], best_of=1)
        people = [room.enter("") for _ in range(5)]
        people[4].press("w")
        for pair in (people[:2], people[2:4]):
            for person, key in zip(pair, "rp", strict=True):
                person.press(key)
            people[4].press("w")
        self.assertEqual(
            told(people[4], WatchesAnother, EnterPlays)[1:],
            [WatchesAnother(), EnterPlays(), EnterPlays(), EnterPlays()],
        )


class AnotherMatchTests(SynchronousTestCase):
    """What follows a match of two guests."""

    def setUp(self) -> None:
        self.room = Room(open_house=True, house=STRATEGIES["random"], best_of=1)
        self.ernie, self.bert = self.room.enter(""), self.room.enter("")

    def play(self) -> None:
        """Play a match; all who could not read the question yet press a key once more."""
        self.ernie.press("r")
        self.bert.press("pp")
        self.ernie.press("r")
        self.bert.press("\n")

    def test_double_press_is_no_answer(self) -> None:
        """Keys that were pressed before the question could be read do not answer it; later ones do."""
        self.play()
        for person in (self.ernie, self.bert):
            self.assertEqual(told(person, AnotherMatch, WaitingForAnswer), [AnotherMatch(())])
        self.room.clock.advance(TIME_TO_READ)
        self.assertEqual(told(self.bert, WaitingForAnswer), [])
        self.bert.press("p")
        self.assertEqual(told(self.bert, WaitingForAnswer), [WaitingForAnswer("guest 1")])

    def test_double_press_does_not_leave(self) -> None:
        """The question shows the keys to those who ask, at any time, and q leaves, at any time."""
        self.play()
        self.bert.read()
        self.bert.press("?")
        self.assertEqual(self.bert.read()[-1], AnotherMatch(()))
        self.bert.press("q")
        self.assertEqual(self.bert.read(), [GoodBye()])
        self.assertFalse(self.ernie.closed)

    def test_same_two_play_again(self) -> None:
        """Where both want it they play again, and nobody is seated with either while both are being asked."""
        self.play()
        self.room.clock.advance(TIME_TO_READ)
        elmo = self.room.enter("")
        self.ernie.press("y")
        grover = self.room.enter("")
        self.assertEqual(told(elmo, Seated) + told(grover, Seated), [Seated("guest 3")])
        self.bert.read()
        self.bert.press("y")
        self.assertEqual(told(self.bert, Seated), [Seated("guest 1")])

    def test_one_wants_no_other(self) -> None:
        """One who wants another match hears that the other does not, and waits with all others for somebody else."""
        for no in (lambda: self.bert.press("q"), lambda: self.room.clock.advance(REST - TIME_TO_READ)):
            self.setUp()
            self.play()
            self.room.clock.advance(TIME_TO_READ)
            self.ernie.press("y")
            self.ernie.read()
            no()
            self.assertTrue(self.bert.read() and self.bert.closed)
            self.assertEqual(told(self.ernie, OpponentDeclines), [OpponentDeclines("guest 2")])
            elmo = self.room.enter("")
            self.assertEqual(told(elmo, Seated), [Seated("guest 1")])

    def test_a_host_comes_first(self) -> None:
        """Two whose match ends when a host is there do not play again: both stand in the host's line."""
        self.room.host()
        for key in "rpsrpsrps":
            self.ernie.press(key)
            self.bert.press("rsp"["rps".index(key)])
        self.room.clock.advance(TIME_TO_READ)
        for person in (self.ernie, self.bert):
            person.press("y")
        self.assertEqual(told(self.ernie, Seated)[-1], Seated("the host"))
        self.assertEqual(told(self.bert, Place), [Place(1)])

    def test_nobody_is_seated_without_a_yes(self) -> None:
        """A guest who waits is not seated with one whose match is just over before that one has said yes."""
        self.bert.press("q")
        self.room.clock.pump([3, 0])
        self.ernie.read()
        elmo = self.room.enter("")
        for key in "rpsrpsrps":
            self.ernie.press(key)
        self.assertEqual(told(self.ernie, AnotherMatch), [AnotherMatch(())])
        self.assertEqual((told(elmo, Seated), self.room.hall.status()), ([], "people: 2, matches: 0, waiting: 2"))
        self.room.clock.advance(TIME_TO_READ)
        self.ernie.press("y")
        self.assertEqual(told(self.ernie, Seated), [Seated("guest 3")])


class HostLeavesTests(SynchronousTestCase):
    """A host who presses q, and what the guests hear of it."""

    def test_host_is_asked_once(self) -> None:
        """A host who presses q while somebody plays or waits is asked first, and let go at the second."""
        room = Room()
        host, guest = room.host(), room.enter("")
        host.read()
        host.press("q")
        self.assertEqual(host.read(), ["Somebody plays or waits. Press q again to leave."])
        self.assertFalse(host.closed)
        host.press("r")
        guest.press("r")
        host.press("q")
        self.assertTrue(host.closed)
        self.assertEqual(told(host, GoodBye), [GoodBye()])

    def test_host_is_asked_in_each_match(self) -> None:
        """What was asked in one match is not answered in the next."""
        room = Room(best_of=1)
        host, *guests = room.host(), room.enter(""), room.enter("")
        host.press("qr")
        guests[0].press("p")
        host.press("q")
        self.assertFalse(host.closed)

    def test_host_alone_is_not_asked(self) -> None:
        """Where nobody plays or waits there is nothing to ask; nor is a host asked who presses Ctrl-C."""
        room = Room()
        host = room.host()
        host.press("q")
        self.assertTrue(host.closed)
        host = room.host()
        room.enter("")
        host.press("\x03")
        self.assertTrue(host.closed)

    def test_house_closes_in_one_line(self) -> None:
        """When the house closes with its host, each guest in the line hears one plain line, and so does the player."""
        room = Room()
        host, *guests = room.host(closes=True), room.enter(""), room.enter(""), room.enter("")
        for guest in guests:
            guest.read()
        host.press("qq")
        player, *line = [guest.read() for guest in guests]
        self.assertEqual(line, [[HouseCloses()], [HouseCloses()]])
        self.assertEqual(player, [OpponentDisconnected(), MatchEnds(0, 0, "left", "the host"), HouseCloses()])
        self.assertEqual([guest.closed for guest in guests], [True] * 3)

    def test_server_stops_in_one_line(self) -> None:
        """When it is the server that stops, that is what everybody hears, the guest included who plays the host."""
        room = Room()
        people = [room.host(closes=True), room.enter(""), room.enter("")]
        room.hall.close()
        self.assertEqual([person.read()[-1] for person in people], ["The server is stopping. Good-bye."] * 3)


class ScoreTests(SynchronousTestCase):
    """How a match stands."""

    def test_score_has_one_order(self) -> None:
        """At any time of a match, and for anybody, the score is that of player 0, and then of player 1."""
        room = Room(open_house=True, best_of=3)
        people = [room.enter("") for _ in range(3)]
        people[2].press("w")
        for keys in ("rs", "rp", "rp"):
            for person, key in zip(people, keys, strict=False):
                person.press(key)
        scores = [told(person, Wins, MatchWon, MatchLost, MatchEnds) for person in people]
        games = [Wins(1, 0), Wins(1, 1), Wins(1, 2)]
        self.assertEqual(
            scores,
            [
                [*games, MatchLost(1, 2)],
                [*games, MatchWon(1, 2)],
                [Wins(0, 0), *games, MatchEnds(1, 2, "played", "guest 2")],
            ],
        )
        self.assertEqual(str(scores[0][-1]), "You have lost the match, 1 - 2.")


class TimeTests(SynchronousTestCase):
    """What is said of time, and of what is missing."""

    def test_time_is_told(self) -> None:
        """The time to throw is told at the start of a match, and what is left of it is told in seconds."""
        room = Room(timeout=7)
        host, guest = room.host(), room.enter("")
        self.assertEqual((told(host, TimeToThrow), told(guest, TimeToThrow)), ([], [TimeToThrow(7)]))
        room.clock.pump([2, 1, 1, 1, 1])
        self.assertEqual(told(guest, Count), ["5", "4", "3", "2", "1"])
        left = told(host, TimeLeft)
        self.assertEqual((left[0], left[-1]), ("Player 1 has 5 seconds left.", "Player 1 has 1 second left."))

    def test_help_says_how_the_match_stands(self) -> None:
        """A question mark, which the console presses for a host who comes back, also says whose throw is missing."""
        room = Room()
        host, guest = room.host(), room.enter("")
        for key in "rs":
            for person in (host, guest):
                person.press(key)
                person.read()
        host.press("p")
        guest.press("r")
        host.press("s")
        for person in (host, guest):
            person.read()
        host.press("?")
        guest.press("?")
        self.assertEqual(host.read()[-2:], ["Wins: 1 - 0", "You throw scissors. Waiting for player 1."])
        self.assertEqual(guest.read()[-2:], ["Wins: 1 - 0", "Player 0 has thrown. Your throw (r/p/s)?"])


class LeakTests(SynchronousTestCase):
    """What is kept of those who have gone, and of matches that are over."""

    def test_watchers_keep_no_table(self) -> None:
        """A match that is over, with the house or of two guests, is forgotten, though somebody still watches."""
        for house in (None, STRATEGIES["random"]):
            room = Room(open_house=True, house=house, house_after=1, best_of=1)
            players = [room.enter("")]
            if house:
                room.clock.advance(1)
            else:
                players.append(room.enter(""))
            watcher = room.enter("")
            watcher.press("w")
            (seats,) = room.hall._reception.tables
            table = weakref.ref(seats._coroutine)
            del seats
            for player in players:
                player.hang_up()
            self.assertFalse(watcher.closed)
            gc.collect()
            self.assertIsNone(table())

    def test_host_takes_the_table_along(self) -> None:
        """A host who leaves takes the table along, and the line that watched it watches nothing."""
        room = Room(open_house=True)
        host, guest, other = room.host(), room.enter(""), room.enter("")
        (seats,) = room.hall._reception.tables
        table = weakref.ref(seats._coroutine)
        del seats
        host.press("qq")
        self.assertEqual(told(other, Seated) + told(guest, Seated), [Seated("the host"), Seated("guest 2")])
        gc.collect()
        self.assertIsNone(table())

    def test_places_are_forgotten(self) -> None:
        """Places in the line end with the host: a guest who has the same place with the next host is told so again."""
        room = Room(open_house=True, best_of=1)
        host, ernie, bert, elmo = room.host(), room.enter(""), room.enter(""), room.enter("")
        self.assertEqual(told(bert, Place), [Place(1)])
        host.press("qq")
        bert.press("r")
        elmo.press("p")
        room.clock.advance(TIME_TO_READ)
        bert.press("y")
        self.assertEqual(told(bert, Place, WaitingForAnswer), [WaitingForAnswer("guest 3")])
        room.host()
        self.assertEqual(told(ernie, Seated)[1:], [Seated("the host")])
        self.assertEqual(told(bert, Place), [Place(1)])

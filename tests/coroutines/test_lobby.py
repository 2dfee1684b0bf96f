"""The lobby: scripts of who comes and goes, and what is to be done for it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines.bans import Bans, network_of
from rpsgame.coroutines.facts import (
    AnotherMatch,
    Banned,
    EnterPlays,
    EnterStarts,
    Fact,
    GameIs,
    GoodBye,
    GuestWaits,
    HostHasLeft,
    HostIsAway,
    HostIsHere,
    HouseCloses,
    HouseIsClosed,
    HouseIsFull,
    HouseIsOpen,
    HouseNext,
    HouseSoon,
    Keys,
    Kicked,
    LastForNow,
    LastMatch,
    LineLength,
    Muted,
    NextGuest,
    NobodyThere,
    NoMatch,
    NoOtherMatch,
    OpponentDeclines,
    OtherSaid,
    Place,
    PressAgain,
    PressEnter,
    Rules,
    SaidAlready,
    SayKeys,
    Stopping,
    TableIsBusy,
    TooManyOfYou,
    WaitingForAnswer,
    WaitingForGuest,
    WatchesAnother,
    WaysIn,
    YouAre,
    YouArePlayer,
    YouWatch,
)
from rpsgame.coroutines.games import GAMES, ROCK_PAPER_SCISSORS
from rpsgame.coroutines.hosting import TIME_TO_CONFIRM
from rpsgame.coroutines.lobby import Lobby, lobby
from rpsgame.coroutines.match import HOUSE, Ending, Seat
from rpsgame.coroutines.visit import REST, TIME_TO_READ

from .playbook import Command, Event, Playbook, tell

ERNIE, BERT, ELMO, GROVER = "guest 1", "guest 2", "guest 3", "guest 4"
HOST = "the host"

KEYS = Keys((("r", "rock"), ("p", "paper"), ("s", "scissors"))), PressEnter(), Rules(tuple(ROCK_PAPER_SCISSORS.rules))
SAY_KEYS = SayKeys((("g", "Good game!"), ("h", "Thanks!"), ("a", "Again?"), ("o", "Ouch!")), "m")

NOW = 1_790_000_000.0  # seconds since 1970
STOP = "stop", None, None
DRAIN = "drain", None, 10


def host_comes(host: str = HOST, notices: Collection[Fact] = (), closes: bool = False) -> Event:
    return "host", host, (notices, closes)


def comes(guest: str, address: str = "") -> Event:
    return "came", guest, (address, NOW)


def hangs_up(person: str) -> Event:
    return "left", person, None


def q(person: str) -> Event:
    return "leave", person, "q"


def key(person: str, key: str = "x") -> Event:
    return "key", person, key


def waited(person: str) -> Event:
    return "waited", person, None


def over(player0: str, player1: str, how: str = "played", *gone: int) -> Event:
    return "over", (player0, player1), Ending(how, gone, (0, 0))


def reads(*people: str) -> list[Event]:
    """Return the events by which these people have had the time to read what they are asked."""
    return [waited(person) for person in people]


def admit(person: str, *welcome: Fact) -> list[Command]:
    """Return what lets somebody in and welcomes them."""
    return [
        ("admit", person, None),
        *(tell(person, fact) for fact in (GameIs("rock-paper-scissors", 9), *welcome, *KEYS)),
    ]


def guest(name: str) -> list[Command]:
    return admit(name, YouAre(name))


def host(*notices: Fact) -> list[Command]:
    return [*admit(HOST, *notices), tell(HOST, YouArePlayer(0))]


def free() -> list[Command]:
    """Return what a host is told while there is no guest."""
    return [tell(HOST, WaitingForGuest()), tell(HOST, EnterPlays())]


def asked(closes: bool) -> list[Command]:
    """Return what asks a host who wants to leave."""
    return [tell(HOST, PressAgain(closes)), wait(HOST, TIME_TO_CONFIRM)]


def seat(player0: str, player1: str, kind: str = "guests", muted: Collection[int] = ()) -> Command:
    return "seat", (player0, player1), Seat(kind, tuple(muted))


def wait(person: str, seconds: float | None) -> Command:
    return "wait", person, seconds


def watch(person: str, player0: str, player1: str) -> list[Command]:
    """Return what shows somebody a match."""
    return [wait(person, None), tell(person, YouWatch(player0, player1)), ("watch", person, player1)]


def look_away(person: str) -> Command:
    return "watch", person, None


def dismiss(person: str, fact: Fact, why: str) -> list[Command]:
    return [tell(person, fact), ("left", person, why)]


def ask(person: str) -> list[Command]:
    return [tell(person, AnotherMatch(())), wait(person, TIME_TO_READ)]


def alone(person: str, matches: bool = False) -> list[Command]:
    """Return what a guest is told who will play the house, unless another comes; *matches*: whether any is on."""
    return [tell(person, HouseSoon(3)), tell(person, EnterStarts(matches)), wait(person, 3)]


def duel(house_after: float | None = 3) -> Playbook:
    """Return a script of two guests who play each other."""
    return Playbook(lobby(house_after=house_after)).after(comes(ERNIE), comes(BERT))


class HostedTests(SynchronousTestCase):
    """One host, and a line of guests."""

    def setUp(self) -> None:
        self.play = Playbook(lobby())

    def test_a_line(self) -> None:
        """Guests are seated one after another, leave after their match, and all whom it concerns are told."""
        assert (
            self.play
            >> host_comes(notices=[WaysIn("telnet 127.0.0.1 12333")])
            << host(WaysIn("telnet 127.0.0.1 12333"))
            << free()
            >> comes(ERNIE)
            << guest(ERNIE)
            << seat(HOST, ERNIE, "host")
            >> comes(BERT)
            << guest(BERT)
            << tell(BERT, TableIsBusy())
            << watch(BERT, HOST, ERNIE)
            << tell(BERT, Place(1))
            << tell(HOST, LineLength(1))
            >> comes(ELMO)
            << guest(ELMO)
            << tell(ELMO, TableIsBusy())
            << watch(ELMO, HOST, ERNIE)
            << tell(ELMO, Place(2))
            << tell(HOST, LineLength(2))
            >> over(HOST, ERNIE)
            << ("left", ERNIE, "played")
            << seat(HOST, BERT, "host")
            << tell(ELMO, Place(1))
            << tell(HOST, LineLength(1))
            >> hangs_up(ELMO)
            << tell(HOST, LineLength(0))
            >> hangs_up(BERT)
            >> over(HOST, BERT, "left", 1)
            << free()
        )

    def test_a_host_is_never_kept_waiting(self) -> None:
        """A host who comes plays the first of those who wait; the others are shown the match."""
        assert (
            Playbook(lobby(open_house=False))
            >> comes(ERNIE)
            << guest(ERNIE)
            << tell(ERNIE, HostIsAway())
            << tell(ERNIE, Place(1))
            >> comes(BERT)
            << guest(BERT)
            << tell(BERT, HostIsAway())
            << tell(BERT, Place(2))
            >> host_comes()
            << host()
            << seat(HOST, ERNIE, "host")
            << tell(BERT, TableIsBusy())
            << watch(BERT, HOST, ERNIE)
            << tell(BERT, Place(1))
            << tell(HOST, LineLength(1))
        )

    def test_a_closed_house(self) -> None:
        """When the host leaves, the guests wait for another; one who has played the host is the last in the line."""
        assert (
            Playbook(lobby(open_house=False)).after(host_comes(), comes(ERNIE), comes(BERT))
            >> hangs_up(HOST)
            << tell(BERT, HostHasLeft())
            << look_away(BERT)
            >> over(HOST, ERNIE, "left", 0)
            << tell(ERNIE, HostIsAway())
            << tell(ERNIE, Place(2))
        )

    def test_the_open_house_goes_on(self) -> None:
        """When the host of an open house leaves, those who stood in the line play on without."""
        assert (
            self.play.after(host_comes(), comes(ERNIE), comes(BERT), comes(ELMO))
            >> hangs_up(HOST)
            << tell(BERT, HostHasLeft())
            << look_away(BERT)
            << tell(ELMO, HostHasLeft())
            << look_away(ELMO)
            << seat(BERT, ELMO)
            >> over(HOST, ERNIE, "left", 0)
            << alone(ERNIE, matches=True)
        )

    def test_places_are_forgotten(self) -> None:
        """A guest who waited for a host who has left is told their place afresh when the next one comes."""
        assert (
            self.play.after(host_comes(), comes(ERNIE), comes(BERT), hangs_up(HOST), hangs_up(ERNIE))
            >> host_comes("another host")
            << admit("another host")
            << tell("another host", YouArePlayer(0))
            << seat("another host", BERT, "host")
            >> comes(ELMO)
            << guest(ELMO)
            << tell(ELMO, TableIsBusy())
            << watch(ELMO, "another host", BERT)
            << tell(ELMO, Place(1))
            << tell("another host", LineLength(1))
        )

    def test_a_second_host(self) -> None:
        """There is one host: another is turned away, as is one who comes when no match may begin any more."""
        assert (
            self.play.after(host_comes())
            >> host_comes("another host")
            << tell("another host", HostIsHere())
            << ("turned away", "another host", HostIsHere())
            >> DRAIN
            >> host_comes("another host")
            << tell("another host", Stopping())
            << ("turned away", "another host", Stopping())
        )

    def test_alone(self) -> None:
        """A host who throws with nobody there is told so; ? shows the keys; Enter starts nothing without a house."""
        assert (
            Playbook(lobby(house_after=None)).after(host_comes())
            >> key(HOST, "r")
            << tell(HOST, NobodyThere())
            >> key(HOST, "?")
            << [tell(HOST, fact) for fact in KEYS]
            << tell(HOST, WaitingForGuest())
            >> key(HOST, "\n")
        )


class RulesTests(SynchronousTestCase):
    """What those who come are told of the game."""

    def test_rules(self) -> None:
        """All rules are told in one line, to a guest and to a host, behind the keys."""
        for game in GAMES.values():
            for event in (comes(ERNIE), host_comes()):
                told = [fact for word, _, fact in lobby(game).send(event) or [] if word == "tell"]
                rules = told[told.index(PressEnter()) + 1]
                self.assertEqual((type(rules), rules), (Rules, " ".join(game.rules)))

    def test_no_rules(self) -> None:
        """Where a game has none, nothing is told of them."""
        bare = replace(ROCK_PAPER_SCISSORS, rules=())
        self.assertNotIn(Rules, [type(fact) for *_, fact in lobby(bare).send(comes(ERNIE)) or []])


class PracticeTests(SynchronousTestCase):
    """A host who plays the house while no guest is there."""

    def setUp(self) -> None:
        self.play = Playbook(lobby(open_house=False)).after(host_comes(), key(HOST, "\n"))

    def test_enter(self) -> None:
        """Enter starts a match with the house, whose other keys the table is told; after it the host waits again."""
        assert (
            Playbook(lobby(open_house=False)).after(host_comes())
            >> key(HOST, "\n")
            << seat(HOUSE, HOST, "practice")
            >> key(HOST, "\n")
            << None
            >> over(HOUSE, HOST)
            << tell(HOST, YouArePlayer(0))
            << free()
            >> key(HOST, "\n")
            << seat(HOUSE, HOST, "practice")
        )

    def test_a_guest_comes(self) -> None:
        """The host leaves that match when a guest comes, is told whom they play, and that they are player 0 again."""
        assert (
            self.play
            >> comes(ERNIE)
            << guest(ERNIE)
            << tell(HOST, GuestWaits(ERNIE))
            << tell(HOST, YouArePlayer(0))
            << ("break off", HOST, None)
            << seat(HOST, ERNIE, "host")
            >> over(HOUSE, HOST, "left", 1)
            << None
            >> comes(BERT)
            << [*guest(BERT), tell(BERT, TableIsBusy()), *watch(BERT, HOST, ERNIE), tell(BERT, Place(1))]
            << tell(HOST, LineLength(1))
            >> over(HOST, ERNIE)
            << ("left", ERNIE, "played")
            << seat(HOST, BERT, "host")
            << tell(HOST, LineLength(0))
            >> over(HOST, BERT)
            << free()
            << ("left", BERT, "played")
        )

    def test_a_guest_from_a_duel(self) -> None:
        """In an open house that may be somebody whose match with another guest is over."""
        assert (
            duel().after(host_comes(), key(HOST, "\n"))
            >> hangs_up(ERNIE)
            >> over(ERNIE, BERT, "left", 0)
            << tell(HOST, GuestWaits(BERT))
            << tell(HOST, YouArePlayer(0))
            << ("break off", HOST, None)
            << seat(HOST, BERT, "host")
        )

    def test_leaving(self) -> None:
        """Where nobody else plays, q asks nothing, and the match is over when the host has gone."""
        assert self.play >> q(HOST) << dismiss(HOST, GoodBye(), "pressed q") >> over(HOUSE, HOST, "left", 1)
        assert duel().after(host_comes(), key(HOST, "\n")) >> q(HOST) << asked(False)

    def test_the_next_host(self) -> None:
        """A host who comes before the last one's match is over plays a guest who comes, as ever."""
        assert (
            self.play.after(hangs_up(HOST))
            >> host_comes()
            << host()
            << free()
            >> key(HOST, "\n")
            << None
            >> over(HOUSE, HOST, "left", 1)
            << free()
            >> comes(ERNIE)
            << guest(ERNIE)
            << seat(HOST, ERNIE, "host")
        )

    def test_a_fault(self) -> None:
        """A fault costs that match only."""
        assert self.play >> over(HOUSE, HOST, "fault") << tell(HOST, YouArePlayer(0)) << free()

    def test_draining(self) -> None:
        """The match is the last; then nothing starts another, and the host is sent home."""
        assert (
            self.play
            >> DRAIN
            << tell(HOST, LastMatch(10))
            >> over(HOUSE, HOST)
            << dismiss(HOST, Stopping(), "sent home")
        )
        assert (
            Playbook(lobby()).after(host_comes(), DRAIN)
            >> key(HOST, "\n")
            >> STOP
            << (dismiss(HOST, Stopping(), "sent home"))
        )

    def test_stopping(self) -> None:
        """When the server stops, the match is cut off, and the host is sent home."""
        assert self.play >> STOP >> over(HOUSE, HOST, "cut off") << dismiss(HOST, Stopping(), "sent home")


class ClosingTests(SynchronousTestCase):
    """A host who wants to leave."""

    def test_the_question_lapses(self) -> None:
        """A q that comes long after the question is no answer to it, and asks again."""
        assert (
            Playbook(lobby()).after(host_comes(), comes(ERNIE))
            >> q(HOST)
            << asked(False)
            >> waited(HOST)
            >> q(HOST)
            << asked(False)
            >> q(HOST)
            << dismiss(HOST, GoodBye(), "pressed q")
        )

    def test_the_question_ends_with_the_match(self) -> None:
        """When the match is over for which it was asked, nobody waits for an answer."""
        assert (
            Playbook(lobby(house_after=None)).after(host_comes(), comes(ERNIE), q(HOST))
            >> over(HOST, ERNIE, "timed out", 1)
            << wait(HOST, None)
            << tell(HOST, WaitingForGuest())
            << ("left", ERNIE, "timed out")
            >> waited(HOST)
            << None
        )

    def test_nobody_there(self) -> None:
        """Where nobody plays or waits, q is enough."""
        assert Playbook(lobby()).after(host_comes()) >> q(HOST) << dismiss(HOST, GoodBye(), "pressed q")

    def test_asked_once(self) -> None:
        """While a guest plays or waits the host is asked once; then all hear one line, each when it is their turn."""
        assert (
            Playbook(lobby(open_house=False)).after(host_comes(closes=True), comes(ERNIE), comes(BERT))
            >> q(HOST)
            << asked(True)
            >> q(HOST)
            << dismiss(HOST, GoodBye(), "pressed q")
            << dismiss(BERT, HouseCloses(), "sent home")
            >> over(HOST, ERNIE, "left", 0)
            << dismiss(ERNIE, HouseCloses(), "sent home")
            >> comes(ELMO)
            << tell(ELMO, HouseCloses())
            << ("turned away", ELMO, HouseCloses())
        )

    def test_others_play(self) -> None:
        """A match of others is one that the host is asked for, too."""
        assert duel().after(host_comes()) >> q(HOST) << asked(False)

    def test_asked_anew(self) -> None:
        """A host who did not close the house is asked again in the next match."""
        assert (
            Playbook(lobby()).after(host_comes(), comes(ERNIE), comes(BERT), q(HOST), over(HOST, ERNIE))
            >> q(HOST)
            << asked(False)
        )

    def test_other_keys(self) -> None:
        """Ctrl-C and Ctrl-D ask nothing."""
        for pressed in ("\x03", "\x04"):
            assert (
                Playbook(lobby()).after(host_comes(), comes(ERNIE))
                >> ("leave", HOST, pressed)
                << dismiss(HOST, GoodBye(), "pressed q")
            )

    def test_the_server_stops_first(self) -> None:
        """Where the server stops, all hear that, and nobody hears that the host closes the house."""
        assert (
            Playbook(lobby()).after(host_comes(closes=True), comes(ERNIE))
            >> STOP
            >> over(HOST, ERNIE, "cut off")
            << dismiss(HOST, Stopping(), "sent home")
            << dismiss(ERNIE, Stopping(), "sent home")
        )


class OpenHouseTests(SynchronousTestCase):
    """No host: duels, and the house."""

    def setUp(self) -> None:
        self.play = Playbook(lobby())

    def test_a_duel(self) -> None:
        """Two guests are seated with each other, the first as player 0."""
        assert (
            self.play
            >> comes(ERNIE)
            << guest(ERNIE)
            << alone(ERNIE)
            >> comes(BERT)
            << guest(BERT)
            << seat(ERNIE, BERT)
        )

    def test_the_house(self) -> None:
        """A guest who is alone plays the house after the wait, or at Enter; w is offered where a match is on."""
        assert (
            self.play.after(comes(ERNIE))
            >> waited(ERNIE)
            << seat(HOUSE, ERNIE, "house")
            >> comes(BERT)
            << guest(BERT)
            << alone(BERT, matches=True)
            >> key(BERT, "\n")
            << seat(HOUSE, BERT, "house")
        )

    def test_the_house_at_once(self) -> None:
        """Where the house does not wait, nor does a guest who is alone."""
        assert Playbook(lobby(house_after=0)) >> comes(ERNIE) << guest(ERNIE) << seat(HOUSE, ERNIE, "house")

    def test_no_house(self) -> None:
        """Where the house does not play, a guest waits for the next, and Enter starts nothing."""
        assert (
            Playbook(lobby(house_after=None))
            >> comes(ERNIE)
            << guest(ERNIE)
            << tell(ERNIE, NextGuest(False))
            >> key(ERNIE, "\n")
            >> waited(ERNIE)
            << None
        )

    def test_the_opponent_leaves(self) -> None:
        """A guest whose opponent leaves or is timed out is the next to play, and is not asked."""
        assert duel().after(hangs_up(ERNIE)) >> over(ERNIE, BERT, "left", 0) << alone(BERT)
        assert duel() >> over(ERNIE, BERT, "timed out", 1) << ("left", BERT, "timed out") << alone(ERNIE)

    def test_both_late(self) -> None:
        """Two who are both timed out both leave."""
        assert (
            duel()
            >> over(ERNIE, BERT, "timed out", 0, 1)
            << ("left", ERNIE, "timed out")
            << ("left", BERT, "timed out")
        )


class AnotherMatchTests(SynchronousTestCase):
    """What comes after a match."""

    def test_time_to_read(self) -> None:
        """A key that was pressed before the question could be read is no answer to it."""
        assert (
            duel()
            >> over(ERNIE, BERT)
            << ask(ERNIE)
            << ask(BERT)
            >> key(ERNIE, "r")
            >> key(BERT, "\n")
            >> waited(ERNIE)
            << wait(ERNIE, REST - TIME_TO_READ)
            >> key(ERNIE, "r")
            << tell(ERNIE, WaitingForAnswer(BERT))
            << wait(ERNIE, None)
        )

    def test_the_same_two(self) -> None:
        """Two who both want it play again, and nobody is seated with either before both have answered."""
        assert (
            duel().after(over(ERNIE, BERT), *reads(ERNIE, BERT))
            >> comes(ELMO)
            << guest(ELMO)
            << alone(ELMO)
            >> key(BERT)
            << tell(BERT, WaitingForAnswer(ERNIE))
            << wait(BERT, None)
            >> waited(ELMO)
            << seat(HOUSE, ELMO, "house")
            >> comes(GROVER)
            << guest(GROVER)
            << alone(GROVER, matches=True)
            >> key(ERNIE)
            << seat(BERT, ERNIE)
        )

    def test_declined(self) -> None:
        """When one of two does not want to play again, says nothing or hangs up, the other plays somebody else."""
        for no, said in (
            (q(ERNIE), dismiss(ERNIE, GoodBye(), "pressed q")),
            (waited(ERNIE), dismiss(ERNIE, GoodBye(), "wanted no other match")),
            (hangs_up(ERNIE), list[Command]()),
        ):
            assert (
                duel().after(over(ERNIE, BERT), *reads(ERNIE, BERT), key(BERT), comes(ELMO))
                >> no
                << said
                << tell(BERT, OpponentDeclines(ERNIE))
                << seat(ELMO, BERT)
            )

    def test_the_rival_has_gone_first(self) -> None:
        """A guest whose opponent has gone by the end of the match waits for somebody else."""
        assert duel().after(hangs_up(ERNIE), over(ERNIE, BERT), *reads(BERT)) >> key(BERT) << alone(BERT)

    def test_a_host_comes(self) -> None:
        """A host comes before another match: whoever waits for an answer plays the host, and so does the other."""
        assert (
            duel().after(over(ERNIE, BERT), *reads(ERNIE, BERT), key(ERNIE))
            >> host_comes()
            << admit(HOST)
            << tell(ERNIE, OpponentDeclines(BERT))
            << tell(HOST, YouArePlayer(0))
            << free()
            << seat(HOST, ERNIE, "host")
            >> key(BERT)
            << tell(BERT, TableIsBusy())
            << watch(BERT, HOST, ERNIE)
            << tell(BERT, Place(1))
            << tell(HOST, LineLength(1))
        )

    def test_a_guest_of_the_house_is_asked(self) -> None:
        """Nobody is seated with a guest who has just played the house before that guest has said yes."""
        assert (
            Playbook(lobby()).after(comes(ERNIE), waited(ERNIE))
            >> comes(BERT)
            << guest(BERT)
            << alone(BERT, matches=True)
            >> over(HOUSE, ERNIE)
            << ask(ERNIE)
            >> waited(ERNIE)
            << wait(ERNIE, REST - TIME_TO_READ)
            >> key(ERNIE)
            << seat(BERT, ERNIE)
        )

    def test_both_with_the_house(self) -> None:
        """Of two who play the house, the one who is ready first waits for the other, but not for ever."""
        both = Playbook(lobby()).after(comes(ERNIE), waited(ERNIE), comes(BERT), waited(BERT), over(HOUSE, ERNIE))
        assert (
            both.after(*reads(ERNIE))
            >> key(ERNIE)
            << tell(ERNIE, HouseNext())
            << tell(ERNIE, EnterStarts(True))
            << wait(ERNIE, REST)
            >> over(HOUSE, BERT)
            << ask(BERT)
            >> waited(ERNIE)
            << seat(HOUSE, ERNIE, "house")
        )

    def test_silence(self) -> None:
        """A guest who does not answer in time is let go."""
        assert (
            duel().after(over(ERNIE, BERT))
            >> waited(BERT)
            << wait(BERT, REST - TIME_TO_READ)
            >> waited(BERT)
            << dismiss(BERT, GoodBye(), "wanted no other match")
        )

    def test_after_a_fault(self) -> None:
        """After a fault guests are asked before anything begins again, also where the house plays at once."""
        assert (
            Playbook(lobby(house_after=0)).after(comes(ERNIE))
            >> over(HOUSE, ERNIE, "fault")
            << ask(ERNIE)
            >> waited(ERNIE)
            << wait(ERNIE, REST - TIME_TO_READ)
            >> key(ERNIE)
            << seat(HOUSE, ERNIE, "house")
        )

    def test_after_a_fault_of_the_host_s_table(self) -> None:
        """The host goes on with the next of the line, and the guest comes after those who wait."""
        assert (
            Playbook(lobby()).after(host_comes(), comes(ERNIE), comes(BERT))
            >> over(HOST, ERNIE, "fault")
            << ask(ERNIE)
            << seat(HOST, BERT, "host")
            << tell(HOST, LineLength(0))
            >> waited(ERNIE)
            << wait(ERNIE, REST - TIME_TO_READ)
            >> key(ERNIE)
            << tell(ERNIE, TableIsBusy())
            << watch(ERNIE, HOST, BERT)
            << tell(ERNIE, Place(1))
            << tell(HOST, LineLength(1))
        )


class TalkTests(SynchronousTestCase):
    """What two say to each other who are asked for another match."""

    def test_a_phrase(self) -> None:
        """Both are told it, at any time; it answers no question, and may be said once."""
        said = OtherSaid(ERNIE, "Good game!")
        assert (
            duel().after(over(ERNIE, BERT))
            >> key(ERNIE, "g")
            << tell(ERNIE, said)
            << tell(BERT, said)
            >> waited(ERNIE)
            << wait(ERNIE, REST - TIME_TO_READ)
            >> key(ERNIE, "g")
            << tell(ERNIE, SaidAlready())
            >> key(ERNIE, "a")
            << [tell(person, OtherSaid(ERNIE, "Again?")) for person in (ERNIE, BERT)]
            >> key(BERT, "g")
            << [tell(person, OtherSaid(BERT, "Good game!")) for person in (BERT, ERNIE)]
        )

    def test_waiting_for_the_answer(self) -> None:
        """One who waits for the other's answer may say something too, and hears it."""
        play = duel().after(over(ERNIE, BERT), *reads(ERNIE, BERT), key(ERNIE))
        assert (
            play
            >> key(ERNIE, "a")
            << [tell(person, OtherSaid(ERNIE, "Again?")) for person in (ERNIE, BERT)]
            >> key(BERT, "h")
            << [tell(person, OtherSaid(BERT, "Thanks!")) for person in (BERT, ERNIE)]
            >> key(ERNIE, "?")
            << [tell(ERNIE, fact) for fact in KEYS]
            << tell(ERNIE, SAY_KEYS)
            << tell(ERNIE, WaitingForAnswer(BERT))
            >> key(BERT)
            << seat(ERNIE, BERT)
        )

    def test_muted(self) -> None:
        """A player who has muted the other hears nothing of them, and the other does not see that."""
        assert (
            duel().after(over(ERNIE, BERT))
            >> key(BERT, "m")
            << tell(BERT, Muted(True))
            >> key(ERNIE, "g")
            << tell(ERNIE, OtherSaid(ERNIE, "Good game!"))
            >> key(BERT, "m")
            << tell(BERT, Muted(False))
            >> key(ERNIE, "h")
            << [tell(person, OtherSaid(ERNIE, "Thanks!")) for person in (ERNIE, BERT)]
        )

    def test_muted_for_the_visit(self) -> None:
        """What was muted in a match is so after it, and in each match that follows, with whomever."""
        assert (
            duel().after(("over", (ERNIE, BERT), Ending("played", (), (0, 0), (1,))), *reads(ERNIE, BERT))
            >> key(ERNIE, "g")
            << tell(ERNIE, OtherSaid(ERNIE, "Good game!"))
            >> q(ERNIE)
            << dismiss(ERNIE, GoodBye(), "pressed q")
            >> key(BERT)
            << alone(BERT)
            >> waited(BERT)
            << seat(HOUSE, BERT, "house", [1])
            >> ("over", (HOUSE, BERT), Ending("fault", (), (0, 0), (1,)))
            << ask(BERT)
            >> comes(ELMO)
            << guest(ELMO)
            << alone(ELMO)
            >> waited(BERT)
            << wait(BERT, REST - TIME_TO_READ)
            >> key(BERT)
            << seat(ELMO, BERT, "guests", [1])
            >> ("over", (ELMO, BERT), Ending("left", (0,), (0, 0), ()))
            << ("left", ELMO, "left")
            << alone(BERT)
            >> waited(BERT)
            << seat(HOUSE, BERT, "house")
        )

    def test_the_rival_has_gone(self) -> None:
        """What is said to somebody who has gone is heard by nobody, answers nothing, and the speaker is told."""
        assert (
            duel().after(over(ERNIE, BERT), *reads(ERNIE, BERT), hangs_up(ERNIE))
            >> key(BERT, "g")
            << tell(BERT, OpponentDeclines(ERNIE))
            >> key(BERT)
            << alone(BERT)
        )

    def test_nobody_to_talk_to(self) -> None:
        """After a match with the house these keys are like any others."""
        play = Playbook(lobby()).after(comes(ERNIE), waited(ERNIE), over(HOUSE, ERNIE), *reads(ERNIE))
        assert play >> key(ERNIE, "g") << alone(ERNIE)


class WatchingTests(SynchronousTestCase):
    """Guests who wait, and watch."""

    def test_watching(self) -> None:
        """A guest who watches is told whom, is not timed, and is seated when their turn comes."""
        assert (
            duel().after(comes(ELMO))
            >> key(ELMO, "w")
            << watch(ELMO, ERNIE, BERT)
            << tell(ELMO, EnterPlays())
            >> key(ELMO, "w")
            << tell(ELMO, NoOtherMatch())
            >> comes(GROVER)
            << guest(GROVER)
            << seat(ELMO, GROVER)
        )

    def test_nothing_to_see(self) -> None:
        """Where no match is on, w says so."""
        assert Playbook(lobby()).after(comes(ERNIE)) >> key(ERNIE, "w") << tell(ERNIE, NoMatch())

    def test_the_next_match(self) -> None:
        """Each w shows the match after the one that is watched, and after the last the first."""
        assert (
            duel(house_after=None).after(comes(ELMO), comes(GROVER))
            >> comes("guest 5")
            << guest("guest 5")
            << tell("guest 5", NextGuest(True))
            >> key("guest 5", "w")
            << watch("guest 5", ERNIE, BERT)
            >> key("guest 5", "w")
            << watch("guest 5", ELMO, GROVER)
            >> key("guest 5", "w")
            << watch("guest 5", ERNIE, BERT)
        )

    def test_the_match_is_over(self) -> None:
        """Those who have watched a match to its end are told how to go on, as far as there is anything to see."""
        assert (
            duel().after(comes(ELMO), comes(GROVER), comes("guest 5"), key("guest 5", "w"))
            >> over(ERNIE, BERT)
            << tell("guest 5", WatchesAnother())
            << tell("guest 5", EnterPlays())
            << ask(ERNIE)
            << ask(BERT)
            >> key("guest 5", "w")
            << watch("guest 5", ELMO, GROVER)
            << tell("guest 5", EnterPlays())
            >> over(ELMO, GROVER)
            << tell("guest 5", EnterPlays())
            << ask(ELMO)
            << ask(GROVER)
            >> key("guest 5", "\n")
            << seat(HOUSE, "guest 5", "house")
        )

    def test_a_guest_who_plays_watches_no_more(self) -> None:
        """A guest who was seated while they watched is told nothing when that match is over."""
        assert (
            duel().after(comes(ELMO), key(ELMO, "w"), key(ELMO, "\n")) >> over(ERNIE, BERT) << ask(ERNIE) << ask(BERT)
        )


class LimitTests(SynchronousTestCase):
    """How many may be in."""

    def test_a_full_house(self) -> None:
        """A guest too many is turned away, until another has left; the host is not counted."""
        assert (
            Playbook(lobby(max_guests=1)).after(host_comes(), comes(ERNIE))
            >> comes(BERT)
            << tell(BERT, HouseIsFull())
            << ("turned away", BERT, HouseIsFull())
            >> q(ERNIE)
            << dismiss(ERNIE, GoodBye(), "pressed q")
            >> comes(BERT)
            << guest(BERT)
            << [tell(BERT, TableIsBusy()), *watch(BERT, HOST, ERNIE), tell(BERT, Place(1)), tell(HOST, LineLength(1))]
        )

    def test_one_address(self) -> None:
        """So is a guest too many from one address; what has no address is not counted."""
        assert (
            Playbook(lobby(max_per_address=1)).after(comes(ERNIE, "192.0.2.1"))
            >> comes(BERT, "192.0.2.1")
            << tell(BERT, TooManyOfYou())
            << ("turned away", BERT, TooManyOfYou())
            >> comes(BERT, "192.0.2.2")
            << guest(BERT)
            << seat(ERNIE, BERT)
            >> comes(ELMO)
            << guest(ELMO)
            << alone(ELMO, matches=True)
            >> comes(GROVER)
            << guest(GROVER)
            << seat(ELMO, GROVER)
            >> hangs_up(ERNIE)
            >> comes("guest 5", "192.0.2.1")
            << guest("guest 5")
            << alone("guest 5", matches=True)
        )


class StoppingTests(SynchronousTestCase):
    """Before the server stops, and when it does."""

    def test_draining(self) -> None:
        """No match begins: those who wait, rest or come are sent home, and those who play when they have played."""
        assert (
            duel().after(comes(ELMO), comes(GROVER), over(ERNIE, BERT), *reads(ERNIE, BERT), key(BERT))
            >> comes("guest 5")
            << guest("guest 5")
            << alone("guest 5", matches=True)
            >> DRAIN
            << dismiss(ERNIE, Stopping(), "sent home")
            << dismiss(BERT, Stopping(), "sent home")
            << dismiss("guest 5", Stopping(), "sent home")
            << tell(ELMO, LastMatch(10))
            << tell(GROVER, LastMatch(10))
            >> comes("guest 6")
            << tell("guest 6", Stopping())
            << ("turned away", "guest 6", Stopping())
            >> q(ELMO)
            << dismiss(ELMO, GoodBye(), "pressed q")
            >> over(ELMO, GROVER, "left", 0)
            << dismiss(GROVER, Stopping(), "sent home")
        )

    def test_draining_when_one_has_just_gone(self) -> None:
        """A player who has gone, and whose match is not over yet, is told nothing any more."""
        assert duel().after(hangs_up(ERNIE)) >> DRAIN << tell(BERT, LastMatch(10))

    def test_stopping(self) -> None:
        """All are sent home: the host too, and those who play when their match has been cut off."""
        assert (
            duel().after(host_comes())
            >> STOP
            << dismiss(HOST, Stopping(), "sent home")
            >> over(ERNIE, BERT, "cut off")
            << dismiss(ERNIE, Stopping(), "sent home")
            << dismiss(BERT, Stopping(), "sent home")
        )


STATES: dict[str, list[Event]] = {
    "empty": [],
    "a guest waits": [comes(ERNIE)],
    "a host waits": [host_comes()],
    "two play": [comes(ERNIE), comes(BERT)],
    "one plays the house": [comes(ERNIE), waited(ERNIE)],
    "two are asked": [comes(ERNIE), comes(BERT), over(ERNIE, BERT)],
    "draining": [comes(ERNIE), comes(BERT), DRAIN],
}
EVERY = set(STATES)
ERNIE_IS_IN = {"a guest waits", "two play", "one plays the house", "two are asked", "draining"}
EVENTS: list[tuple[Event, set[str]]] = [
    (comes(ERNIE), EVERY - ERNIE_IS_IN),
    (comes(ELMO), EVERY),
    (host_comes(ERNIE), EVERY - ERNIE_IS_IN),
    (host_comes(), EVERY - {"a host waits"}),
    (hangs_up(ERNIE), ERNIE_IS_IN),
    (q(ERNIE), ERNIE_IS_IN),
    (q(HOST), {"a host waits"}),
    (key(ERNIE), {"a guest waits", "two are asked"}),
    (waited(ERNIE), {"a guest waits", "two are asked"}),
    (over(ERNIE, BERT), {"two play", "draining"}),
    (over(BERT, ERNIE), set()),
    (over(HOUSE, ERNIE), {"one plays the house"}),
    (DRAIN, EVERY),
    (STOP, EVERY),
    (("moo", ERNIE, None), set()),
]
PROBE = [comes(GROVER), waited(ERNIE), over(ERNIE, BERT), waited(ERNIE), key(ERNIE), host_comes("another host"), STOP]


class StatesTests(SynchronousTestCase):
    """Every word in every state."""

    def test_states_and_events(self) -> None:
        """What makes no sense in a state is ignored, and changes nothing."""
        for event, taken_in in EVENTS:
            for state, before in STATES.items():
                one, untouched = lobby(), lobby()
                for happened in before:
                    one.send(happened)
                    untouched.send(happened)
                commands = one.send(event)
                self.assertEqual(commands is not None, state in taken_in, (state, event))
                if commands is None:
                    self.assert_same(one, untouched, (state, event))

    def assert_same(self, one: Lobby, other: Lobby, what: object) -> None:
        """Assert that what happens from now on leads to the same in two houses."""
        for probe in PROBE:
            self.assertEqual(one.send(probe), other.send(probe), (what, probe))


class OperatorTests(SynchronousTestCase):
    """What an operator may ask of the lobby."""

    def test_a_pause(self) -> None:
        """Those who play are told that it is their last match, all others are sent home; who comes is turned away."""
        assert (
            duel().after(comes(ELMO))
            >> ("pause", None, 60)
            << dismiss(ELMO, HouseIsClosed(), "sent home")
            << tell(ERNIE, LastForNow(60))
            << tell(BERT, LastForNow(60))
            >> comes(GROVER)
            << tell(GROVER, HouseIsClosed())
            << ("turned away", GROVER, HouseIsClosed())
            >> over(ERNIE, BERT)
            << dismiss(ERNIE, HouseIsClosed(), "sent home")
            << dismiss(BERT, HouseIsClosed(), "sent home")
        )

    def test_the_house_opens_again(self) -> None:
        """Players hear that theirs is not the last match, and go on as ever; who comes is let in."""
        assert (
            duel().after(("pause", None, None))
            >> ("resume", None, None)
            << tell(ERNIE, HouseIsOpen())
            << tell(BERT, HouseIsOpen())
            >> over(ERNIE, BERT)
            << ask(ERNIE)
            << ask(BERT)
            >> ("resume", None, None)
            << None
        )
        one = lobby()
        for word in ("pause", "resume"):
            one.send((word, None, None))
        self.assertIn(("admit", ERNIE, None), one.send(comes(ERNIE)) or ())

    def test_a_host_stays(self) -> None:
        """A host waits through a pause, whether or not they play; the guest goes after the match."""
        one = lobby()
        script = Playbook(one).after(host_comes(), comes(ERNIE))
        assert (
            script
            >> ("pause", None, None)
            << tell(HOST, LastForNow(None))
            << tell(ERNIE, LastForNow(None))
            >> over(HOST, ERNIE, "cut off")
            << tell(HOST, WaitingForGuest())
            << dismiss(ERNIE, HouseIsClosed(), "sent home")
            >> ("pause", None, None)
            >> ("resume", None, None)
        )
        self.assertIn(("seat", (HOST, BERT), Seat("host")), one.send(comes(BERT)) or ())

    def test_the_end_is_no_pause(self) -> None:
        """A house that closes for good cannot be opened again, nor paused; it closes also in a pause."""
        assert (
            Playbook(lobby())
            >> ("pause", None, None)
            >> DRAIN
            >> ("resume", None, None)
            << None
            >> ("pause", None, None)
            << None
            >> comes(ERNIE)
            << tell(ERNIE, Stopping())
            << ("turned away", ERNIE, Stopping())
        )
        assert (
            Playbook(lobby()).after(host_comes(closes=True), ("pause", None, None), hangs_up(HOST))
            >> ("resume", None, None)
            << None
        )

    def test_somebody_is_put_out(self) -> None:
        """Somebody who is in is told so and leaves; the match that they play ends as ever. Others are not there."""
        assert duel() >> ("kick", BERT, None) << dismiss(BERT, Kicked(), "kicked") >> ("kick", BERT, None) << None
        assert Playbook(lobby()).after(host_comes()) >> ("kick", HOST, None) << dismiss(HOST, Kicked(), "kicked")

    def test_bans(self) -> None:
        """Those who are in from a banned address are put out; who comes from there is turned away, until it ends."""
        bans = Bans({network_of("192.0.2.0/24"): NOW + 1})
        assert (
            Playbook(lobby()).after(comes(ERNIE, "192.0.2.1"), comes(BERT, "198.51.100.1"))
            >> ("bans", None, (bans, NOW))
            << dismiss(ERNIE, Banned(), "banned")
            >> comes(ELMO, "192.0.2.9")
            << tell(ELMO, Banned())
            << ("turned away", ELMO, Banned())
            >> ("came", GROVER, ("192.0.2.9", NOW + 1))
            << guest(GROVER)
            << alone(GROVER, matches=True)
        )

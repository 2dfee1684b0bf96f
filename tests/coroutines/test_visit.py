"""The visits: where a guest or a host may be, and what each event does there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines.facts import Stopping
from rpsgame.coroutines.floor import Floor
from rpsgame.coroutines.games import ROCK_PAPER_SCISSORS
from rpsgame.coroutines.hours import close
from rpsgame.coroutines.keys import AGAIN
from rpsgame.coroutines.limits import Limits
from rpsgame.coroutines.match import Ending

ME, RIVAL, OTHERS, HOST = "guest 1", "guest 2", ("guest 3", "guest 4"), "the host"
PLAYED = Ending("played", [], (2, 1))


def floor(open_house: bool = True) -> Floor:
    """Return a floor where nobody is."""
    return Floor(ROCK_PAPER_SCISSORS, 9, 3, open_house, Limits(0, 0))


def comes(place: Floor, *guests: str) -> Floor:
    for guest in guests:
        place.comes(guest, "", 0)
        place.settle()
    return place


def waiting() -> Floor:
    """Others play each other, so that there is something to watch."""
    return comes(floor(), *OTHERS, ME)


def watching() -> Floor:
    place = waiting()
    place.send(ME, "key", "w")
    return place


def playing() -> Floor:
    return comes(floor(), ME, RIVAL)


def asked_just_now() -> Floor:
    place = playing()
    place.match_is_over((ME, RIVAL), PLAYED)
    place.settle()
    return place


def asked() -> Floor:
    place = asked_just_now()
    place.send(ME, "waited", None)
    return place


def waiting_for_the_rival() -> Floor:
    place = asked()
    place.send(ME, "key", "x")
    return place


def hosted() -> Floor:
    place = floor()
    place.host_comes(HOST, (), True)
    place.settle()
    return place


def practising() -> Floor:
    place = hosted()
    place.send(HOST, "key", "\n")
    return place


def hosting() -> Floor:
    return comes(hosted(), ME)


def host_asked() -> Floor:
    place = hosting()
    place.send(HOST, "leave", "q")
    return place


def done(place: Floor, person: str, word: str, what: Any) -> str | None:
    """Tell a visit an event; return the kinds of what is told and of what else is to be done, None if ignored."""
    place.commands, place.ignored = [], False
    place.send(person, word, what)
    kinds = [type(fact).__name__ if word == "tell" else word for word, _, fact in place.commands]
    return None if place.ignored else " ".join(kinds)


States = dict[str, Callable[[], Floor]]
GUEST: States = {
    "waits": waiting,
    "watches": watching,
    "plays": playing,
    "is asked, and has not had the time to read it": asked_just_now,
    "is asked": asked,
    "waits for the rival": waiting_for_the_rival,
}
HOUSE_SOON, ASK, AGREES = "HouseSoon EnterStarts wait", "AnotherMatch wait", "WaitingForAnswer wait"
KEYS = "Keys PressEnter Rules "
SAY = KEYS + "SayKeys "
WATCHES = "wait YouWatch watch EnterPlays"
GUEST_TABLE: list[tuple[tuple[str, Any], tuple[str | None, ...]]] = [
    # what happens            waits                            watches               plays  unread  asked   rival
    (("stand", None), (HOUSE_SOON, HOUSE_SOON, None, None, None, None)),
    (("seat", False), ("", "", None, None, None, "")),
    (("over", ("played", [])), (None, None, ASK, None, None, None)),
    (("alone", None), (None, None, None, None, None, "")),
    (("waited", None), ("seat", "seat", None, "wait", "GoodBye left", None)),
    (("key", "\n"), ("seat", "seat", None, "", AGREES, "")),
    (("key", "r"), ("YourTurnComes", "YourTurnComes", None, "", AGREES, "YourTurnComes")),
    (("key", AGAIN), ("YourTurnComes", "YourTurnComes", None, AGREES, AGREES, "YourTurnComes")),
    (("key", "g"), ("YourTurnComes", "YourTurnComes", None, *("OtherSaid OtherSaid",) * 3)),
    (("key", "m"), ("YourTurnComes", "YourTurnComes", None, *("Muted",) * 3)),
    (("key", "w"), (WATCHES, "NoOtherMatch", None, "", AGREES, "YourTurnComes")),
    (
        ("key", "?"),
        (
            *(KEYS + HOUSE_SOON, KEYS + "NextGuest " + WATCHES, None),
            *(SAY + "AnotherMatch", SAY + "AnotherMatch", SAY + "WaitingForAnswer"),
        ),
    ),
    (("types", None), ("wait", "wait", None, "wait", "wait", None)),
    (("types", "name"), ("wait", "wait", "", "wait", "wait", None)),
    (("stranger", False), ("wait", "wait", None, *("AnotherMatch wait",) * 2, None)),
    (("stranger", True), ("wait", "wait", None, *("AnotherMatch wait",) * 2, None)),
    (("moo", None), (None,) * 6),
]
HOSTS: States = {
    "is alone": hosted,
    "practises": practising,
    "plays": hosting,
    "plays, and is asked whether to leave": host_asked,
}
FREE = "WaitingForGuest EnterPlays"
HOST_TABLE: list[tuple[tuple[str, Any], tuple[str | None, ...]]] = [
    # what happens         alone              practises               plays              asked
    (("seat", True), ("", "", "", "")),
    (("over", ("left", [ME])), (FREE, "YouArePlayer " + FREE, FREE, "wait " + FREE)),
    (("leave", "q"), ("GoodBye left", "GoodBye left", "PressAgain wait", "GoodBye left")),
    (("leave", "\x03"), ("GoodBye left",) * 4),
    (("key", "\n"), ("seat", None, None, None)),
    (("key", "r"), ("NobodyThere", None, None, None)),
    (("key", "?"), (KEYS + FREE, None, None, None)),
    (("waited", None), (None, None, None, "")),
    (("stand", None), (None,) * 4),
]


class StatesTests(SynchronousTestCase):
    """Every event in every place."""

    def check(self, person: str, states: States, table: list[tuple[tuple[str, Any], tuple[str | None, ...]]]) -> None:
        for event, row in table:
            for (state, make), expected in zip(states.items(), row, strict=True):
                self.assertEqual(done(make(), person, *event), expected, (state, event))

    def test_a_guest(self) -> None:
        """What happens to a guest leads to one thing where they are, or makes no sense there and is ignored."""
        self.check(ME, GUEST, GUEST_TABLE)

    def test_a_host(self) -> None:
        """So it is with a host."""
        self.check(HOST, HOSTS, HOST_TABLE)

    def test_what_is_ignored_changes_nothing(self) -> None:
        """After events that make no sense, each of those that do leads to the same as ever."""
        for person, states, table in ((ME, GUEST, GUEST_TABLE), (HOST, HOSTS, HOST_TABLE)):
            for column, (state, make) in enumerate(states.items()):
                for event, row in table:
                    place = make()
                    for other, others in table:
                        if others[column] is None:
                            place.send(person, *other)
                    self.assertEqual(done(place, person, *event), row[column], (state, event))

    def test_somebody_who_is_not_in(self) -> None:
        """Events of people who are not in are ignored."""
        self.assertIsNone(done(playing(), "guest 9", "key", "x"))


class EndingTests(SynchronousTestCase):
    """Where a guest goes after a match."""

    def after(self, place: Floor, how: str, gone: list[str]) -> str | None:
        return done(place, ME, "over", (how, gone))

    def test_a_duel(self) -> None:
        """A guest who is late leaves, one whose opponent has gone waits for the next, and otherwise they are asked."""
        self.assertEqual(self.after(playing(), "timed out", [ME]), "left")
        self.assertEqual(self.after(playing(), "timed out", [ME, RIVAL]), "left")
        for how in ("timed out", "left"):
            place = playing()
            self.assertEqual(self.after(place, how, [RIVAL]), "")
            self.assertEqual(list(place.line), [ME])
        for how in ("played", "fault"):
            self.assertEqual(self.after(playing(), how, []), ASK)

    def test_a_name_is_wanted(self) -> None:
        """A guest who wants to type a name when the match is over is asked for another match after that."""
        for how, told in (("played", "wait"), ("left", "")):
            place = playing()
            place.send(ME, "types", "name")
            self.assertEqual(self.after(place, how, []), told)
            self.assertIn(ME, place.fresh)
            self.assertEqual(done(place, ME, "stranger", True), "AnotherMatch wait" if how == "played" else "wait")
            self.assertEqual(place.fresh, set())

    def test_hint(self) -> None:
        """Where guests may have names, they are told of it once, before the first question for another match."""
        place = floor()
        place.name_key = "n"
        comes(place, ME, RIVAL)
        self.assertEqual(self.after(place, "fault", []), "NameHint AnotherMatch wait")
        place.send(ME, "key", AGAIN)
        self.assertEqual(done(place, ME, "seat", False), "")
        self.assertEqual(self.after(place, "fault", []), ASK)

    def test_with_the_host(self) -> None:
        """A guest who has played the host leaves; after a fault they are asked; without the host they wait."""
        self.assertEqual(self.after(hosting(), "played", []), "left")
        self.assertEqual(self.after(hosting(), "timed out", [ME]), "left")
        self.assertEqual(self.after(hosting(), "fault", []), ASK)
        place = hosting()
        self.assertEqual(self.after(place, "left", [HOST]), "")
        self.assertEqual(list(place.line), [ME])

    def test_closing(self) -> None:
        """Once no match may begin, all go after theirs, however it ended; those who are late have been told why."""
        for how, gone, told in (
            ("played", [], "Stopping left"),
            ("left", [RIVAL], "Stopping left"),
            ("fault", [], "Stopping left"),
            ("cut off", [], "Stopping left"),
            ("timed out", [ME], "left"),
        ):
            place = playing()
            close(place, Stopping())
            self.assertEqual(self.after(place, how, list(gone)), told, how)


class WaitingTests(SynchronousTestCase):
    """What guests are told who wait."""

    def explained(self, place: Floor) -> str | None:
        return done(place, ME, "stand", None)

    def test_the_host_s_house(self) -> None:
        """They wait for a host to come, or watch the one who plays."""
        self.assertEqual(self.explained(comes(floor(open_house=False), ME)), "HostIsAway")
        busy = hosted()
        comes(busy, RIVAL, ME)
        self.assertEqual(self.explained(busy), "TableIsBusy wait YouWatch watch")

    def test_the_open_house(self) -> None:
        """They play the house in a while, or where it does not play the next guest."""
        self.assertEqual(self.explained(comes(floor(), ME)), HOUSE_SOON)
        no_house = Floor(ROCK_PAPER_SCISSORS, 9, None, True, Limits(0, 0))
        self.assertEqual(self.explained(comes(no_house, ME)), "NextGuest")

    def test_asking_where_one_stands(self) -> None:
        """A question mark tells a guest the same again, and their place where there is a line for a host."""
        asked = "key", "?"
        self.assertEqual(done(comes(floor(open_house=False), ME), ME, *asked), KEYS + "HostIsAway Place")
        busy = comes(hosted(), RIVAL, ME)
        self.assertEqual(done(busy, ME, *asked), KEYS + "TableIsBusy wait YouWatch watch Place")
        no_house = Floor(ROCK_PAPER_SCISSORS, 9, None, True, Limits(0, 0))
        self.assertEqual(done(comes(no_house, ME), ME, *asked), KEYS + "NextGuest")

    def test_asking_after_a_match_that_was_watched(self) -> None:
        """A guest who has watched a match to its end is not timed, and told so."""
        place = watching()
        place.match_is_over(OTHERS, PLAYED)
        place.settle()
        self.assertEqual(done(place, ME, "key", "?"), KEYS + "NextGuest EnterPlays")
        self.assertEqual(done(place, ME, "key", "w"), "NoMatch")

    def test_the_house_does_not_play_while_there_is_a_host(self) -> None:
        """Neither Enter nor the end of a wait seats a guest with the house then."""
        place = comes(hosted(), RIVAL, ME)
        self.assertEqual(done(place, ME, "key", "\n"), "")
        self.assertIsNone(done(place, ME, "waited", None))

"""The lobby in whatever order things happen: a house that carries its commands out, and what must hold in it."""

from __future__ import annotations

from collections import deque
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines.bans import Bans, network_of
from rpsgame.coroutines.facts import (
    AnotherMatch,
    EnterPlays,
    Fact,
    GuestWaits,
    LineLength,
    OpponentDeclines,
    OtherSaid,
    Place,
    WaitingForAnswer,
    WatchesAnother,
)
from rpsgame.coroutines.floor import Floor
from rpsgame.coroutines.lobby import lobby
from rpsgame.coroutines.match import HOUSE, Ending, Seat

Pair = tuple[str, str]

# Where somebody is
HOSTS, WAITS, PLAYS = "a host without a match", "waits", "plays"
NAMES = "types a name before they are asked"
PLAYED, ASKED, MAY_ANSWER, AGREED = "has played", "is asked", "may answer", "waits for the rival's answer"

MOST = 6  # guests at a time
WHO = st.integers(0, MOST)  # of those who are in, modulo their number


class House(RuleBasedStateMachine):
    """A hall as far as the lobby sees it, with tables whose matches end in any way, at any time.

    As in the hall, a match may be over, or a player gone, for a while before the lobby hears of it.
    """

    @initialize(
        open_house=st.sampled_from((True, True, True, False)),
        house_after=st.sampled_from((3, 3, 0, None)),
        most=st.sampled_from((0, 0, 3)),
        hosts=st.sampled_from((0, 0, 1, 9)),
        ends_after=st.sampled_from((20, 40, 100)),
    )
    def opens(self, open_house: bool, house_after: int | None, most: int, hosts: int, ends_after: int) -> None:
        self.open_house, self.house_after, self.most = open_house, house_after, most
        self.lobby = lobby(house_after=house_after, open_house=open_house, max_guests=most)
        self.hosts, self.ends_after = (
            hosts or not open_house,
            ends_after,
        )  # how many come, and when the server may stop
        self.host: str | None = None
        self.came = 0
        self.closing = self.pausing = False
        self.inside: dict[str, str] = {}  # person: where they are
        self.seated: dict[str, Pair] = {}  # as the lobby sees it
        self.on: set[Pair] = set()  # as it is
        self.endings: deque[tuple[Pair, Ending]] = deque()  # which the lobby will hear of
        self.alarms: set[str] = set()
        self.away: set[str] = set()
        self.watched: set[str] = set()  # who has, and so starts with the house when they like
        self.rivals: dict[str, str] = {}
        self.met: set[str] = set()  # those whose last match was a duel to the end: some keys are no answers of theirs
        self.places: dict[str, int] = {}
        self.line_length = 0  # as the host knows it

    # What happens

    @precondition(lambda self: len(self.inside) < (1 if self.closing else MOST))
    @rule(address=st.sampled_from(("", "", "192.0.2.1", "192.0.2.2")))
    def guest_comes(self, address: str) -> None:
        self.came += 1
        self.send("came", f"guest {self.came}", (address, 0.0, f"{self.came:08}"))

    @precondition(lambda self: self.hosts)
    @rule(closes=st.sampled_from((False, False, True)))
    def host_comes(self, closes: bool) -> None:
        self.came += 1
        self.hosts -= 1
        self.send("host", f"host {self.came}", ((), closes))

    @precondition(lambda self: len(self.inside) > 2)
    @rule(who=WHO)
    def hangs_up(self, who: int) -> None:
        person = self.pick(who)
        self.goes(person)
        self.send("left", person, None)

    @precondition(lambda self: self.inside)
    @rule(who=WHO)
    def loses_the_line(self, who: int) -> None:
        person = self.pick(who)
        if person not in self.away:
            self.send("lost", person, ("hung up", True))

    @precondition(lambda self: self.inside.keys() - self.away)
    @rule(who=WHO)
    def types(self, who: int) -> None:
        person = self.pick(who)
        if self.inside[person] == ASKED:
            self.inside[person] = MAY_ANSWER  # they have read the question
        self.send("types", person, None)

    @precondition(lambda self: self.where(PLAYS))
    @rule(who=WHO)
    def wants_a_name(self, who: int) -> None:
        people = self.where(PLAYS)
        self.send("types", people[who % len(people)], "name")

    @precondition(lambda self: self.where(NAMES, WAITS, MAY_ANSWER))
    @rule(who=WHO)
    def wants_no_name(self, who: int) -> None:
        people = self.where(NAMES) or self.where(WAITS, MAY_ANSWER)
        self.send("stranger", people[who % len(people)], True)

    @precondition(lambda self: self.away or len(self.inside) > 3)
    @rule(who=WHO, whose=st.integers(1, 9))
    def types_a_code(self, who: int, whose: int) -> None:
        away = sorted(self.away)
        number = int(away[whose % len(away)].rpartition(" ")[2]) if away else whose
        self.send("code", self.pick(who), (f"{number:08}", 0.0))

    @precondition(lambda self: len(self.inside) > 2)
    @rule(who=WHO, key=st.sampled_from("qq\x03"))
    def presses_to_leave(self, who: int, key: str) -> None:
        self.send("leave", self.pick(who), key)

    @precondition(lambda self: self.inside.keys() - self.away)
    @rule(who=WHO, key=st.sampled_from("xxx\n\n?wgm"))
    def presses(self, who: int, key: str) -> None:
        person = self.pick(who)
        if self.seated.get(person) in self.on:
            return  # the table is told
        if self.inside[person] == MAY_ANSWER and key != "?" and not (key in "gm" and person in self.met):
            self.inside[person] = WAITS
        self.send("key", person, key)

    @precondition(lambda self: self.alarms)
    @rule(who=WHO)
    def has_waited(self, who: int) -> None:
        people = sorted(self.alarms)
        self.waits(people[who % len(people)])

    @precondition(lambda self: self.on)
    @rule(
        which=WHO,
        how=st.sampled_from(("played", "played", "timed out", "cut off", "fault")),
        late=st.sampled_from("01b"),
    )
    def match_ends(self, which: int, how: str, late: str) -> None:
        pairs = sorted(self.on)
        pair = pairs[which % len(pairs)]
        timed = [player for player in (0, 1) if pair[player] not in (HOUSE, self.host)]
        gone = [player for player in timed if late in ("b", str(player))] or timed
        muted = [player for player in (0, 1) if late == str(player)]
        self.ends(
            pair, Ending(how if timed else "played", gone if how in ("timed out", "cut off") else [], (0, 0), muted)
        )

    @precondition(lambda self: self.on)
    @rule(which=WHO)
    def plays_to_the_end(self, which: int) -> None:
        self.match_ends(which, "played", "b")
        while self.endings:
            self.lobby_hears()

    @precondition(lambda self: {*self.where(ASKED, MAY_ANSWER)} - self.away)
    @rule(who=WHO)
    def wants_another_match(self, who: int) -> None:
        people = [person for person in self.where(ASKED, MAY_ANSWER) if person not in self.away]
        person = people[who % len(people)]
        if self.inside[person] == ASKED:
            self.waits(person)
        self.inside[person] = WAITS
        self.send("key", person, "x")

    @precondition(lambda self: self.endings)
    @rule()
    def lobby_hears(self) -> None:
        pair, ending = self.endings.popleft()
        self.met.difference_update(pair)
        if ending.how == "played" and self.host is None and self.inside.keys() >= {*pair}:
            self.met.update(pair)
        for player in pair:
            if self.seated.get(player) != pair:
                continue  # the house, somebody who has gone, or a host whose match with the house was broken off
            del self.seated[player]
            if player in self.inside:
                stays = ending.how in ("left", "timed out", "cut off")
                played = NAMES if player in self.floor().fresh else PLAYED
                self.inside[player] = HOSTS if player == self.host else WAITS if stays else played
        self.send("over", pair, ending)

    @precondition(lambda self: not self.closing and self.came > 3)
    @rule()
    def pauses(self) -> None:
        self.closing = self.pausing = True
        self.send("pause", None, 10)

    @precondition(lambda self: self.pausing)
    @rule()
    def resumes(self) -> None:
        self.closing = self.pausing = False
        self.send("resume", None, None)

    @precondition(lambda self: len(self.inside) > 2)
    @rule(who=WHO)
    def is_kicked(self, who: int) -> None:
        self.send("kick", list(self.inside)[who % len(self.inside)], None)

    @precondition(lambda self: self.ends_after < 0 and (self.pausing or not self.closing))
    @rule()
    def drains(self) -> None:
        self.closing, self.pausing = True, False
        self.send("drain", None, 10)

    @precondition(lambda self: self.ends_after < 0)
    @rule()
    def stops(self) -> None:
        self.closing, self.pausing = True, False
        self.send("stop", None, None)
        for pair in sorted(self.on):
            self.ends(pair, Ending("cut off", [], (0, 0)))

    def waits(self, person: str) -> None:
        self.alarms.discard(person)
        if self.inside[person] == ASKED:
            self.inside[person] = MAY_ANSWER
        self.send("waited", person, None)

    def pick(self, who: int) -> str:
        """Return one of those whose line holds, if there is one."""
        here = [person for person in self.inside if person not in self.away] or list(self.inside)
        return here[who % len(here)]

    def goes(self, person: str) -> None:
        """Forget somebody, as the hall does, and end their match."""
        del self.inside[person]
        for known in (self.alarms, self.watched, self.met, self.away):
            known.discard(person)
        for about in (self.places, self.rivals):
            about.pop(person, None)
        pair = self.seated.get(person)
        if pair in self.on:
            self.ends(pair, Ending("left", [pair.index(person)], (0, 0)))
        if person == self.host:
            self.host, self.line_length = None, 0
            if self.floor().host_closes:
                self.closing, self.pausing = True, False

    def ends(self, pair: Pair, ending: Ending) -> None:
        self.on.remove(pair)
        self.endings.append((pair, ending))

    # What is done about it

    def send(self, word: str, whom: Any, what: Any) -> None:
        self.ends_after -= 1
        self.comer = whom if word in ("came", "host") else None
        for command, person, value in self.lobby.send((word, whom, what)) or ():
            getattr(self, "do_" + command.replace(" ", "_"))(person, value)

    def do_admit(self, person: str, _: None) -> None:
        assert person == self.comer and not self.closing
        self.inside[person] = WAITS
        if person.startswith("host"):
            assert self.host is None, "there is one host"
            self.host, self.inside[person] = person, HOSTS

    def do_turned_away(self, person: str, _: Fact) -> None:
        assert person == self.comer and person not in self.inside

    def do_tell(self, person: str, fact: Fact) -> None:
        assert isinstance(fact, Fact)
        assert person in self.inside or person == self.comer, "nobody is told anything after leaving"
        if type(fact) is AnotherMatch and self.inside[person] == PLAYED:
            self.inside[person] = ASKED
        elif type(fact) is AnotherMatch and self.inside[person] == NAMES:
            self.inside[person] = MAY_ANSWER
        elif type(fact) is WaitingForAnswer:
            self.inside[person], self.rivals[person] = AGREED, fact.opponent
        elif type(fact) is OpponentDeclines:
            assert self.inside[person] in (AGREED, ASKED, MAY_ANSWER, NAMES), (
                "those who wait for an answer, or say something"
            )
            if self.inside[person] == AGREED:
                self.inside[person] = WAITS
        elif type(fact) is OtherSaid:
            assert self.inside[person] in (AGREED, ASKED, MAY_ANSWER, NAMES), "only rivals hear each other"
        elif type(fact) is GuestWaits:
            assert person == self.host and self.inside[person] == PLAYS
        elif type(fact) in (WatchesAnother, EnterPlays):
            assert self.inside[person] in (WAITS, HOSTS, PLAYED), "those who watch are told, and not those who play"
        elif type(fact) is Place:
            self.places[person] = fact.place
        elif type(fact) is LineLength:
            assert person == self.host
            self.line_length = fact.guests

    def do_wait(self, person: str, seconds: float | None) -> None:
        assert person in self.inside
        self.alarms.discard(person)
        if seconds is not None:
            self.alarms.add(person)

    def do_watch(self, person: str, player: str | None) -> None:
        assert self.inside[person] == WAITS, "those who watch wait"
        assert player is None or player in self.seated
        if player:
            self.watched.add(person)

    def do_break_off(self, host: str, _: None) -> None:
        pair = self.seated.pop(host)
        assert host == self.host and pair == (HOUSE, host)
        self.inside[host] = HOSTS
        if pair in self.on:
            self.ends(pair, Ending("left", [1], (0, 0)))

    def do_seat(self, pair: Pair, seat: Seat) -> None:
        assert not self.closing
        hosted = self.host is not None and self.host in pair
        assert seat.kind == {(False, True): "host", (True, False): "house", (True, True): "practice"}.get(
            (pair[0] == HOUSE, hosted), "guests"
        )
        assert all(pair[player] in self.floor().rivals.muted for player in seat.muted)
        self.on.add(pair)
        for player, other in (pair, pair[::-1]):
            if player == HOUSE:
                continue
            assert player not in self.seated, "nobody is at two tables"
            where = self.inside[player]
            assert where in (HOSTS, WAITS) or (where == AGREED and self.rivals[player] == other), "they are willing"
            self.inside[player], self.seated[player] = PLAYS, pair
            self.alarms.discard(player)
            self.watched.discard(player)
            self.places.pop(player, None)

    def do_keep(self, person: str, why: str) -> None:
        assert why and person in self.seated and person not in self.away
        self.away.add(person)

    def do_gone(self, person: str, why: str) -> None:
        self.do_left(person, why)

    def do_take_over(self, owner: str, person: str) -> None:
        assert owner in self.inside and person not in (owner, self.host)
        self.goes(person)
        self.away.discard(owner)

    def do_left(self, person: str, why: str) -> None:
        assert why
        self.goes(person)

    def floor(self) -> Floor:
        """Return what the lobby remembers."""
        floor: Floor = self.lobby.gi_frame.f_locals["floor"]  # type: ignore[attr-defined]
        return floor

    # What holds

    def where(self, *places: str) -> list[str]:
        return [person for person, place in self.inside.items() if place in places]

    @invariant()
    def all_who_have_played_are_asked(self) -> None:
        assert not self.where(PLAYED)

    @invariant()
    def questions_have_an_end(self) -> None:
        assert self.alarms >= {*self.where(ASKED, MAY_ANSWER, NAMES)}

    @invariant()
    def answers_will_come(self) -> None:
        for person in self.where(AGREED):
            assert self.rivals[person] in self.where(ASKED, MAY_ANSWER, NAMES)

    @invariant()
    def nobody_waits_without_need(self) -> None:
        fresh = self.floor().fresh
        assert self.alarms >= fresh.intersection(self.where(WAITS))
        waiting = [person for person in self.where(WAITS) if person not in fresh]
        if self.host:
            assert not waiting or self.seated[self.host][0] == self.host
        elif self.open_house and self.house_after == 0:
            assert not waiting
        elif self.open_house:
            assert len(waiting) <= 1
            assert self.house_after is None or self.alarms | self.watched >= {*waiting}

    @invariant()
    def places_are_known(self) -> None:
        waiting = self.where(WAITS)
        if self.host or not self.open_house:
            assert sorted(self.places[person] for person in waiting) == [*range(1, len(waiting) + 1)]
        if self.host and not self.closing:
            assert self.line_length == len(waiting)

    @invariant()
    def none_too_many(self) -> None:
        assert not self.most or len(self.inside.keys() - {self.host} - self.away) <= self.most

    @invariant()
    def nobody_waits_for_the_absent(self) -> None:
        assert self.away == self.floor().returns.away
        assert self.away <= {*self.where(PLAYS, ASKED, MAY_ANSWER, NAMES)}

    @invariant()
    def only_players_stay_at_the_end(self) -> None:
        if self.closing:
            assert not self.where(WAITS, ASKED, MAY_ANSWER, AGREED, NAMES)

    def teardown(self) -> None:
        """Let everybody leave, after which nothing may be remembered."""
        while self.inside:
            person = next(iter(self.inside))  # others go with a host who closes the house
            self.goes(person)
            self.send("left", person, None)
        while self.endings:
            self.lobby_hears()
        floor = self.floor()
        parts = floor, floor.line, floor.audience, floor.rivals, floor.limits, floor.returns
        kept = {name: value for part in parts for name, value in vars(part).items()}
        del kept["commands"], kept["_places" if self.closing else "ignored"]  # nobody is told a place at the end
        remembered = {name: value for name, value in kept.items() if isinstance(value, (list, dict, set, deque))}
        assert len(remembered) > 10
        assert not any(remembered.values()), remembered
        assert floor.host is None


class AnyOrderTests(SynchronousTestCase):
    """Whatever happens, in any order."""

    def test_what_holds(self) -> None:
        """Nobody is forgotten, at two tables, seated unwilling or told anything after leaving."""
        often = settings(max_examples=300, stateful_step_count=60, derandomize=True, deadline=None)
        run_state_machine_as_test(House, settings=often)

    @settings(max_examples=300, derandomize=True, deadline=None)
    @given(st.data())
    def test_nonsense(self, data: st.DataObject) -> None:
        """No order of events raises, even of those that make no sense."""
        person = st.sampled_from(["guest 1", "guest 2", "guest 3", "host 1", "Ernie", HOUSE])
        ending = st.builds(
            Ending,
            st.sampled_from(("played", "left", "timed out", "cut off", "fault")),
            st.lists(st.sampled_from((0, 1)), unique=True),
            st.just((0, 0)),
            st.lists(st.sampled_from((0, 1)), unique=True),
        )
        event = st.one_of(
            st.tuples(st.just("host"), person, st.tuples(st.just(()), st.booleans())),
            st.tuples(st.just("came"), person, st.sampled_from((("", 0.0), ("192.0.2.1", 0.0)))),
            st.tuples(st.sampled_from(("left", "waited", "moo")), person, st.none()),
            st.tuples(st.sampled_from(("leave", "key")), person, st.sampled_from("q\x03\n?wgmx")),
            st.tuples(st.just("over"), st.tuples(person, person), ending),
            st.tuples(st.just("kick"), person, st.none()),
            st.tuples(st.just("came"), person, st.just(("", 0.0, "00000001"))),
            st.tuples(st.just("lost"), person, st.tuples(st.just("hung up"), st.booleans())),
            st.tuples(st.just("came"), person, st.just(("", 0.0, "", True))),
            st.tuples(st.just("types"), person, st.sampled_from((None, "name"))),
            st.tuples(st.just("stranger"), person, st.booleans()),
            st.tuples(
                st.just("named"), person, st.sampled_from((("Ernie", WatchesAnother()), ("Bert", EnterPlays())))
            ),
            st.tuples(st.just("found"), person, st.none()),
            st.tuples(st.just("brought"), person, st.sampled_from((("00000001", "", 0.0), ("guest 2", "", 0.0)))),
            st.tuples(st.just("code"), person, st.just(("00000003", 0.0, True))),
            st.tuples(st.just("code"), person, st.sampled_from((("00000001", 0.0), ("1", 0.0), ("00000002", 0.0)))),
            st.sampled_from(
                (("drain", None, 10), ("stop", None, None), ("pause", None, None), ("resume", None, None))
            ),
            st.sampled_from([("bans", None, (Bans(until), 0.0)) for until in ({}, {network_of("192.0.2.1"): None})]),
        )
        one = lobby(max_per_address=2)
        for happened in data.draw(st.lists(event, max_size=40)):
            one.send(happened)

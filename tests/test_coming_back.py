"""Coming back: a line breaks or the server goes down, and whoever comes with their code goes on in the same match."""

from __future__ import annotations

from ipaddress import ip_network
from itertools import count
from os import utime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines.facts import MatchIsKept, YourCode
from rpsgame.coroutines.games import ROCK_PAPER_SCISSORS
from rpsgame.hall import rebuilding
from rpsgame.store.history import read
from rpsgame.store.store import Store
from rpsgame.strategies import STRATEGIES

from .room import Person, Room, lines_of, logged

PROMPT = "Your throw (r/p/s)?"


def codes() -> Any:
    """Return what draws 00000001, 00000002 and so on."""
    numbers = count(1)
    return lambda: f"{next(numbers):08}"


def code_of(person: Person) -> str:
    """Return the code that somebody was told last."""
    return next(fact.code for facts in reversed(person.writes) for fact in reversed(facts) if type(fact) is YourCode)


class RoomTests(SynchronousTestCase):
    """A hall where seats are kept, without a journal."""

    def room(self, **options: Any) -> Room:
        options = {"best_of": 3, "open_house": True, "draw_code": codes(), **options}
        return Room(**options)

    def duel(self, **options: Any) -> tuple[Room, Person, Person]:
        """Let two begin a match, whose codes are 00000001 and 00000002."""
        room = self.room(**options)
        ernie, bert = room.enter("ernie", "192.0.2.1"), room.enter("bert", "192.0.2.2")
        self.assertEqual((code_of(ernie), code_of(bert)), ("00000001", "00000002"))
        ernie.read()
        bert.read()
        return room, ernie, bert

    def alone(self, **options: Any) -> tuple[Room, Person]:
        """Let somebody begin a match with the house, which throws by chance; the code is 00000001."""
        room = self.room(house=STRATEGIES["random"], house_after=0, **options)
        ernie = room.enter("ernie", "192.0.2.1")
        ernie.read()
        return room, ernie


class LineTests(RoomTests):
    """A line that is lost, and the seat that is kept."""

    def test_code_is_told_when_a_match_begins(self) -> None:
        """A guest is told before each match how to come back to it."""
        room = self.room()
        ernie = room.enter("ernie")
        room.enter("bert")
        told = ernie.read()
        code = [type(fact) for fact in told].index(YourCode)
        self.assertEqual(told[code + 1], "You are player 0.")

    def test_host_has_no_code(self) -> None:
        """A host whose line breaks leaves, as ever; their guest has a code."""
        room = self.room()
        host, bert = room.host(), room.enter("bert")
        self.assertEqual([type(fact) is YourCode for fact in host.read()].count(True), 0)
        self.assertEqual(code_of(bert), "00000001")
        host.hang_up()
        self.assertIn("Opponent disconnected.", bert.read())

    def test_without_codes_nothing_is_kept(self) -> None:
        """Where no codes are drawn, a line that is lost ends the match."""
        room = Room(best_of=3, open_house=True)
        ernie, bert = room.enter("ernie"), room.enter("bert")
        ernie.hang_up()
        self.assertIn("Opponent disconnected.", bert.read())

    def test_duel_goes_on(self) -> None:
        """The other is told how long it takes at most; whoever comes back has their seat, name and score."""
        room, ernie, bert = self.duel()
        ernie.press("r")
        bert.press("s")
        ernie.read()
        bert.read()
        room.clock.advance(3)
        ernie.hang_up()
        self.assertEqual(bert.read(), ["The line to player 0 is lost, 27 seconds left."])
        again = room.enter("elsewhere", "192.0.2.9")
        room.clock.advance(2)
        again.read()
        again.type_code("00000001")
        self.assertEqual((again.name, again.view.wins, again.view.phase), ("guest 1", (1, 0), "playing"))
        self.assertEqual(
            again.read(),
            [
                "You are guest 1 again.",
                "If you lose the line, type 00000001 when you come again.",
                "Player 0 is back, 25 seconds left.",
            ],
        )
        self.assertEqual(bert.read(), ["Player 0 is back, 25 seconds left."])
        again.press("p")
        bert.press("r")
        self.assertIn("You have won the match, 2 - 0.", again.read())
        self.assertEqual(room.hall.status(), "people: 2, matches: 0, waiting: 2")

    def test_throw_is_kept(self) -> None:
        """What somebody had thrown counts, and the clock runs for the other only."""
        room, ernie, bert = self.duel()
        ernie.press("r")
        ernie.hang_up()
        self.assertEqual(bert.read()[-1], "The line to player 0 is lost.")
        bert.press("s")
        self.assertIn("Player 0 wins!", bert.read())
        again = room.enter("elsewhere")
        again.type_code("00000001")
        self.assertEqual(again.view.wins, (1, 0))

    def test_line_lost_before_the_result(self) -> None:
        """A guest whose match ends while their line is lost hears the result by their code, and is nobody else."""
        room, ernie, bert = self.duel()
        ernie.hang_up()
        bert.press("q")
        for _ in range(4):
            again = room.enter("elsewhere", "192.0.2.1")
            again.read()
            again.type_code("00000001")
            self.assertEqual(again.read()[0], "Your match with guest 2 is over: 0 - 0, guest 2 left.")
        self.assertEqual(again.name, "guest 6")
        self.assertEqual(again.view.phase, "playing")

    def test_line_lost_after_the_result(self) -> None:
        """The same of a guest whose line broke when nobody could know whether they had heard it, or who has left."""
        room, ernie, bert = self.duel()
        for _ in range(2):
            ernie.press("r")
            bert.press("s")
        room.clock.advance(1)
        ernie.hang_up()
        bert.press("q")
        for code, result in ("00000001", "2 - 0, you won."), ("00000002", "0 - 2, guest 1 won."):
            again = room.enter("elsewhere")
            again.read()
            again.type_code(code)
            told = str(again.read()[0])
            self.assertTrue(told.endswith(f"is over: {result}"), told)

    def test_seat_that_is_not_kept(self) -> None:
        """A guest who was cut off, and has lost the match by that, is told so."""
        room, ernie, _bert = self.duel()
        room.hall.leave(ernie.name, "does not read", ernie, keeps=False)
        room.clock.advance(0)
        again = room.enter("elsewhere")
        again.read()
        again.type_code("00000001")
        self.assertEqual(again.read()[0], "Your match with guest 2 is over: 0 - 0, you left.")

    def test_result_is_told_for_minutes(self) -> None:
        """Ten minutes after a match nobody knows of it any more, and its code is wrong."""
        now = [1e9]
        room = self.room()
        room.hall._reception.wall_clock = lambda: now[0]
        ernie, _bert = room.enter("ernie"), room.enter("bert")
        ernie.press("q")
        for seconds, told in (600, "Your match with guest 2 is over"), (1, "Nobody has this code"):
            now[0] += seconds
            again = room.enter("elsewhere")
            again.read()
            again.type_code("00000001")
            self.assertIn(told, "".join(again.read()))

    def test_told_and_waits_no_longer(self) -> None:
        """A guest who has been told the result waits for the house no longer than others."""
        room = self.room(house=STRATEGIES["random"], house_after=3)
        ernie, bert = room.enter("ernie"), room.enter("bert")
        ernie.press("q")
        bert.press("q")
        again = room.enter("elsewhere")
        room.hall.types(again.name)
        again.type_code("00000001")
        room.clock.advance(3)
        self.assertEqual(again.view.phase, "playing")

    def test_duel_times_out(self) -> None:
        """In a duel nobody waits longer than for somebody who thinks; then the seat is lost."""
        room, ernie, bert = self.duel()
        bert.press("r")
        ernie.hang_up()
        bert.read()
        room.clock.pump([25] + [1] * 5)
        self.assertIn("Opponent timed out.", bert.read())
        again = room.enter("elsewhere")
        again.read()
        again.type_code("00000001")
        self.assertEqual(again.read()[-1], "Your match with guest 2 is over: 0 - 0, you did not throw in time.")

    def test_leaving_is_at_once(self) -> None:
        """A guest who presses q leaves, and nobody waits for them."""
        _room, ernie, bert = self.duel()
        ernie.press("q")
        self.assertIn("Opponent disconnected.", bert.read())

    def test_house_waits(self) -> None:
        """With the house nobody waits, and so the clock stands; the time for the throw begins anew."""
        room, ernie = self.alone()
        room.clock.advance(20)
        ernie.hang_up()
        room.clock.advance(599)
        again = room.enter("elsewhere")
        again.read()
        again.type_code("00000001")
        self.assertEqual(again.read()[-1], "Player 1 is back, 30 seconds left.")
        room.clock.pump([25, 1])
        self.assertEqual(again.read()[-1], "4")
        again.press("r")
        self.assertIn("Player 0: ", "".join(again.read()))

    def test_house_waits_ten_minutes(self) -> None:
        """After ten minutes the match counts for nobody, and the seat is free."""
        room, ernie = self.alone()
        ernie.hang_up()
        room.clock.advance(600)
        self.assertEqual(room.hall.status(), "people: 0, matches: 0, waiting: 0")
        self.assertEqual(room.hall.tally.matches["cut off"], 1)

    def test_new_line_wins(self) -> None:
        """A new line counts, and not the old one, of which nobody knows yet that it is dead."""
        room, ernie, bert = self.duel()
        again = room.enter("elsewhere", "192.0.2.1")
        again.type_code("00000001")
        self.assertEqual(ernie.read(), ["You have come back by another line. Good-bye."])
        self.assertTrue(ernie.closed)
        self.assertEqual(bert.read(), [])
        again.press("r")
        self.assertEqual(bert.read(), [f"Player 0 has thrown. {PROMPT}"])
        self.assertEqual(room.hall.status(), "people: 2, matches: 1, waiting: 0")

    def test_lines_that_break_at_once(self) -> None:
        """An old line that breaks while a new one comes costs nobody the seat, nor does a new one."""
        room, ernie, bert = self.duel()
        again = room.enter("elsewhere")
        room.hall.come_back(again.name, "00000001")
        room.hall.leave("guest 1", "hung up", ernie)
        room.clock.advance(0)
        again.press("r")
        self.assertEqual(bert.read(), [f"Player 0 has thrown. {PROMPT}"])
        third = room.enter("elsewhere")
        room.hall.come_back(third.name, "00000001")
        room.hall.leave(third.name, "hung up", third)
        room.clock.advance(0)
        self.assertEqual(bert.read(), ["The line to player 0 is lost."])

    def test_question_waits_too(self) -> None:
        """A guest who loses the line in the last game may still answer whether they want another match."""
        room, ernie, bert = self.duel()
        ernie.press("r")
        bert.press("s")
        ernie.press("r")
        ernie.hang_up()
        bert.press("s")
        again = room.enter("elsewhere")
        again.type_code("00000001")
        self.assertEqual((again.view.phase, again.view.wins), ("asked", (2, 0)))
        room.clock.advance(1)
        bert.press("x")
        again.press("x")
        self.assertEqual(bert.view.phase, "playing")

    def test_nobody_plays_the_absent(self) -> None:
        """Somebody whose opponent leaves while their line is lost is let go, and plays nobody else."""
        room, ernie, bert = self.duel()
        ernie.hang_up()
        bert.press("q")
        self.assertEqual(room.hall.status(), "people: 0, matches: 0, waiting: 0")

    def test_both_lines_lost(self) -> None:
        """Two who have both lost their lines are timed out, and so is their match."""
        room, ernie, bert = self.duel()
        ernie.hang_up()
        bert.hang_up()
        room.clock.pump([25] + [1] * 5)
        self.assertEqual(room.hall.status(), "people: 0, matches: 0, waiting: 0")

    def test_match_that_had_begun_meanwhile(self) -> None:
        """A newcomer who was seated before they could type their code leaves that match."""
        room, ernie, _bert = self.duel()
        elmo = room.enter("elmo")
        again = room.enter("elsewhere")
        elmo.read()
        ernie.hang_up()
        again.type_code("00000001")
        self.assertIn("Opponent disconnected.", elmo.read())
        self.assertEqual(room.hall.status(), "people: 3, matches: 1, waiting: 1")

    def test_who_is_away(self) -> None:
        """Operators see whose line is lost."""
        room, ernie, _bert = self.duel()
        ernie.hang_up()
        self.assertEqual(sorted(state for _, state in room.hall.census()), ["away", "playing"])


class CodeTests(RoomTests):
    """Codes, and who may try them."""

    def test_three_a_connection(self) -> None:
        """A guest may try three codes; then even the right one is not taken."""
        room, ernie, _bert = self.duel()
        ernie.hang_up()
        again = room.enter("elsewhere", "192.0.2.9")
        for _ in range(3):
            again.type_code("99999999")
        again.read()
        again.type_code("00000001")
        self.assertEqual(again.read(), ["Too many wrong codes have come from here. None is taken now."])

    def test_twenty_an_address(self) -> None:
        """Those who come from one address try twenty codes, and then one each three minutes."""
        room, _ernie, _bert = self.duel(max_per_address=0)
        now = [1e9]
        room.hall._reception.wall_clock = lambda: now[0]
        guests = [room.enter("guesser", "192.0.2.9") for _ in range(8)]
        for guest in guests[:7]:
            for _ in range(3):
                guest.type_code("99999999")
        guests[7].type_code("00000001")
        self.assertEqual(guests[7].read()[-1], "Too many wrong codes have come from here. None is taken now.")
        other = room.enter("another", "192.0.2.10")
        other.type_code("99999999")
        self.assertEqual(other.read()[-1], "Nobody has this code. You may try 2 other codes.")
        now[0] += 181
        guests[7].type_code("00000001")
        self.assertEqual(guests[7].name, "guest 1")

    def test_short_code(self) -> None:
        """A code that is too short is no try."""
        room, _ernie, _bert = self.duel()
        again = room.enter("elsewhere")
        for _ in range(4):
            again.type_code("123")
        self.assertEqual(again.read()[-1], "A code to come back by has 8 digits.")
        again.type_code("00000001")
        self.assertEqual(again.name, "guest 1")

    def test_own_code(self) -> None:
        """A guest who types their own code has their seat already."""
        _room, ernie, _bert = self.duel()
        ernie.type_code("00000001")
        self.assertEqual(ernie.read(), ["You have your seat."])

    def test_no_two_have_one_code(self) -> None:
        """A code that is drawn twice belongs to the first, and the other has none."""
        room = self.room(draw_code=lambda: "00000007")
        ernie, bert = room.enter("ernie"), room.enter("bert")
        self.assertEqual(code_of(ernie), "00000007")
        self.assertEqual([type(fact) is YourCode for fact in bert.read()].count(True), 0)
        bert.hang_up()
        self.assertIn("Opponent disconnected.", ernie.read())

    def test_typing_is_no_news(self) -> None:
        """A guest who types a code during a match fills no log."""
        log = logged(self, debug=True)
        room, ernie, _ = self.duel()
        for _ in range(7):
            room.hall.types(ernie.name)
        room.clock.advance(0)
        self.assertEqual((lines_of(log), ernie.read()), ([], []))

    def test_typing_stops_the_house(self) -> None:
        """The house waits for somebody who types a code."""
        room = self.room(house=STRATEGIES["random"])
        ernie = room.enter("ernie")
        room.clock.advance(2)
        room.hall.types(ernie.name)
        room.clock.advance(0)
        room.clock.advance(29)
        self.assertEqual(ernie.view.phase, "waiting")
        room.clock.advance(1)
        self.assertEqual(ernie.view.phase, "playing")

    def test_newcomers_wait_while_seats_are_kept(self) -> None:
        """While a seat is kept, two who come play each other when both had three seconds to type its code."""
        room, ernie, _bert = self.duel()
        ernie.hang_up()
        elmo = room.enter("elmo")
        room.clock.advance(1)
        again = room.enter("elsewhere")
        self.assertEqual(elmo.view.phase, "waiting")
        again.type_code("00000001")
        rosita = room.enter("rosita")
        room.clock.advance(2)
        rosita.press("x")
        self.assertEqual(elmo.view.phase, "playing")

    def test_newcomers_meet_after_three_seconds(self) -> None:
        """Those who do not type play each other soon."""
        room, ernie, _bert = self.duel(timeout=60)
        ernie.hang_up()
        elmo, _rosita = room.enter("elmo"), room.enter("rosita")
        room.clock.advance(3)
        self.assertEqual(elmo.view.phase, "playing")


class LimitTests(RoomTests):
    """Whose seats count, and how often."""

    def test_who_comes_back_counts_once(self) -> None:
        """A guest whose line is lost leaves a place, and takes one when they come back."""
        room, ernie, bert = self.duel(max_guests=2)
        ernie.hang_up()
        again = room.enter("elsewhere", "192.0.2.1")
        again.type_code("00000001")
        self.assertEqual(again.name, "guest 1")
        elmo = room.enter("elmo")
        self.assertIn("The house is full. Please come again later.", elmo.read())
        bert.press("q")
        self.assertIn("You are guest 5.", room.enter("rosita").read())

    def test_no_more_seats_than_places(self) -> None:
        """As many seats are kept as guests may come from an address; the line of another one is lost for good."""
        room = self.room(house=STRATEGIES["random"], house_after=0, max_per_address=2)
        for _n in range(3):
            guest = room.enter("somebody", "192.0.2.1")
            guest.press("\n")
            guest.hang_up()
        self.assertEqual(room.hall.status(), "people: 2, matches: 2, waiting: 0")

    def test_ban_holds_for_kept_seats(self) -> None:
        """A seat is not kept for somebody whose address is banned meanwhile."""
        room, ernie = self.alone()
        ernie.hang_up()
        room.hall.office._ban((ip_network("192.0.2.1"), None))
        room.clock.advance(0)
        self.assertEqual(room.hall.status(), "people: 0, matches: 0, waiting: 0")


class RestartTests(SynchronousTestCase):
    """A server that is killed or stopped, and another that begins where it was."""

    def setUp(self) -> None:
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.runs = count(1)
        self.draw = codes()

    def start(self, house: str = "random", best_of: int = 3, **changes: Any) -> Room:
        """Start a server on what the last one has left; the last one need not have stopped."""
        strategy = STRATEGIES[house]._replace(**changes)
        store = Store(self.folder, 30, lambda act: act(), ROCK_PAPER_SCISSORS, best_of, 30, strategy)
        store.journal.run = f"20000101T0000{next(self.runs):02}Z-1"
        self.addCleanup(store.journal.close)
        self.journal = store.journal
        options: dict[str, Any] = {"best_of": best_of, "open_house": True, "house": strategy, "journal": store.journal}
        room = Room(**options, draw_code=self.draw, unfinished=store.unfinished())
        room.hall.keeping.remember(store.results)
        room.hall.keeping.begin()
        room.clock.advance(0)
        return room

    def duel(self) -> tuple[Room, Person, Person]:
        """Let two play, the first of whom wins a game; their codes are 00000001 and 00000002."""
        room = self.start()
        ernie, bert = room.enter("ernie"), room.enter("bert")
        ernie.press("r")
        bert.press("s")
        return room, ernie, bert

    def come_back(self, room: Room, code: str) -> Person:
        person = room.enter("elsewhere")
        person.read()
        person.type_code(code)
        return person

    def test_duel_goes_on(self) -> None:
        """The clock stands until both are back, with their names, the score and what was thrown."""
        _, ernie, _ = self.duel()
        ernie.press("p")
        room = self.start()
        bert = self.come_back(room, "00000002")
        self.assertEqual(
            bert.read(),
            [
                "You are guest 2 again.",
                "If you lose the line, type 00000002 when you come again.",
                "The server was down. The match goes on when its players are back.",
                "Player 1 is back.",
                "The match waits 120 seconds for player 0.",
            ],
        )
        self.assertEqual((bert.view.wins, bert.view.other_has_thrown, bert.view.until), ((1, 0), True, None))
        room.clock.advance(60)
        ernie = self.come_back(room, "00000001")
        self.assertEqual((ernie.name, ernie.view.thrown, ernie.view.until), ("guest 1", "paper", None))
        self.assertEqual(ernie.read()[-1], "Player 0 is back.")
        self.assertEqual(bert.read(), ["Player 0 is back."])
        room.clock.advance(24)
        bert.press("r")
        self.assertIn("You have won the match, 2 - 0.", ernie.read())

    def test_clock_begins_anew(self) -> None:
        """When both are back, both have the whole time for a throw."""
        self.duel()
        room = self.start()
        ernie, bert = self.come_back(room, "00000001"), self.come_back(room, "00000002")
        self.assertEqual(bert.read()[-1], "Player 1 is back, 30 seconds left.")
        ernie.read()
        room.clock.pump([25] + [1] * 5)
        self.assertIn("Timed out. Good-bye", ernie.read())

    def test_throws_while_the_clock_stands(self) -> None:
        """A player who is back may throw already, and does not set the clock going."""
        self.duel()
        room = self.start()
        ernie = self.come_back(room, "00000001")
        ernie.press("r")
        room.clock.advance(100)
        bert = self.come_back(room, "00000002")
        bert.press("s")
        self.assertIn("You have won the match, 2 - 0.", ernie.read())

    def test_other_does_not_come_back(self) -> None:
        """After two minutes a match that one has come back to counts for nobody, and they play on."""
        self.duel()
        room = self.start()
        ernie = self.come_back(room, "00000001")
        ernie.press("r")
        ernie.read()
        room.clock.advance(120)
        self.assertIn("The match ends 1 - 0: guest 2 did not come back.", ernie.read())
        self.assertEqual((room.hall.tally.matches["cut off"], room.hall.tally.matches.total()), (1, 1))
        self.assertEqual(ernie.view.phase, "waiting")

    def test_nobody_comes_back(self) -> None:
        """After two minutes nobody can come back to a match of before, and is told so, also after another start."""
        self.duel()
        room = self.start()
        room.clock.advance(120)
        late = self.come_back(room, "00000001")
        self.assertEqual(late.read()[-1], "Your match with guest 2 is over: nobody came back in time.")
        room = self.start()
        late = self.come_back(room, "00000001")
        self.assertEqual(late.read()[-1], "Your match with guest 2 is over: nobody came back in time.")

    def test_result_in_the_round_of_a_kill(self) -> None:
        """A guest who could not be told how their match ended, since the server was killed, hears it afterwards."""
        _, ernie, bert = self.duel()
        ernie.press("r")
        bert.press("s")
        room = self.start()
        self.assertEqual(
            [self.come_back(room, code).read()[-1] for code in ("00000001", "00000002")],
            [
                "Your match with guest 2 is over: 2 - 0, you won.",
                "Your match with guest 1 is over: 0 - 2, guest 1 won.",
            ],
        )

    def test_result_of_the_run_before_the_last(self) -> None:
        """The result is known after another kill too, if it is not long ago; then nobody reads so far back."""
        _, ernie, bert = self.duel()
        ernie.press("r")
        bert.press("s")
        room = self.start()
        room.enter("elmo")
        room.enter("rosita")
        room = self.start()
        self.assertIn("2 - 0, you won.", self.come_back(room, "00000001").read()[-1])
        for path in self.folder.glob("journal/*.jsonl"):
            utime(path, (0, 0))
        room = self.start()
        self.assertIn("Nobody has this code", self.come_back(room, "00000001").read()[-1])

    def test_house_goes_on(self) -> None:
        """With the house a match goes on at once, and as it would have gone: it throws what it would have thrown."""
        room = self.start("reader", best_of=9)
        ernie = room.enter("ernie")
        ernie.press("\n")
        for key in "rps":
            ernie.press(key)
        told = [str(fact) for fact in ernie.read() if "Player 0: " in fact]
        room = self.start("reader", best_of=9)
        ernie = self.come_back(room, "00000001")
        self.assertEqual(ernie.read()[-1], "Player 1 is back, 30 seconds left.")
        self.assertEqual(len(ernie.view.rows), len(told))
        for _ in range(40):
            ernie.press("r")
        self.assertIn("You have", "".join(fact for fact in ernie.read() if "the match" in fact))
        (past, *_) = read(sorted(self.folder.glob("journal/*0002Z-1-0001.jsonl"))).values()
        self.assertEqual([word for _, (word, _, _) in past.events].count("over"), 1)

    def test_again_and_again(self) -> None:
        """A server may be killed as often as it likes, whether its guests had come back or not."""
        self.duel()
        self.start()
        room = self.start()
        ernie = self.come_back(room, "00000001")
        ernie.press("p")
        room = self.start()
        ernie, bert = self.come_back(room, "00000001"), self.come_back(room, "00000002")
        bert.press("r")
        self.assertIn("You have won the match, 2 - 0.", ernie.read())
        room = self.start()
        ended = "Your match with guest 1 is over: 0 - 2, guest 1 won."
        self.assertEqual(self.come_back(room, "00000002").read()[-1], ended)

    def test_new_guests_have_new_names(self) -> None:
        """A guest who comes is never called as one is who may come back, and has another code."""
        self.duel()
        self.draw = codes()
        room = self.start()
        elmo, _rosita, zoe, _oscar = (room.enter("somebody") for _ in range(4))
        self.assertIn("You are guest 3.", elmo.read())
        room.clock.advance(3)
        self.assertEqual(code_of(zoe), "00000003")
        ernie = self.come_back(room, "00000001")
        self.assertEqual(ernie.name, "guest 1")

    def test_other_players_are_answered_meanwhile(self) -> None:
        """While matches are played again, those who play are answered between two turns of the reactor."""
        self.patch(rebuilding, "EVENTS", 3)
        room = self.start(best_of=99)
        guests = [room.enter("somebody") for _ in range(4)]
        for guest, key in zip(guests * 5, "rsrs" * 5, strict=True):
            guest.press(key)
        room = self.start(best_of=99)
        players = room.enter("elmo"), room.enter("rosita")
        room.clock.advance(3)
        heard: list[str] = []
        for again, code in [(room.enter("elsewhere"), code) for code in ("00000001", "00000003")]:
            self.patch(again, "become", lambda name, view: heard.append(name))
            room.hall.come_back(again.name, code)
        for number in range(8):
            room.clock.callLater(0, players[number % 2].hall.press, players[number % 2].name, "r")
        self.patch(players[1], "write", lambda facts: heard.append("rosita"))
        room.clock.advance(0)
        self.assertEqual([name for name in heard if name != "rosita"], ["guest 1", "guest 3"])
        self.assertLess(heard.index("rosita"), heard.index("guest 1"))

    def test_somebody_who_hangs_up_meanwhile(self) -> None:
        """A guest who has gone when their match has been played again takes no seat, and can come again."""
        self.duel()
        room = self.start()
        again = room.enter("elsewhere")
        room.hall.come_back(again.name, "00000001")
        room.hall.leave(again.name, "hung up", again)
        room.clock.advance(0)
        self.assertEqual(room.hall.status(), "people: 2, matches: 1, waiting: 0")
        self.assertEqual(self.come_back(room, "00000001").name, "guest 1")

    def test_both_at_once(self) -> None:
        """Two whose match is played again for the first of them both have their seats."""
        self.duel()
        room = self.start()
        both = room.enter("elsewhere"), room.enter("elsewhere")
        for person, code in zip(both, ("00000001", "00000002"), strict=True):
            room.hall.come_back(person.name, code)
        room.clock.advance(0)
        self.assertEqual([person.name for person in both], ["guest 1", "guest 2"])

    def test_stop_keeps_matches(self) -> None:
        """At a stop nobody loses a match: all are told their codes, and find their seats when the server is back."""
        room, ernie, _ = self.duel()
        ernie.read()
        room.hall.close()
        self.assertEqual(
            ernie.read(),
            ["Your match goes on when the server is back: type 00000001 then.", "The server is stopping. Good-bye."],
        )
        self.assertTrue(ernie.closed)
        self.assertEqual(room.hall.status(), "people: 0, matches: 0, waiting: 0")
        room = self.start()
        ernie, _bert = self.come_back(room, "00000001"), self.come_back(room, "00000002")
        self.assertEqual(ernie.view.wins, (1, 0))

    def test_nothing_is_promised_without_a_journal(self) -> None:
        """Where the journal lacks something, a stop cuts matches off, as it does where there is none."""
        room, ernie, _bert = self.duel()
        self.journal.lost = 1  # and has been written again since
        ernie.read()
        room.hall.close()
        self.assertEqual([fact for fact in ernie.read() if type(fact) is MatchIsKept], [])
        self.assertEqual(room.hall.tally.matches["cut off"], 1)

    def test_host_cannot_come_back(self) -> None:
        """A match with the host of before does not go on, and nobody is taken for the host who is there now."""
        room = self.start()
        room.host()
        ernie = room.enter("ernie")
        ernie.press("r")
        room = self.start()
        host = room.host()
        ernie = self.come_back(room, code_of(ernie))
        self.assertEqual(ernie.read()[-1], "Nobody has this code. You may try 2 other codes.")
        host.press("r")
        self.assertEqual(ernie.read()[-1], "Player 0 has thrown. Your throw (r/p/s)?")

    def test_another_game_is_another_house(self) -> None:
        """A server that plays something else does not go on with what was played before."""
        self.duel()
        room = self.start(best_of=5)
        self.assertIn("Nobody has this code", self.come_back(room, "00000001").read()[-1])

    def test_another_version_of_the_house(self) -> None:
        """Where the house plays otherwise than before, duels go on, but matches with it cannot."""
        room, *_ = self.duel()
        elmo = room.enter("elmo")
        room.clock.advance(3)
        code = code_of(elmo)
        room = self.start(version=2)
        self.assertEqual(self.come_back(room, "00000001").view.phase, "playing")
        self.assertIn("Nobody has this code", self.come_back(room, code).read()[-1])

    def test_match_that_would_part(self) -> None:
        """A match that would not go as it went does not go on; a line in the log says where it parts."""
        self.duel()
        (path,) = self.folder.glob("journal/*.jsonl")
        path.write_text(path.read_text().replace('"key",1,"s"', '"key",1,"s"],[1,"over",null,null'))
        path.write_text(path.read_text().replace('[1,"over",null,null]', '[1,"sealed",0,["x","y"]]'))
        log = logged(self)
        room = self.start()
        self.assertIn("Nobody has this code", self.come_back(room, "00000001").read()[-1])
        self.assertEqual(
            [line for line in lines_of(log) if "cannot go on" in line],
            ["The match of guest 1 and guest 2 cannot go on: it would part at event 4, sealed 0 ['x', 'y']"],
        )

    def test_broken_journal(self) -> None:
        """A journal that cannot be read costs the matches of before, and one line in the log."""
        self.duel()
        (path,) = self.folder.glob("journal/*.jsonl")
        path.write_text("nonsense\n")
        log = logged(self)
        room = self.start()
        self.assertIn("Nobody has this code", self.come_back(room, "00000001").read()[-1])
        self.assertEqual(len([line for line in lines_of(log) if "No match of before" in line]), 1)

"""The house in the hall: what it remembers of a guest, and of all guests at once."""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import Any

from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines.facts import AnotherMatch, GameTold, MatchWon
from rpsgame.coroutines.games import ROCK_PAPER_SCISSORS
from rpsgame.coroutines.toolbox import advance_generator_once
from rpsgame.coroutines.visit import TIME_TO_READ
from rpsgame.hall import reception
from rpsgame.strategies import STRATEGIES, Ask, LastWord, MatchOver, Memory, Setting, Strategy, StrategyCoroutine

from .room import Person, Room, logged

BEATS = dict(zip("rps", "psr", strict=True))


class Notes:
    """A strategy that asks which throw to make, and a memory that answers, with notes of all that they are told."""

    def __init__(self) -> None:
        self.settings: list[Setting] = []
        self.heard: list[tuple[str, Any]] = []
        self.matches: list[Any] = []
        self.saved: Any = "nothing was saved"
        self.strategy = Strategy("asking", self.asking, memory=self.remembering)

    @advance_generator_once
    def asking(self, setting: Setting) -> StrategyCoroutine:
        self.settings.append(setting)
        try:
            last = yield None
            while True:
                last = yield (yield Ask(last))
        except MatchOver:
            return LastWord("Well played.", len(self.settings))

    @advance_generator_once
    def remembering(self, saved: Any) -> Memory:
        self.saved = saved
        answer = None
        while True:
            word, match, what = yield answer
            if match not in self.matches:
                self.matches.append(match)
            self.heard.append((word, what))
            if what == "fail":
                raise ValueError
            answer = "p" if word == "ask" else "what is kept"


class MemoryTests(SynchronousTestCase):
    """A strategy that asks its memory of all guests."""

    def setUp(self) -> None:
        self.notes = Notes()
        self.room = self.make_room()

    def make_room(self, **options: Any) -> Room:
        return Room(open_house=True, house=self.notes.strategy, house_after=0, best_of=3, **options)

    def test_a_match(self) -> None:
        """It asks before each throw, and after the last; the memory hears that the match is over, and how."""
        guest = self.room.enter("")
        for key in "ps":
            guest.press(key)
        self.assertEqual([fact for fact in guest.read() if type(fact) is GameTold][-1], GameTold("p", "s"))
        guest.press("s")
        self.assertEqual(guest.read()[-3:], [MatchWon(0, 2), "Well played.", AnotherMatch(())])
        asked = [("ask", None), ("ask", "p"), ("ask", "s"), ("ask", "s")]
        self.assertEqual(self.notes.heard, [*asked, ("over", True)])

    def test_keys_that_come_together(self) -> None:
        """The house has thrown before a guest's next key counts, though the keys came at once."""
        guest = self.room.enter("")
        guest.press("pprs")
        games = [told for told in guest.read() if type(told) is GameTold]
        self.assertEqual(games, [GameTold("p", throw) for throw in "pprs"])

    def test_left(self) -> None:
        """The memory hears that a match was not played to its end, whoever ended it."""
        for end in (
            Person.hang_up,
            lambda guest: self.room.clock.pump([25, 1, 1, 1, 1, 1]),
            lambda guest: guest.press("q"),
        ):
            guest = self.room.enter("")
            end(guest)
            self.assertEqual(self.notes.heard[-1], ("over", False))
        self.room.enter("")
        self.room.hall.close()
        self.assertEqual(self.notes.heard[-1], ("over", False))

    def test_two_matches(self) -> None:
        """Each match is known by a value of its own; a guest's next match is known from the last."""
        ernie, bert = self.room.enter(""), self.room.enter("")
        self.assertEqual(len(self.notes.matches), 2)
        for key in "ss":
            ernie.press(key)
        self.room.clock.advance(TIME_TO_READ)
        ernie.press("y")
        bert.press("s")
        self.assertEqual([setting.kept for setting in self.notes.settings], [None, None, 2])

    def test_setting(self) -> None:
        """A strategy is told the throws, the outcomes, and what wins the match."""
        self.room.enter("")
        setting = self.notes.settings[0]
        self.assertEqual((setting.throws, setting.words), (("r", "p", "s"), ("rock", "paper", "scissors")))
        self.assertEqual((setting.outcomes, setting.needed), (ROCK_PAPER_SCISSORS.outcomes, 2))

    def test_saved(self) -> None:
        """What the memory saves is given to it at another start."""
        self.assertIsNone(self.notes.saved)
        self.assertEqual(self.room.hall.memory.save(), "what is kept")
        self.make_room(remembered="what is kept")
        self.assertEqual(self.notes.saved, "what is kept")

    def test_fault(self) -> None:
        """A fault of the memory costs what it remembered, one log entry, and the one match."""
        events = logged(self)
        guest = self.room.enter("")
        self.notes.saved = "something"
        with_fault = self.room.hall.memory.send("ask", None, "fail")
        self.assertEqual((with_fault, self.notes.saved), (None, None))
        self.assertEqual(
            [event["log_format"] for event in events[1:]], ["The house's memory begins anew, after a fault"]
        )
        self.assertEqual(len(self.flushLoggedErrors(ValueError)), 1)
        guest.press("s")
        guest.press("s")
        self.assertEqual(guest.read()[-3:], [MatchWon(0, 2), "Well played.", AnotherMatch(())])

    def test_no_memory(self) -> None:
        """A house without a memory has nothing to save."""
        for house in (None, STRATEGIES["random"]):
            self.assertIsNone(Room(house=house).hall.memory.save())

    def test_does_not_fit(self) -> None:
        """A strategy that cannot play the game is refused when the hall is made."""
        fits_nothing = Strategy("stubborn", self.notes.asking, lambda throws, outcomes: False)
        with self.assertRaisesRegex(ValueError, "the strategy stubborn does not play rock-paper-scissors"):
            Room(house=fits_nothing)


class Memoriser:
    """A guest who remembers, of all matches, what the house answered after the same keys, and tries to beat that."""

    CURIOUS = 0.1  # of throws, which are made at random

    def __init__(self) -> None:
        self.chance = Random(1)
        self.answers: dict[str, Counter[str]] = {}

    def throw(self, keys: str) -> str:
        known = self.answers.get(keys)
        if not known or self.chance.random() < self.CURIOUS:
            return self.chance.choice("rps")
        return max("rps", key=lambda throw: (known[BEATS[BEATS[throw]]] - known[BEATS[throw]], self.chance.random()))

    def learn(self, keys: str, house: str) -> None:
        self.answers.setdefault(keys, Counter())[house] += 1


class MemoriserTests(SynchronousTestCase):
    """The house that everybody meets, and one who comes back as a new guest each time."""

    def test_cannot_be_learnt_by_heart(self) -> None:
        """A guest with a memory wins about half of the matches 41 to 240, as anybody would by chance."""
        seeds = Random(1)
        self.patch(reception, "urandom", seeds.randbytes)
        room = Room(open_house=True, house=STRATEGIES["reader"], house_after=0)
        guest = Memoriser()
        won = [self.visit(room, guest) for _ in range(240)]
        self.assertLessEqual(won[40:].count(True) / 200, 0.58)

    def visit(self, room: Room, guest: Memoriser) -> bool:
        """Play a match; return whether the guest has won it."""
        person, keys = room.enter(""), ""
        while True:
            key = guest.throw(keys)
            person.press(key)
            facts = person.read()
            guest.learn(keys, next(fact.choice0 for fact in facts if type(fact) is GameTold))
            keys += key
            if AnotherMatch(()) in facts:
                person.hang_up()
                return any(type(fact) is MatchWon for fact in facts)

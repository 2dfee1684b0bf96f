"""The hall's journal: what is on the disk when somebody is told something, and a match played again from it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines.facts import Fact
from rpsgame.coroutines.table import Event
from rpsgame.store.history import read
from rpsgame.store.journal import Journal
from rpsgame.strategies import STRATEGIES

from .room import Person, Room

OPENING = {"game": "rock-paper-scissors", "best_of": 3, "timeout": 30, "house": ["random", 1]}


class Reader(Person):
    """Somebody who looks into the journal whenever they are told something."""

    folder: Path
    found: list[list[Event]]

    def write(self, lines: Sequence[Fact]) -> None:
        super().write(lines)
        tables = read(sorted(self.folder.glob("*.jsonl")))
        self.found.append([event for past in tables.values() for _, event in past.events])


class HallTests(SynchronousTestCase):
    """What the hall notes, and when."""

    def setUp(self) -> None:
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.journal = Journal(self.folder, OPENING)
        self.addCleanup(self.journal.close)

    def room(self, house: str | None = None) -> Room:
        return Room(
            best_of=3, open_house=True, house=STRATEGIES[house] if house else None, house_after=0, journal=self.journal
        )

    def events(self) -> list[Event]:
        """Return what all tables were told, but what comes with a match's beginning."""
        tables = read(sorted(self.folder.iterdir()))
        return [
            (word, whom, None if word == "join" else what)
            for past in tables.values()
            for _, (word, whom, what) in past.events
        ]

    def test_noted_before_anybody_is_told(self) -> None:
        """What somebody is told has come of events that are on the disk already."""
        room = self.room()
        Reader.folder, Reader.found = self.folder, []
        ernie, bert = (room.enter(name, person=Reader) for name in ("Ernie", "Bert"))
        ernie.press("r")
        self.assertEqual(Reader.found[-1][-2], ("key", 0, "r"))
        bert.press("p")
        self.assertEqual(Reader.found[-1][-1], ("key", 1, "p"))

    def test_all_that_changes_a_match(self) -> None:
        """Keys, whoever is late or has left, and how it ended are noted; what makes no sense is not."""
        room = self.room()
        ernie, bert = room.enter("Ernie"), room.enter("Bert")
        ernie.press("r")
        bert.press("p")
        elmo, watcher = room.enter("Elmo"), room.enter("Rosita")
        watcher.press("w")
        for person in (ernie, bert, elmo, watcher):
            person.read()
        room.clock.pump([25] + [1] * 6)
        noted = self.events()
        self.assertEqual(
            [event for event in noted if event[0] != "sealed"][:3],
            [("join", None, None), ("key", 0, "r"), ("key", 1, "p")],
        )
        self.assertEqual(noted.count(("late", None, None)), 12)
        self.assertEqual(
            [event for event in noted if event[0] == "over"],
            [("over", None, ["timed out", [0, 1], [0, 1], []]), ("over", None, ["timed out", [0, 1], [0, 0], []])],
        )

    def test_the_house(self) -> None:
        """The house's throws and the answers of its memory are noted, and a guest's matches are of one table."""
        room = self.room("reader")
        ernie = room.enter("Ernie")
        while not any(fact.startswith("You have") and "match" in fact for fact in ernie.read()):
            ernie.press("r")
        (past,) = read(sorted(self.folder.iterdir())).values()
        words = [word for _, (word, _, _) in past.events]
        self.assertEqual(words[:6], ["join", "answer", "sealed", "key", "answer", "sealed"])
        self.assertEqual(words[-1], "over")
        room.clock.advance(1)
        ernie.press("a")
        (past,) = read(sorted(self.folder.iterdir())).values()
        self.assertEqual(len([*past.matches()]), 2)

    def test_no_journal(self) -> None:
        """Without a journal nothing is noted."""
        room = Room(open_house=True)
        room.enter("Ernie")
        room.enter("Bert").press("r")
        self.assertEqual([*self.folder.iterdir()], [])

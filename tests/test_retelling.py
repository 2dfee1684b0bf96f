"""Results that only the journal has, since the server was killed, are told to the records again, and count once."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from twisted.internet.defer import Deferred, execute, fail
from twisted.internet.testing import MemoryReactorClock
from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines.games import ROCK_PAPER_SCISSORS
from rpsgame.store.endings import results, runs_after
from rpsgame.store.records import RecordsAway
from rpsgame.store.records.contract import Result
from rpsgame.store.retelling import AGAIN, Retelling
from rpsgame.store.state import State
from rpsgame.store.store import Store
from rpsgame.strategies import STRATEGIES

from .room import Person, Room, lines_of, logged
from .test_names import NOBODY, NamesTests

GAME = ROCK_PAPER_SCISSORS.name
OPENING = {"journal": 2, "run": "1", "game": GAME}
MATCH = ["1-0a", 7, 1, 3, 4, True]
OVER = ["played", [], [1, 2], []]


class KillTests(NamesTests):
    """Servers that are killed, one after another."""

    def start(self, run: str, best_of: int = 1) -> Room:
        """Start a server on what the last one has left; until its clock goes on, no result is written."""
        house = STRATEGIES["random"]
        store = Store(self.folder, 30, lambda act: act(), ROCK_PAPER_SCISSORS, best_of, 30, house)
        store.journal.run = run
        self.addCleanup(store.journal.close)
        options = {"best_of": best_of, "journal": store.journal, "unfinished": store.unfinished()}
        room = self.room(house=house, **options)
        room.hall.keeping.begin()
        room.clock.advance(0)
        return room

    def retell(self, run: str) -> MemoryReactorClock:
        """Tell the records what the runs before have left, as this one does when it begins."""
        reactor = MemoryReactorClock()
        state = State(self.folder)
        service = Retelling(reactor, lambda act: execute(act), state, run, GAME, self.records)
        service.startService()
        reactor.run()
        self.addCleanup(service.stopService)
        return reactor

    def rows(self) -> int:
        """Return how many results the records have."""
        sql = "SELECT count(*) FROM result"
        ((number,),) = self.successResultOf(self.records._read(lambda session: session.run(sql)))
        return int(number)

    def play(self, room: Room) -> tuple[Person, Person]:
        """Let Ernie beat Bert, and both stay."""
        for name in ("Ernie", "Bert"):
            self.by_ssh(room, name, claims=True).hang_up()
        ernie, bert = self.by_ssh(room, "Ernie"), self.by_ssh(room, "Bert", NOBODY)
        ernie.press("p")
        bert.press("r")
        return ernie, bert

    def test_killed(self) -> None:
        """A result that was told to both players, and then the server was killed, counts once after the next start."""
        self.play(self.start("20000101T000001Z-1"))
        self.assertEqual(self.rows(), 0)
        room = self.start("20000101T000002Z-1")
        log = logged(self)
        self.retell("20000101T000002Z-1")
        self.assertEqual(lines_of(log), ["Results of before in the journal: the records have 1, each once"])
        self.assertEqual(self.last(room, "Bert"), [("Ernie", False)])
        (self.folder / "told.json").unlink()
        room = self.start("20000101T000003Z-1")
        self.retell("20000101T000003Z-1")
        self.assertEqual(self.last(room, "Bert"), [("Ernie", False)])
        self.assertEqual(self.rows(), 1)

    def test_goes_on(self) -> None:
        """A match at a table that was told again after a start counts once, as those do that were over before."""
        room = self.start("20000101T000001Z-1", best_of=3)
        self.patch(self.records, "finish", lambda result: None)
        ernie, key = self.named(room, "Ernie")
        room.clock.advance(3)
        while ernie.view.phase == "playing":
            ernie.press("p")
        room.clock.advance(2)
        ernie.press("y")
        room.clock.advance(3)
        ernie.press("p")
        self.assertEqual(ernie.view.phase, "playing")
        for run in ("20000101T000002Z-1", "20000101T000003Z-1"):
            room = self.start(run, best_of=3)
        again = room.enter("elsewhere", NOBODY)
        self.say(again, "key", key)
        room.clock.advance(0)
        while again.view.phase == "playing":
            again.press("p")
        self.assertEqual(again.view.phase, "asked")
        room.clock.advance(1)
        self.assertEqual(self.rows(), 1)
        self.start("20000101T000004Z-1", best_of=3)
        self.retell("20000101T000004Z-1")
        self.assertEqual(self.rows(), 2)
        sql = "SELECT run.name, number, nth FROM result JOIN run ON run.id = run ORDER BY nth"
        found = self.successResultOf(self.records._read(lambda session: session.run(sql)))
        self.assertEqual([match[1:] for match in found], [(1, 1), (1, 2)])
        (run,) = {run for run, *_ in found}
        self.assertRegex(run, "-[0-9a-f]{8}$")

    def test_each_run_once(self) -> None:
        """What the records have heard is not read again, and what is played now is not yet."""
        told: list[list[Result]] = []
        self.play(self.start("20000101T000001Z-1"))
        self.start("20000101T000002Z-1")
        retell = self.records.retell

        def retold(batch: list[Result]) -> Any:
            told.append(batch)
            return retell(batch)

        self.patch(self.records, "retell", retold)
        self.retell("20000101T000001Z-1")
        self.assertEqual(len(told), 0)
        for _ in range(2):
            self.retell("20000101T000002Z-1")
            self.assertEqual(len(told), 1)
        self.assertEqual(json.loads((self.folder / "told.json").read_text()), {GAME: "20000101T000001Z-1"})

    def test_records_away(self) -> None:
        """While the records are away, what is to be told waits; nothing is noted as told before it is written."""
        self.play(self.start("20000101T000001Z-1"))
        self.start("20000101T000002Z-1")
        retell = self.records.retell
        self.patch(self.records, "retell", lambda batch: fail(RecordsAway("the disk is full")))
        reactor = self.retell("20000101T000002Z-1")
        reactor.advance(AGAIN)
        self.assertFalse((self.folder / "told.json").exists())
        self.patch(self.records, "retell", retell)
        reactor.advance(AGAIN)
        self.assertEqual(self.rows(), 1)
        self.assertTrue((self.folder / "told.json").exists())

    def test_stopped(self) -> None:
        """A server that stops meanwhile tells it at the next start."""
        self.play(self.start("20000101T000001Z-1"))
        self.start("20000101T000002Z-1")
        reactor, reading = MemoryReactorClock(), Deferred[Any]()
        service = Retelling(reactor, lambda act: reading, State(self.folder), "2", GAME, self.records)
        service.startService()
        reactor.run()
        service.stopService()
        reading.callback([])
        self.assertFalse((self.folder / "told.json").exists())

    def test_nothing_of_use(self) -> None:
        """Where it is noted what was told stands nonsense, all is told again."""
        self.play(self.start("20000101T000001Z-1"))
        self.start("20000101T000002Z-1")
        for nonsense in ("[[", "5"):
            (self.folder / "told.json").write_text(nonsense)
            self.retell("20000101T000002Z-1")
            self.assertEqual(self.rows(), 1)
            self.assertEqual(json.loads((self.folder / "told.json").read_text()), {GAME: "20000101T000001Z-1"})


class EndingsTests(SynchronousTestCase):
    """What the files say."""

    def setUp(self) -> None:
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def found(self, *lines: Any, opening: Any = OPENING) -> list[Result]:
        """Return the results of a file of these lines."""
        path = self.folder / "file"
        path.write_text("".join(line if type(line) is str else json.dumps(line) + "\n" for line in (opening, *lines)))
        return [*results(path, GAME, {})]

    def test_match(self) -> None:
        """A match of somebody with a name that has been won is a result, when it was over and as it was noted."""
        played = [9.5, [7, "match", None, MATCH], [7, "join", None, [["Ann", "Ben"], "", []]]]
        self.assertEqual(
            self.found(played, [10.5, [7, "key", 1, "r"], [7, "over", None, OVER]]),
            [Result("1-0a", 7, 1, 10.5, (3, 4), (1, 2), 1, True)],
        )
        self.assertEqual(self.found(played, [10.5, [7, "over", None, ["cut off", [], [0, 0], []]]]), [])
        (left,) = self.found(played, [10.5, [7, "over", None, ["left", [0], [1, 0], []]]])
        self.assertEqual(left.winner, 1)

    def test_nobody(self) -> None:
        """A match of nobody with a name is none, also at a table where somebody with a name has played."""
        begins, ends = [1.0, [7, "match", None, MATCH]], [3.0, [7, "over", None, OVER]]
        self.assertEqual(self.found(ends), [])
        self.assertEqual(len(self.found(begins, ends, ends)), 1)
        self.assertEqual(self.found(begins, [2.0, [7, "match", None, None]], ends), [])

    def test_told_again(self) -> None:
        """What stands in the same line for a table that goes on is of the run before."""
        again = [1.0, [7, "table", "kept", "house"], [7, "match", None, MATCH], [7, "over", None, OVER]]
        self.assertEqual(self.found(again), [])
        self.assertEqual(len(self.found(again, [2.0, [7, "over", None, OVER]])), 1)

    def test_another_game(self) -> None:
        """What is another game's is not told to the records of this one; no more is what is no journal."""
        lines = [1.0, [7, "match", None, MATCH]], [3.0, [7, "over", None, OVER]]
        for opening in ({**OPENING, "game": "morra"}, "", "nonsense\n", "5\n"):
            self.assertEqual(self.found(*lines, opening=opening), [], opening)

    def test_broken_lines(self) -> None:
        """Lines that are none are left out, wherever they stand."""
        broken = ['["gap"]\n', '[1,[7,"over"\n', '["match"]\n', '{"match":1}\n', '[1,[7,"match",null,[1]]]\n']
        broken += ['[1,[7,"over",null,5]]\n']
        lines: list[Any] = [[1.0, [7, "match", None, MATCH]], [3.0, [7, "over", None, OVER]]]
        self.assertEqual(len(self.found(*broken, lines[0], broken[0], lines[1], *broken, '[1,[7,"match"')), 1)

    def test_runs(self) -> None:
        """All parts of a run are read in their order, and what goes from one to the next is one match."""
        folder = self.folder
        for name in ("3-1-0001", "2-1-0002", "2-1-0001", "1-1-0001", "4-1-0001"):
            (folder / f"{name}.jsonl").write_text(json.dumps(OPENING) + "\n")
        runs = [[path.stem for path in paths] for paths in runs_after(folder, "1-1", "4-1")]
        self.assertEqual(runs, [["2-1-0001", "2-1-0002"], ["3-1-0001"]])
        self.assertEqual([*runs_after(folder / "nowhere", "", "9")], [])
        on: dict[int, list[Any]] = {}
        for name, line in (("a", [7, "match", None, MATCH]), ("b", [7, "over", None, OVER])):
            (folder / name).write_text(f"{json.dumps(OPENING)}\n{json.dumps([1.0, line])}\n")
        found = [len([*results(folder / name, GAME, on)]) for name in ("a", "gone", "b")]
        self.assertEqual(found, [0, 0, 1])

"""What the house remembers, from one start to the next."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from twisted.internet.task import Clock
from twisted.trial.unittest import SynchronousTestCase

from rpsgame.memory import HouseMemory
from rpsgame.store.remembered import OFTEN, Remembered, Saving
from rpsgame.store.state import State
from rpsgame.strategies import STRATEGIES

from ..room import lines_of, logged

READER = STRATEGIES["reader"]


class RememberedTests(SynchronousTestCase):
    """A purse that is saved and given back."""

    def setUp(self) -> None:
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.state = State(Path(folder.name))
        self.events = logged(self)
        self.remembered = Remembered(self.state, READER)

    def spent(self) -> HouseMemory:
        """Return a memory of guests who have taken much."""
        memory = HouseMemory(READER)
        self.remembered.begin(memory)
        memory.send("ask", 1, (-3.0, None, 0.0))
        return memory

    def test_from_one_start_to_the_next(self) -> None:
        """What was saved is what the next server begins with."""
        self.assertIsNone(self.remembered.load())
        self.remembered.save(self.spent())
        saved = Remembered(self.state, READER).load()
        self.assertEqual(HouseMemory(READER, saved).save(), self.spent().save())
        self.assertLess(saved["all"], 6)

    def test_only_what_is_new(self) -> None:
        """What was saved already is not written again."""
        written: list[str] = []
        write = self.state.write

        def note(name: str, data: bytes) -> None:
            written.append(name)
            write(name, data)

        self.patch(self.state, "write", note)
        memory = self.spent()
        for _ in range(3):
            self.remembered.save(memory)
        self.assertEqual(written, ["house.json"])

    def test_another_strategy(self) -> None:
        """What one strategy has saved is not told another one, nor another version of it."""
        self.remembered.save(self.spent())
        for other in (STRATEGIES["matrix"], READER._replace(version=1)):
            self.assertIsNone(Remembered(self.state, other).load())
        self.assertEqual(self.events, [])

    def test_nothing_to_remember(self) -> None:
        """A strategy that remembers nothing saves nothing, nor does one that nobody has played."""
        for strategy in (STRATEGIES["random"], READER):
            memory = HouseMemory(strategy)
            remembered = Remembered(self.state, strategy)
            remembered.begin(memory)
            remembered.save(memory)
        self.assertIsNone(self.state.read("house.json"))

    def test_broken(self) -> None:
        """A file that is broken is a line in the log, and the house begins anew."""
        broken = (b"{", b"\xff", b"[1]", b'{"a": 1}', b"7")
        for data in broken:
            self.state.write("house.json", data)
            self.assertIsNone(self.remembered.load())
        lines = lines_of(self.events)
        self.assertLessEqual(len(lines), len(broken))
        for line in lines:
            self.assertTrue(line.startswith("What the house remembered is lost: "), line)

    def test_no_disk(self) -> None:
        """Where it cannot be saved, the log says so, and the house plays on."""

        def fail(name: str, data: bytes) -> None:
            raise OSError(28, "No space left on device")

        self.patch(self.state, "write", fail)
        self.remembered.save(self.spent())
        self.assertEqual(
            lines_of(self.events), ["What the house remembers cannot be saved: [Errno 28] No space left on device"]
        )

    def test_when(self) -> None:
        """It is saved every minute, and when the server stops."""
        clock, memory = Clock(), HouseMemory(READER)
        service = Saving(self.remembered, memory)
        service.clock = clock
        service.startService()
        saved: list[Any] = [self.remembered.load()]
        memory.send("ask", 1, (-1.0, None, 0.0))
        clock.advance(OFTEN)
        saved.append(Remembered(self.state, READER).load())
        memory.send("ask", 1, (-1.0, None, 0.0))
        service.stopService()
        saved.append(Remembered(self.state, READER).load())
        self.assertEqual([round(each["all"], 1) for each in saved[1:]], [5.0, 4.0])

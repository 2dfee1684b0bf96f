"""The toolbox: coroutines that come ready to be sent to, and one that averages."""

from __future__ import annotations

import inspect
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path
from statistics import fmean

from hypothesis import given, settings
from hypothesis import strategies as st
from twisted.trial.unittest import SynchronousTestCase

from rpsgame import advance_generator_once, running_avg


@advance_generator_once
def echo(first: str, *, last: str = "") -> Generator[str | None, str, None]:
    """coroutine that repeats what it is sent"""
    said = yield None
    while said != last:
        said = yield first + said


@advance_generator_once
def impatient() -> Generator[int, None, None]:
    """yields at once"""
    yield 5


class AdvanceGeneratorOnceTests(SynchronousTestCase):
    """The article's decorator."""

    def test_ready(self) -> None:
        """The first that the caller does is to send."""
        self.assertEqual(echo("o").send("h"), "oh")

    def test_arguments(self) -> None:
        """Arguments reach the generator, by place and by name."""
        with self.assertRaises(StopIteration):
            echo(first="o", last="end").send("end")

    def test_face_is_kept(self) -> None:
        """The function keeps its name, docstring and signature."""
        self.assertEqual(echo.__name__, "echo")
        self.assertEqual(echo.__doc__, "coroutine that repeats what it is sent")
        self.assertEqual(list(inspect.signature(echo).parameters), ["first", "last"])

    def test_first_yield_is_none(self) -> None:
        """A first yield that would be lost is an error, which names the function and what it yields."""
        with self.assertRaises(TypeError) as caught:
            impatient()
        self.assertEqual(str(caught.exception), "the first yield of impatient must be None, not 5")

    def test_optimized(self) -> None:
        """It is the same error where Python leaves assertions out."""
        code = (
            "from rpsgame import advance_generator_once\n"
            "@advance_generator_once\n"
            "def impatient():\n"
            "    yield 5\n"
            "impatient()"
        )
        command, checkout = [sys.executable, "-O", "-c", code], Path(__file__).parents[2]
        ended = subprocess.run(command, cwd=checkout, capture_output=True, text=True)
        complaint = "TypeError: the first yield of impatient must be None, not 5"
        self.assertEqual(ended.stderr.splitlines()[-1], complaint)


class RunningAvgTests(SynchronousTestCase):
    """The article's averager."""

    def test_script(self) -> None:
        """Each number moves the average."""
        r = running_avg()
        self.assertEqual([r.send(i) for i in (10, 20, 6)], [10.0, 15.0, 12.0])

    @settings(deadline=None, derandomize=True)
    @given(st.lists(st.integers(-1000, 1000), min_size=1))
    def test_mean(self, numbers: list[int]) -> None:
        """It is the mean of all that was sent."""
        r = running_avg()
        for number in numbers:
            average = r.send(number)
        assert average is not None
        self.assertAlmostEqual(average, fmean(numbers))

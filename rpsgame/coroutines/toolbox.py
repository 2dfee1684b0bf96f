"""The two small tools of the article: prime a coroutine, and average what it is sent."""

from __future__ import annotations

from collections.abc import Callable, Generator
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
G = TypeVar("G", bound=Generator[Any, Any, Any])


def advance_generator_once(original_fn: Callable[P, G]) -> Callable[P, G]:
    """Decorate a generator function so that its generators come ready to be sent to.

    :return: a function of the same signature that makes the generator and advances it to its first yield
    :raise TypeError: by that function, where the first yield is not None: what it yields would be lost
    """

    @wraps(original_fn)
    def actual_call(*args: P.args, **kwargs: P.kwargs) -> G:
        """Make the generator and advance it; a caller sees the docstring of the generator function."""
        gen = original_fn(*args, **kwargs)
        first = next(gen)
        if first is not None:
            gen.close()
            raise TypeError(f"the first yield of {original_fn.__name__} must be None, not {first!r}")
        return gen

    return actual_call


@advance_generator_once
def running_avg() -> Generator[float | None, float, None]:
    """coroutine that averages

    yields: the average of all that was sent (None before the first)

    accepts to .send(): a number
    """
    average, total, count = None, 0.0, 0
    while True:
        total += yield average
        count += 1
        average = total / count

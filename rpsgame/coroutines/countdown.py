"""The time that a guest has, as a coroutine that says how long to wait; the caller waits."""

from __future__ import annotations

from collections.abc import Callable, Generator


def countdown_generator(fn: Callable[[int], object], quiet: float = 5, aloud: int = 5) -> Generator[float, None, None]:
    """coroutine that counts down aloud after a quiet time; its end is the timeout

    :param fn: called with n when n seconds are left, for each n from *aloud* to 1
    :param quiet: seconds before the count begins
    :param aloud: seconds that are counted

    yields: the seconds to wait before it is advanced again
    """
    yield quiet
    for n in range(aloud, 0, -1):
        fn(n)
        yield 1

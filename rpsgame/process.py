"""What the server changes in its process while it runs, and puts back: contexts, each for one thing."""

from __future__ import annotations

import gc
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

COLLECTION = (
    1_000,
    2,
    2_000,
)  # of garbage, see gc.set_threshold: a crowd must not be looked through at every few keys


@contextmanager
def rare_collections() -> Iterator[None]:
    """Within it, all that there is, is looked through for garbage less often than Python does by itself."""
    before = gc.get_threshold()
    gc.set_threshold(*COLLECTION)
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def signals_call(reactor: Any, actions: Mapping[int, Callable[[], object]]) -> Iterator[None]:
    """Within it a signal has the reactor call its action; a handler that somebody has changed meanwhile stays."""

    def handle(signum: int, frame: object) -> None:
        reactor.callFromThread(actions[signum])

    before = {signum: signal.signal(signum, handle) for signum in actions}
    try:
        yield
    finally:
        for signum, handler in before.items():
            if signal.getsignal(signum) is handle:
                signal.signal(signum, handler or signal.SIG_DFL)


def ignore_hang_ups() -> None:
    """Let no further SIGHUP end us: where a terminal goes, the kernel sends one, and the shell another."""
    signal.signal(signal.SIGHUP, signal.SIG_IGN)

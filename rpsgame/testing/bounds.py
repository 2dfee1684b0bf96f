"""What a coroutine takes: the memory of all that can be reached from it, and the processor's time."""

from __future__ import annotations

import gc
import sys
import time
from itertools import chain
from types import ModuleType
from typing import Any

MOST_GROWTH = 32 * 1024  # bytes: a list that gains an entry for each of 5,000 throws has 40,000
CPU_FOR_A_THROW = 0.005  # seconds on average: 400 guests with a key every two seconds take all of a core


def size(*roots: Any, modules: tuple[str, ...] = ()) -> int:
    """Return the bytes of all that can be reached from some objects and modules, other modules and types left out."""
    seen = {id(vars(module)) for module in [*sys.modules.values()] if isinstance(module, ModuleType)}
    own = [vars(sys.modules[name]).values() for name in modules if name in sys.modules]
    waiting = [*roots, *chain.from_iterable(own)]
    total = 0
    while waiting:
        found = waiting.pop()
        foreign = isinstance(found, ModuleType) or (isinstance(found, type) and found.__module__ not in modules)
        if foreign or id(found) in seen:
            continue
        seen.add(id(found))
        total += sys.getsizeof(found)
        waiting += gc.get_referents(found)
    return total


def cpu_seconds() -> float:
    """Return the processor's time that this thread has taken so far."""
    return time.thread_time()

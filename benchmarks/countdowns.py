"""Thousands of countdowns at once: guests who have a table with the house and do not throw.

    python benchmarks/countdowns.py [--guests 8000] [--timeout 12] [--spread 1] [--json FILE]

All come, and then each throws once, all within the spread, and no more. A number is late by the time that it comes
after it should, counted from when the throw was answered.
"""

from __future__ import annotations

import time

from load import PATIENCE, WITH_HOUSE, Crowd, Problem, Report, arguments, cpu, server

ALOUD = 5  # seconds that are counted


def main(guests: int, timeout: int, spread: float, json: str | None) -> None:
    """Measure, and say it."""
    report = Report(f"{guests} countdowns at once, begun within {spread:g} s")
    with server("rpsgame", *WITH_HOUSE, "--timeout", str(timeout)) as (port, pid):
        crowd = Crowd(port, guests)
        guest_of = list(crowd.sockets)
        step, thrown, begun = spread / guests, 0, dict[int, float]()
        late, ended = list[float](), list[float]()
        start, used, seconds = time.perf_counter(), 0.0, 0.0
        while thrown < guests or crowd.sockets:
            now = time.perf_counter()
            while thrown < guests and start + thrown * step <= now:
                crowd.press(guest_of[thrown])
                thrown += 1
            if thrown == guests and len(begun) == guests and not used:
                used, seconds = cpu(pid), now
            wait = max(0.0, start + thrown * step - now) if thrown < guests else timeout - ALOUD + PATIENCE
            for fd, data in crowd.hear(wait):
                now = time.perf_counter()
                *_, last = data.rstrip().split(b"\r\n")
                if fd not in begun and data:
                    begun[fd] = now
                elif last.isdigit():
                    late.append(now - begun[fd] - (timeout - int(last)))
                elif last.startswith(b"Timed out"):
                    ended.append(now - begun[fd] - timeout)
            if now > start + spread + timeout + PATIENCE:
                raise Problem(f"{len(crowd.sockets)} guests were not timed out.")
        used, seconds = cpu(pid) - used, time.perf_counter() - seconds
        if (len(late), len(ended)) != (ALOUD * guests, guests):
            raise Problem(f"{len(late)} numbers and {len(ended)} good-byes for {guests} guests.")
        report.times("a number is late", late)
        report.times("the good-bye is late", ended)
        report.row("CPU a countdown", f"{1e6 * used / guests:.0f} µs ({used / seconds:.0%} of a core)")
        crowd.close()
    report.save(json)


if __name__ == "__main__":
    main(
        **vars(
            arguments(
                __doc__,
                guests=(8000, "how many count at once"),
                timeout=(12, "seconds that each has"),
                spread=(1.0, "seconds within which all begin"),
            )
        )
    )

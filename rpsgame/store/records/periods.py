"""The periods that standings are of: a day and a month, in UTC, and for ever; each is a number by which it is kept."""

from __future__ import annotations

import time
from typing import Literal, TypeAlias

Period: TypeAlias = Literal["today", "month", "ever"]

EVER = 0
DAY = 24 * 3600


def day(now: float) -> int:
    """Return the day, such as 20261126, of a time in seconds since 1970."""
    year, month, of_month, *_ = time.gmtime(now)
    return (year * 100 + month) * 100 + of_month


def number(period: Period, now: float) -> int:
    """Return the number of the period that it is now.

    :raise ValueError: there is no such period
    """
    try:
        return {"today": day(now), "month": day(now) // 100, "ever": EVER}[period]
    except KeyError:
        raise ValueError(f"{period!a} is no period: it must be today, month or ever") from None

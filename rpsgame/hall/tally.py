"""The hall's own numbers: counted where it happens, by plain integers, and read by those who want to know."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from twisted.logger import ILogObserver, LogEvent, LogLevel, globalLogPublisher
from zope.interface import provider

from ..coroutines.facts import (
    Banned,
    Fact,
    HostIsHere,
    HouseCloses,
    HouseIsClosed,
    HouseIsFull,
    Stopping,
    TooManyOfYou,
)

ENDINGS = ("played", "left", "timed out", "cut off", "fault")  # of a match, as an Ending says it
REASONS = {  # why somebody is turned away, by what they are told
    HouseIsFull: "full",
    TooManyOfYou: "address",
    Stopping: "draining",
    HouseCloses: "closing",
    HostIsHere: "host",
    HouseIsClosed: "draining",
    Banned: "banned",
}
OTHER = "other"  # a door of somebody's own, a reason that has no name here
QUICK = 0.001  # seconds: an answer that takes less is told apart from others, at the least cost, and no further
SECONDS = (0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)  # by which the others are told apart


class Tally:
    """What has happened since the server began.

    :ivar connections: that were opened, by the kind of the door
    :ivar closed: and those of them that have closed
    :ivar guests: who were let in, by the kind of their door; a host among them
    :ivar refusals: who were turned away, by the reason
    :ivar matches: that are over, by how they ended
    :ivar throws: that people pressed in a match; one who has changed their mind has made two
    :ivar bytes_in: that were read from connections, beneath which there may be a layer, such as TLS
    :ivar bytes_out: that were handed on to be sent there
    :ivar faults: exceptions that were logged
    :ivar answers: rounds of the reactor in which somebody was heard, by how long it took from the first act of the
        round, which is when the first bytes were read, until everybody had been told what follows: the longest that
        anybody there has waited for an answer. Each of SECONDS has the place of those that took no longer than it, and
        longer than the one before; the last place is for those that took longer than all
    :ivar quick: rounds that took less than QUICK, which are not among the answers
    :ivar answering: seconds, the sum of both
    """

    __slots__ = (
        *("answering", "answers", "bytes_in", "bytes_out", "closed", "connections", "faults", "guests", "matches"),
        *("quick", "refusals", "throws"),
    )

    def __init__(self) -> None:
        self.connections: Counter[str] = Counter()
        self.closed: Counter[str] = Counter()
        self.guests: Counter[str] = Counter()
        self.refusals = Counter(dict.fromkeys(REASONS.values(), 0))
        self.matches = Counter(dict.fromkeys(ENDINGS, 0))
        self.throws = self.bytes_in = self.bytes_out = self.faults = 0
        self.answers = [0] * (len(SECONDS) + 1)
        self.quick = 0
        self.answering = 0.0

    def refuse(self, fact: Fact) -> None:
        """Count somebody who is turned away, and told *fact*."""
        self.refusals[REASONS.get(type(fact), OTHER)] += 1

    def answer(self, seconds: float) -> None:
        """Count a round of the reactor that took so long, QUICK or more; the sum is the caller's."""
        self.answers[bisect_left(SECONDS, seconds)] += 1

    @contextmanager
    def counting_faults(self) -> Iterator[None]:
        """Within it every exception that is logged, by whomever, counts as a fault."""

        @provider(ILogObserver)
        def count(event: LogEvent) -> None:
            if event.get("log_level") is LogLevel.critical:
                self.faults += 1

        globalLogPublisher.addObserver(count)
        try:
            yield
        finally:
            globalLogPublisher.removeObserver(count)

"""The hall's numbers as Prometheus has them: read when somebody asks, so that nothing is done for them before."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, InfoMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector, CollectorRegistry

from . import __version__
from .coroutines.whereabouts import STATES
from .hall import Hall
from .hall.tally import QUICK, SECONDS, Tally


def registry_of(hall: Hall) -> CollectorRegistry:
    """Return a registry of its own with the metrics of a hall, and those of the process that cost next to nothing."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(HallCollector(hall))
    ProcessCollector(registry=registry)
    return registry


class HallCollector(Collector):
    """Makes metrics of what a hall has counted. A series that has begun stays, at 0 where there is nobody."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall

    def collect(self) -> Iterator[Metric]:
        """Yield all metrics as they are now."""
        tally = self._hall.tally
        yield InfoMetricFamily("rpsgame", "What is run.", {"version": __version__, "game": self._hall.game.name})
        yield self._guests(tally)
        yield counts("rpsgame_visits", "People who were let in.", "door", tally.guests)
        yield self._open(tally)
        yield counts("rpsgame_connections", "Connections that were made.", "door", tally.connections)
        yield counts("rpsgame_refusals", "People who were turned away.", "reason", tally.refusals)
        yield counts("rpsgame_matches", "Matches that are over, by how they ended.", "ended", tally.matches)
        yield CounterMetricFamily("rpsgame_throws", "Throws that people pressed in matches.", tally.throws)
        traffic = {"in": tally.bytes_in, "out": tally.bytes_out}
        yield counts("rpsgame_bytes", "Bytes of all connections.", "direction", traffic)
        yield CounterMetricFamily("rpsgame_faults", "Exceptions that were logged.", tally.faults)
        yield answers(tally)

    def _guests(self, tally: Tally) -> Metric:
        found = GaugeMetricFamily("rpsgame_guests", "People who are in, a host too.", labels=("door", "state"))
        census = self._hall.census()
        for door in sorted(tally.guests):
            for state in STATES:
                found.add_metric((door, state), census[door, state])
        return found

    def _open(self, tally: Tally) -> Metric:
        found = GaugeMetricFamily("rpsgame_open_connections", "Connections that are open.", labels=("door",))
        for door, made in tally.connections.items():
            found.add_metric((door,), made - tally.closed[door])
        return found


def counts(name: str, help_text: str, label: str, numbers: dict[str, int]) -> Metric:
    """Return a counter with a series for each of *numbers*."""
    found = CounterMetricFamily(name, help_text, labels=(label,))
    for value, number in numbers.items():
        found.add_metric((value,), number)
    return found


def answers(tally: Tally) -> Metric:
    """Return the histogram of answers, whose buckets hold all that took no longer, as Prometheus wants."""
    ends = [*map(str, (QUICK, *SECONDS)), "+Inf"]
    buckets = list(zip(ends, accumulate([tally.quick, *tally.answers]), strict=True))
    told = "Rounds of the reactor, from the first byte read to the last person told."
    return HistogramMetricFamily("rpsgame_answer_seconds", told, buckets, tally.answering)

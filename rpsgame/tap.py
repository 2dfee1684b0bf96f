"""What ``twistd rpsgame`` runs: the services made from its options."""

from __future__ import annotations

import os
import secrets
import signal
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing
from functools import partial
from typing import Any

from twisted.application.service import IService
from twisted.internet.threads import deferToThread

from .catalogue import problems
from .coroutines.codes import DIGITS
from .coroutines.facts import Fact, LogGoesTo, WaysIn
from .door_makers import DOORS, host_keys
from .doors.console import Console
from .doors.onward import connect
from .hall import Hall
from .hall.seat_notes import Here
from .logs import quick_rotation, reopen_logs
from .notify import Notifier
from .options import Options
from .process import ignore_hang_ups
from .server import Listener, Server
from .starter import in_foreground, report
from .steady import SteadyClock
from .store.keeper import Keeper
from .store.records import Records, open_records
from .store.records.opening import shown
from .store.retelling import Retelling
from .store.store import Store

__all__ = ["Options", "makeService"]  # what twistd looks for


def makeService(options: Options) -> IService:
    """Return the server that *options* describe; it opens nothing before it is started."""
    from twisted.internet import reactor

    for problem in problems(options.games, options.strategies):
        Server.log.warn("A plugin does not work: {problem}", problem=problem)
    at_console = options["host"] == "console"
    store = _store(options, reactor)
    records = _records(options, reactor)
    hall = _hall(options, reactor, store, records)
    _begin_cluster(options, hall, reactor, records)
    doors = {option: DOORS[option](options, hall, reactor) for option, asked in options.endpoints.items() if asked}
    server = Server(
        reactor,
        hall,
        doors.values(),
        drain=0 if at_console else options["drain"],
        hang_up=_hang_up(reactor) if in_foreground(options.starter) else reopen_logs,
        during=[*_during(hall, store, reactor)],
    )
    for service in _keepers(options, hall, reactor, store, records):
        service.setServiceParent(server)
    for option, factory in doors.items():
        for description, endpoint in options.endpoints[option].items():
            say = partial(report, options.starter)
            Listener(endpoint, description, factory, say, f"--{option}").setServiceParent(server)
    if at_console:
        notices = partial(_notices, server, [*host_keys(options), LogGoesTo(options["log"])])
        Console(reactor, os.ttyname(0), hall, notices, options["screen"]).setServiceParent(server)
    return server


def _keepers(
    options: Options, hall: Hall, reactor: Any, store: Store | None, records: Records | None
) -> Iterator[IService]:
    """Yield the services that keep what outlives the server."""
    if store:
        yield from store.services(hall.memory)
    if records:
        yield Keeper(reactor, records, shown(options["records"]))
    if records and store:
        game, run = options["game"].name, store.journal.run
        yield Retelling(reactor, deferToThread, store.state, run, game, records)


def _during(hall: Hall, store: Store | None, reactor: Any) -> Iterator[AbstractContextManager[Any]]:
    """Yield what holds while the server runs."""
    yield SteadyClock(reactor)
    yield quick_rotation()
    yield hall.tally.counting_faults()
    yield hall.office.keeping(store.state if store else None)
    yield Notifier(reactor, hall.status)
    if store:
        yield closing(store.journal)


def _hall(options: Options, reactor: Any, store: Store | None, records: Records | None) -> Hall:
    hall = Hall(
        reactor,
        options["game"],
        best_of=options["best-of"],
        timeout=options["timeout"],
        house=options["strategy"],
        house_after=options["house-after"],
        open_house=options["host"] != "console",
        max_guests=options["max-guests"],
        max_per_address=options["max-per-address"],
        journal=store.journal if store else None,
        remembered=store.remembered() if store else None,
        draw_code=draw_code,
        unfinished=store.unfinished() if store else (),
        records=records,
    )
    hall.keeping.remember(store.results if store else ())
    hall.office.screen = options["screen"]
    return hall


def draw_code() -> str:
    """Return what may be a code, by which somebody can come back to their seat."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def _begin_cluster(options: Options, hall: Hall, reactor: Any, records: Records | None) -> None:
    """Let the hall know other processes, if there are any."""
    if records and options.endpoints["cluster"]:
        here = Here(f"{socket.gethostname()} {options['cluster']}", options["cluster"])
        hall.keeping.elsewhere.begin(records, here, partial(connect, reactor))


def _store(options: Options, reactor: Any) -> Store | None:
    played = options["game"], options["best-of"], options["timeout"], options["strategy"]
    folder = options["state"]
    return folder and Store(folder, options["keep-days"], reactor.callInThread, *played)


def _records(options: Options, reactor: Any) -> Records | None:
    where = options["records"]
    return None if where == "none" else open_records(where, options["game"].name, reactor)


def _notices(server: Server, others: Sequence[Fact]) -> list[Fact]:
    """Return what a host at the console is told at the start: how guests come in, and *others*."""
    listeners = [service for service in server if isinstance(service, Listener)]
    return [*(WaysIn(command) for listener in listeners for command in listener.join_commands()), *others]


def _hang_up(reactor: Any) -> Callable[[], None] | None:
    """Return what SIGHUP does in the foreground: our terminal has gone, unless we are not to mind (nohup)."""

    def stop() -> None:
        Server.log.info("Received SIGHUP, shutting down.")
        ignore_hang_ups()
        reactor.stop()

    return None if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN else stop

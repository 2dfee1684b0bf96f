"""``python -m rpsgame.replay``: shows a match of a journal again, on any screen, or verifies that it was fair."""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from .catalogue import all_games, all_strategies, choose_game, choose_house
from .coroutines.again import Parted, again
from .coroutines.facts import Fact, GameIs, YouAre, YouWatch
from .coroutines.games import Game
from .coroutines.table import Event, Table
from .coroutines.tables import tables
from .screens.display import KINDS, Display
from .store.history import BadJournal, Past, read, run_of
from .strategies import Strategy

HEARD_BY = {"0": (0, "players", "all"), "1": (1, "players", "all"), "watcher": ("watchers", "all")}
LONGEST = 3.0  # seconds of a pause, however long somebody has thought


class CannotReplay(Exception):
    """There is nothing to show: why, in a sentence."""


class Played(NamedTuple):
    """One match of a journal.

    :param number: of the table, and which of its matches it is, as people name it
    :param past: all that its table was told
    :param first: how many events there were before it
    :param events: its own, with their times
    """

    number: str
    past: Past
    first: int
    events: list[tuple[float, Event]]

    def line(self) -> str:
        """Return who played it, when, and how it went."""
        when, (_, _, (names, *_)) = self.events[0]
        ending = next((what for _, (word, _, what) in self.events if word == "over"), None)
        how = f"{ending[2][0]} - {ending[2][1]}, {ending[0]}" if ending else "not played to an end"
        day = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(when))
        return f"{self.number:8} {day}  {names[0]} and {names[1]}: {how}"


def main(arguments: Sequence[str]) -> int:
    """Do what the arguments ask for; return the exit status: 0; 1 where a match was not played so; 2 for bad usage."""
    options = _parser().parse_intermixed_args(arguments)
    try:
        matches = _matches(options.file)
        if options.match:
            matches = [match for match in matches if match.number == options.match]
            if not matches:
                raise CannotReplay(f"There is no match {options.match} in {options.file}.")
        if options.verify:
            return max([_verify(match) for match in matches], default=0)
        if not options.match:
            print(*(match.line() for match in matches), sep="\n")
        else:
            _show(matches[0], options)
    except (CannotReplay, BadJournal) as why:
        print(why, file=sys.stderr)
        return 2
    except OSError as why:
        print(f"{options.file}: {why.strerror}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 1
    return 0


def _parser() -> ArgumentParser:
    parser = ArgumentParser("python -m rpsgame.replay", description=__doc__.partition(": ")[2])
    parser.add_argument("file", type=Path, metavar="FILE", help="of the journal; all files of its run are read")
    parser.add_argument("match", nargs="?", metavar="MATCH", help="such as 12.1; without it, the matches are listed")
    parser.add_argument(
        "--verify", action="store_true", help="say whether all throws and their seals follow from what is told"
    )
    parser.add_argument("--screen", choices=KINDS, default="plain", help="on which it is shown [%(default)s]")
    parser.add_argument("--seat", choices=HEARD_BY, default="watcher", help="who sees it [%(default)s]")
    parser.add_argument("--speed", type=float, default=1, help="times as fast as it was; 0: at once [%(default)s]")
    return parser


def _matches(file: Path) -> list[Played]:
    """Return the matches of the run that a file belongs to."""
    played = []
    for number, past in read(run_of(file)).items():
        first = 0
        for place, events in enumerate(past.matches(), 1):
            played.append(Played(f"{number}.{place}", past, first, events))
            first += len(events)
    return played


def _verify(match: Played) -> int:
    """Say whether a match would be played in the same way again; return the exit status."""
    try:
        if not match.past.whole:
            raise CannotReplay("events are missing")
        for _ in _told(match):
            pass
    except Parted as parted:
        where = f"event {parted.place - match.first}, {' '.join(map(str, parted.event))}"
        print(f"{match.line()}: it parts at {where}; now it is {parted.found or 'nothing'}")
        return 1
    except CannotReplay as why:
        print(f"{match.line()}: {why}")
        return 1
    print(f"{match.line()}: it is the same again")
    return 0


def _show(match: Played, options: Namespace) -> None:
    """Show a match as one of those who were there saw it."""
    game = _game(match.past)
    _, (_, _, (names, *_)) = match.events[0]
    me = YouWatch(*names) if options.seat == "watcher" else YouAre.once(names[int(options.seat)])
    display = Display(game, options.screen)
    before = match.events[0][0]
    print(end=display.tell([GameIs(game.name, match.past.opening["best_of"]), me], before))
    for when, group in groupby(_told(match), key=lambda told: told[0]):
        if options.speed:
            time.sleep(min((when - before) / options.speed, LONGEST))
        before = when
        facts = [fact for _, whom, fact in group if whom in HEARD_BY[options.seat]]
        print(end=display.tell(facts, when), flush=True)


def _told(match: Played) -> Iterator[tuple[float, int | str, Fact]]:
    """Play a match again; yield when whom was told what.

    :raise Parted: where it goes otherwise than it went
    """
    events = match.past.events[: match.first + len(match.events)]
    for told in again(_table(match.past), (event for _, event in events)):
        if told.place >= match.first:
            when = events[told.place][0]
            yield from ((when, whom, what) for word, whom, what in told.commands if word == "tell")


def _game(past: Past) -> Game:
    try:
        return choose_game(past.opening["game"], all_games())
    except ValueError as problem:
        raise CannotReplay(f"The game {past.opening['game']}: {problem}.") from None


def _table(past: Past) -> Table:
    """Return a table such as this one was."""
    game = _game(past)
    house = _house(past, game) if past.kind in ("house", "practice") else None
    return tables(game, past.opening["best_of"], past.opening["timeout"], house)[past.kind]()


def _house(past: Past, game: Game) -> Strategy | None:
    """Return the strategy that the house played."""
    name, version = past.opening["house"]
    try:
        house = choose_house(name, game, all_strategies())
    except ValueError as problem:
        raise CannotReplay(f"The strategy {name}: {problem}.") from None
    if house and house.version != version:
        raise CannotReplay(f"{name} is of version {house.version} now, and was of version {version}.")
    return house


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

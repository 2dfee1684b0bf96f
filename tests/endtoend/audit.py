"""What the journals of all runs say of each match, and whether that is what its players were told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from rpsgame.coroutines.again import Parted, again
from rpsgame.coroutines.facts import GameTold
from rpsgame.replay import _table
from rpsgame.store.history import Past, read
from rpsgame.store.journal import SUFFIX

from .players import Player, Told


@dataclass
class Match:
    """A match in the journals.

    :ivar codes: of its players
    :ivar overs: how it ended, each time, and in which run of the server
    :ivar games: what both threw
    :ivar runs: in how many runs it was on
    """

    codes: tuple[str, ...]
    overs: list[tuple[int, Any]] = field(default_factory=list)
    games: list[str] = field(default_factory=list)
    runs: int = 0


class Audit:
    """The journals of a server that has ended.

    :param folder: where they are
    :param runs: the processes of the server, in their order
    :ivar matches: all of them, by their seeds, in the order in which they began
    :ivar faults: what cannot be
    """

    def __init__(self, folder: Path, runs: Sequence[int]) -> None:
        self._runs = runs
        self.matches: dict[str, Match] = {}
        self.faults: list[str] = []
        files = sorted(folder.glob(f"*{SUFFIX}"))
        for run, parts in groupby(files, key=lambda path: path.name.split("-")[1]):
            for past in self._pasts(parts):
                self._read(self._runs.index(int(run)), past)

    def check(self, players: Iterable[Player], refused: Iterable[Told]) -> list[str]:
        """Return all that cannot be."""
        for seed, match in self.matches.items():
            if len(match.overs) > 1:
                self.faults.append(f"two results of {seed}: {match.overs}")
        for player in players:
            for code in dict.fromkeys(told.code for told in player.told):
                self._check([told for told in player.told if told.code == code])
            self.faults += player.faults
        self.faults += [f"{told}: nobody has its code" for told in refused]
        return self.faults

    def _pasts(self, parts: Iterable[Path]) -> Iterator[Past]:
        files = [*parts]
        if any(path.read_bytes().count(b"\n") for path in files):
            yield from read(files).values()

    def _read(self, run: int, past: Past) -> None:
        place = 0
        for events in past.matches():
            _, (_, _, (_, seed, *_)) = events[0]
            match = self.matches.setdefault(seed, Match(past.codes))
            match.runs += place + len(events) > past.copied or "over" not in [word for _, (word, *_) in events]
            for _, (word, _, what) in events:
                if word == "over" and place >= past.copied:
                    match.overs.append((run, what))
                place += 1
        self._play_again(past)

    def _play_again(self, past: Past) -> None:
        """Find out what was thrown, as far as that run knows."""
        seed = ""
        try:
            for told in again(_table(past), (event for _, event in past.events)):
                if told.event[0] == "join":
                    seed = told.event[2][1]
                    self.matches[seed].games = []
                facts = dict.fromkeys(id(what) for _, _, what in told.commands)
                for _, _, fact in told.commands:
                    if type(fact) is GameTold and facts.pop(id(fact), "seen") is None:
                        self.matches[seed].games.append(fact.choice0 + fact.choice1)
        except Parted as parted:
            self.faults.append(f"{seed} parts at {parted}")

    def _check(self, told: Sequence[Told]) -> None:
        """Find a match for each that somebody was told of; those whose seed they know first."""
        left = {seed: match for seed, match in self.matches.items() if told[0].code in match.codes}
        for one in sorted(told, key=lambda one: (not one.seed, -len(one.games))):
            seed = next((seed for seed, match in left.items() if self._is(one, seed, match)), None)
            if seed is None:
                known = [(seed, match.overs, len(match.games)) for seed, match in left.items()]
                self.faults.append(f"{one} is in no journal: {known}")
            else:
                del left[seed]

    def _is(self, told: Told, seed: str, match: Match) -> bool:
        """Return whether somebody was told of this match, and nothing that is not so."""
        if told.seed not in ("", seed):
            return False
        games = iter(match.games)
        if not all(game in games for game in told.games):
            return False
        if told.ending in ("unheard", "left", ""):
            return True
        ends = [(what[0] == "played", tuple(what[2])) for _, what in match.overs]
        return (told.ending == "played", told.wins) in ends

"""Journals as released versions wrote them, by real servers: they are read for ever.

``journals/`` has a folder for each capture, whose name begins with the format's version. Those of version 1 are of
rpsgame 1.4.0, those of version 2 of 1.5.0, but ``2-names`` of 1.6.0, which has the word ``match`` besides, and
``2-reader-2`` of 1.7.0, with another version of the strategy ``reader``. No file is ever changed; a version that comes
adds its own, which ``capture.py`` makes.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from twisted.trial.unittest import SynchronousTestCase

from rpsgame.catalogue import all_games, all_strategies, choose_game, choose_house
from rpsgame.coroutines.again import again
from rpsgame.coroutines.tables import tables
from rpsgame.replay import main
from rpsgame.store.history import READS, Past, lines, read, run_of
from rpsgame.store.journal import FOLDER, SUFFIX
from rpsgame.store.store import Store
from rpsgame.strategies import STRATEGIES

from ..room import Room

JOURNALS = Path(__file__).with_name("journals")
LONGEST = 200  # keys that a match may still take


def is_of_another_house(past: Past) -> bool:
    """Return whether the house was of another version then, and so can neither play again nor go on."""
    house = past.opening["house"]
    return past.kind in ("house", "practice") and house != [house[0], STRATEGIES[house[0]].version]


def captured() -> Iterator[tuple[int, Path]]:
    """Yield the first files of all runs, with the version of their format."""
    for path in sorted(JOURNALS.glob(f"*/*-0001{SUFFIX}")):
        yield int(path.parent.name.partition("-")[0]), path


class CapturedTests(SynchronousTestCase):
    """What was played once is played again, and goes on."""

    def test_each_version_is_there(self) -> None:
        """There are journals of all versions that are read, and they are of the version that they are kept for."""
        found = {(version, next(lines(path))["journal"]) for version, path in captured()}
        self.assertEqual(found, {(version, version) for version in READS})

    def test_each_word_is_there(self) -> None:
        """The captures have all that a table is told or says, so that all of it is known to be read."""
        words = {event[1] for _, path in captured() for _, *events in [*lines(path)][1:] for event in events}
        told = {"join", "key", "late", "leave", "stop", "answer", "away", "back", "stand", "sealed", "over"}
        self.assertEqual(words, told | {"table", "codes", "given up", "match"})

    def test_verify(self) -> None:
        """All throws, seals and results of each follow from the rest, as they did when it was written."""
        for _, path in captured():
            with self.subTest(path.name):
                out = StringIO()
                self.patch(sys, "stdout", out)
                other = any(map(is_of_another_house, read(run_of(path)).values()))
                self.assertEqual(main(["--verify", str(path)]), int(other))
                matches = out.getvalue().splitlines()
                self.assertTrue(matches)
                ends = (
                    ": it is the same again",
                    *(("reader is of version 2 now, and was of version 1.",) if other else ()),
                )
                self.assertEqual([line for line in matches if not line.endswith(ends)], [])

    def test_a_match_goes_on(self) -> None:
        """A table that is told again what another was told can be played at to the match's end."""
        ended = []
        for version, path in captured():
            for past in read(run_of(path)).values():
                if is_of_another_house(past):
                    continue
                if [word for _, (word, *_) in past.events if word in ("join", "over")][-1] == "join":
                    self.assertIn("over", self.play_on(past))
                    ended.append(version)
        self.assertEqual({*ended}, {*READS} - {1})  # which has no codes, and duels that are over

    def play_on(self, past: Past) -> list[str]:
        """Let a match go on; return the words of what its table says at last."""
        opening = past.opening
        game = choose_game(opening["game"], all_games())
        house = choose_house((opening["house"] or ["none"])[0], game, all_strategies())
        table = tables(game, opening["best_of"], opening["timeout"], house)[past.kind]()
        for _ in again(table, (event for _, event in past.events)):
            pass
        one, other = [*game.throws][:2]
        commands = None
        for number in range(LONGEST):
            said = table.send(("key", number % 2, other if number % 2 else one))
            commands = [*(said or [])]
            while any(word == "ask" for word, _, _ in commands):
                commands = [*(table.send(("answer", None, 1.0)) or [])]
            if any(word == "over" for word, _, _ in commands):
                break
        return [word for word, _, _ in commands or []]

    def test_people_come_back(self) -> None:
        """A server that begins where a captured one was killed gives each player their seat."""
        seats = 0
        for version, path in captured():
            for number, past in read(run_of(path)).items():
                can_go_on = past.is_on() and not is_of_another_house(past)
                for code in filter(None, past.codes if can_go_on else ()):
                    with self.subTest(f"{path.name}, {number}"):
                        self.come_back(path, past, code)
                        self.assertGreater(version, 1)
                        seats += 1
        self.assertGreater(seats, 4)

    def come_back(self, path: Path, past: Past, code: str) -> None:
        opening = past.opening
        game = choose_game(opening["game"], all_games())
        house = choose_house((opening["house"] or ["none"])[0], game, all_strategies())
        with TemporaryDirectory() as folder:
            shutil.copytree(path.parent, Path(folder, FOLDER))
            for later in [*Path(folder, FOLDER).glob(f"*{SUFFIX}")]:
                if later.name > path.name:
                    later.unlink()
            store = Store(Path(folder), 30, lambda act: act(), game, opening["best_of"], opening["timeout"], house)
            played = {"best_of": opening["best_of"], "timeout": opening["timeout"], "house": house}
            unfinished = store.unfinished()
            room = Room(
                game, **played, open_house=True, journal=store.journal, draw_code=lambda: "", unfinished=unfinished
            )
            self.addCleanup(store.journal.close)
            room.hall.keeping.begin()
            guest = room.enter("elsewhere")
            guest.read()
            guest.type_code(code)
            names, *_ = [what for _, (word, _, what) in past.events if word == "join"][-1]
            self.assertEqual(guest.name, names[past.codes.index(code)])
            self.assertEqual(guest.view.phase, "playing")
            self.assertEqual(guest.view.names, (*names,))

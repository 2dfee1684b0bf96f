"""``python -m rpsgame.replay``."""

from __future__ import annotations

import json
import sys
import time
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from twisted.trial.unittest import SynchronousTestCase

from rpsgame.hall import reception
from rpsgame.replay import main
from rpsgame.store.journal import Journal
from rpsgame.strategies import STRATEGIES

from .room import Room

OPENING = {"game": "rock-paper-scissors", "best_of": 3, "timeout": 30, "house": ["random", 1]}
DUEL = "1.1      1970-01-02 00:00:00  guest 1 and guest 2: 0 - 2, played"
ALONE = "2.1      1970-01-02 00:00:02  the house and guest 3: not played to an end"


class ReplayTests(SynchronousTestCase):
    """A duel, and a match with the house that the server was killed in, played again."""

    def setUp(self) -> None:
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.now = 86400.0
        self.slept: list[float] = []
        self.patch(time, "sleep", self.slept.append)
        self.patch(reception, "urandom", bytes)
        self.play()

    def play(self) -> None:
        """Let two play, and then one of them the house."""
        journal = Journal(self.folder, OPENING, now=lambda: self.now)
        self.addCleanup(journal.close)
        room = Room(best_of=3, open_house=True, house=STRATEGIES["random"], journal=journal)
        ernie, bert = room.enter("Ernie"), room.enter("Bert")
        for person, key in ((ernie, "r"), (bert, "p"), (ernie, "s"), (bert, "r")):
            self.now += 0.5
            person.press(key)
        for person in (ernie, bert):
            person.press("q")
        elmo = room.enter("Elmo")
        room.clock.advance(3)
        elmo.press("p")
        (self.file,) = self.folder.iterdir()

    def replay(self, *arguments: str) -> tuple[int, list[str], str]:
        """Return how it exits, the lines of its output, and what it complains of."""
        out, err = StringIO(), StringIO()
        self.patch(sys, "stdout", out)
        self.patch(sys, "stderr", err)
        return main([str(self.file), *arguments]), out.getvalue().splitlines(), err.getvalue()

    def change(self, before: str, after: str) -> None:
        """Change the journal."""
        text = self.file.read_text()
        self.assertIn(before, text)
        self.file.write_text(text.replace(before, after))

    def test_list(self) -> None:
        """Without a match, all are listed: when, between whom, and how they went."""
        self.assertEqual(self.replay(), (0, [DUEL, ALONE], ""))

    def test_show(self) -> None:
        """A match is shown as those who watched it saw it, at the speed that it had."""
        status, lines, _ = self.replay("1.1")
        self.assertEqual(
            (status, lines, self.slept),
            (
                0,
                [
                    "This is rock-paper-scissors, best of 3.",
                    "You watch guest 1 against guest 2.",
                    "Now guest 1 plays guest 2.",
                    "Player 0: r, Player 1: p",
                    "Player 1 wins!",
                    "Wins: 0 - 1",
                    "Match point for player 1.",
                    "Player 0: s, Player 1: r",
                    "Player 1 wins!",
                    "Wins: 0 - 2",
                    "The match ends 0 - 2: guest 2 has won.",
                ],
                [0, 0.5, 0.5, 0.5, 0.5],
            ),
        )

    def test_as_a_player_saw_it(self) -> None:
        """Each of both, on any screen, at any speed."""
        _, lines, _ = self.replay("1.1", "--seat", "1", "--screen", "spoken", "--speed", "5")
        self.assertEqual(lines[1:4], ["You are guest 2.", "You play guest 1.", "You have 30 seconds for each throw."])
        self.assertEqual(lines[-1], "You have won the match, 2 to 0.")
        self.assertEqual(self.slept, [0, 0.1, 0.1, 0.1, 0.1])
        _, lines, _ = self.replay("1.1", "--seat", "0", "--screen", "json", "--speed", "0")
        over = {"event": "over", "ending": "played", "winner": "they", "gone": None, "wins": [0, 2]}
        self.assertEqual([*map(json.loads, lines[-2:])], [over, {"event": "seed", "seed": "00" * 16}])
        self.assertEqual(len(self.slept), 5)

    def test_killed(self) -> None:
        """A match that the server was killed in is shown up to there."""
        status, lines, _ = self.replay("2.1", "--seat", "1")
        self.assertEqual(
            (status, lines[2:4]), (0, ["Welcome to the game", "You are player 1. Player 0 is the house."])
        )
        self.assertRegex("\n".join(lines), "Player 0: ., Player 1: p")

    def test_verify(self) -> None:
        """What would be played in the same way again is said to be so."""
        same = ": it is the same again"
        self.assertEqual(self.replay("--verify"), (0, [DUEL + same, ALONE + same], ""))
        self.assertEqual(self.replay("--verify", "1.1"), (0, [DUEL + same], ""))

    def test_parts(self) -> None:
        """Where a match parts from the journal, it is said at which event, and the other matches are checked."""
        self.change('"played",[],[0,2]', '"played",[],[1,2]')
        status, lines, _ = self.replay("--verify")
        where = "it parts at event 7, over None ['played', [], [1, 2], []]"
        now = "now it is ['over', None, ['played', [], [0, 2], []]]"
        self.assertEqual((status, lines[0]), (1, f"{DUEL.replace('0 - 2', '1 - 2')}: {where}; {now}"))
        self.assertEqual(lines[1:], [f"{ALONE}: it is the same again"])

    def test_not_the_house_that_it_was(self) -> None:
        """A strategy that has changed since, or is not there any more, is no fault of the match, and is said."""
        for house, problem in (
            ('["random",2]', "random is of version 1 now, and was of version 2."),
            ('["parrot",1]', "The strategy parrot: there is no such strategy."),
        ):
            self.change('["random",1]', house)
            status, lines, _ = self.replay("--verify")
            self.assertEqual((status, lines[0]), (1, f"{DUEL}: it is the same again"))
            self.assertIn(f"{ALONE}: {problem}", lines[1])
            self.change(house, '["random",1]')

    def test_gap(self) -> None:
        """A match that lacks events is not checked."""
        self.change("[86400.5,", '["gap"]\n[86400.5,')
        self.assertEqual(self.replay("--verify", "1.1"), (1, [f"{DUEL}: events are missing"], ""))

    def test_nothing_to_show(self) -> None:
        """A match that is not there, a file that is none, and one that is no journal: a line says so."""
        self.assertEqual(self.replay("3.1"), (2, [], f"There is no match 3.1 in {self.file}.\n"))
        self.change('"journal":2', '"journal":9')
        self.assertEqual(self.replay(), (2, [], f"{self.file}: this is no journal of version 1 or 2\n"))
        self.file.unlink()
        self.assertEqual(self.replay(), (2, [], f"{self.file}: No such file or directory\n"))

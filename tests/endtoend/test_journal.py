"""The journal of a server that is killed."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

from twisted.trial.unittest import SynchronousTestCase

from rpsgame.store.history import lines

from .terminals import Caller, Place

SEATED = "Welcome to the game\r\n"
REPLAY = (sys.executable, "-m", "rpsgame.replay")


class KilledTests(SynchronousTestCase):
    """kill -9, while guests play."""

    def setUp(self) -> None:
        self.place = Place(self.addCleanup)

    def file(self) -> str:
        """Return the path of the last journal."""
        return str(max(Path(self.place.cwd, "rpsgame-state", "journal").iterdir()))

    def told(self, guest: Caller) -> list[str]:
        """Return the lines that a guest has been told at their table, read to the end."""
        guest.expect_end()
        return guest.text.split(SEATED)[1].split("\r\n")[:-1]

    def replayed(self, match: str, seat: int) -> list[str]:
        """Return the lines of a match, played again."""
        shown = self.place.run(*REPLAY, self.file(), match, "--seat", str(seat), "--speed", "0")
        self.assertEqual((shown.stderr, shown.returncode), ("", 0))
        return shown.stdout.partition(SEATED.replace("\r\n", "\n"))[2].splitlines()

    def test_what_was_told_is_kept(self) -> None:
        """Every line that a guest was told comes again, when the match is played again from what is on the disk."""
        for number, keys in enumerate(("", "r", "rp", "rpsrpsrps"), 1):  # the matches of before are in each file too
            self.place.daemon("--house", "random", "--house-after", "0", "--best-of", "99")
            guest = self.place.call()
            guest.expect("Your throw (r/p/s)?\r\n")
            for key in keys:
                guest.send(key)
                guest.expect("Your throw (r/p/s)?\r\n")
            self.place.signal_server(signal.SIGKILL)
            told = self.told(guest)
            self.assertEqual(told, self.replayed(f"{number}.1", 1)[: len(told)])
            checked = self.place.run(*REPLAY, "--verify", self.file())
            self.assertEqual((checked.returncode, checked.stdout.count("it is the same again")), (0, number), checked)
            Path(self.place.cwd, "twistd.pid").unlink()

    def test_each_start_has_a_file(self) -> None:
        """A server that is stopped leaves matches as they are, and the next one begins another file."""
        files = set()
        for _ in range(2):
            self.place.daemon("--drain", "0")
            first, second = self.place.call(), self.place.call()
            second.expect("Your throw (r/p/s)?\r\n")
            first.send("r")
            second.expect("Player 0 has thrown.")
            self.place.stop_server()
            first.expect_end()
            *_, last = lines(Path(self.file()))
            self.assertEqual([event[1] for event in last[1:]], ["key", "sealed"])
            files.add(self.file())
        self.assertEqual(len(files), 2)

    def test_nothing_is_kept(self) -> None:
        """With --state none nothing is written."""
        self.place.daemon("--state", "none", "--house-after", "0")
        guest = self.place.call()
        guest.expect("Your throw (r/p/s)?")
        self.place.stop_server()
        self.assertFalse(Path(self.place.cwd, "rpsgame-state").exists())

"""Names that outlive the server, in the database that it makes by itself."""

from __future__ import annotations

import re
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from twisted.trial.unittest import SynchronousTestCase

from .terminals import LIMIT, Place


class NamesTests(SynchronousTestCase):
    """A guest who comes by telnet, before and after a restart."""

    def setUp(self) -> None:
        self.place = Place(self.addCleanup)

    def await_log(self, words: str, times: int) -> None:
        """Wait until these words stand so often in the log."""
        end = time.monotonic() + LIMIT
        while self.place.log.count(words) < times:
            self.assertLess(time.monotonic(), end, self.place.log)

    def test_restart(self) -> None:
        """A name is somebody's for as long as they want it: its key proves it to the next server too."""
        self.place.daemon("--house", "none", "--drain", "0")
        guest = self.place.call()
        guest.expect("You play the next guest")
        guest.send("n\r\n")
        guest.expect("Enter alone ends it.\r\n")
        guest.send("Ernie\r\n")
        found = re.search("The key of Ernie is ([^.]+)", guest.expect("You are Ernie now."))
        assert found
        self.place.kill_server()
        self.place.daemon("--house", "none", "--drain", "0")
        guest = self.place.call()
        guest.expect("You play the next guest")
        guest.send("n\r\n")
        guest.expect("Enter alone ends it.\r\n")
        guest.send(f"{found[1]}\r\n")
        guest.expect("Welcome back, Ernie.")

    def test_killed(self) -> None:
        """A result that was told, and not written before the server was killed, counts once after the next start."""
        options = "--house", "random", "--best-of", "1", "--drain", "0"
        self.place.daemon(*options)
        guest = self.place.call()
        guest.expect("Enter starts at once")
        guest.send("n\r\n")
        guest.expect("Enter alone ends it.\r\n")
        guest.send("Ernie\r\n")
        guest.expect("Enter starts at once")
        with closing(sqlite3.connect(Path(self.place.cwd, "rpsgame-state", "records.sqlite"))) as records:
            records.execute("BEGIN IMMEDIATE")  # so that the server cannot write
            guest.send("\r\n")
            while "Another match" not in guest.expect("?"):
                guest.send("r\r\n")
            self.place.kill_server()
            records.rollback()
            count = "SELECT count(*) FROM result"
            self.assertEqual(records.execute(count).fetchall(), [(0,)])
            for start in (1, 2):
                self.place.daemon(*options)
                self.await_log("Results of before in the journal: the records have 1", start)
                self.assertEqual(records.execute(count).fetchall(), [(1,)])
                self.place.kill_server()
                Path(self.place.cwd, "rpsgame-state", "told.json").unlink()

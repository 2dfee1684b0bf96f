"""Names that outlive the server, in the database that it makes by itself."""

from __future__ import annotations

import re

from twisted.trial.unittest import SynchronousTestCase

from .terminals import Place


class NamesTests(SynchronousTestCase):
    """A guest who comes by telnet, before and after a restart."""

    def setUp(self) -> None:
        self.place = Place(self.addCleanup)

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
        guest.expect("You are Ernie now.")

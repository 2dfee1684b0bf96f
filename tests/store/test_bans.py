"""The file of bans: kept, broken, and where it cannot be written."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines.bans import Bans, network_of, to_json
from rpsgame.store.bans import KeptBans
from rpsgame.store.state import State

from ..room import lines_of, logged

BANS = Bans({network_of("192.0.2.1"): None})


class KeptBansTests(SynchronousTestCase):
    """A folder of its own for each test."""

    def setUp(self) -> None:
        directory = TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.state = State(Path(directory.name, "state"))
        self.path = self.state.path / "bans"
        self.log = logged(self)

    def test_kept(self) -> None:
        """Bans that are written are read at another start; the file is the server's own."""
        self.assertEqual(KeptBans(self.state).read().until, {})
        self.assertEqual(KeptBans(self.state).write(BANS), "")
        self.assertEqual(KeptBans(self.state).read().until, BANS.until)
        self.assertEqual(self.path.stat().st_mode & 0o777, 0o600)
        self.assertEqual(self.log, [])

    def test_no_state(self) -> None:
        """Without a folder nothing is kept, and that is said."""
        kept = KeptBans(None)
        self.assertEqual(kept.read().until, {})
        self.assertEqual(kept.write(BANS), "there is no state directory")

    def test_broken(self) -> None:
        """A broken file costs one line in the log; it stays as it is until there is a ban, and then beside it."""
        self.state.write("bans", b'{"moo": null}')
        kept = KeptBans(self.state)
        self.assertEqual(kept.read().until, {})
        why = "'moo' is no address and no network"
        self.assertEqual(lines_of(self.log), [f"Nobody is banned: {self.path} cannot be read: {why}"])
        self.assertEqual(self.path.read_bytes(), b'{"moo": null}')
        self.assertEqual(kept.write(BANS), "")
        self.assertEqual(self.path.read_bytes(), to_json(BANS))
        self.assertEqual(self.path.with_name("bans.broken").read_bytes(), b'{"moo": null}')

    def test_unreadable(self) -> None:
        """The same where there is no file that can be read, and what is there cannot be replaced."""
        self.path.mkdir(parents=True)
        kept = KeptBans(self.state)
        self.assertEqual(kept.read().until, {})
        self.assertEqual(lines_of(self.log), [f"Nobody is banned: {self.path} cannot be read: Is a directory"])
        self.assertEqual(kept.write(BANS), "Is a directory")

    def test_no_room(self) -> None:
        """Where the file cannot be written, the reason is said, and the file is as it was."""
        kept = KeptBans(self.state)
        kept.write(BANS)

        def full(name: str, data: bytes) -> None:
            raise OSError(28, "No space left on device")

        self.patch(self.state, "write", full)
        self.assertEqual(kept.write(Bans()), "No space left on device")
        self.assertEqual(KeptBans(self.state).read().until, BANS.until)

"""Kills under load: nothing that anybody was told is unsaid, and every match comes to one end."""

from __future__ import annotations

import signal
from pathlib import Path
from random import Random

from twisted.trial.unittest import SynchronousTestCase

from .audit import Audit
from .kills import Crowd, Killable
from .terminals import Place

SIGNALS = (signal.SIGKILL, signal.SIGKILL, signal.SIGTERM, signal.SIGKILL, signal.SIGKILL)
PLAYERS = {"telnet": 4, "json": 3, "web": 2, "ssh": 1}


class KillTests(SynchronousTestCase):
    """A crowd at all doors, and a server that is killed while they play."""

    def test_nothing_is_unsaid(self) -> None:
        """Killed five times, the server loses no match that somebody comes back to, and tells no result twice."""
        chance = Random(13)
        place = Place(self.addCleanup)
        server = Killable(place, (*PLAYERS,), "--best-of", "49", "--house-after", "1", "--max-per-address", "0")
        crowd = Crowd(server, PLAYERS, chance)
        server.start()
        for signum in SIGNALS:
            self.assertTrue(crowd.play(crowd.hears(chance.randrange(50, 500))))
            crowd.kill(signum)
            server.start()
        self.assertEqual([player.told[-1:] for player in crowd.finish()], [])
        server.end(signal.SIGTERM)
        audit = Audit(Path(place.cwd, "rpsgame-state", "journal"), server.runs)
        self.assertEqual(audit.check(crowd.players, crowd.refused), [])
        self.assertGreater(sum(player.returns for player in crowd.players), 0)
        self.assertNotIn("Traceback", server.log)
        self.assertNotIn("cannot", server.log)

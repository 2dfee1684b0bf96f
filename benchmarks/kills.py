"""A server that is killed again and again under load: what is lost of what anybody was told, and how soon all is back.

    python benchmarks/kills.py [--kills 200] [--players 24] [--seed 1] [--json FILE]

People come by telnet and ssh, programs by the door for them and by the web's. All play, lose their lines now and then,
and come back by their codes, while the server is killed (SIGKILL, and sometimes SIGTERM with --drain 0) at random
moments: under load, and while it starts. In the end all play their matches to the end. tests/endtoend/audit.py says
what has to hold then; all that does not is printed, and the exit status is 1.
"""

from __future__ import annotations

import signal
import statistics
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from random import Random

from load import Report, arguments

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.endtoend.audit import Audit
from tests.endtoend.kills import Crowd, Killable
from tests.endtoend.terminals import Place

SHARES = {"telnet": 0.4, "json": 0.3, "web": 0.2, "ssh": 0.1}
LINES = 20, 4000  # heard between two kills, at least and at most
MOST = 5.0  # seconds between two kills, where all wait for others
POLITE = 0.1  # how often it is SIGTERM
EARLY = 0.15  # how often the server is killed while it starts
STARTING = 0.4  # seconds


def kill_once(server: Killable, crowd: Crowd, chance: Random) -> tuple[float, float]:
    """Let all play, and kill the server; return the seconds until it listens again, and until somebody is back."""
    end = time.monotonic() + MOST
    heard = crowd.hears(chance.randrange(*LINES))
    crowd.play(lambda: heard() or time.monotonic() > end, 1)
    killed = time.monotonic()
    crowd.kill(signal.SIGTERM if chance.random() < POLITE else signal.SIGKILL)
    server.start()
    while chance.random() < EARLY:
        time.sleep(chance.random() * STARTING)
        server.end(signal.SIGKILL)
        server.start()
    crowd.play(crowd.is_up)
    up = time.monotonic() - killed
    end = time.monotonic() + 1
    crowd.play(lambda: crowd.answered is not None or time.monotonic() > end, 1)
    return up, (crowd.answered or float("nan")) - killed


def main(kills: int, players: int, seed: int, json: str | None) -> None:
    """Kill the server so many times, let all matches end, and say what became of them."""
    chance = Random(seed)
    report = Report(f"{kills} kills")
    with ExitStack() as stack:
        place = Place(stack.callback)
        options = ("--best-of", "99", "--house-after", "1", "--max-per-address", "0")
        server = Killable(place, tuple(SHARES), *options)
        server.start()
        crowd = Crowd(server, {door: round(players * share) for door, share in SHARES.items()}, chance)
        seconds = []
        for number in range(kills):
            seconds.append(kill_once(server, crowd, chance))
            print(f"\r{number + 1} kills", end="", file=sys.stderr)
        began = time.monotonic()
        stuck = crowd.finish()
        ended = time.monotonic() - began
        server.end(signal.SIGTERM)
        audit = Audit(Path(place.cwd, "rpsgame-state", "journal"), server.runs)
        faults = audit.check(crowd.players, crowd.refused)
        faults += [f"stuck: {player.told[-1:]}" for player in stuck]
        faults += [line for line in server.log.splitlines() if "Traceback" in line or "cannot" in line]
    print(file=sys.stderr)
    back = [answer for _, answer in seconds if answer == answer]
    report.row("starts of the server", str(len(server.runs)))
    report.row("matches", str(len(audit.matches)))
    report.row("matches that were on at a kill", str(sum(match.runs > 1 for match in audit.matches.values())))
    report.row("kills that one match has seen, at most", str(max(match.runs for match in audit.matches.values()) - 1))
    report.row("returns to a seat", str(sum(player.returns for player in crowd.players)))
    report.row("codes of matches that had ended: told how", str(sum(player.results for player in crowd.players)))
    report.row("codes that nobody had", str(len(crowd.refused)), "0")
    report.row("s from a kill until it listens, median", f"{statistics.median(up for up, _ in seconds):.2f}")
    report.row("s from a kill until somebody is back, median", f"{statistics.median(back):.2f}")
    report.row("the same, at most", f"{max(back):.2f}")
    report.row("s until all matches were over", f"{ended:.1f}")
    report.row("faults", str(len(faults)))
    report.save(json)
    print(*(fault[:1000] for fault in faults[:20]), sep="\n")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main(
        **vars(
            arguments(
                __doc__,
                kills=(200, "how often the server is killed"),
                players=(24, "how many play"),
                seed=(1, "of all that is random here"),
            )
        )
    )

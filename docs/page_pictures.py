"""Make the pictures of the page, docs/screens/web-*.png, in a real browser with a real server.

Run it as ``python docs/page_pictures.py``; it needs what tests_outside/test_web.py does.
"""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path
from random import Random
from time import time

from twisted.internet.task import Clock

sys.path.insert(0, str(Path(__file__).parents[1]))

from rpsgame.store.records.contract import Result
from rpsgame.store.records.sqlite import SQLite
from tests.endtoend.terminals import Caller, Place, Reservation
from tests.store.records import records_at_once
from tests_outside.browsers import Browser

PICTURES = Path(__file__).parent / "screens"
MATCH = ("p", "r"), ("s", "s"), ("r", "p"), ("s", "p"), ("p", "r"), ("r", "p")  # the page's throw, and the other's
KEPT = {  # of all that there could be: each size in light and in dark
    ("phone", "waiting"): ["light"],
    ("phone", "result"): ["dark"],
    ("desktop", "game"): ["light"],
    ("desktop", "result"): ["dark"],
    ("phone", "standings"): ["dark"],
    ("desktop", "standings"): ["light"],
}
NAMES = "Ada", "Grace", "Linus", "Radia", "Barbara", "Vint", "Donald", "Edsger", "Margaret", "Alan"
SIZES = {"phone": (360, 740), "desktop": (960, 860)}


def main() -> None:
    """Take a picture of each moment, at both sizes, some in light and some in dark."""
    for name, size in SIZES.items():
        with ExitStack() as stack:
            place, web = Place(stack.callback), Reservation()
            stack.callback(web.close)
            fill(Path(place.cwd, "records.sqlite"))
            place.daemon("--web", web.endpoint, "--house", "none", "--state", "none", "--records", "records.sqlite")
            browser = Browser(stack.callback, size, touch=name == "phone")
            browser.open(f"http://127.0.0.1:{web.port}/")
            browser.expect("Nobody else is here yet")
            take(browser, name, "waiting")
            caller = place.call()
            browser.expect("Press rock")
            play(browser, caller)
            caller.send("g")
            browser.expect("Good game!", "Press rock")
            browser.press("p")
            browser.expect("is thinking")
            take(browser, name, "game")
            caller.send("r")
            browser.expect("Paper beats rock: you win.")
            take(browser, name, "result")
            browser.open(f"http://127.0.0.1:{web.port}/standings")
            browser.expect("For ever")
            take(browser, name, "standings")


def fill(path: Path) -> None:
    """Let some people have played, of whom each is better than the next."""
    clock, now, chance = Clock(), time(), Random(1)
    records = records_at_once(clock, lambda: SQLite(path, "rock-paper-scissors"))
    for n, name in enumerate(NAMES):
        records.claim(name, bytes([n]) * 32, "", now)
    for nth in range(150):
        one, other = sorted(chance.sample(range(1, len(NAMES) + 1), 2))
        ended = now - 3 * 3600 * (149 - nth)
        records.finish(Result("run", 1, nth, ended, (one, other), (5, 3), int(chance.random() < 0.3), True))
        if nth % 5 == 0:
            records.finish(Result("run", 2, nth, ended, (0, one), (5, 3), nth % 2, False))
    clock.advance(1)
    records.close()


def play(browser: Browser, caller: Caller) -> None:
    for n, (mine, theirs) in enumerate(MATCH, 1):
        browser.press(mine)
        browser.expect("is thinking")
        caller.send(theirs)
        browser.expect(f"Game {n + 1}. Your throw")


def take(browser: Browser, *moment: str) -> None:
    """Take the pictures of a moment that are kept."""
    for look in KEPT.get(moment, ()):
        browser.like(look == "dark")
        browser.still()
        browser.driver.save_screenshot(str(PICTURES / f"web-{'-'.join((*moment, look))}.png"))


if __name__ == "__main__":
    main()

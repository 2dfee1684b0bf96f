"""Make the pictures of the page, docs/screens/web-*.png, in a real browser with a real server.

Run it as ``python docs/page_pictures.py``; it needs what tests_outside/test_web.py does.
"""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.endtoend.terminals import Caller, Place, Reservation
from tests_outside.browsers import Browser

PICTURES = Path(__file__).parent / "screens"
MATCH = ("p", "r"), ("s", "s"), ("r", "p"), ("s", "p"), ("p", "r"), ("r", "p")  # the page's throw, and the other's
KEPT = {  # four of all that there could be: each size in light and in dark
    ("phone", "waiting"): ["light"],
    ("phone", "result"): ["dark"],
    ("desktop", "game"): ["light"],
    ("desktop", "result"): ["dark"],
}
SIZES = {"phone": (360, 740), "desktop": (960, 860)}


def main() -> None:
    """Take a picture of each moment, at both sizes, some in light and some in dark."""
    for name, size in SIZES.items():
        with ExitStack() as stack:
            place, web = Place(stack.callback), Reservation()
            stack.callback(web.close)
            place.daemon("--web", web.endpoint, "--house", "none", "--state", "none")
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

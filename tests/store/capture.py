"""Captures journals for ``journals/``, from servers that are started, stopped and killed; it takes three minutes.

    python -m tests.store.capture FOLDER NAME [NAME ...]

It is run where the version that is to be captured is checked out (this file may be newer), and makes a folder
FOLDER/NAME for each of CAPTURES that is named. The files are then copied into ``journals/``, for ever.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from tests.endtoend import terminals
from tests.endtoend.terminals import Caller, Place

PATIENCE = 150  # seconds: nobody comes back to a match for two minutes
PROMPT = "Your throw (r/p/s)?"
DUELS = ("--house", "none", "--drain", "0")
HOUSE = ("--house-after", "0", "--drain", "0")


def code_of(guest: Caller) -> str:
    """Return the code that a guest was told last."""
    return str(re.findall(r"type (\d{8}) when you come again", guest.text)[-1])


def come(place: Place) -> Caller:
    guest = place.call()
    guest.expect("You are guest ")
    return guest


def come_back(place: Place, code: str) -> Caller:
    """Come as somebody new, and take the seat of a code."""
    guest = come(place)
    guest.send(code)
    guest.expect(" again.\r\n")
    guest.expect("is back")
    return guest


def pair(place: Place) -> tuple[Caller, Caller]:
    """Let two begin a match with each other."""
    one, other = come(place), come(place)
    for guest in (one, other):
        guest.expect(PROMPT)
    return one, other


def game(one: Caller, other: Caller, keys: str) -> None:
    """Let two throw, and hear what comes of it."""
    one.send(keys[0])
    other.expect("has thrown")
    other.send(keys[1])
    for guest in (one, other):
        guest.expect(f"Player 0: {keys[0]}, Player 1: {keys[1]}")


def duels(place: Place) -> None:
    """Lines that are lost, throws that are changed, talk, two kills in one match; others leave, or are late."""
    options = (*DUELS, "--best-of", "5", "--timeout", "6")
    place.daemon(*options)
    one, other = pair(place)
    game(one, other, "rs")
    third, fourth = pair(place)
    third.send("r")
    fourth.expect("has thrown")
    one.send("p")
    other.expect("has thrown")
    code, other_code = code_of(one), code_of(other)
    one.hang_up()
    other.expect("is lost")
    one = come_back(place, code)
    other.send("g")
    one.expect("Good game!")
    place.kill_server()
    place.daemon(*options)
    other = come_back(place, other_code)
    other.send("r")
    other.expect("Player 0: p, Player 1: r")
    one = come_back(place, code)
    one.send("s")
    one.expect("You throw scissors")
    place.kill_server()
    place.daemon(*options)
    one, other = come_back(place, code), come_back(place, other_code)
    other.send("r")
    one.expect("Player 0: s, Player 1: r")
    game(one, other, "rs")
    other.expect("You have lost the match")
    for guest in pair(place):
        guest.send("q")
        guest.expect_end()
    late, _ = pair(place)
    late.expect("Timed out")
    place.kill_server()


def house(place: Place) -> None:
    """The house and its learning strategy: a match after another, lines that are lost, and a kill in a match."""
    options = (*HOUSE, "--best-of", "5")
    place.daemon(*options)
    guest = come(place)
    guest.expect(PROMPT)
    while "Another match?" not in guest.text:
        guest.send("r")
        guest.expect("?")
    other = come(place)
    other.expect(PROMPT)
    for _ in range(2):
        other.send("p")
        other.expect(PROMPT)
    code = code_of(other)
    other.hang_up()
    other = come_back(place, code)
    other.send("s")
    other.expect("Player 0: ")
    place.kill_server()
    place.daemon(*options)
    other = come_back(place, code)
    other.send("r")
    other.expect("Player 0: ")
    place.kill_server()


def given_up(place: Place) -> None:
    """A match that nobody comes back to, and one to which one of both does: two minutes."""
    options = (*DUELS, "--best-of", "3", "--timeout", "6")
    place.daemon(*options)
    pair(place)
    one, other = pair(place)
    game(one, other, "rs")
    place.kill_server()
    place.daemon(*options)
    one = come_back(place, code_of(one))
    one.expect("did not come back")
    place.kill_server()


def names(place: Place) -> None:
    """A match of somebody with a name, a kill in it, and its end; then another that is on at the end."""
    options = (*DUELS, "--best-of", "3")
    place.daemon(*options)
    ernie = come(place)
    ernie.expect("You play the next guest")
    ernie.send("n\r\n")
    ernie.expect("Enter alone ends it.\r\n")
    ernie.send("Ernie\r\n")
    ernie.expect("You are Ernie now.")
    other = come(place)
    for guest in (ernie, other):
        guest.expect(PROMPT)
    game(ernie, other, "rs")
    codes = code_of(ernie), code_of(other)
    place.kill_server()
    place.daemon(*options)
    ernie, other = (come_back(place, code) for code in codes)
    game(ernie, other, "pr")
    ernie.expect("Another match?")
    game(*pair(place), "ps")
    place.kill_server()


CAPTURES: dict[str, Callable[[Place], None]] = {"duels": duels, "house": house, "given-up": given_up, "names": names}


def main(folder: str, *captures: str) -> None:
    """Make the captures, and keep their journals."""
    terminals.LIMIT = PATIENCE
    for name in captures:
        with ExitStack() as stack:
            place = Place(stack.callback)
            CAPTURES[name](place)
            shutil.copytree(Path(place.cwd, "rpsgame-state", "journal"), Path(folder, name))


if __name__ == "__main__":
    main(*sys.argv[1:])

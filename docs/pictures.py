"""Make the pictures of the screens, docs/screens/NAME.svg, from what the screens really write.

Run it as ``python docs/pictures.py``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from html import escape
from itertools import groupby
from pathlib import Path

import pyte

sys.path.insert(0, str(Path(__file__).parents[1]))

from rpsgame.coroutines import facts
from rpsgame.coroutines.facts import Fact, Line, Own, Played, Ranks, Standings, Versus
from rpsgame.coroutines.games import ROCK_PAPER_SCISSORS
from rpsgame.screens.display import KINDS, Display
from rpsgame.screens.form import Form

PICTURES = Path(__file__).parent / "screens"
FORM = Form(80, 24, utf8=True)
SHOWN = {"colour": 17, "standings-colour": 22, "standings-plain": 19}  # rows, the last, not to begin in mid-game
COLUMN, ROW, FONT, MARGIN = 8.4, 19, 14, 16  # pixels
TITLE = "A match on the {screen} screen, at the fifth game"
STANDINGS_TITLE = "The standings on the {screen} screen, in a match"
STYLE = """\
text { font: %dpx "DejaVu Sans Mono", Menlo, Consolas, monospace; white-space: pre; fill: #1f2328 }
rect { fill: #f6f8fa } .bold { font-weight: bold }
.red { fill: #b3261e } .green { fill: #116329 } .brown { fill: #7d4e00 } .magenta { fill: #8250a8 }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3 } rect { fill: #0d1117 }
.red { fill: #ff7b72 } .green { fill: #56d364 } .brown { fill: #e3b341 } .magenta { fill: #d2a8ff }
}"""

ASKED = facts.YourThrow("r/p/s")


def match() -> Iterator[tuple[float, list[Fact]]]:
    """Yield what guest 12 is told, who plays guest 7, and when: four games, and the fifth until both have thrown."""
    here: list[Fact] = [facts.GameIs("rock-paper-scissors", 9), facts.YouAre("guest 12")]
    yield 0, [*here, *ROCK_PAPER_SCISSORS.welcome, facts.NextGuest(False)]
    yield 0, [facts.Welcome(), facts.Seated("guest 7"), facts.TimeToThrow(30), ASKED]
    told = facts.GameTold
    yield 4, [told("p", "r"), facts.PlayerWins(0), facts.Wins(1, 0), ASKED]
    yield 9, [told("s", "s"), facts.NobodyWins("r/p/s")]
    yield 12, [facts.YouThrow("paper", 0)]
    yield 15, [told("r", "p"), facts.PlayerWins(1), facts.Wins(1, 1), ASKED]
    yield 19, [told("s", "r"), facts.PlayerWins(1), facts.Wins(1, 2), ASKED]
    yield 26, [facts.YouThrow("paper", 0)]


NAMES = "Ada", "Grace", "Linus", "Radia", "Barbara", "Vint", "Donald", "Edsger", "Margaret", "Alan"


def standings() -> Iterator[tuple[float, list[Fact]]]:
    """Yield what Mary is told, who plays Grace, and has pressed t at the second game."""
    ever = tuple(Line(n, name, 1790 - 23 * n - n * n, 60 - n, 9 + n) for n, name in enumerate(NAMES, 1))
    month = (*(Line(n, name, None, 14 - n, n) for n, name in enumerate(NAMES[1:5], 1)), Line(5, "Mary", 1433, 4, 3))
    today = Line(1, "Radia", None, 3, 0), Line(2, "Mary", 1433, 2, 1), Line(3, "Ada", None, 1, 2)
    places = Line(23, "Mary", 1433, 9, 8), month[-1], today[1]
    last = Played(0, "Grace", 5, 3, True), Played(0, "the house", 2, 5, False), Played(0, "Ada", 5, 4, True)
    own = Own("Mary", places, 1433, 0, (Versus("Grace", 3, 1), Versus("the house", 5, 7)), last)
    ranks = Ranks("ever", ever, (1203, 988)), Ranks("month", month, (150, 98)), Ranks("today", today, (12, 9))
    yield 0, [facts.GameIs("rock-paper-scissors", 9), facts.YouAre("Mary"), *ROCK_PAPER_SCISSORS.welcome]
    yield 0, [facts.Welcome(), facts.Seated("Grace"), facts.TimeToThrow(30), ASKED]
    yield 4, [facts.GameTold("p", "s"), facts.PlayerWins(1), facts.Wins(0, 1), ASKED]
    yield 9, [Standings.once(ranks, own, "")]


# What is shown, on which screen, under which title, by the name of the picture
SHOWS: dict[str, tuple[str, Callable[[], Iterator[tuple[float, list[Fact]]]], str]] = {
    **{screen: (screen, match, TITLE) for screen in KINDS},
    **{f"standings-{screen}": (screen, standings, STANDINGS_TITLE) for screen in ("colour", "plain")},
}


def rows(name: str) -> list[list[tuple[str, str, int]]]:
    """Return what is visible of it in a terminal: for each row its pieces, with class and column."""
    screen, told_by, _ = SHOWS[name]
    display, terminal = Display(ROCK_PAPER_SCISSORS, screen, FORM), pyte.Screen(FORM.width, FORM.height)
    stream = pyte.Stream(terminal)
    for now, told in told_by():
        stream.feed(display.tell(told, now).replace("\n", "\r\n"))
    stream.feed(display.time(now + 8).replace("\n", "\r\n"))
    return [list(pieces(terminal, row)) for row in range(FORM.height)]


def pieces(terminal: pyte.Screen, row: int) -> Iterator[tuple[str, str, int]]:
    """Yield the pieces of a row that look alike: text, class and column."""
    line = [terminal.buffer[row][column] for column in range(terminal.columns)]
    column = 0
    for look, cells in groupby(line, lambda cell: " ".join(filter(None, ["bold" * cell.bold, cell.fg]))):
        text = "".join(cell.data for cell in cells)
        if text.strip():
            yield text.rstrip(), look.replace("default", "").strip(), column
        column += len(text)


def picture(name: str) -> str:
    """Return a picture, which is light or dark as its reader likes it."""
    shown = rows(name)
    while not shown[-1]:
        del shown[-1]
    shown = shown[-SHOWN.get(name, FORM.height) :]
    width, height = 2 * MARGIN + FORM.width * COLUMN, 2 * MARGIN + len(shown) * ROW
    screen, _, title = SHOWS[name]
    title = title.format(screen=screen)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height}" role="img" aria-label="{title}">',
        f"<title>{title}</title>",
        f"<style>{STYLE % FONT}</style>",
        f'<rect width="{width:.0f}" height="{height}" rx="8"/>',
    ]
    for row, found in enumerate(shown):
        y = MARGIN + row * ROW + FONT
        for text, look, column in found:
            place = f'x="{MARGIN + column * COLUMN:.1f}" y="{y}" textLength="{len(text) * COLUMN:.1f}"'
            lines.append(f'<text {place} class="{look}" xml:space="preserve">{escape(text)}</text>')
    return "\n".join([*lines, "</svg>", ""]).replace(' class=""', "")


if __name__ == "__main__":
    for name in SHOWS:
        (PICTURES / f"{name}.svg").write_text(picture(name), encoding="utf-8")

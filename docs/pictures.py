"""Make the pictures of the screens, docs/screens/NAME.svg, from what the screens really write.

Run it as ``python docs/pictures.py``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from html import escape
from itertools import groupby
from pathlib import Path

import pyte

sys.path.insert(0, str(Path(__file__).parents[1]))

from rpsgame.coroutines import facts
from rpsgame.coroutines.facts import Fact
from rpsgame.coroutines.games import ROCK_PAPER_SCISSORS
from rpsgame.screens.display import KINDS, Display
from rpsgame.screens.form import Form

PICTURES = Path(__file__).parent / "screens"
FORM = Form(80, 24, utf8=True)
SHOWN = {"colour": 17}  # rows, the last, where a picture of all would begin in the midst of a game
COLUMN, ROW, FONT, MARGIN = 8.4, 19, 14, 16  # pixels
TITLE = "A match on the {screen} screen, at the fifth game"
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


def rows(screen: str) -> list[list[tuple[str, str, int]]]:
    """Return what is visible of the match in a terminal: for each row its pieces, with class and column."""
    display, terminal = Display(ROCK_PAPER_SCISSORS, screen, FORM), pyte.Screen(FORM.width, FORM.height)
    stream = pyte.Stream(terminal)
    for now, told in match():
        stream.feed(display.tell(told, now).replace("\n", "\r\n"))
    stream.feed(display.time(34).replace("\n", "\r\n"))
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


def picture(screen: str) -> str:
    """Return the picture of a screen, which is light or dark as its reader likes it."""
    shown = rows(screen)
    while not shown[-1]:
        del shown[-1]
    shown = shown[-SHOWN.get(screen, FORM.height) :]
    width, height = 2 * MARGIN + FORM.width * COLUMN, 2 * MARGIN + len(shown) * ROW
    title = TITLE.format(screen=screen)
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
    for name in KINDS:
        (PICTURES / f"{name}.svg").write_text(picture(name), encoding="utf-8")

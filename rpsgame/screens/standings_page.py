"""The standings as a page of the web: whole without any script, and without anything of somebody else's."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from ..coroutines.facts import Line, Ranks, StandingsAway
from .standings_words import SOMEBODY, WHAT_COUNTS, won_and_lost

TITLES = {"ever": "For ever", "month": "This month", "today": "Today"}
EXPLAINED = {"ever": "By rating.", "month": "By matches won.", "today": "By matches won. The day is UTC's."}
FIGURES = {"ever": ("Won - lost", "Rating"), "month": ("Won - lost",), "today": ("Won - lost",)}
FOOT = f"{WHAT_COUNTS} Ratings are Glicko-2, and count here when they are sure enough."
PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Standings of {game}</title>
<link rel="icon" href="icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="style.css">
<link rel="stylesheet" href="standings.css">
</head>
<body>
<header>
<h1>Standings of {game}</h1>
<a class="play" href="./">Play</a>
</header>
<main class="standings">
{parts}
</main>
<footer><p>{foot}</p></footer>
</body>
</html>
"""
PART = """\
<section aria-labelledby="{period}">
<h2 id="{period}">{title}</h2>
<p class="how">{explained}</p>
{table}
<p class="house">The house against people with names: {house}.</p>
</section>"""
TABLE = """\
<table>
<thead><tr>
<th scope="col"><span class="unseen">Place</span></th><th scope="col">Name</th>{heads}
</tr></thead>
<tbody>
{rows}
</tbody>
</table>"""
ROW = '<tr><td>{place}</td><th scope="row">{name}</th>{figures}</tr>'


def standings_page(game: str, ranks: Iterable[Ranks]) -> str:
    """Return the page of a game's standings, in HTML."""
    return _page(game, "\n".join(map(_part, ranks)))


def away_page(game: str) -> str:
    """Return the page that says that there are none at the moment."""
    return _page(game, f'<p class="away">{escape(StandingsAway())}</p>')


def _page(game: str, parts: str) -> str:
    return PAGE.format(game=escape(game), parts=parts, foot=escape(FOOT))


def _part(ranks: Ranks) -> str:
    period = ranks.period
    heads = "".join(f'<th scope="col">{figure}</th>' for figure in FIGURES[period])
    rows = "\n".join(_row(period, line) for line in ranks.lines)
    table = TABLE.format(heads=heads, rows=rows) if rows else '<p class="nobody">Nobody yet.</p>'
    house = won_and_lost(*ranks.house)
    return PART.format(period=period, title=TITLES[period], explained=EXPLAINED[period], table=table, house=house)


def _row(period: str, line: Line) -> str:
    figures = [f"{line.won}&nbsp;-&nbsp;{line.lost}", *[str(line.rating)] * (period == "ever")]
    cells = "".join(f"<td>{figure}</td>" for figure in figures)
    return ROW.format(place=line.place, name=escape(line.name or SOMEBODY), figures=cells)

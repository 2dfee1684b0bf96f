"""The figures of all benchmarks as a table, and plots of them, for the docs.

    python benchmarks/plots.py [--again NAME,NAME] [--directory docs/benchmarks]

The benchmarks named are run, all of them where none is, and what they find is kept in DIRECTORY/NAME.json; from all
that is kept there, the table figures.csv and the plots NAME.svg are made. ``--again none`` makes them anew without
running anything.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import os
import subprocess
import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

NAMES = ("keys", "crowd", "doors", "journal", "countdowns", "duels", "strategies", "returning", "kills")
SHORTER = {"kills": ("--kills", "30")}  # all 200 take a quarter of an hour
HERE = Path(__file__).parent
COLORS = ("#1b6ca8", "#d1495b", "#66a182", "#edae49", "#6f4e7c", "#333333", "#c77d2f", "#4f9da6", "#a05195")
LEFT, TOP, WIDTH, HEIGHT, BAR = 60, 40, 600, 240, 26  # pixels; of curves, and the height of a bar


def main(again: str, directory: Path) -> None:
    """Run what is to be run, and draw all."""
    directory.mkdir(parents=True, exist_ok=True)
    for name in NAMES:
        if name in again.split(","):
            load = os.getloadavg()[0]
            subprocess.run(
                [sys.executable, HERE / f"{name}.py", *SHORTER.get(name, ()), "--json", directory / f"{name}.json"],
                check=True,
                timeout=900,
            )
            print(f"  (Load average before: {load:.1f}.)", flush=True)
    found = {name: json.loads(file.read_text()) for name in NAMES if (file := directory / f"{name}.json").exists()}
    with (directory / "figures.csv").open("w", newline="") as table:
        rows = csv.writer(table, lineterminator="\n")
        rows.writerow(("", "Measured", "Goal"))
        for one in found.values():
            rows.writerow((f"**{one['title']}**", "", ""))
            rows.writerows(one["rows"])
    for name, one in found.items():
        (directory / f"{name}.svg").write_text("\n".join(drawn(one)) + "\n")


def drawn(one: dict[str, Any]) -> Iterator[str]:
    """Yield the lines of an SVG: the curves of the times and, below, the bars."""
    curves, bars = one["curves"], one["bars"]
    below = TOP + (HEIGHT + 50 if curves else 0)
    height = below + BAR * len(bars) + 10
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LEFT + WIDTH + 40} {height}" '
        'font-family="sans-serif" font-size="12">'
    )
    yield f'<rect width="100%" height="100%" fill="white"/><text x="{LEFT}" y="20">{escape(one["title"])}</text>'
    if curves:
        yield from drawn_curves(curves)
    most = max(bars.values(), default=0)
    for number, (name, value) in enumerate(bars.items()):
        y, color = below + BAR * number, COLORS[number % len(COLORS)]
        length = max(value, 0) / most * WIDTH / 2  # a figure below zero has no bar
        yield f'<text x="{LEFT + 210}" y="{y + 15}" text-anchor="end">{escape(name)}</text>'
        yield f'<rect x="{LEFT + 220}" y="{y}" width="{length:.0f}" height="{BAR - 6}" fill="{color}"/>'
        yield f'<text x="{LEFT + 225 + length:.0f}" y="{y + 15}">{value:g}</text>'
    yield "</svg>"


def drawn_curves(curves: dict[str, list[tuple[float, float]]]) -> Iterator[str]:
    """Yield each time by how many percent took at most so long; both scales are logarithmic."""
    most = max(math.ceil(math.log10(max(values[-1][1], 1))) for values in curves.values())
    for power in range(-1, most + 1):
        y = TOP + HEIGHT * (most - power) / (most + 1)
        yield f'<path d="M{LEFT} {y:.0f}h{WIDTH}" stroke="#ddd"/>'
        yield f'<text x="{LEFT - 6}" y="{y + 4:.0f}" text-anchor="end">{10.0**power:g} ms</text>'
    for percent in (0, 50, 90, 99, 99.9):
        yield f'<text x="{across(percent):.0f}" y="{TOP + HEIGHT + 16}" text-anchor="middle">{percent:g} %</text>'
    for number, (name, values) in enumerate(curves.items()):
        points = (
            f"{across(percent):.1f},{TOP + HEIGHT * (most - math.log10(max(ms, 0.1))) / (most + 1):.1f}"
            for percent, ms in values
        )
        yield f'<polyline points="{" ".join(points)}" fill="none" stroke="{COLORS[number]}" stroke-width="2"/>'
        yield f'<text x="{LEFT + 10}" y="{TOP + 16 + 16 * number}" fill="{COLORS[number]}">{escape(name)}</text>'


def across(percent: float) -> float:
    """Return where a percent stands: as far from 0 to 90 as from 90 to 99, and from there to 99.9."""
    return LEFT - WIDTH / 3 * math.log10(1 - min(percent, 99.9) / 100)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--again", default=",".join(NAMES), metavar="NAMES", help="which to run (default: all)")
    parser.add_argument("--directory", type=Path, default=HERE.parent / "docs" / "benchmarks", help="where to keep it")
    main(**vars(parser.parse_args()))

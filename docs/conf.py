"""How Sphinx builds these pages: sphinx-build -W -b html docs docs/_build"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import rpsgame

project = "rpsgame"
author = "the rpsgame authors"
copyright = f"2026, {author}"
version = release = rpsgame.__version__
extensions = ["sphinx.ext.autodoc"]
autodoc_typehints = "none"
html_theme = "alabaster"
html_theme_options = {"description": "Rock-paper-scissors for guests who come by telnet", "page_width": "1080px"}
exclude_patterns = ["_build"]


def keep_protocols(app: object, what: str, name: str, obj: object, options: object, lines: list[str]) -> None:
    """Show a coroutine's protocol as its docstring lays it out: what it yields and accepts, line by line."""
    for start, line in enumerate(lines):
        if line.startswith("yields:"):
            lines[start:] = [".. code-block:: none", "", *("    " + line for line in lines[start:])]
            return


def setup(app: object) -> None:
    app.connect("autodoc-process-docstring", keep_protocols)  # type: ignore[attr-defined]

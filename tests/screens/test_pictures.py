"""The pictures of the screens are what the screens write now."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

from twisted.trial.unittest import SynchronousTestCase

CHECKOUT = Path(__file__).parents[2]
MADE = runpy.run_path(str(CHECKOUT / "docs" / "pictures.py"))


class PictureTests(SynchronousTestCase):
    """docs/screens/*.svg, which README.rst and docs/screens.rst show."""

    def test_up_to_date(self) -> None:
        """Each picture is what docs/pictures.py would make of it now; where this fails, run that."""
        for name in MADE["SHOWS"]:
            shown = (CHECKOUT / "docs" / "screens" / f"{name}.svg").read_text("utf-8")
            self.assertEqual(shown, MADE["picture"](name), name)

    def test_shown(self) -> None:
        """README.rst shows the colour screen, docs/screens.rst each of them, and no other picture lies beside them."""
        image = re.compile(r"^\.\. image:: .*?screens/([\w-]+)\.svg$", re.MULTILINE)
        shown = {
            path: set(image.findall((CHECKOUT / path).read_text())) for path in ("README.rst", "docs/screens.rst")
        }
        self.assertEqual(shown, {"README.rst": {"colour"}, "docs/screens.rst": set(MADE["SHOWS"])})
        self.assertEqual({path.stem for path in (CHECKOUT / "docs" / "screens").glob("*.svg")}, set(MADE["SHOWS"]))

"""The terminal that the server runs at: what its environment says of it (TERM, NO_COLOR, the locale), and its size."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from contextlib import suppress

from ..coroutines.interview import COLOURLESS, believed
from ..screens.form import Form

UTF8 = re.compile("utf-?8", re.IGNORECASE)
LOCALE = ("LC_ALL", "LC_CTYPE", "LANG")  # the first that is set counts (POSIX)


def screen_of(name: str) -> str:
    """Return the screen that is right for a terminal of this name: of all that there are, few have no colours."""
    return "plain" if not name or name.upper() in COLOURLESS else "colour"


def shows_utf8(environ: Mapping[str, str]) -> bool:
    """Return whether a locale says that the terminal shows UTF-8."""
    locale = next(filter(None, map(environ.get, LOCALE)), "")
    return bool(UTF8.search(locale))


class OwnTerminal:
    """What is known of a terminal.

    :param fd: its descriptor
    :param environ: the environment of the programs that run at it
    :ivar name: what it is called, '' where that is not said
    :ivar screen: the screen that is right for it
    :ivar utf8: whether it shows UTF-8
    """

    def __init__(self, fd: int, environ: Mapping[str, str]) -> None:
        self._fd = fd
        self.name = environ.get("TERM", "")
        self.screen = "plain" if environ.get("NO_COLOR") else screen_of(self.name)
        self.utf8 = shows_utf8(environ)

    def size(self) -> tuple[int, int] | None:
        """Return its columns and lines now, None where it does not know them."""
        with suppress(OSError):
            return believed(*os.get_terminal_size(self._fd))
        return None

    def form(self) -> Form:
        """Return what it shows now."""
        size = self.size()
        return Form(*size, self.utf8) if size else Form(utf8=self.utf8)

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
        colourless = environ.get("NO_COLOR") or not self.name or self.name.upper() in COLOURLESS
        self.screen = "plain" if colourless else "colour"
        locale = next(filter(None, map(environ.get, LOCALE)), "")
        self.utf8 = bool(UTF8.search(locale))

    def size(self) -> tuple[int, int] | None:
        """Return its columns and lines now, None where it does not know them."""
        with suppress(OSError):
            return believed(*os.get_terminal_size(self._fd))
        return None

    def form(self) -> Form:
        """Return what it shows now."""
        size = self.size()
        return Form(*size, self.utf8) if size else Form(utf8=self.utf8)

"""Single-key mode of a terminal, entered and always left again."""

from __future__ import annotations

import termios
import tty


class SingleKeys:
    """As a context: the terminal at *fd* gives each key as it is pressed and echoes none; after it, it is as before.

    Keys that were typed ahead are kept, and nothing waits for a terminal that Ctrl-S has stopped.

    :raise termios.error: where *fd* is no terminal
    """

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self._settings = termios.tcgetattr(fd)

    def enter(self) -> None:
        """Enter single-key mode; also again, where a shell has changed the settings meanwhile."""
        tty.setcbreak(self._fd, termios.TCSANOW)

    def leave(self) -> None:
        """Set the terminal as it was."""
        termios.tcsetattr(self._fd, termios.TCSANOW, self._settings)

    def __enter__(self) -> None:
        self.enter()

    def __exit__(self, *exc_info: object) -> None:
        self.leave()

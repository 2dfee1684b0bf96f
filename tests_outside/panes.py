"""Terminals whose picture can be looked at: the panes of a tmux."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

from tests.endtoend.terminals import LIMIT, Screen, environment


class Pane(Screen):
    """A window of 80 x 24, and what is written there.

    :param tmux: runs a command of tmux, and returns its output
    :param name: the window's
    :param fifo: where tmux writes what the program writes
    """

    def __init__(self, tmux: Callable[..., str], name: str, fifo: Path) -> None:
        os.mkfifo(fifo)
        super().__init__(os.open(fifo, os.O_RDWR))  # or else it would be at its end before tmux opens it
        self._tmux = tmux
        self._name = name
        tmux("pipe-pane", "-t", name, f"exec cat >{fifo}")

    def send(self, keys: str | bytes) -> None:
        """Press *keys*."""
        self._tmux("send-keys", "-t", self._name, "-l", keys if isinstance(keys, str) else keys.decode())

    def picture(self) -> str:
        """Return what is visible, without the empty lines below it."""
        return self._tmux("capture-pane", "-p", "-t", self._name).rstrip()

    def resize(self, columns: int, lines: int) -> None:
        """Give the window another size."""
        self._tmux("resize-window", "-t", self._name, "-x", str(columns), "-y", str(lines))

    def close(self) -> None:
        """Read no more."""
        os.close(self._fd)


class Panes:
    """A tmux of its own, which ends with the test.

    :param add_cleanup: the test's addCleanup
    :param cwd: a directory for its socket
    """

    def __init__(self, add_cleanup: Callable[..., object], cwd: str) -> None:
        self._add_cleanup = add_cleanup
        self._cwd = Path(cwd)
        self._open = 0

    def open(self, *command: str) -> Pane:
        """Start a program in a window of its own, and see all that it writes."""
        self._open += 1
        name = f"window{self._open}"
        start = f"read -r start; exec {' '.join(command)}"
        self._tmux("new-session", "-d", "-s", name, "-x", "80", "-y", "24", "sh", "-c", start)
        if self._open == 1:
            self._add_cleanup(self._tmux, "kill-server")
        pane = Pane(self._tmux, name, self._cwd / name)
        self._add_cleanup(pane.close)
        self._tmux("send-keys", "-t", name, "Enter")
        return pane

    def _tmux(self, *words: str) -> str:
        command = ["tmux", "-f", "/dev/null", "-S", str(self._cwd / "tmux"), *words]
        return subprocess.run(
            command, env=environment(), cwd=self._cwd, check=True, capture_output=True, text=True, timeout=LIMIT
        ).stdout

"""Who has started us, twistd or twist: where they would log to, and how they are told that we cannot start."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from .endpoints import Trouble
from .twisted_private import STATUS_SIZE, status_pipe

LOGFILE = "twistd.log"


def in_foreground(parent: Mapping[str, Any]) -> bool:
    """Whether twistd does not go to the background; twist never does.

    :param parent: their options
    """
    return bool(parent.get("nodaemon", True) or parent.get("debug"))


def has_terminal() -> bool:
    """Whether standard input is a terminal, and ours."""
    try:
        return os.tcgetpgrp(0) == os.getpgrp()
    except OSError:
        return False


def log_to_file(parent: Any) -> str:
    """Keep the log off the game: where it would be written to the terminal, name a file instead, and return it."""
    if "logFile" in parent:  # twist
        if parent["logFile"] in (sys.stdout, sys.stderr):
            parent["logFile"] = open(LOGFILE, "a")  # noqa: SIM115 (twist's to close)
        return os.path.abspath(str(parent["logFile"].name))
    if parent.get("syslog") or parent.get("logger"):
        return "where you said"
    if parent.get("logfile") in (None, "-"):
        parent["logfile"] = LOGFILE
    return os.path.abspath(str(parent["logfile"]))


def report(parent: Mapping[str, Any], trouble: Trouble) -> None:
    """Say why we cannot start: the log has standard error already, and a daemon has but a pipe to twistd.

    twistd does not expect us to end here, so the file with the process's number, which it has written, is removed.
    """
    pipe = status_pipe(parent)
    if pipe is None:
        print(f"rpsgame: {trouble.line()}", file=sys.__stderr__)
    else:
        os.write(pipe, f"1 {trouble.short_line(STATUS_SIZE)}".encode())
    if parent.get("pidfile"):
        with suppress(OSError):
            os.remove(parent["pidfile"])

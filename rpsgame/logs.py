"""The log's file: opened anew when somebody has moved it, and rotated without the players noticing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from twisted.logger import Logger
from twisted.python.logfile import BaseLogFile, LogFile

from .twisted_private import log_files

log = Logger()


def reopen_logs() -> None:
    """Open the log's file anew, as after logrotate has moved it; where that is not allowed, say so and stay."""
    files = log_files()
    for file in files:
        place = file.path if os.path.exists(file.path) else file.directory
        if os.access(place, os.W_OK):
            file.reopen()
            log.info("The log is opened anew.")
        else:
            log.error("The log stays as it is: {path} cannot be written to.", path=file.path)
    if not files:
        log.info("The log is no file of ours: there is nothing to open anew.")


@contextmanager
def quick_rotation() -> Iterator[None]:
    """Within it a log that has grown is moved in one step, to a name with the date.

    Twisted's moves every old file by one, which takes 0.3 s with 5,000 of them, and keeps everybody waiting.
    """
    files = [file for file in log_files() if isinstance(file, LogFile) and file.maxRotatedFiles is None]
    for file in files:
        vars(file)["rotate"] = lambda file=file: rotate(file)
    try:
        yield
    finally:
        for file in files:
            vars(file).pop("rotate", None)


def rotate(file: BaseLogFile) -> None:
    """Move a log to a name with the date, and begin a new one; where that cannot be, go on with the old one."""
    old = f"{file.path}.{datetime.now():%Y-%m-%d_%H-%M-%S}"
    if os.access(file.directory, os.W_OK) and os.access(file.path, os.W_OK) and not os.path.exists(old):
        os.rename(file.path, old)
        file.reopen()

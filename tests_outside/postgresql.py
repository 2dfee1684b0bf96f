"""A PostgreSQL server of the tests' own, in a folder that goes with it."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

PROGRAMS = max(
    Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), default=Path("/usr/bin")
)
NOBODY = "postgres"  # who runs the server where the tests are run by root, as whom it does not start
SETTINGS = "unix_socket_directories='{folder}'\nlisten_addresses=''\nshared_buffers=16MB\nmax_connections=40\n"


class Cluster:
    """A server that only processes of this machine reach, by a UNIX socket in its folder.

    :ivar url: of its database; schemas keep tests apart
    """

    def __init__(self) -> None:
        self._folder = Path(mkdtemp(prefix="rpsgame-postgresql-"))
        self._data = self._folder / "data"
        if os.getuid() == 0:
            shutil.chown(self._folder, NOBODY)
        self._run("initdb", "-D", self._data, "-A", "trust", "-U", "rpsgame", "-E", "UTF8", "--no-sync")
        with (self._data / "postgresql.conf").open("a") as file:
            file.write(SETTINGS.format(folder=self._folder))
        self.url = f"postgresql://rpsgame@/postgres?host={self._folder}"
        self._schemas = count(1)

    def start(self) -> None:
        """Start it, and return when it answers."""
        self._run("pg_ctl", "-D", self._data, "-w", "-l", self._folder / "log", "start")

    def stop(self, how: str = "fast") -> None:
        """Stop it: fast; or immediate, which is as a power cut."""
        self._run("pg_ctl", "-D", self._data, "-w", "-m", how, "stop")

    def runs(self) -> bool:
        """Return whether it runs."""
        return (self._data / "postmaster.pid").exists()

    def schema(self) -> str:
        """Return the URL of a place that has no tables yet."""
        name = f"of_test_{next(self._schemas)}"
        self._run("psql", "-q", "-d", self.url, "-c", f"CREATE SCHEMA {name}")
        return f"{self.url}&options=-csearch_path%3D{name}"

    def remove(self) -> None:
        """Stop it for good."""
        self.stop("immediate")
        shutil.rmtree(self._folder)

    def _run(self, program: str, *arguments: object) -> None:
        user: dict[str, Any] = {"user": NOBODY, "group": NOBODY} if os.getuid() == 0 else {}
        command = [str(PROGRAMS / program), *map(str, arguments)]
        ended = subprocess.run(
            command, cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **user
        )
        if ended.returncode:
            raise AssertionError(f"{command} failed:\n{ended.stdout.decode()}")


@cache
def cluster() -> Cluster:
    """Return the server, which is started for the first test that needs it, and removed after the last."""
    made = Cluster()
    made.start()
    atexit.register(made.remove)
    return made

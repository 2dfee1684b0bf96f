"""The state directory: small files that outlive the server."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from tempfile import mkstemp


class State:
    """A folder of small files, which nobody but the server's own user may read.

    A file is there whole or not at all, whatever kills the server or the machine while it is written.

    :param path: the folder, which is made (mode 700) when the first file is written
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self, name: str) -> bytes | None:
        """Return what a file holds, None where there is none.

        :raise OSError: where it cannot be read
        """
        with suppress(FileNotFoundError):
            return (self.path / name).read_bytes()
        return None

    def write(self, name: str, data: bytes) -> None:
        """Write a file, in place of what it held.

        :raise OSError: where that cannot be done; the file is then as it was
        """
        written = self._written(name, data)
        try:
            os.replace(written, self.path / name)
        except OSError:
            os.unlink(written)
            raise
        self._sync()

    def create(self, name: str, data: bytes) -> bytes:
        """Write a file unless there is one; return what it holds. Of two servers that start at once, one writes it.

        :raise OSError: where it can be neither written nor read
        """
        written = self._written(name, data)
        try:
            with suppress(FileExistsError):
                os.link(written, self.path / name)
        finally:
            os.unlink(written)
        self._sync()
        return (self.path / name).read_bytes()

    def _written(self, name: str, data: bytes) -> str:
        """Return the path of a new file beside it, mode 600, that holds *data* and is on the disk."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        fd, path = mkstemp(prefix=f".{name}.", dir=self.path)
        try:
            with open(fd, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(fd)
        except OSError:
            os.unlink(path)
            raise
        return path

    def _sync(self) -> None:
        """Put the names in the folder on the disk too."""
        fd = os.open(self.path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)

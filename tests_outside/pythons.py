"""The other Pythons of this machine, by which journals are played again; as a program it names them, a line each.

They are looked for in PATH, as ``python3.12``, and among those of pyenv. Nothing has to be installed for them: they
use the packages of the Python that runs the tests, whose compiled parts have pure ones besides.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

SUPPORTED = ("3.10", "3.11", "3.12", "3.13", "3.14")
CHECKOUT = Path(__file__).parents[1]


def other_pythons() -> dict[str, str]:
    """Return the programs, by their versions; the first that runs counts, and this version does not."""
    own = f"{sys.version_info.major}.{sys.version_info.minor}"
    return {version: found for version in SUPPORTED if version != own and (found := _find(version))}


def environment() -> dict[str, str]:
    """Return in what they run: with this checkout, and the packages of this Python."""
    path = os.pathsep.join([str(CHECKOUT), *filter(None, sys.path)])
    packages = [part for part in path.split(os.pathsep) if part == str(CHECKOUT) or part.endswith("-packages")]
    return {"PYTHONPATH": os.pathsep.join(packages), "PYTHONDONTWRITEBYTECODE": "1", "PATH": os.defpath}


def _find(version: str) -> str | None:
    return next((found for found in _candidates(version) if _says(found) == version), None)


def _candidates(version: str) -> Iterator[str]:
    found = shutil.which(f"python{version}")
    if found:
        yield found
    versions = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv", "versions")
    yield from map(str, sorted(versions.glob(f"{version}.*/bin/python3")))


def _says(program: str) -> str:
    """Return of which version a program says that it is; pyenv has some that only say that they are not installed."""
    ask = "import sys; print('{}.{}'.format(*sys.version_info))"
    return subprocess.run([program, "-c", ask], capture_output=True, text=True).stdout.strip()


if __name__ == "__main__":
    print(*other_pythons().values(), sep="\n")

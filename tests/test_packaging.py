"""The packages: what they hold, and that Twisted finds the plugin and outlives it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from venv import EnvBuilder
from zipfile import ZipFile

from twisted.trial.unittest import SynchronousTestCase

CHECKOUT = Path(__file__).parents[1]
NO_SOURCE = (".git", ".*_cache", ".hypothesis", ".venv", "venv", "build", "dist", "*.egg-info", "_build")
MADE_AT_RUN_TIME = ("__pycache__", "dropin.cache")


@cache
def workshop() -> TemporaryDirectory[str]:
    """Build the packages, and make a venv that has Twisted alone: once, and not in setUpClass, which trial skips.

    It is done in a copy: a build leaves its own copies of the modules behind, and the next one ships them.
    """
    folder = TemporaryDirectory()
    shutil.copytree(CHECKOUT, f"{folder.name}/source", ignore=shutil.ignore_patterns(*NO_SOURCE, *MADE_AT_RUN_TIME))
    run(folder.name, sys.executable, "-m", "build", "-o", "packages", "source")
    EnvBuilder(with_pip=True).create(f"{folder.name}/venv")
    run(folder.name, "venv/bin/pip", "install", "-q", "--no-compile", "twisted >= 26.10")
    return folder


def run(folder: str, *command: str) -> str:
    """Run a command in *folder*, as if there were no checkout, and return what it prints."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV"))}
    ended = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    if ended.returncode:
        raise AssertionError(f"{command} failed:\n{ended.stdout}\n{ended.stderr}")
    return ended.stdout


class PackagingTests(SynchronousTestCase):
    """A wheel and a source distribution, and what becomes of the Twisted that they are installed beside."""

    def setUp(self) -> None:
        self.folder = Path(workshop().name)

    def test_wheel_holds_the_package_and_the_plugin_alone(self) -> None:
        """Every module of rpsgame and its page are in the wheel, and of Twisted's folders nothing but the plugin."""
        names = {name for name in ZipFile(self.package("whl")).namelist() if ".dist-info/" not in name}
        modules = {str(path.relative_to(CHECKOUT)) for path in (CHECKOUT / "rpsgame").rglob("*.py")}
        page = {str(path.relative_to(CHECKOUT)) for path in (CHECKOUT / "rpsgame" / "page").iterdir()}
        self.assertIn("rpsgame/page/index.html", page)
        self.assertEqual(names, modules | page | {"rpsgame/py.typed", "twisted/plugins/rpsgame_plugin.py"})

    def test_source_distribution_holds_the_tests_and_the_docs(self) -> None:
        """The source distribution can run all that a clone can, and it holds nothing that was built."""
        with tarfile.open(self.package("tar.gz")) as archive:
            names = {member.name.split("/", 1)[1] for member in archive if member.isfile()}
        self.assertLessEqual({path.name for path in CHECKOUT.glob("*.rst")}, names)
        for name in ("LICENSE", "ruff.toml", "noxfile.py", ".ci/run", "docs/conf.py", "examples/rpsgame.tac"):
            self.assertIn(name, names)
        for name in ("examples/odds_and_evens/setup.cfg", "examples/odds_and_evens/odds_and_evens/game.py"):
            self.assertIn(name, names)
        for name in ("tests/room.py", "tests/telnet-captures.json", "tests_outside/test_clients.py"):
            self.assertIn(name, names)
        self.assertEqual(
            [name for name in names if name.endswith((".pyc", "dropin.cache")) or name.startswith("docs/_build")], []
        )

    def test_wheel(self) -> None:
        """The wheel lists the plugin, and takes nothing of Twisted with it."""
        self.check_installation(str(self.package("whl")))

    def test_source_distribution(self) -> None:
        """The source distribution lists the plugin, and takes nothing of Twisted with it."""
        self.check_installation(str(self.package("tar.gz")))

    def test_editable(self) -> None:
        """An editable installation lists the plugin, and takes nothing of Twisted with it."""
        self.check_installation("-e", "source")

    def check_installation(self, *what: str) -> None:
        """Install, look, uninstall, and look again."""
        twisted = self.twisted_files()
        self.assertNotIn("rpsgame", self.run_in_venv("twistd", "--help"))
        self.run_in_venv("pip", "install", "-q", "--no-compile", "--no-deps", *what)
        self.assertRegex(self.run_in_venv("twistd", "--help"), r"\n +rpsgame +Rock-paper-scissors")
        self.assertRegex(self.run_in_venv("twistd", "rpsgame", "--version"), r"^rpsgame \d+\.\d+\.\d+\n$")
        self.assertEqual(self.twisted_files().items() & twisted.items(), twisted.items())
        self.run_in_venv("pip", "uninstall", "-q", "-y", "rpsgame")
        self.assertEqual(self.twisted_files(), twisted)
        self.assertNotIn("rpsgame", self.run_in_venv("twistd", "--help"))
        self.run_in_venv("python", "-c", "import twisted.plugins, twisted.application.twist")

    def package(self, ending: str) -> Path:
        (package,) = (self.folder / "packages").glob(f"rpsgame-*.{ending}")
        return package

    def twisted_files(self) -> dict[str, str]:
        """Return the files of Twisted in the venv, and what their contents come to."""
        (folder,) = (self.folder / "venv").glob("lib/python*/site-packages/twisted")
        files = (path for path in folder.rglob("*") if path.is_file())
        return {
            str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest()
            for path in files
            if not set(path.parts).intersection(MADE_AT_RUN_TIME)
        }

    def run_in_venv(self, program: str, *arguments: str) -> str:
        return run(str(self.folder), f"venv/bin/{program}", *arguments)

"""The packages: what they hold, and that Twisted finds the plugin and outlives it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp
from venv import EnvBuilder
from zipfile import ZipFile

from twisted.trial.unittest import SynchronousTestCase

CHECKOUT = Path(__file__).parents[1]
NO_SOURCE = (
    ".git",
    ".*_cache",
    ".hypothesis",
    ".venv",
    "venv",
    "build",
    "dist",
    "*.egg-info",
    "_build",
    "__pycache__",
)
MADE_AT_RUN_TIME = ("__pycache__", "dropin.cache")


class PackagingTests(SynchronousTestCase):
    """A wheel and a source distribution, built once, and a venv that has Twisted alone."""

    scratch: Path

    @classmethod
    def setUpClass(cls) -> None:
        """Build in a copy: the build would leave its own copies of the modules, and the next one would ship them."""
        cls.scratch = Path(mkdtemp())
        shutil.copytree(CHECKOUT, cls.scratch / "source", ignore=shutil.ignore_patterns(*NO_SOURCE, "dropin.cache"))
        cls.run_python(sys.executable, "-m", "build", "-o", "packages", "source")
        EnvBuilder(with_pip=True).create(cls.scratch / "venv")
        cls.pip("install", "--no-compile", "twisted >= 26.10")

    @classmethod
    def tearDownClass(cls) -> None:
        shutil.rmtree(cls.scratch)

    def test_wheel_holds_the_package_and_the_plugin_alone(self) -> None:
        """Every module of rpsgame is in the wheel, and of Twisted's folders nothing but the plugin."""
        names = {name for name in ZipFile(self.package("whl")).namelist() if ".dist-info/" not in name}
        modules = {str(path.relative_to(CHECKOUT)) for path in (CHECKOUT / "rpsgame").rglob("*.py")}
        self.assertEqual(names, modules | {"twisted/plugins/rpsgame_plugin.py"})

    def test_source_distribution_holds_the_tests_and_the_docs(self) -> None:
        """Who has the source distribution can run all that a clone can, and it holds nothing that was built."""
        with tarfile.open(self.package("tar.gz")) as archive:
            names = {member.name.split("/", 1)[1] for member in archive if member.isfile()}
        for name in ("README.rst", "CHANGES.rst", "LICENSE", "ruff.toml", ".ci/run", "docs/conf.py", "tests/room.py"):
            self.assertIn(name, names)
        self.assertIn("tests/telnet-captures.json", names)
        self.assertEqual([name for name in names if name.endswith((".pyc", "dropin.cache", ".html"))], [])

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
        self.assertNotIn("rpsgame", self.twistd("--help"))
        self.pip("install", "--no-compile", "--no-deps", *what)
        self.assertRegex(self.twistd("--help"), r"\n +rpsgame +Rock-paper-scissors")
        self.assertRegex(self.twistd("rpsgame", "--version"), r"^rpsgame \d+\.\d+\.\d+\n$")
        self.assertEqual(self.twisted_files().items() & twisted.items(), twisted.items())
        self.pip("uninstall", "-y", "rpsgame")
        self.assertEqual(self.twisted_files(), twisted)
        self.assertNotIn("rpsgame", self.twistd("--help"))
        self.run_python(self.python(), "-c", "import twisted.plugins, twisted.application.twist")

    def package(self, ending: str) -> Path:
        (package,) = (self.scratch / "packages").glob(f"rpsgame-*.{ending}")
        return package

    def twisted_files(self) -> dict[str, str]:
        """Return the files of Twisted in the venv, and what their contents come to."""
        (folder,) = (self.scratch / "venv").glob("lib/python*/site-packages/twisted")
        files = (path for path in folder.rglob("*") if path.is_file())
        return {
            str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest()
            for path in files
            if not set(path.parts).intersection(MADE_AT_RUN_TIME)
        }

    def twistd(self, *arguments: str) -> str:
        return self.run_python(self.python().with_name("twistd"), *arguments)

    @classmethod
    def python(cls) -> Path:
        return cls.scratch / "venv" / "bin" / "python"

    @classmethod
    def pip(cls, command: str, *arguments: str) -> None:
        cls.run_python(cls.python(), "-m", "pip", command, "-q", *arguments)

    @classmethod
    def run_python(cls, *command: str | Path) -> str:
        """Run a command outside of the checkout, and return what it prints."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV"))}
        run = subprocess.run(command, cwd=cls.scratch, env=environment, capture_output=True, text=True)
        if run.returncode:
            raise AssertionError(f"{command} failed:\n{run.stdout}\n{run.stderr}")
        return run.stdout

"""Who may import whom: what keeps the decisions apart from those who wait for them."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from twisted.trial.unittest import SynchronousTestCase

HOUSE = Path(__file__).parents[1]
NEVER_WAIT = {"__future__", "bisect", "codecs", "collections", "contextlib", "dataclasses", "enum", "functools"}
NEVER_WAIT |= {"itertools", "math", "operator", "random", "re", "string", "typing"}
TWISTED = {"twisted", "zope"}


def sources(where: str) -> list[Path]:
    """Return the modules of a folder, or the module itself, by its path below rpsgame/."""
    path = HOUSE / "rpsgame" / where
    found = sorted(path.rglob("*.py")) if path.is_dir() else [path]
    assert found, f"nothing in {path}"
    return found


def imports(path: Path) -> Iterator[str]:
    """Yield the full name of all that a module imports, and of what it is imported from, in functions too."""
    package = ".".join(path.relative_to(HOUSE).parent.parts)
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) + 1 - node.level] if node.level else []
            module = ".".join([*above, *filter(None, [node.module])])
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def roots(path: Path) -> set[str]:
    """Return the top-level packages that a module imports."""
    return {name.partition(".")[0] for name in imports(path)}


class HousePlanTests(SynchronousTestCase):
    """The rules, over the sources."""

    def test_imports_are_found(self) -> None:
        """What the rules are held against is read rightly, whatever the form of the import."""
        self.assertIn("rpsgame.coroutines.machine", set(imports(HOUSE / "rpsgame" / "table.py")))
        self.assertIn("rpsgame.coroutines.toolbox", set(imports(HOUSE / "rpsgame" / "coroutines" / "games.py")))
        self.assertIn("rpsgame.hall", set(imports(HOUSE / "rpsgame" / "doors" / "telnet.py")))
        self.assertIn("twisted.internet.reactor", set(imports(HOUSE / "rpsgame" / "tap.py")))

    def test_coroutines_never_wait(self) -> None:
        """The coroutines import what computes and never waits, and of ours only one another."""
        for path in sources("coroutines"):
            self.assertLessEqual(roots(path), NEVER_WAIT | {"rpsgame"}, path)
            ours = [name for name in imports(path) if name.startswith("rpsgame")]
            self.assertEqual([name for name in ours if not name.startswith("rpsgame.coroutines")], [], path)

    def test_coroutines_open_nothing(self) -> None:
        """Nor do they wait with what needs no import."""
        for path in sources("coroutines"):
            names = {node.id for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Name)}
            self.assertEqual(names & {"open", "input", "print", "breakpoint", "__import__"}, set(), path)

    def test_select_program_knows_no_twisted(self) -> None:
        """The article's program is on the standard library alone, and on what of ours is."""
        for name in ("selectloop.py", "terminal.py", "__init__.py", "__main__.py"):
            (path,) = sources(name)
            self.assertLessEqual(roots(path), sys.stdlib_module_names | {"rpsgame"}, path)

    def test_doors_know_no_machine(self) -> None:
        """A door makes keys and writes lines; that there is a machine or a table it does not know."""
        for path in sources("doors"):
            behind = {"rpsgame.coroutines.machine", "rpsgame.table"} & set(imports(path))
            self.assertEqual(behind, set(), path)

    def test_one_place_sends_and_throws(self) -> None:
        """Of all that knows Twisted, the table alone drives a machine."""
        drivers = [path.name for path in sources("") if "rpsgame.coroutines.machine" in set(imports(path))]
        self.assertEqual(drivers, ["__init__.py", "selectloop.py", "table.py"])

    def test_plugin_folders(self) -> None:
        """The plugin's folders are Twisted's own: an __init__.py of ours would take their place."""
        self.assertEqual(list((HOUSE / "twisted").rglob("__init__.py")), [])

    def test_import_without_twisted(self) -> None:
        """Importing rpsgame imports nothing of Twisted, and hands on the article's names."""
        code = (
            "import sys, rpsgame\n"
            "print(*sorted({name.partition('.')[0] for name in sys.modules} & {'twisted', 'zope'}))\n"
            "print(*(name for name in rpsgame.__all__ if not callable(getattr(rpsgame, name))))"
        )
        ended = subprocess.run([sys.executable, "-c", code], cwd=HOUSE, capture_output=True, text=True)
        self.assertEqual((ended.stdout, ended.stderr, ended.returncode), ("\n\n", "", 0))

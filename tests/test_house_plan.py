"""Who may import whom, and who does what: what keeps the decisions apart from those who wait for them."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines import facts
from rpsgame.coroutines.fact import Kind

HOUSE = Path(__file__).parents[1]
NEVER_WAIT = {"__future__", "array", "bisect", "codecs", "collections", "contextlib", "dataclasses", "enum"}
NEVER_WAIT |= {"functools", "hashlib", "ipaddress", "itertools", "math", "operator", "random", "re", "string"}
NEVER_WAIT |= {"json", "struct", "typing"}
FOR_TYPES = {"typing_extensions"}  # what only a type checker imports
PRIVATE = {"twisted_private.py", "conch_private.py"}
PUBLIC = {"os._exit"}  # though its name begins so
FACTS = {
    "facts.py",
    "door_facts.py",
    "back_facts.py",
    "name_facts.py",
    "standing_facts.py",
}  # where facts are declared
WORDS = 12  # characters of a sentence that are found by chance nowhere else


def sources(where: str = "") -> list[Path]:
    """Return the modules of a folder, or the module itself, by its path below rpsgame/."""
    path = HOUSE / "rpsgame" / where
    found = sorted(path.rglob("*.py")) if path.is_dir() else [path]
    assert found, f"nothing in {path}"
    return found


def name_of(path: Path) -> str:
    """Return the name of a module below rpsgame, as "doors.telnet"."""
    return ".".join(path.relative_to(HOUSE / "rpsgame").with_suffix("").parts).removesuffix(".__init__")


def nodes(path: Path) -> Iterator[ast.AST]:
    """Yield all the nodes of a module."""
    return ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def imports(path: Path) -> Iterator[str]:
    """Yield the full name of all that a module imports, and of what it is imported from, in functions too."""
    package = ".".join(path.relative_to(HOUSE).parent.parts)
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) + 1 - node.level] if node.level else []
            module = ".".join([*above, *filter(None, [node.module])])
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def ours(path: Path) -> set[str]:
    """Return the names below rpsgame of the modules of ours that a module imports."""
    modules = {name_of(source) for source in sources()}
    return {name.removeprefix("rpsgame.") for name in imports(path)} & modules


def roots(path: Path) -> set[str]:
    """Return the top-level packages that a module imports; those that only a type checker imports are left out."""
    checked = [node for node in nodes(path) if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"]
    for_types = {getattr(inner, "module", None) for node in checked for inner in node.body}
    return {name.partition(".")[0] for name in imports(path)} - FOR_TYPES.intersection(for_types)


def users(name: str) -> list[str]:
    """Return the modules of ours that import something, by its full name."""
    return [name_of(path) for path in sources() if name in set(imports(path))]


def drivers(what: str) -> list[str]:
    """Return the modules that send to a coroutine, or throw into it, by the name that it has there."""
    return [
        name_of(path)
        for path in sources()
        if any(
            isinstance(node, ast.Attribute)
            and node.attr in ("send", "throw")
            and ast.unparse(node.value).removeprefix("self.").removeprefix("_") == what
            for node in nodes(path)
        )
    ]


class ImportTests(SynchronousTestCase):
    """The walls between the rooms."""

    def test_imports_are_found(self) -> None:
        """What the rules are held against is read rightly, whatever the form of the import."""
        self.assertIn("coroutines.machine", ours(HOUSE / "rpsgame" / "coroutines" / "seats.py"))
        self.assertIn("coroutines.facts", ours(HOUSE / "rpsgame" / "coroutines" / "machine.py"))
        self.assertIn("coroutines.floor", ours(HOUSE / "rpsgame" / "coroutines" / "visit.py"))
        self.assertIn("hall", ours(HOUSE / "rpsgame" / "doors" / "telnet.py"))
        self.assertIn("twisted.internet.reactor", set(imports(HOUSE / "rpsgame" / "tap.py")))

    def test_coroutines_never_wait(self) -> None:
        """Coroutines and strategies import what computes and never waits, and of ours only one another."""
        for path in sources("coroutines") + sources("strategies"):
            self.assertLessEqual(roots(path), NEVER_WAIT | {"rpsgame"}, path)
            for name in imports(path):
                if name.startswith("rpsgame"):
                    self.assertRegex(name, r"^rpsgame\.(coroutines|strategies)\b", path)

    def test_coroutines_open_nothing(self) -> None:
        """Nor do they wait with what needs no import."""
        for path in sources("coroutines") + sources("strategies"):
            names = {node.id for node in nodes(path) if isinstance(node, ast.Name)}
            self.assertEqual(names & {"open", "input", "print", "breakpoint", "__import__"}, set(), path)

    def test_strategies_know_throws(self) -> None:
        """A strategy knows a game by its throws alone: of the coroutines it knows no more than how to begin one."""
        for path in sources("strategies"):
            self.assertLessEqual(
                {name for name in ours(path) if name.startswith("coroutines")}, {"coroutines.toolbox"}
            )

    def test_doors_know_the_hall(self) -> None:
        """A door makes keys and shows facts; of tables, seats, the machine and the lobby it knows nothing."""
        known = {"hall", "hall.alarm", "hall.chronicle", "hall.tally", "process", "terminal"}
        known |= {
            "coroutines",
            "screens",
            "screens.display",
            "screens.form",
            "store.state",
            "conch_private",
            "twisted_private",
        }
        known |= {f"coroutines.{name}" for name in ("facts", "interview", "json_keys", "keys", "other_keys", "telnet")}
        known |= {
            "coroutines.codes",
            "coroutines.lines",
            "coroutines.control",
            "coroutines.frames",
            "coroutines.passing",
            "coroutines.proxy",
            "screens.view",
            "screens.standings_events",
            "screens.standings_page",
        }
        for path in sources("doors"):
            self.assertLessEqual({name for name in ours(path) if not f"{name}.".startswith("doors.")}, known, path)

    def test_hall_ties_tables_to_the_lobby(self) -> None:
        """Only the hall makes tables and a lobby; what they are made of, the coroutines know alone."""
        for name, known in {
            "table": [
                "coroutines.again",
                "coroutines.tables",
                "hall.rebuilding",
                "hall.seating",
                "replay",
                "store.history",
            ],
            "tables": ["hall.hall", "replay"],
            "lobby": ["hall.hall", "hall.reception"],
            "visit": ["coroutines.comeback", "coroutines.floor"],
            "hosting": ["coroutines.floor"],
            "floor": [
                f"coroutines.{name}"
                for name in ("comeback", "hosting", "hours", "lobby", "visit", "waiting", "whereabouts")
            ],
            "whereabouts": ["coroutines.lobby", "metrics"],
            "audience": ["coroutines.floor", "coroutines.rivals"],
            "line": ["coroutines.floor"],
            "rivals": ["coroutines.floor"],
            "orders": [f"coroutines.{name}" for name in ("audience", "floor", "hosting", "line", "rivals", "visit")],
            "limits": ["coroutines.floor", "coroutines.lobby"],
            "hours": ["coroutines.floor", "coroutines.lobby"],
        }.items():
            self.assertEqual(users(f"rpsgame.coroutines.{name}"), sorted(known), name)

    def test_people_stay_in_the_hall(self) -> None:
        """Nobody but the hall, its reception and its tables holds anybody; all others know ids."""
        self.assertEqual(
            [name.removeprefix("hall.") for name in users("rpsgame.hall.people.Guest")],
            [
                *("acquaintances", "board", "dialogues", "elsewhere", "inquiries", "keeping", "ledger", "presses"),
                *("reception", "registry", "seating"),
            ],
        )
        self.assertEqual(users("rpsgame.hall.batch.Person"), ["hall.hall", "hall.keeping", "hall.people"])

    def test_records_know_nobody(self) -> None:
        """The records know names and ratings, and nothing of who plays; one module of theirs knows PostgreSQL."""
        known = {"coroutines.names", "coroutines.glicko"}
        for path in sources("store/records"):
            self.assertLessEqual(
                {name for name in ours(path) if not f"{name}.".startswith("store.records.")}, known, path
            )
        self.assertEqual(users("psycopg"), ["store.records.postgresql"])
        self.assertEqual(users("rpsgame.store.records.postgresql"), ["store.records.opening"])

    def test_select_program_knows_no_twisted(self) -> None:
        """The article's program is on the standard library alone, and on what of ours is."""
        for name in ("selectloop.py", "terminal.py", "__init__.py", "__main__.py"):
            (path,) = sources(name)
            self.assertLessEqual(roots(path), sys.stdlib_module_names | {"rpsgame"}, path)
            self.assertEqual({name for name in ours(path) if name.startswith(("doors", "hall"))}, set())

    def test_testing_knows_no_twisted(self) -> None:
        """What proves games and strategies sound knows these alone, and the standard library."""
        for path in sources("testing"):
            self.assertLessEqual(roots(path), sys.stdlib_module_names | {"rpsgame"}, path)
            self.assertEqual(
                {name.partition(".")[0] for name in ours(path)} - {"coroutines", "strategies", "testing"}, set()
            )

    def test_import_without_twisted(self) -> None:
        """Importing rpsgame imports nothing of Twisted, and hands on the article's names."""
        code = (
            "import sys, rpsgame\n"
            "print(*sorted({name.partition('.')[0] for name in sys.modules} & {'twisted', 'zope'}))\n"
            "print(*(name for name in rpsgame.__all__ if not callable(getattr(rpsgame, name))))"
        )
        ended = subprocess.run([sys.executable, "-c", code], cwd=HOUSE, capture_output=True, text=True)
        self.assertEqual((ended.stdout, ended.stderr, ended.returncode), ("\n\n", "", 0))

    def test_nothing_is_imported_that_was_not_asked_for(self) -> None:
        """A server without ssh does not pay for ssh, whose modules take half a second."""
        code = (
            "import sys\n"
            "from rpsgame.tap import Options, makeService\n"
            "options = Options()\n"
            "options.parseOptions(['--host', 'none', *sys.argv[1:]])\n"
            "makeService(options)\n"
            "names = 'twisted.conch.ssh.transport', 'rpsgame.conch_private'\n"
            "print(*(name for name in names if name in sys.modules))"
        )
        by_ssh = "--ssh", "tcp:0", "--state", "none"
        for argv, said in (((), ""), (by_ssh, "twisted.conch.ssh.transport rpsgame.conch_private")):
            ended = subprocess.run([sys.executable, "-c", code, *argv], cwd=HOUSE, capture_output=True, text=True)
            self.assertEqual((ended.stdout.splitlines()[-1], ended.stderr), (said, ""))

    def test_plugin_folders(self) -> None:
        """The plugin's folders are Twisted's own: an __init__.py of ours would take their place."""
        self.assertEqual(list((HOUSE / "twisted").rglob("__init__.py")), [])


class DutyTests(SynchronousTestCase):
    """What is done in one place only."""

    def test_one_place_sends(self) -> None:
        """Each coroutine is driven by one module: a machine by the seats, a table by its seating, and so on."""
        for what, driven_by in {
            "machine": ["coroutines.seats", "selectloop"],
            "coroutine": ["hall.seating"],
            "lobby": ["hall.reception"],
            "visits[person]": ["coroutines.orders"],
            "game": ["coroutines.machine"],
            "tried": ["coroutines.game"],
            "strategy": ["coroutines.house"],
            "remembering": ["memory"],
            "control": ["hall.office"],
            "naming": ["hall.dialogues"],
        }.items():
            self.assertEqual(drivers(what), driven_by, what)

    def test_one_place_makes_machines(self) -> None:
        """Nobody else makes a machine, and so nobody else can drive one under another name."""
        self.assertEqual(
            users("rpsgame.coroutines.machine.game_machine"), ["__init__", "coroutines.seats", "selectloop"]
        )

    def test_facts_are_declared_together(self) -> None:
        """All classes of facts are declared in five modules, and facts.py has those of all five."""
        kinds = {name for name, value in vars(facts).items() if isinstance(value, Kind)}
        for path in sources():
            bases = [
                ast.unparse(base) for node in nodes(path) if isinstance(node, ast.ClassDef) for base in node.bases
            ]
            made = kinds & {base.rpartition(".")[2] for base in bases}
            self.assertEqual(made, {"Fact"} if path.name in FACTS else set(), path)

    def test_sentences_stand_together(self) -> None:
        """What a fact says is said by nothing but screens: no other module has a sentence for a player."""
        declared = [path for path in sources("coroutines") if path.name in FACTS]
        lines = [
            part.value
            for path in declared
            for node in nodes(path)
            if isinstance(node, ast.ClassDef)
            for keyword in node.keywords
            for part in ast.walk(keyword.value)
            if isinstance(part, ast.Constant) and isinstance(part.value, str)
        ]
        words = {piece.strip(" .,:?!") for line in lines for piece in line.replace("}", "{").split("{")[::2]}
        words = {piece for piece in words if len(piece) >= WORDS}
        self.assertGreater(len(words), 40)
        for path in sources():
            if path.parent.name != "screens" and path not in declared:
                self.assertEqual({word for word in words if word in path.read_text(encoding="utf-8")}, set(), path)

    def test_private_names_stand_together(self) -> None:
        """What is private to Twisted, or to anything else that is not ours, is touched in two files only.

        There are two because it takes half a second to import conch's ssh, for which the ssh door alone has a use.
        """
        for path in sources():
            if path.name in PRIVATE:
                continue
            for name in imports(path):
                private = [part for part in name.split(".") if part.startswith("_") and not part.endswith("__")]
                self.assertEqual(private, [], path)
            for node in nodes(path):
                if isinstance(node, ast.Attribute) and node.attr.startswith("_") and not node.attr.endswith("__"):
                    known = ast.unparse(node.value) in ("self", "cls") or ast.unparse(node) in PUBLIC
                    self.assertTrue(known, f"{path}:{node.lineno}")

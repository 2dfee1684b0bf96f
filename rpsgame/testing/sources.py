"""What could wait in the modules of a coroutine, as their source says it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import partial
from importlib.machinery import ModuleSpec
from importlib.util import find_spec, resolve_name
from inspect import unwrap
from linecache import getlines
from typing import Any

# Modules that read, write, sleep, run something else, or wait for it
WAITING_NAMES = """
    _socket _thread aiohttp anyio asyncio concurrent curio curses dbm eventlet fileinput ftplib getpass gevent http
    httpx imaplib importlib logging mmap multiprocessing os pathlib pdb pexpect poplib pty queue requests sched select
    selectors shelve shutil signal smtplib socket socketserver sqlite3 ssl subprocess tempfile threading time trio tty
    twisted urllib urllib3 xmlrpc
"""
WAITING = frozenset(WAITING_NAMES.split())
WAITING_CALLS = frozenset(("__import__", "breakpoint", "input", "open", "print"))


def what_waits(*makers: Any) -> str | None:
    """Return the first thing found that could wait, in a sentence; None where there is nothing.

    :param makers: what makes the coroutines; the modules that they come from are read, and of the same packages those
        that these import
    """
    found = [module for maker in makers for module in modules_of(maker)]
    for module in found:  # which grows meanwhile
        spec = spec_of(module)
        if spec is None or spec.origin is None or not spec.origin.endswith(".py"):
            return f"The source of {module} is not to be found, so nobody can see whether it waits."
        source = getlines(spec.origin, {"__name__": module, "__loader__": spec.loader})
        for line, name, called in names(ast.parse("".join(source)), spec):
            root = name.partition(".")[0]
            if name in WAITING_CALLS if called else root in WAITING:
                does = f"calls {name}()" if called else f"imports {root}"
                return f"Line {line} of {module} {does}, which can wait; a coroutine never waits, its caller does."
            if not called and root == module.partition(".")[0] and name not in found and spec_of(name):
                found.append(name)
    return None


def modules_of(maker: Any) -> list[str]:
    """Return the names of the modules that a function comes from, with what a partial function is given."""
    if isinstance(maker, partial):
        given = [value for value in (*maker.args, *maker.keywords.values()) if callable(value)]
        return [module for part in (maker.func, *given) for module in modules_of(part)]
    function = unwrap(maker)
    return [function.__module__ if hasattr(function, "__qualname__") else type(function).__module__]


def spec_of(module: str) -> ModuleSpec | None:
    """Return where a module comes from, None where there is no such module."""
    try:
        return find_spec(module)
    except (ImportError, ValueError):
        return None


def names(tree: ast.AST, spec: ModuleSpec) -> Iterator[tuple[int, str, bool]]:
    """Yield what is imported, by its full name, or called by its name alone: the line, the name, which of the two."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
            continue
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name, False) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = spec.name if spec.submodule_search_locations is not None else spec.parent
            module = resolve_name("." * node.level + (node.module or ""), package) if node.level else node.module
            yield node.lineno, str(module), False
            yield from ((node.lineno, f"{module}.{alias.name}", False) for alias in node.names)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.lineno, node.func.id, True
        yield from names(node, spec)

"""What somebody else's code may raise, and what it has raised, in words."""

from __future__ import annotations

FAULTS = Exception, SystemExit  # a game or a strategy that ends the program ends its match only

LONGEST = 300  # characters


def raised(fault: BaseException) -> str:
    """Return what was raised, as a part of a sentence: its type and what it says, in one line that can be shown."""
    try:
        said = str(fault)
    except Exception:
        said = ""
    line = " ".join(f"{type(fault).__name__}: {said}".split()).rstrip(":. ")
    return "".join(character if character.isprintable() else "?" for character in line[:LONGEST])

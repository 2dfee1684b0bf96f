"""What a fact is: the plain line that tells it, and what the line was made of."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing_extensions import dataclass_transform
else:

    def dataclass_transform() -> Callable[[type], type]:
        return lambda cls: cls


KEPT = 4096  # facts that are handed out again, not made again: all of a best of nine, at many tables

# How a fact is made, compiled for each kind, as namedtuple does it: a function for all would take twice as long.
ONCE = """
def once({names}):
    fact = new(cls, {text})
    fact.values = {fields}({names})
    return fact
"""


def plural(count: float, what: str) -> str:
    """Return "1 second" or "2 seconds"."""
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


@dataclass_transform()
class Kind(type):
    """A class of facts: its fields are what it annotates, and its line is a format of them, or a function."""

    once: Callable[..., Any]  # makes a fact that will hardly recur, and is not to push out those that do

    def __new__(
        mcs, name: str, bases: tuple[type, ...], body: dict[str, Any], line: str | Callable[..., str] = ""
    ) -> Kind:
        """Make a class whose facts keep their values, together and one by one."""
        fields = tuple(body.get("__annotations__", ()))
        cls = super().__new__(mcs, name, bases, {"__slots__": fields, **body})
        names = "".join(f"{field}, " for field in fields)
        kept = f"{''.join(f'fact.{field}, ' for field in fields)} = " if fields else ""
        text = f"f{line!r}" if isinstance(line, str) else f"line({names})"
        scope: dict[str, Any] = {"new": str.__new__, "cls": cls, "line": line}
        exec(ONCE.format(names=names, text=text, fields=kept), scope)
        cls.once = scope["once"]
        return cls

    def __init__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any], **line: Any) -> None:
        super().__init__(name, bases, body)

    @lru_cache(KEPT, typed=True)  # 3 and 3.0 are equal, but not their lines  # noqa: B019 (classes are for ever)
    def __call__(cls, *values: Any) -> Any:
        """Return the fact with these values: the same object again, as long as it is kept."""
        return cls.once(*values)


class Fact(str, metaclass=Kind):
    """What somebody is told: a line, without its end."""

    __slots__ = ("values",)

    if TYPE_CHECKING:

        @property
        def values(self) -> tuple[Any, ...]:
            """What its line was made of, in the order of its fields."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Let copy and pickle make it again."""
        return type(self), self.values

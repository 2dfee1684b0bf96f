"""The hall: everybody who is in, and every coroutine that something is for. It carries out, and decides nothing."""

from .hall import HOST as HOST
from .hall import Hall as Hall

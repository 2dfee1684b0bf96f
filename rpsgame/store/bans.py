"""The bans, in the state directory."""

from __future__ import annotations

from twisted.logger import Logger

from ..coroutines.bans import Bans, from_json, to_json
from .state import State

NAME = "bans"
BROKEN = "bans.broken"  # what a file held that could not be read, once there is a new one


class KeptBans:
    """The file of bans; it is not touched before there is something new to write.

    :param state: the folder where it is; None keeps nothing
    """

    log = Logger()

    def __init__(self, state: State | None = None) -> None:
        self._state = state
        self._broken: bytes | None = None

    def read(self) -> Bans:
        """Return what is kept; nothing where it cannot be read, and the log then says why."""
        if self._state is None:
            return Bans()
        data = None
        try:
            data = self._state.read(NAME)
            return Bans() if data is None else from_json(data)
        except (OSError, ValueError) as problem:
            self._broken = data
            why = getattr(problem, "strerror", None) or problem
            path = self._state.path / NAME
            self.log.error("Nobody is banned: {path} cannot be read: {why}", path=str(path), why=why)
            return Bans()

    def write(self, bans: Bans) -> str:
        """Keep *bans*; return why that cannot be done, '' where it is done."""
        if self._state is None:
            return "there is no state directory"
        try:
            if self._broken is not None:
                self._state.write(BROKEN, self._broken)
                self._broken = None
            self._state.write(NAME, to_json(bans))
        except OSError as problem:
            return problem.strerror or str(problem)
        return ""

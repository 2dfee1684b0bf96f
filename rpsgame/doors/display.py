"""What somebody sees who has come by a door."""

from __future__ import annotations

from twisted.logger import Logger
from twisted.python.failure import Failure

from ..screens.display import Display


class DoorsDisplay(Display):
    """A display for somebody who has come by a door: the fault of a screen is logged, and costs them that screen."""

    __slots__ = ()
    log = Logger()

    def failed(self, fault: Exception) -> None:
        line = "The screen {screen} has failed; somebody goes on with plain lines"
        self.log.failure(line, Failure(fault), screen=self.screen)

"""What one person has been told, folded: where they are, who plays, and how it stands."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from typing import cast

from ..coroutines import facts
from ..coroutines.facts import Fact
from ..coroutines.games import Game
from .folding import FOLDS, Row


class View:
    """What a person knows, by the facts that they have been told.

    :param game: what is played
    :ivar you: their name, '' until it is told
    :ivar phase: 'arriving', 'waiting', 'playing', 'watching', 'asked' (for another match) or 'over'
    :ivar best_of: the games of a match
    :ivar player: which player of the match they are or were, 0 or 1; None where they watch
    :ivar names: what both players are called
    :ivar seconds: that they have for a throw; None where they are not timed
    :ivar rows: the last games of this match, each as the keys thrown by both players and the winner, None at a tie
    :ivar games: how many games of this match they have seen
    :ivar wins: the games that both players have won
    :ivar thrown: what they throw in this game, as a word; None: nothing yet
    :ivar seal: of a throw of which they are told now, for events; None else
    :ivar opened: what opens the seal of a game of whose end they are told now, for events; None else
    :ivar other_has_thrown: whether their opponent has been seen to throw
    :ivar since: when this game began, or what they wait for now, in the clock's seconds
    :ivar until: when the time is over that somebody has to throw; None where nobody is known to be timed
    :ivar muted: whether they hear nothing that their opponents say
    :ivar waits: the facts that say what they wait for, or are asked
    :ivar away: the players of the match whose line is lost
    :ivar typing: whether they are asked for a line, and not for keys
    :ivar code: by which they come back to this match; None where there is none
    """

    __slots__ = (  # noqa: SIM905 (a name a line would be a page)
        "away best_of code game games muted names opened other_has_thrown phase player rows seal seconds since thrown "
        "typing until waits wins you"
    ).split()

    def __init__(self, game: Game) -> None:
        self.game = game
        self.you, self.phase, self.best_of = "", "arriving", 9
        self.names = "", ""
        self.muted = self.typing = False
        self.seal: facts.Sealed | None = None
        self.opened: facts.Opened | None = None
        self.waits: tuple[Fact, ...] = ()
        self.code: facts.YourCode | None = None
        self.begin("arriving", None, ("", ""), 0)

    @property
    def throws(self) -> tuple[tuple[str, str], ...]:
        """The throws of the game, each with its key before its word."""
        return cast(facts.Keys, self.game.welcome[0]).throws

    @property
    def needed(self) -> int:
        """The games that win a match."""
        return self.best_of // 2 + 1

    @property
    def opponent(self) -> str:
        """The name of whom they play."""
        return self.names[0 if self.player else 1]

    def left(self, now: float) -> float | None:
        """Return the seconds that are left for the throw that is missing; None where nobody is known to be timed."""
        return None if self.until is None else max(self.until - now, 0.0)

    def see(self, fact: Fact, now: float) -> None:
        """Take in a fact that has been told.

        :param now: the clock's seconds
        """
        fold = FOLDS.get(type(fact))
        if fold:
            fold(self, fact, now)

    def see_all(self, told: Iterable[Fact], now: float) -> None:
        """Take in facts, one after another."""
        for fact in told:
            fold = FOLDS.get(type(fact))
            if fold:
                fold(self, fact, now)

    def become(self, other: View) -> None:
        """Take over all that somebody has been told who has come by another door before."""
        for slot in self.__slots__:
            setattr(self, slot, copy(getattr(other, slot)) if slot == "rows" else getattr(other, slot))
        self.typing = False  # by this door nothing is begun

    def begin(self, phase: str, player: int | None, names: tuple[str, str], now: float) -> None:
        """A match begins, or is first seen."""
        self.phase, self.player, self.names, self.waits = phase, player, names, ()
        self.typing = False
        self.away: tuple[int, ...] = ()
        self.rows: list[Row] = []
        self.games, self.wins = 0, (0, 0)
        self.seconds: int | None = None
        self.begin_game(now)

    def begin_game(self, now: float) -> None:
        """Nobody has thrown yet, and the clock begins."""
        self.thrown: str | None = None
        self.other_has_thrown = False
        self.since = now
        self.until: float | None = None if self.seconds is None else now + self.seconds

"""The score: how a match stands, and what is worth saying of it."""

from __future__ import annotations

from . import facts
from .facts import Fact, GameTold, Wins

STREAK = 3  # games that one player has won, with none of the other's between: fewer are not worth saying
LONGEST = 99  # games of a match of which it is told how many are left; others are played for ever


class Score:
    """How a match stands, by what the machine tells.

    :param best_of: the games of the match
    :ivar wins: the games that both players have won
    :ivar tied: whether nobody has won the last game
    :ivar last: player 1's throw in the last game, None before the first
    :ivar news: what all are told of the last game, besides who has won it
    """

    __slots__ = ("_best_of", "_row", "_winner", "last", "news", "tied", "wins")

    def __init__(self, best_of: int) -> None:
        self._best_of = best_of
        self._winner, self._row = 0, 0  # who has won the last games, and how many
        self.wins: Wins = Wins(0, 0)
        self.tied = False
        self.last: str | None = None
        self.news: tuple[Fact, ...] = ()

    def note_game(self, told: GameTold) -> None:
        """Both have thrown, and perhaps one has won; that is told next."""
        self.last, self.tied, self.news = told.values[1], True, ()

    def note_win(self, wins: Wins) -> None:
        """A player has won a game."""
        won = wins.values
        winner = int(won[0] == self.wins.values[0])
        row = self._row = self._row + 1 if winner == self._winner else 1
        self._winner, self.wins, self.tied = winner, wins, False
        if row >= STREAK:
            self.news = (facts.Streak(winner, row),)
        if won[winner] == self._best_of // 2:
            self.news += (facts.MatchPoint((0, 1) if won[0] == won[1] else (winner,)),)

    def winner(self) -> int:
        """Return the player who has won more games."""
        wins0, wins1 = self.wins.values
        return int(wins1 > wins0)

    def standing(self) -> tuple[Fact, ...]:
        """Return what somebody is told who begins to watch: the score, and how many games have still to be won."""
        if self._best_of > LONGEST:
            return (self.wins,)
        left0, left1 = (self._best_of // 2 + 1 - wins for wins in self.wins.values)
        return self.wins, facts.GamesLeft(min(left0, left1), left0 + left1 - 1)

    def ends(self, how: str, who: str | None) -> Fact:
        """Return what is told of a match that is over, as an Ending says it, and of the player whom that is about."""
        ends: Fact = facts.MatchEnds.once(*self.wins.values, how, who)
        return ends

"""What one person has been told, folded: where they are, who plays, and how it stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias, cast

from ..coroutines import facts
from ..coroutines.facts import Fact
from ..coroutines.games import Game

KEPT = 40  # games of a match whose throws are kept: more than any screen shows
UNTIMED = "the host"  # the one opponent who is never late

Row: TypeAlias = tuple[str, str, int | None]
Score: TypeAlias = facts.Wins | facts.MatchWon | facts.MatchLost | facts.MatchEnds
ROWS: dict[Row, Row] = {}  # which are few, and the same for everybody


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
    :ivar other_has_thrown: whether their opponent has been seen to throw
    :ivar since: when this game began, in the clock's seconds
    :ivar until: when the time is over that somebody has to throw; None where nobody is known to be timed
    :ivar muted: whether they hear nothing that their opponents say
    :ivar waits: the facts that say what they wait for, or are asked
    """

    __slots__ = (  # noqa: SIM905 (a name a line would be a page)
        "best_of game games muted names other_has_thrown phase player rows seconds since thrown until waits wins you"
    ).split()

    def __init__(self, game: Game) -> None:
        self.game = game
        self.you, self.phase, self.best_of = "", "arriving", 9
        self.names = "", ""
        self.muted = False
        self.waits: tuple[Fact, ...] = ()
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
        takes_in = TAKES_IN.get(type(fact))
        if takes_in:
            takes_in(self, fact, now)

    def begin(self, phase: str, player: int | None, names: tuple[str, str], now: float) -> None:
        """A match begins, or is first seen."""
        self.phase, self.player, self.names, self.waits = phase, player, names, ()
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

    def wait_for(self, fact: Fact, now: float) -> None:
        """They wait for something."""
        self.phase, self.until, self.waits = "waiting", None, (fact,)

    def wait_too(self, fact: Fact, now: float) -> None:
        """Note what else there is to know for somebody who waits; who plays or watches is told it too."""
        self.waits = *(kept for kept in self.waits if type(kept) is not type(fact)), fact
        if self.phase == "over":
            self.phase = "waiting"


def _told(view: View, fact: facts.GameTold, now: float) -> None:
    row = fact.choice0, fact.choice1, None
    view.rows.append(ROWS.setdefault(row, row))
    if len(view.rows) > KEPT:
        del view.rows[0]
    view.games += 1
    view.begin_game(now)


def _wins(view: View, fact: facts.PlayerWins, now: float) -> None:
    if view.rows:
        choice0, choice1, _ = view.rows[-1]
        row = choice0, choice1, fact.player
        view.rows[-1] = ROWS.setdefault(row, row)


def _score(view: View, fact: Score, now: float) -> None:
    view.wins = fact.wins0, fact.wins1


def _ends(view: View, fact: Fact, now: float) -> None:
    view.phase, view.until = "over", None
    if isinstance(fact, facts.MatchWon | facts.MatchLost | facts.MatchEnds):
        _score(view, fact, now)


def _timed(view: View, fact: facts.TimeToThrow, now: float) -> None:
    view.seconds = fact.seconds
    view.until = view.since + fact.seconds


def _throws(view: View, fact: facts.YouThrow, now: float) -> None:
    view.thrown = fact.throw
    if view.opponent == UNTIMED:
        view.until = None


def _other_throws(view: View, fact: facts.OtherHasThrown, now: float) -> None:
    view.other_has_thrown = True
    if view.seconds is None:
        view.until = None


def _counts(view: View, fact: facts.Count | facts.TimeLeft, now: float) -> None:
    view.until = now + fact.seconds


def _is_player(view: View, fact: facts.YouArePlayer, now: float) -> None:
    view.player = fact.player


def _meets(view: View, fact: facts.PlayerConnected, now: float) -> None:
    view.begin("playing", 0, (view.you or UNTIMED, fact.name), now)


def _sits_down(view: View, fact: facts.Seated, now: float) -> None:
    view.begin("playing", 1, (fact.opponent, view.you or UNTIMED), now)


def _watches(view: View, fact: facts.YouWatch | facts.MatchBegins, now: float) -> None:
    view.begin("watching", None, (fact.name0, fact.name1), now)


def _is_asked(view: View, fact: facts.AnotherMatch, now: float) -> None:
    view.phase, view.waits, view.until = "asked", (fact,), None


def _is(view: View, fact: facts.YouAre, now: float) -> None:
    view.you = fact.name


def _mutes(view: View, fact: facts.Muted, now: float) -> None:
    view.muted = fact.muted


def _plays(view: View, fact: facts.GameIs, now: float) -> None:
    view.best_of = fact.best_of


WAIT: set[type[Fact]] = {  # from now on, or for something else than before
    *(facts.WaitingForGuest, facts.TableIsBusy, facts.HostIsAway, facts.HostHasLeft, facts.NextGuest),
    *(facts.HouseSoon, facts.HouseNext, facts.WaitingForAnswer, facts.OpponentDeclines),
}
WAIT_TOO: set[type[Fact]] = {facts.Place, facts.LineLength, facts.EnterStarts, facts.EnterPlays, facts.WatchesAnother}
END: set[type[Fact]] = {  # a match, or a visit
    *(facts.MatchWon, facts.MatchLost, facts.MatchEnds, facts.OpponentDisconnected, facts.TimedOut),
    *(facts.OpponentTimedOut, facts.OurFault, facts.HouseIsFull, facts.TooManyOfYou, facts.HostIsHere),
    *(facts.HouseCloses, facts.Stopping, facts.GoodBye, facts.WrongProtocol, facts.NoTelnet),
}
TAKES_IN: dict[type[Fact], Callable[[View, Any, float], None]] = {
    **dict.fromkeys(WAIT, View.wait_for),
    **dict.fromkeys(WAIT_TOO, View.wait_too),
    **dict.fromkeys(END, _ends),
    facts.GameTold: _told,
    facts.PlayerWins: _wins,
    facts.Wins: _score,
    facts.TimeToThrow: _timed,
    facts.YouThrow: _throws,
    facts.OtherHasThrown: _other_throws,
    facts.Count: _counts,
    facts.TimeLeft: _counts,
    facts.YouArePlayer: _is_player,
    facts.PlayerConnected: _meets,
    facts.Seated: _sits_down,
    facts.MatchBegins: _watches,
    facts.YouWatch: _watches,
    facts.AnotherMatch: _is_asked,
    facts.YouAre: _is,
    facts.GameIs: _plays,
    facts.Muted: _mutes,
}

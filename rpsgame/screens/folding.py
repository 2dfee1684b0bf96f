"""What each kind of fact changes in a View."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

from ..coroutines import facts
from ..coroutines.facts import Fact
from ..coroutines.match import HOUSE

if TYPE_CHECKING:
    from .view import View

KEPT = 40  # games of a match whose throws are kept: more than any screen shows
UNTIMED = "the host"  # the one opponent who is never late

Row: TypeAlias = tuple[str, str, int | None]  # the keys that both have thrown, of which some games want several each
ROWS: dict[Row, Row] = {}  # which are few, and the same for everybody


def _told(view: View, fact: facts.GameTold, now: float) -> None:
    keys0, keys1 = fact.values
    row = keys0, keys1, None
    view.rows.append(ROWS.setdefault(row, row))
    if len(view.rows) > KEPT:
        del view.rows[0]
    view.games += 1
    view.begin_game(now)


def _wins(view: View, fact: facts.PlayerWins, now: float) -> None:
    if view.rows:
        keys0, keys1, _ = view.rows[-1]
        row = keys0, keys1, fact.player
        view.rows[-1] = ROWS.setdefault(row, row)


def _score(view: View, fact: facts.Wins, now: float) -> None:
    view.wins = fact.values


def _ends(view: View, fact: Fact, now: float) -> None:
    view.phase, view.until, view.away, view.code = "over", None, (), None
    if isinstance(fact, facts.MatchWon | facts.MatchLost | facts.MatchEnds):
        view.wins = fact.wins0, fact.wins1


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


def _waits_for(view: View, fact: Fact, now: float) -> None:
    view.phase, view.since, view.until, view.waits = "waiting", now, None, (fact,)


def _waits_too(view: View, fact: Fact, now: float) -> None:
    """Note what else there is to know for somebody who waits; a player or a watcher is told it too."""
    view.waits = *(kept for kept in view.waits if type(kept) is not type(fact)), fact
    if view.phase == "over":
        view.phase = "waiting"


def _waits_on(view: View, fact: Fact, now: float) -> None:
    """They wait as before, and watch a match meanwhile, if they do; it is told again who plays there."""
    if view.phase != "watching":
        _waits_for(view, fact, now)


def _watches(view: View, fact: facts.YouWatch, now: float) -> None:
    if (view.phase, *view.names) != ("watching", fact.name0, fact.name1):
        view.begin("watching", None, (fact.name0, fact.name1), now)


def _watches_next(view: View, fact: facts.MatchBegins, now: float) -> None:
    view.begin("watching", None, (fact.name0, fact.name1), now)


def _is_asked(view: View, fact: facts.AnotherMatch, now: float) -> None:
    view.phase, view.waits, view.until = "asked", (fact,), None


def _is(view: View, fact: facts.YouAre, now: float) -> None:
    view.you = fact.name


def _is_called(view: View, fact: Any, now: float) -> None:
    view.you, view.typing = fact.name, False


def _types(view: View, fact: Fact, now: float) -> None:
    view.typing = True


def _types_no_more(view: View, fact: Fact, now: float) -> None:
    view.typing = False


def _mutes(view: View, fact: facts.Muted, now: float) -> None:
    view.muted = fact.muted


def _plays(view: View, fact: facts.GameIs, now: float) -> None:
    view.best_of = fact.best_of


def _loses_line(view: View, fact: facts.LineLost, now: float) -> None:
    """Note that a player is away; with the house the clock stands until they are back."""
    view.away = *view.away, fact.player
    if fact.seconds is not None:
        view.until = now + fact.seconds
    elif view.names[0] == HOUSE:
        view.until = None


def _comes_back(view: View, fact: facts.CameBack, now: float) -> None:
    view.away = tuple(player for player in view.away if player != fact.player)
    if fact.seconds is not None:
        view.until = now + fact.seconds


def _was_down(view: View, fact: Fact, now: float) -> None:
    view.away, view.until = (1,) if view.names[0] == HOUSE else (0, 1), None


def _has_code(view: View, fact: facts.YourCode, now: float) -> None:
    view.code = fact


WAIT: set[type[Fact]] = {  # from now on, or for something else than before
    *(facts.WaitingForGuest, facts.HostIsAway, facts.HostHasLeft, facts.HouseSoon, facts.HouseNext),
    *(facts.WaitingForAnswer, facts.OpponentDeclines),
}
WAIT_TOO: set[type[Fact]] = {facts.Place, facts.LineLength, facts.EnterStarts, facts.EnterPlays, facts.WatchesAnother}
END: set[type[Fact]] = {  # a match, or a visit
    *(facts.MatchWon, facts.MatchLost, facts.MatchEnds, facts.OpponentDisconnected, facts.TimedOut),
    *(
        facts.OpponentTimedOut,
        facts.OurFault,
        facts.GuestWaits,
        facts.HouseIsFull,
        facts.TooManyOfYou,
        facts.HostIsHere,
    ),
    *(facts.HouseCloses, facts.Stopping, facts.GoodBye, facts.WrongProtocol, facts.NoTelnet),
    *(facts.HouseIsClosed, facts.Kicked, facts.Banned, facts.OtherLine),
}
ASK: set[type[Fact]] = {  # for a line
    *(facts.AskName, facts.AskOtherName, facts.AskForget, facts.NoName, facts.NameTaken, facts.NameNeedsKey),
    *(facts.WrongKey, facts.NameWasTaken),
}
FOLDS: dict[type[Fact], Callable[[View, Any, float], None]] = {
    **dict.fromkeys(WAIT, _waits_for),
    **dict.fromkeys(WAIT_TOO, _waits_too),
    **dict.fromkeys(END, _ends),
    **dict.fromkeys(ASK, _types),
    **dict.fromkeys((facts.NameUnchanged, facts.NoMoreKeys, facts.NamesAway), _types_no_more),
    **dict.fromkeys((facts.TooManyNames, facts.TooManyWrongKeys), _types_no_more),
    **dict.fromkeys((facts.NameIs, facts.WelcomeBack, facts.Forgotten, facts.NameTakenAway), _is_called),
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
    facts.NextGuest: _waits_on,
    facts.TableIsBusy: _waits_on,
    facts.MatchBegins: _watches_next,
    facts.YouWatch: _watches,
    facts.AnotherMatch: _is_asked,
    facts.YouAre: _is,
    facts.GameIs: _plays,
    facts.Muted: _mutes,
    facts.LineLost: _loses_line,
    facts.CameBack: _comes_back,
    facts.ServerWasDown: _was_down,
    facts.YourCode: _has_code,
}

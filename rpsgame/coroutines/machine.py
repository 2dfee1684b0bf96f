"""The article's machine: one guest after another, each for a match, and what is said to both players."""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator
from functools import lru_cache
from typing import Any, Protocol, TypeAlias

from . import facts
from .fact import KEPT
from .games import GameCoroutine, Outcome
from .toolbox import running_avg

Average: TypeAlias = Generator[float | None, float, None]

Event: TypeAlias = tuple[str, Any]
Machine: TypeAlias = Generator[str, Event, None]


# Facts that are told again and again, kept where they are found fastest
GAME_TOLD = lru_cache(KEPT)(facts.GameTold)
PLAYER_WINS = facts.PlayerWins(0), facts.PlayerWins(1)
WINS = {(wins0, wins1): facts.Wins(wins0, wins1) for wins0 in range(10) for wins1 in range(10)}


class Output(Protocol):
    """How a machine speaks: *txt* is one fact, a line; *player* is 0, 1 or 'all'."""

    def __call__(self, txt: str, /, player: int | str = "all") -> None: ...


class Disconnect(Exception):
    """A player has gone; *player* is 0 or 1, the guest unless said otherwise."""

    def __init__(self, player: int = 1) -> None:
        super().__init__(player)
        self.player = player


class Timeout(Exception):
    """The time to throw is over; *player* is the one who is late, None where both are told."""

    def __init__(self, player: int | None = None) -> None:
        super().__init__(player)
        self.player = player


def game_machine(
    game_factory: Callable[[], GameCoroutine],
    output: Output,
    best_of: int = 9,
    timed: Collection[int] = (1,),
    tell_overall: bool = True,
) -> Machine:
    """coroutine that manages two-player games and speaks to both players, one guest after another

    An event that comes out of turn, or makes no sense, changes nothing.

    :param game_factory: a function that returns a game coroutine
    :param output: a function that sends a fact, which is a line, to one player or to all
    :param best_of: the games of a match, odd and positive; the player who wins more than half of them wins it
    :param timed: the players whose throw stops their clock
    :param tell_overall: whether player 0 is told how many of all games they have won, whoever the guests were
    :raise ValueError: on the first advance, where *best_of* is even or not positive

    yields: 'waiting': waiting for a guest (disconnect any existing guest)
            'play': playing, accepting input
            'disable timeout': the same; the timed player who was sent has thrown: stop their clock
            'reset timeout': the same; a game begins: start the clocks afresh

    accepts to .send(): ('join', guest_name): a guest sits down as player 1
                        ('key', (player, key)): player 0 or 1 has pressed a key

    accepts to .throw(): Disconnect: a player has gone
                         Timeout: the time to throw is over
    """
    if best_of < 1 or best_of % 2 == 0:
        raise ValueError(f"best_of must be odd and positive, not {best_of}")
    overall = running_avg() if tell_overall else None
    while True:
        guest_name = yield from _join()
        output(facts.PlayerConnected.once(guest_name), player=0)
        output(facts.Welcome(), player=1)
        try:
            yield from _match(game_factory(), output, best_of, timed, overall)
            output(facts.ThankYou())
        except Disconnect as gone:
            output(facts.OpponentDisconnected(), player=1 - gone.player)
        except Timeout as late:
            if late.player is None:
                output(facts.TimedOut())
            else:
                output(facts.TimedOut(), player=late.player)
                output(facts.OpponentTimedOut(), player=1 - late.player)


def _join() -> Generator[str, Event, str]:
    """Wait for a guest to join, and return the name; nobody is there who could leave or be late."""
    while True:
        try:
            match (yield "waiting"):
                case ("join", guest_name):
                    return str(guest_name)
        except (Disconnect, Timeout):
            pass


def _match(
    game: GameCoroutine,
    output: Output,
    best_of: int,
    timed: Collection[int],
    overall: Average | None,
) -> Machine:
    """Play *game* until a player has won the match; a Disconnect or a Timeout is the caller's to catch."""
    wins, needed = [0, 0], best_of // 2 + 1
    word = "reset timeout"
    while True:
        match (yield word):
            case ("key", (player, key)) if isinstance(player, int) and player in (0, 1) and isinstance(key, str):
                result = game.send((player, key))
            case _:
                word = "play"
                continue
        if result is None:
            word = "disable timeout" if player in timed else "play"
        elif isinstance(result, str):
            output(facts.InvalidKey(), player=player)
            word = "play"
        else:
            _tell_result(result, wins, output, overall)
            if needed in wins:
                return
            word = "reset timeout"


def _tell_result(result: Outcome, wins: list[int], output: Output, overall: Average | None) -> None:
    _, winner, choice0, choice1 = result
    output(GAME_TOLD(choice0, choice1))
    if winner is not None:
        wins[winner] += 1
        output(PLAYER_WINS[winner])
        wins0, wins1 = wins
        output(WINS.get((wins0, wins1)) or facts.Wins.once(wins0, wins1))
        if overall:
            output(facts.Overall.once(100 - 100 * (overall.send(winner) or 0)), player=0)

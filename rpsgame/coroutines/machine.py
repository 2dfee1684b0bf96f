"""The article's machine: one guest after another, each for a match, and what is said to both players."""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator
from typing import Any, Protocol, TypeAlias

from .games import GameCoroutine, Outcome
from .toolbox import running_avg

Event: TypeAlias = tuple[str, Any]
Machine: TypeAlias = Generator[str, Event, None]


class Output(Protocol):
    """How a machine speaks: *txt* is one line; *player* is 0, 1 or 'all'."""

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
    hear: Callable[[Outcome], object] | None = None,
    tell_overall: bool = True,
) -> Machine:
    """coroutine that manages two-player games and speaks to both players, one guest after another

    What it is sent out of turn, or cannot read, changes nothing.

    :param game_factory: a function that returns a game coroutine
    :param output: a function that sends a line to one player or to all
    :param best_of: the games of a match, odd and positive; who has won more than half has won it
    :param timed: the players whose throw stops their clock
    :param hear: called with the outcome of each game, before it is told
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
        output(f"Player connected: {guest_name}", player=0)
        output("Welcome to the game", player=1)
        try:
            yield from _match(game_factory(), output, best_of, timed, hear, overall)
            output("Thank you for playing!")
        except Disconnect as gone:
            output("Opponent disconnected.", player=1 - gone.player)
        except Timeout as late:
            if late.player is None:
                output("Timed out. Good-bye")
            else:
                output("Timed out. Good-bye", player=late.player)
                output("Opponent timed out.", player=1 - late.player)


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
    hear: Callable[[Outcome], object] | None,
    overall: Generator[float | None, float, None] | None,
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
            output("Invalid key", player=player)
            word = "play"
        else:
            if hear:
                hear(result)
            _tell_result(result, wins, output, overall)
            if needed in wins:
                return
            word = "reset timeout"


def _tell_result(
    result: Outcome, wins: list[int], output: Output, overall: Generator[float | None, float, None] | None
) -> None:
    _, winner, choice0, choice1 = result
    output(f"Player 0: {choice0}, Player 1: {choice1}")
    if winner is not None:
        wins[winner] += 1
        output(f"Player {winner} wins!")
        output(f"Wins: {wins[0]} - {wins[1]}")
        if overall:
            output(f"Overall: {100 - 100 * (overall.send(winner) or 0):5.2f}%", player=0)

"""One machine, two seats, one clock: the only place on the Twisted side that sends and throws to the machine."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from twisted.internet.interfaces import IReactorTime

from .coroutines.games import Game, Outcome
from .coroutines.machine import Disconnect, Timeout, game_machine
from .coroutines.strategies import Strategy, last_word
from .guest import Guest
from .timer import Timer


class Match(NamedTuple):
    """How a match went."""

    players: tuple[Guest | None, Guest]  # player 0 is None where it is the house
    gone: Collection[Guest]  # who left it or was late
    wins: Sequence[int]
    ending: str  # 'played', 'left', 'timed out' or 'cut off'
    seconds: float


class Table:
    """Where player 0 sits, a person or the house, and plays a match with one player 1 after another.

    :param clock: what the countdown waits on
    :param tell: called with a guest and a line for them
    :param game: what is played
    :param best_of: the games of a match, odd and positive
    :param timeout: the whole seconds that a player has for a throw
    :param over: called with this table and how the match went when one is over
    :param timed: the players who have no more than that time
    :param house: the strategy that is player 0, None where a person is
    """

    __slots__ = (
        "_began",
        "_clock",
        "_house",
        "_last",
        "_machine",
        "_over",
        "_playing",
        "_prompt",
        "_seats",
        "_tell",
        "_thrown",
        "_throws",
        "_tied",
        "_timed",
        "_timer",
        "_wins",
        "watchers",
    )

    def __init__(
        self,
        clock: IReactorTime,
        tell: Callable[[Guest, str], object],
        game: Game,
        best_of: int,
        timeout: int,
        over: Callable[[Table, Match], object],
        timed: tuple[int, ...] = (1,),
        house: Strategy | None = None,
    ) -> None:
        self.watchers: list[Guest] = []
        self._clock = clock
        self._timer = Timer(clock, timeout, self._count, self._time_out)
        self._tell = tell
        self._throws = game.throws
        self._prompt = f"Your throw ({'/'.join(game.throws)})?"
        self._over = over
        self._timed = timed
        self._house = house
        self._last: str | None = None  # player 1's throw in the last game
        self._seats: list[Guest | None] = [None, None]
        self._thrown = [False, False]
        self._wins = [0, 0]
        self._tied = False
        self._began = 0.0
        self._playing = False
        self._machine = game_machine(
            game.factory, self._output, best_of, timed=(0, 1), hear=self._hear, tell_overall=house is None
        )
        next(self._machine)

    def sit(self, guest: Guest) -> None:
        """Give *guest* the seat of player 0."""
        self._seats[0] = guest
        guest.table, guest.player = self, 0
        self._say(0, "You are player 0.")

    def join(self, guest: Guest, name: str, opponent: str) -> None:
        """Give *guest* the seat of player 1: their match against *opponent* begins; to whom they are *name*."""
        self._seats[1] = guest
        guest.table, guest.player = self, 1
        self._wins = [0, 0]
        self._last = None
        self._playing = True
        self._began = self._clock.seconds()
        self._machine.send(("join", name))
        self._say(1, f"You are player 1. Player 0 is {opponent}.")
        self._begin_game()

    def key(self, player: int, key: str) -> None:
        """Player 0 or 1 has pressed *key*, one character."""
        if not self._playing:
            self._say(player, "There is nobody to play with yet.")
            return
        word = self._machine.send(("key", (player, key)))
        if word == "reset timeout":
            self._begin_game()
        elif word == "disable timeout":
            self._tell_throw(player, key)
            if not self._late():
                self._timer.stop()
        elif word == "waiting":
            self._tell_match()
            self._end("played")

    def leave(self, player: int) -> None:
        """Player 0 or 1 has gone."""
        if self._playing:
            self._machine.throw(Disconnect(player))
            self._end("left", (player,))
        if player == 0:
            self._seats[0] = None

    def close(self) -> None:
        """Cut the match off; nobody plays here any more."""
        if self._playing:
            self._end("cut off")
        self._machine.close()

    # What follows

    def _begin_game(self) -> None:
        """Start the clock, let the house throw, and ask for the others' throws. The house is first: it cannot peek."""
        self._timer.start()
        self._thrown = [self._house is not None, False]
        if self._house:
            self._machine.send(("key", (0, self._house.send(self._last))))
        prompt = f"Nobody wins. {self._prompt}" if self._tied else self._prompt
        self._tied = False
        for guest in self._seats:
            if guest:
                self._tell(guest, prompt)

    def _time_out(self) -> None:
        late = self._late()
        self._machine.throw(Timeout(None if len(late) == len(self._timed) else late[0]))
        self._end("timed out", late)

    def _late(self) -> list[int]:
        return [player for player in self._timed if not self._thrown[player]]

    def _end(self, ending: str, gone: Collection[int] = ()) -> None:
        self._timer.stop()
        self._playing = False
        player0, player1 = self._seats
        assert player1 is not None
        self._seats[1] = player1.table = None
        if player0 and 0 in self._timed:
            player0.table = None
        seconds = self._clock.seconds() - self._began
        out = [guest for player, guest in enumerate((player0, player1)) if guest and player in gone]
        self._over(self, Match((player0, player1), out, self._wins, ending, seconds))

    # What is said

    def _say(self, player: int, line: str) -> None:
        guest = self._seats[player]
        if guest:
            self._tell(guest, line)

    def _output(self, txt: str, player: int | str = "all") -> None:
        player0, player1 = self._seats
        if player0 and player != 1:
            self._tell(player0, txt)
        if player1 and player != 0:
            self._tell(player1, txt)
        if player == "all":
            for guest in self.watchers:
                self._tell(guest, txt)

    def _hear(self, outcome: Outcome) -> None:
        _, winner, _, self._last = outcome
        self._tied = winner is None
        if winner is not None:
            self._wins[winner] += 1

    def _tell_throw(self, player: int, key: str) -> None:
        other = 1 - player
        self._say(player, f"You throw {self._throws[key]}. Waiting for player {other}.")
        if not self._thrown[player]:
            self._thrown[player] = True
            self._say(other, f"Player {player} has thrown. {self._prompt}")

    def _tell_match(self) -> None:
        for player in (0, 1):
            ours, theirs = self._wins[player], self._wins[1 - player]
            self._say(player, f"You have {'won' if ours > theirs else 'lost'} the match, {ours} - {theirs}.")
        if self._house and self._last and (remark := last_word(self._house, self._last)):
            self._say(1, remark)

    def _count(self, n: int) -> None:
        """Count aloud for who is late, and tell the other how long that will take."""
        for player in self._late():
            if n == self._timer.aloud:
                self._say(player, "Your throw, please; you are timed out in")
            self._say(player, str(n))
            if self._thrown[1 - player] or 1 - player not in self._timed:
                self._say(1 - player, f"Player {player} has {n} left.")

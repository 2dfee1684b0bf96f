"""One machine, two seats, one clock: the only place on the Twisted side that sends and throws."""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Sequence
from typing import NamedTuple

from twisted.internet.interfaces import IDelayedCall, IReactorTime

from .coroutines.countdown import countdown_generator
from .coroutines.games import Game, Outcome, overheard
from .coroutines.machine import Disconnect, Event, Timeout, game_machine
from .coroutines.strategies import Strategy, last_word
from .guest import Guest, Outbox

ALOUD = 5  # seconds: the last of a player's time is counted, as in the article


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
    :param outbox: takes what is said here; who calls a method flushes it, the clock's calls flush it themselves
    :param game: what is played
    :param best_of: the games of a match, odd and positive
    :param timeout: the whole seconds that a player has for a throw
    :param over: called with this table and how the match went when one is over
    :param timed: the players who have no more than that time
    :param house: the strategy that is player 0, None where a person is
    """

    __slots__ = (
        "_began",
        "_call",
        "_clock",
        "_countdown",
        "_house",
        "_last",
        "_machine",
        "_outbox",
        "_over",
        "_playing",
        "_prompt",
        "_seats",
        "_thrown",
        "_throws",
        "_tied",
        "_timed",
        "_timeout",
        "_wins",
        "watchers",
    )

    def __init__(
        self,
        clock: IReactorTime,
        outbox: Outbox,
        game: Game,
        best_of: int,
        timeout: int,
        over: Callable[[Table, Match], object],
        timed: tuple[int, ...] = (1,),
        house: Strategy | None = None,
    ) -> None:
        self.watchers: set[Guest] = set()
        self._clock = clock
        self._outbox = outbox
        self._throws = game.throws
        self._prompt = f"Your throw ({'/'.join(game.throws)})?"
        self._timeout = timeout
        self._over = over
        self._timed = timed
        self._house = house
        self._last: str | None = None  # player 1's throw in the last game
        self._seats: list[Guest | None] = [None, None]
        self._thrown = [False, False]
        self._wins = [0, 0]
        self._tied = False
        self._began = 0.0
        self._countdown: Generator[float, None, None]
        self._call: IDelayedCall | None = None
        self._machine = game_machine(
            lambda: overheard(game.factory(), self._hear), self._output, best_of, timed=(0, 1)
        )
        self._playing = next(self._machine) != "waiting"

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
        self._began = self._clock.seconds()
        word = self._send(("join", name))
        self._say(1, f"You are player 1. Player 0 is {opponent}.")
        self._obey(word)

    def key(self, player: int, key: str) -> None:
        """Player 0 or 1 has pressed *key*, one character."""
        if not self._playing:
            self._say(player, "There is nobody to play with yet.")
            return
        word = self._send(("key", (player, key)))
        if word == "disable timeout":
            self._tell_throw(player, key)
        elif word == "waiting":
            self._tell_match()
        self._obey(word)

    def leave(self, player: int) -> None:
        """Player 0 or 1 has gone."""
        if self._playing:
            self._send(Disconnect(player))
            self._end("left", (player,))
        if player == 0:
            self._seats[0] = None

    def close(self) -> None:
        """Cut the match off; nobody plays here any more."""
        if self._playing:
            self._end("cut off")
            self._playing = False
        self._machine.close()

    def _send(self, event: Event | Exception) -> str:
        """Tell the machine what happened; return what it wants of the clock."""
        word = self._machine.throw(event) if isinstance(event, Exception) else self._machine.send(event)
        self._playing = word != "waiting"
        return word

    def _obey(self, word: str) -> None:
        if word == "reset timeout":
            self._thrown = [False, False]
            self._start_clock()
            self._throw_for_the_house()
            self._tell_turn()
        elif word == "waiting":
            self._end("played")
        elif not self._late():
            self._stop_clock()

    def _throw_for_the_house(self) -> None:
        """The house throws first: it cannot peek."""
        if self._house:
            self._send(("key", (0, self._house.send(self._last))))
            self._thrown[0] = True

    def _end(self, ending: str, gone: Collection[int] = ()) -> None:
        self._stop_clock()
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
            self._outbox.tell(guest, line)

    def _output(self, txt: str, player: int | str = "all") -> None:
        if player != 1:
            self._say(0, txt)
        if player != 0:
            self._say(1, txt)
        if player == "all":
            for guest in self.watchers:
                self._outbox.tell(guest, txt)

    def _hear(self, outcome: Outcome) -> None:
        _, winner, _, self._last = outcome
        self._tied = winner is None
        if winner is not None:
            self._wins[winner] += 1

    def _tell_turn(self) -> None:
        prompt = f"Nobody wins. {self._prompt}" if self._tied else self._prompt
        self._say(0, prompt)
        self._say(1, prompt)
        self._tied = False

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

    # The clock

    def _late(self) -> list[int]:
        return [player for player in self._timed if not self._thrown[player]]

    def _start_clock(self) -> None:
        aloud = min(ALOUD, self._timeout)
        self._countdown = countdown_generator(self._count, self._timeout - aloud, aloud)
        seconds = next(self._countdown)
        if self._call:
            self._call.reset(seconds)
        else:
            self._call = self._clock.callLater(seconds, self._tick)

    def _stop_clock(self) -> None:
        if self._call:
            self._call.cancel()
            self._call = None

    def _tick(self) -> None:
        self._call = None
        seconds = next(self._countdown, None)
        if seconds is None:
            late = self._late()
            self._send(Timeout(None if len(late) == len(self._timed) else late[0]))
            self._end("timed out", late)
        else:
            self._call = self._clock.callLater(seconds, self._tick)
        self._outbox.flush()

    def _count(self, n: int) -> None:
        for player in self._late():
            if n == min(ALOUD, self._timeout):
                self._say(player, "Your throw, please; you are timed out in")
            self._say(player, str(n))
            if self._thrown[1 - player] or 1 - player not in self._timed:
                self._say(1 - player, f"Player {player} has {n} left.")

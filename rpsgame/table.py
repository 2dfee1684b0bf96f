"""One machine, two seats, one clock: the only place on the Twisted side that sends and throws."""

from __future__ import annotations

from collections.abc import Callable, Generator

from twisted.internet.interfaces import IDelayedCall, IReactorTime

from .coroutines.countdown import countdown_generator
from .coroutines.games import Game, Outcome, overheard
from .coroutines.machine import Disconnect, Event, Timeout, game_machine
from .guest import Guest, Outbox

ALOUD = 5  # seconds: the last of a guest's time is counted, as in the article


class Table:
    """Where player 0 sits, and plays a match with one player 1 after another.

    :param clock: what the countdown waits on
    :param outbox: takes what is said here; who calls a method flushes it, the clock's calls flush it themselves
    :param game: what is played
    :param best_of: the games of a match, odd and positive
    :param timeout: the whole seconds that player 1 has for a throw
    :param over: called with player 1 when their match is over
    """

    def __init__(
        self,
        clock: IReactorTime,
        outbox: Outbox,
        game: Game,
        best_of: int,
        timeout: int,
        over: Callable[[Guest], object],
    ) -> None:
        self.watchers: dict[Guest, None] = {}
        self._clock = clock
        self._outbox = outbox
        self._game = game
        self._aloud = min(ALOUD, timeout)
        self._quiet = timeout - self._aloud
        self._over = over
        self._seats: list[Guest | None] = [None, None]
        self._timed = (1,)
        self._thrown: set[int] = set()
        self._wins = [0, 0]
        self._tied = False
        self._countdown: Generator[float, None, None]
        self._call: IDelayedCall | None = None
        self._prompt = f"Your throw ({'/'.join(game.throws)})?"
        self._machine = game_machine(
            lambda: overheard(game.factory(), self._hear), self._output, best_of, timed=(0, 1)
        )
        self._playing = next(self._machine) != "waiting"

    def host(self, guest: Guest) -> None:
        """Give *guest* the seat of player 0."""
        self._sit(0, guest)
        self._say(0, "You are player 0.")

    def join(self, guest: Guest) -> None:
        """Give *guest* the seat of player 1: their match begins."""
        self._sit(1, guest)
        self._wins = [0, 0]
        word = self._send(("join", guest.name))
        self._say(1, "You are player 1.")
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
            self._obey(self._send(Disconnect(player)))
        if player == 0:
            self._seats[0] = None

    def close(self) -> None:
        """Stop the clock; nobody plays here any more."""
        self._stop_clock()
        self._machine.close()

    def _sit(self, player: int, guest: Guest) -> None:
        self._seats[player] = guest
        guest.table, guest.player = self, player

    def _send(self, event: Event | Exception) -> str:
        """Tell the machine what happened; return what it wants of the clock."""
        word = self._machine.throw(event) if isinstance(event, Exception) else self._machine.send(event)
        self._playing = word != "waiting"
        return word

    def _obey(self, word: str) -> None:
        if word == "reset timeout":
            self._thrown.clear()
            self._start_clock()
            self._tell_turn()
        elif word == "waiting":
            self._stop_clock()
            self._stand_up()
        elif not self._late():
            self._stop_clock()

    def _stand_up(self) -> None:
        guest, self._seats[1] = self._seats[1], None
        if guest:
            guest.table = None
            self._over(guest)

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
        winner = outcome[1]
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
        self._say(player, f"You throw {self._game.throws[key]}. Waiting for player {other}.")
        if player not in self._thrown:
            self._thrown.add(player)
            self._say(other, f"Player {player} has thrown. {self._prompt}")

    def _tell_match(self) -> None:
        for player in (0, 1):
            ours, theirs = self._wins[player], self._wins[1 - player]
            self._say(player, f"You have {'won' if ours > theirs else 'lost'} the match, {ours} - {theirs}.")

    # The clock

    def _late(self) -> list[int]:
        return [player for player in self._timed if player not in self._thrown]

    def _start_clock(self) -> None:
        self._stop_clock()
        self._countdown = countdown_generator(self._count, self._quiet, self._aloud)
        self._call = self._clock.callLater(next(self._countdown), self._tick)

    def _stop_clock(self) -> None:
        if self._call:
            self._call.cancel()
            self._call = None

    def _tick(self) -> None:
        self._call = None
        seconds = next(self._countdown, None)
        if seconds is None:
            self._obey(self._send(Timeout()))
        else:
            self._call = self._clock.callLater(seconds, self._tick)
        self._outbox.flush()

    def _count(self, n: int) -> None:
        for player in self._late():
            if n == self._aloud:
                self._say(player, "Your throw, please; you are timed out in")
            self._say(player, str(n))
            self._say(1 - player, f"Player {player} has {n} left.")

"""The two seats of a table: who has thrown, how the match stands, and what the machine makes of what happens."""

from __future__ import annotations

from collections.abc import Collection, Generator
from typing import Any

from ..strategies import Ask, Strategy
from . import facts
from .countdown import countdown_generator
from .facts import GameTold, Wins
from .games import Game
from .house import House
from .keys import ENTER, HELP
from .machine import Disconnect, Timeout, game_machine
from .match import Command, Ending, Start

ALOUD = 5  # seconds: the last of a player's time is counted, as in the article
ALONE = 100  # games in a row that the house's throw may decide by itself: such a game might go on for ever

FAREWELLS = facts.ThankYou, facts.TimedOut  # are not for those who watch


class Seats:
    """What a table remembers of a match, and does about what happens: it leaves its commands in `commands`.

    :ivar playing: whether a match is on
    :ivar score: how it stands
    """

    __slots__ = (  # noqa: SIM905 (a name a line would be a page)
        "_alone _countdown _explanation _last _machine _names _prompt _prompt_after_tie _quiet "
        "_throws _thrown _tied _timed _timeout commands house playing score"
    ).split()

    def __init__(
        self, game: Game, best_of: int, timeout: int, timed: Collection[int], strategy: Strategy | None
    ) -> None:
        self.commands: list[Command] = []
        self.playing = False
        self._throws, self._explanation = game.throws, game.explanation
        keys = "/".join(game.throws)
        self._prompt, self._prompt_after_tie = facts.YourThrow(keys), facts.NobodyWins(keys)
        self._timeout, self._quiet = timeout, max(timeout - ALOUD, 0)
        self._timed = timed
        self.house = House(strategy, game, best_of) if strategy else None
        self._countdown: Generator[float, None, None] | None = None
        self._machine = game_machine(game.factory, self._output, best_of, (0, 1), tell_overall=strategy is None)
        next(self._machine)

    # What happens

    def begin(self, start: Start) -> None:
        """Seat both players, and ask for their throws."""
        self.commands = []
        self._names = start.names
        self.playing, self.score, self._tied = True, Wins(0, 0), False
        self._last: str | None = None  # player 1's throw in the last game
        if self.house:
            self.house.begin(start.seed)
        if 0 in self._timed:
            self._tell(0, facts.YouArePlayer(0))
        self._machine.send(("join", self._names[1]))
        self._tell(1, facts.Seated(self._names[0]))
        for player in self._timed:
            self._tell(player, facts.TimeToThrow(self._timeout))
        self._tell("watchers", facts.MatchBegins.once(*self._names))
        self._begin_game()

    def press(self, player: int, key: str) -> None:
        """Take a throw to the machine, and a wrong key too. Enter is harmless: people press it after a key."""
        if key in self._throws or key not in (ENTER, HELP):
            word = self._machine.send(("key", (player, key)))
            if word == "reset timeout":
                self._begin_game()
            elif word == "disable timeout":
                self._note_throw(player, key)
            elif word == "waiting":
                self._end_played()
        elif key == HELP:
            for fact in (*self._explanation, self.score, self._whose_throw(player)):
                self._tell(player, fact)

    def count_down(self) -> None:
        """Count on, aloud; at the end, let go those who have not thrown."""
        if self._countdown is None:
            self._countdown = countdown_generator(self._count, self._quiet, self._timeout - self._quiet)
            next(self._countdown)
        seconds = next(self._countdown, None)
        if seconds is not None:
            self.commands.append(("clock", None, seconds))
            return
        late = self.late()
        self._machine.throw(Timeout(late[0] if len(late) == 1 else None))
        ends = self._ends("timed out" if len(late) == 1 else "both timed out", self._names[late[0]])
        for player in {0, 1}.difference(late):
            self._tell(player, ends)
        self._end("timed out", late, ends)

    def leave(self, player: int) -> None:
        """End the match, since a player has gone."""
        self._machine.throw(Disconnect(player))
        self._end("left", [player], self._ends("left", self._names[player]))

    def stop(self) -> None:
        """End the match without a word to the players, who are told why by others."""
        self._machine.throw(Disconnect())
        self.commands.clear()
        self._end("cut off", [], self._ends("cut off"))

    def late(self) -> list[int]:
        """Return the players whose throw the clock waits for."""
        return [player for player in self._timed if self._thrown[player] is None]

    # What follows

    def _begin_game(self) -> None:
        """Start the clock, let the house throw, and ask for the others' throws. The house is first: it cannot peek."""
        self._thrown: list[str | None] = [None, None]
        self._countdown = None
        self.commands.append(("clock", None, self._quiet))
        if self.house is None:
            self._ask_for_throws()
        else:
            self._alone = 0
            self.let_house_play(self.house, self._last)

    def let_house_play(self, house: House, told: Any) -> None:
        """Tell the house what it waits for, and send its throw; some games are decided by one throw."""
        while True:
            said = house.play(told)
            if isinstance(said, Ask):
                self.commands.append(("ask", None, said.what))
                return
            word = self._machine.send(("key", (0, said)))
            self._alone += 1
            if word != "reset timeout" or self._alone == ALONE:
                break
            told = self._last
        self._thrown[0] = said
        if word == "waiting":
            self._end_played()
        elif word == "disable timeout":
            self._ask_for_throws()
        else:
            raise ValueError(f"the house throws {said!r}, which is no throw, or decides every game by itself")

    def _ask_for_throws(self) -> None:
        self.commands.append(("tell", "players", self._prompt_after_tie if self._tied else self._prompt))

    def _note_throw(self, player: int, key: str) -> None:
        """Tell the one what they throw, and the other that it is their turn; the clock stands when nobody is late."""
        first, self._thrown[player] = self._thrown[player] is None, self._throws[key]
        self._tell(player, facts.YouThrow(self._throws[key], 1 - player))
        if first:
            self._tell(1 - player, facts.OtherHasThrown(player, self._prompt.keys))
            if not self.late():
                self.commands.append(("clock", None, None))

    def _end_played(self) -> None:
        wins = self.score.wins0, self.score.wins1
        winner = int(wins[1] > wins[0])
        self._tell(winner, facts.MatchWon(*wins))
        self._tell(1 - winner, facts.MatchLost(*wins))
        if self.house and self._last:
            asked, remark = self.house.hear_last_word(self._last)
            if asked:
                self.commands.append(("note", None, asked.what))
            if remark:
                self._tell(1, facts.Remark(remark))
        self._end("played", [], self._ends("played", self._names[winner]))

    def _ends(self, how: str, who: str | None = None) -> facts.Fact:
        ends: facts.Fact = facts.MatchEnds.once(self.score.wins0, self.score.wins1, how, who)
        return ends

    def _end(self, how: str, gone: Collection[int], ends: facts.Fact) -> None:
        self.playing = False
        if self.house:
            self.house.end()
        self._tell("watchers", ends)
        ending = Ending(how, gone, (self.score.wins0, self.score.wins1))
        self.commands += (("clock", None, None), ("over", None, ending))

    # What is said

    def _tell(self, who: int | str, fact: facts.Fact) -> None:
        self.commands.append(("tell", who, fact))

    def _whose_throw(self, player: int) -> facts.Fact:
        """Return whose throw is missing, as a player knows it."""
        thrown, other = self._thrown[player], 1 - player
        if thrown:
            return facts.YouThrow(thrown, other)
        if self._thrown[other] and not self.house:
            return facts.OtherHasThrown(other, self._prompt.keys)
        return self._prompt

    def _output(self, txt: str, /, player: int | str = "all") -> None:
        """Hand on what the machine tells, and note how the match stands."""
        if type(txt) is GameTold:
            self._last, self._tied = txt.choice1, True
        elif type(txt) is Wins:
            self.score, self._tied = txt, False
        elif player == "all" and type(txt) in FAREWELLS:
            player = "players"
        self.commands.append(("tell", player, txt))

    def _count(self, n: int) -> None:
        """Count aloud for those who are late, and tell the other how long that will take."""
        for player in self.late():
            if n == self._timeout - self._quiet:
                self._tell(player, facts.ThrowPlease())
            self._tell(player, facts.Count(n))
            if self._thrown[1 - player] or 1 - player not in self._timed:
                self._tell(1 - player, facts.TimeLeft(player, n))

"""The two seats of a table: what the machine, the house and the players' talk make of what happens."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from ..strategies import Ask, Strategy
from . import facts
from .facts import GameTold, Wins
from .games import Game
from .house import House
from .keys import ENTER, HELP
from .machine import Disconnect, Timeout, game_machine
from .match import Command, Ending, Start
from .other_keys import other_keys
from .raised import FAULTS
from .score import Score
from .seals import Seals
from .talk import NO_KEYS, Talk, say_keys
from .turn import Turn

ALONE = 100  # games on end that the house's throw may decide by itself: such a game might go on for ever
FAREWELLS = facts.ThankYou, facts.TimedOut  # are not for those who watch


class Seats:
    """What a table remembers of a match, and does about what happens: it leaves its commands in `commands`.

    :ivar playing: whether a match is on
    :ivar score: how it stands
    :ivar away: the players whose line is lost
    :ivar stands: whether the clock stands until all of them are back
    """

    __slots__ = (  # noqa: SIM905 (a name a line would be a page)
        "_alone _best_of _help _keys _names _prompt _prompt_after_tie _seals _seals_key _talk _throws _timeout "
        "away commands house machine playing score stands timed turn"
    ).split()

    def __init__(
        self, game: Game, best_of: int, timeout: int, timed: Collection[int], strategy: Strategy | None
    ) -> None:
        self.commands: list[Command] = []
        self.playing = False
        self._throws, self._best_of = game.throws, best_of
        self._keys = NO_KEYS if strategy else other_keys(tuple(game.throws))
        self._seals_key = seals = other_keys(tuple(game.throws)).seals
        self._help = (*game.welcome, *say_keys(self._keys), *((facts.SealKey(seals),) if seals else ()))
        self._prompt = facts.YourThrow("/".join(game.throws))
        self._prompt_after_tie = facts.NobodyWins(self._prompt.keys)  # the same string at all tables
        self._timeout, self.timed = timeout, timed
        self.turn = Turn(self._prompt.keys, timeout, timed)
        self.house = House(strategy, game, best_of) if strategy else None
        hosted = not strategy and 0 not in timed
        self.machine = game_machine(game.factory, self._output, best_of, (0, 1), tell_overall=hosted)
        next(self.machine)

    # What happens

    def begin(self, start: Start) -> None:
        """Seat both players, and ask for their throws."""
        self.commands, self.playing, self._names = [], True, start.names
        self.away: tuple[int, ...] = ()
        self.stands = False
        self.score, self._talk = Score(self._best_of), Talk(self._keys, start.muted)
        self._seals = Seals(start.seed)
        if self.house:
            self.commands += self.house.begin(start.seed, start.kept)
        if 0 in self.timed:
            self._tell(0, facts.YouArePlayer(0))
        self.machine.send(("join", self._names[1]))
        self._tell(1, facts.Seated(self._names[0]))
        for player in self.timed:
            self._tell(player, facts.TimeToThrow(self._timeout))
        self._tell("watchers", facts.MatchBegins.once(*self._names))
        self._begin_game()

    def press(self, player: int, key: str) -> None:
        """Take a throw to the machine, and a wrong key too; do what other keys are for."""
        if key in self._throws or not self._press_other(player, key):
            word = self.machine.send(("key", (player, key)))
            if word == "reset timeout":
                self._begin_game()
            elif word == "disable timeout":
                self.commands += self._seals.seal(player, key)
                self.commands += self.turn.throw(player, self._throws[key])
            elif word == "waiting":
                self._end_played()

    def _press_other(self, player: int, key: str) -> bool:
        """Return whether a key is for something. Enter is for nothing, but harmless: people press it after a key."""
        if key == HELP:
            stands = self.score.wins, self.turn.whose(player) or self._prompt
            self.commands += [("tell", player, fact) for fact in (*self._help, *stands)]
        elif key == self._seals_key:
            self.commands += [("tell", player, fact) for fact in self._seals.shown()]
        else:
            self.commands += self._talk.press(player, key)
        return bool(self.commands) or key == ENTER

    def count_down(self) -> None:
        """Count on, aloud; at the end, let go those who have not thrown."""
        self.commands += self.turn.count_down()
        if self.commands:
            return
        late = self.turn.late()
        self.machine.throw(Timeout(late[0] if len(late) == 1 else None))
        self.end("timed out", late, "timed out" if len(late) == 1 else "both timed out", late[0])

    def leave(self, player: int) -> None:
        """End the match, since a player has gone."""
        self.machine.throw(Disconnect(player))
        self.end("left", [player], "left", player)

    def stop(self) -> None:
        """End the match without a word to the players, who are told why by others."""
        self.machine.throw(Disconnect())
        self.commands.clear()
        self.end("cut off", [], "cut off")

    def fail(self, fault: BaseException) -> list[Command]:
        """Return what ends the match after a fault of the game or of the strategy; no other can be played here."""
        end = ("clock", None, None), ("over", None, self._ending("fault", ()))
        return [("fault", "match", fault), ("tell", "all", facts.OurFault()), *end]

    def close(self) -> None:
        """Nobody comes any more: let go of the machine, which knows us too, or both would be garbage for a while."""
        self.machine.close()

    # What follows

    def _begin_game(self) -> None:
        """Start the clock, let the house throw, and ask for the others' throws. The house is first: it cannot peek."""
        self.commands += self._seals.open()
        self.commands += self.turn.begin()
        self._talk.said = ()
        if self.house is None:
            self._ask_for_throws()
        else:
            self._alone = 0
            self.let_house_play(self.house, self.score.last)

    def let_house_play(self, house: House, told: Any) -> None:
        """Tell the house what it waits for, and send its throw; some games are decided by one throw."""
        while True:
            said = house.play(told)
            if isinstance(said, Ask):
                self.commands.append(("ask", None, said.what))
                return
            word = self.machine.send(("key", (0, said)))
            self._alone += 1
            if word != "reset timeout" or self._alone == ALONE:
                break
            told = self.score.last
        if word == "waiting":
            self._end_played()
        elif word == "disable timeout":
            self.commands += self._seals.seal(0, said)
            self._ask_for_throws()
        else:
            raise ValueError(f"the house throws {said!r}, which is no throw, or decides every game by itself")

    def _ask_for_throws(self) -> None:
        score = self.score
        for fact in score.news:
            self._tell("all", fact)
        self.commands.append(("tell", "players", self._prompt_after_tie if score.tied else self._prompt))

    def _end_played(self) -> None:
        self.commands += self._seals.open()
        wins, winner = self.score.wins.values, self.score.winner()
        self._tell(winner, facts.MatchWon(*wins))
        self._tell(1 - winner, facts.MatchLost(*wins))
        if self.house and self.score.last:
            self._hear_last_word(self.house, self.score.last)
        self.end("played", [], "played", winner)

    def _hear_last_word(self, house: House, last: str) -> None:
        """Let the house say what it has to say; the match is played, whatever comes of that."""
        try:
            asked, remark = house.hear_last_word(last)
            learnt = house.learnt()
        except FAULTS as fault:
            self.commands.append(("fault", "last word", fault))
            return
        self.commands += learnt
        if asked:
            self.commands.append(("note", None, asked.what))
        if remark:
            self._tell(1, facts.Remark(remark))

    def end(self, how: str, gone: Collection[int], why: str, who: int | None = None) -> None:
        """Tell those who watch how the match ends, and also a player whom the other has left."""
        self.playing = False
        if self.house:
            self.house.end()
        ends = self.score.ends(why, None if who is None else self._names[who])
        for player in {0, 1}.difference(gone) if gone else ():
            self._tell(player, ends)
        self._tell("watchers", ends)
        self.commands += (self._seals.end(), ("clock", None, None), ("over", None, self._ending(how, gone)))

    def _ending(self, how: str, gone: Collection[int]) -> Ending:
        return Ending(how, gone, self.score.wins.values, self._talk.muted)

    # What is said

    def _tell(self, who: int | str, fact: facts.Fact) -> None:
        self.commands.append(("tell", who, fact))

    def _output(self, txt: str, /, player: int | str = "all") -> None:
        """Hand on what the machine tells, and note how the match stands."""
        if type(txt) is GameTold:
            self.score.note_game(txt)
        elif type(txt) is Wins:
            self.score.note_win(txt)
        elif player == "all" and type(txt) in FAREWELLS:
            player = "players"
        self.commands.append(("tell", player, txt))

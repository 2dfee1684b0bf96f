"""Players who lose the line or the server and come back by their code, and who notice when they are told otherwise."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

THROWS = "rps"
GONE = 0.5  # how often somebody wants no other match
ALONE = 0.3  # how often somebody plays the house at once, rather than to wait for others


@dataclass(repr=False)
class Told:
    """What a player was told of one match: games and wins in the order of the seats.

    :ivar opponent: what the other is called
    :ivar thrown: what they were told that they throw in the game that is on
    :ivar asked: whether they have answered the question for it
    :ivar seal: of the throw that was made first in it
    :ivar ending: how the match ended, as far as they were told; '' while it is on
    """

    code: str
    player: int | None = None
    games: list[str] = field(default_factory=list)
    wins: tuple[int, int] = (0, 0)
    opponent: str = ""
    thrown: str = ""
    asked: bool = False
    seal: str = ""
    seed: str = ""
    ending: str = ""

    def __repr__(self) -> str:
        games = f"{len(self.games)} games to {self.games[-3:]}, {self.wins}"
        return f"{self.code} as {self.player} with {self.opponent}: {games}, {self.thrown}, {self.ending}, {self.seed}"


class Player:
    """Somebody who plays match after match; a subclass understands what one kind of door says.

    :param chance: what they throw, and whether they want another match
    :ivar told: all their matches
    :ivar refused: the match whose code was not taken the last time, None where none was on
    :ivar results: how many codes were answered by how the match had ended
    :ivar returning: whether they have sent a code, and wait for their seat
    :ivar back: whether they have just been given it
    :ivar kept: whether the server has said that it keeps the match
    :ivar leaves: whether they play no other match
    :ivar done: whether they have said that they leave
    :ivar faults: what they were told that cannot be
    """

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.told: list[Told] = []
        self.refused: Told | None = None
        self.returning = self.back = self.kept = self.leaves = self.done = False
        self.code = ""
        self.faults: list[str] = []
        self.returns = self.results = 0
        self._unheard: list[str] = []
        self._standing: list[str] = []

    def hear(self, line: str) -> list[str]:
        """Hear a line; return what is said to it. Whoever has sent a code listens when that is taken, or is not."""
        if self.returning and not self.is_answer(line):
            self._unheard.append(line)
            return []
        returns = self.returns
        said = self.take(line)
        if not self.returning and self._unheard:
            lines, self._unheard = self._unheard, []
            if self.returns == returns:  # it is not taken: all that was said to a newcomer is for them
                said += [more for line in lines for more in self.take(line)]
        return said

    def take(self, line: str) -> list[str]:
        """Understand a line; return what is said to it."""
        raise NotImplementedError

    def is_answer(self, line: str) -> bool:
        """Return whether a line says that a code is taken, or is not."""
        raise NotImplementedError

    def typed(self, code: str) -> list[str]:
        """Return how a code is said, in one part or more."""
        raise NotImplementedError

    # What happens, in whichever words it was told

    @property
    def plays(self) -> Told | None:
        """The match that is on."""
        return self.told[-1] if self.told and not self.told[-1].ending else None

    def connected(self) -> str:
        """Return the code to be sent, '' where there is none."""
        self.returning, self.kept, self.back = bool(self.code), False, False
        self._unheard, self._standing = [], []
        if self.plays:
            self.plays.asked = False
        return self.code

    def begins(self, player: int | None = None, opponent: str = "") -> Told:
        """A match is on; return what is known of it."""
        match = self.plays
        if match and match.opponent and opponent not in ("", match.opponent):
            match.ending, match = "unheard", None  # it ended, and another began, while nobody could be told
        if match is None:
            match = Told(self.code)
            self.told.append(match)
        match.opponent = opponent or match.opponent
        if player is not None:
            self._same("seat", match.player, player)
            match.player = player
        return match

    def is_back(self) -> None:
        self.returning, self.back = False, True
        self.returns += 1

    def is_refused(self) -> None:
        """The code is not taken, which may not be."""
        self.refused = self.plays
        if self.refused:
            self.refused.ending = "unheard"
        self.code, self.returning = "", False

    def was_over(self, played: bool, opponent: str, wins: tuple[int, int] | None) -> None:
        """The code is of a match that is over; *wins* are ours and theirs."""
        match = self.plays
        self.results += 1
        self.code, self.returning = "", False
        if match is None:
            return
        if wins is None or match.player is None or opponent != match.opponent:
            match.ending = "unheard"
        else:
            self.ends("played" if played else "broken off", (wins[1], wins[0]) if match.player else wins)

    def throws(self, key: str) -> None:
        self.begins().thrown = key

    def game(self, throws: str, wins: tuple[int, int] | None = None) -> None:
        """A game is over; *throws* of both."""
        match = self.begins()
        if match.thrown and match.player is not None:
            self._same("throw", match.thrown, throws[match.player])
        match.games.append(throws)
        match.thrown, match.seal, match.asked = "", "", False
        if wins:
            self.won(wins)

    def won(self, wins: tuple[int, int]) -> None:
        """It stands like this, and never worse than it stood."""
        match = self.begins()
        if wins[0] < match.wins[0] or wins[1] < match.wins[1]:
            self.faults.append(f"{match} stood better than {wins}")
        match.wins = wins

    def ends(self, ending: str, wins: tuple[int, int] | None = None) -> None:
        """The match is over."""
        match = self.plays
        if match is None:
            self.faults.append(f"a second end, {ending}, after {self.told[-1:]}")
            return
        if wins:
            self.won(wins)
        match.ending = ending

    def _same(self, what: str, known: object, said: object) -> None:
        if known is not None and known != said:
            self.faults.append(f"{what}: {known} is unsaid by {said} in {self.told[-1]}")

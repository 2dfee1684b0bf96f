"""What a guest will throw next, from what both have thrown: a mind that reads.

Some predictors expect what people throw; some what this guest has thrown lately, or least, after the same last throws;
and some the guest's usual answer to the throw that the house seems to prefer there. So the mind reads second-guessers,
as did Iocaine Powder, which won the first RoShamBo Programming Competition (Egnor 1999).

A player who reads this file knows every pick of the mind.
"""

from __future__ import annotations

from math import fsum
from operator import mul

from .answers import Answers
from .automata import evening_out, fading
from .blend import Blend, Predictor
from .circle import outcomes
from .places import Seen
from .prior import People

HEAD_START = 14.0  # of people's score: a short match is over before much else is learnt
REMEMBERED = 128  # games, the last, by which a mind is made again, in 5 ms; of more, people gain nothing

# Games after which those join that read programs: a guest who plays many short matches has come to stay.
JOIN_SHORT, JOIN_LONG = 128, 16
LONG = 32  # games that win a long match


def early(throws: int) -> list[Predictor]:
    """Return those that read people's matches as well as all do."""
    people: list[Predictor] = [People()] if throws == 3 else []
    return [*people, Seen(fading(throws), ((0, 1),))]


def late(throws: int) -> list[Predictor]:
    """Return those that read programs."""
    return [
        Seen(fading(throws), ((0, 0), (1, 0), (1, 1), (0, 2), (0, 3), (0, 4), (2, 2), (0, 5), (3, 3))),
        Seen(evening_out(throws), ((0, 0), (0, 3), (0, 4))),
        Answers(throws, ((1, 0), (0, 1), (1, 1), (2, 0), (0, 3), (2, 1), (3, 0), (0, 4), (2, 2), (3, 3))),
    ]


class Mind:
    """Picks what wins most against what the guest is expected to throw.

    :param throws: how many throws are on the game's circle, 3 or 5
    :param needed: the games that win a match
    :ivar blend: what the predictors that have joined expect
    :ivar games: the last games, each as one number
    """

    __slots__ = ("_join_after", "blend", "games", "needed", "throws")

    def __init__(self, throws: int, needed: int) -> None:
        self.throws, self.needed = throws, needed
        self.games = bytearray()
        self.blend = Blend(throws, early(throws), HEAD_START if throws == 3 else 0)
        self._join_after: int | None = JOIN_LONG if needed >= LONG else JOIN_SHORT

    def pick(self) -> int:
        """Return the throw that wins most."""
        expected = self.blend.expect()
        gains = [fsum(map(mul, row, expected)) for row in outcomes(self.throws)]
        return gains.index(max(gains))

    def learn(self, house: int, guest: int) -> None:
        """Hear what was thrown in the game that the last pick was for."""
        self.blend.learn(house, guest)
        self.games.append(house * self.throws + guest)
        if len(self.games) == self._join_after:
            self._let_join()
        del self.games[:-REMEMBERED]

    def _let_join(self) -> None:
        """Let the others join, after they have heard all games: as if they had been there."""
        joining = Blend(self.throws, late(self.throws))
        for game in self.games:
            joining.expect()
            joining.learn(*divmod(game, self.throws))
        self.blend.join(joining)
        self._join_after = None

    def hear(self, games: bytes) -> None:
        """Hear games that were played before, such as *games* of another mind."""
        for game in games:
            house, guest = divmod(game, self.throws)
            if house >= self.throws:
                raise ValueError(f"{game} is no game of {self.throws} throws")
            self.blend.expect()
            self.learn(house, guest)

"""Drives a game as a table does, by keys that are made up from a seed, and notes what it answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import product
from typing import Any, NamedTuple, TypeAlias

from ..coroutines.games import Game
from ..strategies.chance import Chance

Sent: TypeAlias = tuple[int, str]

WALKS, KEYS = 20, 300  # how often keys are sent, and how many in any order
MORE_KEYS = 100  # to end the game that is on then: if coroutines share their state, it must not disturb the next walk
WRONG = ("", " ", "\n", "\x1b", "é", "!", "~")
SHOWN = 6  # keys in a sentence


class Broken(AssertionError):
    """A rule is broken; how, in a sentence."""


class Played(NamedTuple):
    """A game, from its first key to its outcome or to where all ended: the keys, and what each was answered."""

    sent: Sequence[Sent]
    answers: Sequence[Any]

    @property
    def is_over(self) -> bool:
        """Whether it had an outcome, of the documented form."""
        return isinstance(self.answers[-1], tuple) and has_a_form(self.answers[-1])

    def thrown(self, player: int) -> list[str]:
        """Return the keys of a player that were no invalid keys."""
        both = zip(self.sent, self.answers, strict=True)
        return [key for (who, key), answer in both if who == player and answer != "invalid key"]


class Walk:
    """What a new coroutine answers to some keys, up to where it raises or ends.

    :param least: so many keys are sent, and of the others as many as it takes to end the game that is on
    :ivar games: the games that were played
    :ivar fault: what it raised, a StopIteration where it ended; None where all is well
    :ivar last: the keys of the game that was on
    """

    def __init__(self, factory: Callable[[], Any], sent: Iterable[Sent], least: int | None = None) -> None:
        self.games: list[Played] = []
        self.fault: BaseException | None = None
        self.last: list[Sent] = []
        answers: list[Any] = []
        referee = factory()
        for number, player_and_key in enumerate(sent, 1):
            self.last.append(player_and_key)
            try:
                answers.append(referee.send(player_and_key))
            except KeyboardInterrupt:
                raise
            except BaseException as fault:
                self.fault = fault
                break
            if isinstance(answers[-1], tuple):
                self.games.append(Played(self.last, answers))
                self.last, answers = [], []
                if least and number >= least:
                    break
        if answers:
            self.games.append(Played(self.last[: len(answers)], answers))

    @property
    def answers(self) -> list[Any]:
        """All answers."""
        return [answer for played in self.games for answer in played.answers]


def has_a_form(answer: object) -> bool:
    """Whether an answer is one that the contract knows."""
    match answer:
        case None | "invalid key":
            return True
        case ("win", int(winner), str(), str()):
            return isinstance(answer, tuple) and winner in (0, 1) and not isinstance(winner, bool)
        case ("tie", None, str(), str()):
            return isinstance(answer, tuple)
    return False


def wrong_keys(game: Game) -> list[str]:
    """Return what is no throw, though it may look like one: people send single keys, a strategy sends any string."""
    alike = {key.swapcase() for key in game.throws} | {key * 2 for key in game.throws} | {"".join(game.throws)}
    return sorted({*WRONG, *alike}.difference(game.throws))


@cache
def any_keys(keys: tuple[str, ...], number: int) -> list[Sent]:
    """Return keys of both players in any order, others for each number; at first each pair of them, in order."""
    if number == 0:
        return [sent for both in product(keys, repeat=2) for sent in enumerate(both)]
    chance = Chance(b"any keys %d" % number)
    return [(chance.randrange(2), keys[chance.randrange(len(keys))]) for _ in range(KEYS)]


def in_turn(game: Game) -> Iterator[Sent]:
    """Yield each throw from one player and then from the other, as often as may be needed to end a game."""
    throws = tuple(game.throws)
    return ((number % 2, throws[number // 2 % len(throws)]) for number in range(MORE_KEYS))


def whole_walk(game: Game, keys: tuple[str, ...], number: int) -> Walk:
    """Send any of these keys; what is left of the last game might disturb the next walk, and so it is ended too."""
    sent = any_keys(keys, number)
    return Walk(game.factory, [*sent, *in_turn(game)], len(sent))


def walks(game: Game) -> Iterator[list[Sent]]:
    """Yield one list of throws after another; each is whole games, unless no game ends."""
    for number in range(WALKS):
        walk = whole_walk(game, tuple(game.throws), number)
        yield [*(key for played in walk.games for key in played.sent)]


def rough_walks(game: Game) -> Iterator[Walk]:
    """Send any keys, right and wrong, and then each wrong key at a game's beginning."""
    wrong = wrong_keys(game)
    for number in range(WALKS):
        yield whole_walk(game, (*game.throws, *(wrong if number % 2 else ())), number)
    for player, key in product((0, 1), wrong):
        yield Walk(game.factory, [(player, key), *in_turn(game)], 1)


def all_games(game: Game) -> Iterator[Played]:
    """Yield the games of all walks."""
    return (played for sent in walks(game) for played in Walk(game.factory, sent).games)


def play(game: Game, *sent: Sent) -> Played | None:
    """Return the game that some keys make in a new coroutine; None where it is over before, or raises."""
    walk = Walk(game.factory, sent)
    return walk.games[0] if walk.games and len(walk.games[0].sent) == len(sent) else None


def after(sent: Sequence[Sent]) -> str:
    """Return the keys of a game, as a sentence has them."""
    keys = ", ".join(f"{key!r} by player {player}" for player, key in sent[-SHOWN:])
    return f"{'..., ' if len(sent) > SHOWN else ''}{keys}"


def says(value: object) -> str:
    """Return a value, as a sentence has it."""
    return f"{value!r:.100}"

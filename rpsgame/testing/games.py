"""What holds of a game as a coroutine, and all the rules of a game together.

A rule is a function that raises a sentence where the rule is broken. Each passes over what breaks another.
"""

from __future__ import annotations

from collections.abc import Callable
from inspect import GEN_CREATED, getgeneratorstate, isasyncgen, iscoroutine, isgenerator

from ..coroutines.games import Game
from ..coroutines.raised import raised
from ..strategies.chance import Chance
from .bounds import MOST_GROWTH, size
from .driving import Broken, Played, Walk, after, has_a_form, rough_walks, says, walks
from .keys import every_throw_is_taken, minds_may_change, wrong_keys_are_invalid, wrong_keys_change_nothing
from .outcomes import both_can_win, choices_are_throws, outcomes_agree, throws_are_secret
from .sources import modules_of, what_waits

FORMS = "None, 'invalid key', ('win', 0 or 1, choice0, choice1) or ('tie', None, choice0, choice1)"
GAMES = 10_000  # during which nothing may grow
THROWS_OF_A_GAME = 6  # on average: where these take more, fewer are played


def it_begins(game: Game) -> None:
    """The factory makes a coroutine that can be sent to at once."""
    begin(game.factory)


def begin(factory: Callable[[], object], name: str = "factory") -> None:
    """Make a coroutine, and see that it can be sent to at once."""
    try:
        coroutine = factory()
    except KeyboardInterrupt:
        raise
    except BaseException as fault:
        raise Broken(f"The {name} makes no coroutine, for it raises {raised(fault)}.") from fault
    if iscoroutine(coroutine):
        coroutine.close()
    if iscoroutine(coroutine) or isasyncgen(coroutine):
        raise Broken(f"The {name} is written with async def: write it with def and yield.")
    if not callable(getattr(coroutine, "send", None)):
        raise Broken(f"The {name} makes {says(coroutine)}, which is no coroutine.")
    if isgenerator(coroutine) and getgeneratorstate(coroutine) == GEN_CREATED:
        raise Broken(f"What the {name} makes cannot be sent to at once: decorate it with advance_generator_once.")


def nothing_raises(game: Game) -> None:
    """Any keys in any order, right and wrong, from both players: the coroutine does not raise."""
    for walk in rough_walks(game):
        if walk.fault and not isinstance(walk.fault, StopIteration):
            raise Broken(f"After {after(walk.last)} the coroutine raises {raised(walk.fault)}.")


def it_never_ends(game: Game) -> None:
    """The coroutine referees one game after another, for ever."""
    for walk in rough_walks(game):
        if isinstance(walk.fault, StopIteration):
            raise Broken(f"After {after(walk.last)} the coroutine ends; it must referee the next game too.")


def answers_have_a_form(game: Game) -> None:
    """Every answer is None, 'invalid key', an outcome with a winner, or one without."""
    for played in (played for walk in rough_walks(game) for played in walk.games):
        for number, answer in enumerate(played.answers, 1):
            if not has_a_form(answer):
                raise Broken(f"After {after(played.sent[:number])} the answer is {says(answer)}, not {FORMS}.")


def the_same_keys_get_the_same_answers(game: Game) -> None:
    """There is no chance in a game: the same keys get the same answers again."""
    for sent in walks(game):
        one, other = Walk(game.factory, sent), Walk(game.factory, sent)
        for played, again in zip(one.games, other.games, strict=False):
            if played != again:
                raise Broken(f"{difference(played, again)} another time: there must be no chance in a game.")


def the_next_game_begins_clean(game: Game) -> None:
    """A game knows nothing of the games before it."""
    for played in (played for sent in walks(game) for played in Walk(game.factory, sent).games):
        for first in Walk(game.factory, played.sent).games[:1]:
            if first != played:
                raise Broken(f"{difference(played, first)} in a first game: something is left of those before.")


def difference(one: Played, other: Played) -> str:
    """Return where the same keys have got other answers, as the beginning of a sentence."""
    answers = enumerate(zip(one.answers, other.answers, strict=False))
    number, (said, otherwise) = next((number, both) for number, both in answers if both[0] != both[1])
    return f"After {after(one.sent[: number + 1])} the answer is {says(said)}, and {says(otherwise)}"


def coroutines_share_nothing(game: Game) -> None:
    """Two tables play the same game at once, and neither notices."""
    _, some, more, *_ = walks(game)
    alone = [Walk(game.factory, sent).answers for sent in (some, more)]
    referees = game.factory(), game.factory()
    together: list[list[object]] = [[], []]
    for keys in zip(some, more, strict=False):
        for referee, key, answers in zip(referees, keys, together, strict=True):
            try:
                answers.append(referee.send(key))
            except Exception as fault:
                answers.append(raised(fault))
    if any(answers != lone[: len(answers)] for answers, lone in zip(together, alone, strict=True)):
        raise Broken("Two coroutines that are played at the same time disturb each other: they share something.")


def memory_is_bounded(game: Game) -> None:
    """A coroutine needs no more memory after many games than after a few."""
    referee, chance, throws = game.factory(), Chance(b"memory"), tuple(game.throws)
    modules = tuple(modules_of(game.factory))

    def size_after(number: int) -> int:
        """Return the coroutine's size, in bytes, when so many more games have ended, or nearly so many."""
        throws_left = THROWS_OF_A_GAME * number
        while number and throws_left:
            throws_left -= 1
            number -= isinstance(referee.send((throws_left % 2, throws[chance.randrange(len(throws))])), tuple)
        return size(referee, modules=modules)

    grown = -size_after(GAMES // 10) + size_after(GAMES)
    if grown > MOST_GROWTH:
        raise Broken(f"The coroutine's memory grows, by {grown} bytes in {GAMES} games.")


def nothing_waits(game: Game) -> None:
    """The game's module, and those of its package that it imports, import nothing that can wait."""
    if waits := what_waits(game.factory):
        raise Broken(waits)


FIRST_RULES = (  # where one of these is broken, the others can hardly be told
    it_begins,
    nothing_waits,
    nothing_raises,
    it_never_ends,
    answers_have_a_form,
    the_same_keys_get_the_same_answers,
    the_next_game_begins_clean,
    coroutines_share_nothing,
)
RULES = (
    every_throw_is_taken,
    wrong_keys_are_invalid,
    wrong_keys_change_nothing,
    minds_may_change,
    throws_are_secret,
    choices_are_throws,
    both_can_win,
    outcomes_agree,
    memory_is_bounded,
)

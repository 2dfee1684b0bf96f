"""What holds of a strategy in its matches, and all the rules of a strategy together.

A rule is a function that raises a sentence where the rule is broken. Each passes over what breaks another.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..coroutines.games import Game
from ..coroutines.raised import FAULTS, raised
from ..strategies import Chance, LastWord, Strategy
from .bounds import CPU_FOR_A_THROW, MOST_GROWTH, cpu_seconds, size
from .driving import Broken, says
from .games import begin
from .keeping import what_it_keeps_can_be_saved
from .matches import LONGEST, GoesOn, Match, Player, guests, is_throw, matches
from .memories import memory_answers_in_any_order, memory_can_be_saved, memory_of_all_is_bounded
from .sources import modules_of, what_waits

THROWS = 10_000  # of a match during which nothing may grow
TIMED = 200  # throws whose time is taken
SEEN = 12  # throws of a match for each of which it is tried whether they are seen


def it_plays_the_game(strategy: Strategy, game: Game) -> None:
    """The strategy says that it plays the game."""
    try:
        plays = strategy.plays(tuple(game.throws), game.outcomes)
    except FAULTS as fault:
        raise Broken(f"Asked whether it plays {game.name}, it raises {raised(fault)}.") from fault
    if not plays:
        raise Broken(f"It says that it does not play {game.name}.")


def it_begins(strategy: Strategy, game: Game) -> None:
    """The factory makes a coroutine that can be sent to at once, and so does that of its memory, where it has one."""
    memory = strategy.memory
    if memory:
        begin(lambda: memory(None), "factory of the memory")
    begin(lambda: Player(strategy, game, LONGEST).throwing)


def nothing_raises(strategy: Strategy, game: Game) -> None:
    """Whatever the opponent throws, the coroutine does not raise."""
    for match in matches(strategy, game):
        if match.fault and match.where == "throw" and not isinstance(match.fault, StopIteration):
            raise Broken(f"In {match} the coroutine raises {raised(match.fault)}.")


def it_ends_when_told(strategy: Strategy, game: Game) -> None:
    """The coroutine throws until its match is over, however long, and ends then, or when the opponent leaves."""
    for match in matches(strategy, game):
        if isinstance(match.fault, StopIteration):
            raise Broken(f"In {match} the coroutine ends before the match.")
        if match.fault and match.where == "end":
            does = "goes on" if isinstance(match.fault, GoesOn) else f"raises {raised(match.fault)}"
            raise Broken(f"At the end of {match} the coroutine, told MatchOver, {does}.")
        if match.fault and match.where == "leave":
            raise Broken(f"When the opponent leaves {match}, the coroutine raises {raised(match.fault)}.")


def throws_are_keys(strategy: Strategy, game: Game) -> None:
    """Whatever it yields, but for an Ask, is the key of a throw."""
    for match in matches(strategy, game):
        for throw in match.throws:
            if not is_throw(throw, game):
                raise Broken(f"In {match} it throws {says(throw)}, which is no throw of {game.name}.")


def the_same_seed_makes_the_same_match(strategy: Strategy, game: Game) -> None:
    """Its seed and what it is told make its throws and its remark; there is no other chance."""
    for match, again in zip(matches(strategy, game), matches(strategy, game), strict=True):
        if match.throws != again.throws or remark(match) != remark(again):
            raise Broken(f"In {match} it does not do the same again with the same seed.")


def remark(match: Match) -> str | None:
    """Return what it says after the match."""
    return match.last.remark if isinstance(match.last, LastWord) else None


def matches_share_nothing(strategy: Strategy, game: Game) -> None:
    """Two matches are played at the same time, and neither notices."""
    some, more, *_ = guests(game)
    alone = [Match(strategy, game, told, LONGEST).throws for told in (some, more)]
    players = [Player(strategy, game, LONGEST), Player(strategy, game, LONGEST)]
    together = [[player.throw(None)] for player in players]
    for told in zip(some, more, strict=True):
        for player, throw, throws in zip(players, told, together, strict=True):
            throws.append(player.throw(throw))
    if any(throws[: len(lone)] != lone for throws, lone in zip(together, alone, strict=True)):
        raise Broken("Two matches that are played at the same time disturb each other: they share something.")


def it_cannot_see(strategy: Strategy, game: Game) -> None:
    """Its throw is the same whatever the opponent is about to throw, and even if the game has been told that."""
    told = next(guests(game))[:SEEN]
    tried = {
        (moment, key): throw_against(strategy, game, told[:moment], key)
        for moment in range(SEEN)
        for key in game.throws
    }
    if any(throw_against(strategy, game, told[:moment], key) != throw for (moment, key), throw in tried.items()):
        return  # it has chance of its own, which is another rule
    for (moment, key), throw in tried.items():
        if throw != tried[moment, told[moment]]:
            raise Broken(
                f"It sees what it plays against: it throws {says(throw)} where the opponent is about to throw "
                f"{key!r}, and {says(tried[moment, told[moment]])} where it will be {told[moment]!r}."
            )


def throw_against(strategy: Strategy, game: Game, told: Sequence[str], key: str) -> Any:
    """Return what it throws after some games, when the opponent has thrown *key* already."""
    player, referee = Player(strategy, game, LONGEST), game.factory()
    last: str | None = None
    for throw in told:
        referee.send((0, player.throw(last)))
        referee.send((1, throw))
        last = throw
    referee.send((1, key))
    throw = player.throw(last)
    referee.send((0, throw))
    return throw


def its_last_word_has_a_form(strategy: Strategy, game: Game) -> None:
    """After a match it returns None, or a LastWord whose remark is None or a line."""
    for match in matches(strategy, game):
        if match.fault or match.last is None:
            continue
        if not isinstance(match.last, LastWord):
            raise Broken(f"After {match} it returns {says(match.last)}, which is no LastWord.")
        remark = match.last.remark
        if remark is not None and not (isinstance(remark, str) and remark.isprintable() and remark):
            raise Broken(f"After {match} its remark is {says(remark)}, which is no line.")


def it_keeps_for_another_match(strategy: Strategy, game: Game) -> None:
    """What it keeps of one match is taken in the next with the same opponent."""
    kept = None
    for told in guests(game):
        match = Match(strategy, game, told, kept=kept)
        if match.fault or not all(is_throw(throw, game) for throw in match.throws):
            what = f"raises {raised(match.fault)}" if match.fault else f"throws {says(match.throws[-1])}"
            raise Broken(f"In {match}, after others with the same opponent, it {what}.")
        kept = match.last.kept if isinstance(match.last, LastWord) else None


def it_is_fast(strategy: Strategy, game: Game) -> None:
    """A throw takes little of the processor's time, on average."""
    told, begun_at, thrown = next(guests(game)), cpu_seconds(), 0
    while thrown < TIMED:
        thrown += max(len(Match(strategy, game, told[:SEEN], LONGEST).throws), 1)
        if cpu_seconds() - begun_at > TIMED * CPU_FOR_A_THROW:
            raise Broken(f"Its throws take more than {1000 * CPU_FOR_A_THROW:.0f} ms each, on average.")


def memory_is_bounded(strategy: Strategy, game: Game) -> None:
    """A match of very many throws needs no more memory in its second half."""
    player, chance, throws = Player(strategy, game, THROWS), Chance(b"memory"), tuple(game.throws)
    modules = tuple(modules_of(strategy.factory))

    def size_after(number: int) -> int:
        for _ in range(number):
            player.throw(throws[chance.randrange(len(throws))])
        return size(player.throwing, modules=modules)

    player.throw(None)
    grown = -size_after(THROWS // 2) + size_after(THROWS // 2)
    if grown > MOST_GROWTH:
        raise Broken(f"The coroutine's memory grows, by {grown} bytes in {THROWS // 2} throws.")


def nothing_waits(strategy: Strategy, game: Game) -> None:
    """The strategy's module, and those of its package that it imports, import nothing that can wait."""
    if waits := what_waits(*filter(None, (strategy.factory, strategy.memory))):
        raise Broken(waits)


FIRST_RULES = (  # where one of these is broken, the others can hardly be told
    it_plays_the_game,
    it_begins,
    nothing_waits,
    memory_answers_in_any_order,
    it_is_fast,
    nothing_raises,
    it_ends_when_told,
    throws_are_keys,
    it_cannot_see,
    the_same_seed_makes_the_same_match,
    matches_share_nothing,
)
RULES = (
    its_last_word_has_a_form,
    it_keeps_for_another_match,
    what_it_keeps_can_be_saved,
    memory_is_bounded,
    memory_can_be_saved,
    memory_of_all_is_bounded,
)

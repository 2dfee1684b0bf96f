"""What holds of the memory that a strategy has of all its matches, where it has one: a function for each rule."""

from __future__ import annotations

import json
from typing import Any

from ..coroutines.games import Game
from ..coroutines.raised import FAULTS, raised
from ..strategies import Chance, Strategy
from .bounds import MOST_GROWTH, size
from .driving import Broken, says
from .matches import Match, Recall, guests
from .sources import modules_of

MATCHES = 10_000  # during which nothing may grow
AT_ONCE = 50  # of them
EVENTS = 5_000  # told in any order


def questions(strategy: Strategy, game: Game) -> list[Any]:
    """Return what the strategy asks its memory in some matches."""
    recall = Recall(strategy)
    for told in guests(game):
        Match(strategy, game, told, recall=recall)
    return recall.asked


def tell(recall: Recall, asked: list[Any], chance: Chance, match: int) -> Any:
    """Tell a memory something of a match, and return the answer."""
    word = ("ask", "ask", "ask", "over", "over", "save")[chance.randrange(6)]
    if word == "save":
        return recall.send(word)
    if word == "ask" and asked:
        return recall.send(word, match, asked[chance.randrange(len(asked))])
    return recall.send("over", match, bool(chance.randrange(2)))


def memory_answers_in_any_order(strategy: Strategy, game: Game) -> None:
    """A memory takes all that is asked and over, of any matches in any order, and neither raises nor ends."""
    if strategy.memory is None:
        return
    asked, recall, chance = questions(strategy, game), Recall(strategy), Chance(b"any order")
    for _ in range(EVENTS):
        try:
            tell(recall, asked, chance, chance.randrange(AT_ONCE))
        except StopIteration:
            raise Broken("The memory ends; it has to answer for as long as the house is open.") from None
        except FAULTS as fault:
            raise Broken(f"Told of matches in any order, the memory raises {raised(fault)}.") from fault


def memory_can_be_saved(strategy: Strategy, game: Game) -> None:
    """What a memory saves is made of what JSON knows, and gives the same memory again."""
    if strategy.memory is None:
        return
    asked, recall, chance = questions(strategy, game), Recall(strategy), Chance(b"save")
    for match in range(EVENTS):
        tell(recall, asked, chance, match % AT_ONCE)
    saved = recall.send("save")
    try:
        text = json.dumps(saved, allow_nan=False)
    except (TypeError, ValueError) as fault:
        raise Broken(f"The memory saves what JSON does not know: {raised(fault)}.") from fault
    try:
        again = json.dumps(Recall(strategy, json.loads(text)).send("save"))
    except FAULTS as fault:
        raise Broken(f"Given what it has saved, the memory raises {raised(fault)}.") from fault
    if again != text:
        raise Broken(f"Given what it has saved, {says(text)}, the memory saves {says(again)}.")


def memory_of_all_is_bounded(strategy: Strategy, game: Game) -> None:
    """A memory does not grow with the matches that have been played, nor with those that were left."""
    if strategy.memory is None:
        return
    asked, recall, chance = questions(strategy, game), Recall(strategy), Chance(b"memory")
    modules = tuple(modules_of(strategy.memory))

    def size_after(matches: range) -> int:
        """Return the memory's size, in bytes, when it has heard of these matches."""
        for match in matches:
            for _ in range(3 if asked else 0):
                recall.send("ask", match, asked[chance.randrange(len(asked))])
            recall.asked.clear()
            recall.send("over", match, bool(chance.randrange(2)))
        return size(recall, modules=modules)

    grown = -size_after(range(MATCHES // 2)) + size_after(range(MATCHES // 2, MATCHES))
    if grown > MOST_GROWTH:
        raise Broken(f"The memory grows, by {grown} bytes in {MATCHES // 2} matches that are over.")

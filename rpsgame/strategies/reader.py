"""The house's own strategy: it reads its guest, and trusts what it reads as far as that has paid."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..coroutines.toolbox import advance_generator_once
from .circle import outcome
from .contract import Ask, LastWord, MatchOver, Outcomes, Setting, Strategy, StrategyCoroutine
from .mind import Mind
from .purse import purse, worth
from .remarks import Habits
from .trust import Trust

FIRST_LETTER = ord("a")  # of those that stand for what both threw in a game


@advance_generator_once
def reader(setting: Setting) -> StrategyCoroutine:
    """coroutine that throws what wins against what its guest seems to be about to throw, and at random now and then

    It keeps what it knows of a guest from match to match; and from visit to visit, where they have a name, the last
    games and how far it trusts its picks.

    yields: Ask((won, throw, price)): what the last pick has won, the guest's last throw, and what the next game is
            worth, in matches: how far may it trust the next pick?
            the key of the throw for the next game

    accepts to .send(): None at first, and after each game the guest's throw; after an Ask, the share of throws that
                        may be the pick, as `purse` answers it

    accepts to .throw(): MatchOver: it ends, and returns its LastWord
    """
    throws, chance, needed = setting.throws, setting.chance, [setting.needed, setting.needed]
    number = len(throws)
    mind, trust = setting.kept or (Mind(number, setting.needed), Trust())
    habits = Habits(setting.words)
    won, last, price = 0.0, None, worth(*needed)
    try:
        yield None
        while True:
            share = trust.share((yield Ask((won, last, price))), price)
            pick = mind.pick()
            house = pick if chance.random() < share else chance.randrange(number)
            last = yield throws[house]
            guest = throws.index(last)
            won = share * outcome(pick, guest, number) * price
            result = outcome(house, guest, number)
            if result:
                needed[result < 0] -= 1
                price = worth(*needed)
            trust.learn(outcome(pick, guest, number))
            mind.learn(house, guest)
            habits.learn(-result, guest)
    except MatchOver:
        return LastWord(habits.remark(), (mind, trust))


def save(kept: tuple[Mind, Trust]) -> dict[str, Any]:
    """Return what a mind and a trust are made of again: a letter a game, and some numbers."""
    mind, trust = kept
    letters = bytes(FIRST_LETTER + game for game in mind.games).decode("ascii")
    return {"throws": mind.throws, "needed": mind.needed, "games": letters, "trust": trust.save()}


def load(saved: Any) -> tuple[Mind, Trust]:
    """Return a mind that has heard the last games, and the trust.

    :raise ValueError: nothing of use was saved; also KeyError and TypeError
    """
    mind = Mind(saved["throws"], saved["needed"])
    mind.hear(bytes(letter - FIRST_LETTER for letter in saved["games"].encode("ascii")))
    return mind, Trust(*saved["trust"])


def is_circle(throws: Sequence[str], outcomes: Outcomes | None) -> bool:
    """Return whether these are three throws or five, each of which beats the one before it, and every second one."""
    number = len(throws)
    circle = [[outcome(mine, theirs, number) for theirs in range(number)] for mine in range(number)]
    return number in (3, 5) and outcomes is not None and list(map(list, outcomes)) == circle


READER = Strategy("reader", reader, is_circle, purse, version=2, save=save, load=load)

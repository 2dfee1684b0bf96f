"""Games of which each breaks one rule, and two that break none."""

from __future__ import annotations

from itertools import count
from typing import Any

from rpsgame import advance_generator_once
from rpsgame.coroutines.games import Game


class Sound:
    """A game that is right, and small: a bee wins against an ant. A coroutine need not be a generator."""

    def __init__(self) -> None:
        self.chosen = ["", ""]

    def send(self, sent: tuple[int, str]) -> Any:
        player, key = sent
        if key not in ("a", "b"):
            return self.refuse(player, key)
        self.take(player, key)
        if "" in self.chosen:
            return None
        choices, self.chosen = self.chosen, ["", ""]
        return self.outcome(*choices)

    def refuse(self, player: int, key: str) -> Any:
        return "invalid key"

    def take(self, player: int, key: str) -> None:
        self.chosen[player] = key

    def outcome(self, choice0: str, choice1: str) -> Any:
        if choice0 == choice1:
            return "tie", None, choice0, choice1
        return "win", "ab".index(choice1), choice0, choice1


class SeveralKeys:
    """Another that is right: each of both shows an ant or a bee, and then calls an ant or a bee."""

    def __init__(self) -> None:
        self.thrown = ["", ""]

    def send(self, sent: tuple[int, str]) -> Any:
        player, key = sent
        if key not in ("a", "b") or len(self.thrown[player]) == 2:
            return "invalid key"
        self.thrown[player] += key
        if len("".join(self.thrown)) < 4:
            return None
        thrown0, thrown1 = self.thrown
        self.thrown = ["", ""]
        right0, right1 = thrown0[1] == thrown1[0], thrown1[1] == thrown0[0]
        return ("tie", None, thrown0, thrown1) if right0 == right1 else ("win", int(right1), thrown0, thrown1)


def no_game() -> None:
    """Make nothing."""


def no_factory() -> None:
    """Raise."""
    raise RuntimeError("no game today")


async def later() -> Any:
    """Be what asyncio calls a coroutine."""


async def one_by_one() -> Any:
    """Be what asyncio can go through."""
    yield


def not_primed() -> Any:
    """Be a generator that stands before its first yield."""
    yield


@advance_generator_once
def ends() -> Any:
    """Play one game."""
    referee, answer = Sound(), None
    while not isinstance(answer, tuple):
        answer = referee.send((yield answer))
    yield answer


class Raises(Sound):
    def refuse(self, player: int, key: str) -> Any:
        return {"a": "ant", "b": "bee"}[key]


class RaisesNothing(Sound):
    def outcome(self, choice0: str, choice1: str) -> Any:
        raise ValueError


class Exits(Sound):
    def refuse(self, player: int, key: str) -> Any:
        raise SystemExit(1)


class Break(BaseException):
    """What is no Exception, and cannot say what it is."""

    def __str__(self) -> str:
        raise ValueError


class Breaks(Sound):
    def refuse(self, player: int, key: str) -> Any:
        raise Break


class Unspeakable(Sound):
    """An answer that cannot be said."""

    def __repr__(self) -> str:
        raise Break

    def refuse(self, player: int, key: str) -> Any:
        return self


def breaks() -> None:
    """Raise it."""
    raise Break


class SaysMoo(Sound):
    def refuse(self, player: int, key: str) -> Any:
        return "moo"


class SaysOk(Sound):
    def send(self, sent: tuple[int, str]) -> Any:
        return super().send(sent) or "ok"


class NoWinner(Sound):
    def outcome(self, choice0: str, choice1: str) -> Any:
        return "win", None, choice0, choice1


class ThirdPlayer(Sound):
    def outcome(self, choice0: str, choice1: str) -> Any:
        return "win", 2, choice0, choice1


class TrueWins(Sound):
    def outcome(self, choice0: str, choice1: str) -> Any:
        return "win", choice0 == "a", choice0, choice1


class OnePointNothingWins(Sound):
    def outcome(self, choice0: str, choice1: str) -> Any:
        return "win", 1.0, choice0, choice1


class TieHasWinner(Sound):
    def outcome(self, choice0: str, choice1: str) -> Any:
        return "tie", 0, choice0, choice1


class List(Sound):
    def outcome(self, choice0: str, choice1: str) -> Any:
        return [*super().outcome(choice0, choice1)]


class Chance(Sound):
    counted = count()  # which nobody can tell from chance who knows the keys alone

    def outcome(self, choice0: str, choice1: str) -> Any:
        return "win", (next(self.counted) // 7 + ord(choice0)) % 2, choice0, choice1


class WinnerServes(Sound):
    """Whoever won the last game wins a tie."""

    last = None

    def outcome(self, choice0: str, choice1: str) -> Any:
        outcome = super().outcome(choice0, choice1)
        if outcome[0] == "tie" and self.last is not None:
            return "win", self.last, choice0, choice1
        self.last = outcome[1]
        return outcome


class Shares(Sound):
    shared: tuple[str, ...] = ("", "")

    def take(self, player: int, key: str) -> None:
        chosen = [*Shares.shared]
        chosen[player] = key
        self.chosen = chosen
        Shares.shared = ("", "") if "" not in chosen else tuple(chosen)


class NeverTakesBees(Sound):
    def send(self, sent: tuple[int, str]) -> Any:
        return "invalid key" if sent == (1, "b") else super().send(sent)

    def outcome(self, choice0: str, choice1: str) -> Any:
        return "win", int(choice0 == "a"), choice0, choice1


class TakesCapitals(Sound):
    def send(self, sent: tuple[int, str]) -> Any:
        return super().send((sent[0], sent[1].lower()))


class WrongKeyForgets(Sound):
    def refuse(self, player: int, key: str) -> Any:
        self.chosen = ["", ""]
        return "invalid key"


class NoSecondThoughts(Sound):
    def take(self, player: int, key: str) -> None:
        self.chosen[player] = self.chosen[player] or key


class Tells(Sound):
    """A game in which an ant loses at once."""

    def send(self, sent: tuple[int, str]) -> Any:
        if self.chosen == ["", ""] and sent == (0, "a"):
            return "win", 1, "a", ""
        return super().send(sent)


class NoTwoAlike(Sound):
    """A game that does not take what the other player has thrown."""

    def send(self, sent: tuple[int, str]) -> Any:
        return "invalid key" if sent[1] == self.chosen[1 - sent[0]] else super().send(sent)


class Words(Sound):
    def outcome(self, choice0: str, choice1: str) -> Any:
        return *super().outcome(choice0, choice1)[:2], choice0, {"a": "ant", "b": "bee"}[choice1]


class NoChoice(Sound):
    def outcome(self, choice0: str, choice1: str) -> Any:
        return *super().outcome(choice0, choice1)[:2], "", choice1


class NoEnd(Sound):
    def outcome(self, choice0: str, choice1: str) -> Any:
        return None


class NobodyWins(Sound):
    def outcome(self, choice0: str, choice1: str) -> Any:
        return "tie", None, choice0, choice1


class HouseWins(Sound):
    def outcome(self, choice0: str, choice1: str) -> Any:
        return *(("win", 0) if choice0 == "b" else ("tie", None)), choice0, choice1


class FirstWins(Sound):
    """The first to throw wins a tie."""

    first = 0

    def take(self, player: int, key: str) -> None:
        if self.chosen == ["", ""]:
            self.first = player
        super().take(player, key)

    def outcome(self, choice0: str, choice1: str) -> Any:
        return super().outcome(choice0, choice1) if choice0 != choice1 else ("win", self.first, choice0, choice1)


class Lies(Game):
    """A game with outcomes of its own making."""

    outcomes = ((0, 1), (1, 0))


class Remembers(Sound):
    def __init__(self) -> None:
        super().__init__()
        self.games: list[str] = []

    def outcome(self, choice0: str, choice1: str) -> Any:
        self.games.append(choice0)
        return super().outcome(choice0, choice1)

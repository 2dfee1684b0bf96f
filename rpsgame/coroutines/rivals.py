"""Rivals: two who have played a match, are asked for another, and say something to each other meanwhile."""

from __future__ import annotations

from collections import defaultdict

from .audience import Pair
from .facts import Muted, OpponentDeclines, OtherSaid, SaidAlready
from .match import Ending
from .orders import Orders
from .other_keys import OtherKeys


class Rivals(dict[str, str]):
    """Who is asked for another match, and with whom.

    :param orders: where what they are told is ordered
    :param keys: by which they say something
    :ivar willing: who of them wants it
    :ivar muted: who of all that are in hears nothing that others say
    """

    def __init__(self, orders: Orders, keys: OtherKeys) -> None:
        super().__init__()
        self._orders, self._keys = orders, keys
        self._said: defaultdict[str, set[str]] = defaultdict(set)  # the keys, by whom
        self.willing: set[str] = set()
        self.muted: set[str] = set()

    def meet(self, pair: Pair, ending: Ending, asked: bool) -> None:
        """Two have played, and may have muted each other. *asked*: they are asked for another match."""
        self.muted.difference_update(pair)
        self.muted.update({pair[player] for player in ending.muted} & self._orders.visits.keys())
        if asked:
            self.update((pair, pair[::-1]))

    def forget(self, person: str) -> str | None:
        """Somebody plays, leaves or wants no other match; return with whom they might have had one."""
        self.willing.discard(person)
        self._said.pop(person, None)
        return self.pop(person, None)

    def rename(self, person: str, name: str) -> None:
        """Somebody is called *name* from now on, and asked again, if they were."""
        rival = self.forget(person)
        if rival is not None:
            self[name], self[rival] = rival, name

    def part(self, person: str) -> None:
        """Somebody leaves or wants no other match; the rival is told, if they wait for one."""
        rival = self.forget(person)
        if rival is None:
            return
        waits = rival in self.willing
        self.forget(rival)
        if waits:
            self._orders.tell(rival, OpponentDeclines(person))
            self._orders.let_hear(rival, "alone", None)

    def part_all(self) -> None:
        """Nobody has another match; those who wait for one are told."""
        for person in list(self.willing):
            self.part(self[person])
        self.clear()

    def press(self, person: str, rival: str, key: str) -> bool:
        """Do what a key says that somebody has pressed who is asked, or waits for the answer of *rival*.

        Each may say each phrase once: then nobody is flooded. Return whether the key says anything.
        """
        phrase = self._keys.phrases.get(key)
        if phrase is None:
            return key == self._keys.mute and self._mute(person)
        if self.get(person) != rival:
            self._orders.tell(person, OpponentDeclines(rival))
        elif key in self._said[person]:
            self._orders.tell(person, SaidAlready())
        else:
            self._said[person].add(key)
            for whom in (person, rival) if rival not in self.muted else (person,):
                self._orders.tell(whom, OtherSaid.once(person, phrase))
        return True

    def _mute(self, person: str) -> bool:
        self.muted ^= {person}
        self._orders.tell(person, Muted(person in self.muted))
        return True

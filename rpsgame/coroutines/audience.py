"""Who watches which match."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import TypeAlias

from .facts import NoMatch, NoOtherMatch, YouWatch
from .orders import Orders

SHOWN = 20  # matches, the oldest, among which a guest may choose: a crowd must not be looked through at a key

Pair: TypeAlias = tuple[str, str]


class Audience:
    """Those who watch.

    :param orders: where what they are shown is ordered
    """

    def __init__(self, orders: Orders) -> None:
        self._orders = orders
        self._watched: dict[str, Pair] = {}

    def show(self, person: str, pair: Pair) -> None:
        """Show somebody a match. They are not timed any more, and wait for others only."""
        self._watched[person] = pair
        self._orders.wait(person, None)
        self._orders.tell(person, YouWatch(*pair))
        self._orders.commands.append(("watch", person, pair[1]))

    def show_next(self, person: str, pairs: Iterable[Pair]) -> bool:
        """Show somebody the match that comes after theirs; return whether there is another.

        :param pairs: who plays in the matches that are on, once for each player
        """
        matches = list(dict.fromkeys(islice(pairs, 2 * SHOWN)))
        watched = self._watched.get(person)
        if watched in matches:
            place = matches.index(watched) + 1
            matches = matches[place:] + matches[:place]
        if matches and matches[0] != watched:
            self.show(person, matches[0])
            return True
        self._orders.tell(person, NoOtherMatch() if matches else NoMatch())
        return False

    def holds(self, person: str) -> bool:
        """Return whether somebody watches."""
        return person in self._watched

    def show_again(self, person: str) -> None:
        """Tell somebody who asks what they watch, and how it stands."""
        if person in self._watched:
            self.show(person, self._watched[person])

    def go_on(self, host: str, pair: Pair) -> None:
        """The host's next match begins, before those who have watched the last."""
        for person, watched in self._watched.items():
            if host in watched:
                self._watched[person] = pair

    def turn_away(self, person: str) -> None:
        """Show somebody nothing any more."""
        if self._watched.pop(person, None):
            self._orders.commands.append(("watch", person, None))

    def forget(self, person: str) -> None:
        """Somebody plays or leaves, and so watches no more."""
        self._watched.pop(person, None)

    def end(self, pair: Pair) -> list[str]:
        """The match is over, and its table with it; return who has watched it."""
        watchers = [person for person, watched in self._watched.items() if watched == pair]
        for person in watchers:
            del self._watched[person]
        return watchers

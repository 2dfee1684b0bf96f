"""The line: the guests who want to play, in the order in which they came."""

from __future__ import annotations

from collections.abc import Collection

from .facts import LineLength, Place
from .orders import Orders


class Line(list[str]):
    """A list of guests; in an open house without a host never two who may be seated.

    :param orders: where what they are told is ordered
    :ivar new: who of them has not been told yet what they wait for
    """

    def __init__(self, orders: Orders) -> None:
        super().__init__()
        self._orders = orders
        self.new: list[str] = []
        self._places: dict[str, int] = {}  # at which they know themselves to be
        self._moved = False  # since they were told

    def stand(self, guest: str) -> None:
        """Put a guest at the end."""
        self.append(guest)
        self.new.append(guest)
        self._moved = True

    def forget(self, guest: str) -> None:
        """Remove a guest who plays or leaves, if they stand here."""
        if guest in self:
            self.remove(guest)
            self._moved = True

    def move(self, guest: str, place: int) -> None:
        """Put a guest who stands here at another place, 0 for the first."""
        self.remove(guest)
        self.insert(place, guest)

    def ready(self, fresh: Collection[str]) -> list[str]:
        """Return those who may be seated, who are not *fresh*."""
        return [guest for guest in self if guest not in fresh] if fresh else self

    def tell_place(self, guest: str) -> None:
        """Tell a guest who asks where they stand."""
        self._orders.tell(guest, Place(self.index(guest) + 1))

    def begin_anew(self) -> None:
        """Let everybody be told anew what they wait for, and where they stand."""
        self.new = list(self)
        self._places.clear()
        self._moved = True

    def tell_places(self, host: str | None) -> None:
        """Tell those who have moved up, and the host when the line has grown or shrunk."""
        if not self._moved:
            return
        self._moved = False
        before, self._places = self._places, {person: place for place, person in enumerate(self, 1)}
        for person, place in self._places.items():
            if before.get(person) != place:
                self._orders.tell(person, Place(place))
        if host is not None and len(before) != len(self):
            self._orders.tell(host, LineLength(len(self)))

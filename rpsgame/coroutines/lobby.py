"""Who sits where: the host's table and the line in front of it, duels, and the house for who is alone."""

from __future__ import annotations

from collections.abc import Collection, Generator, Hashable
from typing import Any, TypeAlias

from .keys import ENTER
from .toolbox import advance_generator_once

Person: TypeAlias = Hashable
Event: TypeAlias = tuple[Any, ...]
Command: TypeAlias = tuple[Any, ...]

HOUSE = "the house"
REST = 30  # seconds that a guest has to want another match


@advance_generator_once
def lobby(
    house_after: float | None = 3, open_house: bool = True, watch_key: str = "w"
) -> Generator[list[Command] | None, Event, None]:
    """coroutine that decides who plays whom, who waits, who watches and who leaves

    With a host, guests play the host one after another, in the order in which they came, and leave after their match.
    Without one, in an open house, two guests who want to play are seated with each other, and who is alone plays the
    house; after a match they may have another. A person is whatever the caller knows them by. An event that makes no
    sense changes nothing.

    :param house_after: seconds that a guest is alone before they play the house; None where the house does not play
    :param open_house: whether guests play while there is no host; else they wait for one
    :param watch_key: what who waits presses to watch a match

    yields: a list of what the caller shall do, in this order
            ('tell', person, line): say it to them
            ('seat', player0, player1): their match begins, player0 may be HOUSE; they wait and watch no more
            ('wait', person, seconds): after so long send 'waited', unless they are seated or told to wait otherwise
                                       before; None where they wait for others only
            ('watch', person, player): show them the match of this player
            ('let go', person): say good-bye to them

    accepts to .send(): ('host', person): the host has come
                        ('came', person): a guest has come
                        ('left', person): somebody has gone; if they play, 'over' follows
                        ('key', person, key): somebody who does not play has pressed a key
                        ('waited', person): their wait is over
                        ('over', (player0, player1), gone): their match is over; *gone* have left, or were too late
                        ('drain',): the server will stop: no match may begin any more
    """
    floor = _Floor(house_after, open_house, watch_key)
    todo: list[Command] | None = None
    while True:
        match (yield todo):
            case ("host", person) if floor.host is None:
                floor.host_comes(person)
            case ("came", person) if not floor.is_in(person):
                floor.wants_to_play(person)
            case ("left", person):
                floor.leaves(person)
            case ("key", person, str(key)):
                floor.presses(person, key)
            case ("waited", person):
                floor.has_waited(person)
            case ("over", (player0, player1), gone):
                floor.match_is_over(player0, player1, gone)
            case ("drain",):
                floor.drain()
        todo = floor.settle()


class _Floor:
    """Where everybody is, and what is to be done about what has just happened: all that the lobby remembers."""

    def __init__(self, house_after: float | None, open_house: bool, watch_key: str) -> None:
        self.host: Person | None = None
        self._house_after = house_after
        self._open_house = open_house
        self._watch_key = watch_key
        self._line: list[Person] = []  # who wants to play; in an open house without a host never two
        self._new: list[Person] = []  # who of them has not been told yet what they wait for
        self._places: dict[Person, int] = {}  # and at which place in the line they know themselves to be
        self._opponents: dict[Person, Person] = {}  # of who plays
        self._with_house: set[Person] = set()  # who of them plays the house
        self._resting: set[Person] = set()  # who may want another match
        self._draining = False
        self._todo: list[Command] = []

    def is_in(self, person: Person) -> bool:
        return person == self.host or person in self._opponents or person in self._resting or person in self._line

    # What happens

    def host_comes(self, host: Person) -> None:
        """The host takes their table; who waits, waits for them now."""
        self.host = host
        self._new = list(self._line)
        if not self._line:
            self._tell(host, "Waiting for a guest.")

    def wants_to_play(self, person: Person) -> None:
        """A guest goes to the end of the line, or out, where no match may begin any more."""
        if self._draining:
            self._let_go(person, "The server is stopping. Good-bye.")
        else:
            self._line.append(person)
            self._new.append(person)

    def leaves(self, person: Person) -> None:
        """Forget who waits or rests, or the host, of whom the line is told; who plays is forgotten at "over"."""
        self._resting.discard(person)
        if person in self._line:
            self._line.remove(person)
        elif person == self.host:
            self.host = None
            for guest in self._line:
                self._tell(guest, "The host has left.")
            if self._open_house:
                self._new = list(self._line)

    def presses(self, person: Person, key: str) -> None:
        """Who rests plays on; who waits watches, starts with the house, or is reminded that they wait."""
        if person in self._resting:
            self._resting.discard(person)
            self.wants_to_play(person)
        elif person not in self._line:
            pass
        elif key == self._watch_key:
            self._watch(person)
        elif key != ENTER:
            self._tell(person, "Your turn comes; q leaves.")
        elif self._house_plays():
            self._line.remove(person)
            self._seat(HOUSE, person)

    def has_waited(self, person: Person) -> None:
        """Who rests goes; who waits plays the house, where it plays."""
        if person in self._resting:
            self._resting.discard(person)
            self._let_go(person, "Good-bye.")
        elif person in self._line and self._house_plays():
            self._line.remove(person)
            self._seat(HOUSE, person)

    def match_is_over(self, player0: Person, player1: Person, gone: Collection[Person]) -> None:
        """Let go, seat anew or ask again: each of the two by how it ended and whose table it was."""
        if self._opponents.get(player1) != player0:
            return
        for player in (player0, player1):
            self._opponents.pop(player, None)
        self._with_house.discard(player1)
        for player in (player0, player1):
            if player in (HOUSE, self.host):
                if player == self.host and not self._line:
                    self._tell(player, "Waiting for a guest.")
            elif player in gone or player0 == self.host:
                self._todo.append(("let go", player))
            elif self._draining:
                self._let_go(player, "The server is stopping. Good-bye.")
            elif gone:
                self.wants_to_play(player)
            else:
                self._play_on(player, player0)

    def drain(self) -> None:
        """Let go who does not play, and tell the others that their match is the last."""
        self._draining = True
        for person in (*self._line, *self._resting):
            self._let_go(person, "The server is stopping. Good-bye.")
        self._line.clear()
        self._resting.clear()
        for player in self._opponents:
            self._tell(player, "The server is stopping: this match is the last.")

    # What is done about it

    def settle(self) -> list[Command]:
        """Seat whoever can be seated, tell the others what they wait for, and return all that is to be done."""
        if self.host is not None:
            if self._line and self.host not in self._opponents:
                self._seat(self.host, self._line.pop(0))
        elif self._open_house:
            while len(self._line) > 1:
                self._seat(self._line.pop(0), self._line.pop(0))
            if self._line and self._house_after == 0:
                self._seat(HOUSE, self._line.pop())
        for person in self._new:
            if person in self._line:
                self._explain(person)
        self._new = []
        if self.host is not None or not self._open_house:
            self._tell_places()
        todo, self._todo = self._todo, []
        return todo

    def _seat(self, player0: Person, player1: Person) -> None:
        if player0 == HOUSE:
            self._with_house.add(player1)
        else:
            self._opponents[player0] = player1
        self._opponents[player1] = player0
        self._todo.append(("seat", player0, player1))

    def _explain(self, person: Person) -> None:
        if self.host is not None:
            self._tell(person, "The table is busy. Watch the match while you wait.")
            self._todo += [("wait", person, None), ("watch", person, self.host)]
        elif not self._open_house:
            self._tell(person, "The host is away.")
        elif self._house_after is None:
            self._tell(person, f"You play the next guest who comes; {self._watch_key} watches a match meanwhile.")
        else:
            seconds = "1 second" if self._house_after == 1 else f"{self._house_after} seconds"
            self._tell(person, f"You play the house in {seconds}, unless another guest comes.")
            self._tell(person, f"Enter starts at once, {self._watch_key} watches a match.")
            self._todo.append(("wait", person, self._house_after))

    def _tell_places(self) -> None:
        before, self._places = self._places, {person: place for place, person in enumerate(self._line, 1)}
        for person, place in self._places.items():
            if before.get(person) != place:
                self._tell(person, f"You are number {place} in the line.")
        if self.host is not None and len(before) != len(self._places):
            waiting = {0: "Nobody waits", 1: "1 guest waits"}.get(
                len(self._places), f"{len(self._places)} guests wait"
            )
            self._tell(self.host, f"{waiting} in the line.")

    def _play_on(self, player: Person, opponent: Person) -> None:
        """After a match in the open house: seat who waits, wait for who plays the house, or rest."""
        if opponent == HOUSE and self._line:
            self.wants_to_play(player)
        elif opponent == HOUSE and self._with_house and self._house_after:
            self._line.append(player)
            self._todo.append(("wait", player, REST))
            self._tell(player, "Another guest plays the house, and then you. Enter plays the house meanwhile.")
        else:
            self._resting.add(player)
            self._tell(player, "Another match? Press any key, or q to leave.")
            self._todo.append(("wait", player, REST))

    def _watch(self, person: Person) -> None:
        player = next(iter(self._opponents), None)
        if player is None:
            self._tell(person, "No match is on.")
            return
        self._tell(person, "You watch a match." + (" Enter plays the house." if self._house_plays() else ""))
        self._todo += [("wait", person, None), ("watch", person, player)]

    def _house_plays(self) -> bool:
        return self.host is None and self._open_house and self._house_after is not None

    def _tell(self, person: Person, text: str) -> None:
        self._todo.append(("tell", person, text))

    def _let_go(self, person: Person, text: str) -> None:
        self._tell(person, text)
        self._todo.append(("let go", person))

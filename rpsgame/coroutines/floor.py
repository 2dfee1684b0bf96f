"""The floor: what the visits share. Who plays whom, the line, and the host."""

from __future__ import annotations

from collections.abc import Iterable

from . import facts
from .audience import Audience, Pair
from .codes import mark_of
from .games import Game
from .hosting import host_visit
from .hours import close
from .limits import Limits
from .line import Line
from .match import HOUSE, Ending, Seat
from .orders import Orders
from .other_keys import other_keys
from .returns import Returns
from .rivals import Rivals
from .visit import visit

# The kinds of matches: whether the house plays, and whether the host does
KINDS = {(False, False): "guests", (False, True): "host", (True, False): "house", (True, True): "practice"}


class Floor(Orders):
    """Where everybody is, and what is to be done about what has just happened.

    :ivar limits: how many may be in
    :ivar returns: who may come back to their seat
    :ivar fresh: who might still say that they have a seat, or another name: they are not seated yet
    :ivar line: who wants to play
    :ivar matches: who plays in which match, by player
    :ivar with_house: which of them play the house
    :ivar rivals: who are asked for another match with each other
    :ivar host_closes: whether the house closes when the host leaves
    :ivar closing: what people are told on leaving, while no match may begin
    :ivar pauses: whether that is so until the house opens again, and not for good
    """

    def __init__(self, game: Game, best_of: int, house_after: float | None, open_house: bool, limits: Limits) -> None:
        super().__init__(game)
        self.house_after, self.open_house = house_after, open_house
        self._game_is = facts.GameIs(game.name, best_of)
        self.limits = limits
        self.returns = Returns(mark_of(game.throws) or "")
        self.fresh: set[str] = set()
        self.audience = Audience(self)
        self.host: str | None = None
        self.closing: facts.Fact | None = None
        self.pauses = False
        self.line = Line(self)
        self.matches: dict[str, Pair] = {}
        self.with_house: set[str] = set()
        self.rivals = Rivals(self, other_keys(tuple(game.throws)))
        self.host_closes = False

    # Who comes and goes

    def host_comes(self, host: str, notices: Iterable[facts.Fact], closes: bool) -> None:
        """Give the host their table, unless there is another; those who want to play wait for them now."""
        if self.closing or self.host is not None:
            self.refuse(host, self.closing or facts.HostIsHere())
            return
        self.host, self.host_closes = host, closes
        self.admit(host, (self._game_is, *notices))
        self.rivals.part_all()
        self.line.begin_anew()
        self.visits[host] = host_visit(host, self)

    def comes(self, guest: str, address: str, now: float, code: str = "", known: bool = False) -> None:
        """Let a guest in, where there is room. *known*: they might turn out to have a name."""
        refusal = self.closing or self.limits.admit(guest, address, now)
        if refusal:
            self.refuse(guest, refusal)
        else:
            self.admit(guest, (self._game_is, facts.YouAre.once(guest)))
            self.visits[guest] = visit(guest, self, hints=True)
            self.returns.give(guest, code)
            if known or (self.host is None and (self.returns.away or self.returns.kept)):
                self.fresh.add(guest)

    def dismiss(self, person: str, fact: facts.Fact, why: str) -> None:
        """Tell somebody who is in *fact*, and let them go."""
        self.tell(person, fact)
        self.let_go(person, why)

    def let_go(self, person: str, why: str) -> None:
        """Close the door behind somebody."""
        self.commands.append(("left", person, why))
        self.forget(person)

    def forget(self, person: str) -> None:
        """Remove somebody who has gone, or is to go, from all but their match."""
        self.visits.pop(person, None)
        self.rivals.part(person)
        self.rivals.muted.discard(person)
        self.audience.forget(person)
        self.line.forget(person)
        self.limits.forget(person)
        self.returns.forget(person)
        self.fresh.discard(person)
        if person == self.host:
            self._host_leaves()

    def _host_leaves(self) -> None:
        self.host = None
        if self.host_closes and (self.pauses or not self.closing):
            close(self, facts.HouseCloses())
        for guest in self.line:
            self.tell(guest, facts.HostHasLeft())
            self.audience.turn_away(guest)
        if self.open_house:
            self.line.begin_anew()

    # Matches

    def house_plays(self) -> bool:
        """Whether the house plays a guest who is alone."""
        return self.host is None and self.open_house and self.house_after is not None

    def practice_is_offered(self) -> bool:
        """Whether a host who waits may play the house meanwhile."""
        return self.house_after is not None and not self.closing

    def seat_again(self, player0: str, player1: str) -> None:
        """Let two play again, the first of whom waits for it."""
        self.seat(player0, player1)
        self.let_hear(player0, "seat", False)

    def match_is_over(self, pair: Pair, ending: Ending) -> None:
        """Tell both how it went, and those who watch where they can watch another."""
        gone = [pair[player] for player in ending.gone]
        for player in pair:
            self.matches.pop(player, None)
            self.with_house.discard(player)
            self.let_hear(player, "over", (ending.how, gone))
        stay = self.host is None and self.visits.keys() >= {*pair}
        self.rivals.meet(pair, ending, asked=stay and ending.how == "played")
        if self.host not in pair:
            for person in self.audience.end(pair):
                if self.matches:
                    self.tell(person, facts.WatchesAnother())
                if self.house_plays():
                    self.tell(person, facts.EnterPlays())

    def watch_next(self, person: str) -> bool:
        """Show somebody the next match; return whether there is another."""
        shown = self.audience.show_next(person, self.matches.values())
        if shown and self.house_plays():
            self.tell(person, facts.EnterPlays())
        return shown

    def settle(self) -> None:
        """Seat all who can be seated, and tell the others what they wait for."""
        while self.pass_on() or self._seat_line():
            pass
        for person in self.line.new:
            if person in self.line:
                self.send(person, "stand", None)
        self.line.new = []
        if not self.closing and (self.host is not None or not self.open_house):
            self.line.tell_places(self.host)

    def _seat_line(self) -> bool:
        """Seat the first of the line with somebody who is free; return whether there was anybody."""
        for person in self.returns.away.intersection(self.line.new):
            self.let_go(person, "did not come back")
        host, line = self.host, self.line.ready(self.fresh)
        if not line:
            return False
        if host is not None and (host not in self.matches or host in self.with_house):
            self._call(host, line[0])
            pair = host, line[0]
        elif host is None and self.open_house and len(line) > 1:
            pair = line[0], line[1]
        elif self.house_plays() and self.house_after == 0:
            pair = HOUSE, line[0]
        else:
            return False
        self.seat(*pair)
        for player in pair:
            self.let_hear(player, "seat", host in pair)
        return True

    def seat(self, player0: str, player1: str) -> None:
        """Let two play, the first of whom may be HOUSE; their visits are told by others."""
        pair = player0, player1
        for player in pair:
            if player == HOUSE:
                self.with_house.add(player1)
                continue
            self.matches[player] = pair
            self.line.forget(player)
            self.audience.forget(player)
            self.rivals.forget(player)
            self.fresh.discard(player)
            self.tell_code(player)
        if self.host in pair:
            self.audience.go_on(player0, pair)
        kind = KINDS[HOUSE in pair, self.host in pair]
        muted = tuple(player for player in (0, 1) if pair[player] in self.rivals.muted)
        codes = self.returns.code_of(player0), self.returns.code_of(player1)
        self.commands.append(("seat", pair, Seat(kind, muted, codes)))

    def tell_code(self, player: str) -> None:
        """Tell somebody by which code they come back, if they can."""
        code = self.returns.code_of(player)
        if code:
            self.tell(player, facts.YourCode.once(self.returns.mark, code))

    def _call(self, host: str, guest: str) -> None:
        """Let the host know that a guest has come, and break off the match with the house, if it is on."""
        if host in self.with_house:
            self.with_house.remove(host)
            self.tell(host, facts.GuestWaits(guest))
            self.tell(host, facts.YouArePlayer(0))
            self.commands.append(("break off", host, None))

"""A table: two seats, and one match after another."""

from __future__ import annotations

from collections.abc import Collection, Generator
from typing import Any, TypeAlias

from ..strategies import Strategy
from .absence import come_back, give_up, lose_line, stand, without_clock
from .games import Game
from .match import Command, Start
from .raised import FAULTS
from .seats import Seats
from .toolbox import advance_generator_once

Event: TypeAlias = tuple[str, Any, Any]
Table: TypeAlias = Generator[list[Command] | None, Event, None]


@advance_generator_once
def table(
    game: Game,
    best_of: int = 9,
    timeout: int = 30,
    timed: Collection[int] = (0, 1),
    house: Strategy | None = None,
) -> Table:
    """coroutine that plays one match after another: the same events, told to another table, give the same match again

    What a game or the house's strategy raises ends the match, or costs the house its last word, and nothing else.

    :param game: what is played
    :param best_of: the games of a match, odd and positive
    :param timeout: the whole seconds that a player has for a throw
    :param timed: the players who have no more than that
    :param house: the strategy that is player 0; None where a person is: the two can say something to each other then

    yields: a list of commands, to be carried out in this order; None: the event made no sense, and changed nothing
            ('tell', who, fact): who is 0, 1, 'players', 'watchers' or 'all', who are both of these
            ('show', person, fact): tell it to somebody who has begun to watch: the score, and how many games are left
            ('ask', None, what): the house asks its memory of all guests, and shall be told its 'answer' at once
            ('note', None, what): the same, but it needs no answer
            ('sealed', player, (key, seal)): this throw is made, and its seal is told: for a journal, not for anybody
            ('clock', None, seconds): send 'late' after so long, if no other 'clock' comes before; None: do not
            ('learnt', 1, kept): what the house keeps of player 1 from now on, made of what JSON knows
            ('fault', what, exception): it was raised by a game or a strategy, and has cost what: the 'match', whose
                                        end follows, the 'last word' of the house, or what it had 'learnt' before
            ('over', None, ending): the match is over, and player 1 has left the table; an Ending

    accepts to .send(): ('join', None, start): a match begins; a Start
                        ('key', player, key): player 0 or 1 has pressed a key
                        ('answer', None, what): what the house has asked for
                        ('late', None, None): the time that 'clock' gave is over
                        ('leave', player, None): player 0 or 1 has gone
                        ('away', player, left): the line to player 0 or 1 is lost, and the seat is kept; left: the
                                                seconds after which 'late' would have come, None: never
                        ('back', player, left): they are back
                        ('stand', None, seconds): the server was down, and the players have so long to come back
                        ('watch', person, None): somebody begins to watch
                        ('stop', None, None): the match is cut off, since the server stops
    """
    seats = Seats(game, best_of, timeout, timed, house)
    commands: list[Command] | None = None
    try:
        while True:
            word, _, what = yield commands
            try:
                commands = (yield from _match(seats, what)) if word == "join" else None
            except FAULTS as fault:
                commands = seats.fail(fault)
                seats = Seats(game, best_of, timeout, timed, house)
    finally:
        seats.close()


@advance_generator_once
def closed_table() -> Table:
    """coroutine of a table that nobody comes to any more: no event makes sense there, as `table` has it"""
    while True:
        yield None


def _match(seats: Seats, start: Start) -> Generator[list[Command] | None, Event, list[Command]]:
    """Play a match; return the commands that end it."""
    seats.begin(start)
    commands: list[Command] | None = seats.commands
    while seats.playing:
        word, player, what = yield commands
        seats.commands = commands = []
        if word == "key" and (player or not seats.house):
            seats.press(player, what)
        elif word == "answer" and seats.house and seats.house.asked:
            seats.let_house_play(seats.house, what)
        elif word == "late" and seats.stands:
            give_up(seats)
        elif word == "late" and seats.turn.late():
            seats.count_down()
        elif word == "leave":
            seats.leave(player)
        elif word == "stop":
            seats.stop()
        elif word == "away" and player not in seats.away:
            lose_line(seats, player, what)
        elif word == "back" and player in seats.away:
            come_back(seats, player, what)
        elif word == "stand" and seats.timed:
            stand(seats, what)
        elif word == "watch":
            commands += [("show", player, fact) for fact in seats.score.standing()]
        else:
            commands = None
        if seats.stands and word in ("key", "answer"):
            commands = seats.commands = without_clock(seats.commands)
    return seats.commands

"""The lobby: is told what happens, and says what is to be done about it."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, TypeAlias

from .comeback import bring, call, lose_line, restore, take_code
from .facts import Banned, GoodBye, Kicked
from .floor import Floor
from .games import ROCK_PAPER_SCISSORS, Game
from .hours import drain, pause, resume, stop
from .limits import Limits
from .match import Command
from .other_keys import other_keys
from .toolbox import advance_generator_once
from .whereabouts import whereabouts

Event: TypeAlias = tuple[str, Any, Any]
Lobby: TypeAlias = Generator[list[Command] | None, Event, None]


@advance_generator_once
def lobby(
    game: Game = ROCK_PAPER_SCISSORS,
    best_of: int = 9,
    house_after: float | None = 3,
    open_house: bool = True,
    *,
    max_guests: int = 0,
    max_per_address: int = 0,
    names: bool = False,
) -> Lobby:
    """coroutine that decides who comes in, who plays whom, who waits, who watches and who leaves

    With a host, guests play the host one after another, in the order in which they came, and leave after their match.
    While none is there, the host may play the house.
    Without a host, in an open house, two guests who want to play are seated with each other, and a guest who is alone
    plays the house; after a match guests may have another. People are known by their ids.

    :param game: what is played
    :param best_of: the games of a match
    :param house_after: seconds that a guest is alone before they play the house; None where the house does not play
    :param open_house: whether guests play while there is no host; else they wait for one
    :param max_guests: how many may be in, the host not counted; 0 is no limit
    :param max_per_address: how many of them may come from one address; 0 is no limit
    :param names: whether guests may have names

    yields: a list of commands, to be carried out in this order; None: the event made no sense, and changed nothing
            ('admit', person, None): they are in
            ('tell', person, fact)
            ('seat', (player0, player1), seat): their match begins, and they wait and watch no more; a Seat. Player 0
                                                may be HOUSE
            ('keep', person, why): their line is lost, and their seat is kept
            ('gone', person, why): their line is lost, and nothing is kept; if they play, 'over' follows
            ('take over', owner, person): the door by which person came is the owner's from now on, and person has gone
            ('rebuild', person, (number, event)): the match of this number may go on: send 'restored', if it does, and
                                                  then this event again; else 'kept' first, without it
            ('seek', person, (code, miss)): nobody here has this code; ask other processes, pass the guest on, and say
                                            'found', or tell them *miss*
            ('adjourn', player, None): the match of this player is kept for when the server is back: no 'over' follows
            ('break off', host, None): the host plays the house no more; an 'over' that follows makes no sense
            ('wait', person, seconds): after so long send 'waited', unless they are seated or told to wait otherwise
                                       before; None where they wait for others only
            ('watch', person, player): show them the match of this player; None: show none
            ('rename', person, name): this is their id from now on
            ('is', person, state): what they do, one of STATES in whereabouts.py; the answer to 'where'
            ('left', person, why), ('turned away', person, why): close the door behind them; if they play, 'over'
                                                                 follows

    accepts to .send(): ('host', person, (notices, closes)): a host has come, is told notices, and closes the house
                                                             when they leave, if so
                        ('came', person, (address, now)): a guest has come; '' is no address, and now are the seconds
                                                          since 1970
                        ('came', person, (address, now, code)): the same, and by this code they come back to their seat
                        ('came', person, (address, now, code, True)): and they might turn out to have a name
                        ('lost', person, (why, keeps)): their line is lost; keeps: it was not us who cut them off
                        ('types', person, None): they have typed a part of a code, or of a name
                        ('types', person, 'name'): they want to type a name as soon as their match is over
                        ('named', person, (name, fact)): they are called so from now on, and told the fact; or, where
                                                         somebody of this name is in, they are the same, and have their
                                                         seat. Before it is over it makes no sense to those who play
                        ('stranger', person, again): they are nobody else, and wait for no more than others; again:
                                                     they are told once more what they wait for
                        ('code', person, (code, now, others)): they have typed a code, or only the beginning of one;
                                                               whether other processes may know it
                        ('found', person, None): another process has the seat of the code that they have typed
                        ('brought', person, (known, address, now)): another process passes them on, to the seat that
                                                                    has this code, or this name
                        ('kept', None, numbers): the matches that are kept since the server was down, by the codes
                                                 and the names of their players
                        ('restored', pair, codes): this one goes on; '' for the house
                        ('left', person, None): somebody has gone; if they play, 'over' follows
                        ('leave', person, key): somebody has pressed a key to leave
                        ('key', person, key): somebody who does not play has pressed another key
                        ('waited', person, None): their wait is over
                        ('over', (player0, player1), ending): their match is over; an Ending, or one that says 'fault'
                        ('results', None, results): how matches have ended, for those who come with their codes
                        ('drain', None, seconds): the server will stop: no match may begin any more
                        ('pause', None, seconds): no match may begin until 'resume', and those that are on may take so
                                                  long, which others see to; None: as long as they take
                        ('resume', None, None): matches may begin again
                        ('kick', person, None): they must leave
                        ('bans', None, (bans, now)): from where nobody may come or stay; Bans
                        ('where', None, None): say what everybody does; nothing changes
                        ('stop', None, keeps): the server stops: all are let go, those who play at their 'over'; or at
                                               once, where matches are kept
    """
    limits = Limits(max_guests, max_per_address)
    floor = Floor(game, best_of, house_after, open_house, limits)
    floor.name_key = other_keys(tuple(game.throws)).name if names else ""
    commands: list[Command] | None = None
    while True:
        word, person, what = yield commands
        if word == "where":
            commands = whereabouts(floor)
            continue
        if word == "results":  # are for those who come back, and move nobody
            floor.returns.results.note_all(what)
            commands = []
            continue
        floor.commands, floor.ignored = [], False
        if not (_rule(floor, limits, word, what) or _return(floor, word, person, what)):
            _take(floor, word, person, what)
        floor.settle()
        commands = None if floor.ignored and not floor.commands else floor.commands


def _rule(floor: Floor, limits: Limits, word: str, what: Any) -> bool:
    """Let the floor do what the server or its operators say; return whether they have said it."""
    match word:
        case "kept":
            floor.returns.keep(what)
        case "drain":
            drain(floor, what)
        case "stop":
            stop(floor, bool(what))
        case "pause":
            pause(floor, what)
        case "resume":
            resume(floor)
        case "bans":
            for guest in limits.heed(*what):
                floor.dismiss(guest, Banned(), "banned")
        case _:
            return False
    return True


def _return(floor: Floor, word: str, person: Any, what: Any) -> bool:
    """Let the floor do what follows from a lost line, a code or a name; return whether it is that."""
    match word:
        case "lost" if person in floor.visits:
            lose_line(floor, person, *what)
        case "code" if person in floor.visits:
            take_code(floor, person, *what)
        case "found" if person in floor.visits:
            floor.returns.forgive(person, floor.limits.address(person))
        case "brought" if person not in floor.visits:
            bring(floor, person, *what)
        case "named" if person in floor.visits and person != floor.host and person not in floor.matches:
            call(floor, person, *what)
        case "restored":
            restore(floor, person, what)
        case _:
            return False
    return True


def _take(floor: Floor, word: str, person: Any, what: Any) -> None:
    """Let the floor do what follows from what somebody does, or from what happens to them."""
    match word:
        case "host" if person not in floor.visits:
            floor.host_comes(person, *what)
        case "came" if person not in floor.visits:
            floor.comes(person, *what)
        case "left" if person in floor.visits:
            floor.forget(person)
        case "leave" if person in floor.visits and person != floor.host:
            floor.dismiss(person, GoodBye(), "pressed q")
        case "over" if floor.matches.get(person[1]) == person:
            floor.match_is_over(person, what)
        case "kick" if person in floor.visits:
            floor.dismiss(person, Kicked(), "kicked")
        case "types" if person in floor.visits:
            floor.send(person, word, what)
            floor.ignored = False  # many do not wait
        case "stranger" if person in floor.returns.awaited:
            floor.ignored = True
        case "key" | "waited" | "leave" | "stranger":
            floor.send(person, word, what)
        case _:
            floor.ignored = True

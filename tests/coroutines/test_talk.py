"""The talk of two players: a few phrases, by keys, at a table."""

from __future__ import annotations

from dataclasses import replace

from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines import facts
from rpsgame.coroutines.facts import InvalidKey, Muted, Said, SaidAlready, SayKeys
from rpsgame.coroutines.games import ROCK_PAPER_SCISSORS
from rpsgame.coroutines.match import Ending, Start
from rpsgame.coroutines.other_keys import other_keys
from rpsgame.coroutines.table import table
from rpsgame.coroutines.talk import say_keys
from rpsgame.strategies import STRATEGIES

from .playbook import Event, Playbook, clock, tell

NAMES = "guest 1", "guest 2"
JOIN = "join", None, Start(NAMES, b"seed")
GOOD_GAME, OUCH = "Good game!", "Ouch!"


def key(player: int, key: str) -> Event:
    return "key", player, key


def duel() -> Playbook:
    """Return a script of two who play each other."""
    return Playbook(table(ROCK_PAPER_SCISSORS, 9, 30)).after(JOIN)


class TalkTests(SynchronousTestCase):
    """Two people at a table."""

    def test_a_phrase(self) -> None:
        """What a player says is told to all at the table, and is no throw."""
        assert (
            duel()
            >> key(1, "g")
            << tell("all", Said(1, GOOD_GAME))
            >> key(0, "o")
            << tell("all", Said(0, OUCH))
            >> ("late", None, None)
            << [tell(0, facts.ThrowPlease()), tell(0, facts.Count(5))]
            << [tell(1, facts.ThrowPlease()), tell(1, facts.Count(5))]
            << clock(1)
        )

    def test_once_a_game(self) -> None:
        """Each player says each phrase once a game; of more than that nobody hears but who has pressed the key."""
        assert (
            duel().after(key(1, "g"))
            >> key(1, "g")
            << tell(1, SaidAlready())
            >> key(1, "h")
            << tell("all", Said(1, "Thanks!"))
            >> key(0, "g")
            << tell("all", Said(0, GOOD_GAME))
        )
        assert duel().after(key(1, "g"), key(1, "r"), key(0, "r")) >> key(1, "g") << tell("all", Said(1, GOOD_GAME))

    def test_muted(self) -> None:
        """A player who has muted the other hears nothing of them until they press the key again; all others do."""
        assert (
            duel()
            >> key(0, "m")
            << tell(0, Muted(True))
            >> key(1, "g")
            << [tell(1, Said(1, GOOD_GAME)), tell("watchers", Said(1, GOOD_GAME))]
            >> key(0, "g")
            << tell("all", Said(0, GOOD_GAME))
            >> key(0, "m")
            << tell(0, Muted(False))
            >> key(1, "h")
            << tell("all", Said(1, "Thanks!"))
        )

    def test_muted_before(self) -> None:
        """A player who had muted others before hears nothing in this match, at whose end they are named."""
        play = Playbook(table(ROCK_PAPER_SCISSORS, 9, 30)).after(("join", None, Start(NAMES, b"seed", (1,))))
        assert (
            play.after(key(0, "m"))
            >> key(0, "g")
            << [tell(0, Said(0, GOOD_GAME)), tell("watchers", Said(0, GOOD_GAME))]
            >> key(1, "m")
            << tell(1, Muted(False))
        )
        for pressed, muted in (("", ()), ("m", (1,)), ("mm", ())):
            seats = table(ROCK_PAPER_SCISSORS)
            for event in (JOIN, *[key(1, each) for each in pressed]):
                seats.send(event)
            (*_, ending) = (seats.send(("stop", None, None)) or [])[-1]
            self.assertEqual(ending, Ending("cut off", [], (0, 0), muted))

    def test_nobody_to_talk_to(self) -> None:
        """The house hears nothing, and so these keys are wrong there."""
        for timed in ((1,), ()):
            for pressed in "gham":
                play = Playbook(table(ROCK_PAPER_SCISSORS, 9, 30, timed, STRATEGIES["random"])).after(JOIN)
                assert play >> key(1, pressed) << tell(1, InvalidKey())
        seats = table(ROCK_PAPER_SCISSORS, 9, 30, (1,), STRATEGIES["random"])
        seats.send(JOIN)
        self.assertNotIn(SayKeys, [type(what) for *_, what in seats.send(key(1, "?")) or []])

    def test_who_has_muted_others_plays_the_house(self) -> None:
        """They do so after it, too."""
        seats = table(ROCK_PAPER_SCISSORS, 9, 30, (1,), STRATEGIES["random"])
        seats.send(("join", None, Start(("the house", "guest 2"), b"seed", (1,))))
        (*_, ending) = (seats.send(("leave", 1, None)) or [])[-1]
        self.assertEqual(ending.muted, (1,))


class KeysTests(SynchronousTestCase):
    """The keys for it."""

    def test_a_throw_comes_first(self) -> None:
        """A key that is a throw is nothing else; what it would have said has another."""
        game = replace(ROCK_PAPER_SCISSORS, throws={"r": "rock", "g": "paper", "m": "scissors"})
        phrases = (("+", GOOD_GAME), ("h", "Thanks!"), ("a", "Again?"), ("o", OUCH))
        self.assertEqual(say_keys(other_keys(tuple(game.throws))), (SayKeys(phrases, "_"),))
        assert Playbook(table(game)).after(JOIN) >> key(1, "+") << tell("all", Said(1, GOOD_GAME))

    def test_no_key(self) -> None:
        """Where throws take both keys for a phrase, it cannot be said; where nothing can, nothing is told of it."""
        self.assertEqual(say_keys(other_keys(tuple("g+h*m_"))), (SayKeys((("a", "Again?"), ("o", OUCH)), ""),))
        self.assertEqual(say_keys(other_keys(tuple("g+h*a&o!"))), ())

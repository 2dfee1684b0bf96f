"""Whole matches on each screen, as scripts: what is done, and what is then visible, or heard."""

from __future__ import annotations

import re

from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines import facts
from rpsgame.coroutines.games import GAMES
from rpsgame.screens.display import Display
from rpsgame.screens.form import Form
from rpsgame.strategies.at_random import RANDOM

from .people import Terminal, Theatre, visible

SIZES = (80, 24), (40, 12), (120, 40)
UTF8, ASCII = Form(80, 24, utf8=True), Form(40, 12)


def match(screen: str, form: Form) -> str:
    """Play a match, best of three, and return what was written to one of the two, on their screen."""
    theatre = Theatre(best_of=3)
    ann, bob = theatre.sees(screen, form), theatre.sees("plain")
    ann.press("r")
    bob.press("x")
    bob.press("r")
    theatre.wait(24)
    bob.press("p")
    theatre.wait(2)
    ann.press("s")
    ann.press("?")
    ann.press("r")
    bob.press("s")
    theatre.wait(2)
    ann.press("y")
    theatre.wait(1)
    bob.press("q")
    return ann.hear()


PLAIN = """\
This is rock-paper-scissors, best of 3.
You are guest 1.
Keys: r rock, p paper, s scissors; ? shows them, q leaves.
Where a key alone does nothing, press Enter after it.
Paper beats rock. Scissors beat paper. Rock beats scissors.
You play the next guest who comes.
You are player 0.
Player connected: guest 2
You have 30 seconds for each throw.
Your throw (r/p/s)?
You throw rock. Waiting for player 1.
Player 0: r, Player 1: r
Nobody wins. Your throw (r/p/s)?
Player 1 has thrown. Your throw (r/p/s)?
Your throw, please; you are timed out in
5
4
Player 0: s, Player 1: p
Player 0 wins!
Wins: 1 - 0
Match point for player 0.
Your throw (r/p/s)?
Keys: r rock, p paper, s scissors; ? shows them, q leaves.
Where a key alone does nothing, press Enter after it.
Paper beats rock. Scissors beat paper. Rock beats scissors.
To the other player: g Good game!, h Thanks!, a Again?, o Ouch!; m to hear them no more.
f shows the seals of the throws.
Wins: 1 - 0
Your throw (r/p/s)?
You throw rock. Waiting for player 1.
Player 0: r, Player 1: s
Player 0 wins!
Wins: 2 - 0
Thank you for playing!
You have won the match, 2 - 0.
Another match? Press any key, or q to leave.
You play again when guest 2 wants it too.
There is no other match with guest 2.
You play the next guest who comes.
"""

SPOKEN = """\
This is rock-paper-scissors, best of 3.
You are guest 1.
Keys: r rock, p paper, s scissors; ? shows them, q leaves.
Where a key alone does nothing, press Enter after it.
Paper beats rock. Scissors beat paper. Rock beats scissors.
You play the next guest who comes.
You play guest 2.
You have 30 seconds for each throw.
Game 1. Your throw: r for rock, p for paper or s for scissors?
You throw rock. Guest 2 is thinking.
Rock against rock. Nobody wins game 1.
Game 2. Your throw?
10 seconds.
Guest 2 has thrown. Your throw?
5 seconds.
Scissors beat paper. You win game 2. You 1, they 0.
Match point for you.
Game 3. Your throw?
Keys: r rock, p paper, s scissors; ? shows them, q leaves.
Where a key alone does nothing, press Enter after it.
Paper beats rock. Scissors beat paper. Rock beats scissors.
To the other player: g Good game!, h Thanks!, a Again?, o Ouch!; m to hear them
no more.
f shows the seals of the throws.
You 1, they 0, first to 2.
Game 3. Your throw: r for rock, p for paper or s for scissors?
You throw rock. Guest 2 is thinking.
Rock beats scissors. You win game 3. You 2, they 0.
Thank you for playing!
You have won the match, 2 to 0.
Another match? Press any key, or q to leave. To the other player: g Good game!,
h Thanks!, a Again?, o Ouch!; m to hear them no more.
You play again when guest 2 wants it too.
There is no other match with guest 2.
You play the next guest who comes.
"""

WIDE = """\
── Rock-paper-scissors ────────────────────────────────────────────── best of 3
  You are guest 1.
  Keys:   r rock   p paper   s scissors   ? shows them   q leaves
  Where a key alone does nothing, press Enter after it.
  Paper beats rock. Scissors beat paper. Rock beats scissors.
  You play the next guest who comes.
  You play guest 2.
  You have 30 seconds for each throw.
── Game 1 ───────────────────────────────────────────────────── against guest 2
  You ○○  0   Them ○○  0   first to 2

  Your throw:   r rock   p paper   s scissors
  You throw rock. You may still change it.
  Rock against rock: nobody wins.
── Game 2 ───────────────────────────────────────────────────── against guest 2
  You ○○  0   Them ○○  0   first to 2
  you  r
  them r
       =

  Your throw:   r rock   p paper   s scissors
  Guest 2 has thrown.
  Scissors beat paper: you win.
  Match point for you.
── Game 3 ───────────────────────────────────────────────────── against guest 2
  You ●○  1   Them ○○  0   first to 2
  you  r  s
  them r  p
       =  +

  Your throw:   r rock   p paper   s scissors
  Keys:   r rock   p paper   s scissors   ? shows them   q leaves
  Where a key alone does nothing, press Enter after it.
  Paper beats rock. Scissors beat paper. Rock beats scissors.
  Say:   g Good game!   h Thanks!   a Again?   o Ouch!   m to hear them no more
  f shows the seals of the throws.
── Game 3 ───────────────────────────────────────────────────── against guest 2
  You ●○  1   Them ○○  0   first to 2
  you  r  s
  them r  p
       =  +

  Your throw:   r rock   p paper   s scissors
  You throw rock. You may still change it.
  Rock beats scissors: you win.
  Thank you for playing!
── You have won the match ─────────────────────────────── 2 - 0 against guest 2
  you  r  s  r
  them r  p  s
       =  +  +
  Another match? Press any key, or q to leave.
  Say:   g Good game!   h Thanks!   a Again?   o Ouch!   m to hear them no more
  You play again when guest 2 wants it too.
  There is no other match with guest 2.
  You play the next guest who comes."""

NARROW = """\
-- Rock-paper-scissors ------ best of 3
  You are guest 1.
  Keys:   r rock   p paper   s scissors
  ? shows them   q leaves
  Where a key alone does nothing, press
  Enter after it.
  Paper beats rock. Scissors beat
  paper. Rock beats scissors.
  You play the next guest who comes.
  You play guest 2.
  You have 30 seconds for each throw.
-- Game 1 ------------- against guest 2
  You ..  0   Them ..  0   first to 2
  Your throw:   r rock   p paper
  s scissors
  You throw rock. You may still change
  it.
  Rock against rock: nobody wins.
-- Game 2 ------------- against guest 2
  You ..  0   Them ..  0   first to 2
  you  r
  them r
       =
  Your throw:   r rock   p paper
  s scissors
  Guest 2 has thrown.
  Scissors beat paper: you win.
  Match point for you.
-- Game 3 ------------- against guest 2
  You *.  1   Them ..  0   first to 2
  you  r  s
  them r  p
       =  +
  Your throw:   r rock   p paper
  s scissors
  Keys:   r rock   p paper   s scissors
  ? shows them   q leaves
  Where a key alone does nothing, press
  Enter after it.
  Paper beats rock. Scissors beat
  paper. Rock beats scissors.
  Say:   g Good game!   h Thanks!
  a Again?   o Ouch!
  m to hear them no more
  f shows the seals of the throws.
-- Game 3 ------------- against guest 2
  You *.  1   Them ..  0   first to 2
  you  r  s
  them r  p
       =  +
  Your throw:   r rock   p paper
  s scissors
  You throw rock. You may still change
  it.
  Rock beats scissors: you win.
  Thank you for playing!
-- You have won the match
  2 - 0 against guest 2
  you  r  s  r
  them r  p  s
       =  +  +
  Another match? Press any key, or q to
  leave.
  Say:   g Good game!   h Thanks!
  a Again?   o Ouch!
  m to hear them no more
  You play again when guest 2 wants it
  too.
  There is no other match with guest 2.
  You play the next guest who comes."""


class MatchTests(SynchronousTestCase):
    """The same match, on each screen."""

    def test_plain(self) -> None:
        """The plain screen tells the lines that there have always been."""
        self.assertEqual(match("plain", Form()), PLAIN)

    def test_spoken(self) -> None:
        """The spoken screen tells an event a line, and of the time ten seconds and five."""
        self.assertEqual(match("spoken", Form()), SPOKEN)

    def test_colour(self) -> None:
        """The colour screen shows a board a game, in whatever room there is."""
        self.assertEqual(visible(match("colour", UTF8), UTF8), WIDE)
        self.assertEqual(visible(match("colour", ASCII), ASCII), NARROW)

    def test_sizes(self) -> None:
        """A larger terminal shows the same words with longer rules, and ASCII the same shapes as UTF-8."""
        shapes = str.maketrans("─●○█░", "-*.#-")
        for width, height in SIZES:
            in_utf8, in_ascii = Form(width, height, utf8=True), Form(width, height)
            text = visible(match("colour", in_utf8), in_utf8)
            self.assertEqual(text.translate(shapes), visible(match("colour", in_ascii), in_ascii))
            if width > UTF8.width:
                self.assertEqual(re.sub("──+", "──", text).split(), re.sub("──+", "──", WIDE).split())

    def test_several_keys_in_a_game(self) -> None:
        """Where a game takes several keys from each, they stand below each other, and so does who has won."""
        display = Display(GAMES["rock-paper-scissors"], "colour", UTF8)
        display.tell((facts.Seated("guest 7"), facts.GameTold("rps", "r"), facts.PlayerWins(1), facts.Wins(0, 1)), 0)
        text = display.tell((facts.GameTold("s", "pp"), facts.NobodyWins("r/p/s")), 5)
        rows = ["  you  r    pp", "  them rps  s", "       +    ="]
        self.assertEqual(visible(text, UTF8).splitlines()[3:6], rows)

    def test_another_game(self) -> None:
        """Other games have their own verbs, or none."""
        theatre = Theatre(GAMES["odds-and-evens"], best_of=1)
        ann, bob = theatre.sees("colour", UTF8), theatre.sees("spoken")
        ann.press("1")
        bob.press("2")
        self.assertIn("  One finger against two fingers: guest 2 wins.\n", visible(ann.hear(), UTF8))
        self.assertIn("\nTwo fingers against one finger. You win game 1. You 1, they 0.\n", bob.hear())

    def test_house(self) -> None:
        """A guest who plays the house is asked again at once, and told what it has seen of them."""
        display = Display(GAMES["rock-paper-scissors"], "colour", UTF8)
        display.tell((facts.GameIs("rock-paper-scissors", 1), facts.Seated("the house")), 0)
        end = (facts.GameTold("r", "p"), facts.PlayerWins(1), facts.Wins(0, 1), facts.ThankYou(), facts.MatchWon(0, 1))
        text = display.tell((*end, facts.Remark("You threw paper all 7 times."), facts.AnotherMatch(())), 5)
        self.assertEqual(
            visible(text, UTF8).splitlines(),
            [
                "  Paper beats rock: you win.",
                "  Thank you for playing!",
                "── You have won the match ───────────────────────────── 1 - 0 against the house",
                "  you  p",
                "  them r",
                "       +",
                "  You threw paper all 7 times.",
                "  Another match? Press any key, or q to leave.",
            ],
        )


class MomentTests(SynchronousTestCase):
    """What stands in a terminal of its real size, at one time."""

    def test_board(self) -> None:
        """At the smallest size too, all of a game can be seen at once: score, throws, whose throw is missing, time."""
        theatre = Theatre(best_of=9)
        ann, bob = theatre.sees("colour", ASCII), theatre.sees("plain")
        for keys in ("rs", "rr", "rp", "sp"):
            ann.press(keys[0])
            bob.press(keys[1])
        terminal = Terminal(ASCII).show(ann.hear())
        board = [
            "  Scissors beat paper: you win.",
            "-- Game 5 ------------- against guest 2",
            "  You **...  2   Them *....  1",
            "  first to 5",
            "  you  r  r  r  s",
            "  them s  r  p  p",
            "       +  =  -  +",
            "  Your throw:   r rock   p paper",
            "  s scissors",
        ]
        self.assertEqual(terminal.lines()[-10:], [*board, "  ################### 30 s  your throw"])
        theatre.wait(14)
        ann.press("p")
        changed = ["  You throw paper. You may still change", "  it."]
        waits = "  ######---- 16 s  guest 2 is thinking"
        self.assertEqual(terminal.show(ann.hear()).lines(), [*board, *changed, waits])

    def test_bar(self) -> None:
        """The bar moves every three seconds, and every second at the end; nothing scrolls."""
        theatre = Theatre()
        ann, _ = theatre.sees("colour", UTF8), theatre.sees("plain")
        terminal = Terminal(UTF8).show(ann.hear())
        above = terminal.lines()[:-1]
        shown = []
        for _ in range(29):
            theatre.wait(1)
            shown.append(ann.hear())
            self.assertEqual(terminal.show(shown[-1]).lines()[:-1], above)
        self.assertEqual([second for second, text in enumerate(shown, 1) if text], [*range(3, 25, 3), *range(25, 30)])
        self.assertEqual(terminal.lines()[-1], "  █░░░░░░░░░░░░░░░░░░░░░░░░░░░░░  1 s  your throw")
        theatre.wait(1)
        self.assertEqual(terminal.show(ann.hear()).lines(), [*above, "  You did not throw in time. Good-bye."])

    def test_long_match(self) -> None:
        """The last games stay in sight where there is no room for all, and the score is in figures then."""
        theatre = Theatre(best_of=99)
        ann, bob = theatre.sees("colour", ASCII), theatre.sees("plain")
        for _ in range(20):
            ann.press("r")
            bob.press("s")
        lines = Terminal(ASCII).show(ann.hear()).lines()
        self.assertIn("  You 20   Them 0   first to 50", lines)
        self.assertIn("  you  r  r  r  r  r  r  r  r  r  r", lines)

    def test_watching(self) -> None:
        """A guest who watches sees both by their names, the score and what each has thrown."""
        theatre = Theatre(best_of=3)
        ann, bob = theatre.sees("plain"), theatre.sees("plain")
        eve = theatre.sees("colour", UTF8)
        eve.press("w")
        eve.hear()
        ann.press("p")
        bob.press("p")
        ann.press("p")
        bob.press("r")
        self.assertEqual(
            visible(eve.hear(), UTF8).splitlines(),
            [
                "  Paper against paper: nobody wins.",
                "  Paper beats rock: guest 1 wins.",
                "  guest 1 ●○  1   guest 2 ○○  0   first to 2",
                "  guest 1 p  p",
                "  guest 2 p  r",
                "          =  +",
                "  Match point for guest 1.",
            ],
        )


class SpokenTests(SynchronousTestCase):
    """What only listeners meet."""

    def test_how_it_stands(self) -> None:
        """Somebody who asks is told the score, the game, the keys and the time that is left."""
        theatre = Theatre()
        ann, bob = theatre.sees("spoken"), theatre.sees("plain")
        ann.press("r")
        bob.press("s")
        theatre.wait(7)
        ann.hear()
        ann.press("?")
        self.assertEqual(
            ann.hear().splitlines()[-2:],
            ["You 1, they 0, first to 5.", f"Game 2. Your throw: {KEYS}? 23 seconds left."],
        )

    def test_countdown(self) -> None:
        """Ten seconds are called once, to whom is late; who has thrown hears of the other's last five only."""
        theatre = Theatre()
        ann, bob = theatre.sees("spoken"), theatre.sees("spoken")
        ann.press("r")
        ann.hear(), bob.hear()
        theatre.wait(29)
        self.assertEqual((ann.hear(), bob.hear()), ("Guest 2 has 5 seconds left.\n", "10 seconds.\n5 seconds.\n"))

    def test_short_time(self) -> None:
        """Where people have less time, its beginning is not called; the first second that is counted is."""
        theatre = Theatre(timeout=3, house=RANDOM)
        ann = theatre.sees("spoken")
        theatre.wait(3)
        ann.hear()
        theatre.wait(1)
        self.assertEqual(ann.hear(), "")


KEYS = "r for rock, p for paper or s for scissors"

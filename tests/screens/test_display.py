"""One person's screen: it can be changed at any time, and a connection that breaks leaves a clean terminal."""

from __future__ import annotations

import re
from typing import Any

from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines import facts
from rpsgame.coroutines.games import ROCK_PAPER_SCISSORS
from rpsgame.screens import SCREENS
from rpsgame.screens.display import KINDS, Display
from rpsgame.screens.form import Form
from rpsgame.strategies.at_random import RANDOM

from .people import Terminal, Theatre, Viewer, visible

UTF8 = Form(80, 24, utf8=True)
ASCII = Form(40, 12)
ATTRIBUTES = re.compile(r"\x1b\[[\d;]*m")


def in_a_game(screen: str) -> tuple[Theatre, Viewer]:
    """Return a hall, and somebody in it who has won a game, has thrown in the next, and has heard all."""
    theatre = Theatre(best_of=5)
    ann, bob = theatre.sees(screen, UTF8), theatre.sees("plain")
    ann.press("r")
    bob.press("s")
    ann.press("p")
    theatre.wait(5)
    ann.hear()
    return theatre, ann


class ChangeTests(SynchronousTestCase):
    """A screen is never needed from the beginning."""

    def test_names(self) -> None:
        """People go through all screens but the one for programs, beginning with the plain one."""
        self.assertEqual((SCREENS[0], {*SCREENS, "json"}), ("plain", set(KINDS)))

    def test_to_plain(self) -> None:
        """The plain screen begins with the lines that say how it stands, after the line that was redrawn is erased."""
        _, ann = in_a_game("colour")
        ann.change("plain")
        lines = ["Player connected: guest 2", "Wins: 1 - 0", "You throw paper. Waiting for player 1.", ""]
        self.assertEqual(ann.hear(), "\r\x1b[K" + "\n".join(lines))

    def test_to_spoken(self) -> None:
        """The spoken screen says the same."""
        _, ann = in_a_game("plain")
        ann.change("spoken")
        said = "You play guest 2.\nYou 1, they 0, first to 3.\nYou throw paper. Guest 2 is thinking.\n"
        self.assertEqual(ann.hear(), said)

    def test_to_colour(self) -> None:
        """The colour screen draws the board, and the time as it is."""
        theatre, ann = in_a_game("spoken")
        ann.change("colour")
        theatre.wait(1)
        self.assertEqual(
            visible(ann.hear(), UTF8).splitlines(),
            [
                "── Game 2 ───────────────────────────────────────────────────── against guest 2",
                "  You ●○○  1   Them ○○○  0   first to 3",
                "  you  r",
                "  them s",
                "       +",
                "",
                "  Your throw:   r rock   p paper   s scissors",
                "  You throw paper. You may still change it.",
                "  ████████████████████████░░░░░░ 24 s  guest 2 is thinking",
            ],
        )

    def test_while_waiting(self) -> None:
        """A guest who waits is told what for, one who watches whom, and one who is asked is asked again."""
        theatre = Theatre(best_of=1)
        ann, bob, eve = (theatre.sees("plain", UTF8) for _ in range(3))
        eve.change("spoken")
        self.assertTrue(eve.hear().endswith("You play the next guest who comes; w watches a match meanwhile.\n"))
        eve.press("w")
        eve.hear()
        eve.change("plain")
        self.assertEqual(eve.hear(), "You watch guest 1 against guest 2.\nWins: 0 - 0\n")
        ann.press("p")
        bob.press("r")
        bob.hear()
        bob.change("colour")
        head = "── Rock-paper-scissors ────────────────────────────────────────────── best of 1"
        asks = "  Another match? Press any key, or q to leave."
        says = "  Say:   g Good game!   h Thanks!   a Again?   o Ouch!   m to hear them no more"
        self.assertEqual(visible(bob.hear(), UTF8).splitlines(), [head, asks, says])

    def test_seconds_that_are_left(self) -> None:
        """A screen says how long somebody waits from now on, and not what they were told before."""
        theatre = Theatre(house=RANDOM, house_after=5)
        ann = theatre.sees("plain")
        theatre.wait(2)
        for screen in SCREENS:
            ann.hear()
            ann.change(screen)
            self.assertIn("You play the house in 3 seconds, unless another guest comes.", ann.hear())

    def test_who_asks_loses_no_throw(self) -> None:
        """A guest who watches and asks how it stands sees the throws again, and none of them in the next match."""
        theatre = Theatre(best_of=3)
        ann, bob, eve = (theatre.sees("colour", UTF8) for _ in range(3))
        eve.press("w")
        for keys in ("rs", "pp"):
            ann.press(keys[0])
            bob.press(keys[1])
        eve.hear()
        eve.press("?")
        rows = ["  guest 1 r  p", "  guest 2 s  p", "          +  ="]
        self.assertEqual(visible(eve.hear(), UTF8).splitlines()[-4:-1], rows)
        ann.press("r")
        bob.press("s")
        for player in (ann, bob):
            theatre.wait(2)
            player.press("y")
        eve.hear()
        eve.press("w")
        self.assertNotIn("guest 1 r", visible(eve.hear(), UTF8))

    def test_resize(self) -> None:
        """Only the line that is redrawn changes at once; what comes next is as wide as the terminal is now."""
        _, ann = in_a_game("colour")
        ann.resize(ASCII)
        self.assertEqual(visible(ann.hear(), ASCII), "  #########- 25 s  guest 2 is thinking")
        ann.press("?")
        self.assertIn("\n  Paper beats rock. Scissors beat\n  paper.", visible(ann.hear(), ASCII))
        self.assertEqual([in_a_game(screen)[1].display.resize(ASCII, 5) for screen in ("plain", "spoken")], ["", ""])

    def test_nothing_to_say(self) -> None:
        """Where nobody is timed, time says nothing on any screen."""
        for screen in KINDS:
            display = Display(ROCK_PAPER_SCISSORS, screen)
            display.tell([facts.GameIs("rock-paper-scissors", 9), facts.WaitingForGuest()], 0)
            self.assertEqual((display.next_time(1), display.time(1)), (None, ""))


class ReturnTests(SynchronousTestCase):
    """Somebody whose line was lost comes back by another door, and then the other loses theirs."""

    def come_back(self, screen: str) -> Viewer:
        """Return somebody who has turned out to be the one who has won a game, and thrown in the next."""
        theatre, ann = in_a_game("plain")
        theatre.wait(2)
        new = Viewer(theatre.hall, theatre.clock, Display(ROCK_PAPER_SCISSORS, screen, UTF8))
        new.write([facts.YouAre("guest 3"), facts.NextGuest(False)])
        new.display.become(ann.display.view)
        new.hear()
        new.write([facts.YouAreBack("guest 1"), facts.CameBack(0, None), facts.HowItStands()])
        return new

    def test_plain(self) -> None:
        """On the plain screen they are told how it stands by the lines that say so."""
        lines = ["You are guest 1 again.", "Player 0 is back.", "How it stands:"]
        lines += ["Player connected: guest 2", "Wins: 1 - 0", "You throw paper. Waiting for player 1.", ""]
        self.assertEqual(self.come_back("plain").hear().split("\n"), lines)

    def test_spoken(self) -> None:
        """The spoken screen says the same."""
        said = ["You are guest 1 again.", "You are back.", "You play guest 2.", "You 1, they 0, first to 3."]
        self.assertEqual(
            self.come_back("spoken").hear().split("\n"), [*said, "You throw paper. Guest 2 is thinking.", ""]
        )

    def test_colour(self) -> None:
        """The colour screen draws the board. Below it stands whose throw is missing, and whether they are there."""
        ann = self.come_back("colour")
        lines = visible(ann.hear(), UTF8).splitlines()
        self.assertEqual(lines[:2], ["  You are guest 1 again.", "  You are back."])
        self.assertEqual(lines[2], "── Game 2 ───────────────────────────────────────────────────── against guest 2")
        self.assertEqual(lines[3:6], ["  You ●○○  1   Them ○○○  0   first to 3", "  you  r", "  them s"])
        self.assertEqual(lines[-1], "  ███████████████████████░░░░░░░ 23 s  guest 2 is thinking")
        ann.write([facts.LineLost(1, 22)])
        lost = "  The line to guest 2 is lost, 22 seconds left."
        status = "  ██████████████████████░░░░░░░░ 22 s  guest 2 has lost the line"
        self.assertEqual(visible(ann.hear(), UTF8).splitlines(), [lost, status])
        ann.write([facts.CameBack(1, 20)])
        self.assertEqual(visible(ann.hear(), UTF8).splitlines()[-1][-26:], " 20 s  guest 2 is thinking")


class CutTests(SynchronousTestCase):
    """A connection may break after any character; what the terminal is told next comes from somebody else."""

    def setUp(self) -> None:
        theatre = Theatre(best_of=3)
        ann, bob = theatre.sees("colour", UTF8), theatre.sees("plain")
        for keys in ("rs", "pp", "rs"):
            ann.press(keys[0])
            theatre.wait(27)
            bob.press(keys[1])
        self.text = ann.hear()

    def test_no_mode(self) -> None:
        """No mode is ever set: the terminal scrolls, wraps and shows its cursor, and all that it has shown stays."""
        terminal, fresh = Terminal(UTF8), Terminal(UTF8)
        for char in self.text:
            terminal.show(char)
            self.assertEqual(self.state(terminal), self.state(fresh))

    def test_attributes(self) -> None:
        """An attribute may remain only where the cut is within a piece of one line: no line ends with one.

        These pieces are a fourth of the text at most; whatever sets attributes anew ends it, as many prompts do.
        """
        terminal = Terminal(UTF8)
        fresh = terminal.screen.cursor.attrs
        coloured = 0
        for char in self.text:
            terminal.show(char)
            coloured += terminal.screen.cursor.attrs != fresh
            if char in "\n\r":
                self.assertEqual(terminal.screen.cursor.attrs, fresh)
        self.assertLess(coloured, len(self.text) / 4)
        self.assertEqual(terminal.screen.cursor.attrs, fresh)

    def test_any_byte(self) -> None:
        """Wherever a connection breaks, in the midst of a sequence or a character too, the next lines are shown.

        The terminal takes the first letter of them for the end of a sequence that was begun, and no more. No mode is
        set, and a client or a shell that sets attributes anew has them.
        """
        fresh = Terminal(UTF8)
        lines = {*re.split(rb"(?<=\n)|(?=\r\x1b)", self.text.replace("\n", "\r\n").encode())}
        for sent in [line[:cut] for line in lines for cut in range(len(line))]:
            terminal = Terminal(UTF8)
            terminal.feed(sent + b"\r\nshell> ls\r\nshell> ")
            *others, shell = terminal.lines()
            self.assertTrue("".join(others).endswith("hell> ls"))
            self.assertEqual(shell, "shell>")
            self.assertEqual(self.state(terminal), self.state(fresh))
            terminal.feed(b"\x1b[m")
            self.assertEqual(terminal.screen.cursor.attrs, fresh.screen.cursor.attrs)

    def test_nothing_else(self) -> None:
        """All that is sent besides text are SGR 0, 1 and 31 to 36, and CR with EL."""
        sent = set(ATTRIBUTES.findall(self.text))
        self.assertLessEqual(sent, {f"\x1b[{code}m" for code in ("0", "1", *range(31, 37), "1;32", "1;35")})
        left = ATTRIBUTES.sub("", self.text).replace("\r\x1b[K", "")
        self.assertEqual({char for char in left if not char.isprintable()}, {"\n"})

    def state(self, terminal: Terminal) -> tuple[Any, ...]:
        """Return what is set in a terminal, but for the place of the cursor and its attributes."""
        screen = terminal.screen
        return screen.mode, screen.margins, screen.charset, screen.cursor.hidden, screen.tabstops, screen.title

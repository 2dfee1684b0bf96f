"""The clients that people come with, and the screen that each of them gets; and two of them side by side."""

from __future__ import annotations

from collections.abc import Sequence

from twisted.trial.unittest import SynchronousTestCase

from tests.endtoend.terminals import Place

from .panes import Panes

COLOUR, PLAIN = "\x1b[1mRock-paper-scissors\x1b[0m", "You play the next guest who comes"  # who waits, on these screens


class ClientTests(SynchronousTestCase):
    """Each plays a match."""

    def setUp(self) -> None:
        self.place = Place(self.addCleanup)
        self.place.daemon("--house", "none", "--best-of", "1")

    def play(
        self, command: Sequence[str], screen: str, said: Sequence[str], enter: str = "", locale: str = "C"
    ) -> None:
        """Let a client come, ask how its connection is, win a match, and leave.

        :param command: what is run; PORT stands for the port
        :param screen: what it shows while its guest waits, on the screen that it gets
        :param said: what the server is to say of the connection
        :param enter: what comes after each key
        :param locale: the one that it runs in
        """
        command = [word.replace("PORT", str(self.place.port)) for word in command]
        client = self.place.terminal(*command, TERM="xterm-256color", LC_ALL=locale, HOME=self.place.cwd)
        client.expect("Screen readers: press v for whole sentences.")
        client.expect(screen)
        other = self.place.call()
        other.expect("Your throw (r/p/s)?")
        client.expect("our throw")
        client.send("i" + enter)
        for words in said:
            client.expect(words)
        client.send("r" + enter)
        client.expect("You throw rock.")
        other.expect("has thrown.")
        other.send("s")
        client.expect("ou have won the match")
        client.send("q" + enter)
        client.expect("Good-bye.")

    def test_inetutils(self) -> None:
        """The telnet of GNU inetutils gets colour."""
        self.play(("telnet", "127.0.0.1", "PORT"), COLOUR, ("XTERM-256COLOR", "80 characters", "at once"))

    def test_busybox(self) -> None:
        """So does that of BusyBox."""
        self.play(("busybox", "telnet", "127.0.0.1", "PORT"), COLOUR, ("xterm-256color", "80 characters", "at once"))

    def test_putty(self) -> None:
        """So does PuTTY's plink."""
        self.play(("plink", "-telnet", "-P", "PORT", "127.0.0.1"), COLOUR, ("XTERM", "80 characters", "at once"))

    def test_kermit(self) -> None:
        """So does C-Kermit, which sends no key before each of its own offers is answered."""
        command = ("kermit", "-Y", "-C", "set host 127.0.0.1 PORT, connect")
        self.play(command, COLOUR, ("XTERM-256COLOR", "at once"))

    def test_tintin(self) -> None:
        """TinTin++, which says that it shows UTF-8, gets colour with pips."""
        command = ("/usr/games/tt++", "-e", "#session {house} {127.0.0.1} {PORT}")
        said = "TINTIN++, xterm-256color, MTTS 271", "at once", "shows UTF-8"
        self.play(command, COLOUR, said, locale="C.UTF-8")

    def test_lines(self) -> None:
        """Clients that send lines, and answer nothing or refuse all, stay plain."""
        for command, said in (
            (("nc", "127.0.0.1", "PORT"), "is unknown"),
            (("nc", "-t", "127.0.0.1", "PORT"), "come in lines"),
            (("ncat", "127.0.0.1", "PORT"), "is unknown"),
            (("ncat", "-t", "127.0.0.1", "PORT"), "come in lines"),
            (("socat", "-", "TCP:127.0.0.1:PORT"), "is unknown"),
        ):
            self.play(command, PLAIN, ("called plain", said), enter="\n")

    def test_raw(self) -> None:
        """A socat in raw mode, which knows no telnet, sends single keys all the same."""
        self.play(("socat", "-,raw,echo=0", "TCP:127.0.0.1:PORT"), PLAIN, ("called plain",))


class SizeTests(SynchronousTestCase):
    """Windows, and what becomes of them."""

    def setUp(self) -> None:
        self.place = Place(self.addCleanup)

    def test_size(self) -> None:
        """The screen of a guest follows the size of their window."""
        self.place.daemon("--house", "none")
        client = self.place.terminal("telnet", "127.0.0.1", str(self.place.port), TERM="xterm")
        client.expect(COLOUR)
        client.resize(40, 12)
        client.send("i")
        while "It is 40 characters wide and 12 lines\r\n  high." not in client.expect("high."):
            client.send("i")


FIRST = """\
  them s
       +

  Your throw:   r rock   p paper   s scissors
  You throw paper. You may still change it.
  Paper against paper: nobody wins.
-- Game 3 ----------------------------------------------------- against guest 2
  You *.  1   Them ..  0   first to 2
  you  r  p
  them s  p
       +  =

  Your throw:   r rock   p paper   s scissors
  You throw scissors. You may still change it.
  Scissors beat paper: you win.
  Thank you for playing!
-- You have won the match ------------------------------- 2 - 0 against guest 2
  you  r  p  s
  them s  p  p
       +  =  +
  Press n for a name that stays yours.
  Another match? Press any key, or q to leave.
  Say:   g Good game!   h Thanks!   a Again?   o Ouch!   m to hear them no more"""
SECOND = """\
  them r
       -

  Your throw:   r rock   p paper   s scissors
  Guest 1 has thrown.
  Paper against paper: nobody wins.
-- Game 3 ----------------------------------------------------- against guest 1
  You ..  0   Them *.  1   first to 2
  you  s  p
  them r  p
       -  =

  Your throw:   r rock   p paper   s scissors
  Guest 1 has thrown.
  Scissors beat paper: guest 1 wins.
  Thank you for playing!
-- You have lost the match ------------------------------ 0 - 2 against guest 1
  you  s  p  p
  them r  p  s
       -  =  -
  Press n for a name that stays yours.
  Another match? Press any key, or q to leave.
  Say:   g Good game!   h Thanks!   a Again?   o Ouch!   m to hear them no more"""


class PaneTests(SynchronousTestCase):
    """Two people, each before a terminal that can be looked at."""

    maxDiff = None

    def test_a_match(self) -> None:
        """Two who play each other in colour see the same match, each from their own side."""
        place = Place(self.addCleanup)
        place.daemon("--house", "none", "--best-of", "3")
        panes = Panes(self.addCleanup, place.cwd)
        first = panes.open("telnet", "127.0.0.1", str(place.port))
        first.expect(COLOUR)
        second = panes.open("telnet", "127.0.0.1", str(place.port))
        for pane in (first, second):
            pane.expect("Game 1")
        for throws, ends in (("rs", "Game 2"), ("pp", "Game 3"), ("sp", "hear them no more")):
            first.send(throws[0])
            first.expect("You throw")
            second.expect("has thrown")
            second.send(throws[1])
            for pane in (first, second):
                pane.expect(ends)
        self.assertEqual(first.picture(), FIRST)
        self.assertEqual(second.picture(), SECOND)

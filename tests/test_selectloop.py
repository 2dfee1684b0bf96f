"""The article's own program: on a pseudo-terminal and real sockets, with a clock that the test moves."""

from __future__ import annotations

import errno
import math
import os
import pty
import select
import signal
import socket
import struct
import sys
import termios
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from twisted.trial.unittest import SynchronousTestCase

from rpsgame import (
    advance_generator_once,
    cbreak_keys,
    console_telnet_game_loop,
    countdown_generator,
    rock_paper_scissors,
    selectloop,
    socket_read_and_close,
    telnet_keys,
)
from rpsgame.coroutines.games import GameCoroutine

from .endtoend.terminals import CTRL_C, LIMIT, Caller, Place, Reservation, taken_port
from .scripts import LAST_WORDS, SCRIPTS, Step, nameless, script

CHARACTER_MODE = b"\xff\xfb\x01\xff\xfb\x03"
PROGRAM = (sys.executable, "-m", "rpsgame", "--port")


def reset(sock: socket.socket) -> None:
    """Close *sock* with a reset, as a client that crashes does."""
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    sock.close()


@advance_generator_once
def talkative_game() -> GameCoroutine:
    """A game that is a tie at every key, of which there is much to say."""
    outcome = None
    while True:
        _, key = yield outcome
        outcome = ("tie", None, key * 1_000_000, key)


class CbreakKeysTests(SynchronousTestCase):
    """Keys from a terminal."""

    def setUp(self) -> None:
        self.master, self.slave = pty.openpty()
        self.addCleanup(os.close, self.slave)
        self.addCleanup(lambda: os.close(self.master))

    def test_article(self) -> None:
        """The article's transcript: each key as it is typed, and the old settings when it is closed."""
        old_settings = termios.tcgetattr(self.master)
        os.write(self.slave, b"hello")
        c = cbreak_keys(self.master)
        self.assertEqual([next(c) for _ in range(5)], ["h", "e", "l", "l", "o"])
        self.assertFalse(old_settings == termios.tcgetattr(self.master))
        c.close()
        self.assertTrue(old_settings == termios.tcgetattr(self.master))

    def test_typed_ahead(self) -> None:
        """What the host typed before the game began is kept."""
        os.write(self.master, b"rp")
        c = cbreak_keys(self.slave)
        os.write(self.master, b"s")
        self.assertEqual([next(c) for _ in range(3)], ["r", "p", "s"])
        c.close()

    def test_let_go(self) -> None:
        """A generator that nobody holds any more leaves the terminal as it was."""
        old_settings = termios.tcgetattr(self.slave)
        cbreak_keys(self.slave)
        self.assertEqual(termios.tcgetattr(self.slave), old_settings)

    def test_no_terminal(self) -> None:
        """A descriptor that is no terminal is refused by the call, not by the first key."""
        with open(os.devnull) as devnull, self.assertRaises(termios.error):
            cbreak_keys(devnull.fileno())


class SocketTests(SynchronousTestCase):
    """Keys from a socket."""

    def setUp(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as server:
            self.client = socket.create_connection(server.getsockname(), LIMIT)
            self.s, _ = server.accept()
        self.addCleanup(self.client.close)
        self.addCleanup(self.s.close)

    def test_article(self) -> None:
        """The article's transcript: all that was sent, then the end; the socket is closed, and read no more."""
        self.client.sendall(b"world")
        self.client.close()
        self.assertEqual(list(socket_read_and_close(self.s)), ["w", "o", "r", "l", "d"])
        with self.assertRaises(OSError) as caught:
            next(socket_read_and_close(self.s))
        self.assertEqual(caught.exception.errno, errno.EBADF)

    def test_closed(self) -> None:
        """Closed in the middle, it shuts the socket down: the client reads the end."""
        self.client.sendall(b"world")
        s = socket_read_and_close(self.s)
        self.assertEqual([next(s) for _ in range(5)], ["w", "o", "r", "l", "d"])
        s.close()
        self.assertEqual(self.client.recv(9), b"")
        self.assertEqual(self.s.fileno(), -1)

    def test_reset(self) -> None:
        """A reset is an error that says so, and the socket is closed all the same."""
        s = socket_read_and_close(self.s)
        reset(self.client)
        with self.assertRaises(ConnectionResetError):
            next(s)
        self.assertEqual(self.s.fileno(), -1)

    def test_telnet_keys(self) -> None:
        """The client is asked for single keys; each key comes out, None for each byte of a command, then the end."""
        keys = telnet_keys(self.s)
        self.assertEqual(self.client.recv(99), CHARACTER_MODE)
        self.client.sendall(b"r\xff\xfd\x01p\xff\xff")
        self.client.shutdown(socket.SHUT_WR)
        self.assertEqual(list(keys), ["r", None, None, None, "p", None, "\xff"])
        self.assertEqual(self.s.fileno(), -1)

    def test_telnet_keys_closed(self) -> None:
        """Closing the keys closes the socket."""
        telnet_keys(self.s).close()
        self.assertEqual(self.client.recv(99) + self.client.recv(9), CHARACTER_MODE)
        self.assertEqual(self.s.fileno(), -1)


class Evening:
    """The program's loop, a host's keyboard and screen, one guest at a time, and a clock that is moved by hand."""

    def __init__(self, game_factory: Callable[[], GameCoroutine] = rock_paper_scissors, **settings: Any) -> None:
        self.keyboard, slave = pty.openpty()
        self.terminal = os.fdopen(slave)
        self.old_settings = termios.tcgetattr(self.terminal)
        self.screen = StringIO()
        self.now = 1000.0
        self.reservation = Reservation("")
        self.port = self.reservation.port
        settings = {"now": lambda: self.now, **settings}
        self.loop = console_telnet_game_loop(
            game_factory, countdown_generator, stdin=self.terminal, port=self.port, **settings
        )
        self.guest: Caller
        self._send(None)
        assert self.host_reads() == [f"Listening for telnet connections on port {self.port}"]

    def close(self) -> None:
        """End the loop, and whatever else is open."""
        self.loop.close()
        self.guest.hang_up()
        self.terminal.close()
        os.close(self.keyboard)
        self.reservation.close()

    def play(self, step: Step) -> tuple[list[str], list[str]]:
        """Let it happen; return what both are told, the guest as many lines as they should be."""
        match step.event:
            case ("join",):
                self.join()
            case ("leave",):
                self.guest.hang_up()
                self.readable()
            case ("wait", int(seconds)):
                self.wait(seconds)
            case ("key", 0, str(key)):
                os.write(self.keyboard, key.encode())
                self.readable()
            case ("key", 1, str(key)):
                self.guest.send(key)
                self.readable()
        guest = self.guest_reads(len(step.told[1]))
        return self.host_reads(), guest

    def join(self) -> None:
        """Let a guest come."""
        self.guest = Caller(self.port)
        self.readable()
        self.guest.expect(CHARACTER_MODE.decode("latin-1"))

    def readable(self) -> None:
        """Wait until there is something for the loop to read, and let it read one thing."""
        fd_lists = select.select(self.reads, [], [], LIMIT)
        assert fd_lists[0], "nothing came"
        self._send(fd_lists)

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        until = self.now + seconds
        while self.deadline <= until:
            self.now = self.deadline
            self._send(([], [], []))
        self.now = until

    def host_reads(self) -> list[str]:
        """Return the lines on the host's screen, and clear it."""
        lines = self.screen.getvalue().splitlines()
        self.screen.seek(0)
        self.screen.truncate()
        return [nameless(line) for line in lines]

    def guest_reads(self, count: int) -> list[str]:
        """Return that many lines that the guest is told."""
        return [self.guest.expect("\r\n").removesuffix("\r\n") for _ in range(count)]

    def _send(self, fd_lists: tuple[Sequence[int], Sequence[int], Sequence[int]] | None) -> None:
        with redirect_stdout(self.screen):
            self.reads, _, _, timeout = self.loop.send(fd_lists)
        self.deadline = math.inf if timeout is None else self.now + timeout


class LoopTests(SynchronousTestCase):
    """Whole matches."""

    def evening(self, **settings: Any) -> Evening:
        """Begin an evening."""
        evening = Evening(**settings)
        self.addCleanup(evening.close)
        return evening

    def follow(self, evening: Evening, steps: list[Step]) -> None:
        """Check that each step makes both hear what they should, and nothing else, and who must leave."""
        for step in steps:
            self.assertEqual(evening.play(step), step.told, step)
            if step.told[1][-1:] and step.told[1][-1] in LAST_WORDS:
                self.assertEqual(evening.guest.expect_end(), "")

    def test_scripts(self) -> None:
        """Every script comes out to the letter."""
        for steps in SCRIPTS.values():
            self.follow(self.evening(), steps)

    def test_best_of(self) -> None:
        """A match is as long as the loop was told."""
        self.follow(
            self.evening(best_of=1),
            script(
                """
join
    0 > Player connected:
    1 > Welcome to the game
key 1 p
key 0 r
    all > Player 0: r, Player 1: p
    all > Player 1 wins!
    all > Wins: 0 - 1
    0 > Overall:  0.00%
    all > Thank you for playing!
"""
            ),
        )

    def test_enter_and_commands(self) -> None:
        """A line-mode client's Enter and a client's telnet commands are no keys, and say nothing."""
        evening = self.evening()
        evening.join()
        stream = b"\xff\xfd\x01\xff\xfd\x03R\r\0p\r\n"
        evening.guest.send(stream)
        for _ in stream:
            evening.readable()
        self.assertEqual(evening.host_reads()[1:], [])
        os.write(evening.keyboard, b"\np")
        evening.readable()
        evening.readable()
        self.assertEqual(evening.host_reads(), ["Player 0: p, Player 1: p"])

    def test_half_a_key(self) -> None:
        """What a guest began to press when they left is no part of the next guest's keys."""
        evening = self.evening()
        evening.join()
        evening.guest.send("\x1b[")
        evening.readable()
        evening.readable()
        evening.guest.hang_up()
        evening.readable()
        evening.join()
        evening.host_reads()
        evening.guest.send("r")
        os.write(evening.keyboard, b"r")
        evening.readable()
        evening.readable()
        self.assertEqual(evening.host_reads(), ["Player 0: r, Player 1: r"])

    def test_reset(self) -> None:
        """A connection that is reset is a guest who leaves, and the next may come."""
        evening = self.evening()
        evening.join()
        evening.host_reads()
        reset(evening.guest.socket)
        evening.readable()
        self.assertEqual(evening.host_reads(), ["Opponent disconnected."])
        evening.join()
        self.assertEqual(evening.guest_reads(1), ["Welcome to the game"])

    def test_gone_before_let_in(self) -> None:
        """A guest who has gone before they are let in does no harm."""
        evening = self.evening()
        reset(socket.create_connection(("127.0.0.1", evening.port), LIMIT))
        evening.readable()
        self.assertEqual(evening.host_reads(), [])
        evening.join()
        self.assertEqual(evening.guest_reads(1), ["Welcome to the game"])

    def test_never_reads(self) -> None:
        """A guest who reads nothing holds up nobody, however much is said, and may leave."""
        evening = self.evening(game_factory=talkative_game)
        evening.join()
        evening.guest.send("r" * 50)
        for _ in range(50):
            evening.readable()
        self.assertEqual(len(evening.host_reads()), 51)
        reset(evening.guest.socket)
        evening.readable()
        self.assertEqual(evening.host_reads(), ["Opponent disconnected."])

    def test_flood(self) -> None:
        """A guest who sends without end, but no throw, is counted down and timed out like one who sends nothing."""
        evening = self.evening()
        evening.join()
        evening.guest.send("x" * 20)
        for _ in range(10):
            evening.now += 1
            evening.readable()
        evening.guest.expect("5\r\n")
        evening.guest.expect("1\r\n")
        evening.guest.expect("Timed out. Good-bye\r\n")
        evening.guest.expect_end()
        self.assertEqual(evening.host_reads()[1:], ["Timed out. Good-bye"])
        evening.join()
        self.assertEqual(evening.guest_reads(1), ["Welcome to the game"])

    def test_throw_at_the_last_moment(self) -> None:
        """A throw that can be read when the time is up was made in time."""
        evening = self.evening()
        evening.join()
        evening.wait(9)
        evening.guest.send("r")
        evening.now += 1
        evening.readable()
        self.assertEqual(evening.deadline, math.inf)
        os.write(evening.keyboard, b"r")
        evening.readable()
        self.assertEqual(evening.host_reads()[1:], ["Player 0: r, Player 1: r"])

    def test_clock(self) -> None:
        """The default clock is one that no step of the system's moves."""
        elapsed = 0.0
        self.patch(selectloop, "time", SimpleNamespace(monotonic=lambda: elapsed))
        evening = self.evening(now=None)
        evening.join()
        self.assertEqual(evening.deadline - evening.now, 5)
        elapsed += 5
        evening.guest.send("x")
        evening.readable()
        self.assertEqual(evening.guest_reads(3), ["Welcome to the game", "Invalid key", "5"])

    def test_left_as_it_was(self) -> None:
        """Closed in the middle of a game, the loop leaves the terminal as it was and the guest with an end."""
        evening = self.evening()
        evening.join()
        self.assertNotEqual(termios.tcgetattr(evening.terminal), evening.old_settings)
        evening.loop.close()
        self.assertEqual(termios.tcgetattr(evening.terminal), evening.old_settings)
        self.assertEqual(evening.guest.expect_end(), "Welcome to the game\r\n")
        with self.assertRaises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", evening.port))


class MainTests(SynchronousTestCase):
    """The program, under a terminal of its own."""

    def setUp(self) -> None:
        self.place = Place(self.addCleanup)

    def test_evening(self) -> None:
        """A host and a guest play a throw; after Ctrl-C the guest reads the end and the terminal is as before."""
        host = self.place.terminal(*PROGRAM, "0")
        host.expect("Listening for telnet connections on port ")
        guest = self.place.call(int(host.expect("\r\n")))
        guest.expect("Welcome to the game\r\n")
        host.expect("Player connected: ('127.0.0.1', ")
        guest.send("p")
        host.send("r")
        for screen in (host, guest):
            screen.expect("Player 0: r, Player 1: p\r\nPlayer 1 wins!\r\nWins: 0 - 1\r\n")
        self.assertEqual(host.expect("%\r\n"), "Overall:  0.00%\r\n")
        host.send(CTRL_C)
        self.assertEqual(host.expect_exit(), 0)
        self.assertTrue(host.is_as_before())
        self.assertEqual(guest.expect_end(), "")
        self.assertNotIn("Traceback", host.text)

    def test_sigterm(self) -> None:
        """A program that is told to end by a signal gives the terminal back, as after Ctrl-C."""
        host = self.place.terminal("sh", "-c", 'echo $$ >pid; exec "$@"', "sh", *PROGRAM, "0")
        host.expect("Listening for telnet connections on port ")
        guest = self.place.call(int(host.expect("\r\n")))
        guest.expect("Welcome to the game\r\n")
        host.send("x")
        host.expect("Invalid key")
        os.kill(int(Path(self.place.cwd, "pid").read_text()), signal.SIGTERM)
        self.assertEqual(host.expect_exit(), 0)
        self.assertTrue(host.is_as_before())

    def test_hang_up(self) -> None:
        """Where the terminal is gone but not the program, it ends without a word."""
        command = 'trap "" HUP; "$@" 2>complaint; echo $? >status'
        host = self.place.terminal("sh", "-c", command, "sh", *PROGRAM, "0")
        host.expect("Listening")
        host.hang_up()
        self.place.expect_all_gone()
        written = [Path(self.place.cwd, name).read_text() for name in ("complaint", "status")]
        self.assertEqual(written, ["", "0\n"])

    def test_wrong_command_line(self) -> None:
        """A wrong value is one clear line and exit status 2."""
        for option, value, complaint in [
            ("--best-of", "4", "--best-of must be odd and positive, not 4"),
            ("--best-of", "-1", "--best-of must be odd and positive, not -1"),
            ("--best-of", "many", "argument --best-of: invalid int value: 'many'"),
            ("--port", "65536", "--port must be from 0 to 65535, not 65536"),
            ("--port", "telnet", "argument --port: invalid int value: 'telnet'"),
        ]:
            ended = self.place.run(*PROGRAM, "0", option, value)
            self.assertEqual(self.complaint(ended.stderr), complaint)
            self.assertEqual((ended.stdout, ended.returncode), ("", 2))

    def test_taken_port(self) -> None:
        """A port that is taken is one clear line, and the terminal is as before."""
        with taken_port() as port:
            host = self.place.terminal(*PROGRAM, str(port))
            self.assertEqual(host.expect_exit(), 2)
        said = host.text.replace("\r", "").partition("Ended")[0]
        self.assertIn(f"cannot listen on port {port}: Address already in use", self.complaint(said))
        self.assertTrue(host.is_as_before())

    def test_no_terminal(self) -> None:
        """A console that is no terminal, or none at all, is one clear line."""
        for stdin in ("</dev/null", "<&-"):
            ended = self.place.run("sh", "-c", f'"$@" {stdin}', "sh", *PROGRAM, "0")
            self.assertEqual(self.complaint(ended.stderr), "the console must be a terminal")
            self.assertEqual((ended.stdout, ended.returncode), ("", 2))

    def complaint(self, text: str) -> str:
        """Return the line after the usage, which is all that there is."""
        *usage, complaint = text.splitlines()
        self.assertTrue(usage[0].startswith("usage: python -m rpsgame"), usage)
        return complaint.removeprefix("python -m rpsgame: error: ")

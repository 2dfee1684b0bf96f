"""The article's own program, on select.select and the standard library alone: ``python -m rpsgame``.

One player at the console, and one guest at a time by telnet. The coroutines decide; `main` waits.
"""

from __future__ import annotations

import argparse
import os
import select
import signal
import socket
import sys
import termios
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack, closing, suppress
from typing import TextIO, TypeAlias

from .coroutines.countdown import countdown_generator
from .coroutines.games import GameCoroutine, rock_paper_scissors
from .coroutines.keys import ENTER, key_reader
from .coroutines.machine import Disconnect, Timeout, game_machine
from .coroutines.telnet import telnet_filter
from .coroutines.toolbox import advance_generator_once
from .terminal import SingleKeys

SelectArgs: TypeAlias = tuple[list[int], list[int], list[int], float | None]
SelectResult: TypeAlias = tuple[Sequence[int], Sequence[int], Sequence[int]]

CHARACTER_MODE = b"\xff\xfb\x01\xff\xfb\x03"  # IAC WILL ECHO, IAC WILL SUPPRESS-GO-AHEAD


@advance_generator_once
def cbreak_keys(fd: int) -> Generator[str | None, None, None]:
    """coroutine that reads keys from a terminal, in cbreak mode from the call on until it ends or is closed

    yields: the next character; reading it blocks
    """
    with SingleKeys(fd):
        yield None
        while byte := os.read(fd, 1):
            yield byte.decode("latin-1")


@advance_generator_once
def socket_read_and_close(sock: socket.socket) -> Generator[str | None, None, None]:
    """coroutine that reads from a socket, and shuts it down and closes it when it ends or is closed

    yields: the next character; reading it blocks
    """
    try:
        yield None
        while byte := sock.recv(1):
            yield byte.decode("latin-1")
    finally:
        with suppress(OSError):  # the other side has done so already
            sock.shutdown(socket.SHUT_RDWR)
        sock.close()


@advance_generator_once
def telnet_keys(sock: socket.socket) -> Generator[str | None, None, None]:
    """coroutine that asks a telnet client for single keys, without an echo of its own, and reads them

    yields: the next character, None where it was part of a telnet command; reading it blocks
    """
    with closing(socket_read_and_close(sock)) as characters:
        sock.sendall(CHARACTER_MODE)
        keep = telnet_filter()
        yield None
        for character in characters:
            assert character is not None
            yield character if keep.send(character.encode("latin-1")) else None


def console_telnet_game_loop(
    game_factory: Callable[[], GameCoroutine],
    countdown_factory: Callable[[Callable[[int], object]], Generator[float, None, None]],
    best_of: int = 9,
    stdin: TextIO | None = None,
    port: int = 12333,
    now: Callable[[], float] | None = None,
) -> Generator[SelectArgs, SelectResult | None, None]:
    """coroutine that plays at the console (player 0) against guests who come by telnet (player 1), one at a time

    It ends with the console's input. Ended or closed, it leaves the terminal as it was, and no socket open.

    :param game_factory: passed to game_machine()
    :param countdown_factory: makes a countdown generator of the function that says a number of seconds
    :param best_of: passed to game_machine()
    :param stdin: the terminal of player 0, default: sys.stdin
    :param port: TCP port to listen on, 0 for any that is free
    :param now: tells the time in seconds and is never set back, default: time.monotonic
    :raise OSError: where the port is taken
    :raise termios.error: where stdin is no terminal

    yields: the arguments for select.select()

    accepts to .send(): what select.select() returned
    """
    now = now or time.monotonic
    client: socket.socket | None = None
    client_reader: Iterator[str | None] = iter(())
    countdown: Iterator[float] = iter(())
    deadline: float | None = None

    def output(txt: str, player: int | str = "all") -> None:
        """Print a line for player 0, and send it to player 1; to the one who is named, or to both."""
        if player != 1:
            print(txt)
        if player != 0 and client:
            with suppress(OSError):  # a guest who reads nothing misses it; one who has gone is found by reading
                client.send((txt + "\r\n").encode())

    def press(player: int, character: str) -> str:
        """Take a character that a player has sent; return what the machine says."""
        word = "play"
        for key in readers[player].send(character.encode("latin-1")) or "":
            if key != ENTER:
                word = machine.send(("key", (player, key)))
        return word

    def welcome() -> str:
        """Let a guest in; return what the machine says."""
        nonlocal client, client_reader
        with suppress(OSError):  # gone before they were let in
            client, address = server.accept()
            client.setblocking(False)
            client_reader = guest_leaves.enter_context(closing(telnet_keys(client)))
            readers[1] = key_reader()
            return machine.send(("join", str(address)))
        client = None
        return "waiting"

    def hear() -> str:
        """Read from the guest, who may have gone; return what the machine says."""
        try:
            character = next(client_reader)
        except (StopIteration, OSError):
            return machine.throw(Disconnect())
        return press(1, character) if character else "play"  # None is a part of a telnet command

    local_fd = (stdin or sys.stdin).fileno()
    with (
        socket.create_server(("", port)) as server,
        closing(cbreak_keys(local_fd)) as local_user,
        ExitStack() as guest_leaves,
    ):
        print("Listening for telnet connections on port", server.getsockname()[1])
        readers = [key_reader(), key_reader()]
        machine = game_machine(game_factory, output, best_of)
        state = next(machine)
        while True:
            if state == "waiting" and client:
                guest_leaves.close()
                client = deadline = None
            elif state == "reset timeout":
                countdown = countdown_factory(lambda n: output(str(n), player=1))
                deadline = now() + next(countdown)
            elif state == "disable timeout":
                deadline = None
            state = "play"

            seconds = None if deadline is None else deadline - now()
            if seconds is not None and seconds <= 0:  # whatever is readable: a guest who floods is timed out too
                wait = next(countdown, None)
                if wait is None:
                    state = machine.throw(Timeout())
                else:
                    deadline = now() + wait
                continue

            guest_fd = client.fileno() if client else server.fileno()
            readable, _, _ = (yield [local_fd, guest_fd], [], [], seconds) or ((), (), ())

            if local_fd in readable:
                key = next(local_user, None)
                if key is None:
                    return
                state = press(0, key)
            elif guest_fd in readable:
                state = hear() if client else welcome()


def main(argv: Sequence[str] | None = None) -> None:
    """Play with select.select until Ctrl-C or the end of the console's input.

    :param argv: the command line without the program's name, default: sys.argv[1:]
    :raise SystemExit: where the command line is wrong, the port is taken or stdin is no terminal
    """
    parser = argparse.ArgumentParser("python -m rpsgame", description="Rock-paper-scissors against telnet guests.")
    parser.add_argument("--port", type=int, metavar="N", default=12333, help="default: 12333")
    parser.add_argument("--best-of", type=int, metavar="N", default=9, help="odd and positive, default: 9")
    options = parser.parse_args(argv)
    if not 0 <= options.port <= 65535:
        parser.error(f"--port must be from 0 to 65535, not {options.port}")
    if options.best_of < 1 or options.best_of % 2 == 0:
        parser.error(f"--best-of must be odd and positive, not {options.best_of}")
    if sys.stdin is None or not sys.stdin.isatty():
        parser.error("the console must be a terminal")

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl-C: the terminal is given back
    loop = console_telnet_game_loop(rock_paper_scissors, countdown_generator, options.best_of, port=options.port)
    fd_lists: SelectResult | None = None
    try:
        while True:
            fd_lists = select.select(*loop.send(fd_lists))
    except (StopIteration, KeyboardInterrupt, termios.error):  # the last where the terminal has hung up
        pass
    except OSError as problem:
        parser.error(f"cannot listen on port {options.port}: {problem.strerror}")
    finally:
        loop.close()

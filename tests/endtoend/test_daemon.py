"""The server as an operator has it: in the background, on a busy machine, and started wrongly."""

from __future__ import annotations

import os
import re
import signal
import socket
from collections.abc import Sequence

from twisted.trial.unittest import SynchronousTestCase

from rpsgame import __version__

from .terminals import LOCAL, OPEN, TWIST, TWISTD, Place, taken_port

LOG_LINE = re.compile(r"\d{4}-\d\d-\d\dT")
DESCRIPTORS = 40  # that a server may have open, where a test makes them run out
ADDRESSES = [f"127.0.0.{n}" for n in range(1, 10)]  # more guests than from a single one are let in


class DaemonTests(SynchronousTestCase):
    """A server that has gone to the background, and has no host."""

    def setUp(self) -> None:
        self.place = Place(self.addCleanup)

    def stop(self) -> None:
        """End the server by SIGTERM."""
        self.place.signal_server(signal.SIGTERM)

    def test_open_house(self) -> None:
        """Without any option a guest is told that the house will play them, and learns from it what it saw."""
        self.place.daemon("--best-of", "5")
        guest = self.place.call()
        guest.expect("You play the house in 3 seconds, unless another guest comes.\r\n")
        guest.send("\r\n")
        guest.expect("Your throw (r/p/s)?\r\n")
        guest.send("r" * 30)
        guest.expect("You threw rock all ")
        guest.expect("Another match?")
        guest.send("q")
        guest.expect("Good-bye.\r\n")
        guest.expect_end()

    def test_sigterm(self) -> None:
        """SIGTERM tells every guest, closes every connection and ends the process."""
        self.place.daemon("--drain", "0")
        guests = [self.place.call() for _ in range(3)]
        for guest in guests:
            guest.expect("press Enter after it.\r\n")
        self.stop()
        for guest in guests:
            guest.expect("The server is stopping. Good-bye.\r\n")
            guest.expect_end()
        self.place.expect_all_gone()
        self.assertIn("Server Shut Down.", self.place.log)
        self.assertFalse(os.path.exists(os.path.join(self.place.cwd, "twistd.pid")))

    def test_guest_who_asks_and_never_reads(self) -> None:
        """A guest who asks and asks, and never reads an answer, keeps neither others nor the end waiting."""
        self.place.daemon("--drain", "0")
        deaf = self.deaf_guest(self.place.port)
        other = self.place.call()
        other.expect("You are player 1.")
        for _ in range(200):  # some 700 kB of answers
            deaf.send(b"?" * 32)
            other.send("?")  # asked later and answered: the server has heard both
            other.expect("press Enter after it.")
        self.stop()
        other.expect("The server is stopping. Good-bye.\r\n")
        other.expect_end()
        self.place.expect_all_gone()
        self.assertIn("Server Shut Down.", self.place.log)

    def test_guest_who_watches_and_never_reads(self) -> None:
        """One who watches a match and never reads keeps neither the players nor the end waiting."""
        host, port = self.place.host("--best-of", "9999")
        guest = self.place.call(port)
        host.expect("Player connected")
        self.deaf_guest(port)
        host.expect("1 guest waits in the line.")
        for _ in range(520):  # some 45 kB to the one who watches, most of which waits in the server
            host.send("r")
            guest.send("s")
            guest.expect("Player 0 wins!")
            host.expect("Player 0 wins!")
        self.stop()
        host.expect("The server is stopping. Good-bye.")
        guest.expect("The server is stopping. Good-bye.")
        self.assertNotIn("Nobody waits in the line.", host.text)
        host.expect_exit()
        self.assertIn("Server Shut Down.", self.place.log)

    def deaf_guest(self, port: int) -> socket.socket:
        """Come as a guest who reads nothing, and for whom the system keeps little."""
        deaf = socket.socket()
        self.addCleanup(deaf.close)
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        deaf.connect(("127.0.0.1", port))
        deaf.setblocking(False)
        return deaf

    def test_out_of_descriptors(self) -> None:
        """A server that runs out of file descriptors goes on, and serves whoever comes when some are free again."""
        few = ["sh", "-c", f'ulimit -n {DESCRIPTORS}; exec "$@"', "sh"]
        self.place.daemon("--house", "none", "--drain", "0", "--records", "none", prefix=few)
        guests = [self.place.call(source=ADDRESSES[n % len(ADDRESSES)]) for n in range(DESCRIPTORS)]
        inside = [guest for guest in guests if guest.gets("press Enter after it.\r\n")]
        self.assertLess(len(inside), DESCRIPTORS)

        *leaving, staying = inside
        for guest in leaving:
            guest.send("q")  # or else their seats would be kept
            guest.expect_end()
        staying.expect("You play the next guest who comes")
        while not self.place.call().gets("Your throw (r/p/s)?"):
            pass  # turned away: the others have not been let go yet
        self.stop()
        self.place.expect_all_gone()
        self.assertIn("EMFILE", self.place.log)
        self.assertNotIn("Traceback", self.place.log)
        self.assertLess(len(self.place.log.splitlines()), 4 * DESCRIPTORS)


class WrongOptionTests(SynchronousTestCase):
    """A failed start: one clear line with the cause, besides usage and log, status 1, and nothing left."""

    def setUp(self) -> None:
        self.place = Place(self.addCleanup)

    def assertRefused(
        self, *options: str, naming: str, program: Sequence[str] = (*TWISTD, "-n"), status: int = 1
    ) -> None:
        """Assert that a server is not started with *options*, and that one line says why."""
        result = self.place.run(*program, "rpsgame", *options)
        said = result.stdout + result.stderr
        lines = [line for line in said.splitlines() if naming in line and not LOG_LINE.match(line)]
        self.assertEqual((result.returncode, len(lines)), (status, 1), result)
        self.assertNotIn("Traceback", said)
        self.place.expect_all_gone()

    def test_even_best_of(self) -> None:
        """A match of an even number of games is refused."""
        self.assertRefused("--best-of", "4", naming="--best-of 4: it must be odd and positive")

    def test_negative_best_of(self) -> None:
        """A match of a negative number of games is refused."""
        self.assertRefused("--best-of", "-1", naming="--best-of -1: it must be odd and positive")

    def test_best_of_no_number(self) -> None:
        """A match of x games is refused."""
        self.assertRefused("--best-of", "x", naming="--best-of x: it must be odd and positive")

    def test_no_time(self) -> None:
        """A timeout of 0 seconds is refused."""
        self.assertRefused("--timeout", "0", naming="--timeout 0: it must be a whole number of seconds, 1 or more")

    def test_no_endpoint(self) -> None:
        """A string that is no endpoint is refused."""
        self.assertRefused("--listen", "nonsense", naming="--listen nonsense: ")

    def test_port_no_number(self) -> None:
        """An endpoint whose port is no number is refused."""
        self.assertRefused("--listen", "tcp:abc", naming="--listen tcp:abc: ")

    def test_port_too_large(self) -> None:
        """A port that cannot be is refused."""
        self.assertRefused("--listen", "tcp:99999", naming="cannot listen on tcp:99999: ")

    def test_no_such_host(self) -> None:
        """A host who plays neither at the console nor not at all is refused."""
        self.assertRefused(
            "--host",
            "sofa",
            naming="--host sofa: Unknown endpoint type: 'sofa'. It must be console, none or an endpoint",
        )

    def test_no_such_house(self) -> None:
        """A strategy that nobody has written is refused, and those that there are, are named."""
        self.assertRefused(
            "--house", "luck", naming="--house luck: there is no such strategy. It must be none or one of "
        )

    def test_house_after_no_number(self) -> None:
        """A house that plays after x seconds is refused."""
        self.assertRefused("--house-after", "x", naming="--house-after x: it must be a whole number of seconds")

    def test_negative_house_after(self) -> None:
        """A house that plays before the guest has come is refused."""
        self.assertRefused("--house-after", "-1", naming="--house-after -1: it must be a whole number of seconds")

    def test_max_guests_no_number(self) -> None:
        """A limit of many guests is refused."""
        self.assertRefused("--max-guests", "many", naming="--max-guests many: it must be a whole number of guests")

    def test_max_per_address_no_number(self) -> None:
        """A limit of half a guest from an address is refused."""
        self.assertRefused(
            "--max-per-address", "0.5", naming="--max-per-address 0.5: it must be a whole number of guests"
        )

    def test_negative_drain(self) -> None:
        """An end before the signal is refused."""
        self.assertRefused("--drain", "-1", naming="--drain -1: it must be a whole number of seconds")

    def test_hosts_port_no_number(self) -> None:
        """A door for the host whose port is no number is refused."""
        self.assertRefused("--host", "tcp:abc", naming="--host tcp:abc: ")

    def test_hosts_port_too_large(self) -> None:
        """A port for the host that cannot be is refused."""
        self.assertRefused(*LOCAL, "--host", "tcp:99999", naming="cannot listen on tcp:99999: ")

    def test_taken_door_of_host(self) -> None:
        """A UNIX socket for the host on which somebody else listens is refused, and named with its option."""
        with socket.socket(socket.AF_UNIX) as other:
            other.bind(os.path.join(self.place.cwd, "host.sock"))
            other.listen()
            self.assertRefused(*LOCAL, "--host", "unix:host.sock", naming="Choose another with --host.")

    def test_no_place_for_door_of_host(self) -> None:
        """A UNIX socket for the host in a directory that does not exist is refused."""
        self.assertRefused(*LOCAL, "--host", "unix:no/host.sock", naming="cannot listen on unix:no/host.sock: ")

    def test_taken_port_of_host(self) -> None:
        """A port for the host that is taken is refused by the command that would have gone to the background."""
        with taken_port() as port:
            endpoint = f"tcp:{port}:interface=127.0.0.1"
            self.assertRefused(
                *LOCAL,
                "--host",
                endpoint,
                naming=f"cannot listen on {endpoint}",
                program=[*TWISTD, "--logfile", "twistd.log"],
            )
        self.assertNotIn("Traceback", self.place.log)

    def test_console_without_terminal(self) -> None:
        """A console where there is no terminal is refused."""
        self.assertRefused("--host", "console", naming="--host console: it needs a terminal")

    def test_console_without_stdin(self) -> None:
        """A console where there is no standard input at all is refused."""
        closed = ["sh", "-c", 'exec "$@" <&-', "sh"]
        self.assertRefused(
            "--host", "console", naming="--host console: it needs a terminal", program=[*closed, *TWISTD, "-n"]
        )

    def test_console_in_background(self) -> None:
        """A console for a server that goes to the background is refused."""
        self.assertRefused("--host", "console", naming="--host console: it needs a terminal", program=TWISTD)

    def test_wrong_option_of_twist(self) -> None:
        """Under twist a wrong value is refused as well."""
        self.assertRefused(
            "--best-of", "4", naming="--best-of 4: it must be odd and positive", program=TWIST, status=os.EX_USAGE
        )

    def test_taken_port(self) -> None:
        """A port that is taken is refused in the foreground."""
        self.assertPortRefused([*TWISTD, "-n"])

    def test_taken_port_of_daemon(self) -> None:
        """A port that is taken is refused by the command that would have gone to the background."""
        self.assertPortRefused([*TWISTD, "--logfile", "twistd.log"])
        self.assertNotIn("Traceback", self.place.log)

    def test_taken_port_of_twist(self) -> None:
        """A port that is taken is refused under twist."""
        self.assertPortRefused(TWIST)

    def assertPortRefused(self, program: Sequence[str]) -> None:
        """Assert that a port on which somebody else listens is refused."""
        with taken_port() as port:
            endpoint = f"tcp:{port}:interface=127.0.0.1"
            self.assertRefused("--listen", endpoint, naming=f"cannot listen on {endpoint}", program=program)


class ProgramTests(SynchronousTestCase):
    """The other ways to start."""

    def setUp(self) -> None:
        self.place = Place(self.addCleanup)

    def test_version(self) -> None:
        """The option --version tells rpsgame's, under twistd and under twist."""
        for program in (TWISTD, TWIST):
            result = self.place.run(*program, "rpsgame", "--version")
            self.assertEqual((result.returncode, result.stdout), (0, f"rpsgame {__version__}\n"), result)

    def test_twist(self) -> None:
        """Under twist without a host a guest gets in, and the log goes where twist sends it."""
        terminal = self.place.terminal(*TWIST, "rpsgame", *self.place.local, "--host", "none")
        terminal.expect("TelnetFactory starting on ")
        guest = self.place.call()
        guest.expect("You play the house in 3 seconds")
        terminal.send("\x03")
        guest.expect("The server is stopping. Good-bye.")
        guest.expect_end()
        terminal.expect_exit()

    def test_twist_with_console(self) -> None:
        """Under twist the host plays at the console too, and the log goes to a file."""
        terminal = self.place.terminal(*TWIST, "rpsgame", *self.place.local)
        terminal.expect(OPEN)
        guest = self.place.call()
        terminal.expect(f"The log goes to {self.place.cwd}/twistd.log\r\n")
        terminal.expect("Player connected")
        terminal.send("r")
        guest.expect("Player 0 has thrown.")
        guest.send("s")
        terminal.expect("Wins: 1 - 0")
        terminal.send("qq")
        terminal.expect_exit()
        self.assertTrue(terminal.is_as_before())
        self.assertTrue(terminal.blocks())
        self.assertNotRegex(terminal.text, r"\[-\]|#(info|warn|error)|\d{4}-\d\d-\d\d")
        self.assertIn("TelnetFactory starting on", self.place.log)

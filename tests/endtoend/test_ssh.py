"""Guests who come by ssh to a real server, and those who do harm there."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from struct import pack

from twisted.conch.ssh.common import NS
from twisted.trial.unittest import SynchronousTestCase

from tests.doors.ssh_client import CHANNEL_REQUEST, CLOSE, GLOBAL_REQUEST, WINDOW_ADJUST
from tests.doors.ssh_nonsense import KEXINIT, NONSENSE, kexinit

from .ssh import SocketVisitor
from .terminals import TWISTD, Caller, Place, Reservation
from .test_attacks import HEADER

PROMPT = b"Your throw (r/p/s)?\n"
IMPATIENT = """
from rpsgame.doors import ssh_transport, throttle
from twisted.scripts.twistd import run

throttle.MAX_STALL = ssh_transport.MAX_EXCHANGE = {0}
ssh_transport.MAX_LOGIN = {1}
run()
"""  # or else one who does nothing stays for half a minute


class SSHTestCase(SynchronousTestCase):
    """A server with a door for ssh, besides the one for telnet."""

    def setUp(self) -> None:
        self.place = Place(self.addCleanup)
        self.door, self.proxied = Reservation(), Reservation()
        self.addCleanup(self.door.close)
        self.addCleanup(self.proxied.close)

    def serve(self, *options: str, program: Sequence[str] = TWISTD) -> None:
        """Start the server."""
        doors = "--ssh", self.door.endpoint, "--ssh", f"haproxy:{self.proxied.endpoint}"
        self.place.daemon(*doors, *options, program=program)

    def come(self, source: str = "127.0.0.1", port: int | None = None) -> SocketVisitor:
        """Connect, and do nothing."""
        visitor = SocketVisitor(port or self.door.port, source)
        self.addCleanup(visitor.hang_up)
        return visitor

    def opponent(self) -> Caller:
        """Let somebody come by telnet."""
        return self.place.call()


class PlayTests(SSHTestCase):
    """People who want to play."""

    def test_a_match(self) -> None:
        """A guest who has come by ssh plays one who has come by telnet, and both part as friends."""
        self.serve("--best-of", "1", "--house", "none")
        visitor = self.come()
        visitor.begin()
        opponent = self.opponent()
        visitor.text(PROMPT)
        opponent.expect("Your throw (r/p/s)?")
        visitor.press(b"p\n")
        opponent.expect("has thrown")
        opponent.send("r")
        visitor.text(b"You have won the match, 1 - 0.\n")
        opponent.expect("You have lost the match")
        visitor.press(b"q\n")
        self.assertEqual(visitor.hears(CHANNEL_REQUEST), bytes(4) + NS(b"exit-status") + bytes(5))
        visitor.hears(CLOSE)
        visitor.send(CLOSE, bytes(4))
        visitor.expect_end()

    def test_json(self) -> None:
        """A program plays by ssh as by the door for programs."""
        self.serve("--best-of", "1", "--house", "random", "--house-after", "0")
        visitor = self.come()
        visitor.begin(b"json")
        visitor.text(b'{"event":"game",')
        visitor.press(b'{"throw": "rock"}\n')
        visitor.text(b'{"event":"result",')

    def test_a_terminal(self) -> None:
        """A terminal has colour, and keys come at once."""
        self.serve("--house", "none")
        visitor = self.come()
        visitor.log_in()
        visitor.open()
        visitor.ask_pty()
        visitor.start()
        visitor.text(b"\x1b[1mRock-paper-scissors\x1b[0m")

    def test_behind_a_proxy(self) -> None:
        """A guest who comes through a proxy is from where the proxy says."""
        self.serve()
        visitor = self.come(port=self.proxied.port)
        visitor.send_bytes(HEADER)
        visitor.begin()
        self.assertIn("guest 1 (192.0.2.7:4711) came", self.place.log)

    def test_two_starts(self) -> None:
        """A server that starts again has the same key, which nobody else may read, and says its fingerprint."""
        keys = []
        for _ in range(2):
            self.serve()
            self.opponent().expect("This is")  # when it runs, and can be told to stop
            keys += [line.split("]", 1)[1] for line in self.place.log.splitlines() if "The ssh host key is" in line]
            self.place.stop_server()
        self.assertEqual(len(keys), 3)  # the second log has both
        self.assertEqual(len(set(keys)), 1)

    def test_stopping(self) -> None:
        """A server that stops says so, and waits for nobody."""
        self.serve("--drain", "0")
        visitor, silent = self.come(), self.come()
        visitor.begin()
        silent.exchange()
        self.place.stop_server()
        visitor.text(b"The server is stopping. Good-bye.\n")
        self.assertNotIn("Traceback", self.place.log)


class HarmTests(SSHTestCase):
    """People who do harm, and others meanwhile."""

    def test_nonsense(self) -> None:
        """What makes no sense costs a line of the log each, no traceback, and nobody else notices."""
        self.serve("--timeout", "3600", "--house", "none", "--max-per-address", "0", "--best-of", "1000001")
        first, second = self.opponent(), self.opponent()
        for n, nonsense in enumerate(NONSENSE):
            visitor = self.come(f"127.0.{n // 20 + 1}.{n % 20 + 1}")
            nonsense.until(visitor)
            nonsense.send(visitor)
            visitor.expect_end()
            first.expect("Your throw (r/p/s)?")
            first.send("r")
            second.send("s")
            first.expect("Wins:")
        self.opponent().expect("This is")  # when the server has logged all of it
        log = self.place.log
        ends = [line for line in log.splitlines() if "was cut off: " in line or ") left: " in line]
        self.assertEqual(len(ends), len(NONSENSE))
        for word in ("Traceback", "Unhandled", "conch", "more from"):
            self.assertNotIn(word, log)

    def test_a_window_of_nothing(self) -> None:
        """A guest who takes nothing, and for whom 7 MB of answers would wait, is cut off; nobody else waits."""
        self.serve("--house", "none", program=(sys.executable, "-c", IMPATIENT.format(1, 20)))
        deaf = self.come()
        deaf.begin(window=0)
        other = self.opponent()
        for _ in range(100):
            deaf.press(b"?" * 32)
            if deaf.ended:
                break
        other.send("?")
        other.expect("Keys: r rock")
        deaf.expect_end()
        self.opponent().expect("This is")  # when the server has logged it
        self.assertIn("left: read nothing", self.place.log)

    def test_silence(self) -> None:
        """Whoever opens no session, and whoever ends no key exchange, is cut off."""
        self.serve(program=(sys.executable, "-c", IMPATIENT.format(2, 2)))
        for step in ("connect", "exchange", "serve", "log_in"):
            visitor = self.come()
            getattr(visitor, step)()
            visitor.expect_end()
        self.assertEqual(self.place.log.count("took too long to come in"), 4)
        visitor = self.come()
        visitor.begin()
        visitor.client.sendPacket(KEXINIT, kexinit())
        visitor.expect_end()
        self.opponent().expect("This is")
        self.assertIn("left: ended no key exchange", self.place.log)

    def test_arrivals(self) -> None:
        """One address has so many connections that are not in yet, and no more; others come in meanwhile."""
        self.serve("--max-per-address", "3")
        silent = [self.come() for _ in range(3)]
        for visitor in silent:
            visitor.exchange()
        refused = self.come()
        refused.expect_end()
        visitor = self.come("127.0.2.1")
        visitor.begin()
        silent[0].hang_up()
        silent[1].authenticate()

    def test_many_keepalives(self) -> None:
        """A client that asks whether we are there is answered, however often, and may go on."""
        self.serve("--house", "none")
        visitor = self.come()
        visitor.begin()
        for _ in range(300):
            visitor.client.sendPacket(GLOBAL_REQUEST, NS(b"keepalive@openssh.com") + b"\1")
            visitor.client.sendPacket(WINDOW_ADJUST, pack("!2L", 0, 2**32 - 1))
        visitor.press(b"?\n")
        visitor.text(b"q leaves.\n")
        self.assertFalse(visitor.ended)

"""Operators with the programs that they have: socat, nc, and a shell script."""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines.commands import WORDS
from tests.endtoend.terminals import CTRL_D, Place

SOCAT = "socat -t 30 - UNIX:control.sock"  # seconds that it waits for an answer: here other tests keep a machine busy


class ControlTests(SynchronousTestCase):
    """A daemon with a door for operators."""

    def setUp(self) -> None:
        self.place = Place(self.addCleanup)
        self.place.daemon("--control", "unix:control.sock", "--house", "none")

    def sh(self, script: str) -> str:
        """Run a shell script; return what it prints."""
        result = self.place.run("sh", "-euc", script)
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        return result.stdout

    def test_socat(self) -> None:
        """A word that is echoed to socat is answered, whole, and socat ends; so is one without the end of a line."""
        for say in ("echo help", "printf help"):
            lines = self.sh(f"{say} | {SOCAT}").splitlines()
            self.assertEqual([line.split()[0] for line in lines], list(WORDS))

    def test_nc(self) -> None:
        """The same with nc, which closes its half at the end of what it is given."""
        self.assertIn("draining: no\n", self.sh("echo status | nc -N -U control.sock"))

    def test_a_script(self) -> None:
        """A script puts out all who come by an address that it finds in what an operator is told."""
        guests = [self.place.call(source=source) for source in ("127.0.0.2", "127.0.0.2", "127.0.0.3")]
        for guest in guests:
            guest.expect("press Enter after it.")
        address = f"$(echo who | {SOCAT} | grep '^guest 1' | cut -f 3 | cut -d : -f 1)"
        said = self.sh(f'address={address}; echo "ban $address 1" | {SOCAT}')
        self.assertEqual(said, "127.0.0.2 is banned for 1 hour; 2 people put out.\n")
        for guest in guests[:2]:
            guest.expect("Nobody may come in from your address. Good-bye.\r\n")
            guest.expect_end()
        self.assertEqual(self.sh(f"echo status | {SOCAT} | sed -n 's/^people: //p'"), "1 (telnet 1)\n")

    def test_many_lines(self) -> None:
        """A script that says much at once is answered all, in pieces as it reads them."""
        script = f"seq 1000 | sed 's/^/ban 10.0.0.0\\/8 x/' | {SOCAT} | (read first; wc -l)"
        self.assertEqual(self.sh(script).strip(), "999")

    def test_by_hand(self) -> None:
        """By hand it is a conversation, with nc as with socat, and Ctrl-D ends it."""
        for command in (("nc", "-N", "-U", "control.sock"), ("socat", "-", "UNIX:control.sock")):
            operator = self.place.terminal(*command)
            operator.send("who\nmoo\n")
            operator.expect("Nothing is called 'moo' here; it must be one of help")
            operator.send("say Hello.\n")
            operator.expect("Said to 0 people.")
            operator.send(CTRL_D)
            self.assertEqual(operator.expect_exit(), 0)

"""People's own ssh clients, at a terminal, from a script and with a key; and what an auditor says of the door."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines.facts import NoCommand, NoKey
from tests.endtoend.terminals import Caller, Place, Reservation

from .panes import Panes

COLOUR, PLAIN = "\x1b[1mRock-paper-scissors\x1b[0m", "You play the next guest who comes"  # who waits, on these screens
NOBODY_ASKS = "-F", "none", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null"
SSH = "ssh", *NOBODY_ASKS, "-p", "PORT"
DBCLIENT = "dbclient", "-y", "-y", "-p", "PORT"
PLINK = "plink", "-ssh", "-hostkey", "KEY", "-P", "PORT"


class SSHTestCase(SynchronousTestCase):
    """A server with a door for ssh."""

    def setUp(self) -> None:
        self.place = Place(self.addCleanup)
        self.door = Reservation()
        self.addCleanup(self.door.close)
        self.place.daemon("--ssh", self.door.endpoint, "--house", "none", "--best-of", "1", "--timeout", "3600")

    def command(self, *words: str) -> list[str]:
        """Return a command with the port and the host key in their places."""
        found = re.search(r"The ssh host key is (\S+)", self.place.log)
        assert found
        return [word.replace("PORT", str(self.door.port)).replace("KEY", found[1]) for word in words]

    def script(self, keys: str, *words: str) -> tuple[str, str, int]:
        """Run a client whose input is not a terminal; return what it wrote, what it complained of, and its status."""
        source = Path(self.place.cwd, "keys")
        source.write_text(keys)
        ended = self.place.run("sh", "-c", 'exec "$@" <keys', "sh", *self.command(*words))
        return ended.stdout, ended.stderr, ended.returncode

    def opponent(self) -> Caller:
        """Let somebody come by telnet."""
        return self.place.call()


class ClientTests(SSHTestCase):
    """Each plays a match."""

    def play(self, command: Sequence[str], enter: str = "", **environ: str) -> str:
        """Let a client come to a terminal, win a match, and leave; return all that was seen."""
        environ = {"TERM": "xterm-256color", "HOME": self.place.cwd, **environ}
        client = self.place.terminal(*self.command(*command), **environ)
        if enter:
            client.expect("Press Return to begin session.")
            client.send(enter)
        client.expect(COLOUR)
        other = self.opponent()
        other.expect("Your throw (r/p/s)?")
        client.expect("our throw")
        client.send("i")
        for words in ("have come by ssh", "80 characters wide and 24 lines high", "keys come at once"):
            client.expect(words)
        client.send("r")
        client.expect("You throw rock.")
        other.expect("has thrown.")
        other.send("s")
        client.expect("ou have won the match")
        client.send("q")
        client.expect("Good-bye.")
        self.assertEqual(client.expect_exit(), 0)
        self.assertTrue(client.is_as_before())
        return client.text

    def test_openssh(self) -> None:
        """OpenSSH asks nothing, gets colour, and ends as from a shell."""
        text = self.play((*SSH, "127.0.0.1"))
        self.assertIn("Connection to 127.0.0.1 closed.", text)
        self.assertNotIn("assword", text)

    def test_utf8(self) -> None:
        """It sends its locale where it is told to, and sees lines that are drawn."""
        text = self.play((*SSH, "-o", "SendEnv=LC_*", "127.0.0.1"), LC_ALL="C.UTF-8")
        self.assertIn("\N{BOX DRAWINGS LIGHT HORIZONTAL}".encode().decode("latin-1"), text)

    def test_dropbear(self) -> None:
        """So does Dropbear's client."""
        self.play((*DBCLIENT, "127.0.0.1"))

    def test_putty(self) -> None:
        """So does PuTTY's plink, once its guard against spoofed prompts has its Return."""
        self.play((*PLINK, "anna@127.0.0.1"), enter="\r")

    def test_rekeying(self) -> None:
        """A client that exchanges keys again and again notices nothing of it."""
        self.play((*SSH, "-o", "RekeyLimit=1K 1", "127.0.0.1"))


class ScriptTests(SSHTestCase):
    """Clients without a terminal."""

    def test_lines(self) -> None:
        """A script reads plain lines, and leaves at the end of its input; each of the clients does."""
        for client in ((*SSH, "-T"), (*DBCLIENT, "-T"), (*PLINK, "-T")):
            said, _, status = self.script("?\n", *client, "anna@127.0.0.1")
            self.assertEqual(status, 0)
            self.assertIn("This is rock-paper-scissors, best of 1.\n", said)
            self.assertTrue(said.endswith("Good-bye.\n"))
            self.assertNotIn("\r", said)

    def test_json(self) -> None:
        """A program plays by JSON."""
        for client in ((*SSH, "-T"), (*DBCLIENT, "-T")):
            said, _, status = self.script('{"status": true}\n', *client, "127.0.0.1", "json")
            events = [json.loads(line)["event"] for line in said.splitlines()]
            self.assertEqual((events[:2], events[-2:], status), (["hello", "state"], ["state", "bye"], 0))

    def test_other_commands(self) -> None:
        """A command is answered by one line and the status of one that is not found."""
        said, complained, status = self.script("", *SSH, "-q", "127.0.0.1", "uname", "-a")
        self.assertEqual((said, complained, status), ("", f"{NoCommand()}\n", 127))

    def test_sftp(self) -> None:
        """Nor are there any files."""
        _, complained, status = self.script("", "sftp", *NOBODY_ASKS, "-P", "PORT", "127.0.0.1")
        self.assertIn("subsystem request failed", complained)
        self.assertEqual(status, 255)
        self.assertNotIn("Traceback", self.place.log)

    def test_forwarding(self) -> None:
        """Nothing is forwarded, in whatever direction, and play goes on."""
        forwarding = "-A", "-R", "0:127.0.0.1:9", "-L", f"{self.place.cwd}/forwarded:127.0.0.1:9"
        said, complained, status = self.script("?\n", *SSH, "-T", *forwarding, "127.0.0.1")
        self.assertIn("remote port forwarding failed", complained)
        self.assertTrue(said.endswith("Good-bye.\n"))
        self.assertEqual(status, 0)
        _, complained, status = self.script("", *SSH, "-W", "127.0.0.1:9", "127.0.0.1")
        self.assertIn("administratively prohibited", complained)
        self.assertNotIn("Traceback", self.place.log)

    def test_a_second_session(self) -> None:
        """A second session of the same connection is refused, and the first one goes on."""
        shared = "-S", f"{self.place.cwd}/shared"
        first = self.place.terminal(*self.command(*SSH, *shared, "-M", "127.0.0.1"), HOME=self.place.cwd)
        first.expect(PLAIN)
        _, complained, _ = self.script("", *SSH, *shared, "127.0.0.1")
        self.assertIn("refused", complained)
        first.send("?")
        first.expect("Keys: r rock")
        first.send("q")
        first.expect("Good-bye.")
        self.assertNotIn("Traceback", self.place.log)


class KeyTests(SSHTestCase):
    """People who want to be known."""

    def test_keys(self) -> None:
        """Whoever comes as "key" is known by their key, whatever kind it is."""
        for kind in ("ed25519", "rsa", "ecdsa"):
            self.place.run("ssh-keygen", "-q", "-t", kind, "-N", "", "-f", kind)
            fingerprint = self.place.run("ssh-keygen", "-lf", f"{kind}.pub").stdout.split()[1]
            said, complained, _ = self.script("i\n", *SSH, "-T", "-i", kind, "key@127.0.0.1")
            self.assertIn(f"You are known by your key, {fingerprint}.\n", said)
            self.assertNotIn(str(NoKey()), complained)
            self.assertIn(f", key {fingerprint}) came", self.place.log)

    def test_no_key(self) -> None:
        """Whoever has none comes in all the same, and is told so, without a question."""
        client = self.place.terminal(
            *self.command(*SSH, "-o", "IdentityFile=none", "key@127.0.0.1"), HOME=self.place.cwd, SSH_AUTH_SOCK=""
        )
        client.expect(str(NoKey()))
        client.expect(PLAIN)

    def test_everybody_else(self) -> None:
        """Nobody else is known, even if they have a key."""
        self.place.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "mine")
        said, _, _ = self.script("i\n", *SSH, "-T", "-i", "mine", "127.0.0.1")
        self.assertNotIn("known by", said)

    def test_host_key(self) -> None:
        """The host key is what ssh-keygen makes of the file."""
        kept = "rpsgame-state/ssh_host_ed25519_key"
        fingerprint = self.place.run("ssh-keygen", "-lf", kept).stdout.split()[1]
        self.assertIn(f"The ssh host key is {fingerprint}\n", self.place.log)


class WindowTests(SSHTestCase):
    """A window whose picture can be looked at."""

    def test_another_size(self) -> None:
        """A window that becomes narrower has a board that fits."""
        pane = Panes(self.addCleanup, self.place.cwd).open(
            "env", "TERM=xterm-256color", *self.command(*SSH, "127.0.0.1")
        )
        pane.expect("You are guest 1")
        other = self.opponent()
        other.expect("Your throw (r/p/s)?")
        pane.expect("your throw")
        pane.resize(50, 20)
        other.send("r")
        other.expect("You throw rock.")
        for _ in range(1000):  # until tmux and ssh have passed it on
            pane.send("i")
            if "50 characters wide and 20" in pane.expect("lines high"):
                break
        pane.send("r")
        pane.expect("nobody wins")
        self.assertLessEqual(max(map(len, pane.picture().splitlines())), 50)


class AuditTests(SSHTestCase):
    """What ssh-audit says."""

    def test_no_failure(self) -> None:
        """It finds nothing to fail the door for, and nothing of it is a fault in the log."""
        audit = self.place.run("ssh-audit", "--no-colors", "-p", str(self.door.port), "127.0.0.1")
        self.assertIn("(key) ssh-ed25519", audit.stdout)
        self.assertNotIn("[fail]", audit.stdout)
        self.assertNotIn("Traceback", self.place.log)

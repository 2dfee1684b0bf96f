"""Single-key mode, on a pseudo-terminal."""

from __future__ import annotations

import os
import pty
import termios

from twisted.trial.unittest import SynchronousTestCase

from rpsgame.terminal import SingleKeys


class SingleKeysTests(SynchronousTestCase):
    """A terminal, and a keyboard at the other end of it."""

    def setUp(self) -> None:
        self.keyboard, self.terminal = pty.openpty()
        self.addCleanup(os.close, self.keyboard)
        self.addCleanup(os.close, self.terminal)
        self.before = termios.tcgetattr(self.terminal)

    def test_keys(self) -> None:
        """Within it a key is read as it is pressed, and the terminal does not echo it."""
        with SingleKeys(self.terminal):
            os.write(self.keyboard, b"r")
            self.assertEqual(os.read(self.terminal, 9), b"r")
            os.write(self.terminal, b"!")
            self.assertEqual(os.read(self.keyboard, 9), b"!")

    def test_typed_ahead(self) -> None:
        """Keys that were typed before it was entered are not lost."""
        os.write(self.keyboard, b"rp")
        with SingleKeys(self.terminal):
            self.assertEqual(os.read(self.terminal, 9), b"rp")

    def test_left(self) -> None:
        """However it is left, the terminal is as it was."""
        with SingleKeys(self.terminal):
            self.assertNotEqual(termios.tcgetattr(self.terminal), self.before)
        self.assertEqual(termios.tcgetattr(self.terminal), self.before)
        with self.assertRaises(KeyboardInterrupt), SingleKeys(self.terminal):
            raise KeyboardInterrupt
        self.assertEqual(termios.tcgetattr(self.terminal), self.before)

    def test_entered_again(self) -> None:
        """It may be left and entered as often as one likes, and remembers what it found the first time."""
        keys = SingleKeys(self.terminal)
        for _ in range(2):
            keys.enter()
            keys.enter()
            keys.leave()
            self.assertEqual(termios.tcgetattr(self.terminal), self.before)

    def test_no_terminal(self) -> None:
        """A descriptor that is no terminal is refused at once."""
        readable, writable = os.pipe()
        self.addCleanup(os.close, readable)
        self.addCleanup(os.close, writable)
        with self.assertRaises(termios.error):
            SingleKeys(readable)

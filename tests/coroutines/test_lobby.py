"""The lobby: a script of who comes and goes, and what shall be done for it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines.lobby import lobby


class LobbyTests(SynchronousTestCase):
    """One host and a line of guests."""

    def test_script(self) -> None:
        """Guests are seated one after another, and all who are concerned are told."""
        tell = lobby().send
        self.assertEqual(tell(("host", "host")), [("tell", "host", "Waiting for a guest.")])
        self.assertEqual(tell(("came", "Ernie")), [("seat", "host", "Ernie")])
        self.assertEqual(
            tell(("came", "Bert")),
            [
                ("tell", "Bert", "The table is busy. Watch the match while you wait."),
                ("watch", "host", "Bert"),
                ("tell", "Bert", "You are number 1 in the line."),
                ("tell", "host", "1 guest waits in the line."),
            ],
        )
        self.assertEqual(
            tell(("over", "Ernie")),
            [("let go", "Ernie"), ("seat", "host", "Bert"), ("tell", "host", "Nobody waits in the line.")],
        )
        self.assertEqual(tell(("left", "Bert")), [])
        self.assertEqual(tell(("over", "Bert")), [("let go", "Bert"), ("tell", "host", "Waiting for a guest.")])

    def test_without_a_host(self) -> None:
        """Guests wait for a host, who is given the first of them; when the host leaves, the line is told."""
        tell = lobby().send
        self.assertEqual(
            tell(("came", "Ernie")),
            [("tell", "Ernie", "The host is away."), ("tell", "Ernie", "You are number 1 in the line.")],
        )
        tell(("came", "Bert"))
        self.assertEqual(
            tell(("host", "host")),
            [
                ("watch", "host", "Ernie"),
                ("watch", "host", "Bert"),
                ("seat", "host", "Ernie"),
                ("tell", "Bert", "You are number 1 in the line."),
                ("tell", "host", "1 guest waits in the line."),
            ],
        )
        self.assertEqual(tell(("left", "host")), [("tell", "Bert", "The host has left.")])
        self.assertEqual(tell(("over", "Ernie")), [("let go", "Ernie")])

    @given(st.lists(st.tuples(st.sampled_from(["host", "came", "left", "over", "?"]), st.integers(0, 4))))
    def test_any_order(self, events: list[tuple[str, int]]) -> None:
        """No order of events raises, nobody is seated who is not here, and one guest plays at a time."""
        coroutine = lobby()
        here: set[object] = set()
        playing = None
        for event, person in events:
            if event in ("host", "came"):
                if person in here:
                    continue
                here.add(person)
            elif event == "left":
                here.discard(person)
            commands = coroutine.send((event, person)) or []
            for command in commands:
                match command:
                    case ("seat", host, guest):
                        self.assertLessEqual({host, guest}, here)
                        self.assertIsNone(playing)
                        playing = guest
                    case ("let go", guest):
                        self.assertEqual(guest, playing)
                        playing = None
                        here.discard(guest)
